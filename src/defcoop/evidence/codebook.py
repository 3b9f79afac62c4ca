"""The codebook, data/README.md: every table and column, what there is of each, how to cite."""

from defcoop.evidence.agreement import compare_readings, summarise_readings, wilson_interval
from defcoop.evidence.completeness import SeriesRecord, independent_houses, record_series
from defcoop.evidence.corpus import Corpus
from defcoop.evidence.load import Dataset
from defcoop.evidence.publishers import count_voices, voices
from defcoop.evidence.tables import Field, Package, Table

HEAD = """\
# {title}

<!-- Made by `defcoop codebook` from datapackage.json and the tables; do not edit by hand. -->

Every fact here says who said it. One row of `claims.csv` is what one source says of one field of
one subject; the tables of events, instruments and mechanisms hold the value that was adjudicated;
`rulings.csv` says why a claim was not followed. `defcoop check` refuses a contradiction without a
ruling and a ruling that no longer rejects anything. How to add a fact:
[docs/data.md](../docs/data.md). What changed in the facts, and why: [CHANGES.md](CHANGES.md).

Version {version}. Licence of the data: CC BY 4.0. Cite as: The defcoop authors, *{title}*,
version {version}, with the digest that the report prints.

Dates are in EDTF (ISO 8601-2): `2023-04-05`, `2022-09`, `2013`, `2018~` (about: one unit of its
precision to either side) and `2012-06-09/2012-06-10` (between the two, both included).
"""


def codebook(dataset: Dataset, package: Package) -> str:
    """Return the text of data/README.md.

    Parameters
    ----------
    dataset
        The checked tables.
    package
        Their schema.
    """
    parts = [HEAD.format(title=package.title, version=package.version)]
    parts.append(contents(dataset, package))
    parts.append(support(dataset))
    parts.append(second_reading(dataset.corpus))
    parts.extend(describe_table(table) for table in package.tables)
    parts.append(completeness(record_series(dataset)))
    parts.append(coverage(dataset))
    return "\n".join(parts)


def markdown_table(head: list[str], rows: list[list[object]]) -> str:
    """Return a Markdown table; cells are escaped where they would break a row."""
    lines: list[list[object]] = [list(head), ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(cell(value) for value in line)} |\n" for line in lines)


def cell(value: object) -> str:
    """Return one cell of a Markdown table."""
    return str(value).replace("|", "\\|").replace("\n", " ")


def contents(dataset: Dataset, package: Package) -> str:
    """Return the list of tables with what one row is and how many there are."""
    rows: list[list[object]] = [
        [f"[`{table.path}`](#{table.name})", table.description, len(dataset.table(table.name))]
        for table in package.tables
    ]
    return "## Tables\n\n" + markdown_table(["file", "one row is", "rows"], rows)


def support(dataset: Dataset) -> str:
    """Return how well the events are supported: sources, independent publishers, rulings."""
    events = independent_houses(dataset).reindex(dataset.events["event_id"]).fillna(0)
    several = int((events >= 2).sum())
    total = len(events)
    share = percent(several, total)
    statuses = dataset.events["status"].value_counts().sort_index()
    listed = ", ".join(f"{count} {status}" for status, count in statuses.items()) or "none"
    phases = int((dataset.events["parent_event_id"] != "").sum())
    return (
        "## Support\n\n"
        f"Events: {listed}; {phases} of them are phases of another event. Events that two or more "
        f"houses report as they are on record: {several} of {total} ({share}). A ministry and its "
        "services, a paper and its owner, copies of one text are one house; an unknown publisher "
        "corroborates none, and a notice does not corroborate a report.\n"
    )


def second_reading(corpus: Corpus) -> str:
    """Return how far a second reader agrees, and each disagreement with what became of it."""
    found = summarise_readings(corpus)
    low, high = wilson_interval(found.agreeing, found.found)
    return (
        "## Read again\n\n"
        f"Claims drawn at random, one of a source at most: {found.drawn}; page found: "
        f"{found.found}, not found: {found.drawn - found.found}. Two readers, each of a "
        "part, read the field from the page, mostly from a stored excerpt of it. They did not see "
        "our value, but title and date of the source, which give some values away, so that the "
        "agreement is at most what is printed. What both have agrees by the rules "
        "for contradictions (a month agrees with a day in it), a status "
        f"only with itself: {found.agreeing} of {found.found} "
        f"({percent(found.agreeing, found.found)}; 95 % interval {100 * low:.1f} to "
        f"{100 * high:.1f} %, Wilson). Krippendorff's alpha (nominal, all fields together, "
        f"agreeing values made equal): {decimals(found.alpha)}. Same to the letter: "
        f"{found.identical}, alpha {decimals(found.alpha_of_texts)}. The readings stand in "
        "`recodings.csv` as they were made.\n\n" + disagreements(corpus)
    )


