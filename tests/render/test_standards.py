"""A second pair of eyes on what Typst claims: two checkers of PDF/UA, and what they skip."""

import outloud
import pdfua
import pytest

from nbpress.render import render
from tests.render import looking
from tests.render.corpus import CORPUS, LACKING
from tests.render.notebooks import figure, report, rows, table

SOUND = sorted(
    name
    for name in CORPUS
    if name not in LACKING
    and not name.startswith("hostile-big")
    and name not in {"report-metadata-nonsense", "hostile-names"}
)
#: pdfua looks at 16 of 106 rules; on Typst's tables its rule 14-001 fails in itself.
SKIPPED_BY_PDFUA = {"UA-14-001"}


def errors(path):
    """The errors that outloud finds, less one that is none.

    A table's header is repeated on each page as an artifact, because it is tagged once; outloud
    takes a repeated header of many words for prose that was hidden.
    """
    tagged = looking.squeezed(path.read_bytes())
    return [
        finding
        for finding in outloud.check(str(path)).findings
        if finding.severity == "error"
        and not (finding.rule == "TAG-002" and tagged.count("".join(finding.evidence.split())) > 1)
    ]


@pytest.mark.parametrize("name", SOUND)
def test_pdfua_finds_nothing(name, pdf, tmp_path):
    path = tmp_path / "x.pdf"
    path.write_bytes(pdf(name))
    report_ = pdfua.validate(str(path))
    assert [
        finding for finding in report_.findings if str(finding.severity).lower().endswith("error")
    ] == []


REPORTS = [name for name in SOUND if name.startswith("report")]


@pytest.mark.parametrize(
    "name", [*REPORTS, "math", "lists", "footnotes", "frame-multiindex", "table-long", "code-fence"]
)
def test_outloud_finds_no_error(name, pdf, tmp_path):
    path = tmp_path / "x.pdf"
    path.write_bytes(pdf(name))
    assert errors(path) == []


def test_a_long_report_holds_both_standards(tmp_path):
    cells = []
    for number in range(8):
        cells += [
            f"## Part {number}\n\nSee [](#fig:f{number}) and [](#tbl:t{number}). "
            + "Words and more words. " * 60,
            figure(f"f{number}"),
            table(
                f"t{number}", source=rows(["a", "b"], *[[str(n), "x" * (n % 9)] for n in range(30)])
            ),
        ]
    content = render([report(*cells)], "pdf", strict=True).content
    path = tmp_path / "x.pdf"
    path.write_bytes(content)
    assert errors(path) == []


def test_a_repeated_header_of_many_words_is_no_hidden_prose(tmp_path):
    header = ["body of state", "series of events", "rank by series", "rank as bridge"]
    grid = rows(header, *[[str(n)] * 4 for n in range(80)])
    path = tmp_path / "x.pdf"
    path.write_bytes(render([report(table(source=grid))], "pdf", strict=True).content)
    assert errors(path) == []
