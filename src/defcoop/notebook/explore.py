"""From a mark or a row to the events and claims behind it, where a person runs the notebook."""

from defcoop.notebook import live


def accompany(stage: live.Stage) -> None:
    """Let each cell with a figure or a table be followed by a way to its sources."""
