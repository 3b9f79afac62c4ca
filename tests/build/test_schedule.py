"""What is due is built, once, also after downtime; what changed since is told."""

import datetime
import json

import pytest

from nbpress.build import archive
from nbpress.build.catalogue import Schedule
from nbpress.build.due import last_due, next_due

UTC = datetime.UTC


def at(text):
    return datetime.datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("cron", "zone", "moment", "last", "following"),
    [
        # At the very minute the report is due.
        ("0 6 1 * *", "UTC", "2026-11-01T06:00", "2026-11-01T06:00", "2026-12-01T06:00"),
        ("0 6 1 * *", "UTC", "2026-11-01T05:59", "2026-10-01T06:00", "2026-11-01T06:00"),
        # 06:00 in Tokyo is 21:00 UTC of the day before.
        ("0 6 1 * *", "Asia/Tokyo", "2026-10-31T21:30", "2026-10-31T21:00", "2026-11-30T21:00"),
        # A leap day comes round every four years.
        ("0 0 29 2 *", "UTC", "2026-11-22T00:00", "2024-02-29T00:00", "2028-02-29T00:00"),
        ("*/15 * * * *", "UTC", "2026-11-22T12:07", "2026-11-22T12:00", "2026-11-22T12:15"),
    ],
)
def test_times_of_a_schedule(cron, zone, moment, last, following):
    schedule = Schedule(cron, zone)
    assert last_due(schedule, at(moment)) == at(last)
    assert next_due(schedule, at(moment)) == at(following)


@pytest.fixture
def monthly(toy):
    """The toy project; rain is due on the first of each month."""
    toy.catalogue(
        "    notebook: rain\n",
        '    notebook: rain\n    schedule: "0 6 1 * *"\n    baseline: last-scheduled\n',
    )
    return toy


def test_what_was_missed_is_built_once_for_its_newest_date(monthly):
    monthly.moment = at("2026-11-22T12:00")
    assert monthly.build(due=True) == {"rain": None}
    record = monthly.read("rain/record.json")
    assert record["as_of"] == "2026-11-01"
    assert monthly.read("rain/run.json")["due"] == "2026-11-01T06:00:00+00:00"
    assert monthly.build(due=True) == {}
    monthly.moment = at("2027-03-02T00:00")  # four dates were missed
    assert monthly.plan(due=True) == {"rain": ("run", ("parameter as_of changed",))}
    assert monthly.build(due=True) == {"rain": None}
    assert monthly.read("rain/record.json")["as_of"] == "2027-03-01"
    assert monthly.build(due=True) == {}


def test_a_failed_report_stays_due(monthly):
    path = monthly.folder / "notebooks/rain.ipynb"
    sound = path.read_text()
    path.write_text(sound.replace("total = ", "1 / 0\\ntotal = ", 1))
    assert monthly.build(due=True)["rain"].kind == "cell"
    path.write_text(sound)
    assert monthly.build(due=True) == {"rain": None}
    assert monthly.build(due=True) == {}


def test_a_build_by_hand_counts_as_a_success(monthly):
    monthly.build("rain")
    assert monthly.plan(due=True) == {}


def test_reports_without_a_schedule_are_never_due(toy):
    assert toy.plan(due=True) == {}


def test_a_due_report_that_needs_no_work_is_done_with(monthly):
    # Without an as-of date nothing changes from one date to the next.
    monthly.write(
        "notebooks/rain.ipynb",
        (monthly.folder / "notebooks/rain.ipynb").read_text(),
    )
    monthly.build(due=True)
    (monthly.out / ".schedule.json").unlink()
    run = monthly.read("rain/run.json")
    run["made"] = "2026-01-01T00:00:00+00:00"
    (monthly.out / "rain/run.json").write_text(json.dumps(run))
    assert monthly.plan(due=True) == {"rain": ("nothing", ())}
    assert monthly.build(due=True) == {}
    assert monthly.plan(due=True) == {}


def test_changes_since_the_last_scheduled_run(monthly):
    monthly.moment = at("2026-10-05T00:00")
    monthly.build(due=True)
    first = (monthly.out / "rain/report.html").read_text()
    assert "Changes since" not in first
    monthly.moment = at("2026-11-05T00:00")
    path = monthly.folder / "data/rain.csv"
    path.write_text(path.read_text() + "2024-01-02,leh,5\n")
    towns = monthly.folder / "data/towns.csv"
    towns.write_text(towns.read_text() + "agra,Agra\n")
    monthly.build(due=True)
    page = (monthly.out / "rain/report.html").read_text()
    assert "Changes since 2026-10-01" in page
    assert "Total rain: 8 mm → 13 mm" in page
    assert "rain: 3 rows, now 4" in page
    assert "towns: 3 rows" not in page  # the report does not read that table
    assert monthly.read("rain/record.json")["baseline"]["since"] == "2026-10-01"
    # The baseline is an input: the same report again has the same bytes.
    monthly.build("rain", parameters={"as_of": "2026-11-01"}, force=True)
    assert (monthly.out / "rain/report.html").read_text() == page


def test_nothing_is_said_where_nothing_changed(monthly):
    monthly.moment = at("2026-10-05T00:00")
    monthly.build(due=True)
    monthly.moment = at("2026-11-05T00:00")
    monthly.build(due=True)
    assert "Changes since" not in (monthly.out / "rain/report.html").read_text()


def test_a_named_run_as_baseline(toy):
    toy.build("rain", keep="first")
    toy.catalogue("    notebook: rain\n", "    notebook: rain\n    baseline: first\n")
    assert toy.plan("rain")["rain"] == ("render", ("baseline changed",))
    path = toy.folder / "data/rain.csv"
    path.write_text(path.read_text() + "2024-01-02,leh,5\n")
    toy.build("rain")
    assert "Changes since 2024-01-02" in (toy.out / "rain/report.html").read_text()


def test_the_archive_is_small_and_pruned(monthly):
    for month in range(1, 16):
        year, rest = divmod(month, 12)
        monthly.moment = at(f"{2026 + year}-{rest + 1:02}-02T00:00")
        path = monthly.folder / "data/rain.csv"
        path.write_text(path.read_text() + "2024-01-02,leh,1\n")
        from nbpress.build.build import prepare

        prepared = prepare(monthly.project, monthly.request(due=True), monthly.clock)
        target = prepared.steps[0].target
        record = monthly.out / "rain" / "record.json"
        record.parent.mkdir(parents=True, exist_ok=True)
        record.write_text('{"headlines": []}')
        date = target.due.date().isoformat()
        archive.add_run(monthly.out, "rain", date, prepared.state, date, scheduled=True)
        if month == 1:
            archive.add_run(monthly.out, "rain", "first", prepared.state, date, scheduled=False)
        archive.remove_old_runs(monthly.out)
    kept = archive.read_runs(monthly.out, "rain")
    assert len(kept) == archive.KEPT + 1
    assert "first" in kept
    tables = list((monthly.out / ".archive/tables").iterdir())
    # One version of rain for each run that is kept, and one of towns for all.
    assert len(tables) == archive.KEPT + 1 + 1
