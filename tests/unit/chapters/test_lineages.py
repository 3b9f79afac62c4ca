"""What rests on what: through a partnership too, and by the strongest of several predicates."""

import networkx as nx

from defcoop.chapters.instruments.frames import find_heirs, strongest_tie


def graph() -> nx.DiGraph:
    found = nx.DiGraph()
    for node, table in (("old", "instruments"), ("rank", "mechanisms"), ("new", "instruments")):
        found.add_node(node, table=table)
    found.add_edge("old", "rank", predicate="establishes", sources=["a"])
    found.add_edge("rank", "new", predicate="supersedes", sources=["b"])
    return found


def test_a_partnership_passes_on_what_rests_on_it() -> None:
    assert find_heirs(graph(), "old", {"old", "new"}) == [("new", "supersedes", ("b",))]


def test_what_is_not_among_the_chosen_is_no_heir() -> None:
    assert find_heirs(graph(), "old", {"old"}) == []


def test_a_replacement_is_stronger_than_a_base() -> None:
    assert strongest_tie("builds_on; supersedes") == "supersedes"
    assert strongest_tie("enables; builds_on") == "builds_on"
    assert strongest_tie("precedes") == "enables"
