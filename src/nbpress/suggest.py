"""The near miss of a mistyped name: one rule for commands, reports, parameters, keys and ids."""

import difflib
from collections.abc import Collection, Iterable

CANDIDATES = 20_000


def find_nearest(asked: str, known: Collection[str], cutoff: float = 0.6) -> str | None:
    """Return the known name most like ``asked``; None when none is like it.

    Parameters
    ----------
    asked
        The name as written.
    known
        The names there are.  Of more than 20,000 only those with the same first three letters are
        looked at: difflib compares with each, and a thousand faults in a large table must not
        take minutes.
    cutoff
        Least similarity (`difflib.SequenceMatcher.ratio`), from 0 to 1.
    """
    pool = known
    if len(known) > CANDIDATES:
        pool = [name for name in known if name[:3] == asked[:3]][:CANDIDATES]
    near = difflib.get_close_matches(asked, pool, n=1, cutoff=cutoff)
    return near[0] if near else None


def suggest_name(asked: str, known: Iterable[str]) -> str:
    """Return "did you mean 'x'?" for a near miss, else the list of what is known.

    Examples
    --------
    >>> suggest_name("pfd", ["html", "pdf"]), suggest_name("docx", ["html", "pdf"])
    ("did you mean 'pdf'?", 'there are: html, pdf')
    """
    names = sorted(known)
    near = find_nearest(asked, names)
    return f"did you mean '{near}'?" if near else f"there are: {', '.join(names) or 'none'}"
