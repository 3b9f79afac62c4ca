"""The report ``exercises``: facts.py computes, text.py words."""
