"""Whether and when a rate changed once: the profile of splits and a permutation test."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from defcoop.analysis.arrays import FloatArray, IntArray

FEWEST_YEARS = 4
FEWEST_EVENTS = 5
# Splits within half a unit of log-likelihood of the best are as good as it; on the coal-mining
# record this is the window 1889-1891 that the literature argues about.
MARGIN = 0.5
SIGNIFICANCE = 0.05
PERMUTATION_CHUNK = 2_000_000


@dataclass(frozen=True)
class ChangePoint:
    """One change of a Poisson rate.

    Parameters
    ----------
    year
        Last year before the best split; never to be quoted without `window`.
    window
        First and last of the years whose split is within `MARGIN` of the best.
    rate_before, rate_after
        Events per year of exposure on either side of the best split.
    log_likelihood
        Of the best split, without the constant ``-sum(log y!)``.
    p_value
        Share of shuffled records with a likelihood ratio as large, (1 + hits) / (1 + B).
    profile
        Frame year, log_likelihood, loss (against the best), one row per split.
    years
        Number of years with exposure.
    sentence
        The finding for print.
    reason
        Why there is none; empty when there is one.
    """

    year: int | None
    window: tuple[int, int] | None
    rate_before: float | None
    rate_after: float | None
    log_likelihood: float | None
    p_value: float | None
    profile: pd.DataFrame
    years: int
    sentence: str
    reason: str = ""


def find_change_of_counts(
    years: npt.ArrayLike,
    counts: npt.ArrayLike,
    exposure: npt.ArrayLike,
    generator: np.random.Generator,
    *,
    permutations: int = 999,
    margin: float = MARGIN,
) -> ChangePoint:
    """Find the best single split of a Poisson rate by maximum likelihood (Worsley 1986).

    For each split the two rates are counts over exposure and the log-likelihood is
    ``sum(k log(rate) - rate * exposure)``. The test shuffles the years, each count with its
    exposure.

    Parameters
    ----------
    years
        Calendar years in order, shape (n,).
    counts
        Events in each.
    exposure
        Share of each year observed; years without exposure are left out.
    generator
        Source of randomness.
    permutations
        Number of shuffles B.
    margin
        Loss of log-likelihood within which a split counts as equally good.

    Returns
    -------
    ChangePoint
        With a reason below four years with exposure (so for n = 0, 1, 2) or five events.
    """
    year, count, span = _observed(years, counts, exposure)
    reason = _why_not(count)
    if reason:
        return refuse_change_point(reason, years=year.size)
    profile = _profile(count[np.newaxis, :], span[np.newaxis, :])[0]
    best = int(profile.argmax())
    ratio = profile[best] - _flat(count, span)
    return _result(
        (year, count, span), profile, margin, _p_value(count, span, ratio, generator, permutations)
    )


def refuse_change_point(reason: str, *, years: int = 0) -> ChangePoint:
    """Make the result of a change-point that cannot be given.

    Parameters
    ----------
    reason
        Why not, as a phrase fit for print.
    years
        Number of years there were.

    Returns
    -------
    ChangePoint
        With an empty profile.
    """
    empty = pd.DataFrame(columns=["year", "log_likelihood", "loss"], dtype=np.float64)
    return ChangePoint(None, None, None, None, None, None, empty, years, reason, reason)


def _observed(
    years: npt.ArrayLike, counts: npt.ArrayLike, exposure: npt.ArrayLike
) -> tuple[IntArray, FloatArray, FloatArray]:
    span = np.asarray(exposure, dtype=np.float64)
    seen = span > 0
    year = np.asarray(years, dtype=np.int64)[seen]
    return year, np.asarray(counts, dtype=np.float64)[seen], span[seen]


def _why_not(count: FloatArray) -> str:
    if count.size < FEWEST_YEARS:
        return f"a change-point needs {FEWEST_YEARS} years with exposure, here {count.size}"
    if count.sum() < FEWEST_EVENTS:
        return f"a change-point needs {FEWEST_EVENTS} events, here {count.sum():g}"
    return ""


def _profile(counts: FloatArray, spans: FloatArray) -> FloatArray:
    """Give the log-likelihood of every split of every row, shape (rows, n - 1)."""
    events, years = counts.cumsum(axis=1), spans.cumsum(axis=1)
    before, seen = events[:, :-1], years[:, :-1]
    after, unseen = events[:, -1:] - before, years[:, -1:] - seen
    return np.asarray(_segment(before, seen) + _segment(after, unseen) - events[:, -1:])


def _segment(events: FloatArray, years: FloatArray) -> FloatArray:
    """Give ``k log(k / t)``, which is 0 for k = 0."""
    some = np.where(events > 0, events, 1.0)
    return np.where(events > 0, events * np.log(some / years), 0.0)


def _flat(count: FloatArray, span: FloatArray) -> float:
    total = count.sum()
    return float(total * np.log(total / span.sum()) - total)


def _p_value(
    count: FloatArray,
    span: FloatArray,
    ratio: float,
    generator: np.random.Generator,
    permutations: int,
) -> float:
    """Shuffle the years in pieces and count the ratios that reach the observed one."""
    rows, hits = max(1, PERMUTATION_CHUNK // count.size), 0
    flat = _flat(count, span)
    for start in range(0, permutations, rows):
        shape = (min(rows, permutations - start), count.size)
        order = generator.permuted(np.broadcast_to(np.arange(count.size), shape), axis=1)
        best = _profile(count[order], span[order]).max(axis=1)
        hits += int((best - flat >= ratio - 1e-9).sum())
    return (1 + hits) / (1 + permutations)


def _result(
    observed: tuple[IntArray, FloatArray, FloatArray],
    profile: FloatArray,
    margin: float,
    p_value: float,
) -> ChangePoint:
    year, count, span = observed
    best = int(profile.argmax())
    loss = profile[best] - profile
    near = year[:-1][loss <= margin]
    window = (int(near.min()), int(near.max()))
    before = float(count[: best + 1].sum() / span[: best + 1].sum())
    after = float(count[best + 1 :].sum() / span[best + 1 :].sum())
    return ChangePoint(
        year=int(year[best]),
        window=window,
        rate_before=before,
        rate_after=after,
        log_likelihood=float(profile[best]),
        p_value=p_value,
        profile=pd.DataFrame({"year": year[:-1], "log_likelihood": profile, "loss": loss}),
        years=int(year.size),
        sentence=_sentence(window, before, after, p_value),
    )


def _sentence(window: tuple[int, int], before: float, after: float, p_value: float) -> str:
    """Tell the change as a window of years, never as one year unless only one fits."""
    if p_value >= SIGNIFICANCE:
        return f"no single change of the rate stands out (permutation p = {p_value:.2f})"
    first, last = window
    when = f"after {first}" if first == last else f"after a year between {first} and {last}"
    return (
        f"the rate that fits best goes from {before:.2f} to {after:.2f} a year {when} "
        f"(permutation p = {p_value:.3f})"
    )
