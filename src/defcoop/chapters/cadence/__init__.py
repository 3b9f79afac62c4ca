"""The report ``cadence``: facts.py computes, text.py words."""
