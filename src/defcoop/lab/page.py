"""What a person reads beside the outputs: titles, captions, linked sources; all text escaped."""

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from defcoop.chapters.display import Output
from defcoop.html_table import write_table
from defcoop.lab.provenance import Behind
from nbpress.markdown_text import escape_markdown

CITATIONS = re.compile(r"\[(@[a-z0-9-]+(?:; *@[a-z0-9-]+)*)\]")
REFERENCE = re.compile(r"\[\]\(#(fig|tbl):([^)\s]+)\)")
WORDS = {"fig": "Figure", "tbl": "Table"}
SAFE = ("http://", "https://")
EXHIBITS = ("figure", "table")
INTERACTIVE = {"report": {"kind": "interactive"}}
"""Metadata of whatever is shown to a person only; an exporter leaves it out."""

Sources = Mapping[Any, Mapping[Any, Any]]


@dataclass(frozen=True)
class Bundle:
    """The representations of one output, by MIME type, and its metadata."""

    data: Mapping[str, Any]
    metadata: Mapping[str, Any]


@dataclass
class Reading:
    """Turns the outputs of a report into what a person reads in a notebook.

    Attributes
    ----------
    sources
        The sources by id.
    numbers
        Numbers of the figures and tables met so far, by label.
    """

    sources: Sources = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)

    def bundles(self, outputs: Sequence[Output]) -> list[Bundle]:
        """Return outputs with what stands over and under each; an exporter leaves that out."""
        for output in outputs:
            self.count(output.report)
        return [bundle for output in outputs for bundle in self.read(output)]

    def count(self, report: Mapping[str, Any]) -> None:
        """Give a number to a figure or a table that has not been met before."""
        if report.get("kind") in EXHIBITS and report["label"] not in self.numbers:
            same = sum(kind == report["kind"] for kind in self.kinds.values())
            self.numbers[report["label"]] = same + 1
            self.kinds[report["label"]] = report["kind"]

    def read(self, output: Output) -> Iterator[Bundle]:
        """Yield the bundles of one output."""
        report = output.report
        if not report and "text/markdown" in output.data:
            page = prose(output.data["text/markdown"], self.sources, self.numbers)
            yield Bundle({**output.data, "text/html": page}, {"report": {"kind": "prose"}})
            return
        shown = report.get("kind") in EXHIBITS
        if report.get("kind") == "cover":
            yield aside(title(report))
        if shown:
            yield aside(heading(report, self.numbers[report["label"]]))
        yield Bundle(with_drawing(output.data, report), {"report": report} if report else {})
        if shown:
            yield aside(foot(report, self.sources, self.numbers))


