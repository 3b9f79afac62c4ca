"""A notebook in front of somebody: which cells were run, and how to run them again in place.

Whether somebody is there is read from the request that runs the cell.  JupyterLab and VS Code name
the cell (``cellId``) and can be asked for input; papermill, nbclient, nbconvert and Jupyter
Scheduler do neither, so that there nothing of this module has any effect: outputs are those of the
notebook alone.  The default is silence: whatever does not say that somebody is there gets none.
"""

import ast
import gc
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from defcoop.chapters.display import Output, Sequel
from defcoop.evidence.load import Dataset, load
from defcoop.evidence.tables import find_data
from defcoop.lab import page
from defcoop.lab.page import INTERACTIVE

SPARE = 3
"""Empty places kept under the outputs of a cell, for what another selection may show."""

EMPTY = page.Bundle({"text/html": "", "text/plain": ""}, INTERACTIVE)


def shell() -> Any:  # noqa: ANN401 - IPython's own
    """Return the shell that runs the cells; None outside of one."""
    if "IPython" not in sys.modules:
        return None
    from IPython import get_ipython

    return get_ipython()


def kernel_request() -> Mapping[str, Any]:
    """Return the request that the kernel is working on; empty outside of a Jupyter kernel."""
    kernel = getattr(shell(), "kernel", None)
    return dict(kernel.get_parent() or {}) if kernel is not None else {}


def attended_cell() -> str:
    """Return the id of the cell that a person runs; empty when nobody is there."""
    request = kernel_request()
    if not request.get("content", {}).get("allow_stdin"):
        return ""
    return str(request.get("metadata", {}).get("cellId") or "")


@dataclass
class Cell:
    """A cell that shows outputs of a report.

    Attributes
    ----------
    source
        Its code.
    shown
        How many places for outputs it has.
    """

    source: str
    shown: int = 0


@dataclass(frozen=True)
class Failure:
    """A cell that could not be run again."""

    cell: int
    error: Exception


@dataclass
class Stage:
    """One attended notebook.

    Attributes
    ----------
    namespace
        The variables of its cells.
    cells
        By id, in the order of the notebook: those that end in outputs of a report.  Others, such
        as an analyst's own trials, are never run again.
    companions
        What is told of the outputs of a cell when they are shown or redrawn: the id of the cell,
        the outputs, and whether they were redrawn.
    redrawing
        Whether cells are being run again.
    reading
        Turns outputs into what a person reads.
    """

    namespace: dict[str, Any]
    cells: dict[str, Cell] = field(default_factory=dict)
    companions: list[Callable[[str, list[Output], bool], None]] = field(default_factory=list)
    redrawing: bool = False
    reading: page.Reading = field(default_factory=page.Reading)
    _pass: set[str] = field(default_factory=set)
    _settled: bool = False

    def start(self, cell: str) -> None:
        """Take a pass through the notebook to begin with ``cell``, which validates parameters."""
        sources = dataset().sources.set_index("source_id", drop=False)
        self.reading = page.Reading(sources.to_dict("index"))
        self._pass = {cell}
        self.cells = {cell: Cell(self.source()), **self.cells}

    def source(self) -> str:
        """Return the code of the running cell."""
        return str(self.namespace.get("In", [""])[-1])

    def show(self, value: Output | Sequel) -> None:
        """Show what a cell ended in, each output in a place where it can be redrawn."""
        name = attended_cell()
        if not name:  # another client of the same kernel
            for output in outputs_of(value):
                publish("", page.Bundle(output.data, {"report": output.report}), update=False)
            return
        if name not in self._pass:  # in a new pass, cells follow in the order in which they are run
            self.cells.pop(name, None)
            self._pass.add(name)
        cell = self.cells.setdefault(name, Cell(""))
        cell.source = self.source()
        self.publish(name, cell, outputs_of(value), update=False)

    def publish(self, name: str, cell: Cell, found: list[Output], *, update: bool) -> None:
        """Show or redraw outputs in the places of a cell; what is left of the places is emptied."""
        bundles = self.reading.bundles(found)
        if not update:
            cell.shown = len(bundles) + SPARE
        for position in range(cell.shown):
            bundle = bundles[position] if position < len(bundles) else EMPTY
            publish(f"{name}/{position}", bundle, update=update)
        for companion in self.companions:
            companion(name, found, update)

    def settle(self) -> None:
        """Keep what the first pass imported and read out of the collection of garbage.

        It stays for as long as the kernel runs. To go through all of it again and again costs a
        redraw up to a third of a second.
        """
        if not self._settled:
            gc.freeze()
            self._settled = True

    def redraw(self, values: Mapping[str, Any]) -> list[Failure]:
        """Run the cells again with other parameters and show in place what they end in.

        Parameters
        ----------
        values
            Parameters by name, already validated.

        Returns
        -------
        list of Failure
            The cells that could not be run; their places say so.
        """
        self.settle()
        self.namespace.update(values)
        self.redrawing = True
        failures = []
        try:
            for number, (name, cell) in enumerate(self.cells.items()):
                try:
                    found = outputs_of(evaluate(cell.source, self.namespace))
                except Exception as error:  # noqa: BLE001 - whatever a cell raises belongs to it
                    failures.append(Failure(number, error))
                    found = [Output({"text/plain": f"Not redrawn: {error}"}, {})]
                self.publish(name, cell, found, update=True)
        finally:
            self.redrawing = False
        return failures


