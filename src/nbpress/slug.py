"""A text as the name of a folder, an anchor or an id."""

import re


def make_slug(text: str) -> str:
    """Return small letters, digits and hyphens; one hyphen for a text that has neither.

    Examples
    --------
    >>> make_slug("Indian Navy (1950)"), make_slug("…")
    ('indian-navy-1950', '-')
    """
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "-"
