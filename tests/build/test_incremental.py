"""Unchanged means untouched; changed means rebuilt, with the reason; none is missed."""

import itertools
import json

import pytest

from nbpress.errors import CheckError
from tests.build.project import TOWNS

ALL = ["rain", "towns", "year-book", "profile/leh", "profile/pune"]
READ_RAIN = ["rain", "year-book", "profile/leh", "profile/pune"]


def stamps(toy):
    return {
        path.relative_to(toy.out).as_posix(): path.stat().st_mtime_ns
        for path in toy.out.rglob("*")
        if path.is_file() and ".cache" not in path.parts and path.name != ".lock"
    }


def planned(toy, **settings):
    return {
        name: (action, list(reasons))
        for name, (action, reasons) in toy.plan(all=True, **settings).items()
        if action != "nothing"
    }


def test_a_second_build_touches_nothing_and_asks_nobody(copy):
    before = stamps(copy)
    copy.asked.clear()
    assert copy.build(all=True) == {}
    assert stamps(copy) == before
    assert copy.asked == []


def test_a_changed_row_rebuilds_the_reports_that_read_its_table(copy):
    copy.write("data/towns.csv", (copy.folder / "data/towns.csv").read_text() + "agra,Agra\n")
    assert planned(copy) == {
        "towns": ("run", ["table towns changed"]),
        "year-book": ("run", ["table towns changed"]),
    }
    before = stamps(copy)
    assert copy.build(all=True) == {"towns": None, "year-book": None}
    touched = {
        name.partition("/")[0] for name, when in stamps(copy).items() if when != before[name]
    }
    assert touched == {"towns", "year-book", "index.html"}
    assert "There are 4 towns" in (copy.out / "towns/report.html").read_text()


def test_no_report_that_reads_a_table_is_missed(copy):
    """For each table, the reports that are rebuilt are exactly those whose pages would differ."""
    for table, addition in (("rain", "2024-01-02,leh,5\n"), ("towns", "agra,Agra\n")):
        path = copy.folder / "data" / f"{table}.csv"
        path.write_text(path.read_text() + addition)
        rebuilt = set(planned(copy))
        before = {name: (copy.out / name / "report.html").read_bytes() for name in ALL}
        copy.build(all=True, force=True)
        after = {name: (copy.out / name / "report.html").read_bytes() for name in ALL}
        assert rebuilt == {name for name in ALL if before[name] != after[name]}


@pytest.mark.parametrize(
    ("file", "text", "expected"),
    [
        ("code/compute.py", "2\n", dict.fromkeys(ALL, ("run", ["code changed"]))),
        ("templates/page.html", "2\n", dict.fromkeys(ALL, ("render", ["template changed"]))),
        ("notes.txt", "not an input\n", {}),
    ],
)
def test_each_input_has_its_reason(copy, file, text, expected):
    copy.write(file, text)
    assert planned(copy) == expected


def test_a_changed_notebook_rebuilds_its_reports_only(copy):
    path = copy.folder / "notebooks/rain.ipynb"
    path.write_text(path.read_text().replace("It rained", "There fell"))
    assert set(planned(copy)) == {"rain", "year-book"}
    assert planned(copy)["rain"] == ("run", ["notebook rain changed"])


def test_running_a_notebook_by_hand_is_no_change(copy):
    path = copy.folder / "notebooks/rain.ipynb"
    document = json.loads(path.read_text())
    document["cells"][1]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "1"}]
    document["cells"][1]["execution_count"] = 7
    document["metadata"]["kernelspec"]["name"] = "another"
    path.write_text(json.dumps(document))
    assert planned(copy) == {}


def test_another_parameter_is_another_report(copy):
    assert copy.plan("rain", parameters={"factor": "3"})["rain"] == (
        "run",
        ("parameter factor changed",),
    )
    copy.build("rain", parameters={"factor": "3"})
    assert "It rained 24 mm" in (copy.out / "rain/report.html").read_text()
    assert copy.plan("rain", parameters={"factor": "3"})["rain"] == ("nothing", ())


