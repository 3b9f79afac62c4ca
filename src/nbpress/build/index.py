"""The index page: what there is, when it was made, from which data, what failed."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from html import escape
from importlib import resources
from pathlib import Path
from string import Template
from typing import Any
from urllib.parse import quote

from nbpress.build.catalogue import Report
from nbpress.build.journal import describe_gap
from nbpress.build.plan import read_record
from nbpress.build.project import Project
from nbpress.build.publish import replace_file

NAME = "index.html"
SHOWN = 12  # hexadecimal digits of a digest of tables
Digest = Callable[[Mapping[str, str]], str]


@dataclass(frozen=True)
class Entry:
    """One published folder, as its record and its run.json tell it.

    Attributes
    ----------
    record
        None when no version was ever good.
    """

    name: str
    record: Mapping[str, Any] | None
    run: Mapping[str, Any]

    @property
    def failed(self) -> bool:
        """Return whether the last try failed."""
        return self.run.get("outcome") == "failed"

    @property
    def title(self) -> str:
        """Return the title, or the name where no version was ever good."""
        return str(self.record["title"]) if self.record else self.name


def write(out: Path, project: Project, catalogue: Mapping[str, Report]) -> bool:
    """Write the index of all that is published; return whether it changed.

    Parameters
    ----------
    out
        Folder of all that is published.
    project
        Gives its name and the digest of tables.
    catalogue
        Gives order and descriptions.

    Raises
    ------
    OSError
        If it cannot be written; the index that was there stays.
    """
    return replace_file(out / NAME, render_page(project, catalogue, list(entries(out))).encode())


def entries(out: Path) -> Iterable[Entry]:
    """Yield the published folders of ``out``, by name."""
    runs = [*out.glob("*/run.json"), *out.glob("*/*/run.json")]
    for path in sorted(runs):
        if not path.relative_to(out).parts[0].startswith("."):
            folder = path.parent
            name = folder.relative_to(out).as_posix()
            yield Entry(name, read_record(folder), read_record(folder, "run.json") or {})


def render_page(project: Project, catalogue: Mapping[str, Report], found: list[Entry]) -> str:
    """Return the index as HTML."""
    template = resources.files("nbpress.build").joinpath("index.template.html")
    groups: dict[str, list[Entry]] = {report: [] for report in catalogue}
    for entry in found:
        groups.setdefault(entry.name.partition("/")[0], []).append(entry)
    failed = [entry for entry in found if entry.failed]
    return Template(template.read_text(encoding="utf-8")).substitute(
        project=escape(project.name),
        summary=escape(summarise(found, failed, project.digest)),
        failures="".join(map(failure_item, failed)),
        hidden="" if failed else "hidden",
        reports="".join(
            group(catalogue.get(report), report, members, project.digest)
            for report, members in groups.items()
        ),
    )


def summarise(found: list[Entry], failed: list[Entry], digest: Digest) -> str:
    """Return one sentence: how many reports, as of when, from how many states of the data."""
    good = [entry.record for entry in found if entry.record]
    dates = sorted({str(record["as_of"]) for record in good if record["as_of"]})
    span = f" as of {dates[-1]}" if dates else ""
    lost = f"; the last try of {len(failed)} failed" if failed else ""
    count = "1 report" if len(good) == 1 else f"{len(good)} reports"
    return f"{count}{span}{describe_data(good, digest)}{lost}."


def describe_data(records: list[Mapping[str, Any]], digest: Digest) -> str:
    """Return from which data the reports come: the digest of all tables that any of them read."""
    states: dict[str, set[str]] = {}
    for record in records:
        for name, found in record.get("tables", {}).items():
            states.setdefault(name, set()).add(found)
    if not states:
        return ""
    if any(len(found) > 1 for found in states.values()):
        return ", from several states of the data"
    return f", from data {digest({name: min(found) for name, found in states.items()})[:SHOWN]}"


def group(report: Report | None, name: str, members: list[Entry], digest: Digest) -> str:
    """Return the rows of one entry of the catalogue."""
    note = report.description if report else "No longer in the catalogue."
    if not members:
        heading = escape(report.title if report else name)
        return f'<tr><th scope="row">{heading}</th><td colspan="4">Not built yet.</td></tr>\n'
    return "".join(row(entry, note, digest) for entry in members)


def row(entry: Entry, note: str, digest: Digest) -> str:
    """Return the row of one published folder."""
    record = entry.record or {}
    tables = record.get("tables", {})
    short = digest(tables)[:SHOWN] if tables else ""
    heading = f'<span class="title">{escape(entry.title)}</span>'
    about = f"<small>{escape(note)}</small>" if note else ""
    return (
        f'<tr id="{escape(entry.name)}"><th scope="row">{heading}{about}</th>'
        f"<td>{links(entry)}</td><td>{escape(str(record.get('as_of', '')))}</td>"
        f"<td>{describe_age(entry)}</td>"
        f'<td><code title="{escape(", ".join(sorted(tables)))}">{short}</code></td></tr>\n'
    )


def links(entry: Entry) -> str:
    """Return links to the files of a report."""
    if entry.record is None:
        return "none"
    names = [f"report.{format_}" for format_ in entry.record["formats"]]
    names += [chapter["file"] for chapter in entry.record["chapters"]]
    return " · ".join(
        f'<a href="{quote(entry.name)}/{quote(name)}">{escape(name_link(name))}'
        f'<span class="unseen"> of {escape(entry.title)}</span></a>'
        for name in names
    )


def name_link(file: str) -> str:
    """Return what a link to a file is called."""
    known = {"report.html": "HTML", "report.pdf": "PDF", "report.ipynb": "notebook"}
    return known.get(file, file)


def describe_age(entry: Entry) -> str:
    """Return when the version that is published was made, and how old a last good one is."""
    when = str(entry.run.get("made") or "")
    if not when:
        return '<strong class="failed">failed</strong>'
    stamp = f'<time datetime="{escape(when)}">{escape(when[:16].replace("T", " "))} UTC</time>'
    if not entry.failed:
        return stamp
    older = describe_gap(when, str(entry.run["ended"]))
    label = f"last good version, {older} older than the failed try"
    return f'{stamp} <strong class="failed">{escape(label)}</strong>'


def failure_item(entry: Entry) -> str:
    """Return what failed, where, with the short traceback."""
    failure = entry.run.get("failure", {})
    cell = f", cell {failure['cell']}" if failure.get("cell") else ""
    where = f"{failure.get('notebook')}{cell}: " if failure.get("notebook") else ""
    trace = str(failure.get("traceback", ""))
    detail = f"<pre>{escape(trace)}</pre>" if trace else ""
    when = str(entry.run.get("ended", ""))[:16].replace("T", " ")
    return (
        f'<li><a href="#{escape(entry.name)}">{escape(entry.title)}</a> ({escape(when)} UTC): '
        f"{escape(where + str(failure.get('message', '')))}{detail} "
        f'<a href="{quote(entry.name)}/run.json">run.json'
        f'<span class="unseen"> of {escape(entry.title)}</span></a></li>\n'
    )
