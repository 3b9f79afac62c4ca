"""Text, code and formulas in the PDF: one test for each feature, looking inside."""

from tests.render import looking


def test_opening_title_becomes_the_documents_and_levels_rise(pdf):
    content = pdf("headings")
    assert looking.reader(content).metadata.title == "Title"
    assert looking.outline(content) == ["One", "  Deep", "Two"]
    assert [tag for tag in looking.tags(content) if tag.startswith("/H")] == ["/H1", "/H2", "/H1"]


def test_skipped_levels_are_closed(pdf):
    # "###" under the title, "######" under it, then "##": one, two, one.
    assert looking.outline(pdf("headings-skipped")) == ["Three", "  Six", "Two"]


def test_several_top_headings_stay_sections(pdf):
    content = pdf("many-titles")
    assert looking.outline(content) == ["One", "Two"]
    assert looking.reader(content).metadata.title == "One"


def test_lists_are_tagged_and_start_where_they_say(pdf):
    content = pdf("lists")
    assert looking.tags(content).count("/L") == 5
    assert "7." in looking.words(content)
    assert "done: done" in looking.words(content)
    assert "to do: open" in looking.words(content)


def test_loose_list_keeps_its_paragraphs_and_code(pdf):
    text = looking.words(pdf("loose-list"))
    assert "1. first second paragraph 2. next x = 1" in text


def test_definitions(pdf):
    assert "Term what it means Other another" in looking.words(pdf("definition-list"))


def test_quotation_is_tagged(pdf):
    text = looking.words(pdf("quote"))
    assert "said" in text
    assert "and again" in text


def test_links_work_and_inner_ones_lead_to_headings(pdf):
    content = pdf("links")
    assert looking.addresses(content) == ["https://example.org/a?b=c&d=e", "mailto:a@example.org"]
    assert looking.inner_links(content) == 1
    assert looking.tags(content).count("/Link") == 3


def test_footnotes_stand_at_the_foot_and_nest(pdf):
    content = pdf("footnotes")
    text = looking.words(content)
    assert "First note." in text
    assert "Second" in text
    assert "/Note" in looking.tags(content)


def test_footnote_that_calls_itself_ends(pdf):
    assert "See" in looking.words(pdf("footnote-of-itself"))


def test_emphasis_fonts(pdf):
    content = pdf("emphasis")
    assert {"IBMPlexSerif-Italic", "IBMPlexSerif-SemiBold"} <= looking.fonts(content)
    assert "H2O" in looking.squeezed(content)


def test_markdown_table_has_header_cells(pdf):
    content = pdf("markdown-table")
    tags = looking.tags(content)
    assert tags.count("/TH") == 3
    assert tags.count("/TD") == 6
    assert looking.addresses(content) == ["https://z.org"]


def test_formulas_carry_words(pdf):
    said = looking.alternatives(pdf("math"))
    assert said[0] == "alpha sub i to the 2 is at most the fraction 1 over 2"
    assert said[1].startswith("sum from i equals 1 to n the square root of x sub i equals")
    assert looking.tags(pdf("math")).count("/Formula") == 2


def test_aligned_formulas_lose_the_converters_own_numbers(pdf):
    assert "(1)" not in looking.words(pdf("math-environments"))
    assert "c hat" not in looking.words(pdf("math-environments"))
    assert "d hat" in looking.alternatives(pdf("math-environments"))[0]


def test_unknown_command_shows_its_source(rendered):
    result = rendered("math-unknown-command", "pdf")
    assert r"\nosuchcommand{x}" in looking.words(result.content)
    assert "unknown command" in result.notices[0]


def test_dollars_are_not_formulas(pdf):
    assert "It cost $5 and then $7 more." in looking.words(pdf("dollars"))


def test_code_is_set_in_the_typewriter_face_and_tagged(pdf):
    content = pdf("code-fence")
    assert "def f(x): return x + 1 # add" in looking.words(content)
    assert "/Code" in looking.tags(content)
    assert "IBMPlexMono-Regular" in looking.fonts(content)


def test_raw_cell_prints_as_it_is(pdf):
    assert r"\section{LaTeX} <b>not bold</b>" in looking.words(pdf("raw-cell"))


def test_html_within_markdown(pdf):
    text = looking.words(pdf("html-in-markdown"))
    assert "bold it line" in text
    assert "More inside" in text


def test_scripts_of_the_world_print_with_our_fonts(rendered):
    result = rendered("languages", "pdf")
    assert result.unprintable == {}
    text = looking.squeezed(result.content)
    for part in ("日本", "Łódź", "кот", "Ὀδυσσεύς"):
        assert part in text
    names = looking.fonts(result.content)
    assert any(name.startswith("NotoSansCJKjp") for name in names)
    assert any(name.startswith("NotoSansDevanagari") for name in names)


def test_stream_without_colour_codes(pdf):
    text = looking.words(pdf("stream-colours"))
    assert " 20%" in text
    assert " ac" in text


def test_long_stream_is_cut_in_the_middle(rendered):
    result = rendered("stream-long", "pdf")
    assert "characters left out" in looking.words(result.content)
    assert "of output left out" in result.notices[0]


def test_error_prints_and_is_said(rendered):
    result = rendered("error", "pdf")
    assert "ValueError: no such town" in looking.words(result.content)
    assert result.notices == ("cell 1: ended in ValueError",)


def test_code_is_shown_without_a_cover_and_hidden_with_one(pdf):
    assert "print('hello')" in looking.words(pdf("code-shown"))
    assert "secret_source" not in looking.words(pdf("hidden-by-tags"))
    assert "unseen output" not in looking.words(pdf("hidden-by-tags"))
    assert "gone" in looking.words(pdf("hidden-by-tags"))
    assert "neither" not in looking.words(pdf("hidden-by-tags"))


def test_markdown_and_latex_and_json_outputs(pdf):
    assert "IBMPlexSerif-SemiBold" in looking.fonts(pdf("markdown-output"))
    assert looking.alternatives(pdf("latex-output"))[0].startswith("integral sub 0 to the 1") or (
        looking.alternatives(pdf("latex-output"))[0].startswith("integral from 0 to 1")
    )
    assert r"\begin{tabular}" in looking.words(pdf("latex-not-maths"))
    assert '"a": [ null, true ]' in looking.words(pdf("json-output"))


def test_what_cannot_be_shown_says_so(pdf):
    assert "application/vnd.plotly.v1+json" in looking.words(pdf("plotly"))
    assert "IntSlider(value=3)" in looking.words(pdf("widget"))
    assert "application/javascript cannot be shown" in looking.words(pdf("javascript-output"))


def test_lists_of_lines_are_joined(pdf):
    content = pdf("lines-as-lists")
    assert looking.reader(content).metadata.title == "Listed"
    assert "text a b" in looking.words(content)


def test_empty_notebook_is_a_page(pdf):
    assert len(looking.reader(pdf("empty")).pages) == 1
