"""The contract between a notebook and the renderer: one schema, and a fault says what to mend."""

import pytest
from jsonschema import Draft202012Validator

from nbpress.render import ExportError, render
from nbpress.render.contract import find_faults, read_schema
from tests.render.corpus import CORPUS
from tests.render.notebooks import code, figure, notebook, record, references, report, show, table

DECLARED = {"kind": "figure", "label": "rain", "title": "It rained", "alt": "One dot."}


def declaring(**declared):
    return notebook(code(show({"image/svg+xml": "<svg/>"}, report=declared)))


def test_the_schema_is_a_schema():
    Draft202012Validator.check_schema(read_schema())


def test_a_report_and_a_strangers_notebook_have_no_faults():
    assert find_faults(CORPUS["report"]) == []
    assert find_faults(CORPUS["frame"]) == []
    assert find_faults(notebook()) == []
    assert find_faults(report(figure(), table(), references(("s1", "One", "https://a.org")))) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"kind": "figur"}, 'kind is "figur", which breaks enum: cover, figure, table, '),
        ({"alt": None}, "(figure 'rain'): alt is null, which breaks type: string"),
        ({"captoin": "x"}, "report has 'captoin', which is none of: kind, label, title, "),
        ({"label": "two words"}, 'label is "two words", which breaks pattern'),
        ({"sources": "s1"}, 'sources is "s1", which breaks type: array'),
        ({"sources": ["s 1"]}, 'sources[0] is "s 1", which breaks pattern'),
        ({"data": {"name": "x.csv"}}, "data lacks 'csv'"),
        ({"data": {"name": "a/b.csv", "csv": ""}}, 'data.name is "a/b.csv", which breaks'),
        ({"interactive": {"nodes": [{}], "edges": []}}, "interactive.nodes[0] lacks 'id'"),
    ],
)
def test_a_fault_names_cell_part_place_value_and_rule(change, fault):
    (found,) = find_faults(declaring(**DECLARED | change))
    assert found.startswith("cell 1, output 1")
    assert fault in found


def test_missing_keys_are_one_sentence():
    assert find_faults(declaring(kind="figure", label="rain")) == [
        "cell 1, output 1 (figure 'rain'): report lacks 'title', 'alt'"
    ]


def test_a_digest_and_a_day_have_their_form():
    faults = find_faults(notebook(record(digest="abc")))
    assert [fault.split(" is ")[0] for fault in faults] == [
        "cell 1, output 1 (record): digest",
        "cell 1, output 1 (record): tables.rain",
    ]
    (fault,) = find_faults(declaring(kind="cover", title="Rain", as_of="soon"))
    assert 'as_of is "soon"' in fault


def test_a_long_value_is_cut():
    (fault,) = find_faults(declaring(**DECLARED | {"sources": "x" * 500}))
    assert len(fault) < 200


def test_the_renderer_notes_a_fault_and_refuses_it_where_it_is_strict():
    broken = report(figure(captoin="x"))
    fault = "cell 2, output 1 (figure 'rain'): report has 'captoin'"
    assert any(notice.startswith(fault) for notice in render([broken], "html").notices)
    with pytest.raises(ExportError, match="captoin"):
        render([broken], "html", strict=True)


def test_the_renderer_names_the_chapter_of_a_binder():
    notices = render([report(figure()), report(figure(captoin="x"))], "html", title="Two").notices
    assert any(notice.startswith("chapter 2, cell 2, output 1") for notice in notices)
