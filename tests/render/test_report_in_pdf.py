"""What a report of ours has in its PDF: metadata, cover, numbers, sources, files."""

import json

import pytest

from nbpress.render import render
from nbpress.render.manifest import digest
from nbpress.render.scrub import scrub, to_bytes
from tests.render import looking
from tests.render.corpus import CORPUS
from tests.render.notebooks import DIGEST, code, failure, notebook, report, stream


def test_metadata(pdf):
    facts = looking.reader(pdf("report")).metadata
    assert facts.title == "Rain in three towns"
    assert facts.author == "A. Writer"
    assert facts.creation_date.date().isoformat() == "2024-03-31"
    catalog = looking.reader(pdf("report")).trailer["/Root"]
    assert catalog["/Lang"] == "en-GB"
    assert bool(catalog["/MarkInfo"]["/Marked"])
    assert bool(catalog["/ViewerPreferences"]["/DisplayDocTitle"])


def test_japanese_report_says_its_language(pdf):
    catalog = looking.reader(pdf("report-japanese")).trailer["/Root"]
    assert catalog["/Lang"] == "ja"
    assert "日印防衛協力" in looking.squeezed(pdf("report-japanese"))


def test_cover_header_and_footer(pdf):
    content = pdf("report-contents")
    first = " ".join(looking.reader(content).pages[0].extract_text().split())
    for part in (
        "Rain in three towns",
        "What fell",
        "A. Writer",
        "As of 31 March 2024",
        DIGEST[:12],
        "Three towns, two years.",
    ):
        assert part in first
    assert "2022-01-01 (default 2020-01-01)" in first
    pages = looking.reader(content).pages
    for number, page in enumerate(pages, start=1):
        text = " ".join(page.extract_text().split())
        assert f"Page {number} of {len(pages)}" in text
        assert DIGEST[:12] in text
        assert "As of 31 March 2024" in text


def test_contents_link_to_the_sections(pdf):
    content = pdf("report-contents")
    assert "/TOC" in looking.tags(content)
    assert looking.inner_links(content) >= 8


def test_exhibits_are_numbered_captioned_and_referred_to(pdf):
    content = pdf("report")
    text = looking.words(content)
    assert "Figure 1 It rained more in rain n = 24 months, millimetres" in text
    assert "see Figure 1 and Table 1 [2, 1]" in text
    assert looking.tags(content).count("/Caption") == 2
    assert "One dot, for rain." in looking.alternatives(content)


def test_sources_link_to_their_addresses(pdf):
    content = pdf("report")
    assert looking.addresses(content) == ["https://example.org/2", "https://example.org/1"]
    assert "Second source. Office, 1 February 2023. Reliability A." in looking.words(content)


def test_no_heading_is_last_on_a_page():
    from tests.render.notebooks import md

    text = "Words that fill a line of the page and go on to the next. " * 9
    chapters = [md(f"## Section {n}\n\n{text}") for n in range(30)]
    content = render([report(*chapters)], "pdf").content
    for page in looking.reader(content).pages:
        lines = [line for line in page.extract_text().splitlines() if line.strip()]
        body = [line for line in lines if not line.startswith(("Page", "Data", "As of"))]
        assert not body[-1].startswith("Section")


def test_long_words_hyphenate():
    text = "Internationalisation of interoperability considerations notwithstanding. " * 12
    content = render([report(text)], "pdf").content
    lines = looking.reader(content).pages[0].extract_text().splitlines()
    assert any(line.rstrip().endswith(("-", "\u2010", "\u00ad")) for line in lines)


# Files


def test_data_notebook_and_record_travel_as_associated_files(pdf):
    content = pdf("report")
    files = looking.files(content)
    assert set(files) == {
        "data/rain.csv",
        "data/towns.csv",
        "report.ipynb",
        "record.json",
        "manifest.json",
    }
    listed = json.loads(files["manifest.json"])["files"]
    assert listed == {name: digest(held) for name, held in files.items() if name != "manifest.json"}
    catalog = looking.reader(content).trailer["/Root"]
    kinds = {str(item.get_object()["/AFRelationship"]) for item in catalog["/AF"]}
    assert kinds == {"/Data", "/Source", "/Supplement"}
    assert json.loads(files["record.json"])["digest"] == DIGEST


def test_given_files_take_the_place_of_ours():
    content = render(
        [CORPUS["report"]], "pdf", attachments={"record.json": b"{}\n", "x.bin": b"\xff\x00"}
    ).content
    files = looking.files(content)
    assert files["record.json"] == b"{}\n"
    assert files["x.bin"] == b"\xff\x00"


@pytest.mark.parametrize("content", [b"\xef\xbb\xbfa\r\nb\r\n", b"", b"\n", "é\u2028".encode()])
def test_files_arrive_byte_for_byte(content):
    made = render([CORPUS["report"]], "pdf", attachments={"odd.csv": content}).content
    assert looking.files(made)["odd.csv"] == content


def test_scrubbed_notebook_tells_no_time_and_no_path():
    told = notebook(
        code(stream("wrote /home/someone/secret/out.csv in 3 s\n"), source="x = 1"),
        code(failure("OSError", "/srv/abc/f.csv", 'File "/home/someone/x.py", line 1')),
        papermill={"start_time": "2024-01-01T00:00:00"},
    )
    told["cells"][0]["metadata"]["execution"] = {"iopub.execute_input": "2024-01-01"}
    scrubbed = scrub(told)
    text = to_bytes(scrubbed).decode()
    for secret in ("someone", "/home", "/srv", "2024-01-01", '"execution_count": 7'):
        assert secret not in text
    assert "…/out.csv" in text
    assert scrub(scrubbed) == scrubbed


def test_characters_that_no_font_prints_are_counted():
    assert render([CORPUS["hostile-unprintable"]], "pdf").unprintable["U+1F389"] == 2
    assert render([CORPUS["report"]], "pdf").unprintable == {}
