"""Every mechanism and dated fact of the five founding texts is in the tables, with its claim."""

import pandas as pd
import pytest

import defcoop
from tests.toy import ROOT


@pytest.fixture(scope="module")
def dataset() -> defcoop.Dataset:
    return defcoop.load(ROOT / "data")


@pytest.fixture(scope="module")
def claims(dataset: defcoop.Dataset) -> set[tuple[str, str, str]]:
    founding = dataset.claims[dataset.claims["source_id"].str.startswith("founding-")]
    return set(zip(founding["subject_id"], founding["field"], founding["value"], strict=True))


# (subject, field, what a founding text says), text by text.
SAID = [
    # 0, Embassy of India, Tokyo
    ("defence-policy-dialogue-2018-06", "start", "2018-06"),
    ("vice-ministerial-2plus2-2018-06", "start", "2018-06"),
    ("defence-ministerial-dialogue-2019-09", "start", "2019-09-02"),
    ("ministerial-2plus2-2019-11", "start", "2019-11-30"),
    ("ministerial-2plus2-2019-11", "edition", "1"),
    ("ministerial-2plus2-2022-09", "start", "2022-09"),
    ("ministerial-2plus2-2022-09", "place_id", "tokyo"),
    ("ministerial-2plus2-2022-09", "edition", "2"),
    ("tokyo-declaration-2014", "signed", "2014-09"),
    ("acsa-rpss", "signed", "2020-09-09"),
    ("jwg-detc-2023-06", "start", "2023-06-26"),
    ("defence-industry-b2b-forum-2017-09", "start", "2017-09"),
    ("defence-industry-b2b-forum-2017-09", "place_id", "tokyo"),
    ("defence-industry-b2b-forum-2018-08", "start", "2018-08"),
    ("defence-industry-b2b-forum-2019-02", "start", "2019-02-23"),
    ("defence-industry-b2b-forum-2019-02", "place_id", "bengaluru"),
    ("japan-strategic-documents-2022", "signed", "2022-12"),
    ("three-principles-revision-2023", "signed", "2023-12"),
    ("joint-staff-talks-2023", "start", "2023"),
    ("joint-staff-talks-2023", "place_id", "tokyo"),
    ("joint-staff-talks-2023", "edition", "1"),
    ("jimex", "stated_cadence", "P1Y"),
    ("dharma-guardian", "stated_cadence", "P1Y"),
    ("sahyog-kaijin", "stated_cadence", "P1Y"),
    ("malabar", "scope", "multilateral"),
    # 1, domain-b
    ("joint-declaration-2008", "signed", "2008"),
    ("defence-cooperation-memorandum-2014", "signed", "2014"),
    ("equipment-technology-transfer-agreement", "signed", "2015"),
    ("classified-military-information-agreement", "signed", "2015"),
    ("navy-implementing-arrangement", "signed", "2018-10"),
    ("defence-ministerial-dialogue", "stated_cadence", "P1Y"),
    # 2, publisher unknown, April 2023
    ("defence-policy-dialogue-2023-04", "start", "2023-03-05"),
    ("defence-policy-dialogue-2023-04", "edition", "7"),
    # 3, an exam-preparation site
    ("sahyog-kaijin", "established", "2006"),
    ("malabar", "scope", "bilateral"),
    ("civil-nuclear-agreement", "signed", "2016"),
    # 4, publisher unknown, July 2025
    ("army-chief-exchanges-2025-07", "start", "2025-07-25"),
    ("army-chief-exchanges-2025-07", "mode", "virtual"),
]

# Mechanisms, instruments and actors that a founding text names, without a date.
NAMED = [
    "nsa-dialogue", "in-jmsdf-passex", "cope-india-2018-12", "milan", "malabar", "jimex",
    "veer-guardian",
    "shinyuu-maitri", "dharma-guardian", "subject-matter-expert-exchanges", "army-staff-talks",
    "navy-staff-talks", "air-staff-talks", "jwg-detc", "quadrilateral-security-dialogue",
    "act-east-policy", "free-and-open-indo-pacific", "vision-2025", "annual-summit",
    "acsa-negotiations", "balance-of-payments-support", "japan-oda-loans", "delhi-metro",
    "western-dedicated-freight-corridor", "high-speed-rail", "ayushman-bharat", "ahwin",
    "digital-cooperation", "disaster-risk-reduction-cooperation", "economic-ties", "make-in-india",
    "indian-defence-corridors", "special-strategic-and-global-partnership",
    "maritime-domain-awareness-cooperation", "prime-ministers-meetings-2023-03",
    "defence-official-visits-2023-04", "milan-2022-02", "annual-summit-2018-10", "aero-india",
]  # fmt: skip

