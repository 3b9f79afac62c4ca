"""What the record rests on, where it contradicts itself, and what would overturn it.

Start here:

- `coverage`: which sources and publishers stand behind which events
- `disagreement`: the rulings, with both values
- `sensitivity`: what a number becomes under each change of the evidence
- `leaveout`: the tables without one source or claim, or with one ruling reversed
"""
