"""What a terminal would have shown: streams and tracebacks as plain lines."""

import re

_ESCAPE = re.compile(
    r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[PX^_][^\x1b]*\x1b\\|[@-Z\\-_])"
)
_BACKSPACE = re.compile(r"[^\n\x08]\x08")

#: Output beyond this is cut in the middle, with a line that says how much.
MOST_LINES = 300
MOST_CHARACTERS = 30_000


def plain(text: str) -> str:
    r"""Return `text` without colour codes, with carriage returns and backspaces carried out.

    >>> plain("10%\r100%\x1b[31m!\x1b[0m")
    '100%!'
    """
    text = _ESCAPE.sub("", text).replace("\r\n", "\n")
    while "\x08" in text:
        shorter = _BACKSPACE.sub("", text)
        if shorter == text:
            break
        text = shorter
    return "\n".join(map(_last_written, text.split("\n"))).rstrip("\n")


def _last_written(line: str) -> str:
    """Return what of `line` its carriage returns leave; one at the very end hides nothing."""
    return next((part for part in reversed(line.split("\r")) if part), "")


def shortened(text: str) -> tuple[str, int]:
    """Return `text` cut in its middle if it is very long, and how many characters were left out."""
    lines = text.split("\n")
    if len(lines) <= MOST_LINES and len(text) <= MOST_CHARACTERS:
        return text, 0
    if len(lines) > MOST_LINES:
        head, tail = lines[: MOST_LINES - 20], lines[-20:]
        start, end = "\n".join(head), "\n".join(tail)
    else:
        start, end = text[: MOST_CHARACTERS - 2000], text[-2000:]
    start, end = start[:MOST_CHARACTERS], end[-4000:]
    left_out = len(text) - len(start) - len(end)
    return f"{start}\n[… {left_out:,} characters left out …]\n{end}", left_out
