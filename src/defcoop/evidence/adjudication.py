"""Rules on claims and rulings: nothing without a source, no contradiction without a ruling."""

import re
from collections.abc import Callable, Iterator
from functools import partial

import pandas as pd

from defcoop.evidence.authority import check_authority
from defcoop.evidence.corpus import SUBJECTS, Corpus, among, look_up
from defcoop.evidence.faults import Fault, nearest, quoted
from defcoop.evidence.frames import expand, try_parse
from defcoop.evidence.holding import check_held
from defcoop.evidence.tables import Field
from defcoop.evidence.values import INTEGER, NUMBER, is_wrong

# What must have at least one claim; actors and places come in with their events.
CLAIMED = ("events", "mechanisms", "instruments")
# What is never written without a claim of that very value.
STATED = {
    "events": ("start", "end", "edition", "place_id"),
    "mechanisms": ("stated_cadence", "established", "joined"),
    "instruments": ("signed", "in_force", "place_id"),
}


def check_adjudication(corpus: Corpus) -> Iterator[Fault]:
    """Yield faults between claims, the adjudicated values and rulings."""
    if not corpus.complete("claims", *(name for name in SUBJECTS if name in corpus.contents)):
        return
    yield from check_claimed(corpus)
    claims = located(corpus)
    yield from check_fields(corpus, claims)
    contradicted, supporting = [pd.Series(dtype="str")], [claims.iloc[:0]]
    for table, field, rows in by_column(corpus, claims):
        wrong = is_wrong(rows["value"], partial(cannot_stand, corpus, field))
        rule = f"the value cannot stand in {field.name}"
        remedy = f"write it as the column {field.name} is written"
        yield from corpus.found("claims", "value", wrong, rule, remedy, "claim-value")
        contradicted.append(contradictions(corpus, table, field, rows[~wrong]))
        supporting.append(supports(corpus, table, field, rows[~wrong]))
    against, agreeing = pd.concat(contradicted), pd.concat(supporting)
    yield from check_rulings(corpus, against)
    rejected = claims.loc[against.index].assign(followed=against)
    disputed = cells_of(unruled(corpus, rejected))
    yield from check_authority(corpus, agreeing, rejected, disputed)
    yield from check_supported(corpus, agreeing, disputed)
    yield from check_held(corpus, claims)


def check_claimed(corpus: Corpus) -> Iterator[Fault]:
    """Yield subjects of which no source says anything."""
    claimed = corpus.frame("claims")["subject_id"]
    for name in CLAIMED:
        if name in corpus.contents:
            ids = corpus.frame(name)[SUBJECTS[name]]
            rule = "no source says anything of it"
            remedy = "add a claim to claims.csv, or remove the row"
            yield from corpus.found(
                name, SUBJECTS[name], ~among(ids, claimed), rule, remedy, "claimed"
            )


def located(corpus: Corpus) -> pd.DataFrame:
    """Return the claims with the table of their subject; those without a subject left out."""
    claims = corpus.frame("claims")
    tables = look_up(corpus.subjects, claims["subject_id"])
    return claims.assign(table=tables).dropna(subset=["table"])


def check_fields(corpus: Corpus, claims: pd.DataFrame) -> Iterator[Fault]:
    """Yield claims about a field that the table of their subject does not have."""
    pairs = claims[["table", "field"]].drop_duplicates()
    for table, field in pairs.itertuples(index=False):
        known = [name for name in corpus.package.table(table).columns if name != SUBJECTS[table]]
        if field not in known:
            wrong = (claims["table"] == table) & (claims["field"] == field)
            remedy = f"{nearest(field, known)}name a column of {table}.csv: {', '.join(known)}"
            rule = f"{table}.csv has no such column"
            yield from corpus.found("claims", "field", wrong, rule, remedy, "claim-field")


def by_column(corpus: Corpus, claims: pd.DataFrame) -> Iterator[tuple[str, Field, pd.DataFrame]]:
    """Yield table, column and claims of each column that is claimed."""
    for (table_name, name), rows in claims.groupby(["table", "field"], sort=True):
        table = str(table_name)
        columns = corpus.package.table(table)
        if name in columns.columns and name != SUBJECTS[table]:
            yield table, columns.field(str(name)), rows


