"""What made what possible."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from defcoop.analysis.lineage import build_lineage, find_first_use
from tests.unit.analysis.frames import events, instruments, mechanisms, relations

AS_OF = date(2025, 1, 1)
RELATIONS = relations(
    ("acsa", "builds_on", "declaration"),
    ("acsa", "enables", "drill"),
    ("milan", "operationalises", "acsa"),
    ("declaration", "establishes", "talks"),
    ("declaration", "oversees", "talks"),
)
INSTRUMENTS = instruments(
    {"instrument_id": "declaration", "signed": "2008-10-22", "event_id": "summit"},
    {
        "instrument_id": "acsa",
        "title": "Supply agreement",
        "signed": "2020-09-09",
        "in_force": "2021-07-11",
    },
)
EVENTS = events(
    {"event_id": "milan", "start": "2022-03", "mechanism_id": "drill"},
    {"event_id": "summit", "start": "2008-10-22"},
)


def graph() -> object:
    return build_lineage(
        RELATIONS, instruments=INSTRUMENTS, mechanisms=mechanisms({}), events=EVENTS
    )


def test_edges_run_from_the_older_to_the_younger() -> None:
    assert sorted(graph().edges) == [
        ("acsa", "drill"),
        ("acsa", "milan"),
        ("declaration", "acsa"),
        ("declaration", "talks"),
    ]


def test_several_relations_of_a_pair_share_an_edge() -> None:
    twice = relations(
        {"subject_id": "a", "predicate": "enables", "object_id": "b", "date": "2010"},
        {
            "subject_id": "b",
            "predicate": "builds_on",
            "object_id": "a",
            "date": "2009",
            "source_id": "other",
        },
    )
    edge = build_lineage(twice).edges["a", "b"]
    assert edge == {"predicate": "builds_on; enables", "date": "2009", "sources": ("other", "page")}


def test_a_predicate_without_an_order_is_refused() -> None:
    with pytest.raises(ValueError, match="not a predicate of lineage: oversees"):
        build_lineage(RELATIONS, predicates=["oversees"])


def test_time_from_signature_to_force_to_first_use() -> None:
    found = find_first_use(INSTRUMENTS, RELATIONS, EVENTS, as_of=AS_OF)
    row = found.set_index("instrument_id").loc["acsa"]
    assert row["days_to_force"] == 305
    # MILAN in March 2022: 233 to 263 days after 11 July 2021.
    assert row[["days_force_to_use_low", "days_force_to_use_high"]].tolist() == [233, 263]
    assert np.isnan(row["days_force_to_use"])
    assert (row["event_id"], row["used"], row["reason"]) == ("milan", True, "")


def test_an_instrument_is_also_used_through_its_mechanism() -> None:
    through = relations(("drill", "implements", "acsa"))
    found = find_first_use(INSTRUMENTS, through, EVENTS, as_of=AS_OF).set_index("instrument_id")
    assert found.loc["acsa", "event_id"] == "milan"
    assert found.loc["declaration", "reason"] == "no use on record by 2025-01-01"


def test_an_event_before_the_signature_is_no_use() -> None:
    early = events(
        {"event_id": "before", "start": "2015-03", "mechanism_id": "drill"},
        {"event_id": "milan", "start": "2022-03", "mechanism_id": "drill"},
    )
    stated = relations(("before", "implements", "acsa"), ("milan", "implements", "acsa"))
    found = find_first_use(INSTRUMENTS, stated, early, as_of=AS_OF).set_index("instrument_id")
    assert found.loc["acsa", "event_id"] == "milan"


def test_a_series_older_than_the_signature_shows_no_use_by_meeting_again() -> None:
    met_before = events(
        {"event_id": "before", "start": "2015-03", "mechanism_id": "drill"},
        {"event_id": "again", "start": "2021-03", "mechanism_id": "drill"},
        {"event_id": "said", "start": "2022-03", "mechanism_id": "drill"},
    )
    through = relations(("drill", "implements", "acsa"))
    found = find_first_use(INSTRUMENTS, through, met_before, as_of=AS_OF)
    assert not found.set_index("instrument_id").loc["acsa", "used"]
    stated = relations(("drill", "implements", "acsa"), ("said", "implements", "acsa"))
    found = find_first_use(INSTRUMENTS, stated, met_before, as_of=AS_OF)
    assert found.set_index("instrument_id").loc["acsa", "event_id"] == "said"


@pytest.mark.parametrize(("kind", "use"), [("agreement", "order"), ("declaration", "")])
def test_an_instrument_that_implements_a_binding_one_is_a_use_of_it(kind: str, use: str) -> None:
    papers = instruments(
        {"instrument_id": "acsa", "kind": kind, "signed": "2020-09-09"},
        {"instrument_id": "order", "kind": "arrangement", "signed": "2021-04-01"},
    )
    found = find_first_use(papers, relations(("order", "implements", "acsa")), EVENTS, as_of=AS_OF)
    row = found.set_index("instrument_id").loc["acsa"]
    assert row["event_id"] == use
    # 9 September 2020 to 1 April 2021.
    assert row["used"] == bool(use)
    assert not use or row["days_signed_to_use"] == 204


def test_what_lies_after_the_as_of_date_is_not_known() -> None:
    found = find_first_use(INSTRUMENTS, RELATIONS, EVENTS, as_of=date(2021, 1, 1))
    row = found.set_index("instrument_id").loc["acsa"]
    assert not row["used"]
    assert pd.isna(row["in_force"])
    assert np.isnan(row["days_to_force"])
    assert len(find_first_use(INSTRUMENTS, RELATIONS, EVENTS, as_of=date(2000, 1, 1))) == 0
