"""How a table fits the page: type size, orientation, which columns stretch, how it is cut."""

from dataclasses import dataclass

from nbpress.render.tree import Node

#: Width of the page in points, upright and on its side, and how far type may shrink on it.
_UPRIGHT, _SIDEWAYS = 470.0, 717.0
_SIZES = (8.0, 7.2, 6.5)


@dataclass(frozen=True)
class Layout:
    """How a table is fitted to a page: type size, orientation, columns of each panel, tracks."""

    size: float
    landscape: bool
    panels: list[list[int]]
    tracks: list[float]


def plan_columns(table: Node) -> Layout:
    """Return how `table` fits: upright if it can, smaller type next, then sideways, then in parts.

    A table too wide even for that is cut into panels one below the other, each repeating the
    first column.
    """
    widths = table.attributes["widths"]
    for landscape, room in ((False, _UPRIGHT), (True, _SIDEWAYS)):
        for size in _SIZES if not table.attributes.get("compact") else _SIZES[1:]:
            if _least(widths, size) <= room:
                tracks = _tracks(widths, size, room)
                return Layout(size, landscape, [list(range(len(widths)))], tracks)
    size = _SIZES[-1]
    if _has_spans(table):
        return Layout(5.0, True, [list(range(len(widths)))], _tracks(widths, 5.0, _SIDEWAYS))
    return Layout(size, True, _panels(widths, size), [0.0] * len(widths))


def _least(widths: list[int], size: float) -> float:
    """Return the least room in points that columns need when long texts wrap."""
    return sum(min(width, 14) * size * 0.56 + 9 for width in widths)


def _tracks(widths: list[int], size: float, room: float) -> list[float]:
    natural = sum(width * size * 0.56 + 9 for width in widths)
    if natural <= room:
        return [0.0] * len(widths)
    return [0.0 if width <= 14 else round(width**0.6, 2) for width in widths]


def _panels(widths: list[int], size: float) -> list[list[int]]:
    panels: list[list[int]] = [[0]]
    for column in range(1, len(widths)):
        together = [widths[place] for place in [*panels[-1], column]]
        if _least(together, size) > _SIDEWAYS and len(panels[-1]) > 1:
            panels.append([0])
        panels[-1].append(column)
    return panels


def _has_spans(table: Node) -> bool:
    return any(
        cell.attributes["colspan"] > 1 or cell.attributes["rowspan"] > 1
        for section in table.children
        for row in section.children
        for cell in row.children
    )