def outputs_of(value: object) -> list[Output]:
    """Return the outputs of a report that a cell ended in."""
    if isinstance(value, Sequel):
        return list(value.outputs)
    return [value] if isinstance(value, Output) else []


def publish(place: str, bundle: page.Bundle, *, update: bool) -> None:
    """Show a bundle of representations in a place, or put it where that place is shown."""
    from IPython.display import publish_display_data

    publish_display_data(  # type: ignore[no-untyped-call]
        dict(bundle.data), dict(bundle.metadata), transient={"display_id": place}, update=update
    )


def present(widget: Any, instead: str = "") -> None:  # noqa: ANN401 - ipywidgets is untyped
    """Show a widget to the person who is there; an exporter leaves it out.

    Parameters
    ----------
    widget
        What is shown.
    instead
        What is said where the widget cannot be shown, as in a file saved with `defcoop lab`.
    """
    from IPython.display import publish_display_data

    words = {"text/markdown": f"*{instead}*"} if instead else {}
    data = {**widget._repr_mimebundle_(), **words, "text/plain": instead}
    publish_display_data(data, dict(INTERACTIVE))  # type: ignore[no-untyped-call]


def evaluate(source: str, namespace: dict[str, Any]) -> object:
    """Run a cell and return the value of its last line, if that is an expression."""
    tree = ast.parse(source)
    last = tree.body[-1] if tree.body else None
    if isinstance(last, ast.Expr):
        tree.body.pop()
    exec(compile(tree, "<cell>", "exec"), namespace)  # noqa: S102 - the notebook's own cell
    if not isinstance(last, ast.Expr):
        return None
    expression = ast.Expression(last.value)
    return eval(compile(expression, "<cell>", "eval"), namespace)  # noqa: S307 - likewise


_stages: list[Stage] = []  # one, once a person has run a cell


def stage() -> Stage | None:
    """Return the stage of the notebook that runs in this kernel; None when nobody is there."""
    if not attended_cell():
        return None
    if not _stages:
        created = Stage(shell().user_ns)
        formatter = shell().display_formatter.ipython_display_formatter
        for kind in (Output, Sequel):
            formatter.for_type(kind, created.show)
        _stages.append(created)
    return _stages[0]


State = tuple[tuple[str, int, int], ...]
_loaded: dict[State, Dataset] = {}


def data_state() -> State:
    """Return what tells whether a file of the data has changed."""
    entries = sorted(os.scandir(find_data()), key=lambda entry: entry.path)
    return tuple((entry.path, entry.stat().st_mtime_ns, entry.stat().st_size) for entry in entries)


def dataset() -> Dataset:
    """Return the checked tables, read anew only if a file has changed since the last time.

    Raises
    ------
    DataNotFoundError
        If there is no data folder.
    DataError
        If the tables break a rule.
    """
    state = data_state()
    if state not in _loaded:
        found = load()
        _loaded.clear()
        _loaded[state] = found
    return _loaded[state].afresh()