def with_drawing(data: Mapping[str, Any], report: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the representations of a figure with its drawing as part of the page.

    There, unlike in a picture of its own, it is set in the typeface that the page knows.
    """
    if "image/svg+xml" not in data:
        return data
    drawing = data["image/svg+xml"].replace("'Fira Sans'", "'Fira Sans', sans-serif")
    label = html.escape(str(report.get("alt", "")), quote=True)
    return {**data, "text/html": f'<div role="img" aria-label="{label}">{drawing}</div>'}


def aside(page: str) -> Bundle:
    """Return HTML that is there for a person only."""
    return Bundle({"text/html": page, "text/plain": ""}, INTERACTIVE)


def prose(markdown: str, sources: Sources, numbers: Mapping[str, int]) -> str:
    """Return prose as HTML, its citations as links to the sources.

    Parameters
    ----------
    markdown
        Text with ``[@source-id]`` and ``[](#fig:label)``.
    sources
        The sources by id.
    numbers
        Numbers of the figures and tables met so far, by label.
    """
    from markdown_it import MarkdownIt  # only where a person reads along

    cited = CITATIONS.sub(lambda match: citation(match[1], sources), markdown)
    linked = REFERENCE.sub(lambda match: reference(match[1], match[2], numbers), cited)
    return str(MarkdownIt("commonmark", {"html": False}).enable("table").render(linked))


def citation(text: str, sources: Sources) -> str:
    """Return sources that are cited together as links in brackets, in Markdown."""
    known = [sources[name] for name in re.findall(r"@([a-z0-9-]+)", text) if name in sources]
    return f"({', '.join(link_text(source) for source in known)})" if known else ""


def link_text(source: Mapping[str, Any]) -> str:
    """Return a link to a source in Markdown: publisher and year; plain where it has no address."""
    words = f"{source['publisher']} {source['published'][:4]}".strip()
    safe = escape_markdown(words)
    return f"[{safe}](<{source['url']}>)" if str(source["url"]).startswith(SAFE) else safe


def reference(kind: str, label: str, numbers: Mapping[str, int]) -> str:
    """Return a cross-reference in words; one to what has not been met yet names it."""
    word = WORDS[kind]
    return (
        f"{word} {numbers[label]}"
        if label in numbers
        else f"{word} \N{LEFT DOUBLE QUOTATION MARK}{label}\N{RIGHT DOUBLE QUOTATION MARK}"
    )


def title(report: Mapping[str, Any]) -> str:
    """Return title and subtitle of a report."""
    words = [html.escape(str(report.get(name, ""))) for name in ("title", "subtitle")]
    return f"<h1>{words[0]}</h1><p>{words[1]}</p>"


def heading(report: Mapping[str, Any], number: int) -> str:
    """Return what stands over a figure or a table: its number, its finding, n and unit."""
    word = str(report["kind"]).capitalize()
    parts = [f"<b>{word} {number}.</b> {html.escape(str(report.get('title', '')))}"]
    if report.get("subtitle"):
        parts.append(f"<small>{html.escape(str(report['subtitle']))}</small>")
    label = html.escape(str(report["label"]), quote=True)
    text = "<br>".join(parts)
    return f'<div class="exhibit-heading" data-label="{label}">{text}</div>{alignment(report)}'


def alignment(report: Mapping[str, Any]) -> str:
    """Return the style that sets the columns of numbers of a table flush right."""
    if report["kind"] != "table":
        return ""
    place = f'.jp-OutputArea-child:has([data-label="{report["label"]}"]) + .jp-OutputArea-child'
    columns = [at for at, side in enumerate(report.get("align", ()), 1) if side == "right"]
    cells = [f"{place} {cell}:nth-child({at})" for at in columns for cell in ("th", "td")]
    return f"<style>{', '.join(cells)} {{ text-align: right !important }}</style>" if cells else ""


def foot(report: Mapping[str, Any], sources: Sources, numbers: Mapping[str, int]) -> str:
    """Return what stands under a figure or a table: how to read it, and its sources."""
    caption = prose(str(report.get("caption", "")), sources, numbers)
    known = [anchor(sources[name]) for name in report.get("sources", ()) if name in sources]
    line = f"<small>Sources: {'; '.join(known)}.</small>" if known else ""
    return f'<div class="exhibit-foot"><small>{caption}</small>{line}</div>'


def anchor(source: Mapping[str, Any]) -> str:
    """Return a source as a link in HTML, named by publisher and title."""
    title = html.escape(str(source["title"]))
    words = ", ".join(
        html.escape(str(part)) for part in (source["publisher"], source["published"]) if part
    )
    if not str(source["url"]).startswith(SAFE):
        return f"{words}: {title}"
    address = html.escape(str(source["url"]), quote=True)
    return f'{words}: <a href="{address}" target="_blank" rel="noopener noreferrer">{title}</a>'


def detail(found: Behind) -> str:
    """Return what lies behind a subject as HTML."""
    facts = "; ".join(f"{spoken(name)} {spoken(value)}" for name, value in found.facts.items())
    parts = [
        f"<h4>{html.escape(found.name)}</h4>",
        f"<p>{html.escape(facts)} <code>{found.table}: {html.escape(found.subject)}</code></p>",
        claims_table(found.claims),
        rulings_list(found.rulings),
        events_list(found.events),
    ]
    return "".join(parts)


def spoken(name: object) -> str:
    """Return the name of a column, or a value of an enumeration, as it is said."""
    return str(name).removesuffix("_id").replace("_", " ")


def claims_table(claims: pd.DataFrame) -> str:
    """Return the claims about a subject, each with a link to its source."""
    if claims.empty:
        return "<p>No claim is about this subject itself.</p>"
    names = ("Field", "Says", "Source", "Where", "Grade", "Note")
    return write_table(names, map(claim_cells, claims.to_dict("records")))


def claim_cells(row: Mapping[Any, Any]) -> list[str]:
    """Return the cells of one claim as HTML."""
    field, value = html.escape(spoken(row["field"])), html.escape(str(row["value"]))
    grade = f"{row['reliability']}{row['credibility']}"
    rest = [html.escape(str(text)) for text in (row["locator"], grade, row["note"])]
    return [field, value, anchor(row), *rest]


def rulings_list(rulings: pd.DataFrame) -> str:
    """Return which claims were not followed, and why."""
    items = [
        f"<li>{html.escape(row['field'])}: not {html.escape(row['rejected'])}. "
        f"{html.escape(row['reason'])}</li>"
        for row in rulings.to_dict("records")
    ]
    return f"<p>Not followed:</p><ul>{''.join(items)}</ul>" if items else ""


def events_list(events: pd.DataFrame) -> str:
    """Return events as buttons that lead on to what lies behind each."""
    items = [
        f'<li><button type="button" data-subject="{html.escape(row["event_id"], quote=True)}">'
        f"{html.escape(row['start'])} {html.escape(row['title'])}</button></li>"
        for row in events.to_dict("records")
    ]
    return f"<p>{len(items)} events:</p><ul>{''.join(items)}</ul>" if items else ""