def cannot_stand(corpus: Corpus, field: Field, text: str) -> bool:
    """Return whether a text is no possible value of a column."""
    if field.is_date:
        return try_parse(text) is None
    if field.type in {"integer", "number"}:
        pattern = INTEGER if field.type == "integer" else NUMBER
        return re.fullmatch(pattern, text) is None
    if choices := field.constraints.get("enum"):
        return text not in choices
    for table, key in SUBJECTS.items():
        if field.name in {key, f"parent_{key}"} and table in corpus.contents:
            return not bool((corpus.frame(table)[key] == text).any())
    return False


def contradictions(corpus: Corpus, table: str, field: Field, rows: pd.DataFrame) -> pd.Series:
    """Return the adjudicated value for each claim on one column that contradicts it.

    For dates, neither contains the other; for places, neither lies within the other; for editions,
    neither the main number nor a registered numbering; a notice of what is to come contradicts no
    later status; for the rest, not equal after aliases.  A claim on an empty cell contradicts it:
    what a source states is either adopted or ruled on.
    """
    ours = look_up(corpus.column(table, field.name), rows["subject_id"]).fillna("")
    different = rows["value"] != ours
    rows, ours = rows[different], ours[different]
    return ours if rows.empty else ours[~comparison(field)(corpus, rows, ours)]


