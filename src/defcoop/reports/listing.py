"""What there is to build: reports, their parameters, when they are next due."""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from defcoop.parameters import Parameter
from defcoop.reports.catalogue import Report, load
from defcoop.reports.memo import Memo
from defcoop.reports.plan import read_record
from defcoop.reports.project import Project
from defcoop.reports.schedule import next_due
from defcoop.reports.state import observe
from defcoop.reports.targets import Resolver, Target


@dataclass(frozen=True)
class Listed:
    """One report of the catalogue.

    Attributes
    ----------
    parameters
        Of all its chapters, each once.
    targets
        Its variants; one target without a matrix.
    due
        When it is next due; None without a schedule.
    made
        For each target that is published: when it was made, and whether the last try failed.
    """

    report: Report
    parameters: tuple[Parameter, ...]
    targets: tuple[Target, ...]
    due: datetime.datetime | None
    made: Mapping[str, tuple[str, bool]]

    def as_data(self) -> dict[str, Any]:
        """Return the listing as plain data."""
        return {
            "name": self.report.name,
            "title": self.report.title,
            "description": self.report.description,
            "notebooks": [chapter.notebook for chapter in self.report.chapters],
            "formats": list(self.report.formats),
            "schedule": self.report.schedule.cron if self.report.schedule else None,
            "next_due": self.due.isoformat() if self.due else None,
            "variants": [target.variant for target in self.targets if target.variant],
            "parameters": [
                {
                    "name": parameter.name,
                    "type": parameter.type,
                    "default": parameter.default,
                    "choices": list(parameter.allowed()),
                    "meaning": parameter.meaning,
                }
                for parameter in self.parameters
            ],
            "published": {name: when for name, (when, _) in self.made.items()},
            "failed": [name for name, (_, failed) in self.made.items() if failed],
        }


def listing(project: Project, out: Path, moment: datetime.datetime) -> list[Listed]:
    """Return all reports of the catalogue, in its order.

    Raises
    ------
    CatalogueError
        If the catalogue cannot be used.
    UsageError
        If its parameters do not fit its notebooks.
    """
    memo = Memo(out / ".cache" / "memo.json")
    catalogue = load(project.catalogue, project.notebooks, memo)
    resolver = Resolver(project, observe(project), memo, {})
    found = [listed(resolver, report, out, moment) for report in catalogue.values()]
    memo.save()
    return found


def listed(resolver: Resolver, report: Report, out: Path, moment: datetime.datetime) -> Listed:
    """Return what there is to say of one report."""
    targets = tuple(resolver.targets(report))
    declared = {
        parameter.name: parameter
        for chapter in report.chapters
        for parameter in resolver.declared(chapter.notebook)
    }
    return Listed(
        report=report,
        parameters=tuple(declared.values()),
        targets=targets,
        due=next_due(report.schedule, moment) if report.schedule else None,
        made=dict(published(targets, out)),
    )


def published(targets: Iterable[Target], out: Path) -> Iterator[tuple[str, tuple[str, bool]]]:
    """Yield name, time and failure of each target that is published."""
    for target in targets:
        run = read_record(out / target.name, "run.json")
        if run:
            yield target.name, (str(run.get("made") or ""), run.get("outcome") == "failed")
