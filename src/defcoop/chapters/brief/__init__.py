"""The report ``brief``: facts.py computes, text.py words."""
