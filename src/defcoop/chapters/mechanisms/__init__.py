"""The report ``mechanisms``: facts.py computes, text.py words."""
