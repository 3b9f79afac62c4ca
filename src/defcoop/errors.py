"""The base of every error that defcoop raises on purpose; each carries its data as attributes."""


class DefcoopError(Exception):
    """Something about the data or what was asked of them cannot be used."""
