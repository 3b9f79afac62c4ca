"""One look: colours that all readers tell apart, labels that do not collide, few ticks."""

import datetime
import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.colors import to_rgb

from defcoop.figures import style

# Simulation of full dichromacy, from Machado, Oliveira and Fernandes (2009), severity 1.0.
DICHROMACY = {
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
# Twice what a reader just notices side by side is about 5 in CIELAB; far apart on a page, more.
LEAST_DIFFERENCE = 12.0
LEAST_LIGHTNESS = 7.0


def linear(colour: str) -> np.ndarray:
    """Return a colour in linear light."""
    channels = np.array(to_rgb(colour))
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def lab(light: np.ndarray) -> np.ndarray:
    """Return linear light as CIELAB under D65."""
    matrix = np.array(
        [
            [0.4124564, 0.3575761, 0.1804375],
            [0.2126729, 0.7151522, 0.0721750],
            [0.0193339, 0.1191920, 0.9503041],
        ]
    )
    ratios = matrix @ light.clip(0, 1) / np.array([0.95047, 1.0, 1.08883])
    roots = np.where(ratios > 216 / 24389, np.cbrt(ratios), (24389 / 27 * ratios + 16) / 116)
    return np.array([116 * roots[1] - 16, 500 * (roots[0] - roots[1]), 200 * (roots[1] - roots[2])])


services = pytest.mark.parametrize(
    ("one", "other"), list(itertools.combinations(style.SERVICES, 2))
)


@services
@pytest.mark.parametrize("sight", DICHROMACY)
def test_services_differ_for_every_eye(one: str, other: str, sight: str) -> None:
    seen = [lab(np.array(DICHROMACY[sight]) @ linear(style.colour(name))) for name in (one, other)]
    assert np.linalg.norm(seen[0] - seen[1]) > LEAST_DIFFERENCE


@services
def test_services_differ_in_grey_print(one: str, other: str) -> None:
    lightness = [lab(linear(style.colour(name)))[0] for name in (one, other)]
    assert abs(lightness[0] - lightness[1]) > LEAST_LIGHTNESS


@pytest.mark.parametrize("domain", style.DOMAINS)
def test_small_type_is_dark_enough_on_white(domain: str) -> None:
    # Contrast as WCAG 2.2 defines it; 4.5 is asked of text of this size.
    channels = linear(style.darker(style.colour(domain)))
    luminance = channels @ np.array([0.2126, 0.7152, 0.0722])
    assert 1.05 / (luminance + 0.05) >= 4.5


def test_domains_keep_their_order_and_strangers_come_last() -> None:
    assert style.in_order(["air", "weather", "sea", "sea", "joint"]) == [
        "joint",
        "sea",
        "air",
        "weather",
    ]


@given(st.lists(st.floats(-100, 100), max_size=12), st.floats(0.1, 20))
def test_spread_keeps_distance_and_order(wanted: list[float], distance: float) -> None:
    moved = style.spread(wanted, distance)
    order = np.argsort(wanted, kind="stable")
    assert all(np.diff(np.array(moved)[order]) >= distance - 1e-6)


def test_spread_leaves_what_is_apart_where_it_is() -> None:
    assert style.spread([30.0, 0.0, 10.0], 5.0) == [30.0, 0.0, 10.0]
    assert style.spread([1.0, 1.0], 2.0) == [0.0, 2.0]
    assert style.spread([], 2.0) == []


@pytest.mark.parametrize(
    ("first", "last", "ticks"),
    [
        (datetime.date(2000, 1, 1), datetime.date(2026, 7, 2), ["2000", "2005", "2010", "2015"]),
        (datetime.date(2019, 3, 1), datetime.date(2022, 3, 1), ["2020", "2021", "2022"]),
        (datetime.date(2024, 1, 1), datetime.date(2024, 12, 31), ["Jan 2024", "Apr 2024"]),
        (datetime.date(2024, 5, 1), datetime.date(2024, 5, 1), ["Jan 2024", "Apr 2024"]),
    ],
)
def test_a_date_axis_has_few_round_ticks(
    first: datetime.date, last: datetime.date, ticks: list[str]
) -> None:
    ax = style.canvas(2).subplots()
    style.date_axis(ax, first, last)
    shown = [label.get_text() for label in ax.get_xticklabels()]
    assert shown[: len(ticks)] == ticks
    assert len(shown) <= 12


@given(st.integers(1, 2000))
def test_a_count_axis_has_at_most_six_ticks(highest: int) -> None:
    ax = style.canvas(2).subplots()
    style.count_axis(ax, highest)
    ticks = ax.get_yticks()
    assert len(ticks) <= 6
    assert all(tick == int(tick) for tick in ticks)
