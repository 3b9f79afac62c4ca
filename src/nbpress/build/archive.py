"""Earlier runs and their tables: what "changes since" compares with.

The archive lies beside the reports, in ``.archive``: each table once under its digest in
``tables``, and one small file for each run in ``runs/<report>[/<variant>]/<date or name>.json``.
"""

import datetime
import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from nbpress.build import hashing
from nbpress.build.catalogue import LAST_SCHEDULED
from nbpress.build.fingerprint import State
from nbpress.build.plan import Step
from nbpress.build.project import Project
from nbpress.build.publish import replace_file
from nbpress.build.request import Request
from nbpress.build.runner import Outcome
from nbpress.build.targets import Target
from nbpress.build.tasks import Changes
from nbpress.json_bytes import to_json_bytes

FOLDER = ".archive"
KEPT = 12  # newest scheduled runs of each report; runs kept by name stay for good


def read_runs(out: Path, target: str) -> dict[str, dict[str, Any]]:
    """Return the archived runs of a target by their names, damaged ones left out."""
    found = {}
    for path in sorted((out / FOLDER / "runs" / target).glob("*.json")):
        try:
            found[path.stem] = json.loads(path.read_text())
        except (OSError, ValueError):
            continue
    return found


def find_baselines(out: Path, targets: Iterable[Target], as_of: str) -> dict[str, dict[str, str]]:
    """Return, by target, name, date and digest of the earlier run that it is compared with.

    A target whose catalogue entry names no baseline, or whose baseline does not exist yet, is
    left out.  The last scheduled run is the newest one with an as-of date before the target's
    own: the same answer however often the target is built again.
    """
    found = {}
    for target in targets:
        chosen = choose_baseline(
            read_runs(out, target.name), target, str(target.parameters.get(as_of, ""))
        )
        if chosen:
            name, run = chosen
            found[target.name] = {
                "name": name,
                "since": str(run["as_of"]),
                "digest": hashing.hash_data(run),
            }
    return found


def choose_baseline(
    available: Mapping[str, dict[str, Any]], target: Target, date: str
) -> tuple[str, dict[str, Any]] | None:
    """Return the run that a target is compared with, with its name; None without one."""
    wanted = target.report.baseline
    if wanted is None:
        return None
    if wanted != LAST_SCHEDULED:
        return (wanted, available[wanted]) if wanted in available else None
    earlier = [
        (str(run["as_of"]), name)
        for name, run in available.items()
        if run["scheduled"] and str(run["as_of"]) < date
    ]
    name = max(earlier)[1] if earlier else None
    return (name, available[name]) if name else None


class Differences:
    """Finds what "changes since" says of a step; each pair of data sets is compared once.

    Parameters
    ----------
    project
        Compares two folders of tables.
    state
        The tables as they are.
    out
        Folder of the reports and of the archive.
    """

    def __init__(self, project: Project, state: State, out: Path) -> None:
        self.project = project
        self.state = state
        self.out = out
        self.known: dict[str, str] = {}

    def __call__(self, step: Step, read: Mapping[str, str]) -> Changes | None:
        """Return the changes of the tables in ``read`` since the baseline; None without one."""
        if step.baseline is None:
            return None
        run = read_runs(self.out, step.target.name)[step.baseline["name"]]
        tables = tuple(sorted(read or self.state.tables))
        key = hashing.hash_data([run["files"], tables])
        if key not in self.known:
            self.known[key] = self.compare(run["files"], tables)
        return Changes(step.baseline["since"], self.known[key], tuple(run["headlines"]))

    def compare(self, archived: Mapping[str, str], tables: Sequence[str]) -> str:
        """Return, as Markdown, what differs between the archived tables and those of today."""
        same = all(archived.get(f"{name}.csv") == self.state.tables.get(name) for name in tables)
        if same:
            return ""
        with tempfile.TemporaryDirectory() as scratch:
            old, new = Path(scratch, "old"), Path(scratch, "new")
            write_files(
                {name: read_archived(self.out, found) for name, found in archived.items()}, old
            )
            write_files(self.state.files, new)
            return self.project.changes(old, new, tables)


def write_files(files: Mapping[str, bytes], folder: Path) -> None:
    """Write files into a new folder."""
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)


def table_store(out: Path) -> Path:
    """Return the folder that keeps each table once."""
    return out / FOLDER / "tables"


def read_archived(out: Path, found: str) -> bytes:
    """Return an archived file by its digest."""
    return (table_store(out) / found).read_bytes()


def archive_runs(
    request: Request,
    project: Project,
    state: State,
    steps: Sequence[Step],
    outcomes: Sequence[Outcome],
    moment: datetime.datetime,
) -> None:
    """Archive the runs of a build that was scheduled or is to be kept by name; then prune.

    Up-to-date targets are archived too: their published files equal what a run would have made.
    """
    from nbpress.build import due

    failed = {outcome.step.target.name for outcome in outcomes if outcome.failure}
    good = [step for step in steps if step.target.name not in failed]
    if request.due:
        due.note_success(request.out, [step.target for step in good], moment)
    for step in good:
        date = str(step.target.parameters.get(project.as_of, "")) or moment.date().isoformat()
        if request.keep:
            add_run(request.out, step.target.name, request.keep, state, date, scheduled=False)
        if step.target.due:
            add_run(request.out, step.target.name, date, state, date, scheduled=True)
    if request.due or request.keep:
        remove_old_runs(request.out)


def add_run(out: Path, target: str, name: str, state: State, date: str, *, scheduled: bool) -> None:
    """Archive what a target was made from and its headline numbers."""
    record = json.loads((out / target / "record.json").read_text())
    files = {file: hashing.hash_bytes(content) for file, content in state.files.items()}
    for file, content in state.files.items():
        path = table_store(out) / files[file]
        if not path.exists():
            replace_file(path, content)
    run = {
        "as_of": date,
        "scheduled": scheduled,
        "files": files,
        "headlines": record["headlines"],
    }
    replace_file(out / FOLDER / "runs" / target / f"{name}.json", to_json_bytes(run))


def remove_old_runs(out: Path) -> None:
    """Remove scheduled runs beyond the newest `KEPT` of each target, and tables no run names."""
    folder = out / FOLDER / "runs"
    for target in {path.parent for path in folder.rglob("*.json")}:
        found = read_runs(out, target.relative_to(folder).as_posix())
        scheduled = sorted(name for name, run in found.items() if run["scheduled"])
        for name in scheduled[:-KEPT]:
            (target / f"{name}.json").unlink()
    needed = set(iterate_digests(folder))
    for path in table_store(out).glob("*"):
        if path.name not in needed:
            path.unlink()


def iterate_digests(folder: Path) -> Iterator[str]:
    """Yield the digest of each file that an archived run names."""
    for path in folder.rglob("*.json"):
        yield from json.loads(path.read_text())["files"].values()
