"""Exercises as the figures and tables of a report need them: groups, regions, sizes."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from defcoop import wording
from defcoop.analysis.growth.changepoint import ChangePoint
from defcoop.analysis.growth.counts import count_by_year
from defcoop.analysis.growth.periods import PeriodComparison
from defcoop.analysis.growth.scale import measure_days, sum_measure
from defcoop.analysis.growth.trends import (
    compare_periods,
    find_change_point,
    fit_growth,
    fit_growth_with_and_without,
)
from defcoop.chapters.session import Chapter
from defcoop.figures import style
from defcoop.figures.growth import Panel
from defcoop.figures.sizes import Measure

SIZES = {"Ships": "ships", "Personnel": "personnel", "Aircraft": "aircraft"}
COMPANY = ("two nations", "three or four", "five or more", "one nation")
"""Who exercises together, in the order of the scopes."""

REGIONS = {
    "japan": "Japan and its waters",
    "pacific": "Pacific and its other coasts",
    "indian": "Indian Ocean, open sea",
    "india": "India and its waters",
    "elsewhere": "Elsewhere or not stated",
}
HOMES = {"india": "india", "japan": "japan", "indian-ocean": "indian"}
PACIFIC = {"pacific-ocean", "united-states", "australia", "singapore", "thailand"}


def panel(
    report: Chapter, name: str, shade: str, events: pd.DataFrame, change: ChangePoint | None = None
) -> Panel:
    """Return yearly counts and trend of some events, ready to draw."""
    window = {"first_day": report.first_day, "last_day": report.last_day}
    counts = count_by_year(events, **window, without=report.without)  # type: ignore[arg-type]
    trend = fit_growth(
        events,
        first_day=report.first_day,
        last_day=report.last_day,
        without=report.without,
        generator=report.generator(name),
    )
    return Panel(name, shade, counts, trend, change)


def by_service(report: Chapter, events: pd.DataFrame) -> list[Panel]:
    """Return one panel per service, in their constant order."""
    return [
        panel(report, style.name(domain), style.colour(domain), events[events["domain"] == domain])
        for domain in style.in_order([str(name) for name in events["domain"]])
    ]


def by_scope(report: Chapter, events: pd.DataFrame) -> list[Panel]:
    """Return one panel per scope: bilateral first."""
    return [
        panel(report, name, style.ACCENT, events[events["scope"] == scope])
        for scope, name in style.SCOPES.items()
        if (events["scope"] == scope).any()
    ]


def change(report: Chapter, events: pd.DataFrame) -> ChangePoint:
    """Return the one change of the rate that fits best."""
    return find_change_point(
        events,
        first_day=report.first_day,
        last_day=report.last_day,
        generator=report.generator("change"),
    )


def since_change(
    report: Chapter, events: pd.DataFrame, found: ChangePoint
) -> PeriodComparison | None:
    """Compare the halves of the time after a change; None where there is no such time."""
    if found.window is None:
        return None
    begin = pd.Timestamp(found.window[1] + 1, 1, 1)
    end = pd.Timestamp(report.last_day)
    if end <= begin + pd.Timedelta(days=730):
        return None
    middle = begin + (end - begin) / 2
    return compare_periods(
        events,
        earlier=(begin.date(), middle.date()),
        later=((middle + pd.Timedelta(days=1)).date(), end.date()),
        without=report.without,
    )


def regions(report: Chapter, events: pd.DataFrame) -> pd.DataFrame:
    """Return events with the region of the place where they were held."""
    places = report.dataset.places
    parents = dict(zip(places["place_id"], places["parent_place_id"], strict=True))
    found = [region_of(str(place), parents) for place in events["place_id"]]
    return events.assign(region=pd.Series(found, index=events.index, dtype="str"))


def region_of(place: str, parents: dict[str, str]) -> str:
    """Return the region that holds a place, by walking up to what it lies in."""
    while parents.get(place):
        place = parents[place]
    return HOMES.get(place, "pacific" if place in PACIFIC else "elsewhere")


def sizes(report: Chapter, events: pd.DataFrame) -> list[Measure]:
    """Return the stated sizes of events, and their length in days."""
    stated = {
        name: sum_measure(report.dataset.measures, measure) for name, measure in SIZES.items()
    }
    stated["Days"] = measure_days(events).assign(unit="days")
    return [
        Measure(name, events.merge(rows, on="event_id"), len(events))
        for name, rows in stated.items()
    ]


def groups(events: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """Return all exercises, those of each scope and those of each service, with their names."""
    scopes = [(name, events[events["scope"] == scope]) for scope, name in style.SCOPES.items()]
    services = [
        (style.name(domain), events[events["domain"] == domain]) for domain in style.SERVICES
    ]
    return [("All", events), *scopes, *services]


def covid_table(report: Chapter, groups: Iterable[tuple[str, pd.DataFrame]]) -> pd.DataFrame:
    """Return the trend of each group with and without the pandemic years."""
    rows = [covid_row(report, name, events) for name, events in groups]
    columns = ["Exercises", "n", "All years", "Without 2020 and 2021", "Model"]
    return pd.DataFrame([row for row in rows if row], columns=columns)


def covid_row(report: Chapter, name: str, events: pd.DataFrame) -> tuple[object, ...]:
    """Return one row: the change a year in both cases; empty without events."""
    if events.empty:
        return ()
    both = fit_growth_with_and_without(
        events,
        first_day=report.first_day,
        last_day=report.last_day,
        generator=report.generator(name),
    )
    texts = [rate_text(row) for row in both.to_dict("index").values()]
    return (name, len(events), *texts, str(both["family"].iloc[0]).capitalize())


def rate_text(row: Mapping[Any, Any]) -> str:
    """Return a rate ratio as a change a year with its interval; else the reason."""
    if pd.isna(row["rate_ratio"]):
        return str(row["reason"])
    parts = [float(row[name]) for name in ("rate_ratio", "low", "high")]
    changes = [wording.percent_change(part) for part in parts]
    return f"{changes[0]} ({changes[1]} to {changes[2]})"


def firsts_table(report: Chapter, events: pd.DataFrame) -> pd.DataFrame:
    """Return the first edition of each series, the oldest first."""
    ordered = events.sort_values(["start_earliest", "event_id"], kind="stable")
    firsts = ordered.drop_duplicates("mechanism_id")
    names = dict(
        zip(
            report.dataset.mechanisms["mechanism_id"],
            report.dataset.mechanisms["short_name"],
            strict=True,
        )
    )
    places = dict(
        zip(report.dataset.places["place_id"], report.dataset.places["name"], strict=True)
    )
    counts = events.groupby("mechanism_id").size()
    return pd.DataFrame(
        {
            "Series": firsts["mechanism_id"].map(names).to_numpy(),
            "Service": [style.name(domain) for domain in firsts["domain"]],
            "First on record": [wording.edtf(text) for text in firsts["start"]],
            "Where": firsts["place_id"].map(places).fillna("").to_numpy(),
            "Since then": firsts["mechanism_id"].map(counts).to_numpy(),
        }
    )
