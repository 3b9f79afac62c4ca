"""Several notebooks as one document: one contents, continuous numbers, one list of sources."""

import pytest

from nbpress.render import render
from tests.render import looking
from tests.render.notebooks import figure, notebook, references, report, table

FIRST = ("s1", "First source", "https://example.org/1")
SECOND = ("s2", "Second source", "https://example.org/2")
CHAPTERS = [
    report(
        "## Rain\n\nSee [](#fig:rain) [@s2].[^n]\n\n[^n]: A note.",
        figure("rain"),
        "## Sources",
        references(FIRST, SECOND),
        title="Rain",
    ),
    report(
        "## Sun\n\nSee [](#fig:rain) and [](#tbl:towns) [@s1; @s2].[^n]\n\n[^n]: Another.",
        figure("rain", title="It rained less"),
        table(),
        "## Sources",
        references(FIRST, SECOND),
        title="Sun",
    ),
]


@pytest.fixture(scope="module")
def pdf():
    return render(CHAPTERS, "pdf", title="The weather", strict=True).content


@pytest.fixture(scope="module")
def page():
    return render(CHAPTERS, "html", title="The weather", strict=True).content.decode()


def test_one_outline_with_chapters_at_the_top(pdf):
    assert looking.outline(pdf) == ["Rain", "  Rain", "Sun", "  Sun", "Sources"]
    assert looking.reader(pdf).metadata.title == "The weather"


def test_numbers_run_through(pdf, page):
    text = looking.words(pdf)
    assert "Figure 1" in text
    assert "Figure 2" in text
    assert "Table 1" in text
    assert page.count('id="figure-rain"') == page.count('id="figure-rain-2"') == 1


def test_a_label_means_the_chapters_own_figure(page):
    second = page[page.index('id="chapter-2"') :]
    assert 'See <a href="#figure-rain-2">Figure 2</a>' in second


def test_one_list_of_sources_at_the_end(pdf, page):
    assert page.count('<ol class="sources">') == 1
    assert page.index('<ol class="sources">') > page.index('id="chapter-2"')
    assert page.count("Sources</h2>") == 1
    # s2 is cited first, in the first chapter: it is number 1 in both.
    assert looking.words(pdf).count("Second source") == 1
    assert '[<a href="#source-2">2</a>, <a href="#source-1">1</a>]' in page


def test_notes_are_numbered_through(page):
    assert '<li id="note-1"' in page
    assert '<li id="note-2"' in page


def test_one_contents_and_one_main_heading(page):
    assert page.count("<nav") == 1
    assert page.count("<h1") == 1
    assert page.index("<nav") < page.index('id="chapter-1"')


def test_each_notebook_travels_with_it(pdf):
    files = looking.files(pdf)
    assert {"chapter-1.ipynb", "chapter-2.ipynb", "record.json", "manifest.json"} <= set(files)


def test_running_head_names_the_chapter(pdf):
    pages = [page.extract_text() for page in looking.reader(pdf).pages]
    assert any("Sun" in page.splitlines()[0] or "Sun" in page for page in pages)


def test_no_chapter_is_an_error():
    with pytest.raises(ValueError, match="at least one notebook"):
        render([], "html")


def test_unknown_format_is_an_error():
    with pytest.raises(ValueError, match="no format 'docx'"):
        render([notebook()], "docx")
