"""What a notebook cell calls."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from defcoop.chapters.session import Report, begin

__all__ = ["Report", "begin"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever has the name
    """Import what a cell calls when it is called: others only want to know the parameters."""
    if name not in __all__:
        raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
    from defcoop.chapters import session

    return getattr(session, name)
