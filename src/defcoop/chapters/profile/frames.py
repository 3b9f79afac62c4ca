"""One series as its profile needs it: its events, editions, people, ties and claims."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from defcoop import wording
from defcoop.chapters.session import Chapter

MOST_EDITIONS = 24
LEADING = ("host", "co_chair")
PREDICATES = {
    "builds_on": ("builds on", "is built upon by"),
    "establishes": ("establishes", "was established by"),
    "enables": ("enables", "is enabled by"),
    "operationalises": ("puts into practice", "was put into practice by"),
    "oversees": ("oversees", "is overseen by"),
    "precedes": ("precedes", "follows"),
    "supersedes": ("supersedes", "was superseded by"),
    "implements": ("implements", "was implemented by"),
}


def select_mechanism(report: Chapter) -> pd.Series:
    """Return the row of the mechanism that the profile is about."""
    mechanisms = report.dataset.mechanisms
    return mechanisms[mechanisms["mechanism_id"] == str(report.values["mechanism"])].iloc[0]


def select_events(report: Chapter) -> pd.DataFrame:
    """Return the selected events of the mechanism, the oldest first."""
    name = str(report.values["mechanism"])
    own = report.events[report.events["mechanism_id"] == name]
    return own.sort_values(["start_earliest", "start_latest", "event_id"], kind="stable")


def select_given_up(report: Chapter) -> pd.DataFrame:
    """Return what of the mechanism was cancelled or postponed."""
    return report.given_up[report.given_up["mechanism_id"] == str(report.values["mechanism"])]


def edition_table(report: Chapter, own: pd.DataFrame) -> pd.DataFrame:
    """Return the newest editions: number, date, place, who led them."""
    newest = own.iloc[::-1].head(MOST_EDITIONS)
    tables = report.dataset
    places = dict(zip(tables.places["place_id"], tables.places["name"], strict=True))
    people = find_leaders(report, newest)
    frame = pd.DataFrame(
        {
            "Date": [wording.edtf(text) for text in newest["start"]],
            "No.": ["" if pd.isna(number) else str(number) for number in newest["edition"]],
            "Place": [place_text(row, places) for row in newest.to_dict("index").values()],
            "Led by": [people.get(str(event), "") for event in newest["event_id"]],
        }
    )
    empty = [column for column in ("No.", "Led by") if not frame[column].any()]
    return frame.drop(columns=empty)


def place_text(event: Mapping[Any, Any], places: dict[str, str]) -> str:
    """Return where an event was held; a virtual one says so."""
    place = places.get(str(event["place_id"]), "")
    return "virtual" if event["mode"] == "virtual" else place


def find_leaders(report: Chapter, own: pd.DataFrame) -> dict[str, str]:
    """Return the persons who led each event: hosts and chairs, else the first who took part."""
    taking = report.dataset.participants
    taking = taking[taking["event_id"].isin(list(own["event_id"]))]
    actors = report.dataset.actors[["actor_id", "name", "kind", "country"]]
    joined = taking.merge(actors, on="actor_id")
    people = joined[joined["kind"] == "person"].copy()
    people["rank"] = people["role"].isin(LEADING).map({True: 0, False: 1})
    people = people.sort_values(["event_id", "rank", "country", "name"], kind="stable")
    led = people[people["rank"] == people.groupby("event_id")["rank"].transform("min")]
    named = led.groupby("event_id")["name"].agg(lambda names: ", ".join(list(names)[:2]))
    return {str(event): str(names) for event, names in named.items()}


def count_bodies(report: Chapter, own: pd.DataFrame) -> pd.DataFrame:
    """Return the bodies that took part, with the number of events each attended."""
    taking = report.dataset.participants
    taking = taking[taking["event_id"].isin(list(own["event_id"]))]
    joined = taking.merge(report.dataset.actors[["actor_id", "name", "kind"]], on="actor_id")
    joined = joined[joined["kind"].isin(["ministry", "service", "agency", "office", "grouping"])]
    counts = joined.groupby("name")["event_id"].nunique().rename("events").reset_index()
    return counts.sort_values(["events", "name"], ascending=[False, True], ignore_index=True)


def describe_ties(report: Chapter, own: pd.DataFrame) -> list[str]:
    """Return sentences on what the series stands in relation to, instruments first."""
    subjects = {str(report.values["mechanism"]), *(str(name) for name in own["event_id"])}
    names, relations = printed_names(report), report.dataset.relations
    lines: dict[str, None] = {}
    for row in relations.to_dict("records"):
        inner, outer = row["subject_id"] in subjects, row["object_id"] in subjects
        if inner == outer:
            continue
        other = str(row["object_id"] if inner else row["subject_id"])
        verb = PREDICATES[str(row["predicate"])][0 if inner else 1]
        lines[f"{verb} *{names.get(other, other)}* [@{row['source_id']}]"] = None
    return list(lines)


def printed_names(report: Chapter) -> dict[str, str]:
    """Return the printed name of every mechanism, instrument and event."""
    tables = report.dataset
    columns = (
        (tables.mechanisms, "mechanism_id", "name"),
        (tables.instruments, "instrument_id", "title"),
        (tables.events, "event_id", "title"),
    )
    return {
        str(key): str(title)
        for frame, name, text in columns
        for key, title in zip(frame[name], frame[text], strict=True)
    }


def select_claims(report: Chapter, own: pd.DataFrame) -> pd.DataFrame:
    """Return the claims on the mechanism and its events."""
    subjects = [str(report.values["mechanism"]), *own["event_id"]]
    claims = report.dataset.claims
    return claims[claims["subject_id"].isin(subjects)]


def readable_columns(own: pd.DataFrame) -> pd.DataFrame:
    """Return the columns of events that a reader can use."""
    kept = ["event_id", "title", "edition", "start", "end", "place_id", "mode", "scope", "sources"]
    return own[kept]
