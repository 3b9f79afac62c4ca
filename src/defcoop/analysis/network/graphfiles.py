"""Graphs in the formats that Gephi and networkx read, the same bytes for the same graph."""

import io
import json
from collections.abc import Mapping
from typing import Any

import networkx as nx

from defcoop.analysis.network.graphtypes import Graph

SEPARATOR = "; "


def graphml(graph: Graph) -> bytes:
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


def gexf(graph: Graph) -> bytes:
    """Write a graph as GEXF 1.2.

    Parameters
    ----------
    graph
        Any graph of this package.

    Returns
    -------
    bytes
        UTF-8 XML, values as in `graphml`, without the date of writing that the library puts in:
        the same graph gives the same bytes on every day.
    """
    from networkx.readwrite.gexf import GEXFWriter

    writer = GEXFWriter(encoding="utf-8", prettyprint=True, version="1.2draft")
    writer.add_graph(_flat(graph))
    for meta in writer.xml.iter("meta"):
        meta.attrib.pop("lastmodifieddate", None)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def node_link_json(graph: Graph) -> bytes:
    """Write a graph as node-link JSON, which `networkx.node_link_graph` reads.

    Parameters
    ----------
    graph
        Any graph of this package.

    Returns
    -------
    bytes
        UTF-8 JSON with nodes and edges in a fixed order; several values are lists.
    """
    data = nx.node_link_data(_ordered(graph), edges="edges")
    return json.dumps(data, ensure_ascii=False, indent=1).encode("utf-8") + b"\n"


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
