"""Reading what a notebook declares, from well-formed and from nonsensical metadata."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbpress.render.outputs import read_report, safe_name
from tests.render.corpus import CORPUS
from tests.render.notebooks import DIGEST, code, notebook, show


def test_everything_of_a_report_is_read():
    content = read_report(CORPUS["report"])
    assert content.cover.title == "Rain in three towns"
    assert content.cover.authors == ("A. Writer",)
    assert [item.changed for item in content.cover.parameters] == [True, False]
    assert content.cover.parameters[1].value == "leh, pune"
    (figure,), (table,) = content.figures, content.tables
    assert (figure.label, figure.sources, table.label) == ("rain", ("s1",), "towns")
    assert figure.data.rows()[1] == ["2024-01", "3"]
    assert [source.id for source in content.references] == ["s1", "s2", "s3"]
    assert content.record.digest == DIGEST
    assert content.record.headlines[0]["value"] == 3
    assert sorted(content.data_files) == ["rain.csv", "towns.csv"]


def test_a_strangers_notebook_declares_nothing():
    content = read_report(CORPUS["frame"])
    assert (content.cover, content.record) == (None, None)
    assert (content.figures, content.tables, content.references, content.data_files) == (
        (),
        (),
        (),
        {},
    )


def test_two_data_files_of_one_name_keep_both():
    files = read_report(CORPUS["report-two-same-names"]).data_files
    assert files == {"x.csv": b"a\n1\n", "b-x.csv": b"a\n2\n"}


@pytest.mark.parametrize(
    ("asked", "safe"),
    [
        ("a.csv", "a.csv"),
        ("../../etc/passwd", "passwd"),
        ("C:\\x\\y z.csv", "y-z.csv"),
        ("", "data.csv"),
        ("...", "data.csv"),
    ],
)
def test_file_names_cannot_leave_their_folder(asked, safe):
    assert safe_name(asked) == safe


_ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)
_FIELDS = (
    "title",
    "label",
    "alt",
    "sources",
    "data",
    "items",
    "authors",
    "parameters",
    "interactive",
    "align",
    "tables",
    "as_of",
)


@given(
    kind=st.sampled_from(["cover", "figure", "table", "references", "record"]),
    fields=st.dictionaries(st.sampled_from(_FIELDS), _ANYTHING, max_size=6),
)
def test_no_metadata_makes_the_reader_raise(kind, fields):
    output = show({"image/svg+xml": "<svg/>", "text/html": "<p>"}, report={"kind": kind, **fields})
    read_report(notebook(code(output)))
