"""Tables and pictures in the PDF, looked into."""

import re

from nbpress.render import render
from tests.render import looking
from tests.render.notebooks import html, notebook, rows


def test_frame(pdf):
    tags = looking.tags(pdf("frame"))
    assert tags.count("/TR") == 3
    assert tags.count("/TH") == 3


def test_multiindex_keeps_its_spans_and_levels(pdf):
    content = pdf("frame-multiindex")
    text = looking.words(content)
    assert "rain sun" in text
    assert "Leh 0 12 7.25" in text
    assert "Pune 1 300 6.50" in text
    assert any("/ColSpan" in element.attributes for element in looking.elements(content))
    assert any("/RowSpan" in element.attributes for element in looking.elements(content))


def test_great_table_keeps_title_spanner_groups_and_source(pdf):
    text = looking.words(pdf("great-table"))
    for part in ("Ports of call", "Calls", "West", "Mumbai 3 4", "Source: port diaries."):
        assert part in text


def test_long_table_repeats_its_header_on_every_page(pdf):
    pages = [page.extract_text() for page in looking.reader(pdf("table-long")).pages]
    assert len(pages) >= 3
    assert all("square" in page for page in pages)
    # Tagged once: the repetitions are artifacts.
    assert looking.tags(pdf("table-long")).count("/TH") == 2


def test_wide_table_turns_the_page_and_a_wider_one_is_cut_in_panels(pdf):
    wide = looking.reader(pdf("table-wide")).pages[-1].mediabox
    assert wide.width > wide.height
    content = pdf("table-very-wide")
    assert looking.tags(content).count("/Table") > 1
    # The first column comes back in each panel, every other column once.
    text = looking.words(content)
    assert len(re.findall(r"measure 0\b", text)) == looking.tags(content).count("/Table")
    assert len(re.findall(r"measure 59\b", text)) == 1


def test_broken_and_nested_tables_survive(pdf):
    content = pdf("table-broken")
    # A cell over 99 columns of which two exist takes those two: no page of its own is needed.
    assert len(looking.reader(content).pages) == 1
    assert {"a", "b", "c"} <= set(looking.words(content).replace("ba", "b a").split())
    assert "in" in looking.words(pdf("table-nested"))


def test_numbers_stand_right_and_words_left():
    content = render([notebook(html(rows(["w", "n"], ["abc", "1"], ["d", "1000"])))], "pdf").content
    positions: dict[str, float] = {}

    def visit(text, matrix, place, _font, _size):
        if text.strip():
            positions[text.strip()] = matrix[4] + matrix[0] * place[4]

    looking.reader(content).pages[0].extract_text(visitor_text=visit)
    assert positions["abc"] == positions["d"]
    assert positions["1"] > positions["1000"]


def test_svg_stays_vector_with_selectable_words(pdf):
    content = pdf("svg-output")
    assert "labelled dot" in looking.words(content)
    assert looking.alternatives(content) == ["A dot."]
    assert not list(looking.reader(content).pages[0].images)


def test_drawing_within_html_is_kept_in_its_own_place(pdf):
    assert "labelled dot" in looking.words(pdf("html-with-svg"))


def test_png_keeps_its_description_and_its_stated_width(pdf):
    content = pdf("png-output")
    assert looking.alternatives(content) == ["Grey."]
    (image,) = looking.reader(content).pages[0].images
    assert image.image.size == (40, 30)


def test_options_of_a_cell_give_caption_and_number(pdf):
    content = pdf("png-with-options")
    assert "Figure 1 A grey field" in looking.words(content)
    assert looking.alternatives(content) == ["Grey all over."]
    assert "/Caption" in looking.tags(content)
    assert "fig-cap" not in looking.words(content)


def test_pictures_in_markdown(pdf):
    assert looking.alternatives(pdf("picture-attachment")) == ["A grey square"]
    assert looking.alternatives(pdf("picture-data-url")) == ["grey"]


def test_pictures_that_cannot_be_shown_leave_their_words(rendered):
    assert "[picture: far away]" in looking.words(rendered("picture-remote", "pdf").content)
    assert "is cut short" in looking.words(rendered("png-cut-short", "pdf").content)
    assert "not well formed" in looking.words(rendered("svg-broken", "pdf").content)


def test_missing_description_is_said_not_invented(rendered):
    result = rendered("svg-without-alt", "pdf")
    assert result.breaches == ("cell 1: a picture has no alt text",)
    assert looking.alternatives(result.content) == ["Picture without a description"]
    assert result.standards == ("a-3b",)


def test_no_figure_is_wider_than_the_page():
    from tests.render.notebooks import SVG, code, show

    huge = SVG.replace('width="200pt" height="80pt"', 'width="2000pt" height="800pt"')
    content = render([notebook(code(show({"image/svg+xml": huge}, alt="x")))], "pdf").content
    figures = [element for element in looking.elements(content) if "/BBox" in element.attributes]
    assert figures
    for figure in figures:
        box = re.search(r"/BBox.*?\[([^\]]+)\]", figure.attributes)[1]
        left, _, right, _ = (float(number) for number in re.findall(r"\d+\.?\d*", box))
        assert 0 <= left < right <= 596
