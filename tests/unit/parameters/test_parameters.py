"""Declared parameters: typed, bounded, misspelt ones answered, all faults at once."""

import contextlib
import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbpress.parameters import Parameter, ParameterError, bounds, changed, rows, show, validate

DECLARED = (
    Parameter("as_of", "date", "", "Last day."),
    Parameter("first_day", "date", "2000-01-01", "First day.", minimum="1945-01-01"),
    Parameter("grade", "integer", 6, "Grade.", minimum=1, maximum=6),
    Parameter("share", "number", 0.5, "Share.", minimum=0, maximum=1),
    Parameter("covid", "choice", "with", "COVID.", choices=("with", "without")),
    Parameter("domains", "choices", [], "Domains.", choices=lambda: ("land", "sea", "air")),
    Parameter("note", "text", "", "Note."),
    Parameter("draft", "boolean", False, "Draft."),
)
DEFAULTS = {
    "as_of": "", "first_day": "2000-01-01", "grade": 6, "share": 0.5, "covid": "with",
    "domains": [], "note": "", "draft": False,
}  # fmt: skip


def test_defaults() -> None:
    assert validate(DECLARED, {}) == DEFAULTS


@pytest.mark.parametrize(
    ("name", "given_value", "value"),
    [
        ("as_of", "2024-02-29", "2024-02-29"),
        ("as_of", datetime.date(2024, 2, 29), "2024-02-29"),
        ("grade", "3", 3),
        ("grade", 3.0, 3),
        ("share", "0.25", 0.25),
        ("domains", "sea, land,sea", ["sea", "land"]),
        ("domains", "['sea', 'air']", ["sea", "air"]),
        ("domains", ("air",), ["air"]),
        ("draft", "yes", True),
        ("note", "7", "7"),
    ],
)
def test_text_of_a_command_line_becomes_a_value(
    name: str, given_value: object, value: object
) -> None:
    assert validate(DECLARED, {name: given_value})[name] == value


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("as_off", "2024-01-01", "did you mean 'as_of'?"),
        ("zzz", 1, "there are: as_of, covid"),
        ("as_of", "2024-02-30", "is not a date"),
        ("as_of", "yesterday", "write it like 2023-04-05"),
        ("first_day", "", "is not a date"),
        ("first_day", "1944-12-31", "below the minimum, 1945-01-01"),
        ("grade", "high", "is not a whole number"),
        ("grade", True, "is not a whole number"),
        ("grade", 2.5, "is not a whole number"),
        ("grade", 7, "above the maximum, 6"),
        ("share", "nan", "not a finite number"),
        ("share", -0.1, "below the minimum, 0"),
        ("covid", "wihtout", "did you mean 'without'?"),
        ("domains", "sae", "did you mean 'sea'?"),
        ("domains", 3, "is not a list"),
        ("note", 3, "is not a text"),
        ("draft", "maybe", "neither true nor false"),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_remedy(name: str, value: object, words: str) -> None:
    with pytest.raises(ParameterError) as caught:
        validate(DECLARED, {name: value})
    (fault,) = caught.value.faults
    assert words in fault
    assert name in fault


def test_all_faults_come_at_once() -> None:
    with pytest.raises(ParameterError) as caught:
        validate(DECLARED, {"grad": 1, "share": 2, "covid": "no"})
    assert len(caught.value.faults) == 3


@given(st.dictionaries(st.sampled_from(sorted(DEFAULTS)), st.text(max_size=8) | st.integers()))
def test_any_value_is_either_typed_or_refused(given_values: dict[str, object]) -> None:
    with contextlib.suppress(ParameterError):
        values = validate(DECLARED, given_values)
        assert list(values) == list(DEFAULTS)
        assert validate(DECLARED, values) == values


def test_described() -> None:
    values = validate(DECLARED, {"domains": "sea", "draft": "true"})
    assert changed(DECLARED, values) == ["domains", "draft"]
    assert rows(DECLARED, values)[5] == {
        "name": "domains", "value": "sea", "default": "all", "meaning": "Domains.",
    }  # fmt: skip
    assert [show(value) for value in (True, [], "", 0.5)] == ["yes", "all", "not set", "0.5"]
    assert bounds(DECLARED[2]) == "integer from 1 to 6"
    assert bounds(DECLARED[4]) == "one of with, without"
