"""Statistics of many short sequences at once: one pass over all series, none in Python.

Values are stored end to end, segment after segment, and every result has one entry per segment.
"""

from dataclasses import dataclass

import numpy as np

from defcoop.analysis.arrays import BoolArray, FloatArray, IntArray

# Larger than any whole number that is sorted, so that owner and number make one sortable key.
STRIDE = 10_000_000


@dataclass(frozen=True)
class Segments:
    """Where each segment begins and how long it is.

    Parameters
    ----------
    owner
        Segment of each value, ascending, shape (n,).
    counts
        Values in each segment, shape (s,); zero for an empty one.
    starts
        Position of each segment's first value, shape (s,).
    """

    owner: IntArray
    counts: IntArray
    starts: IntArray

    @classmethod
    def of(cls, owner: IntArray, segments: int) -> "Segments":
        """Divide values by their ascending owners.

        Parameters
        ----------
        owner
            Segment of each value, ascending.
        segments
            Number of segments.

        Returns
        -------
        Segments
        """
        counts = np.bincount(owner, minlength=segments)
        return cls(owner, counts, np.cumsum(counts) - counts)

    def total(self, values: FloatArray) -> FloatArray:
        """Sum each segment, 0 for an empty one.

        Parameters
        ----------
        values
            Shape (n,).

        Returns
        -------
        numpy.ndarray
            Shape (s,).
        """
        sums = np.zeros(self.counts.size)
        # An empty segment has no place of its own and is stepped over.
        if values.size:
            sums[self.nonempty] = np.add.reduceat(values, self.starts[self.nonempty])
        return sums

    def spread(self, values: FloatArray) -> FloatArray:
        """Repeat a value of each segment for every entry of it.

        Parameters
        ----------
        values
            Shape (s,).

        Returns
        -------
        numpy.ndarray
            Shape (n,).
        """
        return np.repeat(values, self.counts)

    def mean(self, values: FloatArray) -> FloatArray:
        """Average each segment, NaN for an empty one.

        Parameters
        ----------
        values
            Shape (n,).

        Returns
        -------
        numpy.ndarray
            Shape (s,).
        """
        return self._per_value(self.total(values))

    def deviation(self, values: FloatArray) -> FloatArray:
        """Give the population standard deviation of each segment, NaN for an empty one.

        Parameters
        ----------
        values
            Shape (n,).

        Returns
        -------
        numpy.ndarray
            Shape (s,).
        """
        centred = values - self.spread(self.mean(values))
        return np.sqrt(self._per_value(self.total(centred * centred)))

    def ordered(self, values: IntArray) -> FloatArray:
        """Sort whole numbers within each segment.

        Parameters
        ----------
        values
            Whole numbers below `STRIDE` in size, shape (n,): one sort of keys made of segment and
            value is several times faster than a sort by two columns.

        Returns
        -------
        numpy.ndarray
            Shape (n,), the segments in their places.
        """
        base = self.owner * STRIDE
        return (np.sort(base + values) - base).astype(np.float64)

    def pick(self, ordered: FloatArray, rank: IntArray) -> FloatArray:
        """Take one value of each segment by its place.

        Parameters
        ----------
        ordered
            Values, shape (n,).
        rank
            Place within the segment from 0, clipped to it, shape (s,).

        Returns
        -------
        numpy.ndarray
            Shape (s,); NaN for an empty segment.
        """
        if ordered.size == 0:
            return np.full(self.counts.size, np.nan)
        place = self.starts + np.clip(rank, 0, np.maximum(self.counts - 1, 0))
        chosen = ordered[np.minimum(place, ordered.size - 1)]
        return np.where(self.counts > 0, chosen, np.nan)

    def median(self, ordered: FloatArray) -> FloatArray:
        """Give the median of each segment from its sorted values, NaN for an empty one.

        Parameters
        ----------
        ordered
            Result of `ordered`.

        Returns
        -------
        numpy.ndarray
            Shape (s,).
        """
        lower = self.pick(ordered, (self.counts - 1) // 2)
        return (lower + self.pick(ordered, self.counts // 2)) / 2

    def correlation(self, before: FloatArray, after: FloatArray) -> FloatArray:
        """Correlate two values of each entry within each segment (Pearson).

        Parameters
        ----------
        before, after
            Shape (n,) each.

        Returns
        -------
        numpy.ndarray
            Shape (s,); NaN where a segment has fewer than two entries or a side does not vary.
        """
        x = before - self.spread(self.mean(before))
        y = after - self.spread(self.mean(after))
        scale = np.sqrt(self.total(x * x) * self.total(y * y))
        # A constant side leaves only rounding error, which scales with the values themselves.
        defined = scale > 1e-12 * self.total(before * before + after * after)
        result = np.full(self.counts.size, np.nan)
        np.divide(self.total(x * y), scale, out=result, where=defined & (self.counts > 1))
        return result

    def _per_value(self, totals: FloatArray) -> FloatArray:
        result = np.full(self.counts.size, np.nan)
        np.divide(totals, self.counts, out=result, where=self.nonempty)
        return result

    @property
    def nonempty(self) -> BoolArray:
        """Whether a segment has any value, shape (s,)."""
        return np.greater(self.counts, 0)
