"""Widths of texts and where their lines break."""

from hypothesis import given, settings
from hypothesis import strategies as st

from defcoop.figures.text_width import width_of, wrap


def test_a_longer_text_is_wider_and_bold_is_wider_than_plain() -> None:
    assert 0 < width_of("Navy", 8) < width_of("Navy staff", 8) < width_of("Navy staff", 10)
    assert width_of("Navy", 8) < width_of("Navy", 8, "semibold")
    assert width_of("", 8) == 0


def test_a_line_breaks_after_a_hyphen_and_never_at_a_no_break_space() -> None:
    name = "Japan Maritime Self-Defense Force"
    assert wrap(name, 1.1, 7.5) == ["Japan Maritime Self-", "Defense Force"]
    tied = "Malabar\N{NO-BREAK SPACE}14"
    assert wrap(tied, 0.1, 7.5) == [tied]


@given(st.text(alphabet="ab -", max_size=60).map(lambda text: " ".join(text.split())))
@settings(max_examples=80, deadline=None)
def test_breaking_loses_nothing_and_keeps_to_the_width(text: str) -> None:
    lines = wrap(text, 0.8, 8)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    pieces = text.replace("-", "- ").split()
    longest = max((width_of(piece, 8) for piece in pieces), default=0)
    assert all(width_of(line, 8) <= max(0.8, longest) for line in lines)
