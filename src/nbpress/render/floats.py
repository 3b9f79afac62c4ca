"""Which figures wait for the next page, so that the text can fill the one before.

A figure that does not fit where the text has come to would leave the rest of the page white. It
opens the next page instead, and the text goes on below it in the meantime. Typst is asked where
the text comes to; from that the effect of each decision on those after it is worked out here,
and Typst is asked again whether it came out so.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

#: Height of the text on a page, in points: A4 less the margins of the template.
PAGE = (297 - 25 - 24) * 72 / 25.4
#: How often Typst is asked at most.
MOST_QUESTIONS = 6


@dataclass(frozen=True)
class Reached:
    """Where the text has come to when a figure is met.

    Parameters
    ----------
    id
        The figure.
    chapter, page
        Numbers of both; chapters begin on pages of their own.
    room, needed
        In points: what is left of the page, and what the figure takes with its words.
    """

    id: str
    chapter: int
    page: int
    room: float
    needed: float

    @property
    def fits(self) -> bool:
        """Whether the figure can stay where it is."""
        return self.needed <= self.room

    @property
    def place(self) -> float:
        """How far down the text is, all pages one below the other."""
        return self.page * PAGE - self.room


def plan(ask: Callable[[list[str]], Sequence[Mapping[str, Any]]]) -> list[str]:
    """Return the figures that wait, in reading order.

    Parameters
    ----------
    ask
        Returns where each figure is met, as mappings with the fields of `Reached`, when the
        figures named to it wait.
    """
    reached = _read(ask([]))
    waiting = guess(reached)
    for question in range(MOST_QUESTIONS if waiting else 0):
        reached = _read(ask(waiting))
        kept = waiting
        if question == 0:
            # Those that fit after all may stay; only once, or they could come and go for ever.
            kept = [place.id for place in reached if place.id in waiting and not place.fits]
        more = _first_that_does_not_fit(reached, waiting)
        if not more and kept == waiting:
            break
        waiting = kept + more
    return waiting


def _read(found: Sequence[Mapping[str, Any]]) -> list[Reached]:
    return [Reached(**place) for place in found]


def _first_that_does_not_fit(reached: list[Reached], waiting: list[str]) -> list[str]:
    first: dict[int, str] = {}
    for place in reached:
        if not place.fits and place.id not in waiting:
            first.setdefault(place.chapter, place.id)
    return list(first.values())


def guess(reached: Sequence[Reached]) -> list[str]:
    """Return which figures will have to wait, given where they were met when none did.

    Examples
    --------
    The first does not fit and waits. The text moves up by what was left white, so the second,
    which stood on the next page, is met earlier and does not fit there either.

    >>> guess([Reached("a", 1, 1, 100, 400), Reached("b", 1, 2, 250, 240)])
    ['a', 'b']
    """
    waiting: list[str] = []
    for chapter in dict.fromkeys(place.chapter for place in reached):
        waiting += _guess_chapter([place for place in reached if place.chapter == chapter])
    return waiting


def _guess_chapter(reached: list[Reached]) -> list[str]:
    waiting: list[str] = []
    heights: list[float] = []
    room = reached[0].room
    for place, following in zip(reached, [*reached[1:], None], strict=True):
        if place.needed > room or heights:
            waiting.append(place.id)
            heights.append(place.needed)
        else:
            room -= place.needed
        if following is not None:
            room = _room_after(room, _text_between(place, following), heights)
    return waiting


def _text_between(place: Reached, following: Reached) -> float:
    """Return how much text stood between two figures when none waited."""
    white = 0.0 if place.fits else place.room
    return max(0.0, following.place - place.place - place.needed - white)


def _room_after(room: float, text: float, heights: list[float]) -> float:
    """Return what is left of the page after `text`; waiting figures go in as pages begin."""
    while text >= room:
        text -= room
        room = PAGE
        while heights and (heights[0] <= room or room == PAGE):
            room -= heights.pop(0)
        if room <= 0:
            room = PAGE
            # A page of figures alone: the text waits for the next.
    return room - text