def supports(corpus: Corpus, table: str, field: Field, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the claims on one column that say the adjudicated value, at least as closely.

    A claim of March does not contradict the 4th of March, but nobody could take the 4th from it.
    """
    ours = look_up(corpus.column(table, field.name), rows["subject_id"]).fillna("")
    if field.is_date:
        claimed, known = expand(rows["value"]), expand(ours)
        within = (claimed["earliest"] >= known["earliest"]) & (claimed["latest"] <= known["latest"])
    elif field.name == "place_id":
        pairs = zip(rows["value"], ours, strict=True)
        inside = [place in corpus.containers.get(claim, ()) for claim, place in pairs]
        within = pd.Series(inside, index=rows.index, dtype=bool)
    else:
        within = (rows["value"] == ours) | comparison(field)(corpus, rows, ours)
    return rows[within & (ours != "")]


def unruled(corpus: Corpus, rejected: pd.DataFrame) -> pd.DataFrame:
    """Return the claims that contradict ours without a ruling; none where rulings are broken."""
    if not corpus.complete("rulings"):
        return rejected.iloc[:0]
    ruled = pd.MultiIndex.from_frame(corpus.frame("rulings")[["subject_id", "field", "rejected"]])
    return rejected[
        ~pd.MultiIndex.from_frame(rejected[["subject_id", "field", "value"]]).isin(ruled)
    ]


def cells_of(claims: pd.DataFrame) -> pd.MultiIndex:
    """Return the cells that claims speak of: subject and field."""
    return pd.MultiIndex.from_frame(claims[["subject_id", "field"]])


def check_supported(
    corpus: Corpus, agreeing: pd.DataFrame, disputed: pd.MultiIndex
) -> Iterator[Fault]:
    """Yield filled cells whose value no claim states; a one-day event may repeat its start.

    A disputed cell has its fault at the claim that contradicts it, a subject without any claim has
    one of its own.
    """
    supported, claimed = cells_of(agreeing), corpus.frame("claims")["subject_id"]
    for table, fields in STATED.items():
        frame = corpus.frame(table) if table in corpus.contents else pd.DataFrame()
        for field in [name for name in fields if name in frame]:
            filled = (frame[field] != "") & ~repeats_start(frame, field)
            pairs = pd.MultiIndex.from_arrays([frame[SUBJECTS[table]], [field] * len(frame)])
            rule = "no claim states this value"
            remedy = "add the claim that it was taken from, or write no more than is claimed"
            filled &= among(frame[SUBJECTS[table]], claimed)
            bare = filled & ~pairs.isin(supported) & ~pairs.isin(disputed)
            yield from corpus.found(table, field, bare, rule, remedy, "unsupported")


def repeats_start(frame: pd.DataFrame, field: str) -> pd.Series:
    """Return where the end of an event is its first day."""
    return frame["start"] == frame["end"] if field == "end" else pd.Series(False, frame.index)


Comparison = Callable[[Corpus, pd.DataFrame, pd.Series], pd.Series]


def comparison(field: Field) -> Comparison:
    """Return how claims on a column are compared with its adjudicated value."""
    if field.is_date:
        return dates_agree
    special = {"place_id": places_agree, "edition": editions_agree, "status": statuses_agree}
    if field.name in special:
        return special[field.name]
    return numbers_agree if field.type in {"integer", "number"} else texts_agree


def dates_agree(corpus: Corpus, rows: pd.DataFrame, adjudicated: pd.Series) -> pd.Series:  # noqa: ARG001
    """Return where one date contains the other."""
    claimed, ours = expand(rows["value"]), expand(adjudicated)
    within = (ours["earliest"] <= claimed["earliest"]) & (claimed["latest"] <= ours["latest"])
    around = (claimed["earliest"] <= ours["earliest"]) & (ours["latest"] <= claimed["latest"])
    # A value of ours that is no date is a fault of its own, not a contradiction.
    broken = ours["earliest"].isna() & (adjudicated != "")
    return within | around | broken


def places_agree(corpus: Corpus, rows: pd.DataFrame, adjudicated: pd.Series) -> pd.Series:
    """Return where one place lies within the other."""
    containers = corpus.containers
    agree = [
        claimed in containers.get(ours, ()) or ours in containers.get(claimed, ())
        for claimed, ours in zip(rows["value"], adjudicated, strict=True)
    ]
    return pd.Series(agree, index=rows.index, dtype=bool)


def editions_agree(corpus: Corpus, rows: pd.DataFrame, adjudicated: pd.Series) -> pd.Series:
    """Return where the number is the main one or one of a registered numbering."""
    agree = numbers_agree(corpus, rows, adjudicated)
    if "numberings" in corpus.contents:
        registered = corpus.frame("numberings")
        pairs = pd.MultiIndex.from_frame(registered[["event_id", "number"]])
        agree |= pd.MultiIndex.from_frame(rows[["subject_id", "value"]]).isin(pairs)
    return agree


def statuses_agree(corpus: Corpus, rows: pd.DataFrame, adjudicated: pd.Series) -> pd.Series:  # noqa: ARG001
    """Return where the claim is an announcement, which says nothing of what came of it."""
    return rows["value"] == "announced"


def numbers_agree(corpus: Corpus, rows: pd.DataFrame, adjudicated: pd.Series) -> pd.Series:  # noqa: ARG001
    """Return where two numbers are equal."""
    claimed = pd.to_numeric(rows["value"], errors="coerce")
    return claimed == pd.to_numeric(adjudicated.where(adjudicated != ""), errors="coerce")


def texts_agree(corpus: Corpus, rows: pd.DataFrame, adjudicated: pd.Series) -> pd.Series:
    """Return where two texts are equal but for capitals, or the claimed one is an alias."""
    agree = rows["value"].str.casefold() == adjudicated.str.casefold()
    if "aliases" in corpus.contents:
        aliases = corpus.frame("aliases")
        known = pd.MultiIndex.from_arrays([aliases["subject_id"], aliases["alias"].str.casefold()])
        asked = pd.MultiIndex.from_arrays([rows["subject_id"], rows["value"].str.casefold()])
        agree |= asked.isin(known)
    return agree


def check_rulings(corpus: Corpus, contradicted: pd.Series) -> Iterator[Fault]:
    """Yield contradictions without a ruling, and rulings that reject nothing.

    Parameters
    ----------
    corpus
        The tables.
    contradicted
        The adjudicated value for each claim that contradicts it, by the row of the claim.
    """
    claims = corpus.frame("claims").loc[contradicted.index]
    claimed = pd.MultiIndex.from_frame(claims[["subject_id", "field", "value"]])
    ruled = pd.MultiIndex.from_arrays([[], [], []])
    if "rulings" in corpus.contents:
        rulings = corpus.frame("rulings")
        ruled = pd.MultiIndex.from_frame(rulings[["subject_id", "field", "rejected"]])
        idle = pd.Series(~ruled.isin(claimed), index=rulings.index)
        rule = "the ruling rejects nothing any more: no claim with this value contradicts ours"
        remedy = "remove the ruling, or restore the claim that it was made for"
        yield from corpus.found("rulings", "rejected", idle, rule, remedy, "idle-ruling")
    if corpus.complete("rulings"):
        open_ = contradicted[~claimed.isin(ruled)]
        remedy = "correct the value, the claim or its alias, or add a row to rulings.csv"
        for ours in sorted(open_.unique()):
            rule = (
                f"the claim contradicts the adjudicated value {quoted(ours)} and no ruling says why"
            )
            same = open_ == ours
            yield from corpus.found("claims", "value", same, rule, remedy, "contradiction")
