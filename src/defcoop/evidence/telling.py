"""Whether a source speaks before or after the fact."""

from defcoop.evidence.dates import parse


def tell(published: str, fact: str) -> str:
    """Say whether a page of a day speaks before or after a fact of a day, as far as both are known.

    Parameters
    ----------
    published, fact
        The day of publication and the first day of the fact in EDTF; empty when not known.

    Returns
    -------
    str
        ``after`` when the page cannot be older than the latest possible first day (a page of that
        very day reports), ``before`` when it is older than the earliest possible one, otherwise
        ``unknown``: then only a reader of the page can say.

    Examples
    --------
    >>> tell("2020-06-10", "2020-06-10"), tell("2020-06", "2020-06-10"), tell("2020-05", "2020-06")
    ('after', 'unknown', 'before')
    """
    if not published or not fact:
        return "unknown"
    page, day = parse(published), parse(fact)
    if page.earliest >= day.latest:
        return "after"
    return "before" if page.latest < day.earliest else "unknown"
