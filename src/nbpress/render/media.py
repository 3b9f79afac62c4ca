"""Which type a file has that a report carries, by the ending of its name."""

from pathlib import PurePosixPath

_TYPES = {
    ".csv": "text/csv",
    ".gexf": "application/xml",
    ".graphml": "application/xml",
    ".ipynb": "application/x-ipynb+json",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".tsv": "text/tab-separated-values",
    ".txt": "text/plain",
    ".xml": "application/xml",
}
_TEXT = ("text/", "application/xml", "application/json")


def media_type(name: str) -> str:
    """Return the registered type of a file, ``application/octet-stream`` for what is not known.

    >>> media_type("network.graphml")
    'application/xml'
    """
    return _TYPES.get(PurePosixPath(name).suffix.lower(), "application/octet-stream")


def data_type(name: str) -> str:
    """Return the type for an address that holds the file itself; text is UTF-8 here.

    >>> data_type("gaps.csv")
    'text/csv;charset=utf-8'
    """
    found = media_type(name)
    return f"{found};charset=utf-8" if found.startswith(_TEXT) else found
