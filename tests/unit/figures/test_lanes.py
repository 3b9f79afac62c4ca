"""The layout in lanes: no label in another, each in its lane, the same for any order of rows."""

import itertools

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from defcoop.figures.lanes import Columns, Place, confined, layout, ordered

COLUMNS = Columns(middle=1.2, side=0.9, size=7.0)
LANES = ("top", "middle", "bottom")
ROUNDING = 1e-9


def frames(names: list[str], ties: list[tuple[int, int]]) -> tuple[pd.DataFrame, ...]:
    """Return series and bodies spread over the lanes and both sides, and their ties."""
    lanes = [LANES[at % 3] for at in range(len(names))]
    series = pd.DataFrame({"node": [f"s{at}" for at in range(len(names))], "text": names})
    bodies = pd.DataFrame({"node": [f"b{at}" for at in range(len(names))], "text": names})
    sides = [("left", "right")[at % 2] for at in range(len(names))]
    tied = pd.DataFrame(ties, columns=["body", "series"]).drop_duplicates()
    tied = pd.DataFrame(
        {
            "body": [f"b{at % len(names)}" for at in tied["body"]],
            "series": [f"s{at % len(names)}" for at in tied["series"]],
            "events": 1,
        }
    )
    return series.assign(lane=lanes), bodies.assign(lane=lanes, side=sides), tied


texts = st.text(alphabet="abc -", min_size=1, max_size=40).map(lambda text: text.strip() or "x")
networks = st.tuples(
    st.lists(texts, min_size=1, max_size=12),
    st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=30),
)


def apart(places: list[Place]) -> bool:
    """Whether no label reaches into another of its column."""
    stacked = sorted(places, key=lambda place: place.y)
    return all(
        below.y - above.y >= (above.height + below.height) / 2 - ROUNDING
        for above, below in itertools.pairwise(stacked)
    )


@given(networks)
@settings(max_examples=60, deadline=None)
def test_no_label_reaches_into_another_and_each_stays_in_its_lane(network) -> None:
    series, bodies, ties = frames(*network)
    found = layout(series, bodies, ties, LANES, COLUMNS)
    lane_of = dict(
        zip([*series["node"], *bodies["node"]], [*series["lane"], *bodies["lane"]], strict=True)
    )
    bands = {band.lane: band for band in found.bands}
    for column in (found.middle, found.left, found.right):
        assert apart(list(column.values()))
        for node, place in column.items():
            band = bands[lane_of[node]]
            assert place.y - place.height / 2 >= band.top - ROUNDING
            assert place.y + place.height / 2 <= band.bottom + ROUNDING
    assert {*found.middle, *found.left, *found.right} == set(lane_of)


@given(networks, st.randoms())
@settings(max_examples=30, deadline=None)
def test_the_order_of_rows_changes_nothing(network, random) -> None:
    series, bodies, ties = frames(*network)
    shuffled = [
        frame.sample(frac=1, random_state=random.randrange(1000))
        for frame in (series, bodies, ties)
    ]
    assert layout(series, bodies, ties, LANES, COLUMNS) == layout(*shuffled, LANES, COLUMNS)


def test_crossings_that_can_be_avoided_are() -> None:
    series = pd.DataFrame({"node": ["one", "two"], "text": ["1", "2"], "lane": "top"})
    bodies = pd.DataFrame(
        {
            "node": ["a", "b", "c", "d"],
            "text": ["A", "B", "C", "D"],
            "lane": "top",
            "side": ["left", "left", "right", "right"],
        }
    )
    ties = pd.DataFrame(
        {"body": ["a", "b", "c", "d"], "series": ["two", "one", "two", "one"], "events": 1}
    )
    found = layout(series, bodies, ties, LANES, COLUMNS)
    upper = min(found.middle.values(), key=lambda place: place.y).node
    first = {"one": ("b", "d"), "two": ("a", "c")}[upper]
    assert min(found.left.values(), key=lambda place: place.y).node == first[0]
    assert min(found.right.values(), key=lambda place: place.y).node == first[1]


def test_a_network_of_nothing_has_no_height() -> None:
    series, bodies, ties = frames(["x"], [])
    empty = layout(series.head(0), bodies.head(0), ties, LANES, COLUMNS)
    assert empty.height == 0.0
    assert ordered(series.head(0), bodies.head(0), ties, LANES) == []


def test_labels_that_fit_stay_where_they_are_wanted() -> None:
    assert confined([1.0, 2.0, 3.0], [0.5, 0.5, 0.5], 0.0, 4.0) == [1.0, 2.0, 3.0]


def test_labels_that_crowd_share_the_room_around_their_mean() -> None:
    # Three labels of height 1 all wanted at 2 lie best at 1, 2 and 3.
    assert confined([2.0, 2.0, 2.0], [1.0, 1.0, 1.0], 0.0, 4.0) == [1.0, 2.0, 3.0]
