"""The silence since the last event: how it compares, and when the next event may come.

The open gap is a *backward recurrence time*: the age of a gap that has not ended yet.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from defcoop.analysis.arrays import FloatArray
from defcoop.analysis.cadence.survival import SurvivalCurve

# With fewer gaps that lasted longer than the silence, a window would be a forecast of one date.
FEWEST_LONGER = 3


@dataclass(frozen=True)
class OpenGap:
    """The open gap against the gaps before it.

    Parameters
    ----------
    days
        Length, exact or the centre of its possible range; None when unknown.
    earlier
        Usable gaps before it, m.
    shorter
        How many of them are certainly shorter.
    longer_than_all
        Whether it is certainly longer than each of them; None without any.
    bound
        ``1 / (m + 1)``: the probability that the last of m + 1 exchangeable gaps is the longest.
        No open gap can be rarer than that, so "overdue" is never more certain.
    reason
        Why there is nothing to compare; empty when there is.
    """

    days: float | None
    earlier: int
    shorter: int
    longer_than_all: bool | None
    bound: float | None
    reason: str = ""


@dataclass(frozen=True)
class Window:
    """The window in which the next event may be expected; never one date.

    Parameters
    ----------
    earliest, latest
        Its ends; `latest` is None when too few gaps lasted long enough to give one.
    coverage
        Probability of the window under the survivor curve, given the silence so far.
    longer
        How many of the usable gaps lasted longer than the silence so far.
    reason
        Why there is no window; empty when there is one.
    """

    earliest: date | None
    latest: date | None
    coverage: float
    longer: int
    reason: str = ""


def refuse_silence(reason: str) -> OpenGap:
    """Give an open gap of which nothing is known.

    Parameters
    ----------
    reason
        Why, as a phrase for print.
    """
    return OpenGap(None, 0, 0, None, None, reason)


def compare_silence(length: tuple[float, float], before: FloatArray) -> OpenGap:
    """Compare an open gap of known length with the gaps before it.

    Parameters
    ----------
    length
        Ends of its possible range in days.
    before
        Longest possible length of each usable gap before it, shape (m,): an imprecise gap counts
        as shorter only when it is so wherever the days lie.

    Returns
    -------
    OpenGap
        For m = 0, a length and nothing to compare it with.
    """
    low, high = length
    days, earlier, shorter = (low + high) / 2, before.size, int((before < low).sum())
    if earlier == 0:
        return OpenGap(days, 0, 0, None, None, "no complete gap to compare with")
    return OpenGap(days, earlier, shorter, shorter == earlier, 1 / (earlier + 1))


def expect_next_event(
    survival: SurvivalCurve, gap: OpenGap, last_day: date | None, *, coverage: float = 0.5
) -> Window:
    """Read from the survivor curve when the next event may come, given the silence so far.

    With u the open gap, ``S(t) / S(u)`` is the chance that the gap lasts beyond t. The window
    runs from the first t at which it is at most ``(1 + coverage) / 2`` to the first at which it
    is at most ``(1 - coverage) / 2``.

    Parameters
    ----------
    survival
        Kaplan-Meier curve of the gaps, the open one censored.
    gap
        The open gap.
    last_day
        Latest possible day of the last event.
    coverage
        Probability within the window.

    Returns
    -------
    Window
        With a reason when fewer than three complete gaps lasted longer than the silence (so for
        none, one or two gaps), or when those are all alike; no parametric law is put in the place
        of data.
    """
    if gap.days is None or gap.earlier == 0 or last_day is None:
        return Window(None, None, coverage, 0, gap.reason or "no complete gap to learn from")
    # Gaps with imprecise dates enter the curve by fractions that add up to whole gaps.
    longer = round(survival.events[survival.times > gap.days].sum())
    if longer < FEWEST_LONGER:
        return Window(None, None, coverage, longer, _too_few(gap.earlier, longer))
    alive = survival.at(gap.days)
    starts = survival.quantile(alive * (1 + coverage) / 2)
    ends = survival.quantile(alive * (1 - coverage) / 2)
    if starts is None or starts == ends:
        reason = "the gaps that lasted longer are too alike for a window"
        return Window(None, None, coverage, longer, reason)
    latest = None if ends is None else _later(last_day, ends)
    return Window(_later(last_day, starts), latest, coverage, longer)


def _too_few(earlier: int, longer: int) -> str:
    return (
        f"of the {earlier} earlier gaps {longer or 'none'} lasted longer than this silence: "
        "too few for a window"
    )


def _later(day: date, days: float) -> date:
    return day + timedelta(days=int(np.floor(days)))
