"""Loading: frames with types, tables read, digests, and where the data is found."""

import datetime
import hashlib
import re
from pathlib import Path

import pandas as pd
import pytest

import defcoop
from defcoop.cli import project
from defcoop.evidence import DataError, DataNotFoundError, checked, find_data
from tests.toy import ROOT, edit


def test_tables_are_frames_with_types(toy: Path) -> None:
    dataset = defcoop.load(toy)
    assert len(dataset.tables) == 19
    assert dataset.events["edition"].dtype == "Int64"
    assert dataset.places["latitude"].dtype == "float64"
    assert dataset.events["title"].dtype == "str"
    assert dataset.events["parent_event_id"].tolist() == ["", "drill-2020", "", ""]
    assert pd.isna(dataset.events["edition"].iloc[1])


def test_dates_keep_their_text_and_gain_bounds(toy: Path) -> None:
    events = defcoop.load(toy).events.set_index("event_id")
    first = events.loc["talks-2019"]
    assert first["start"] == "2019-06"
    assert first["start_earliest"] == pd.Timestamp("2019-06-01")
    assert first["start_latest"] == pd.Timestamp("2019-06-30")
    assert first["start_precision"] == "month"
    assert first["end"] == ""
    assert pd.isna(first["end_latest"])
    assert events["start_earliest"].dtype == "datetime64[s]"


def test_tables_read_are_those_looked_at(toy: Path) -> None:
    dataset = defcoop.load(toy)
    assert dataset.tables_read == ()
    assert len(dataset.events) == 4
    assert len(dataset.places) == 3
    assert dataset.tables_read == ("places", "events")


def test_digest_is_of_the_bytes_of_the_tables_read(toy: Path) -> None:
    dataset = defcoop.load(toy)
    nothing = dataset.digest()
    assert len(dataset.places) == 3
    expected = hashlib.sha256((toy / "places.csv").read_bytes()).hexdigest()
    assert dataset.digests() == {"places": expected}
    before = dataset.digest()
    assert before != nothing
    edit(toy, "aliases", "The Talks", "the talks")
    assert defcoop.load(toy).digest(["places"]) == before
    assert defcoop.load(toy).digest(["aliases"]) != dataset.digest(["places"])


def test_what_is_done_to_a_frame_does_not_change_the_data_set(toy: Path) -> None:
    dataset = defcoop.load(toy)
    mine = dataset.events
    mine["title"] = "changed"
    mine.loc[0, "edition"] = 99
    assert dataset.events["title"].iloc[0] == "Drill 2020"
    assert dataset.events["edition"].iloc[0] == 1


def test_newest_date_is_of_held_events_only(toy: Path) -> None:
    assert defcoop.load(toy).newest_date() == datetime.date(2020, 6, 10)
    edit(toy, "events", "capital,virtual,held", "capital,virtual,announced")
    edit(toy, "claims", "d2,talks-2020,status,held,after,press,,2,\n", "")
    assert defcoop.load(toy).newest_date() == datetime.date(2020, 3, 4)


def test_an_unknown_table_is_named_with_those_there_are(toy: Path) -> None:
    with pytest.raises(
        AttributeError, match="no table 'evnts'; there are sources, publishers, places"
    ):
        _ = defcoop.load(toy).evnts


def test_data_is_found_by_argument_variable_or_folder(
    toy: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert find_data(toy) == toy
    assert find_data(toy / "datapackage.json") == toy
    deep = tmp_path / "notebooks" / "deep"
    deep.mkdir(parents=True)
    monkeypatch.chdir(deep)
    monkeypatch.delenv("DEFCOOP_DATA", raising=False)
    assert find_data() == toy
    monkeypatch.setenv("DEFCOOP_DATA", str(ROOT / "data"))
    assert find_data() == ROOT / "data"


def test_no_data_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DEFCOOP_DATA", raising=False)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(DataNotFoundError, match="set DEFCOOP_DATA"):
        defcoop.load()
    with pytest.raises(DataNotFoundError, match="name a folder that has one"):
        defcoop.load(tmp_path / "nowhere")


def vouch(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Say, as a build does, that what stands in a folder now has passed the check."""
    for name, value in project.vouch(checked.read(folder)).items():
        monkeypatch.setenv(name, value)


def test_tables_that_a_build_has_checked_are_not_checked_again(
    toy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(toy, "aliases", ",talks", ",nowhere")
    with pytest.raises(DataError, match="nowhere"):
        defcoop.load(toy)
    vouch(monkeypatch, toy)
    assert defcoop.load(toy).aliases["subject_id"].tolist() == ["nowhere"]


@pytest.mark.parametrize("name", ["places.csv", "datapackage.json"])
def test_a_byte_that_changed_since_the_check_is_checked(
    toy: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    edit(toy, "aliases", ",talks", ",nowhere")
    vouch(monkeypatch, toy)
    path = toy / name
    path.write_text(path.read_text().replace("Capital", "City").replace("{", "{ ", 1))
    with pytest.raises(DataError, match="nowhere"):
        defcoop.load(toy)


def test_the_structure_is_looked_at_whoever_vouches(
    toy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (toy / "aliases.csv").write_text("nothing,of,this\n")
    vouch(monkeypatch, toy)
    with pytest.raises(DataError, match=r"aliases\.csv"):
        defcoop.load(toy)


def test_a_report_speaks_of_the_day_until_which_the_record_was_searched(toy: Path) -> None:
    package = toy / "datapackage.json"
    text = re.sub(r'(?<="searched_until": ")[0-9-]+', "2022-03-04", package.read_text())
    package.write_text(text)
    assert defcoop.load(toy).default_date() == datetime.date(2022, 3, 4)
    package.write_text(text.replace("2022-03-04", "4 March"))
    with pytest.raises(defcoop.DataError, match="searched_until"):
        defcoop.load(toy)
    package.write_text(re.sub('"searched_until": .*', "", text))
    assert defcoop.load(toy).default_date() == datetime.date(2020, 6, 10)


def test_a_source_carries_the_names_of_its_publisher_and_house(toy: Path) -> None:
    edit(toy, "publishers", "gazette,Gazette,gazette", "gazette,Gazette,ministry")
    edit(toy, "sources", "yearbook,,2021", "yearbook,gazette,2021")
    sources = defcoop.load(toy).sources.set_index("source_id")
    assert sources.loc["notice", ["publisher", "house"]].tolist() == ["Gazette", "Ministry"]
    assert sources.loc["yearbook", ["publisher", "house"]].tolist() == ["Yearbook", "Ministry"]


def test_a_notice_and_another_status_do_not_support_what_is_on_record(toy: Path) -> None:
    edit(
        toy,
        "claims",
        "c7,talks-2020,start,2020-06-10,after",
        "c7,talks-2020,start,2020-06-10,before",
    )
    edit(toy, "rulings", ",press,,", ",press,told,")
    dataset = defcoop.load(toy)
    told = dataset.supporting_claims.query("subject_id == 'talks-2020'")
    # The notice says announced; c7 was told before; mechanisms and the pact are no events.
    assert set(told["claim_id"]) == {"c8", "c9", "d2", "e9", "f1"}
    assert "c2" not in set(dataset.supporting_claims["claim_id"])
