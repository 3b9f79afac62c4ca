"""Numbers from frames: pure functions, no file read, nothing drawn.

Start here:

- `cadence`: how often a series meets
- `growth`: whether there is more of it
- `network`: who meets whom
- `lineage`: which instrument made what possible
- `audit`: what the record rests on
- `selection`: which events count, and why each other one is left out
- `estimate`: a number with its spread, its sample size or the reason for its absence
- `date_bounds`, `uncertainty`: the bounds of imprecise dates, and drawing within them
- `normal`, `arrays`: the normal distribution; names of array types

Import the module that you need, so that asking for one number does not load every library:

>>> from defcoop.analysis.growth.poisson import compute_garwood_limits
>>> low, high = compute_garwood_limits(3)
>>> print(f"{low:.2f} to {high:.2f}")
0.62 to 8.77
"""
