"""Whether a count grows."""
