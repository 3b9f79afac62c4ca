"""Layout of a two-mode network in lanes: series down the middle, bodies at either side.

Every label has a row of its own, so that nothing can overlap; crossings are reduced by moving
series and bodies to the mean height of what they are tied to (Sugiyama, Tagawa & Toda 1981).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from defcoop.figures.text_width import line_height, wrap

FloatArray = npt.NDArray[np.float64]
SWEEPS = 8
HEADER = 0.165
PADDING = 0.04
GAP = 0.018


@dataclass(frozen=True)
class Place:
    """Where one node stands.

    Attributes
    ----------
    node
        Its id.
    lines
        Its label, broken to the width of its column.
    y
        Height of the middle of its label, in inches from the top.
    height
        Height of its label, in inches.
    """

    node: str
    lines: tuple[str, ...]
    y: float
    height: float


@dataclass(frozen=True)
class Band:
    """One lane: its key and where it begins and ends, in inches from the top."""

    lane: str
    top: float
    bottom: float


@dataclass(frozen=True)
class Layout:
    """Where everything stands.

    Attributes
    ----------
    height
        Of the whole, in inches.
    bands
        The lanes from the top down.
    middle, left, right
        Places of the series and of the bodies on either side, by node.
    """

    height: float
    bands: tuple[Band, ...]
    middle: Mapping[str, Place]
    left: Mapping[str, Place]
    right: Mapping[str, Place]


@dataclass(frozen=True)
class Columns:
    """Widths of the labels of the middle and of the sides in inches, and the size of the type."""

    middle: float
    side: float
    size: float


def layout(
    series: pd.DataFrame,
    bodies: pd.DataFrame,
    ties: pd.DataFrame,
    lanes: Sequence[str],
    columns: Columns,
) -> Layout:
    """Place a two-mode network in lanes.

    Parameters
    ----------
    series
        Columns node, text, lane.
    bodies
        Columns node, text, lane, side ("left" or "right").
    ties
        Columns body, series, events.
    lanes
        Lanes from the top down; those without a node are left out.
    columns
        Widths and type.

    Returns
    -------
    Layout
        The same for any order of rows. Of no height without nodes.
    """
    bands = bands_of(series, bodies, lanes, columns)
    order = ordered(series, bodies, ties, [band.lane for band in bands])
    middle = middle_of(series, order, bands, columns)
    spots = {node: place.y for node, place in middle.items()}
    sides = label_lines(bodies, columns.side, columns.size)
    at_side = {side: bodies[bodies["side"] == side] for side in ("left", "right")}
    placed = {
        side: beside_of(frame, sides, pulls(frame, ties, spots), bands, columns)
        for side, frame in at_side.items()
    }
    return Layout(height_of_all(bands), tuple(bands), middle, placed["left"], placed["right"])


def bands_of(
    series: pd.DataFrame, bodies: pd.DataFrame, lanes: Sequence[str], columns: Columns
) -> list[Band]:
    """Return the lanes that have a node, each as high as the tallest of its three columns."""
    tallest: dict[str, float] = {}
    left = bodies["side"] == "left"
    for frame, width in (
        (series, columns.middle),
        (bodies[left], columns.side),
        (bodies[~left], columns.side),
    ):
        for lane, height in column_heights(frame, width, columns).items():
            tallest[lane] = max(tallest.get(lane, 0.0), height)
    bands: list[Band] = []
    for lane in [lane for lane in lanes if lane in tallest]:
        top = height_of_all(bands)
        bands.append(Band(lane, top, top + HEADER + tallest[lane] + PADDING))
    return bands


def height_of_all(bands: Sequence[Band]) -> float:
    """Return the height of lanes that lie below each other, in inches."""
    return bands[-1].bottom if bands else 0.0


def middle_of(
    series: pd.DataFrame, order: Sequence[str], bands: Sequence[Band], columns: Columns
) -> dict[str, Place]:
    """Place the series in their order, each lane's in the middle of its height."""
    labels = label_lines(series, columns.middle, columns.size)
    lanes = lane_of(series)
    placed: dict[str, Place] = {}
    for band in bands:
        rows = stacked([node for node in order if lanes[node] == band.lane], labels, columns)
        inside = band.bottom - PADDING - HEADER - band.top
        top = band.top + HEADER + (inside - sum(place.height for place in rows)) / 2
        placed |= {place.node: replace(place, y=top + place.y) for place in rows}
    return placed


def lane_of(frame: pd.DataFrame) -> dict[str, str]:
    """Return the lane of each node."""
    return dict(zip(frame["node"], frame["lane"], strict=True))


def label_lines(frame: pd.DataFrame, width: float, size: float) -> dict[str, tuple[str, ...]]:
    """Break the label of each node to a width."""
    return {
        node: tuple(wrap(text, width, size))
        for node, text in zip(frame["node"], frame["text"], strict=True)
    }


def height_of(lines: Sequence[str], columns: Columns) -> float:
    """Return the height that a label takes, with the gap to the next."""
    return len(lines) * line_height(columns.size) + GAP


