"""From signature to use, from step to step: what the titles say follows from the numbers."""

import datetime

import pandas as pd
import pytest

from defcoop.figures.lifecycles import (
    draw_lifecycles,
    draw_projects,
    lifecycle_text,
    lifecycle_title,
    project_title,
)

NAN = float("nan")


def rows(**stages: tuple[float, float]) -> pd.DataFrame:
    """Return days to entry into force and to first use by name; NaN is not known."""
    return pd.DataFrame(
        [
            {
                "node": name,
                "text": name.capitalize(),
                "signed": pd.Timestamp("2010-01-01"),
                "signed_low": 0.0,
                "signed_high": 0.0,
                "in_force_low": force,
                "in_force_high": force,
                "first_used_low": used,
                "first_used_high": used,
            }
            for name, (force, used) in stages.items()
        ]
    )


@pytest.mark.parametrize(
    ("known", "title"),
    [
        (
            rows(pact=(90, 900), memo=(20, 400)),
            ("Of two agreements in force two have a use on record: Memo, after 13 months"),
        ),
        (
            rows(pact=(90, 900), plan=(NAN, 30)),
            ("Of one agreement in force one has a use on record: Pact, after 2.5 years"),
        ),
        (rows(pact=(90, NAN), plan=(NAN, 30)), "One agreement in force, none with a use on record"),
        (rows(plan=(NAN, 30)), "No agreement of this window is known to be in force"),
    ],
)
def test_only_agreements_in_force_are_counted(known: pd.DataFrame, title: str) -> None:
    assert lifecycle_title(known) == title
    assert draw_lifecycles(known, window="w").title == title


def test_each_stage_is_written_as_what_it_is() -> None:
    row = rows(pact=(90, 900)).to_dict("records")[0]
    assert lifecycle_text(row) == "in force after 3 months, first used after 2.5 years".replace(
        "3 months", "three months"
    )
    unused = rows(pact=(90, NAN)).to_dict("records")[0]
    assert lifecycle_text(unused) == "in force after three months"


def steps(*days: tuple[str, str]) -> pd.DataFrame:
    stamps = pd.to_datetime([day for _, day in days]).as_unit("s")
    return pd.DataFrame(
        {
            "project": [project for project, _ in days],
            "kind": "event",
            "what": "Talks",
            "day_earliest": stamps,
            "day_latest": stamps,
        }
    )


@pytest.mark.parametrize(
    ("days", "title"),
    [
        (
            (("radio", "2024-01-01"),),
            (
                "Of three projects one has a dated step of its own on record; "
                "one has one in the last five years"
            ),
        ),
        (
            (("radio", "2010-01-01"), ("boat", "2012-01-01")),
            (
                "Of three projects two have a dated "
                "step of their own on record; none has one in the last five years"
            ),
        ),
        (
            (("radio", "2024-01-01"), ("boat", "2023-01-01")),
            (
                "Of three projects two have a dated "
                "step of their own on record; two have one in the last five years"
            ),
        ),
    ],
)
def test_projects_with_a_recent_step_are_told(
    days: tuple[tuple[str, str], ...], title: str
) -> None:
    names = {"radio": "Radio", "boat": "Boat", "plane": "Plane"}
    last = datetime.date(2026, 7, 1)
    assert project_title(steps(*days), names, last) == title
    first = datetime.date(2000, 1, 1)
    picture = draw_projects(steps(*days), names, first_day=first, last_day=last, window="w")
    assert "Plane" not in picture.alt


def test_nothing_known_is_said_in_place_of_the_figure() -> None:
    assert draw_lifecycles(rows(), window="w").title == (
        "No agreement signed in this window is known to be in force or in use."
    )
