"""The report ``profile``: facts.py computes, text.py words."""
