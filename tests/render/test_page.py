"""The HTML page of a report, looked into."""

import base64
import hashlib
import json
import re
from html.parser import HTMLParser

import pytest

from nbpress.render import render
from tests.render.corpus import CORPUS
from tests.render.notebooks import figure, report, table


class _Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def tags(html):
    parser = _Tags()
    parser.feed(html)
    return parser.found


def test_landmarks_and_skip_link(page):
    found = tags(page("report-contents"))
    names = [tag for tag, _ in found]
    for landmark in ("header", "nav", "main", "footer"):
        assert names.count(landmark) == 1
    first_link = next(attributes for tag, attributes in found if tag == "a")
    assert first_link == {"class": "skip", "href": "#content"}
    assert ("main", {"id": "content"}) in found
    assert names.count("h1") == 1


def test_contents_lead_to_the_headings(page):
    html = page("report-contents")
    nav = html[html.index("<nav") : html.index("</nav>")]
    assert re.findall(r"href=\"#(s-[\w-]+)\"", nav)[:2] == ["s-part-0", "s-detail-0"]
    assert "<nav" not in page("report")


def test_policy_names_the_one_script_by_its_hash(page):
    html = page("report")
    policy = dict(tags(html)[3][1] if tags(html)[3][0] == "meta" else {})["content"]
    script = re.search(r"<script>(.*?)</script>", html, re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in policy
    assert policy.startswith(
        "default-src 'none'; img-src data:; font-src data:; style-src 'unsafe-inline'"
    )


def test_figure_is_inline_svg_with_title_and_description(page):
    html = page("report")
    svg = html[html.index("<svg") : html.index("</svg>")]
    assert 'role="img"' in svg
    assert re.search(r"<title id=\"t-\w+\">It rained more in rain</title>", svg)
    assert re.search(r"<desc id=\"d-\w+\">One dot, for rain\.</desc>", svg)


def test_identifiers_of_two_drawings_do_not_meet():
    html = render([report(figure("a"), figure("b"))], "html").content.decode()
    assert html.count('id="d1-p1"') == 1
    assert html.count('id="d2-p1"') == 1
    assert html.count("url(#d2-p1)") == 1
    assert html.count('xlink:href="#d2-dot"') == 1


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("rain.csv", "text/csv;charset=utf-8"),
        ("net.graphml", "application/xml;charset=utf-8"),
        ("net.json", "application/json;charset=utf-8"),
        ("rain.bin", "application/octet-stream"),
    ],
)
def test_a_download_has_the_type_of_its_file(name, kind):
    shown = table("net", data={"name": name, "csv": "<graphml/>"})
    html = render([report(shown)], "html").content.decode()
    links = [attributes for tag, attributes in tags(html) if attributes.get("download") == name]
    assert [link["href"].partition(";base64,")[0] for link in links] == [f"data:{kind}"]


def test_data_can_be_read_and_downloaded(page):
    html = page("report")
    link = next(
        attributes for tag, attributes in tags(html) if attributes.get("download") == "rain.csv"
    )
    content = base64.b64decode(link["href"].partition(",")[2]).decode()
    assert content == "month,millimetres\n2024-01,3\n2024-02,5\n"
    assert "Data behind Figure 1 (2 rows)" in html
    assert '<th scope="col">month</th>' in html


def test_long_data_show_their_first_rows_and_say_so():
    data = {"name": "x.csv", "csv": "n\n" + "".join(f"{n}\n" for n in range(500))}
    html = render([report(figure(data=data))], "html").content.decode()
    assert "300 more rows are in the download." in html
    assert "Data behind Figure 1 (500 rows)" in html


def test_numbers_references_and_sources(page):
    html = page("report")
    # s2 is cited first, so it is number 1; s3 is never cited and stays out.
    assert '<a href="#source-1">1</a>]' in html
    assert '<a href="#figure-rain">Figure 1</a>' in html
    assert '<a href="#table-towns">Table 1</a>' in html
    sources = html[html.index('<ol class="sources">') :]
    assert sources.index("Second source") < sources.index("First source")
    assert "Never cited" not in html
    assert '<a href="https://example.org/2">Second source</a>. Office, ' in sources
    assert '<time datetime="2023-02-01">1 February 2023</time>. Reliability A.' in sources


def test_a_list_of_sources_without_any_goes_with_its_heading(page):
    assert "Sources</h2>" not in page("report-without-sources")
    assert "Sources</h2>" in page("report")


def test_parameters_are_shown_with_what_was_changed(page):
    html = page("report")
    assert "Parameters (1 of 2 changed)" in html
    assert '<span class="default">(default 2020-01-01)</span>' in html


def test_record_line_and_digest(page):
    html = page("report")
    assert "Tables read: rain." in html
    assert "0123456789abcdef" * 4 in html


def test_code_is_hidden_in_reports_and_a_trait_shows_it():
    notebook = CORPUS["report"]
    notebook = {
        **notebook,
        "cells": [
            *notebook["cells"],
            {"cell_type": "code", "metadata": {}, "source": "seen = 1", "outputs": []},
        ],
    }
    assert "seen" not in render([notebook], "html").content.decode()
    assert "seen" in render([notebook], "html", show_code=True).content.decode()


def test_highlighting_uses_classes_only(page):
    html = page("code-fence")
    assert '<span class="k-keyword">def </span>' in html
    assert "???" in html


def test_table_scopes_and_sorting(page):
    html = page("frame-multiindex")
    assert '<th scope="colgroup" colspan="2" class="center">rain</th>' in html
    assert '<th scope="rowgroup" rowspan="2">India</th>' in html
    assert "sortable" not in html[html.index("<body") : html.index("<script>")]
    assert '<table class="sortable">' in page("table-long")


def test_formulas_are_mathml_with_their_source(page):
    html = page("math")
    assert '<math display="block">' in html
    assert "<msqrt>" in html
    assert (
        '<annotation encoding="application/x-tex">\\alpha_i^2 \\le \\frac{1}{2}</annotation>'
        in html
    )


def test_network_data_cannot_end_their_script(page):
    html = page("report-interactive")
    data = re.search(r'class="network-data">(.*?)</script>', html, re.DOTALL)[1]
    assert json.loads(data)["nodes"][0]["label"] == "A </script>"
    # Without script the picture stands and the empty place stays hidden.
    assert '<div class="network" hidden>' in html


def test_page_carries_the_glyphs_it_needs(page):
    html = page("languages")
    assert html.count("@font-face") > page("one-word").count("@font-face")
    assert "U+65E5" in html
    assert "unicode-range" not in page("one-word")


def test_language_of_the_page(page):
    assert '<html lang="ja">' in page("report-japanese")
    assert '<html lang="en-GB">' in page("hostile-metadata")
