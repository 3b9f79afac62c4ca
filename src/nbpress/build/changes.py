"""What changed since an earlier run: its headline numbers against the new ones, and the facts."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from nbpress.build.tasks import Changes
from nbpress.markdown_text import escape_markdown


def write_section(changes: Changes, headlines: Sequence[Mapping[str, Any]]) -> str:
    """Return the section "Changes since" as Markdown; the empty text when nothing changed.

    Parameters
    ----------
    changes
        The earlier headline numbers and the differences of the tables.
    headlines
        The headline numbers of this run.
    """
    moved = list(find_moves(changes.headlines, headlines))
    facts = changes.facts.strip()
    if not moved and not facts:
        return ""
    parts = [f"## Changes since {changes.since}"]
    if moved:
        parts.append("Headline numbers that moved:")
        parts.append("\n".join(f"- {line}" for line in moved))
    if facts:
        parts.append(facts)
    return "\n\n".join(parts) + "\n"


def find_moves(
    earlier: Iterable[Mapping[str, Any]], now: Iterable[Mapping[str, Any]]
) -> Iterable[str]:
    """Yield a line for each headline number that moved, came or went."""
    before = {headline["name"]: headline for headline in earlier}
    after = {headline["name"]: headline for headline in now}
    for name in dict.fromkeys([*before, *after]):
        old, new = before.get(name), after.get(name)
        if old is None and new is not None:
            yield f"{escape_label(new)}: {format_headline(new)}, new"
        elif old is not None and new is None:
            yield f"{escape_label(old)}: was {format_headline(old)}, no longer stated"
        elif old is not None and new is not None and format_headline(old) != format_headline(new):
            yield f"{escape_label(new)}: {format_headline(old)} → {format_headline(new)}"


def escape_label(headline: Mapping[str, Any]) -> str:
    """Return what a headline number is called, safe within Markdown."""
    return escape_markdown(str(headline.get("label") or headline["name"]))


def format_headline(headline: Mapping[str, Any]) -> str:
    """Return the value with its unit and, where there is one, its interval."""
    text = f"{format_value(headline.get('value'))} {headline.get('unit') or ''}".strip()
    if headline.get("low") is None or headline.get("high") is None:
        return text
    return f"{text} ({format_value(headline['low'])} to {format_value(headline['high'])})"


def format_value(value: object) -> str:
    """Return a number with at most four significant digits, anything else as text."""
    if isinstance(value, float) and not value.is_integer():
        return f"{value:.4g}"
    return f"{value:.0f}" if isinstance(value, float) else str(value)
