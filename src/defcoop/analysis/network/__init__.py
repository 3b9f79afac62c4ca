"""Who meets whom in what."""

from defcoop.analysis.network.graphfiles import graphml
from defcoop.analysis.network.lanes import LANES, assign_lanes
from defcoop.analysis.network.multilayer import interactive, multilayer
from defcoop.analysis.network.nullmodel import co_participation
from defcoop.analysis.network.ranks import rank_intervals
from defcoop.analysis.network.twomode import roll_up, two_mode

__all__ = [
    "LANES",
    "assign_lanes",
    "co_participation",
    "graphml",
    "interactive",
    "multilayer",
    "rank_intervals",
    "roll_up",
    "two_mode",
]
