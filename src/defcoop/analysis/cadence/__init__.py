"""How often a series meets."""
