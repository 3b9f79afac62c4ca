"""Many tests at once."""

import numpy as np
import numpy.typing as npt

from defcoop.analysis.arrays import FloatArray


def holm(p_values: npt.ArrayLike) -> FloatArray:
    """Correct a family of p-values so that one false finding among them is improbable.

    The k-th smallest of n is multiplied by n - k + 1, and no corrected value is below one before
    it (Holm 1979).

    Parameters
    ----------
    p_values
        Shape (n,); NaN stays NaN and is not counted.

    Returns
    -------
    numpy.ndarray
        Shape (n,), at most 1.
    """
    raw = np.asarray(p_values, dtype=np.float64)
    result = np.full(raw.shape, np.nan)
    tested = np.flatnonzero(np.isfinite(raw))
    order = tested[np.argsort(raw[tested], kind="stable")]
    steps = raw[order] * np.arange(order.size, 0, -1)
    result[order] = np.minimum(np.maximum.accumulate(steps), 1.0)
    return result
