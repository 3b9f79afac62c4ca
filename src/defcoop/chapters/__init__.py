"""What a notebook cell calls.

Start here: `session.begin` checks a notebook's parameters, loads the data and returns a `Chapter`.

    declarations     the parameters of every notebook
    namespace        which globals of a notebook are its parameters
    session          what the cells of a notebook share: data, citations, headline numbers
    headlines        fields of facts that are headline numbers
    display          outputs with what they declare to the renderer

    brief, cadence, exercises, mechanisms, instruments, evidence, profile
                     a report each: facts.py computes numbers and verdicts, text.py words them
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from defcoop.chapters.session import Chapter, begin

__all__ = ["Chapter", "begin"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever has the name
    """Import what a cell calls when it is called: others only want to know the parameters."""
    if name not in __all__:
        raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
    from defcoop.chapters import session

    return getattr(session, name)
