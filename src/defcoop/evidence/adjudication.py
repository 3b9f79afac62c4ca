"""Rules on claims and rulings: nothing without a source, no contradiction without a ruling."""

import re
from collections.abc import Callable, Iterator
from functools import partial

import pandas as pd

from defcoop.evidence.corpus import SUBJECTS, Corpus, among, look_up
from defcoop.evidence.faults import Fault, nearest, quoted
from defcoop.evidence.frames import expand, try_parse
from defcoop.evidence.tables import Field
from defcoop.evidence.values import INTEGER, NUMBER, is_wrong

# What must have at least one claim; actors and places come in with their events.
CLAIMED = ("events", "mechanisms", "instruments")


def check_adjudication(corpus: Corpus) -> Iterator[Fault]:
    """Yield faults between claims, the adjudicated values and rulings."""
    if not corpus.complete("claims", *(name for name in SUBJECTS if name in corpus.contents)):
        return
    yield from check_claimed(corpus)
    claims = located(corpus)
    yield from check_fields(corpus, claims)
    contradicted: list[pd.Series] = []
    for table, field, rows in by_column(corpus, claims):
        wrong = is_wrong(rows["value"], partial(cannot_stand, corpus, field))
        rule = f"the value cannot stand in {field.name}"
        remedy = f"write it as the column {field.name} is written"
        yield from corpus.found("claims", "value", wrong, rule, remedy, "claim-value")
        contradicted.append(contradictions(corpus, table, field, rows[~wrong]))
    yield from check_rulings(corpus, pd.concat(contradicted) if contradicted else pd.Series())
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


def check_held(corpus: Corpus, claims: pd.DataFrame) -> Iterator[Fault]:
    """Yield claims of held that are older than their event, and events held by notice only."""
    if not corpus.complete("events", "sources"):
        return
    events, sources = corpus.frame("events"), corpus.frame("sources")
    statuses = claims[(claims["table"] == "events") & (claims["field"] == "status")]
    held = statuses[statuses["value"] == "held"]
    start = pd.Series(corpus.dates("events", "start")["earliest"].to_numpy(), events["event_id"])
    published = pd.Series(
        corpus.dates("sources", "published")["latest"].to_numpy(), sources["source_id"]
    )
    began = look_up(start, held["subject_id"])
    printed = look_up(published, held["source_id"])
    rule = "the source was published before the event began, so it cannot say that it was held"
    remedy = "claim announced, or correct one of the dates"
    yield from corpus.found("claims", "value", printed < began, rule, remedy, "advance-notice")
    announced = among(events["event_id"], statuses["subject_id"]) & ~among(
        events["event_id"], held["subject_id"]
    )
    unsupported = announced & (events["status"] == "held")
    rule = "no source says that it was held: what is claimed of its status is notice only"
    remedy = "add a claim of held, or let the status be announced"
    yield from corpus.found("events", "status", unsupported, rule, remedy, "advance-notice")
