"""Every notebook of the corpus exports to both formats, safely, twice the same."""

import copy
import re

import pytest

from nbpress.render import ExportError, render
from nbpress.render.contract import find_faults
from tests.render import looking
from tests.render.corpus import CORPUS, LACKING

BIG = {"hostile-big-table"}
#: Beyond LACKING: declare themselves reports, but lack what a report must have.
UNFIT = LACKING | {"report-metadata-nonsense", "hostile-names"}


def test_the_corpus_is_broad():
    assert len(CORPUS) >= 80


@pytest.mark.parametrize("name", CORPUS)
def test_pdf_claims_both_standards_unless_something_is_missing(name, rendered):
    result = rendered(name, "pdf")
    assert result.content.startswith(b"%PDF-1.7")
    assert (result.standards == ("ua-1", "a-3a")) == (name not in UNFIT)
    assert bool(result.breaches) == (name in UNFIT)
    claimed = looking.metadata(result.content)
    assert ("pdfuaid" in claimed) == (name not in UNFIT)
    assert "<pdfaid:part>3</pdfaid:part>" in claimed


@pytest.mark.parametrize("name", sorted(UNFIT))
def test_strict_refuses_what_is_lacking_and_says_all_of_it(name, rendered):
    with pytest.raises(ExportError) as refused:
        render([CORPUS[name]], "html", strict=True)
    # A report that keeps the contract lacks nothing more than what the pages lack.
    declared = tuple(find_faults(CORPUS[name]))
    assert refused.value.faults == declared + rendered(name, "pdf").breaches


@pytest.mark.parametrize("name", sorted(set(CORPUS) - BIG))
def test_same_notebook_same_bytes(name, rendered):
    # Execution counts, cell identifiers and timings differ from run to run; the page must not.
    again = copy.deepcopy(CORPUS[name])
    again["metadata"]["papermill"] = {"start_time": "2024-01-01T00:00:00"}
    for number, cell in enumerate(again["cells"]):
        cell["id"] = f"other-{number}"
        cell["metadata"] = {**cell["metadata"], "execution": {"iopub.status.idle": "2024"}}
        if cell["cell_type"] == "code":
            cell["execution_count"] = 99
    for to in ("html", "pdf"):
        assert render([again], to).content == rendered(name, to).content


_TAG = re.compile(r"<(?!script type=\"application/json\")([a-zA-Z][^<>]*)>")


@pytest.mark.parametrize("name", CORPUS)
def test_page_has_nothing_active_and_asks_for_nothing(name, page):
    html = page(name)
    tags = _TAG.findall(html)
    assert sum(tag.split()[0] == "script" for tag in tags) == 1
    unquoted = [re.sub(r"\"[^\"]*\"", '""', tag) for tag in tags]
    assert not [tag for tag in unquoted if re.search(r"\son\w+=", tag)]
    assert not [
        tag
        for tag in tags
        if tag.split()[0] in {"iframe", "object", "embed", "form", "link", "base"}
    ]
    for tag in tags:
        for attribute, value in re.findall(r"\s([\w:-]+)=\"([^\"]*)\"", tag):
            if attribute in {"src", "href", "xlink:href"}:
                allowed = (
                    r"#|data:(image|text/csv)"
                    if tag[0] != "a"
                    else r"#|data:text/csv|https?://|mailto:"
                )
                assert re.match(allowed, value), (name, tag)
    assert "url(http" not in html
    assert "@import" not in html


@pytest.mark.parametrize("name", sorted(set(CORPUS) - BIG))
def test_identifiers_are_unique_and_links_lead_somewhere(name, page):
    html = page(name)
    identifiers = re.findall(r"\sid=\"([^\"]+)\"", html)
    assert len(identifiers) == len(set(identifiers))
    targets = set(re.findall(r"href=\"#([^\"]+)\"", html))
    assert targets <= set(identifiers)
