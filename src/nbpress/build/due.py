"""When reports are due: cron expressions against the times of the last scheduled success."""

import datetime
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from nbpress.build.catalogue import Report, Schedule
from nbpress.build.plan import read_record
from nbpress.build.publish import replace_file
from nbpress.build.targets import Resolver, Target, select
from nbpress.json_bytes import to_json_bytes

NAME = ".schedule.json"
HORIZON = datetime.timedelta(days=366 * 5)  # a schedule may name the 29th of February


def last_due(schedule: Schedule, moment: datetime.datetime) -> datetime.datetime | None:
    """Return the newest time at or before ``moment`` that a schedule names.

    None if it names none in the five years before.
    """
    from cronsim import CronSim

    local = moment.astimezone(ZoneInfo(schedule.timezone))
    # The iterator excludes its starting point: a run at the very minute counts.
    start = local.replace(second=0, microsecond=0) + datetime.timedelta(minutes=1)
    found = next(CronSim(schedule.cron, start, reverse=True), None)
    return found if found and found > moment - HORIZON else None


def next_due(schedule: Schedule, moment: datetime.datetime) -> datetime.datetime | None:
    """Return the first time after ``moment`` that a schedule names; None if there is none."""
    from cronsim import CronSim

    return next(CronSim(schedule.cron, moment.astimezone(ZoneInfo(schedule.timezone))), None)


def due_targets(
    resolver: Resolver,
    catalogue: Mapping[str, Report],
    names: Sequence[str],
    out: Path,
    moment: datetime.datetime,
) -> list[Target]:
    """Return the targets whose schedule has come round since their last success.

    After downtime a report is due once, for the newest time that was missed.
    """
    done = read_successes(out)
    found = {}
    for report, variant in select(catalogue, names):
        due = last_due(report.schedule, moment) if report.schedule else None
        if due is None:
            continue
        for target in resolver.targets(report, due):
            success = last_success(out, target, done)
            if variant in ("", target.variant) and (success is None or success < due):
                found[target.name] = target
    return list(found.values())


def last_success(out: Path, target: Target, done: Mapping[str, str]) -> datetime.datetime | None:
    """Return when a target was last made or found to be as it should; None if never.

    A build that was not scheduled counts as well, since it made the same report.
    """
    run = read_record(out / target.name, "run.json") or {}
    times = [text for text in (run.get("made"), done.get(target.name)) if text]
    return max(map(datetime.datetime.fromisoformat, times), default=None)


def read_successes(out: Path) -> dict[str, str]:
    """Return the time of the last scheduled success of each target."""
    try:
        found: dict[str, str] = json.loads((out / NAME).read_text())
    except (OSError, ValueError):
        return {}
    return found


def note_success(out: Path, targets: Iterable[Target], moment: datetime.datetime) -> None:
    """Note that targets have had their scheduled run."""
    noted = {target.name: moment.isoformat(timespec="seconds") for target in targets}
    if noted:
        replace_file(out / NAME, to_json_bytes({**read_successes(out), **noted}))
