"""The report ``instruments``: facts.py computes, text.py words."""
