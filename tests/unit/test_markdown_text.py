"""Text from data within Markdown."""

import html
import string

import pytest
from markdown_it import MarkdownIt

from nbpress.markdown_text import escape_markdown
from nbpress.render.markdown import read_markdown
from nbpress.render.tree import Notices, plain_text


@pytest.mark.parametrize(
    "text",
    [
        string.punctuation,
        "# not a heading",
        "- not a list",
        "1. not a list",
        "*a* _b_ `c` ~~d~~",
        "[x](javascript:alert)",
        "<script>x</script>",
        "$a_b$ and [@source] and [](#fig:label)",
        "http://example.org/a",
    ],
)
def test_escaped_text_is_shown_as_it_is(text: str) -> None:
    shown = MarkdownIt("commonmark", {"html": False}).enable("table").render(escape_markdown(text))
    assert html.unescape(shown) == f"<p>{text}</p>\n"
    blocks = read_markdown(escape_markdown(text), Notices(), where="cell 1")
    assert [block.kind for block in blocks] == ["paragraph"]
    assert [node.kind for node in blocks[0].children] == ["text"]
    assert plain_text(blocks) == text


def test_lines_become_one() -> None:
    assert escape_markdown(" a\n\n- b\t c ") == "a \\- b c"
