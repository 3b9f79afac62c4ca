"""The cadence of each series, and the tables that print it."""

from collections.abc import Mapping

import pandas as pd

from defcoop import wording
from defcoop.analysis.cadence.series import Cadence, describe_cadences
from defcoop.chapters.session import Chapter
from defcoop.figures import style
from defcoop.figures.frames import names_of, tally

MEETINGS = ("dialogue", "staff_talks", "working_group", "forum", "visit_series")
"""Kinds of mechanism whose events are meetings; the rest are exercises, exchanges, programmes."""

DRAWS = 50
FEWEST_GAPS = 3
FEWEST_USUAL = 2
"""One gap makes no habit."""

FINDINGS = {"not_found": "Not found", "not_held": "Not held"}

NO_DATE = "\N{EN DASH}"


def measure_cadences(report: Chapter, events: pd.DataFrame, fewest: int = 1) -> dict[str, Cadence]:
    """Return the cadence of each series with so many events, the most senior level first.

    The silence is measured to the end of the window; a series that another has superseded has
    none.
    """
    sizes = tally(events)
    known = events[events["mechanism_id"].map(sizes) >= fewest]
    found = describe_cadences(
        known,
        as_of=report.last_day,
        generators=report.generator,
        band_generator=report.generator("null bands"),
        absences=report.absences,
        ended=report.ended,
        draws=DRAWS,
    )
    names = dict(zip(report.dataset.mechanisms["mechanism_id"], seniority_of(report), strict=True))
    return {name: found[name] for name in sorted(found, key=lambda name: names[name])}


def seniority_of(report: Chapter) -> list[tuple[int, str]]:
    """Return what each mechanism is sorted by: its level from the top, then its name."""
    mechanisms = report.dataset.mechanisms
    levels = list(style.LEVELS)
    pairs = zip(mechanisms["level"], mechanisms["name"], strict=True)
    return [(levels.index(level), name) for level, name in pairs]


def select_with_gaps(
    cadences: Mapping[str, Cadence], fewest: int = FEWEST_GAPS
) -> dict[str, Cadence]:
    """Return the series with gaps enough to draw, the relatively longest silence first."""
    enough = {name: item for name, item in cadences.items() if item.gaps >= fewest}
    return dict(sorted(enough.items(), key=lambda pair: -relative_silence(pair[1])))


def relative_silence(item: Cadence) -> float:
    """Return the silence as a multiple of the usual gap; minus one where there is none."""
    silence, usual = item.open_gap.days, item.median.value
    return silence / usual if silence is not None and usual else -1.0


def longest_silences(cadences: Mapping[str, Cadence]) -> dict[str, Cadence]:
    """Return the series that are silent for longer than ever, with most gaps first."""
    longer = {name: item for name, item in cadences.items() if item.open_gap.longer_than_all}
    return dict(sorted(longer.items(), key=lambda pair: -pair[1].gaps))


def running_series(cadences: Mapping[str, Cadence]) -> dict[str, Cadence]:
    """Return the series that no other mechanism has superseded."""
    return {name: item for name, item in cadences.items() if not item.superseded_by}


def dialogue_table(report: Chapter, cadences: Mapping[str, Cadence]) -> pd.DataFrame:
    """Return one row per series: last held, usual gap, silence, window of the next."""
    names = names_of(report.dataset.mechanisms)
    lasts = last_days(report.events)
    rows = [dialogue_row(names[name], lasts[name], item) for name, item in cadences.items()]
    return pd.DataFrame(
        rows, columns=["Series", "Held", "Last held", "Usual gap", "Silent for", "Next expected"]
    )


def dialogue_row(name: str, last: str, item: Cadence) -> tuple[str, int, str, str, str, str]:
    """Return one row of the table of dialogues."""
    usual = wording.span(item.median.value or 0.0) if item.gaps >= FEWEST_USUAL else NO_DATE
    if item.superseded_by:
        return name, item.events, last, usual, "ended", f"superseded by the {item.superseded_by}"
    silence = item.open_gap.days
    length = wording.span(silence) if silence is not None else NO_DATE
    if item.open_gap.longer_than_all and item.gaps >= FEWEST_GAPS:
        length += " \N{BLACK UP-POINTING TRIANGLE}"
    return name, item.events, last, usual, length, window_text(item)


def window_text(item: Cadence) -> str:
    """Return the window of the next event; without one, a dash."""
    window = item.window
    if window.earliest is None:
        return NO_DATE
    start = f"{window.earliest:%b %Y}"
    return f"{start} to {window.latest:%b %Y}" if window.latest else f"{start} or later"


def last_days(events: pd.DataFrame) -> dict[str, str]:
    """Return the day of the last event of each series, as precisely as it is known."""
    latest = events.sort_values(["start_earliest", "start_latest"], kind="stable")
    rows = latest.drop_duplicates("mechanism_id", keep="last")
    dates = [wording.edtf(text) for text in rows["start"]]
    return dict(zip(rows["mechanism_id"], dates, strict=True))


def irregular_table(report: Chapter, meetings: pd.DataFrame, lost: pd.DataFrame) -> pd.DataFrame:
    """Return the virtual, cancelled and postponed events, the newest first."""
    virtual = meetings[meetings["mode"] == "virtual"].assign(status="virtual")
    rows = pd.concat([virtual, lost]).sort_values("start", ascending=False, kind="stable")
    names = names_of(report.dataset.mechanisms)
    return pd.DataFrame(
        {
            "Date": [wording.edtf(text) for text in rows["start"]],
            "Series": rows["mechanism_id"].map(names).to_numpy(),
            "What": rows["status"].str.capitalize().to_numpy(),
            "Remark": rows["description"].to_numpy(),
        }
    )


def ledger_table(report: Chapter, series: list[str]) -> pd.DataFrame:
    """Return what was looked for and not found, one row per search, editions drawn together."""
    absences = report.dataset.missing_events
    rows = absences[absences["mechanism_id"].isin(series)]
    names = names_of(report.dataset.mechanisms)
    grouped = rows.groupby(["mechanism_id", "finding", "period"], sort=False, dropna=False)
    lines = [
        (
            names[str(name)],
            wording.edtf(str(period)),
            FINDINGS.get(str(finding), str(finding)),
            describe_search(part),
        )
        for (name, finding, period), part in grouped
    ]
    frame = pd.DataFrame(lines, columns=["Series", "Period", "Finding", "What was looked for"])
    return frame.sort_values(["Series", "Period"], kind="stable", ignore_index=True)


def describe_search(part: pd.DataFrame) -> str:
    """Return the notes of one search; numbered editions as one list."""
    editions = part["edition"].dropna()
    if len(editions) > 1:
        return f"Editions {wording.runs([int(number) for number in editions])}: no source found."
    return " ".join(part["note"].drop_duplicates())