# Person, office, event.
OFFICES = [
    ("giridhar-aramane", "Defence Secretary", "defence-policy-dialogue-2023-04"),
    ("masami-oka", "Vice Minister of Defense for International Affairs",
     "defence-policy-dialogue-2023-04"),
    ("hiroshi-suzuki", "Ambassador of Japan to India", "defence-official-visits-2023-04"),
    ("rajnath-singh", "Defence Minister", "defence-official-visits-2023-04"),
    ("upendra-dwivedi", "Chief of the Army Staff", "army-chief-exchanges-2025-07"),
    ("yasunori-morishita", "Chief of Staff, JGSDF", "army-chief-exchanges-2025-07"),
    ("fumio-kishida", "Prime Minister", "prime-ministers-meetings-2023-03"),
]  # fmt: skip

RULED = [
    ("defence-policy-dialogue-2023-04", "start", "2023-03-05"),
    ("malabar", "scope", "bilateral"),
    ("malabar", "scope", "multilateral"),
    ("sahyog-kaijin", "established", "2006"),
]

MEASURED = [
    ("jwg-detc", "meetings_held", 7),
    ("economic-ties", "trading_partner_rank", 12),
    ("economic-ties", "investor_rank", 4),
    ("civil-nuclear-agreement", "reactors_expected", 6),
    ("civil-nuclear-agreement", "nuclear_capacity_growth", 10),
]

MISSPELT = ["Veer Gaurdian", "Dharma Gaurdian", "Kishhida"]


@pytest.mark.parametrize(("subject", "field", "value"), SAID)
def test_said(claims: set[tuple[str, str, str]], subject: str, field: str, value: str) -> None:
    assert (subject, field, value) in claims


@pytest.mark.parametrize("subject", NAMED)
def test_named(claims: set[tuple[str, str, str]], subject: str) -> None:
    assert any(claim[0] == subject for claim in claims)


@pytest.mark.parametrize(("person", "office", "event"), OFFICES)
def test_persons_with_their_office(
    dataset: defcoop.Dataset, person: str, office: str, event: str
) -> None:
    rows = dataset.participants
    found = rows[(rows["actor_id"] == person) & (rows["event_id"] == event)]
    assert found["office"].tolist() == [office]


@pytest.mark.parametrize(("subject", "field", "rejected"), RULED)
def test_ruled(dataset: defcoop.Dataset, subject: str, field: str, rejected: str) -> None:
    rows = dataset.rulings
    key = (rows["subject_id"] == subject) & (rows["field"] == field)
    assert rejected in rows.loc[key, "rejected"].tolist()


@pytest.mark.parametrize(("subject", "measure", "value"), MEASURED)
def test_measured(dataset: defcoop.Dataset, subject: str, measure: str, value: float) -> None:
    rows = dataset.measures
    key = (rows["subject_id"] == subject) & (rows["measure"] == measure)
    assert rows.loc[key, "value"].tolist() == [value]


def test_misspellings_are_aliases(dataset: defcoop.Dataset) -> None:
    assert set(MISSPELT) <= set(dataset.aliases["alias"])


def test_first_use_of_the_supply_agreement(dataset: defcoop.Dataset) -> None:
    rows = dataset.relations
    used = rows[(rows["predicate"] == "operationalises") & (rows["object_id"] == "acsa-rpss")]
    assert used["subject_id"].tolist() == ["milan-2022-02"]


def test_the_seventh_dialogue_was_on_a_wednesday_and_the_printed_day_was_not() -> None:
    assert pd.Timestamp("2023-04-05").day_name() == "Wednesday"
    assert pd.Timestamp("2023-03-05").day_name() == "Sunday"
