"""Too little, too vague or too late: every function answers, with a reason, without a warning.

Warnings are errors in these tests, and no text that is meant for print may hold a NaN.
"""

import dataclasses
from collections.abc import Callable
from datetime import date

import numpy as np
import pandas as pd
import pytest

from defcoop.analysis.audit.coverage import (
    count_corroboration,
    count_precision,
    estimate_single_source_share,
    tabulate_coverage,
    tabulate_publishers,
)
from defcoop.analysis.audit.disagreement import list_disagreements
from defcoop.analysis.audit.sensitivity import compare_changes, list_changes, summarise_changes
from defcoop.analysis.cadence.cumulative import count_cumulatively
from defcoop.analysis.cadence.gaps import list_gaps
from defcoop.analysis.cadence.series import Cadence, describe_cadences
from defcoop.analysis.cadence.stated import classify_years, judge_promises
from defcoop.analysis.estimate import Estimate
from defcoop.analysis.growth.counts import count_by_year
from defcoop.analysis.growth.exposure import measure_exposure
from defcoop.analysis.growth.scale import measure_days, sum_measure
from defcoop.analysis.growth.trends import (
    compare_periods,
    find_change_point,
    fit_growth,
    fit_growth_with_and_without,
)
from defcoop.analysis.lineage import build_lineage, find_first_use
from defcoop.analysis.network.graphfiles import write_graphml
from defcoop.analysis.network.multilayer import build_multilayer
from defcoop.analysis.network.nullmodel import compare_co_participation
from defcoop.analysis.network.ranks import rank_with_intervals
from defcoop.analysis.network.twomode import two_mode
from defcoop.analysis.selection import Selection, explain_selection, select_events
from tests.unit.analysis.frames import (
    absences,
    actors,
    claims,
    instruments,
    measures,
    mechanisms,
    participants,
    relations,
    rulings,
    series,
    sources,
)

CASES = {
    "no event": (series(), date(2020, 1, 1)),
    "one event": (series("2010-01-01"), date(2020, 1, 1)),
    "one event of a year": (series("2010"), date(2020, 1, 1)),
    "two events": (series("2010-01-01", "2011-01-01"), date(2020, 1, 1)),
    "all on one day": (series(*["2010-01-01"] * 12), date(2020, 1, 1)),
    "all on the as-of date": (series(*["2020-01-01"] * 12), date(2020, 1, 1)),
    "all of months": (series(*[f"{y}-03" for y in range(2000, 2015)]), date(2020, 1, 1)),
    "all of one month": (series(*["2010-03"] * 12), date(2020, 1, 1)),
    "all of years": (series(*[str(y) for y in range(2000, 2015)]), date(2020, 1, 1)),
    "about a year": (series("2005~", "2008~", "2010-01-01"), date(2020, 1, 1)),
    "before the first": (series("2010-01-01", "2011-01-01"), date(2000, 1, 1)),
}
FIRST_DAY = date(1999, 1, 1)
NO_CLAIMS, NO_SOURCES, NO_ACTORS = claims(), sources(), actors()


def generator() -> np.random.Generator:
    return np.random.default_rng(0)


def graph_of(frame: pd.DataFrame, as_of: date) -> object:
    taken = participants(*[(event, "navy") for event in frame["event_id"]])
    return two_mode(taken, frame, as_of=as_of)


def described(frame: pd.DataFrame, as_of: date) -> dict[str, Cadence]:
    return describe_cadences(
        frame, as_of=as_of, generators=lambda _: generator(), band_generator=generator()
    )


