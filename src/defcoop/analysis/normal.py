"""The standard normal distribution, from the standard library.

scipy.special has the same functions, but takes longer to import than a report takes to draw.
"""

import math
from statistics import NormalDist

STANDARD = NormalDist()


def compute_reach(level: float) -> float:
    """Return how many standard errors an interval of this level reaches to each side.

    Parameters
    ----------
    level
        Probability between 0 and 1, both excluded.

    Examples
    --------
    >>> round(reach(0.95), 6)
    1.959964
    """
    return STANDARD.inv_cdf((1 + level) / 2)


def compute_two_sided_p(statistic: float) -> float:
    """Return the probability of a value at least as far from 0 as a standardised statistic.

    Examples
    --------
    >>> round(two_sided(-1.959964), 6)
    0.05
    """
    return math.erfc(abs(statistic) / math.sqrt(2))
