"""The silence since the last event: how it compares, and when the next event may come."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from defcoop.analysis.arrays import FloatArray
from defcoop.analysis.cadence.survival import SurvivalCurve

# With fewer gaps that lasted longer than the silence, a window would be a forecast of one date.
FEWEST_LONGER = 3
NO_EVENT = "no event known to the month so far"


@dataclass(frozen=True)
class OpenGap:
    """The open gap against the gaps before it.

    Parameters
    ----------
    days, low, high
        Length, exact or the centre and ends of its possible range; None when unknown.
    earlier
        Usable gaps before it, m.
    shorter
        How many of them are certainly shorter.
    longer_than_all
        Whether it is certainly longer than each of them; None without any.
    bound
        ``1 / (m + 1)``: the probability that the last of m + 1 exchangeable gaps is the longest.
        No open gap can be rarer than that, so "overdue" is never more certain.
    sentence
        The finding for print.
    reason
        Why there is nothing to compare; empty when there is.
    """

    days: float | None
    low: float | None
    high: float | None
    earlier: int
    shorter: int
    longer_than_all: bool | None
    bound: float | None
    sentence: str
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
    n, longer
        Usable gaps behind it, and how many of them lasted longer than the silence so far.
    sentence
        The finding for print.
    reason
        Why there is no window; empty when there is one.
    """

    earliest: date | None
    latest: date | None
    coverage: float
    n: int
    longer: int
    sentence: str
    reason: str = ""


def open_gap(gaps: pd.DataFrame) -> OpenGap:
    """Compare the open gap of one series with the gaps before it.

    Parameters
    ----------
    gaps
        Rows of `gaps.gaps` for one mechanism.

    Returns
    -------
    OpenGap
        With a reason without events or when the last event is known only to the year; with one
        event there is a length and nothing to compare it with. Month-precision dates enter by
        their bounds: a gap counts as shorter only when it is so wherever the days lie.
    """
    last = gaps[gaps["open"] & gaps["usable"]]
    if last.empty:
        reason = gaps.loc[gaps["open"], "reason"].max() if len(gaps) else NO_EVENT
        return unknown(str(reason))
    low, high = (float(last[name].iloc[0]) for name in ("days_low", "days_high"))
    before = gaps.loc[~gaps["open"] & gaps["usable"], "days_high"]
    return compared((low, high), before.to_numpy(dtype=np.float64))


def unknown(reason: str) -> OpenGap:
    """Give an open gap of which nothing is known.

    Parameters
    ----------
    reason
        Why, as a phrase for print.

    Returns
    -------
    OpenGap
    """
    return OpenGap(None, None, None, 0, 0, None, None, reason, reason)


def compared(length: tuple[float, float], before: FloatArray) -> OpenGap:
    """Compare an open gap of known length with the gaps before it.

    Parameters
    ----------
    length
        Ends of its possible range in days.
    before
        Longest possible length of each usable gap before it, shape (m,).

    Returns
    -------
    OpenGap
        Without a gap before it, a length and nothing to compare it with.
    """
    low, high = length
    days, earlier, shorter = (low + high) / 2, before.size, int((before < low).sum())
    if earlier == 0:
        said = f"{_days(low, high)} since the last event; no complete gap to compare with"
        return OpenGap(days, low, high, 0, 0, None, None, said, "no complete gap to compare with")
    bound = 1 / (earlier + 1)
    longest = shorter == earlier
    said = f"{_days(low, high)} since the last event, {_rank(earlier, shorter)}"
    if longest:
        said += (
            f"; if the gaps were exchangeable this would happen with probability "
            f"1/{earlier + 1} = {bound:.2f}"
        )
    return OpenGap(days, low, high, earlier, shorter, longest, bound, said)


def _days(low: float, high: float) -> str:
    return f"{low:,.0f} days" if low == high else f"{low:,.0f} to {high:,.0f} days"


def _rank(earlier: int, shorter: int) -> str:
    if earlier == 1:
        return "longer than the one gap before it" if shorter else "not longer than the gap before"
    if shorter == earlier:
        return f"longer than each of the {earlier} gaps before it"
    return f"longer than {shorter} of the {earlier} gaps before it"


def expected_window(
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
        return _no_window(gap.reason or "no complete gap to learn from", coverage, gap.earlier, 0)
    longer = round(survival.events[survival.times > gap.days].sum())
    if longer < FEWEST_LONGER:
        reason = (
            f"of the {gap.earlier} earlier gaps {longer or 'none'} lasted longer than this "
            "silence: too few for a window"
        )
        return _no_window(reason, coverage, gap.earlier, longer)
    alive = survival.at(gap.days)
    starts = survival.quantile(alive * (1 + coverage) / 2)
    ends = survival.quantile(alive * (1 - coverage) / 2)
    if starts is None or starts == ends:
        reason = "the gaps that lasted longer are too alike for a window"
        return _no_window(reason, coverage, gap.earlier, longer)
    earliest = _later(last_day, starts)
    latest = None if ends is None else _later(last_day, ends)
    said = _window_sentence(earliest, latest, coverage, (longer, gap.earlier))
    return Window(earliest, latest, coverage, gap.earlier, longer, said)


def _no_window(reason: str, coverage: float, n: int, longer: int) -> Window:
    return Window(None, None, coverage, n, longer, reason, reason)


def _window_sentence(
    earliest: date, latest: date | None, coverage: float, counts: tuple[int, int]
) -> str:
    longer, n = counts
    ends = f"between {earliest} and {latest}" if latest else f"from {earliest} on, with no end"
    return (
        f"if gaps are as before, the next event has probability {coverage:.0%} {ends} "
        f"({longer} of {n} gaps lasted longer than the silence so far)"
    )


def _later(day: date, days: float) -> date:
    return day + timedelta(days=int(np.floor(days)))