Function = Callable[[pd.DataFrame, date], object]
FUNCTIONS: dict[str, Function] = {
    "cadences": lambda f, d: list(described(f, d).values()),
    "gaps": lambda f, d: list_gaps(f, as_of=d, absences=absences()),
    "stated_cadence": lambda f, d: judge_promises(
        f, mechanisms({"stated_cadence": "P1Y"}, {"mechanism_id": "silent"}), as_of=d
    ),
    "years_kept": lambda f, d: classify_years(f, mechanisms({}), as_of=d, absences=absences()),
    "cumulative_counts": lambda f, d: count_cumulatively(f, as_of=d),
    "annual_counts": lambda f, d: count_by_year(f, first_day=FIRST_DAY, last_day=d),
    "annual_counts by": lambda f, d: count_by_year(
        f, first_day=FIRST_DAY, last_day=d, by=["mechanism_id"]
    ),
    "growth_trend": lambda f, d: fit_growth(
        f, first_day=FIRST_DAY, last_day=d, generator=generator(), draws=5
    ),
    "growth_with_without": lambda f, d: fit_growth_with_and_without(
        f, first_day=FIRST_DAY, last_day=d, generator=generator()
    ),
    "compare_periods": lambda f, d: compare_periods(
        f, earlier=(FIRST_DAY, date(2009, 12, 31)), later=(date(2010, 1, 1), d)
    ),
    "change_point": lambda f, d: find_change_point(
        f, first_day=FIRST_DAY, last_day=d, generator=generator(), permutations=9
    ),
    "co_participation": lambda f, d: compare_co_participation(
        graph_of(f, d), generator=generator(), side=0, draws=9
    ),
    "rank_intervals": lambda f, _: rank_with_intervals(
        participants(*[(event, "navy") for event in f["event_id"]]), f
    ),
    "graphml": lambda f, d: write_graphml(graph_of(f, d)),
    "multilayer": lambda f, d: build_multilayer(
        participants(),
        f,
        actors=NO_ACTORS,
        mechanisms=mechanisms(),
        relations=relations(),
        instruments=instruments(),
        lanes={},
        as_of=d,
    ),
    "first_use": lambda f, d: find_first_use(instruments(), relations(), f, as_of=d),
    "coverage": lambda f, _: tabulate_coverage(NO_CLAIMS, NO_SOURCES, f),
    "corroboration": lambda f, _: count_corroboration(NO_CLAIMS, NO_SOURCES, f["event_id"]),
    "single_source_share": lambda f, _: estimate_single_source_share(
        NO_CLAIMS, NO_SOURCES, f["event_id"]
    ),
    "publisher_independence": lambda _, __: tabulate_publishers(NO_CLAIMS, NO_SOURCES),
    "date_precision": lambda f, _: count_precision(f, by="mechanism_id"),
    "disagreements": lambda f, _: list_disagreements(NO_CLAIMS, rulings(), events=f),
    "summary": lambda f, _: summarise_changes(
        compare_changes(list_changes({"events": f, "claims": NO_CLAIMS, "rulings": rulings()}), {})
    ),
    "event_days": lambda f, _: measure_days(f),
    "event_measure": lambda _, __: sum_measure(measures(), "ships"),
    "explain": lambda f, d: explain_selection(f, mechanisms({}), None, Selection(as_of=d)),
    "lineage": lambda f, _: build_lineage(relations(), events=f),
    "select": lambda f, d: select_events(f, mechanisms({}), NO_CLAIMS, Selection(as_of=d)),
}


def texts(result: object) -> list[str]:
    """Collect every text of a result that could be printed."""
    if isinstance(result, str):
        return [result]
    if isinstance(result, pd.DataFrame):
        columns = [result[name] for name in result.columns if result[name].dtype == "str"]
        return [str(text) for column in columns for text in column]
    if isinstance(result, list):
        return [text for part in result for text in texts(part)]
    if dataclasses.is_dataclass(result):
        parts = [getattr(result, field.name) for field in dataclasses.fields(result)]
        return [text for part in parts for text in texts(part)]
    return []


def assert_reasoned(result: object) -> None:
    """No number of a dataclass is NaN, and what is missing has its reason."""
    for part in result if isinstance(result, list) else ():
        assert_reasoned(part)
    if not dataclasses.is_dataclass(result):
        return
    for field in dataclasses.fields(result):
        value = getattr(result, field.name)
        assert not (isinstance(value, float) and np.isnan(value)), field.name
        assert_reasoned(value)
    if isinstance(result, Estimate):
        assert result.defined == (result.reason == "")


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("name", FUNCTIONS)
def test_degenerate_input_gives_a_defined_result(name: str, case: str) -> None:
    frame, as_of = CASES[case]
    result = FUNCTIONS[name](frame, as_of)
    assert_reasoned(result)
    for text in texts(result):
        assert "nan" not in text.lower().split()
        assert text not in {"None", "NaT"}


@pytest.mark.parametrize("case", ["no event", "before the first"])
def test_nothing_is_no_series(case: str) -> None:
    assert described(*CASES[case]) == {}


def test_one_event_makes_no_gap() -> None:
    found = described(*CASES["one event"])["talks"]
    assert (found.median.reason, found.open_gap.days) == ("needs 1 gap, here 0", 3652)
    assert found.open_gap.reason == "no complete gap to compare with"


def test_all_on_one_day_has_no_variation_to_speak_of() -> None:
    found = described(*CASES["all on one day"])["talks"]
    assert found.median.value == 0
    assert found.burstiness.reason == "all gaps are zero"


def test_a_window_that_ends_before_it_begins_is_empty() -> None:
    window = {"first_day": date(2010, 1, 1), "last_day": date(2009, 1, 1)}
    assert count_by_year(series("2009-06-01"), **window).empty
    assert measure_exposure(**window).empty
