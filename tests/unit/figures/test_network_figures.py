"""The figures of the network: their titles say what the numbers say, on both sides of a branch."""

import pandas as pd
import pytest

from defcoop.figures import centrality, network, periods
from defcoop.figures.network_selection import Network, fit_network, left_out_text


def drawn(ties: dict[str, tuple[str, ...]], **lanes: str) -> Network:
    """Return a network from the series of each body; ``ind_`` bodies stand at the left."""
    names = sorted({name for met in ties.values() for name in met})
    series = pd.DataFrame(
        {
            "node": names,
            "text": names,
            "lane": [lanes.get(name, "services") for name in names],
            "domain": "sea",
            "events": 1,
            "last": "2020",
            "offspring": 0,
        }
    )
    bodies = pd.DataFrame(
        {
            "node": list(ties),
            "text": [name.removeprefix("ind_") for name in ties],
            "lane": [lanes.get(name, "services") for name in ties],
            "side": ["left" if name.startswith("ind_") else "right" for name in ties],
            "events": 1,
        }
    )
    rows = [(body, name, 1) for body, met in ties.items() for name in met]
    frame = pd.DataFrame(rows, columns=["body", "series", "events"])
    return Network(
        series,
        bodies,
        frame.assign(
            first="2020", last="2020", years=[(2020,)] * len(frame), sources=[("s",)] * len(frame)
        ),
    )


@pytest.mark.parametrize(
    ("ties", "lanes", "title"),
    [
        (
            {"ind_navy": ("a", "b"), "jmsdf": ("a", "b"), "jgsdf": ("a",)},
            {},
            (
                "The widest channel below the ministries joins the navy and the jmsdf: 2 of the 2 "
                "series drawn"
            ),
        ),
        (
            {"ind_navy": ("a", "b", "pact"), "jmsdf": ("a", "b"), "jgsdf": ("a", "pact")},
            {"pact": "instruments"},
            (
                "The widest channel below the ministries joins the navy and the jmsdf: 2 of the 2 "
                "series drawn"
            ),
        ),
        (
            {"ind_navy": ("a", "b"), "jmsdf": ("a", "b"), "jgsdf": ("a", "b")},
            {},
            "No pair of services or agencies stands out from the others",
        ),
        (
            {"ind_navy": ("a",), "jmsdf": ("a",)},
            {},
            "No pair of services or agencies stands out from the others",
        ),
        (
            {"ind_navy": ("a",), "jmsdf": ("b",)},
            {},
            "No body of one country shares a series with a body of the other",
        ),
        (
            {"ind_mod": ("a", "b"), "jmod": ("a", "b")},
            {"ind_mod": "ministers", "jmod": "ministers"},
            "No body of one country shares a series with a body of the other",
        ),
    ],
)
def test_the_widest_channel_is_one_of_services_that_share_most_series(
    ties: dict[str, tuple[str, ...]], lanes: dict[str, str], title: str
) -> None:
    assert network.title_of(drawn(ties, **lanes)) == title


def test_what_is_left_out_is_counted() -> None:
    whole = drawn({"ind_navy": ("a", "b"), "jmsdf": ("a", "b"), "jgsdf": ("a",)})
    assert left_out_text(whole, whole, 1) == ""
    part = Network(whole.series.head(1), whole.bodies.head(2), whole.ties)
    assert left_out_text(whole, part, 3) == (
        "To stay legible the drawing leaves out one series that had fewer than three events and "
        "are not among the 6 most frequent of their lane and one body that rarely meet in the "
        "series drawn; the data has them all."
    )
    assert fit_network(whole).left_out == ""


def test_of_an_empty_network_nothing_is_left_out() -> None:
    whole = drawn({"ind_navy": ("a",)})
    none = Network(whole.series.head(0), whole.bodies.head(0), whole.ties.head(0))
    assert fit_network(none).left_out == ""
    assert network.draw_network(fit_network(none), window="w").empty


def test_names_are_not_cut() -> None:
    long = "A very long name of a series that nobody would shorten in a report " * 3
    whole = drawn({"ind_navy": (long.strip(),), "jmsdf": (long.strip(),)})
    written = "".join(line for place in whole.places.middle.values() for line in place.lines)
    assert "\N{HORIZONTAL ELLIPSIS}" not in written
    assert written.replace(" ", "").startswith(long.replace(" ", ""))


def ranks(*rows: tuple[str, float, float]) -> pd.DataFrame:
    """Return degree and betweenness by body."""
    frames = [
        pd.DataFrame(
            {
                "node": [row[0] for row in rows],
                "phrase": [f"the {row[0]}" for row in rows],
                "measure": measure,
                "value": [row[at] for row in rows],
            }
        )
        for at, measure in ((1, "degree"), (2, "betweenness"))
    ]
    return pd.concat(frames)


@pytest.mark.parametrize(
    ("rows", "title"),
    [
        (
            (("navy", 0.5, 0.2), ("army", 0.4, 0.1)),
            "The navy sits in most series and is the bridge between the others",
        ),
        (
            (("navy", 0.5, 0.1), ("army", 0.4, 0.2)),
            "The navy sits in most series; the bridge is the army",
        ),
        (
            (("navy", 0.5, 0.2), ("army", 0.5, 0.2)),
            "The navy and the army sit in most series; no single body is the bridge",
        ),
        (
            tuple((name, 0.5, 0.0) for name in "abcd"),
            "Four bodies sit in most series; no single body is the bridge",
        ),
        ((("navy", 0.0, 0.0),), "No body below the ministries stands out"),
    ],
)
def test_who_stands_in_the_middle(rows: tuple[tuple[str, float, float], ...], title: str) -> None:
    assert centrality.title_of(ranks(*rows)) == title


def test_periods_of_unequal_length_are_counted_and_not_called_growth() -> None:
    counts = pd.DataFrame({"period": ["2000–2009", "2010"], "series": [14, 3]})
    title = periods.title_of(counts, [(2000, 2009), (2010, 2010)])
    assert title == "14 series met in 2000–2009, 3 in 2010"


def test_a_single_period_is_only_counted() -> None:
    counts = pd.DataFrame({"period": ["2010"], "series": [2]})
    assert periods.title_of(counts, [(2010, 2010)]) == "Two series met in 2010"


def test_a_tie_is_of_a_period_when_one_of_its_years_is() -> None:
    ties = pd.DataFrame({"years": [(2000, 2010), (2005,)]})
    assert periods.met(ties, (2006, 2012)).index.tolist() == [0]
