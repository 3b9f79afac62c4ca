"""Which variables of a notebook are its parameters, however often its cells are run."""

import datetime
from collections.abc import Collection, Iterator, MutableMapping, Sequence

from defcoop.lab import attended
from nbpress.parameters import Parameter, ParameterError, Value, validate
from nbpress.parameters.cell import iterate_assignments

# What a parameter can be, and what IPython itself puts into the name space of a notebook.
PLAIN = (str, int, float, bool, list, tuple, datetime.date)
IPYTHON = {"In", "Out", "exit", "quit", "get_ipython", "open"}
RUN = "_parameters_resolved"


def resolve(
    declared: Sequence[Parameter], namespace: MutableMapping[str, object]
) -> dict[str, Value]:
    """Return the parameters of a notebook, typed and within their bounds.

    Parameters
    ----------
    declared
        The parameters of the notebook.
    namespace
        ``globals()`` of the notebook.  The first time, everything in it that is neither IPython's
        nor a module is taken for a parameter; when the cell is run again, in a notebook front end,
        only what the cells assign that assign a declared parameter.

    Raises
    ------
    ParameterError
        If a parameter is unknown, ill-typed or out of bounds.  A person may then correct the name
        and run the cell again: the variable of the wrong name is removed.
    """
    names = {parameter.name for parameter in declared}
    found = given(namespace, names)
    try:
        values = validate(declared, found)
    except ParameterError:
        for name in found.keys() - names if attended.attended_cell() else ():
            del namespace[name]
        raise
    namespace[RUN] = True
    return values


def given(namespace: MutableMapping[str, object], declared: Collection[str]) -> dict[str, object]:
    """Return what of a notebook's name space is a parameter."""
    plain: dict[str, object] = {
        name: value
        for name, value in namespace.items()
        if not name.startswith("_") and name not in IPYTHON and isinstance(value, PLAIN)
    }
    if RUN not in namespace:
        return plain
    kept = {*declared, *assigned_beside(namespace.get("In", ()), declared)}
    return {name: value for name, value in plain.items() if name in kept}


def assigned_beside(sources: object, declared: Collection[str]) -> Iterator[str]:
    """Yield the names that are assigned in cells that assign a declared parameter."""
    for source in sources if isinstance(sources, list) else ():
        names = {name for name, _ in iterate_assignments(source)}
        if names & set(declared):
            yield from names
