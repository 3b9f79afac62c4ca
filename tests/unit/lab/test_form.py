"""The controls of the form and the command that they amount to."""

import pytest

from defcoop.lab.form import command, told
from nbpress.parameters import Parameter, validate

pytest.importorskip("ipywidgets", reason="ipywidgets is not installed: make lab, or defcoop[lab]")
controls = pytest.importorskip("defcoop.lab.controls")

DECLARED = (
    Parameter("day", "date", "", "A day.", minimum="1945-01-01"),
    Parameter("grade", "integer", 6, "A grade.", minimum=1, maximum=6),
    Parameter("seed", "integer", 1, "A seed.", minimum=0),
    Parameter("share", "number", 0.5, "A share."),
    Parameter("words", "text", "", "Some words."),
    Parameter("whole", "boolean", False, "All or not."),
    Parameter("few", "choice", "with", "One of few.", choices=("with", "without")),
    Parameter("one", "choice", "a", "One of many.", choices=tuple("abcdef")),
    Parameter("some", "choices", [], "Some of few.", choices=("land", "sea", "coast_guard")),
    Parameter("many", "choices", [], "Some of many.", choices=tuple(f"m{n}" for n in range(30))),
)
CHOSEN = {
    "day": "2010-01-01",
    "grade": 2,
    "seed": 7,
    "share": 0.25,
    "words": "it's so",
    "whole": True,
    "few": "without",
    "one": "c",
    "some": ["sea", "coast_guard"],
    "many": ["m3"],
}


@pytest.mark.parametrize("parameter", DECLARED, ids=lambda each: each.name)
def test_a_control_reads_what_it_was_told_to_show(parameter: Parameter) -> None:
    heard: list[object] = []
    made = controls.control(parameter, parameter.default, heard.append)
    assert validate([parameter], {parameter.name: made.read()})[parameter.name] == parameter.default
    made.write(CHOSEN[parameter.name])
    assert validate([parameter], {parameter.name: made.read()}) == {
        parameter.name: CHOSEN[parameter.name]
    }
    assert heard


def test_the_command_holds_what_differs_from_the_defaults_and_survives_a_shell() -> None:
    values = {each.name: each.default for each in DECLARED}
    assert command("brief", DECLARED, values) == "defcoop build brief"
    values |= {"some": ["land", "sea"], "words": "it's so"}
    assert command("brief", DECLARED, values) == (
        """defcoop build brief -p 'words=it'"'"'s so' -p some=land,sea"""
    )
    assert told(DECLARED, values) == "Changed: words = it's so; some = land, sea."


def test_a_hint_cannot_break_out_of_its_attribute() -> None:
    mean = Parameter("x", "text", "", 'A "quoted" <b>meaning</b>')
    box = controls.labelled(controls.control(mean, "", lambda *_: None))
    label, _, note = box.children
    assert "<b>" not in label.value + note.value
    assert "&quot;quoted&quot;" in label.value
