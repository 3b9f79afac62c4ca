"""What a report says of earlier headline numbers."""

import pytest

from nbpress.build.changes import write_section
from nbpress.build.tasks import Changes


def headline(name, value, **more):
    return {"name": name, "label": name.title(), "value": value, "unit": "", **more}


@pytest.mark.parametrize(
    ("before", "after", "lines"),
    [
        ([headline("rate", 1.5)], [headline("rate", 1.5)], []),
        ([headline("rate", 1.5)], [headline("rate", 2)], ["- Rate: 1.5 → 2"]),
        ([], [headline("rate", 2.0, unit="a year")], ["- Rate: 2 a year, new"]),
        ([headline("rate", 2)], [], ["- Rate: was 2, no longer stated"]),
        (
            [headline("rate", 2, low=1, high=4)],
            [headline("rate", 2, low=1, high=3)],
            ["- Rate: 2 (1 to 4) → 2 (1 to 3)"],
        ),
        # Less than four digits tell is no change that a reader could see.
        ([headline("rate", 1.00001)], [headline("rate", 1.00002)], []),
        ([headline("a_b", 1)], [headline("a_b", 2)], ["- A\\_B: 1 → 2"]),
    ],
)
def test_headline_numbers_that_moved(before, after, lines):
    text = write_section(Changes("2026-10-01", "", tuple(before)), after)
    assert [line for line in text.splitlines() if line.startswith("- ")] == lines
    assert bool(text) == bool(lines)


def test_facts_alone_make_a_section():
    text = write_section(Changes("2026-10-01", "- one more\n", ()), [])
    assert text == "## Changes since 2026-10-01\n\n- one more\n"
