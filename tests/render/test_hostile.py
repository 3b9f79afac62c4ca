"""Text that means harm stays text, or goes with a notice."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nbpress.render import pictures, render
from nbpress.render.allowed_html import is_safe_address
from nbpress.render.characters import screen_safe
from nbpress.render.markdown import read_markdown
from nbpress.render.markup import read_html
from nbpress.render.tree import Notices, plain_text
from tests.render import looking
from tests.render.corpus import HOSTILE_SVG
from tests.render.notebooks import code, html, notebook, rows, show, stream


def test_html_keeps_its_words_and_says_what_went(rendered, page):
    body = page("hostile-html")
    body = body[body.index("<main") : body.index("</main>")]
    assert "kept" in body
    assert "click" in body
    assert "alert" not in body
    assert "evil.example" not in body
    notices = " ".join(rendered("hostile-html", "html").notices)
    for what in ("script", "event handler", "javascript link", "frame", "form"):
        assert what in notices


def test_markdown_drops_what_acts(rendered, page):
    body = page("hostile-markdown")
    # CommonMark leaves links that it refuses as the text that they were.
    assert "alert(1)" not in body
    assert "href=" not in body[body.index("<main") : body.index("</main>")]
    assert "cell 1: javascript link dropped" in rendered("hostile-markdown", "html").notices


def test_svg_loses_script_handlers_and_addresses():
    drawing = pictures.clean_svg(HOSTILE_SVG, "p-")
    assert "labelled dot" in drawing.svg
    for banned in ("script", "alert", "evil.example", "foreignObject", "onclick", "@import"):
        assert banned not in drawing.svg
    assert {"<script>", "<foreignObject>", "onclick attribute"} <= set(drawing.dropped)


_SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xhtml">'


@pytest.mark.parametrize(
    "inner",
    [
        "<rect style=\"fill:url('//e.example/a')\"/>",
        '<rect fill="u\\72l(//e.example)"/>',
        '<use href="//e.example/x.svg#a"/>',
        '<image href="data:image/svg+xml;base64,AAAA"/>',
        '<animate attributeName="href" to="javascript:e.example"/>',
        "<x:script>e.example</x:script>",
        '<style>a{b:url( "http://e.example" )}</style>',
        "<style>@IMPORT 'http://e.example';</style>",
    ],
)
def test_no_way_out_of_a_drawing(inner):
    cleaned = pictures.clean_svg(f"{_SVG}{inner}</svg>").svg
    assert "e.example" not in cleaned
    assert "data:image/svg" not in cleaned


@pytest.mark.parametrize(
    "source", ['<!DOCTYPE svg [<!ENTITY a "b">]><svg/>', "<svg", "<html/>", "", "\0"]
)
def test_what_is_no_sound_drawing_is_refused(source):
    with pytest.raises(pictures.PictureError):
        pictures.clean_svg(source)


def test_typst_code_prints_as_text(rendered):
    result = rendered("hostile-typst", "pdf")
    text = looking.squeezed(result.content)
    for part in (
        '#read("/etc/passwd")',
        "=Notaheading*notbold*",
        "#setpage(fill:red)",
        '#eval("1+1")',
        "\\u{41}",
    ):
        assert part.replace(" ", "") in text
    assert "root:x:" not in text
    assert result.standards == ("ua-1", "a-3a")


def test_latex_reads_no_file(rendered):
    text = looking.words(rendered("hostile-latex", "pdf").content)
    assert r"\input{/etc/passwd}" in text
    assert "root:x:" not in text


def test_control_and_bidirectional_characters_show_their_code(rendered, page):
    result = rendered("hostile-controls", "pdf")
    assert result.unprintable["U+202E"] == 1
    assert "U+202Egnp.exeU+202C" in looking.squeezed(result.content)
    html_page = page("hostile-controls")
    assert "\u202e" not in html_page
    assert "\x07" not in html_page
    assert "U+202Egnp.exeU+202C" in html_page


def test_glyphless_characters_show_their_code_and_are_counted(rendered):
    result = rendered("hostile-unprintable", "pdf")
    assert result.unprintable["U+1F389"] == 2
    assert "U+1F389U+1F389" in looking.squeezed(result.content)
    assert result.standards == ("ua-1", "a-3a")


def test_lone_surrogate_shows_its_code(page):
    assert "lone U+D800 surrogate" in page("hostile-surrogate")


def test_a_megabyte_in_a_cell_is_cut_and_said(rendered, page):
    assert len(page("hostile-big-cell")) < 600_000
    assert (
        "a table cell of 1,000,000 characters was cut"
        in rendered("hostile-big-cell", "pdf").notices[0]
    )


def test_a_long_word_breaks_within_the_page(pdf):
    content = pdf("hostile-long-word")
    assert looking.squeezed(content).count("w") >= 5_000
    assert len(looking.reader(content).pages) > 1


def test_csv_formula_travels_as_data_under_a_safe_name(pdf):
    files = looking.files(pdf("hostile-formula-csv"))
    assert files["data/x.csv"] == b"town\n=1+1\n"


def test_metadata_cannot_break_out(page):
    html_page = page("hostile-metadata")
    assert "<title>&lt;script&gt;alert(1)&lt;/script&gt;</title>" in html_page
    assert '<meta name="keywords" content="&quot; onload=&quot;x">' in html_page


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("https://example.org/a?b#c", True),
        ("mailto:a@example.org", True),
        ("#place", True),
        ("javascript:alert(1)", False),
        (" JaVaScRiPt:alert(1)", False),
        ("data:text/html,x", False),
        ("file:///etc/passwd", False),
        ("//example.org", False),
        ("relative.html", False),
        ("https://", False),
        ("https://a b", False),
    ],
)
def test_addresses(address, safe):
    assert is_safe_address(address) is safe


# Any text at all

_TEXT = st.text(max_size=60)
_SLOW = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


@given(_TEXT)
def test_readers_take_any_text(text):
    read_markdown(text, Notices())
    read_html(text, Notices())


@_SLOW
@given(_TEXT)
def test_no_text_makes_a_tag_in_the_page(text):
    page = render([notebook(code(stream(f"{text}\nb")))], "html").content.decode()
    body = page[page.index("<pre>") : page.index("</main>")]
    assert re.findall(r"<(?!/?(?:pre|div))", body) == []


@_SLOW
@given(_TEXT)
def test_any_text_anywhere_compiles_under_both_standards(text):
    made = render(
        [
            notebook(
                text,
                code(stream(text), source=text),
                html(rows([text], [text])),
                code(show({"text/latex": f"${text}$"})),
                title=text,
            )
        ],
        "pdf",
    )
    assert made.standards == ("ua-1", "a-3a")


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=40))
def test_screen_safe_text_has_no_control_left(text):
    assert not re.search(
        "[\x00-\x08\x0b\x0c\x0e-\x1f\u202a-\u202e\u2066-\u2069]", screen_safe(text)
    )


@given(st.text(alphabet="abc <>&\"'*_[](){}#$\\`~-+=|!\n", max_size=80))
def test_markdown_keeps_the_letters(text):
    nodes = read_markdown(text, Notices())
    assert isinstance(plain_text(nodes), str)
