"""How far a second reader, who does not see our value, finds on the page what we have."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

import pandas as pd

from defcoop.evidence.adjudication import (
    by_column,
    cannot_stand,
    comparison,
    located,
    texts_agree,
)
from defcoop.evidence.corpus import SUBJECTS, Corpus
from defcoop.evidence.faults import Fault
from defcoop.evidence.tables import Field
from defcoop.evidence.values import is_wrong


@dataclass(frozen=True)
class SecondReading:
    """What came of the claims that were drawn to be read again.

    Attributes
    ----------
    drawn, found
        Claims drawn, and those of them whose page could be found.
    agreeing, identical
        Of the found, those where the reader does not contradict the claim, and those where both
        have the same text.
    alpha, alpha_of_texts
        Krippendorff's alpha with agreeing values made equal, and of the texts as they are; None
        where it is not defined.
    """

    drawn: int
    found: int
    agreeing: int
    identical: int
    alpha: float | None
    alpha_of_texts: float | None


def nominal_alpha(codings: pd.DataFrame) -> float | None:
    """Return Krippendorff's alpha of nominal codings.

    One minus the observed over the expected disagreement of pairs of values within a unit
    (Krippendorff 2011, Computing Krippendorff's alpha-reliability).

    Parameters
    ----------
    codings
        One row a unit, one column a coder; missing where a coder has no value.  Units with fewer
        than two values pair nothing and are left out.

    Returns
    -------
    float or None
        1 for perfect agreement, 0 for what chance gives, less for worse.  None where nothing can
        be paired (no unit, one unit with one value) or where all values are equal: without
        variation there is no disagreement to expect, and agreement says nothing.
    """
    stacked = codings.stack().dropna()
    tallies = stacked.groupby(level=0).value_counts().unstack(fill_value=0)
    pairable = tallies[tallies.sum(axis=1) > 1]
    sizes, totals = pairable.sum(axis=1), pairable.sum()
    n = int(totals.sum())
    expected = (n**2 - (totals**2).sum()) / (n - 1) if n else 0.0
    if expected == 0:
        return None
    observed = ((sizes**2 - (pairable**2).sum(axis=1)) / (sizes - 1)).sum()
    return float(1 - observed / expected)


def wilson_interval(count: int, n: int, z: float = 1.959963984540054) -> tuple[float, float]:
    """Return the score interval of a share (Wilson 1927), 95 % by default; 0 to 1 for n = 0."""
    if n == 0:
        return 0.0, 1.0
    share, spread = count / n, z**2 / n
    middle = (share + spread / 2) / (1 + spread)
    half = math.sqrt(share * (1 - share) * spread + spread**2 / 4) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)


def compare_readings(corpus: Corpus) -> pd.DataFrame:
    """Return the claims that were read again and whose page was found, in the order of the table.

    Columns: claim_id, subject_id, field, ``claimed`` (our value on that day), ``reading``, note,
    ``agrees``.  Two readings of one page agree when neither contradicts the other by the rules of
    adjudication (a month and a day in it, a town and its country), except that a status must be
    the same: a page that announces does not report.  Empty without a second reading.
    """
    both = readings(corpus)
    both["agrees"] = False
    for _, field, rows in by_column(corpus, both):
        both.loc[rows.index, "agrees"] = agree(corpus, field, rows)
    columns = ["claim_id", "subject_id", "field", "claimed", "reading", "note", "agrees"]
    return both[columns]


def readings(corpus: Corpus) -> pd.DataFrame:
    """Return the rows of recodings whose page was found, with table and field of their claim.

    The column ``value`` is what the claim said when it was read again, as the rules of
    adjudication expect it; mending the claim later does not mend the reading.
    """
    read = corpus.frame("recodings")
    read = read[read["read"] != ""].rename(columns={"value": "reading"})
    known = located(corpus)[["claim_id", "subject_id", "field", "table"]]
    # The index stays that of recodings, where faults are reported.
    placed = read.reset_index().merge(known, on="claim_id").set_index("index")
    return placed.assign(value=placed["claimed"])


def agree(corpus: Corpus, field: Field, rows: pd.DataFrame) -> pd.Series:
    """Return where a reading and what was claimed do not contradict each other."""
    compare = texts_agree if field.name == "status" else comparison(field)
    same = rows["value"] == rows["reading"]
    return same | (compare(corpus, rows, rows["reading"]) & (rows["reading"] != ""))


def summarise_readings(corpus: Corpus) -> SecondReading:
    """Return what came of the claims that were drawn to be read again."""
    compared = compare_readings(corpus)
    ours = compared["claimed"]
    theirs = compared["reading"].where(~compared["agrees"], ours)
    return SecondReading(
        len(corpus.frame("recodings")),
        len(compared),
        int(compared["agrees"].sum()),
        int((compared["reading"] == ours).sum()),
        nominal_alpha(pd.DataFrame({"ours": ours, "theirs": theirs})),
        nominal_alpha(pd.DataFrame({"ours": ours, "theirs": compared["reading"]})),
    )


def check_recodings(corpus: Corpus) -> Iterator[Fault]:
    """Yield readings that are no value of their column, or that disagree without a word."""
    subjects = [name for name in SUBJECTS if name in corpus.contents]
    if not corpus.complete("recodings", "claims", *subjects):
        return
    for _, field, rows in by_column(corpus, readings(corpus)):
        given = rows.loc[rows["reading"] != "", "reading"]
        wrong = is_wrong(given, partial(cannot_stand, corpus, field))
        rule = f"the value cannot stand in {field.name}"
        remedy = f"write it as the column {field.name} is written"
        yield from corpus.found("recodings", "value", wrong, rule, remedy, "recoding-value")
        silent = ~agree(corpus, field, rows) & (rows["note"] == "")
        silent[wrong.index[wrong]] = False
        rule = "the second reader disagrees and nobody says what became of it"
        remedy = "write into note who is right and what was changed"
        yield from corpus.found("recodings", "value", silent, rule, remedy, "recoding-note")
