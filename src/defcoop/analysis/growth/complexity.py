"""How demanding an event was, shown component by component."""

from datetime import date

import numpy as np
import pandas as pd

from defcoop.analysis.growth.scale import event_days, event_measure
from defcoop.analysis.selection import held_editions

COMPONENTS = ("services", "third_countries", "days", "ships", "personnel")
PARTNERS = ("IND", "JPN")
FORCES = ("service", "agency", "unit")
FEWEST_COMPONENTS = 2


def complexity(
    events: pd.DataFrame,
    participants: pd.DataFrame,
    measures: pd.DataFrame,
    *,
    actors: pd.DataFrame,
    as_of: date,
) -> pd.DataFrame:
    """Score events by the forces, third countries, days, ships and people they involved.

    Each component is scored by its mid-rank among the events that state it, from 0 (least) to 1
    (most); the index is the mean of the scores that an event has. The scores are relative to the
    events given, and must be printed beside the index.

    Parameters
    ----------
    events, participants, measures, actors
        The four tables; give the events that are to be compared.
    as_of
        Nothing after this day.

    Returns
    -------
    pandas.DataFrame
        One row per event in order of date: event_id, mechanism_id, year, the components and their
        ``<component>_score`` (NaN where not stated), index, components_stated, reason. The index
        is NaN below two components. `days`, `ships` and `personnel` are the lower end of what
        sources state. Empty without events.
    """
    held = held_editions(events, as_of).sort_values(["start_earliest", "event_id"])
    frame = pd.DataFrame(
        {
            "event_id": held["event_id"],
            "mechanism_id": held["mechanism_id"],
            "year": held["start_earliest"].dt.year.astype(np.int64),
        }
    )
    for name, values in _components(held, participants, measures, actors).items():
        frame[name] = frame["event_id"].map(values).astype(np.float64)
        frame[f"{name}_score"] = _mid_rank(frame[name])
    scores = frame[[f"{name}_score" for name in COMPONENTS]]
    frame["components_stated"] = scores.notna().sum(axis=1)
    enough = frame["components_stated"] >= FEWEST_COMPONENTS
    frame["index"] = scores.mean(axis=1).where(enough)
    few = f"states fewer than {FEWEST_COMPONENTS} components"
    frame["reason"] = pd.Series(np.where(enough, "", few), index=frame.index).astype("str")
    return frame.reset_index(drop=True)


def _components(
    held: pd.DataFrame, participants: pd.DataFrame, measures: pd.DataFrame, actors: pd.DataFrame
) -> dict[str, pd.Series]:
    """Give each component by event_id, in the order of `COMPONENTS`."""
    facts = actors.set_index("actor_id")[["kind", "country"]]
    named = participants.join(facts, on="actor_id")
    forces = named[named["kind"].isin(FORCES)].groupby("event_id")["actor_id"].nunique()
    foreign = named["country"].where(~named["country"].isin([*PARTNERS, ""]))
    third = foreign.groupby(named["event_id"]).nunique().astype(np.float64)
    lows = [event_days(held), *(event_measure(measures, name) for name in ("ships", "personnel"))]
    stated = [frame.set_index("event_id")["low"] for frame in lows]
    return dict(zip(COMPONENTS, [forces, third, *stated], strict=True))


def _mid_rank(values: pd.Series) -> pd.Series:
    """Scale ranks to 0..1; a component that all events share scores one half."""
    stated = values.notna().sum()
    if stated <= 1:
        return values.where(values.isna(), 0.5)
    return (values.rank(method="average") - 1) / (stated - 1)
