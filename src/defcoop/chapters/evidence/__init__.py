"""The report ``evidence``: facts.py computes, text.py words."""
