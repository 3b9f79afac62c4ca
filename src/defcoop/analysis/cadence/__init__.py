"""How often a series meets.

Start here:

- `series`: one series described: usual gap, burstiness, silence, window of the next event
- `timeline`: the editions of a series in order, and which gaps can be trusted: the rule of a hole
- `gaps`: the gaps as a table, for the figures
- `opengap`: the rule of a silence and of the next window; `survival` has the curve behind it
- `burstiness`: the index and its band in memoryless sequences
- `stated`: promised rhythms held against the years; `succession` says which series have ended
- `cumulative`: editions that add up
"""
