"""Text from data within Markdown."""

#: All that CommonMark, tables, citations or formulas read as a mark somewhere in a line.
MARKS = frozenset("\\`*_{}[]<>()#+-.!|@$~:")


def escape_markdown(text: str) -> str:
    r"""Return a text from the data on one line, so that Markdown shows it as it is.

    Examples
    --------
    >>> print(escape_markdown("a_b [c]\n# d"))
    a\_b \[c\] \# d
    """
    line = " ".join(text.split())
    return "".join(f"\\{sign}" if sign in MARKS else sign for sign in line)
