"""One network in four forms: a node lies in the same lane in all of them."""

import io
import re

import networkx as nx
import pandas as pd
import pytest

from defcoop.analysis.network.lanes import LANES
from defcoop.chapters import begin
from defcoop.chapters.mechanisms.frames import NetworkFrames
from defcoop.chapters.mechanisms.graph_file import graph_table
from defcoop.figures.network import draw_network


@pytest.fixture(scope="module")
def frames() -> NetworkFrames:
    """The network of the record as it ships."""
    return NetworkFrames(begin("mechanisms", {"seed": 1}))


@pytest.fixture(scope="module")
def in_file(frames: NetworkFrames) -> dict[str, str]:
    """Lane of every node of the graph file, read back as another program reads it."""
    graphml = graph_table(frames.graph).report["data"]["csv"]
    return dict(nx.read_graphml(io.BytesIO(graphml.encode()), force_multigraph=True).nodes("layer"))


def in_figure(frames: NetworkFrames) -> dict[str, str]:
    """Lane of every node of the figure: the band in which its label stands."""
    places = frames.drawn.places
    stand = {
        node: (place.y, places.bands)
        for column in (places.left, places.middle, places.right)
        for node, place in column.items()
    }
    return {
        node: next(LANES[band.lane] for band in bands if band.top < y < band.bottom)
        for node, (y, bands) in stand.items()
    }


def test_the_figure_and_the_graph_file_agree_on_every_node(
    frames: NetworkFrames, in_file: dict[str, str]
) -> None:
    drawn = in_figure(frames)
    assert len(drawn) > 50
    assert {node: in_file[node] for node in drawn} == drawn


def test_what_was_left_out_of_the_figure_agrees_too(
    frames: NetworkFrames, in_file: dict[str, str]
) -> None:
    rows = pd.concat([frames.found.series, frames.found.bodies])
    assert {node: in_file[node] for node in rows["node"]} == {
        node: LANES[lane] for node, lane in zip(rows["node"], rows["lane"], strict=True)
    }


def test_the_page_to_explore_agrees(frames: NetworkFrames) -> None:
    drawn = in_figure(frames)
    shown = draw_network(frames.drawn, window="w", graph=frames.graph).interactive
    assert shown is not None
    assert {node["id"]: node["layer"] for node in shown["nodes"]} == drawn
    # From the top down, so that the list of lanes beside the drawing has its order.
    ranks = [list(LANES.values()).index(node["layer"]) for node in shown["nodes"]]
    assert ranks == sorted(ranks)


def test_the_table_counts_the_nodes_of_the_file(
    frames: NetworkFrames, in_file: dict[str, str]
) -> None:
    cells = re.findall(
        r"<tr><th[^>]*>([^<]+)</th><td>(\d+)</td>", graph_table(frames.graph).data["text/html"]
    )
    assert {lane: int(count) for lane, count in cells} == (
        pd.Series(list(in_file.values())).value_counts().to_dict()
    )
    assert [lane for lane, _ in cells] == [lane for lane in LANES.values() if lane in dict(cells)]