def test_a_new_template_renders_without_running(copy):
    ran = (copy.out / "rain/report.ipynb").read_bytes()
    # Were it run again, the notebook would fail.
    copy.write("templates/page.html", "2\n")
    assert copy.build("rain") == {"rain": None}
    run = copy.read("rain/run.json")
    assert run["action"] == "render"
    assert set(run["seconds"]) == {"rendering"}
    assert (copy.out / "rain/report.ipynb").read_bytes() == ran


def test_a_format_that_is_missing_is_rendered_and_the_others_stay(copy):
    copy.build("rain", formats=("html",), force=True)
    assert not (copy.out / "rain/report.pdf").exists()
    assert copy.plan("rain")["rain"] == ("render", ("formats changed",))
    copy.build("rain")
    assert (copy.out / "rain/report.pdf").exists()
    assert (copy.out / "rain/report.html").exists()
    assert copy.plan("rain", formats=("html",))["rain"] == ("nothing", ())


@pytest.mark.parametrize("name", ["report.pdf", "data/bar.csv"])
def test_a_lost_file_is_made_again_without_running(copy, name):
    (copy.out / "rain" / name).unlink()
    assert copy.plan("rain")["rain"] == ("render", (f"missing: {name}",))


def test_a_lost_record_runs_again(copy):
    (copy.out / "rain/record.json").write_text("{torn")
    assert copy.plan("rain")["rain"] == ("run", ("never built",))


def test_a_lost_index_is_written_without_a_build(copy):
    page = (copy.out / "index.html").read_text()
    (copy.out / "index.html").unlink()
    assert copy.build(all=True) == {}
    assert (copy.out / "index.html").read_text() == page


def test_a_newer_day_in_the_data_moves_the_as_of_date_of_all(copy):
    path = copy.folder / "data/rain.csv"
    path.write_text(path.read_text() + "2024-02-01,leh,1\n")
    assert planned(copy)["towns"] == ("run", ["parameter as_of changed"])


def test_a_declared_table_counts_though_it_is_not_read(copy):
    copy.catalogue("    notebook: towns\n", "    notebook: towns\n    tables: [rain]\n")
    copy.build("towns")
    path = copy.folder / "data/rain.csv"
    path.write_text(path.read_text() + "2024-01-01,leh,3\n")
    assert copy.plan("towns")["towns"] == ("run", ("table rain changed",))
    copy.build("towns")
    assert copy.plan("towns")["towns"] == ("nothing", ())


def test_a_notebook_that_does_not_say_what_it_read_counts_as_reading_everything(copy):
    path = copy.folder / "notebooks/towns.ipynb"
    path.write_text(path.read_text().replace('kind=\\"record\\"', 'kind=\\"prose\\"'))
    copy.build("towns")
    assert set(copy.read("towns/record.json")["tables"]) == {"rain", "towns"}


def test_force_runs_what_has_not_changed(copy):
    assert planned(copy, force=True) == dict.fromkeys(ALL, ("run", ["forced"]))


def test_a_new_variant_is_built_and_the_others_stay(copy):
    path = copy.folder / "data/rain.csv"
    path.write_text(path.read_text() + "2024-01-02,kochi,3\n")
    assert planned(copy)["profile/kochi"] == ("run", ["never built"])


def test_a_chapter_already_run_for_another_report_is_not_run_again(copy):
    import shutil

    shutil.rmtree(copy.out / "year-book")
    assert copy.build("year-book") == {"year-book": None}
    assert set(copy.read("year-book/run.json")["seconds"]) == {"rendering"}


def test_every_subset_of_reports_can_be_asked_for(copy):
    for pair in itertools.combinations(["rain", "towns", "profile/leh"], 2):
        assert set(copy.plan(*pair)) == set(pair)


def test_data_that_change_while_they_are_checked_are_not_built_from(copy):
    copy.write("data/towns.csv", TOWNS + "agra,Agra\n")
    copy.check = lambda: copy.write("data/towns.csv", TOWNS + "agra,Agra\nsurat,Surat\n") or []
    with pytest.raises(CheckError, match="changed while they were read"):
        copy.build("towns")
    assert "There are 3 towns" in (copy.out / "towns/report.html").read_text()
