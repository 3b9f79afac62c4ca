"""Gaps, what may hide in them, and what is said of the silence since."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from defcoop.analysis.cadence.cumulative import count_cumulatively
from defcoop.analysis.cadence.gaps import list_gaps
from defcoop.analysis.cadence.series import Cadence, describe_cadences
from defcoop.analysis.cadence.stated import classify_years, judge_promises
from defcoop.analysis.cadence.survival import fit_kaplan_meier
from defcoop.analysis.cadence.timeline import order_series
from tests.unit.analysis.frames import (
    absences,
    describe_one,
    events,
    from_days,
    mechanisms,
    series,
)

AS_OF = date(2025, 1, 1)
YEARLY = ["2010-03-01", "2011-03-01", "2012-03-01", "2013-03-01", "2014-03-01", "2015-03-01"]


def describe(frame: pd.DataFrame, **options: object) -> Cadence:
    return describe_one(frame, **{"as_of": AS_OF, **options})


def gap_days(frame: pd.DataFrame, **options: object) -> list[float]:
    rows = list_gaps(frame, as_of=AS_OF, **options)
    return rows.loc[rows["usable"] & ~rows["open"], "days"].tolist()


def test_gaps_of_exact_dates_are_exact() -> None:
    rows = list_gaps(series("2020-01-01", "2020-01-31", "2021-01-30"), as_of=AS_OF)
    assert rows["days"].tolist() == [30, 365, 1432]
    assert rows["exact"].all()
    assert rows["open"].tolist() == [False, False, True]
    assert rows["to_event_id"].tolist() == ["talks-001", "talks-002", ""]


def test_a_gap_between_months_has_its_possible_range() -> None:
    row = list_gaps(series("2020-01", "2020-03-01"), as_of=AS_OF).iloc[0]
    assert (row["days_low"], row["days_high"], row["exact"]) == (30, 60, False)


def test_an_event_known_only_to_the_year_breaks_the_gaps_it_may_lie_in() -> None:
    rows = list_gaps(series("2010-03-01", "2011-03-01", "2012", "2013-03-01"), as_of=AS_OF)
    assert rows["usable"].tolist() == [True, False, True]
    assert rows["reason"].tolist()[1] == "an event known only to the year may lie in it"


def test_a_year_that_touches_a_gap_at_its_edge_breaks_both_neighbours() -> None:
    # The event of 2012 may lie before or after that of June 2012.
    rows = list_gaps(series("2011-06-01", "2012-06-01", "2012", "2013-06-01"), as_of=AS_OF)
    assert rows["usable"].tolist() == [False, False, True]


def test_a_last_event_known_only_to_the_year_hides_the_open_gap() -> None:
    found = describe(series(*YEARLY, "2015"))
    assert found.open_gap.days is None
    assert found.open_gap.reason == "an event known only to the year may be the last"
    assert found.window.reason == found.open_gap.reason


def test_year_precision_is_refused_with_its_reason() -> None:
    found = describe(series(*[str(year) for year in range(2000, 2015)]))
    assert (found.events, found.gaps) == (15, 0)
    assert found.burstiness.value is None
    assert found.median.reason == "needs 1 gap, here 0"
    assert found.open_gap.reason == "no event known to the month so far"


def test_a_missing_edition_number_is_a_hole() -> None:
    frame = events(
        {"start": "2010-01-01", "edition": 1},
        {"start": "2011-01-01", "edition": 2},
        {"start": "2014-01-01", "edition": 5},
    )
    assert gap_days(frame) == [365]
    assert describe(frame).refused == 1


def test_cancelled_and_not_held_editions_make_a_true_gap() -> None:
    frame = events(
        {"start": "2010-01-01", "edition": 2},
        {"start": "2012-01-01", "edition": 3, "status": "cancelled"},
        {"start": "2014-01-01", "edition": 5},
    )
    assert gap_days(frame) == []
    known = absences({"edition": 4, "finding": "not_held"})
    assert gap_days(frame, absences=known) == [1461]
    assert gap_days(frame, absences=absences({"edition": 4, "finding": "not_found"})) == []


def test_a_period_searched_in_vain_is_a_hole_and_an_open_one_is_not() -> None:
    frame = series("2010-06-01", "2012-06-01", "2013-06-01")
    searched = absences({"period": "2011"}, {"period": "2014"})
    rows = list_gaps(frame, as_of=AS_OF, absences=searched)
    assert rows["usable"].tolist() == [False, True, True]
    assert rows["reason"].iloc[0] == "a search of the time in between found nothing"


def test_a_search_in_another_series_is_no_hole() -> None:
    searched = absences({"period": "2011", "mechanism_id": "other"})
    assert gap_days(series("2010-06-01", "2012-06-01"), absences=searched) == [731]


def test_phases_and_events_not_held_are_no_editions() -> None:
    frame = events(
        {"start": "2010-01-01"},
        {"start": "2010-02-01", "parent_event_id": "event-000"},
        {"start": "2010-03-01", "status": "announced"},
        {"start": "2010-04-01"},
    )
    assert gap_days(frame) == [90]


def test_nothing_after_the_as_of_date_is_used() -> None:
    found = describe(series(*YEARLY), as_of=date(2012, 6, 1))
    assert (found.events, found.gaps, found.open_gap.days) == (3, 2, 92)


def test_below_five_gaps_there_is_no_index() -> None:
    found = describe(series(*YEARLY[:5]))
    assert found.gaps == 4
    assert found.burstiness.reason == "needs 5 gaps, here 4"
    assert found.null_band is None
    found = describe(series(*YEARLY))
    assert found.burstiness.value == pytest.approx(-0.997, abs=5e-3)
    assert found.null_band == pytest.approx((-0.55, 0.50), abs=0.011)


def test_the_open_gap_is_never_more_than_one_in_m_plus_one() -> None:
    found = describe(from_days([0, 300, 700, 1000, 1400, 1700, 2100, 2400, 2700])).open_gap
    assert (found.earlier, found.shorter, found.longer_than_all) == (8, 8, True)
    assert found.bound == pytest.approx(1 / 9)


def test_an_open_gap_that_may_be_shorter_is_not_called_longer() -> None:
    found = describe(series("2023-12", "2024-06-30"), as_of=date(2025, 1, 15)).open_gap
    assert (found.days, found.shorter, found.longer_than_all) == (199, 0, False)


def test_the_window_of_the_next_event_never_is_one_date() -> None:
    silence = [0, 300, 700, 1000, 1400, 1700, 2100, 2500]
    found = describe(from_days(silence), as_of=date(2007, 11, 8)).window
    assert found.earliest < found.latest
    assert found.longer == 7
    alike = describe(from_days([0, 365, 730, 1095, 1460, 1825]), as_of=date(2006, 1, 5)).window
    assert alike.earliest is None
    assert alike.reason == "the gaps that lasted longer are too alike for a window"


def test_a_silence_longer_than_nearly_every_gap_gives_no_window() -> None:
    found = describe(series(*YEARLY)).window
    assert found.earliest is None
    assert found.reason.startswith("of the 5 earlier gaps none lasted longer")


def test_window_ends_come_from_the_survivor_curve() -> None:
    # Gaps 100, 200, ..., 800 and an open gap of 0 days: quartiles of nine subjects, one censored.
    days = np.cumsum([0, 100, 200, 300, 400, 500, 600, 700, 800])
    last = date(2001, 1, 1).toordinal() + int(days[-1])
    found = describe(from_days(days.tolist()), as_of=date.fromordinal(last)).window
    reach = [(end - date.fromordinal(last)).days for end in (found.earliest, found.latest)]
    curve = fit_kaplan_meier([0, *range(100, 900, 100)], [False] + [True] * 8)
    assert reach == [curve.quantile(0.75), curve.quantile(0.25)] == [200, 600]


def test_imprecise_dates_give_a_spread() -> None:
    found = describe(series("2010-03", "2011-03-01", "2012-03", "2013-03-01", "2014-03", "2015-03"))
    assert found.gaps == 5
    assert found.burstiness.low < found.burstiness.value < found.burstiness.high
    assert found.shortest.low < found.shortest.high


def test_the_same_seed_gives_the_same_numbers() -> None:
    frame = series("2010-03", "2011-03", "2012-03", "2013-03", "2014-03", "2015-03")
    assert describe(frame).burstiness == describe(frame).burstiness


def several() -> pd.DataFrame:
    """Return series of many kinds: exact, vague, with a hole, coarse at the end, ended, short."""
    return pd.concat(
        [
            from_days([0, 300, 640, 800, 1700, 1790, 2200, 2565, 2800, 3500, 3530, 4330], "exact"),
            series("2010-03", "2011-03-01", "2012-03", "2013", "2015", mechanism_id="coarse"),
            series("2010-03", "2011-04", "2012-03", "2013-06", "2014-05", "2015", mechanism_id="m"),
            series(*YEARLY, mechanism_id="over"),
            series("2016-05", "2018-01-01", mechanism_id="short"),
        ]
    )


def test_what_else_is_described_changes_no_number() -> None:
    options = {
        "as_of": AS_OF,
        "generators": lambda name: np.random.default_rng(len(name)),
        "draws": 30,
    }
    whole = describe_cadences(several(), band_generator=np.random.default_rng(2), **options)
    rows = several()[several()["mechanism_id"] == "m"]
    alone = describe_cadences(rows, band_generator=np.random.default_rng(2), **options)["m"]
    assert alone.median == whole["m"].median
    assert alone.null_band == whole["m"].null_band
    assert alone.survival.times.tolist() == whole["m"].survival.times.tolist()


def test_statistics_of_exact_gaps_by_hand() -> None:
    found = describe(from_days([0, 300, 700, 1100, 1600, 1700, 2300]))
    values = [getattr(found, name).value for name in ("median", "shortest", "longest")]
    assert values == [400, 100, 600]
    # Kim & Jo 2016 by their formula, n = 6, from the population SD.
    r = np.std([300, 400, 400, 500, 100, 600]) / (2300 / 6)
    by_hand = (np.sqrt(7) * r - np.sqrt(5)) / ((np.sqrt(7) - 2) * r + np.sqrt(5))
    assert found.burstiness.value == pytest.approx(by_hand)
    assert found.burstiness.low == found.burstiness.high == found.burstiness.value


def test_two_imprecise_events_may_change_places_but_never_over_a_gap_left_out() -> None:
    together = describe(series("2010-03", "2010-03", "2010-03"))
    assert together.shortest.low >= 0
    held = events(
        {"start": "2010-01-01", "edition": 1},
        {"start": "2010-03", "edition": 2},
        {"start": "2010-03", "edition": 5},
        {"start": "2010-06-01", "edition": 6},
    )
    found = describe(held)
    assert (found.gaps, found.refused) == (2, 1)
    # 1 January to a day of March, and a day of March to 1 June: 59 to 89 and 62 to 92 days.
    assert 59 <= found.shortest.low <= found.longest.high <= 92


def test_an_ended_series_among_others_is_described_as_such() -> None:
    end = {"mechanism_id": "over", "superseded_by": "m", "name": "Council", "source_id": "page"}
    ended = pd.DataFrame([{**end, "day": pd.Timestamp("2016-01-01").as_unit("s")}])
    found = describe_cadences(
        several(),
        as_of=AS_OF,
        generators=lambda name: np.random.default_rng(len(name)),
        band_generator=np.random.default_rng(2),
        absences=absences({"period": "2011-10", "mechanism_id": "m"}),
        ended=ended,
    )
    assert list(found) == ["coarse", "exact", "m", "over", "short"]
    assert {name: (item.gaps, item.refused) for name, item in found.items()} == {
        "coarse": (2, 0),
        "exact": (11, 0),
        "m": (3, 1),
        "over": (5, 0),
        "short": (1, 0),
    }
    assert found["coarse"].open_gap.reason == found["m"].open_gap.reason
    assert found["over"].window.reason == "superseded by the Council"
    assert found["exact"].null_band is not None


def test_no_event_gives_no_series() -> None:
    found = describe_cadences(
        series(),
        as_of=AS_OF,
        generators=np.random.default_rng,  # type: ignore[arg-type]
        band_generator=np.random.default_rng(1),
    )
    assert found == {}


def test_stated_cadence_against_the_record() -> None:
    frame = series("2018-05-01", "2019-05-01", "2022-05-01", "2024-05-01")
    searched = absences(
        {"period": "2020", "finding": "not_held"}, {"period": "2023"}, {"period": "2025"}
    )
    stated = mechanisms({"stated_cadence": "P1Y"})
    row = judge_promises(frame, stated, as_of=date(2025, 6, 1), absences=searched).iloc[0]
    assert (row["years_due"], row["years_kept"], row["years_missed"]) == (7, 4, 3)
    assert row["missed"] == "2020, 2021, 2023"
    assert row["share_kept"] == pytest.approx(4 / 7)
    assert (row["longest_silence_days"], row["silence_open"]) == (1096, False)
    years = classify_years(frame, stated, as_of=date(2025, 6, 1), absences=searched)
    expected = ["held", "held", "not_held", "missing", "held", "not_found", "held", "not_yet"]
    assert years["state"].tolist() == expected


def test_a_cadence_of_two_years_is_judged_in_blocks_of_two() -> None:
    frame = series("2012-05-01", "2015-05-01", "2018-05-01")
    stated = mechanisms({"stated_cadence": "P2Y"})
    row = judge_promises(frame, stated, as_of=date(2019, 12, 31)).iloc[0]
    assert (row["years_due"], row["years_kept"], row["missed"]) == (4, 3, "2016-2017")


def test_an_irregular_cadence_is_not_judged() -> None:
    stated = mechanisms({"stated_cadence": "irregular"})
    row = judge_promises(series(*YEARLY), stated, as_of=AS_OF).iloc[0]
    assert (row["years_due"], row["reason"]) == (0, "no period is stated")
    assert row["longest_silence_days"] == 3594


def test_a_virtual_year_is_kept_and_named() -> None:
    frame = events(
        {"start": "2019-05-01"},
        {"start": "2020-05-01", "mode": "virtual"},
        {"start": "2021-05-01", "mode": "virtual"},
        {"start": "2022-05-01"},
    )
    years = classify_years(frame, mechanisms({}), as_of=date(2022, 12, 31))
    assert years["state"].tolist() == ["held", "virtual", "virtual", "held"]
    assert describe(frame).gaps == 3


def test_cumulative_counts_rise_by_one() -> None:
    rows = count_cumulatively(series("2012", "2010-01-01", "2011-05"), as_of=AS_OF)
    assert rows["count"].tolist() == [1, 2, 3]
    assert rows["exact"].tolist() == [True, False, False]
    assert rows["day_high"].dt.strftime("%Y-%m-%d").tolist()[-1] == "2012-12-31"


def test_timeline_order_does_not_depend_on_rows_even_for_ties() -> None:
    frame = series("2010-05", "2010-05", "2010-05", "2011-01-01")
    shuffled = frame.sample(frac=1, random_state=3)
    pd.testing.assert_frame_equal(list_gaps(frame, as_of=AS_OF), list_gaps(shuffled, as_of=AS_OF))
    ids = order_series(shuffled, as_of=AS_OF)[0].event_ids
    assert list(ids) == sorted(ids)
