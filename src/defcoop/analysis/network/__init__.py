"""Network: who meets whom in what, first and last when, and how sure that is.

The two-mode graph is what is stored; a projection is a view. The parts have modules of their own
and are offered here under one name.
"""

from defcoop.analysis.network.centrality import centrality
from defcoop.analysis.network.communities import Communities, communities
from defcoop.analysis.network.graphfiles import gexf, graphml, node_link_json
from defcoop.analysis.network.lanes import LANES, assign_lanes
from defcoop.analysis.network.multilayer import interactive, multilayer
from defcoop.analysis.network.nullmodel import co_participation, curveball
from defcoop.analysis.network.projection import density, incidence, projection
from defcoop.analysis.network.ranks import rank_intervals
from defcoop.analysis.network.temporal import first_ties, persistence, snapshot
from defcoop.analysis.network.twomode import ACTORS, EVENTS, roll_up, side_nodes, two_mode

__all__ = [
    "ACTORS",
    "EVENTS",
    "LANES",
    "Communities",
    "assign_lanes",
    "centrality",
    "co_participation",
    "communities",
    "curveball",
    "density",
    "first_ties",
    "gexf",
    "graphml",
    "incidence",
    "interactive",
    "multilayer",
    "node_link_json",
    "persistence",
    "projection",
    "rank_intervals",
    "roll_up",
    "side_nodes",
    "snapshot",
    "two_mode",
]
