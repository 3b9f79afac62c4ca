"""The parameters of a notebook as a form, where a person runs it.

Choosing a value validates all of them as the command line does, runs the cells of the report again
and redraws their outputs in place.  Without a person, or without ipywidgets, there is no form and
no trace of one; see `defcoop.lab.attended` for how that is told.
"""

import importlib.util
import shlex
import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from defcoop.chapters.declarations import DECLARATIONS
from defcoop.lab import attended, explore
from nbpress.parameters import Parameter, ParameterError, Value, show, validate

if TYPE_CHECKING:
    from defcoop.lab.controls import Control

ABSENT = "Run all cells: a form to choose the parameters appears here."


def offer(name: str, values: Mapping[str, Value]) -> None:
    """Show the form of a notebook; nothing where nobody sits before it.

    Parameters
    ----------
    name
        Name of the notebook.
    values
        The parameters with which it runs.
    """
    stage = attended.stage()
    if stage is None or stage.redrawing:
        return
    stage.start(attended.attended_cell())
    if importlib.util.find_spec("ipywidgets") is not None:
        explore.accompany(stage)
        attended.present(Form(name, DECLARATIONS[name], values, stage).box, ABSENT)


class Form:
    """The form of one notebook.

    Parameters
    ----------
    name
        Name of the notebook.
    declared
        Its parameters, each of which gets a control.
    values
        The values with which it was run.
    stage
        Its cells.

    Attributes
    ----------
    box
        The widget.
    """

    def __init__(
        self,
        name: str,
        declared: Sequence[Parameter],
        values: Mapping[str, Value],
        stage: attended.Stage,
    ) -> None:
        from defcoop.lab import controls

        self.name, self.declared, self.stage = name, declared, stage
        self.values = dict(values)
        self.controls: dict[str, Control] = {
            parameter.name: controls.control(parameter, values[parameter.name], self.choose)
            for parameter in declared
        }
        self.command = controls.Command(text=command(name, declared, values), cuts=controls.cuts())
        self.status = controls.status("Choose values: figures, tables and text follow in place.")
        self.box = controls.layout(
            list(self.controls.values()), self.command, self.status, self.reset
        )

    def choose(self, *_: Any) -> None:  # noqa: ANN401 - whatever a widget says of its change
        """Validate what is chosen and redraw; say what is wrong where something is."""
        chosen = {name: control.read() for name, control in self.controls.items()}
        try:
            values = validate(self.declared, chosen)
        except ParameterError as error:
            self.say(". ".join(error.faults), fault=True)
            return
        if values != self.values:
            self.redraw(values)

    def redraw(self, values: dict[str, Value]) -> None:
        """Run the cells with other values and say how it went."""
        self.say("Redrawing\N{HORIZONTAL ELLIPSIS}")
        self.values = values
        self.command.text = command(self.name, self.declared, values)
        began = time.perf_counter()
        failures = self.stage.redraw(values)
        seconds = time.perf_counter() - began
        if failures:
            self.say(f"{len(failures)} cells failed: {failures[0].error}", fault=True)
        else:
            cells = len(self.stage.cells)
            self.say(f"Redrew {cells} cells in {seconds:.1f} s. {told(self.declared, values)}")

    def reset(self, *_: Any) -> None:  # noqa: ANN401
        """Go back to the declared defaults."""
        for parameter in self.declared:
            self.controls[parameter.name].write(parameter.default)
        self.choose()

    def say(self, text: str, *, fault: bool = False) -> None:
        """Show a sentence under the form."""
        from defcoop.lab import controls

        controls.say(self.status, text, fault=fault)


def told(declared: Sequence[Parameter], values: Mapping[str, Value]) -> str:
    """Return which parameters differ from their defaults, as a sentence."""
    changed = [
        f"{parameter.name} = {show(values[parameter.name])}"
        for parameter in declared
        if values[parameter.name] != parameter.default
    ]
    return f"Changed: {'; '.join(changed)}." if changed else "All values are the defaults."


def command(name: str, declared: Sequence[Parameter], values: Mapping[str, Value]) -> str:
    """Return the command that builds the report with these values; defaults are left out.

    Examples
    --------
    >>> seed = Parameter("seed", "integer", 1, "Seed.")
    >>> command("cadence", [seed], {"seed": 7})
    'defcoop build cadence -p seed=7'
    """
    words = ["defcoop", "build", name]
    for parameter in declared:
        value = values[parameter.name]
        if value != parameter.default:
            text = ",".join(value) if isinstance(value, list) else str(value)
            words += ["-p", f"{parameter.name}={text}"]
    return shlex.join(words)
