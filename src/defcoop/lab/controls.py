"""The widgets of the form: one control for each type of parameter.

Imported only where a person sits before a notebook, since ipywidgets takes its time.
"""

import datetime
import html
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import anywidget
import ipywidgets as widgets
import traitlets
from matplotlib.font_manager import FontProperties, findfont

from defcoop.figures.style import register_fonts
from nbpress.parameters import Parameter, Value, bounds

FEW = 4  # up to so many choices are buttons beside each other
SHORT = 10  # whole numbers up to so many are buttons too
MANY = 24  # more than so many are a list to scroll
FAMILY = "Fira Sans"
ASSETS = Path(__file__).parent / "assets"
Listener = Callable[..., None]


class Command(anywidget.AnyWidget):
    """A command line with a button that copies it; it brings the typeface of figures along."""

    _esm = ASSETS / "command.js"
    _css = ASSETS / "form.css"
    text = traitlets.Unicode().tag(sync=True)
    family = traitlets.Unicode(FAMILY).tag(sync=True)
    cuts: "traitlets.Dict[str, bytes]" = traitlets.Dict().tag(sync=True)


def cuts() -> dict[str, bytes]:
    """Return the font files of the figures by weight."""
    register_fonts()
    weights = {"400": "regular", "500": "medium", "600": "semibold"}
    return {
        number: Path(findfont(FontProperties(family=FAMILY, weight=name))).read_bytes()
        for number, name in weights.items()
    }


@dataclass(frozen=True)
class Control:
    """The control of one parameter.

    Attributes
    ----------
    widget
        What is shown.
    read, write
        Return the value chosen; show another.
    """

    parameter: Parameter
    widget: widgets.Widget
    read: Callable[[], object]
    write: Callable[[Value], None]


def control(parameter: Parameter, value: Value, listener: Listener) -> Control:
    """Return the control of a parameter, showing ``value``; changes are told to ``listener``."""
    made = MAKERS[parameter.type](parameter, listener)
    made.write(value)
    for widget in getattr(made.widget, "parts", [made.widget]):
        widget.observe(listener, "value")
    return made


def date_control(parameter: Parameter, _: Listener) -> Control:
    """Return a calendar; an empty field is a date not set."""
    picker = widgets.DatePicker(value=None)

    def read() -> str:
        return picker.value.isoformat() if picker.value else ""

    def write(value: Value) -> None:
        picker.value = datetime.date.fromisoformat(str(value)) if value else None

    return Control(parameter, picker, read, write)


def integer_control(parameter: Parameter, _: Listener) -> Control:
    """Return buttons for a short range, else a field for a whole number."""
    if parameter.minimum is None or parameter.maximum is None:
        return held(parameter, widgets.IntText())
    span = range(int(parameter.minimum), int(parameter.maximum) + 1)
    if len(span) > SHORT:
        return held(parameter, widgets.BoundedIntText(min=span[0], max=span[-1]))
    return held(parameter, buttons([(str(number), number) for number in span]))


def number_control(parameter: Parameter, _: Listener) -> Control:
    """Return a field for a number."""
    return held(parameter, widgets.FloatText())


def text_control(parameter: Parameter, _: Listener) -> Control:
    """Return a field for text, read when it is left or Enter is pressed."""
    return held(parameter, widgets.Text(continuous_update=False))


def boolean_control(parameter: Parameter, _: Listener) -> Control:
    """Return a box to tick."""
    return held(parameter, widgets.Checkbox(indent=False))


def choice_control(parameter: Parameter, _: Listener) -> Control:
    """Return buttons for a few choices, else a list that drops down."""
    names = list(parameter.allowed())
    if len(names) <= FEW:
        return held(parameter, buttons([(spoken(name), name) for name in names]))
    return held(parameter, widgets.Dropdown(options=names))


def choices_control(parameter: Parameter, _: Listener) -> Control:
    """Return a button for each choice; of very many, a list to scroll."""
    names = parameter.allowed()
    if len(names) > MANY:
        chooser = widgets.SelectMultiple(options=names, rows=6)
        return Control(
            parameter,
            chooser,
            lambda: list(chooser.value),
            lambda value: setattr(chooser, "value", value),
        )
    parts = [widgets.ToggleButton(description=spoken(name)) for name in names]
    row = widgets.HBox(parts)
    row.add_class("parameter-choices")
    row.parts = parts

    def read() -> list[str]:
        return [name for name, part in zip(names, parts, strict=True) if part.value]

    def write(value: Value) -> None:
        for name, part in zip(names, parts, strict=True):
            part.value = name in value if isinstance(value, list) else False

    return Control(parameter, row, read, write)


def held(parameter: Parameter, widget: Any) -> Control:  # noqa: ANN401 - ipywidgets is untyped
    """Return the control of a widget that holds the value as it is."""

    def write(value: Value) -> None:
        widget.value = value

    return Control(parameter, widget, lambda: widget.value, write)


def buttons(options: Sequence[tuple[str, Value]]) -> widgets.ToggleButtons:
    """Return buttons of which one is pressed."""
    row = widgets.ToggleButtons(options=options)
    row.add_class("parameter-buttons")
    return row


def spoken(name: str) -> str:
    """Return a choice as it is said."""
    return name.replace("_", " ")


MAKERS: dict[str, Callable[[Parameter, Listener], Control]] = {
    "date": date_control,
    "integer": integer_control,
    "number": number_control,
    "text": text_control,
    "boolean": boolean_control,
    "choice": choice_control,
    "choices": choices_control,
}


def layout(
    rows: Sequence[Control], command: Command, status: widgets.HTML, reset: Listener
) -> widgets.Widget:
    """Return the form: the controls in columns, the command, the status."""
    grid = widgets.HBox([labelled(row) for row in rows])
    grid.add_class("parameter-grid")
    button = widgets.Button(description="Defaults", tooltip="Back to the declared defaults")
    button.on_click(reset)
    foot = widgets.HBox([command, button])
    foot.add_class("parameter-foot")
    box = widgets.VBox([grid, foot, status])
    box.add_class("parameter-form")
    return box


def labelled(row: Control) -> widgets.Widget:
    """Return a control under its name, with what it means and what it may be as a hint."""
    parameter = row.parameter
    hint = html.escape(f"{parameter.meaning} ({bounds(parameter)})", quote=True)
    name = html.escape(spoken(parameter.name))
    label = widgets.HTML(f'<span class="parameter-name" title="{hint}">{name}</span>')
    note = widgets.HTML(f'<span class="parameter-note">{html.escape(parameter.meaning)}</span>')
    box = widgets.VBox([label, row.widget, note])
    box.add_class("parameter")
    box.add_class(f"parameter-{parameter.type}")
    return box


def status(text: str) -> widgets.HTML:
    """Return the line under the form."""
    line = widgets.HTML()
    say(line, text)
    return line


def say(line: widgets.HTML, text: str, *, fault: bool = False) -> None:
    """Show a sentence in the line under the form."""
    role, kind = ("alert", " parameter-fault") if fault else ("status", "")
    line.value = f'<div role="{role}" class="parameter-status{kind}">{html.escape(text)}</div>'