def stacked(
    nodes: Sequence[str], labels: Mapping[str, tuple[str, ...]], columns: Columns
) -> list[Place]:
    """Stack labels from zero downwards."""
    heights = [height_of(labels[node], columns) for node in nodes]
    ends = np.cumsum(heights) if heights else np.zeros(0)
    return [
        Place(node, labels[node], float(end) - height / 2, height)
        for node, end, height in zip(nodes, ends, heights, strict=True)
    ]


def column_heights(frame: pd.DataFrame, width: float, columns: Columns) -> dict[str, float]:
    """Return for each lane the height that the labels of one column need."""
    labels = label_lines(frame, width, columns.size)
    heights: dict[str, float] = {}
    for node, lane in lane_of(frame).items():
        heights[lane] = heights.get(lane, 0.0) + height_of(labels[node], columns)
    return heights


def pulls(frame: pd.DataFrame, ties: pd.DataFrame, spots: Mapping[str, float]) -> dict[str, float]:
    """Return for each body the mean height of its series, weighted by events; zero without ties."""
    known = ties[ties["series"].isin(list(spots))]
    heights = known["series"].map(dict(spots)).astype(float) * known["events"]
    totals = heights.groupby(known["body"]).sum() / known.groupby("body")["events"].sum()
    return {node: float(totals.get(node, 0.0)) for node in frame["node"]}


def beside_of(
    frame: pd.DataFrame,
    labels: Mapping[str, tuple[str, ...]],
    wanted: Mapping[str, float],
    bands: Sequence[Band],
    columns: Columns,
) -> dict[str, Place]:
    """Place the bodies of one side, each within its lane and as near as can be to its series."""
    placed: dict[str, Place] = {}
    for band in bands:
        nodes = sorted(
            frame.loc[frame["lane"] == band.lane, "node"], key=lambda node: (wanted[node], node)
        )
        heights = [height_of(labels[node], columns) for node in nodes]
        low, high = band.top + HEADER, band.bottom - PADDING
        middles = confined([wanted[node] for node in nodes], heights, low, high)
        for node, y, height in zip(nodes, middles, heights, strict=True):
            placed[node] = Place(node, labels[node], y, height)
    return placed


def confined(
    wanted: Sequence[float], heights: Sequence[float], low: float, high: float
) -> list[float]:
    """Place labels of given heights between two limits, in order, as near as can be to wanted.

    Parameters
    ----------
    wanted
        Middles in rising order.
    heights
        Height of each label.
    low, high
        Limits; there must be room for all labels.

    Returns
    -------
    list of float
        Middles at which no label reaches into another (least squares, then pushed inside).
    """
    if not wanted:
        return []
    offsets = np.cumsum(heights) - np.asarray(heights) / 2
    # Imported where it is used: it takes longer than most reports that need no lanes.
    from scipy.optimize import isotonic_regression

    free = isotonic_regression(np.asarray(wanted) - offsets).x
    room = max(low, high - float(np.sum(heights)))
    return [float(y) for y in np.clip(free, low, room) + offsets]


def ordered(
    series: pd.DataFrame, bodies: pd.DataFrame, ties: pd.DataFrame, lanes: Sequence[str]
) -> list[str]:
    """Order the series lane by lane so that few ties cross.

    Each sweep sorts the bodies of a lane by the mean rank of their series, then the series by the
    mean rank of their bodies; the number of sweeps is fixed, so the result is too.
    """
    rank_of_lane = {lane: rank for rank, lane in enumerate(lanes)}
    lane_of_node = lane_of(pd.concat([series[["node", "lane"]], bodies[["node", "lane"]]]))
    weights = ties.pivot_table(
        index="series", columns="body", values="events", aggfunc="sum", fill_value=0
    ).reindex(index=sorted(series["node"]), columns=sorted(bodies["node"]), fill_value=0)
    matrix = weights.to_numpy(dtype=float)
    rows, sides = (
        np.array([rank_of_lane[lane_of_node[node]] for node in nodes], dtype=float)
        for nodes in (weights.index, weights.columns)
    )
    spots, posts = settled(rows, np.zeros(len(rows))), settled(sides, np.zeros(len(sides)))
    for _ in range(SWEEPS):
        posts = settled(sides, mean_of(matrix.T, spots))
        spots = settled(rows, mean_of(matrix, posts))
    return [str(weights.index[at]) for at in np.argsort(spots, kind="stable")]


def settled(lanes: FloatArray, pull: FloatArray) -> FloatArray:
    """Return evenly spaced places from 0 to 1 in the order of lane, then pull, then name."""
    order = np.lexsort((np.arange(lanes.size), np.round(pull, 9), lanes))
    places = np.empty(lanes.size)
    places[order] = (np.arange(lanes.size) + 0.5) / max(1, lanes.size)
    return places


def mean_of(weights: FloatArray, places: FloatArray) -> FloatArray:
    """Return for each row the mean place of its columns, weighted; one half without any."""
    total = weights.sum(axis=1)
    means: FloatArray = np.full(total.shape, 0.5)
    np.divide(weights @ places, total, out=means, where=total > 0)
    return means
