"""Gaps, what may hide in them, and what is said of the silence since."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from defcoop.analysis.cadence import series as cadence
from defcoop.analysis.cadence.survival import kaplan_meier
from defcoop.analysis.cadence.timeline import timeline
from tests.unit.analysis.frames import absences, events, from_days, mechanisms, series

AS_OF = date(2025, 1, 1)
YEARLY = ["2010-03-01", "2011-03-01", "2012-03-01", "2013-03-01", "2014-03-01", "2015-03-01"]


def describe(frame: pd.DataFrame, **options: object) -> cadence.Cadence:
    options = {"as_of": AS_OF, "generator": np.random.default_rng(1), **options}
    return cadence.cadence(frame, **options)


def gap_days(frame: pd.DataFrame, **options: object) -> list[float]:
    rows = cadence.gaps(frame, as_of=AS_OF, **options)
    return rows.loc[rows["usable"] & ~rows["open"], "days"].tolist()


def test_gaps_of_exact_dates_are_exact() -> None:
    rows = cadence.gaps(series("2020-01-01", "2020-01-31", "2021-01-30"), as_of=AS_OF)
    assert rows["days"].tolist() == [30, 365, 1432]
    assert rows["exact"].all()
    assert rows["open"].tolist() == [False, False, True]
    assert rows["to_event_id"].tolist() == ["talks-001", "talks-002", ""]


def test_a_gap_between_months_has_its_possible_range() -> None:
    row = cadence.gaps(series("2020-01", "2020-03-01"), as_of=AS_OF).iloc[0]
    assert (row["days_low"], row["days_high"], row["exact"]) == (30, 60, False)


def test_an_event_known_only_to_the_year_breaks_the_gaps_it_may_lie_in() -> None:
    rows = cadence.gaps(series("2010-03-01", "2011-03-01", "2012", "2013-03-01"), as_of=AS_OF)
    assert rows["usable"].tolist() == [True, False, True]
    assert rows["reason"].tolist()[1] == "an event known only to the year may lie in it"


def test_a_year_that_touches_a_gap_at_its_edge_breaks_both_neighbours() -> None:
    # The event of 2012 may lie before or after that of June 2012.
    rows = cadence.gaps(series("2011-06-01", "2012-06-01", "2012", "2013-06-01"), as_of=AS_OF)
    assert rows["usable"].tolist() == [False, False, True]


def test_a_last_event_known_only_to_the_year_hides_the_open_gap() -> None:
    found = describe(series(*YEARLY, "2015"))
    assert found.open_gap.days is None
    assert found.open_gap.reason == "an event known only to the year may be the last"
    assert found.window.reason == found.open_gap.reason


def test_year_precision_is_refused_with_its_reason() -> None:
    found = describe(series(*[str(year) for year in range(2000, 2015)]))
    assert (found.events, found.gaps) == (15, 0)
    assert found.reason == "no gap can be trusted"
    assert found.burstiness.value is None
    assert found.note == "15 of the events are known only to the year and form no gap"


def test_a_missing_edition_number_is_a_hole() -> None:
    frame = events(
        {"start": "2010-01-01", "edition": 1},
        {"start": "2011-01-01", "edition": 2},
        {"start": "2014-01-01", "edition": 5},
    )
    assert gap_days(frame) == [365]
    assert gap_days(frame, across_holes=True) == [365, 1096]
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
    rows = cadence.gaps(frame, as_of=AS_OF, absences=searched)
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


def test_below_five_gaps_there_is_no_index_and_below_ten_no_memory() -> None:
    found = describe(series(*YEARLY[:5]))
    assert found.gaps == 4
    assert found.burstiness.reason == "needs 5 gaps, here 4"
    assert found.null_band is None
    found = describe(series(*YEARLY))
    assert found.burstiness.value == pytest.approx(-0.997, abs=5e-3)
    assert found.null_band == pytest.approx((-0.55, 0.50), abs=0.011)
    assert found.memory.reason == "needs 10 gaps, here 5"
    assert found.memory_p is None


def test_several_mechanisms_are_refused_by_the_function_for_one() -> None:
    both = pd.concat([series("2010-01-01"), series("2010-01-01", mechanism_id="other")])
    with pytest.raises(ValueError, match="the events belong to 2 mechanisms"):
        describe(both)


def test_the_open_gap_is_never_more_than_one_in_m_plus_one() -> None:
    found = describe(from_days([0, 300, 700, 1000, 1400, 1700, 2100, 2400, 2700])).open_gap
    assert (found.earlier, found.shorter, found.longer_than_all) == (8, 8, True)
    assert found.bound == pytest.approx(1 / 9)
    assert "longer than each of the 8 gaps before it" in found.sentence
    assert "1/9 = 0.11" in found.sentence
    assert "overdue" not in found.sentence


def test_an_open_gap_that_may_be_shorter_is_not_called_longer() -> None:
    found = describe(series("2023-12", "2024-06-30"), as_of=date(2025, 1, 15)).open_gap
    assert (found.days, found.shorter, found.longer_than_all) == (199, 0, False)


def test_the_window_of_the_next_event_never_is_one_date() -> None:
    silence = [0, 300, 700, 1000, 1400, 1700, 2100, 2500]
    found = describe(from_days(silence), as_of=date(2007, 11, 8)).window
    assert found.earliest < found.latest
    assert found.n == 7
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
    curve = kaplan_meier([0, *range(100, 900, 100)], [False] + [True] * 8)
    assert reach == [curve.quantile(0.75), curve.quantile(0.25)] == [200, 600]


def test_imprecise_dates_give_a_spread_and_a_flag() -> None:
    found = describe(series("2010-03", "2011-03-01", "2012-03", "2013-03-01", "2014-03", "2015-03"))
    assert (found.gaps, found.flagged) == (5, 5)
    assert found.burstiness.low < found.burstiness.value < found.burstiness.high
    assert "known only to the month" in found.burstiness.note


def test_the_same_seed_gives_the_same_numbers() -> None:
    frame = series("2010-03", "2011-03", "2012-03", "2013-03", "2014-03", "2015-03")
    assert describe(frame).burstiness == describe(frame).burstiness


def test_the_trend_needs_a_record_without_holes() -> None:
    frame = series(*YEARLY, "2017", "2018-03-01")
    assert describe(frame).trend.reason == "a trend test needs a record without holes"
    assert describe(series(*YEARLY)).trend.laplace is not None


def test_the_table_agrees_with_the_description_of_each_series() -> None:
    days = np.cumsum([0, 300, 340, 500, 90, 410, 365, 200, 700, 30, 800, 220])
    frames = [from_days(days.tolist(), "first"), from_days([0, 400, 900], "second")]
    table = cadence.cadence_table(
        pd.concat(frames), as_of=AS_OF, generator=np.random.default_rng(1), permutations=99
    ).set_index("mechanism_id")
    for frame, name in zip(frames, ("first", "second"), strict=True):
        found = describe(frame)
        row = table.loc[name]
        for which in ("median", "mean", "shortest", "longest", "cv", "burstiness", "memory"):
            value = getattr(found, which).value
            expected = np.nan if value is None else value
            assert row[which] == pytest.approx(expected, nan_ok=True)
        assert row["open_days"] == found.open_gap.days
        assert row["shorter_gaps"] == found.open_gap.shorter
        assert row["survival_median"] == found.survival.median
    assert table["reason"].tolist() == ["", "indices need 5 gaps"]
    assert 0 < table.loc["first", "memory_p"] <= 1


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


def test_many_series_at_once_are_described_as_each_is_alone() -> None:
    end = {"mechanism_id": "over", "superseded_by": "m", "name": "Council", "source_id": "page"}
    ended = pd.DataFrame([{**end, "day": pd.Timestamp("2016-01-01").as_unit("s")}])
    searched = absences({"period": "2011-10", "mechanism_id": "m"})
    options = {"as_of": AS_OF, "absences": searched, "ended": ended, "draws": 60}

    def generator(name: str) -> np.random.Generator:
        return np.random.default_rng([1, len(name), ord(name[0])])

    found = cadence.cadences(
        several(),
        generators=generator,
        band_generator=np.random.default_rng(2),
        permutations=99,
        **options,
    )
    assert list(found) == ["coarse", "exact", "m", "over", "short"]
    for name, item in found.items():
        rows = several()[several()["mechanism_id"] == name]
        alone = cadence.cadence(rows, generator=generator(name), permutations=99, **options)
        for which in (*cadence.METHODS, "gaps", "refused", "flagged", "reason", "note", "events"):
            assert getattr(item, which) == getattr(alone, which), (name, which)
        assert (item.open_gap, item.superseded_by) == (alone.open_gap, alone.superseded_by)
        assert (item.trend, item.survival.n) == (alone.trend, alone.survival.n)
    assert found["exact"].memory_p is not None
    assert found["over"].window.reason == "superseded by the Council"


def test_what_else_is_described_changes_no_number() -> None:
    options = {
        "as_of": AS_OF,
        "generators": lambda name: np.random.default_rng(len(name)),
        "draws": 30,
        "permutations": 0,
    }
    whole = cadence.cadences(several(), band_generator=np.random.default_rng(2), **options)
    rows = several()[several()["mechanism_id"] == "m"]
    alone = cadence.cadences(rows, band_generator=np.random.default_rng(2), **options)["m"]
    assert alone.median == whole["m"].median
    assert alone.null_band == whole["m"].null_band
    assert alone.survival.times.tolist() == whole["m"].survival.times.tolist()


def test_no_event_gives_no_series() -> None:
    found = cadence.cadences(
        series(),
        as_of=AS_OF,
        generators=np.random.default_rng,  # type: ignore[arg-type]
        band_generator=np.random.default_rng(1),
    )
    assert found == {}


@pytest.mark.parametrize("seed", range(30))
def test_the_median_of_the_table_is_the_kaplan_meier_median(seed: int) -> None:
    generator = np.random.default_rng(seed)
    gaps = generator.integers(1, 12, generator.integers(1, 15))
    wait = int(generator.integers(0, 14))
    frame = from_days([0, *np.cumsum(gaps).tolist()])
    as_of = date.fromordinal(date(2001, 1, 1).toordinal() + int(gaps.sum()) + wait)
    table = cadence.cadence_table(frame, as_of=as_of, generator=generator)
    curve = kaplan_meier([*gaps, wait], [True] * gaps.size + [False])
    assert table["survival_median"].item() == curve.median


def test_laplace_of_the_table_is_that_of_the_event_times() -> None:
    days = [0, 100, 150, 300, 420, 500, 580, 640, 900]
    end = date(2001, 1, 1).toordinal() + 1000
    table = cadence.cadence_table(
        from_days(days), as_of=date.fromordinal(end), generator=np.random.default_rng(0)
    )
    times = np.array(days[1:])
    # Laplace's formula by hand: eight events after the first, observed for 1,000 days.
    expected = (times.mean() - 500) / (1000 * np.sqrt(1 / 96))
    assert table["laplace"].item() == pytest.approx(expected)
    sample = np.std(np.diff(days), ddof=1) / np.mean(np.diff(days))
    assert table["lewis_robinson"].item() == pytest.approx(expected / sample)


def test_stated_cadence_against_the_record() -> None:
    frame = series("2018-05-01", "2019-05-01", "2022-05-01", "2024-05-01")
    searched = absences(
        {"period": "2020", "finding": "not_held"}, {"period": "2023"}, {"period": "2025"}
    )
    stated = mechanisms({"stated_cadence": "P1Y"})
    row = cadence.stated_cadence(frame, stated, as_of=date(2025, 6, 1), absences=searched).iloc[0]
    assert (row["years_due"], row["years_kept"], row["years_missed"]) == (7, 4, 3)
    assert row["missed"] == "2020, 2021, 2023"
    assert row["share_kept"] == pytest.approx(4 / 7)
    assert (row["longest_silence_days"], row["silence_open"]) == (1096, False)
    years = cadence.years_kept(frame, stated, as_of=date(2025, 6, 1), absences=searched)
    expected = ["held", "held", "not_held", "missing", "held", "not_found", "held", "not_yet"]
    assert years["state"].tolist() == expected


def test_a_cadence_of_two_years_is_judged_in_blocks_of_two() -> None:
    frame = series("2012-05-01", "2015-05-01", "2018-05-01")
    stated = mechanisms({"stated_cadence": "P2Y"})
    row = cadence.stated_cadence(frame, stated, as_of=date(2019, 12, 31)).iloc[0]
    assert (row["years_due"], row["years_kept"], row["missed"]) == (4, 3, "2016-2017")


def test_an_irregular_cadence_is_not_judged() -> None:
    stated = mechanisms({"stated_cadence": "irregular"})
    row = cadence.stated_cadence(series(*YEARLY), stated, as_of=AS_OF).iloc[0]
    assert (row["years_due"], row["reason"]) == (0, "no period is stated")
    assert row["longest_silence_days"] == 3594


def test_a_virtual_year_is_kept_and_named() -> None:
    frame = events(
        {"start": "2019-05-01"},
        {"start": "2020-05-01", "mode": "virtual"},
        {"start": "2021-05-01", "mode": "virtual"},
        {"start": "2022-05-01"},
    )
    shifts = cadence.mode_shifts(frame, as_of=AS_OF)
    assert shifts["shifted"].tolist() == [False, True, False, True]
    assert cadence.virtual_years(frame, as_of=AS_OF)["virtual"].tolist() == [0, 1, 1, 0]
    years = cadence.years_kept(frame, mechanisms({}), as_of=date(2022, 12, 31))
    assert years["state"].tolist() == ["held", "virtual", "virtual", "held"]
    assert describe(frame).gaps == 3


def test_edition_gaps_say_what_is_known() -> None:
    frame = events(
        {"start": "2010-01-01", "edition": 2},
        {"start": "2012-01-01", "edition": 4, "status": "cancelled"},
        {"start": "2014-01-01", "edition": 6},
    )
    known = absences({"edition": 3, "finding": "not_found"})
    found = cadence.edition_gaps(frame, absences=known)
    assert found["missing"].tolist() == [1, 3, 4, 5]
    assert found["finding"].tolist() == ["unrecorded", "not_found", "cancelled", "unrecorded"]
    assert found["after_edition"].tolist() == [0, 2, 2, 2]


def test_cumulative_counts_rise_by_one() -> None:
    rows = cadence.cumulative_counts(series("2012", "2010-01-01", "2011-05"), as_of=AS_OF)
    assert rows["count"].tolist() == [1, 2, 3]
    assert rows["exact"].tolist() == [True, False, False]
    assert rows["day_high"].dt.strftime("%Y-%m-%d").tolist()[-1] == "2012-12-31"


def test_mean_cumulative_function_by_hand() -> None:
    # Series a is observed for 10 years with events at 2 and 6, series b for 5 with one at 2:
    # at age 2 both have one (2/2), at age 6 only a is left (1/1).
    day = 365.25
    a = from_days([0, int(2 * day), int(6 * day)], "a", first="2010-01-01")
    b = from_days([0, int(2 * day)], "b", first="2015-01-01")
    curve = cadence.mean_cumulative_function(pd.concat([a, b]), as_of=date(2020, 1, 1))
    steps = curve[curve["events"] > 0]
    assert steps["mean"].tolist() == [1.0, 2.0]
    assert steps["at_risk"].tolist() == [2, 1]
    # Series that agree wherever both are observed leave no variance between them.
    assert steps["low"].tolist() == steps["high"].tolist() == steps["mean"].tolist()
    assert curve["time"].iloc[0] == 0
    assert curve["time"].iloc[-1] == pytest.approx(10, abs=0.01)


def test_mean_cumulative_function_of_many_is_the_rate_times_age() -> None:
    generator = np.random.default_rng(4)
    frames = [
        from_days(sorted(generator.integers(0, 3653, 20).tolist()), f"s{at}") for at in range(60)
    ]
    starts = pd.Series({f"s{at}": pd.Timestamp("2001-01-01") for at in range(60)})
    curve = cadence.mean_cumulative_function(
        pd.concat(frames), as_of=date(2011, 1, 1), starts=starts
    )
    middle = curve[(curve["time"] > 4.9) & (curve["time"] < 5.1)].iloc[0]
    assert middle["mean"] == pytest.approx(10, rel=0.06)
    assert middle["low"] < middle["mean"] < middle["high"]
    assert curve["mean"].iloc[-1] == pytest.approx(20)


def test_timeline_order_does_not_depend_on_rows_even_for_ties() -> None:
    frame = series("2010-05", "2010-05", "2010-05", "2011-01-01")
    shuffled = frame.sample(frac=1, random_state=3)
    pd.testing.assert_frame_equal(
        cadence.gaps(frame, as_of=AS_OF), cadence.gaps(shuffled, as_of=AS_OF)
    )
    order = timeline(shuffled, as_of=AS_OF)
    ids = order.held["event_id"].to_numpy()[order.rows].tolist()
    assert ids == sorted(ids)
