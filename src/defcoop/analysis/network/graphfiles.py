"""Graphs in the formats that Gephi and networkx read, the same bytes for the same graph."""

import io
from collections.abc import Mapping
from typing import Any

import networkx as nx

from defcoop.analysis.network.graphtypes import Graph

SEPARATOR = "; "


def write_graphml(graph: Graph) -> bytes:
    """Write a graph as GraphML.

    Parameters
    ----------
    graph
        Any graph of this package.

    Returns
    -------
    bytes
        UTF-8 XML. Attributes that hold several values become texts joined by "; ", because the
        format knows only single values; missing values are left out.
    """
    buffer = io.BytesIO()
    nx.write_graphml_xml(_flat(graph), buffer, encoding="utf-8", prettyprint=True)
    return buffer.getvalue()


def _flat(graph: Graph) -> Graph:
    """Copy a graph with single values only, in a fixed order."""
    ordered = _ordered(graph)
    for _, attributes in ordered.nodes(data=True):
        _flatten(attributes)
    for *_, attributes in ordered.edges(data=True):
        _flatten(attributes)
    return ordered


def _flatten(attributes: dict[str, Any]) -> None:
    for name, value in list(attributes.items()):
        if value is None:
            del attributes[name]
        elif isinstance(value, (tuple, list, set, frozenset)):
            attributes[name] = SEPARATOR.join(str(item) for item in value)


def _ordered(graph: Graph) -> Graph:
    """Copy a graph with its nodes and edges sorted by name."""
    copy = graph.__class__()
    copy.add_nodes_from((node, dict(graph.nodes[node])) for node in sorted(graph))
    for ends, attributes in sorted(_edges(graph), key=lambda edge: edge[0]):
        copy.add_edge(*ends, **_plain(attributes))
    return copy


def _edges(graph: Graph) -> list[tuple[tuple[str, ...], dict[str, Any]]]:
    """List the edges, with their key where two nodes may have several."""
    if isinstance(graph, nx.MultiDiGraph):
        return [((a, b, key), facts) for a, b, key, facts in graph.edges(keys=True, data=True)]
    if graph.is_directed():
        return [((a, b), facts) for a, b, facts in graph.edges(data=True)]
    return [((min(a, b), max(a, b)), facts) for a, b, facts in graph.edges(data=True)]


def _plain(attributes: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in attributes.items()
    }
