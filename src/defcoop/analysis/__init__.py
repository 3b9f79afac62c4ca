"""Numbers from frames: pure functions, no file read, nothing drawn.

One module holds one idea. The five subjects that a report asks about are `cadence`, `growth`,
`network`, `lineage` and `audit`; the other modules are the statistics they are made of. Import
the module that you need, so that asking for one number does not load every library:

>>> from defcoop.analysis import poisson
>>> low, high = poisson.garwood(3)
>>> print(f"{low:.2f} to {high:.2f}")
0.62 to 8.77
"""
