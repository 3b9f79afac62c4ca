"""What there is to build: reports, their parameters, when they are next due."""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbpress.build.cache import open_memo
from nbpress.build.catalogue import Report, load
from nbpress.build.due import next_due
from nbpress.build.fingerprint import observe
from nbpress.build.plan import read_record
from nbpress.build.project import Project
from nbpress.build.targets import Resolver, Target
from nbpress.parameters import Parameter


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


def list_reports(project: Project, out: Path, moment: datetime.datetime) -> list[Listed]:
    """Return all reports of the catalogue, in its order.

    Raises
    ------
    CatalogueError
        If the catalogue cannot be used.
    UsageError
        If its parameters do not fit its notebooks.
    """
    memo = open_memo(out)
    catalogue = load(project.catalogue, project.notebooks, memo)
    resolver = Resolver(project, observe(project), memo, {})
    found = [describe_report(resolver, report, out, moment) for report in catalogue.values()]
    memo.save()
    return found


def describe_report(
    resolver: Resolver, report: Report, out: Path, moment: datetime.datetime
) -> Listed:
    """Return a report with its variants, parameters and next time."""
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
