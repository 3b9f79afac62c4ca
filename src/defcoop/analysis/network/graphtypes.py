"""Names for the graph types, whose nodes are ids."""

from typing import TYPE_CHECKING, TypeAlias

import networkx as nx

# The classes take a type argument in their stubs only, not when the program runs.
if TYPE_CHECKING:
    Graph: TypeAlias = nx.Graph[str]
    DiGraph: TypeAlias = nx.DiGraph[str]
    MultiDiGraph: TypeAlias = nx.MultiDiGraph[str]
else:
    Graph, DiGraph, MultiDiGraph = nx.Graph, nx.DiGraph, nx.MultiDiGraph
