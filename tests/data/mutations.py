"""Mutations of the shipped tables: bytes and structure at random, and one operator for each rule.

``python -m tests.data.mutations [COUNT] [--seed N]`` runs COUNT mutations, 10,000 by default, and
prints how many of each kind were made; the test suite runs fewer.
"""

import argparse
import csv
import io
import random
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from rich.progress import track

from defcoop.evidence import Fault
from defcoop.evidence.check import check
from defcoop.evidence.tables import read_package
from tests.toy import ROOT

DATA = ROOT / "data"
Rows = list[dict[str, str]]
Tables = dict[str, Rows]


def mutate_bytes(generator: random.Random, raw: bytes) -> bytes:
    """Return a file with a few of its bytes changed, cut out, doubled or put in."""
    data = bytearray(raw)
    for _ in range(generator.randint(1, 4)):
        place = generator.randrange(len(data)) if data else 0
        piece = bytes(generator.randrange(256) for _ in range(generator.randint(1, 3)))
        length = generator.choice([0, 1, 3, 200])
        data[place : place + length] = generator.choice([piece, b'"', b"\n", b",", b"\0", b"\xff"])
    return bytes(data)


def mutate_structure(generator: random.Random, raw: bytes) -> bytes:
    """Return a file with lines or columns cut, doubled, swapped or joined."""
    lines = raw.decode().split("\n")
    one, two = generator.randrange(len(lines)), generator.randrange(len(lines))
    kind = generator.randrange(6)
    if kind == 0:
        del lines[one]
    elif kind == 1:
        lines.insert(two, lines[one])
    elif kind == 2:
        lines[one], lines[two] = lines[two], lines[one]
    elif kind == 3:
        lines[one] = lines[one][: len(lines[one]) // 2]
    elif kind == 4:
        lines[one] = lines[one].replace(",", generator.choice([";", "\t", ",,", '","']), 1)
    else:
        lines = lines[: one + 1]
    return "\n".join(lines).encode()


# Semantic operators: each breaks one named rule and returns its code.  They take rows at random
# from those for which the rule is certain to be broken.


def pick(generator: random.Random, rows: Rows, **wanted: str) -> dict[str, str]:
    """Return a row at random among those with these cells ("*": any value that is not empty)."""
    fits = [
        row
        for row in rows
        if all(row[name] if cell == "*" else row[name] == cell for name, cell in wanted.items())
    ]
    return generator.choice(fits)


def break_required(generator: random.Random, tables: Tables) -> str:
    """Empty a required cell."""
    pick(generator, tables["events"])["title"] = ""
    return "required"


def break_date(generator: random.Random, tables: Tables) -> str:
    """Name a day that does not exist."""
    pick(generator, tables["events"])["start"] = f"{generator.randint(2000, 2030)}-02-30"
    return "date"


def break_enum(generator: random.Random, tables: Tables) -> str:
    """Misspell a value of an enumeration."""
    row = pick(generator, tables["events"])
    row["mode"] += "x"
    return "enum"


def break_bounds(generator: random.Random, tables: Tables) -> str:
    """Give a grade that the scale does not have."""
    pick(generator, tables["claims"])["credibility"] = str(generator.choice([0, 7, 99]))
    return "bounds"


def break_type(generator: random.Random, tables: Tables) -> str:
    """Write a word where a number belongs."""
    pick(generator, tables["measures"])["value"] = "many"
    return "type"


def break_reference(generator: random.Random, tables: Tables) -> str:
    """Point to a source that is not there."""
    pick(generator, tables["claims"])["source_id"] += "-x"
    return "reference"


def break_subject(generator: random.Random, tables: Tables) -> str:
    """Speak of a subject that is not there."""
    pick(generator, tables["relations"])["object_id"] += "-x"
    return "reference"


def break_unique(generator: random.Random, tables: Tables) -> str:
    """Give two sources one id."""
    one, two = generator.sample(tables["sources"], 2)
    one["source_id"] = two["source_id"]
    return "unique"


def break_pattern(generator: random.Random, tables: Tables) -> str:
    """Write an id with a capital and an underscore."""
    pick(generator, tables["places"])["place_id"] += "_X"
    return "pattern"


def break_formula(generator: random.Random, tables: Tables) -> str:
    """Begin a name with a sign that a spreadsheet runs."""
    row = pick(generator, tables["actors"])
    row["name"] = generator.choice("=+-@") + row["name"]
    return "formula"


def break_order(generator: random.Random, tables: Tables) -> str:
    """Let an event end long before it starts."""
    pick(generator, tables["events"], end="*")["end"] = "1950-01-01"
    return "order"


def break_phase(generator: random.Random, tables: Tables) -> str:
    """Put a phase before the event of which it is a part."""
    pick(generator, tables["events"], parent_event_id="*")["start"] = "1950-01-01"
    return "phase"


def break_edition(generator: random.Random, tables: Tables) -> str:
    """Give the first edition of a series that has several the highest number."""
    numbered = [row for row in tables["events"] if row["edition"] and row["status"] == "held"]
    series = Counter(row["mechanism_id"] for row in numbered)
    name = generator.choice([name for name, count in series.items() if count > 1])
    rows = [row for row in numbered if row["mechanism_id"] == name]
    min(rows, key=lambda row: row["start"])["edition"] = "999"
    return "edition"


def break_claimed(generator: random.Random, tables: Tables) -> str:
    """Take away all that is said of an event."""
    event = pick(generator, tables["events"])["event_id"]
    tables["claims"] = [row for row in tables["claims"] if row["subject_id"] != event]
    tables["rulings"] = [row for row in tables["rulings"] if row["subject_id"] != event]
    return "claimed"


def break_contradiction(generator: random.Random, tables: Tables) -> str:
    """Let a source say another day than we do."""
    pick(generator, tables["claims"], field="start")["value"] = "1951-05-05"
    return "contradiction"


def break_ruling(generator: random.Random, tables: Tables) -> str:
    """Withdraw a ruling."""
    tables["rulings"].remove(generator.choice(tables["rulings"]))
    return "contradiction"


def break_idle_ruling(generator: random.Random, tables: Tables) -> str:
    """Rule on something that nobody says."""
    pick(generator, tables["rulings"])["rejected"] = "1951-05-05"
    return "idle-ruling"


def break_told(generator: random.Random, tables: Tables) -> str:
    """Publish the report of an event before the event."""
    claim = pick(generator, tables["claims"], field="status", value="held", told="after")
    for source in tables["sources"]:
        if source["source_id"] == claim["source_id"]:
            source["published"] = "1949-01-01"
    return "told"


def break_advance_notice(generator: random.Random, tables: Tables) -> str:
    """Let a notice say that its event was held."""
    pick(generator, tables["claims"], field="status", value="held")["told"] = "before"
    return "advance-notice"


def break_notice_only(generator: random.Random, tables: Tables) -> str:
    """Let all that is said of a held event be told before it."""
    event = pick(generator, tables["events"], status="held")["event_id"]
    for claim in tables["claims"]:
        if claim["subject_id"] == event:
            claim["told"] = "before"
    return "notice-only"


def break_authority(generator: random.Random, tables: Tables) -> str:
    """Follow a source that says nothing of the event."""
    followed = {row["event_id"] for row in tables["events"] if row["start"]}
    rulings = [
        row
        for row in tables["rulings"]
        if row["subject_id"] in followed and row["field"] == "start"
    ]
    ruling = generator.choice(rulings)
    silent = {row["source_id"] for row in tables["sources"]} - {
        row["source_id"] for row in tables["claims"] if row["subject_id"] == ruling["subject_id"]
    }
    ruling["authority"] = generator.choice(sorted(silent))
    return "authority"


def break_unsupported(generator: random.Random, tables: Tables) -> str:
    """Withdraw all claims on one cell, not those on the rest of its row."""
    event = pick(generator, tables["events"], place_id="*", status="held")["event_id"]
    for name in ("claims", "rulings"):
        tables[name] = [
            row for row in tables[name] if (row["subject_id"], row["field"]) != (event, "place_id")
        ]
    return "unsupported"


def break_not_held(generator: random.Random, tables: Tables) -> str:
    """Say that nothing was held and not who says so."""
    pick(generator, tables["absences"], finding="not_held")["source_id"] = ""
    return "not-held"


def break_hole(generator: random.Random, tables: Tables) -> str:
    """Let the last edition of a core series be one of fifty more."""
    core = {row["mechanism_id"] for row in tables["mechanisms"] if row["core"] == "true"}
    numbered = [
        row
        for row in tables["events"]
        if row["mechanism_id"] in core and row["edition"] and row["status"] == "held"
    ]
    name = generator.choice(sorted({row["mechanism_id"] for row in numbered}))
    series = [row for row in numbered if row["mechanism_id"] == name]
    last = max(series, key=lambda row: int(row["edition"]))
    last["edition"] = str(int(last["edition"]) + 50)
    return "hole"


def break_country(generator: random.Random, tables: Tables) -> str:
    """Give a place a country that there is not."""
    pick(generator, tables["places"])["country"] = "ZZZ"
    return "country"


def break_publisher(generator: random.Random, tables: Tables) -> str:
    """Name a publisher that is not in the table."""
    pick(generator, tables["sources"])["publisher_id"] += "-x"
    return "reference"


def break_page(generator: random.Random, tables: Tables) -> str:
    """Enter a page twice."""
    source = pick(generator, tables["sources"], url="*")
    tables["sources"].append({**source, "source_id": "twin"})
    return "page"


def break_scope(generator: random.Random, tables: Tables) -> str:
    """Call an event of several nations one of two."""
    pick(generator, tables["events"], scope="minilateral", parent_event_id="")["scope"] = (
        "bilateral"
    )
    return "scope"


def break_claim_field(generator: random.Random, tables: Tables) -> str:
    """Claim a field that the subject does not have."""
    pick(generator, tables["claims"])["field"] = "colour"
    return "claim-field"


def break_same_event(generator: random.Random, tables: Tables) -> str:
    """Enter an event again under another name."""
    event = pick(generator, tables["events"], edition="", parent_event_id="", status="held")
    twin = {**event, "event_id": event["event_id"] + "-again", "title": "Another name of it"}
    claim = pick(generator, tables["claims"], subject_id=event["event_id"])
    tables["events"].append(twin)
    tables["claims"].append({**claim, "claim_id": "twin", "subject_id": twin["event_id"]})
    return "same-event"


def break_circle(generator: random.Random, tables: Tables) -> str:
    """Turn an edge of the lineage back on itself."""
    edge = pick(generator, tables["relations"], predicate="builds_on")
    twin = {**edge, "subject_id": edge["object_id"], "object_id": edge["subject_id"]}
    tables["relations"].append(twin)
    return "circle"


def break_duplicate(generator: random.Random, tables: Tables) -> str:
    """Enter a participant twice."""
    tables["participants"].append(dict(pick(generator, tables["participants"])))
    return "duplicate"


OPERATORS: tuple[Callable[[random.Random, Tables], str], ...] = tuple(
    operator for name, operator in sorted(globals().items()) if name.startswith("break_")
)


def read_tables() -> Tables:
    """Return the shipped tables as rows of texts."""
    return {
        table.name: list(csv.DictReader(io.StringIO((DATA / table.path).read_text())))
        for table in read_package(DATA).tables
    }


def write_tables(tables: Tables, folder: Path) -> None:
    """Write rows as CSV files."""
    for name, rows in tables.items():
        columns = list(read_package(DATA).table(name).columns)
        with (folder / f"{name}.csv").open("w", newline="") as stream:
            writer = csv.DictWriter(stream, columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


def byte_level(generator: random.Random, folder: Path) -> list[Fault]:
    """Break a random file as bytes or as lines, check, and put the file right again."""
    path = folder / generator.choice(read_package(DATA).tables).path
    raw = path.read_bytes()
    mutation = generator.choice([mutate_bytes, mutate_structure])
    path.write_bytes(mutation(generator, raw))
    faults = check(folder)
    path.write_bytes(raw)
    return faults


def semantic(
    generator: random.Random, folder: Path, operator: Callable[[random.Random, Tables], str]
) -> tuple[str, set[str]]:
    """Break one rule; return its code and the codes of what check says."""
    tables = read_tables()
    code = operator(generator, tables)
    write_tables(tables, folder)
    codes = {fault.code for fault in check(folder)}
    write_tables(read_tables(), folder)
    return code, codes


def main() -> None:
    """Run mutations and print what came of them; stop at the first that is not reported."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("count", type=int, nargs="?", default=10_000)
    parser.add_argument("--seed", type=int, default=20081022)
    arguments = parser.parse_args()
    generator = random.Random(arguments.seed)
    made: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(shutil.copytree(DATA, Path(scratch) / "data"))
        for number in track(range(arguments.count), "Mutating"):
            if number % 2:
                operator = generator.choice(OPERATORS)
                code, codes = semantic(generator, folder, operator)
                assert code in codes, f"mutation {number}, {operator.__name__}: only {codes}"
                made[operator.__name__] += 1
            else:
                faults = byte_level(generator, folder)
                made["bytes, refused" if faults else "bytes, harmless"] += 1
    for name, times in sorted(made.items()):
        print(f"{times:>6} {name}")


if __name__ == "__main__":
    main()
