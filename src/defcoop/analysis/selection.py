"""Which events a result is about, and why each other event is left out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

COVID = (date(2020, 1, 1), date(2021, 12, 31))

Window = tuple[date, date]


@dataclass(frozen=True)
class Selection:
    """What an analyst asks for.

    Parameters
    ----------
    as_of
        Nothing after this day; an event counts from the day by which it has certainly begun.
    first_day, last_day
        Window of the start, both ends included; None leaves that side open. An imprecise date
        must lie wholly within it.
    domains, scopes, kinds, mechanism_ids
        What to keep; an empty tuple keeps all. The scope is the event's own, or its mechanism's
        where the event states none.
    credibility
        The worst NATO credibility grade (1 to 6) with which one claim must support the event.
    without
        Windows that are left out, such as `COVID`; an event that may lie in one is left out.
    """

    as_of: date
    first_day: date | None = None
    last_day: date | None = None
    domains: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    mechanism_ids: tuple[str, ...] = ()
    credibility: int = 6
    without: tuple[Window, ...] = ()


def keep_held(
    events: pd.DataFrame, as_of: date | None = None, *, phases: bool = False
) -> pd.DataFrame:
    """Keep the events that count: held, dated, no phase of another event, begun by a day.

    Parameters
    ----------
    events
        Events frame.
    as_of
        Last day; None keeps all days. An imprecise date counts when its latest day has come.
    phases
        Keep the phases of events too, which are no editions but may be what a fact is about.

    Returns
    -------
    pandas.DataFrame
        Rows in their order; empty where nothing is left.
    """
    counts = (events["status"] == "held") & (phases | (events["parent_event_id"] == ""))
    counts &= events["start_earliest"].notna() & events["start_latest"].notna()
    if as_of is not None:
        counts &= events["start_latest"] <= pd.Timestamp(as_of)
    return events[counts]


def add_mechanisms(events: pd.DataFrame, mechanisms: pd.DataFrame) -> pd.DataFrame:
    """Add to each event its mechanism's domain, kind and level, and fill an empty scope.

    Parameters
    ----------
    events, mechanisms
        The two tables.

    Returns
    -------
    pandas.DataFrame
        Events with columns domain, kind, level, mechanism_scope; empty text where the mechanism
        is unknown.
    """
    facts = mechanisms.set_index("mechanism_id")[["domain", "kind", "level", "scope"]]
    facts = facts.rename(columns={"scope": "mechanism_scope"})
    kept = events.drop(columns=[name for name in facts.columns if name in events.columns])
    joined = kept.join(facts, on="mechanism_id")
    joined[list(facts.columns)] = joined[list(facts.columns)].fillna("").astype("str")
    joined["scope"] = joined["scope"].where(joined["scope"] != "", joined["mechanism_scope"])
    return joined


def find_best_credibility(claims: pd.DataFrame) -> pd.Series:
    """Find the best credibility grade with which each subject is claimed.

    Parameters
    ----------
    claims
        Claims frame.

    Returns
    -------
    pandas.Series
        Grade 1 (confirmed) to 6 by subject_id; empty without claims.
    """
    return claims.groupby("subject_id")["credibility"].min()


def explain_selection(
    events: pd.DataFrame,
    mechanisms: pd.DataFrame,
    claims: pd.DataFrame | None,
    selection: Selection,
) -> pd.DataFrame:
    """Say of each event whether it is selected and, if not, the first reason why not.

    Parameters
    ----------
    events, mechanisms, claims
        The three tables; without claims the credibility floor is not applied.
    selection
        What is asked for.

    Returns
    -------
    pandas.DataFrame
        The events with the columns of `add_mechanisms` and `excluded`, the reason or "".
    """
    rows = add_mechanisms(events, mechanisms)
    reasons = np.full(len(rows), "", dtype=object)
    for reason, dropped in _tests(rows, claims, selection):
        reasons[(reasons == "") & dropped.to_numpy(dtype=bool)] = reason
    return rows.assign(excluded=pd.Series(reasons, index=rows.index, dtype="str"))


def select_events(
    events: pd.DataFrame,
    mechanisms: pd.DataFrame,
    claims: pd.DataFrame | None,
    selection: Selection,
) -> pd.DataFrame:
    """Keep the events that an analyst asks for.

    Parameters
    ----------
    events, mechanisms, claims, selection
        As in `explain_selection`.

    Returns
    -------
    pandas.DataFrame
        The selected events with the columns of `add_mechanisms`; `explain_selection` says why
        the others are left out.
    """
    explained = explain_selection(events, mechanisms, claims, selection)
    return explained[explained["excluded"] == ""].drop(columns="excluded")


def _tests(
    rows: pd.DataFrame, claims: pd.DataFrame | None, selection: Selection
) -> Iterable[tuple[str, pd.Series]]:
    """Yield each reason with the rows that it drops, the most basic first."""
    yield "phase of another event", rows["parent_event_id"] != ""
    yield "not held", rows["status"] != "held"
    # It has no domain or kind to be asked for, and a series of all such events would be none.
    yield "of no series", rows["mechanism_id"] == ""
    yield "undated", rows["start_earliest"].isna() | rows["start_latest"].isna()
    yield "after the as-of date", rows["start_latest"] > pd.Timestamp(selection.as_of)
    yield from _window_tests(rows, selection)
    for reason, column, kept in (
        ("other mechanism", "mechanism_id", selection.mechanism_ids),
        ("other domain", "domain", selection.domains),
        ("other scope", "scope", selection.scopes),
        ("other kind", "kind", selection.kinds),
    ):
        if kept:
            yield reason, ~rows[column].isin(kept)
    if claims is not None:
        yield "below the credibility floor", _below(rows, claims, selection.credibility)


def _window_tests(rows: pd.DataFrame, selection: Selection) -> Iterable[tuple[str, pd.Series]]:
    if selection.first_day is not None:
        yield "before the window", rows["start_earliest"] < pd.Timestamp(selection.first_day)
    if selection.last_day is not None:
        yield "after the window", rows["start_latest"] > pd.Timestamp(selection.last_day)
    for first, last in selection.without:
        yield "in a period left out", may_lie_in(rows, first, last)


def may_lie_in(rows: pd.DataFrame, first: date, last: date) -> pd.Series:
    """Say which events may have begun within a window.

    Parameters
    ----------
    rows
        Events frame.
    first, last
        The window, both ends included.

    Returns
    -------
    pandas.Series
        Booleans on the index of `rows`.
    """
    begins = rows["start_earliest"] <= pd.Timestamp(last)
    return begins & (rows["start_latest"] >= pd.Timestamp(first))


def _below(rows: pd.DataFrame, claims: pd.DataFrame, floor: int) -> pd.Series:
    """Say which events no claim supports with the grade asked for; no claim at all is grade 6."""
    grades = rows["event_id"].map(find_best_credibility(claims)).astype("Float64").fillna(6.0)
    return (grades > floor).astype(bool)
