"""Numbers under all changes at once are the numbers under each change alone."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from defcoop.analysis.audit.sensitivity import list_changes
from defcoop.analysis.cadence.gaps import list_gaps
from defcoop.analysis.cadence.stated import judge_promises
from defcoop.analysis.growth.counts import count_by_year
from defcoop.analysis.growth.exposure import measure_exposure
from defcoop.analysis.growth.trends import compare_periods, compare_totals
from defcoop.chapters.evidence.variants import Variants, variants
from tests.unit.analysis.frames import absences, claims, events, mechanisms, rulings

AS_OF = date(2024, 12, 31)
EVENTS = events(
    *(
        {"event_id": f"{name}-{year}", "mechanism_id": name, "start": f"{year}-0{month}-10"}
        for name, month in (("talks", 3), ("drill", 5), ("visits", 7))
        for year in (2014, 2015, 2017, 2018, 2021)
    )
)
TABLES = {
    "events": EVENTS,
    "claims": claims(
        *(
            {"subject_id": event_id, "source_id": f"source-{at % 4}", "claim_id": event_id}
            for at, event_id in enumerate(EVENTS["event_id"])
        )
    ),
    "rulings": rulings(
        {"subject_id": "talks-2015", "field": "start", "rejected": "2016-03-01"},
        {"subject_id": "talks-2018", "field": "edition", "rejected": "9"},
    ),
}
SERIES = ("talks", "drill", "unknown")
ABSENT = absences(
    {"mechanism_id": "talks", "finding": "not_found", "period": "2019"},
    {"mechanism_id": "visits", "finding": "not_found", "period": "2019"},
)
PROMISED = mechanisms(
    {"mechanism_id": "talks", "stated_cadence": "P1Y"},
    {"mechanism_id": "drill", "stated_cadence": "P2Y"},
)


@pytest.fixture(scope="module")
def frames() -> list[pd.DataFrame]:
    """Give the events under each change, of which one is none at all."""
    made = list_changes(TABLES, credibility=7)
    return [EVENTS, *(change.tables["events"] for change in made)]


@pytest.fixture(scope="module")
def sides(frames: list[pd.DataFrame]) -> Variants:
    return variants(EVENTS, frames, SERIES)


def chosen(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[frame["mechanism_id"].isin(SERIES)]


def test_what_no_change_touches_has_no_variant(sides: Variants) -> None:
    assert sides.members[0] == sides.members[1] == ("drill", "talks")
    # The last ruling is on an edition of the talks.
    assert sides.members[-1][0] == "drill"
    assert sides.members[-1][1].startswith("talks/")


def test_gaps_pooled_are_those_of_each_change(sides: Variants, frames: list[pd.DataFrame]) -> None:
    rows = list_gaps(sides.events, as_of=AS_OF, absences=sides.renamed(ABSENT))
    pooled = sides.pooled(rows[rows["usable"]].set_index("mechanism_id")["days"])
    for found, frame in zip(pooled, [EVENTS, *frames], strict=True):
        alone = list_gaps(chosen(frame), as_of=AS_OF, absences=ABSENT)
        assert sorted(found) == sorted(alone.loc[alone["usable"], "days"])
    assert len({tuple(sorted(found)) for found in pooled}) > 2


def test_rounds_kept_are_those_of_each_change(sides: Variants, frames: list[pd.DataFrame]) -> None:
    stated = judge_promises(
        sides.events, sides.renamed(PROMISED), as_of=AS_OF, absences=sides.renamed(ABSENT)
    )
    kept = sides.sums(stated.set_index("mechanism_id")["years_kept"])
    alone = [
        judge_promises(chosen(frame), PROMISED, as_of=AS_OF, absences=ABSENT)
        for frame in (EVENTS, *frames)
    ]
    assert kept == [each["years_kept"].sum() for each in alone]
    assert len(set(kept)) > 1


def test_totals_compared_are_the_periods_compared(
    sides: Variants, frames: list[pd.DataFrame]
) -> None:
    periods = {
        "earlier": (date(2013, 1, 1), date(2016, 12, 31)),
        "later": (date(2017, 1, 1), AS_OF),
    }
    totals = []
    for first, last in periods.values():
        counts = count_by_year(
            sides.events, first_day=first, last_day=last, as_of=AS_OF, by=["mechanism_id"]
        )
        years = measure_exposure(first, last)["exposure"].sum()
        columns = ["count", "count_low", "count_high"]
        summed = counts.groupby("mechanism_id")[columns].sum()
        rows = zip(*(sides.sums(summed[name]) for name in columns), strict=True)
        totals.append(
            [dict(zip([*columns, "exposure"], [*row, years], strict=True)) for row in rows]
        )
    together = [compare_totals(*pair).ratio for pair in zip(*totals, strict=True)]
    alone = [compare_periods(chosen(frame), **periods).ratio for frame in (EVENTS, *frames)]
    np.testing.assert_allclose(
        [ratio.value for ratio in together], [ratio.value for ratio in alone], rtol=1e-12
    )


def test_some_of_the_series(sides: Variants) -> None:
    drills = sides.of(["drill"])
    assert set(drills.names["mechanism_id"]) == {"drill"}
    assert drills.members[0] == ("drill",)
    assert drills.sums(drills.events.groupby("mechanism_id").size())[:2] == [5, 5]


def test_without_the_series_there_is_nothing() -> None:
    none = variants(EVENTS, [EVENTS], ["unknown"])
    assert none.events.empty
    assert none.members == ((), ())
    assert none.sums(pd.Series(dtype=float)) == [0, 0]
    assert none.pooled(pd.Series(dtype=float)) == [[], []]
