"""run.json: what differs from run to run, and what became of the last try."""

import datetime
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nbpress.build import hashing
from nbpress.build.failures import Failure
from nbpress.build.plan import Step, read_record
from nbpress.build.publish import publish, read
from nbpress.json_bytes import to_json_bytes


@dataclass
class Journal:
    """What happened to one target on its way.

    Attributes
    ----------
    began
        When its first task was handed in, in UTC.
    seconds
        Seconds of work by stage.
    hosts
        Where the work was done.
    tries
        How often a task had to be tried again.
    notices
        What exporters and kernels had to say.
    """

    step: Step
    began: datetime.datetime
    seconds: dict[str, float] = field(default_factory=dict)
    hosts: set[str] = field(default_factory=set)
    tries: int = 0
    notices: list[str] = field(default_factory=list)

    def as_data(self, ended: datetime.datetime) -> dict[str, Any]:
        """Return the journal as plain data."""
        target = self.step.target
        return {
            "report": target.report.name,
            "variant": target.variant,
            "action": self.step.action,
            "reasons": list(self.step.reasons),
            "due": target.due.isoformat() if target.due else None,
            "began": self.began.isoformat(timespec="seconds"),
            "ended": ended.isoformat(timespec="seconds"),
            "seconds": {stage: round(spent, 3) for stage, spent in self.seconds.items()},
            "hosts": sorted(self.hosts),
            "python": platform.python_version(),
            "platform": platform.platform(),
            "new_tries": self.tries,
            "notices": list(dict.fromkeys(self.notices)),
        }


def publish_success(
    out: Path, journal: Journal, files: Mapping[str, bytes], ended: datetime.datetime
) -> None:
    """Publish a report with its run.json.

    Raises
    ------
    OSError
        If it cannot be written; what was published stays.
    """
    made = ended.isoformat(timespec="seconds")
    run = {
        **journal.as_data(ended),
        "outcome": "published",
        "made": made,
        "files": {name: hashing.hash_bytes(content) for name, content in sorted(files.items())},
    }
    publish(out, journal.step.target.name, {**files, "run.json": to_json_bytes(run)})


def publish_failure(
    out: Path, journal: Journal, failure: Failure, ended: datetime.datetime
) -> None:
    """Publish what was there before, labelled with the failure and with its own age.

    Raises
    ------
    OSError
        If not even that can be written.
    """
    name = journal.step.target.name
    before = read(out / name)
    earlier = read_record(out / name, "run.json") or {}
    run = {
        **journal.as_data(ended),
        "outcome": "failed",
        "failure": failure.as_data(),
        "made": earlier.get("made"),
        "files": earlier.get("files", {}),
    }
    publish(out, name, {**before, "run.json": to_json_bytes(run)})


def describe_gap(made: str, now: str) -> str:
    """Return in words how much older one time is than another.

    Examples
    --------
    >>> describe_gap("2026-03-01T06:00:00+00:00", "2026-03-04T09:00:00+00:00")
    '3 days'
    """
    gap = datetime.datetime.fromisoformat(now) - datetime.datetime.fromisoformat(made)
    units: Sequence[tuple[str, float]] = (("day", 86400), ("hour", 3600), ("minute", 60))
    for unit, length in units:
        count = int(gap.total_seconds() // length)
        if count:
            return f"{count} {unit}{'s' if count > 1 else ''}"
    return "less than a minute"
