"""What lies behind a subject, on the toy data, and how it is written."""

from pathlib import Path

import pytest

import defcoop
from defcoop.lab import page
from defcoop.lab.provenance import Index


@pytest.fixture
def index(toy: Path) -> Index:
    """The index of the toy data."""
    return Index(defcoop.load(toy))


def test_every_subject_has_something_behind_it(index: Index) -> None:
    for subject in index.tables:
        found = index.behind(subject)
        assert found is not None
        assert found.subject == subject
        assert set(found.claims["source_id"]) <= set(index.dataset.sources["source_id"])


def test_the_claims_of_an_event_are_all_its_claims(index: Index) -> None:
    claims = index.dataset.claims
    for event in index.dataset.events["event_id"]:
        found = index.behind(event)
        assert found is not None
        assert len(found.claims) == int((claims["subject_id"] == event).sum())
        assert found.events.empty


def test_a_series_leads_on_to_its_events(index: Index) -> None:
    series = index.dataset.events["mechanism_id"].iloc[0]
    found = index.behind(series)
    assert found is not None
    expected = index.dataset.events.loc[index.dataset.events["mechanism_id"] == series, "event_id"]
    assert set(found.events["event_id"]) == set(expected)
    assert all(f'data-subject="{event}"' in page.detail(found) for event in expected)


def test_a_row_is_known_by_id_name_or_alias_and_a_stranger_by_nothing(index: Index) -> None:
    event = index.dataset.events.iloc[0]
    assert index.subject_in(["?", event["event_id"]]) == event["event_id"]
    for alias, subject in index.dataset.aliases[["alias", "subject_id"]].itertuples(index=False):
        assert index.subject_in([alias]) == subject
    assert index.subject_in([7, None, "nobody"]) == ""
    assert index.behind("nobody") is None


SOURCES = {
    "a-page": {
        "publisher": "Ministry",
        "published": "2024-08-20",
        "title": "Text <b>",
        "url": "https://example.org/a",
    },
    "a-trap": {
        "publisher": "X](javascript:1)",
        "published": "",
        "title": "T",
        "url": "javascript:alert(1)",
    },
}


def test_citations_become_links_and_only_to_the_web() -> None:
    html = page.prose("So it is [@a-page; @a-trap], see [](#fig:raster).", SOURCES, {"raster": 2})
    assert '<a href="https://example.org/a">Ministry 2024</a>' in html
    assert "Figure 2" in html
    assert 'href="javascript' not in html
    assert "<b>" not in page.anchor(SOURCES["a-page"])
    assert "<a" not in page.anchor(SOURCES["a-trap"])


def test_markup_in_prose_is_not_markup_on_the_page() -> None:
    assert "<script>" not in page.prose("<script>alert(1)</script>", {}, {})


def test_signs_in_the_name_of_a_publisher_are_text_in_the_link() -> None:
    sources = {"one": {"publisher": "A [b] *c*", "published": "2024-01-01", "url": "https://x.org"}}
    assert '<a href="https://x.org">A [b] *c* 2024</a>' in page.prose(
        "As said [@one].", sources, {}
    )
