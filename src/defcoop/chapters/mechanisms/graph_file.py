"""A graph as a table that carries it along as a file for other programs."""

import pandas as pd

from defcoop.analysis.network.graphfiles import write_graphml
from defcoop.analysis.network.graphtypes import MultiDiGraph
from defcoop.analysis.network.lanes import LANES
from defcoop.chapters import display
from defcoop.html_table import write_frame

TITLE = "The whole network as a graph file for other programs"
CAPTION = (
    "The lanes are those of the figure. The attached GraphML file holds every node with its lane "
    "(as layer) and sources and every tie with its dates and sources; Gephi, Cytoscape, yEd and "
    "networkx read it."
)
HEADS = ["Lane", "Nodes", "Ties"]


def graph_table(graph: MultiDiGraph, label: str = "graph") -> display.Output:
    """Return how many nodes and ties each lane has, with the graph as the attached file.

    A graph without nodes is returned as a sentence.
    """
    layer_of = {node: str(facts["layer"]) for node, facts in graph.nodes(data=True)}
    rows = [
        (layer, len(nodes), sum(dict(graph.degree(nodes)).values()))
        for layer in LANES.values()
        if (nodes := [node for node, at in layer_of.items() if at == layer])
    ]
    if not rows:
        return display.text("There is no network to download.")
    frame = pd.DataFrame(rows, columns=HEADS)
    report = {
        "label": label,
        "title": TITLE,
        "caption": CAPTION,
        "sources": [],
        "data": {"name": "network.graphml", "csv": write_graphml(graph).decode("utf-8")},
        "align": ["left", "right", "right"],
        "compact": True,
    }
    return display.table(write_frame(frame), frame.to_string(index=False), report)
