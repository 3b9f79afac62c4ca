"""Groups of actors, given only together with how stable they are."""

from dataclasses import dataclass

import networkx as nx
import numpy as np
import pandas as pd

from defcoop.analysis.arrays import FloatArray, IntArray
from defcoop.analysis.network.graphtypes import Graph
from defcoop.analysis.network.projection import projection
from defcoop.analysis.network.twomode import ACTORS

# Mean adjusted Rand index between runs from which a partition may be shown as one.
STABLE = 0.8
DROPPED_SHARE = 0.1
FEWEST_NODES = 4


@dataclass(frozen=True)
class Communities:
    """A partition with its stability.

    Parameters
    ----------
    members
        Frame node, community (from 1, the largest first), stability: the mean share of runs in
        which the node sits with the other members of its community (1 for a node alone).
    agreement
        Mean adjusted Rand index (Hubert & Arabie 1985) between the runs; None without a partition.
    modularity
        Newman's modularity of the partition of the whole graph.
    stable
        Whether `agreement` reaches 0.8. An unstable partition must not be shown as a finding.
    runs
        Number of runs.
    reason
        Why there is no partition; empty when there is one.
    """

    members: pd.DataFrame
    agreement: float | None
    modularity: float | None
    stable: bool
    runs: int
    reason: str = ""


def communities(
    graph: Graph, *, generator: np.random.Generator, side: int = ACTORS, runs: int = 50
) -> Communities:
    """Divide one side of a two-mode graph into groups that share more among themselves.

    Louvain (Blondel et al. 2008) on the projection, and again in `runs` runs, each with another
    seed and with a tenth of the other side's nodes left out, to see whether the groups hold.

    Parameters
    ----------
    graph
        Two-mode graph.
    generator
        Source of randomness.
    side
        Side to divide.
    runs
        Number of disturbed runs.

    Returns
    -------
    Communities
        With a reason below four nodes or without ties.
    """
    view = projection(graph, side)
    nodes = sorted(view)
    if len(nodes) < FEWEST_NODES or view.number_of_edges() == 0:
        reason = f"groups need {FEWEST_NODES} nodes with ties, here {len(nodes)}"
        return Communities(_members([], np.zeros(0, np.int64), None), None, None, False, 0, reason)
    base, modularity = _partition(view, nodes, _seed(generator))
    others = sorted(set(graph) - set(nodes))
    labels = np.array(
        [_disturbed(graph, side, nodes, others, generator) for _ in range(runs)], dtype=np.int64
    )
    agreement = float(np.mean([adjusted_rand(base, other) for other in labels])) if runs else 0.0
    together = (labels[:, :, None] == labels[:, None, :]).mean(axis=0) if runs else None
    return Communities(
        members=_members(nodes, base, together),
        agreement=agreement,
        modularity=modularity,
        stable=agreement >= STABLE,
        runs=runs,
    )


def adjusted_rand(first: IntArray, second: IntArray) -> float:
    """Compare two partitions of the same nodes (Hubert & Arabie 1985).

    Parameters
    ----------
    first, second
        Label of each node, shape (n,) each.

    Returns
    -------
    float
        1 for the same partition, about 0 for unrelated ones; 1 when both are trivial.
    """
    table = np.zeros((first.max() + 1, second.max() + 1))
    np.add.at(table, (first, second), 1)
    pairs = (table * (table - 1) / 2).sum()
    rows, columns = (_pairs(table.sum(axis=axis)) for axis in (1, 0))
    expected = rows * columns / _pairs(np.array([first.size]))
    top = (rows + columns) / 2
    return 1.0 if top == expected else float((pairs - expected) / (top - expected))


def _pairs(sizes: FloatArray) -> float:
    return float((sizes * (sizes - 1) / 2).sum())


def _seed(generator: np.random.Generator) -> int:
    return int(generator.integers(2**31))


def _partition(view: Graph, nodes: list[str], seed: int) -> tuple[IntArray, float]:
    """Label the nodes from 0, the largest group first; groups of a size by their first name."""
    groups = nx.community.louvain_communities(view, weight="weight", seed=seed)
    ordered = sorted(groups, key=lambda group: (-len(group), min(group)))
    labels = {node: at for at, group in enumerate(ordered) for node in group}
    score = nx.community.modularity(view, groups, weight="weight")
    return np.array([labels[node] for node in nodes], dtype=np.int64), float(score)


def _disturbed(
    graph: Graph, side: int, nodes: list[str], others: list[str], generator: np.random.Generator
) -> IntArray:
    """Divide the side again without a tenth of the other side."""
    kept = generator.random(len(others)) >= DROPPED_SHARE
    chosen = [node for node, stays in zip(others, kept, strict=True) if stays]
    view = projection(graph.subgraph([*nodes, *chosen]), side)
    if view.number_of_edges() == 0:
        return np.arange(len(nodes), dtype=np.int64)
    return _partition(view, nodes, _seed(generator))[0]


def _members(nodes: list[str], labels: IntArray, together: FloatArray | None) -> pd.DataFrame:
    stability = []
    for at, label in enumerate(labels):
        mates = np.flatnonzero((labels == label) & (np.arange(labels.size) != at))
        alone = mates.size == 0 or together is None
        stability.append(1.0 if alone or together is None else float(together[at, mates].mean()))
    frame = pd.DataFrame({"node": nodes, "community": labels + 1, "stability": stability})
    frame = frame.astype({"node": "str", "community": np.int64, "stability": np.float64})
    return frame.sort_values(["community", "node"]).reset_index(drop=True)