def disagreements(corpus: Corpus) -> str:
    """Return the readings that contradict the claim, with what became of each."""
    compared = compare_readings(corpus)
    columns = ["claim_id", "field", "claimed", "reading", "note"]
    rows = compared.loc[~compared["agrees"], columns].to_numpy(dtype=object).tolist()
    head = ["claim", "field", "claimed", "read", "what became of it"]
    return markdown_table(head, rows) if rows else "No reading contradicts the claim.\n"


def decimals(value: float | None) -> str:
    """Return a coefficient in print; words where it is not defined."""
    return "not defined" if value is None else f"{value:.3f}"


def completeness(records: list[SeriesRecord]) -> str:
    """Return, for each series, what its numbers prove and what is on record."""
    core = [record for record in records if record.core]
    head = ["series", "id", "editions", "held", "new", "with a day", "two houses"]
    shown = [record for record in records if record.core or record.proven]
    return (
        "## How complete the series are\n\n"
        f"Edition numbers and counts prove {proven_and_recorded(records)}; of the core series they "
        f"prove {proven_and_recorded(core)}. New are the events known from the second edition's "
        "evidence alone. Holes of the core series stand in `absences.csv`, with where was looked. "
        "The core series come first, then those others whose editions have numbers.\n\n"
        + markdown_table(head, [record_row(record) for record in shown])
    )


def proven_and_recorded(records: list[SeriesRecord]) -> str:
    """Return how many editions are proven and on record, in words."""
    proven = sum(record.proven for record in records)
    recorded = sum(record.recorded for record in records)
    return f"{proven} editions, of which {recorded} ({percent(recorded, proven)}) are on record"


def record_row(record: SeriesRecord) -> list[object]:
    """Return the row of one series."""
    return [
        record.name,
        f"`{record.mechanism_id}`",
        f"{record.recorded} of {record.proven}" if record.proven else "–",
        record.held,
        record.gained,
        percent(record.dated, record.held),
        percent(record.corroborated, record.held),
    ]


def percent(part: int, whole: int) -> str:
    """Return a share in words; a dash where there is nothing to share."""
    return f"{100 * part / whole:.0f} %" if whole else "–"


def describe_table(table: Table) -> str:
    """Return the section of one table."""
    rows: list[list[object]] = [
        [f"`{field.name}`", kind(field), demands(table, field), field.description]
        for field in table.fields
    ]
    return f"## {table.name}\n\n{table.description}\n\n" + markdown_table(
        ["column", "type", "rules", "meaning"], rows
    )


def kind(field: Field) -> str:
    """Return the type of a column in words."""
    return "EDTF date" if field.is_date else field.type


def demands(table: Table, field: Field) -> str:
    """Return what the schema asks of a column."""
    found = field.constraints
    references = {key.field: f"{key.table}.{key.reference}" for key in table.foreign_keys}
    parts = [
        "key" if field.name in table.primary_key else "",
        "required" if found.get("required") else "",
        f"one of {', '.join(found['enum'])}" if found.get("enum") else "",
        f"at most {found['maxLength']} characters" if "maxLength" in found else "",
        f"{found['minimum']} to {found.get('maximum', 'any')}" if "minimum" in found else "",
        f"in {references[field.name]}" if field.name in references else "",
        f"an id of {', '.join(field.refers_to)}" if field.refers_to else "",
    ]
    return "; ".join(part for part in parts if part)


def coverage(dataset: Dataset) -> str:
    """Return, for each mechanism, how many events there are and what they cover."""
    events = dataset.events[dataset.events["parent_event_id"] == ""]
    publishers = voices_by_mechanism(dataset)
    rows: list[list[object]] = []
    names = dataset.mechanisms[["mechanism_id", "name"]].to_numpy(dtype=str).tolist()
    for identity, name in names:
        own = events[events["mechanism_id"] == identity]
        held = own[own["status"] == "held"]
        first = held.sort_values("start_earliest")["start"].iloc[0] if len(held) else "–"
        last = held.sort_values("start_latest")["start"].iloc[-1] if len(held) else "–"
        known = publishers.get(identity, 0)
        rows.append([name, f"`{identity}`", len(held), first, last, known])
    head = ["mechanism", "id", "held events", "first", "last", "publishers"]
    return "## Coverage of each mechanism\n\n" + markdown_table(head, rows)


def voices_by_mechanism(dataset: Dataset) -> dict[str, int]:
    """Return how many independent publishers speak of each mechanism or of an event of it."""
    owner = dict(zip(dataset.events["event_id"], dataset.events["mechanism_id"], strict=True))
    subjects = dataset.claims["subject_id"]
    mechanism = subjects.map(lambda subject: owner.get(subject, subject))
    counted = count_voices(mechanism, dataset.claims["source_id"].map(voices(dataset.sources)))
    return {str(name): int(number) for name, number in counted.items()}
