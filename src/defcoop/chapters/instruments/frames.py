"""What the report on instruments draws: what rests on what, and the steps of projects."""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from defcoop import wording
from defcoop.analysis.lineage import build_lineage, find_first_use
from defcoop.analysis.network.graphtypes import DiGraph
from defcoop.chapters.session import Chapter

STRAND_OF_KIND = {
    "agreement": "agreements",
    "memorandum": "agreements",
    "arrangement": "agreements",
}
PREDICATES = ("builds_on", "establishes", "enables", "operationalises", "supersedes", "precedes")
TIE_OF = {"supersedes": "supersedes", "builds_on": "builds_on", "operationalises": "builds_on"}
PROJECTS = ("technology", "industry")
INSTRUMENT_COLUMNS = ["node", "text", "strand", "day", "year"]
TIE_COLUMNS = ["older", "younger", "tie", "sources"]
CHILD_COLUMNS = ["instrument", "series", "text", "domain", "established", "sources"]
STEP_COLUMNS = ["project", "kind", "what", "day_earliest", "day_latest", "subject"]


@dataclass
class InstrumentFrames:
    """The frames behind the figures and tables of one report.

    Attributes
    ----------
    report
        The report in the making.
    """

    report: Chapter

    @property
    def window(self) -> str:
        """The window in words."""
        return f"{wording.day(self.report.first_day)} to {wording.day(self.report.last_day)}"

    @cached_property
    def signed(self) -> pd.DataFrame:
        """Instruments signed in the window, in the scopes and domains asked for."""
        rows = self.report.dataset.instruments
        first, last = pd.Timestamp(self.report.first_day), pd.Timestamp(self.report.last_day)
        inside = (rows["signed_earliest"] >= first) & (rows["signed_latest"] <= last)
        chosen = rows[inside & rows["instrument_id"].map(self.credible).astype(bool)]
        scopes = self.report.selection.scopes
        chosen = chosen[chosen["scope"].isin(scopes)] if scopes else chosen
        domains = self.report.selection.domains
        if not domains:
            return chosen
        related = self.children_of(set(chosen["instrument_id"]))
        kept = related.loc[related["domain"].isin(domains), "instrument"]
        return chosen[chosen["instrument_id"].isin(kept)]

    def credible(self, instrument: str) -> bool:
        """Return whether some claim supports an instrument well enough."""
        best = self.credibility.get(instrument)
        return best is not None and best <= self.report.selection.credibility

    @cached_property
    def credibility(self) -> dict[str, int]:
        """The best credibility grade of each subject."""
        claims = self.report.dataset.claims
        return {
            str(key): int(best)
            for key, best in claims.groupby("subject_id")["credibility"].min().items()
        }

    @cached_property
    def graph(self) -> DiGraph:
        """From the older to the younger: instruments, mechanisms and events."""
        tables = self.report.dataset
        dated = tables.relations
        later = dated["date_earliest"] > pd.Timestamp(self.report.last_day)
        return build_lineage(
            dated[~later],
            instruments=tables.instruments,
            mechanisms=tables.mechanisms,
            events=tables.events,
            predicates=PREDICATES,
        )

    @cached_property
    def instruments(self) -> pd.DataFrame:
        """Instruments as the figure needs them."""
        rows = self.signed
        strands = rows["kind"].map(STRAND_OF_KIND).fillna("statements")
        frame = pd.DataFrame(
            {
                "node": rows["instrument_id"],
                "text": rows["short_title"],
                "strand": strands.where(rows["scope"] != "unilateral", "rules"),
                "day": rows["signed_earliest"],
                "year": rows["signed_earliest"].dt.year.astype("int64"),
            },
            columns=INSTRUMENT_COLUMNS,
        )
        return frame.sort_values(["day", "node"]).reset_index(drop=True)

    @cached_property
    def ties(self) -> pd.DataFrame:
        """What rests on what among the instruments, also through a partnership or project."""
        chosen = set(self.instruments["node"])
        rows: dict[tuple[str, str], tuple[str, set[str]]] = {}
        for older in sorted(chosen & set(self.graph)):
            for younger, tie, sources in find_heirs(self.graph, older, chosen):
                known = rows.setdefault((older, younger), (tie, set()))
                known[1].update(sources)
        found = [
            {"older": older, "younger": younger, "tie": tie, "sources": "; ".join(sorted(sources))}
            for (older, younger), (tie, sources) in sorted(rows.items())
        ]
        return pd.DataFrame(found, columns=TIE_COLUMNS)

    @cached_property
    def children(self) -> pd.DataFrame:
        """The series that each instrument established or enabled."""
        return self.children_of(set(self.instruments["node"]))

    def children_of(self, instruments: set[str]) -> pd.DataFrame:
        """Return the series that some instruments led to."""
        tables = self.report.dataset
        series = tables.mechanisms.set_index("mechanism_id")[["short_name", "domain"]]
        known = {str(name): row for name, row in series.to_dict("index").items()}
        led = {"establishes", "enables"}
        rows = [
            {
                "instrument": older,
                "series": younger,
                "text": known[younger]["short_name"],
                "domain": known[younger]["domain"],
                "established": "establishes" in str(facts["predicate"]).split("; "),
                "sources": "; ".join(facts["sources"]),
            }
            for older, younger, facts in sorted(
                self.graph.edges(data=True), key=lambda edge: edge[:2]
            )
            if older in instruments
            and younger in known
            and led & set(str(facts["predicate"]).split("; "))
        ]
        return pd.DataFrame(rows, columns=CHILD_COLUMNS)

    @cached_property
    def lifecycles(self) -> pd.DataFrame:
        """Instruments known to be in force or in use, with the bounds of each stage."""
        found = (
            read_uses(self.report).set_index("instrument_id").reindex(self.signed["instrument_id"])
        )
        rows = self.signed.set_index("instrument_id")
        width = (rows["signed_latest"] - rows["signed_earliest"]).dt.days.astype("float64")
        frame = pd.DataFrame(
            {
                "text": rows["short_title"],
                "signed": rows["signed_earliest"],
                "signed_low": 0.0,
                "signed_high": width,
                "in_force_low": found["days_to_force_low"].clip(lower=0),
                "in_force_high": found["days_to_force_high"],
                "first_used_low": found["days_signed_to_use_low"],
                "first_used_high": found["days_signed_to_use_high"],
            },
            index=rows.index,
        )
        known = frame["in_force_high"].notna() | frame["first_used_high"].notna()
        return frame[known].rename_axis("node").reset_index()

    @cached_property
    def projects(self) -> dict[str, str]:
        """Equipment and technology projects: programmes that have a step or a stated beginning."""
        rows = self.report.dataset.mechanisms
        kept = rows[(rows["kind"] == "programme") & rows["domain"].isin(PROJECTS)]
        domains = self.report.selection.domains
        kept = kept[kept["domain"].isin(domains)] if domains else kept
        names = dict(zip(kept["mechanism_id"], kept["short_name"], strict=True))
        return {key: names[key] for key in sorted(names)}

    @property
    def titles(self) -> dict[str, str]:
        """Full title of each instrument."""
        rows = self.report.dataset.instruments
        return dict(zip(rows["instrument_id"], rows["title"], strict=True))

    @property
    def measured(self) -> list[str]:
        """What is measured of the projects, such as deliveries."""
        rows = self.report.dataset.measures
        return list(rows.loc[rows["subject_id"].isin(list(self.projects)), "measure"])

    @cached_property
    def steps(self) -> pd.DataFrame:
        """Dated steps of the projects: events of their own, and instruments tied to them."""
        events = self.report.events[self.report.events["mechanism_id"].isin(list(self.projects))]
        held = pd.DataFrame(
            {
                "project": events["mechanism_id"],
                "kind": "event",
                "what": events["title"],
                "day_earliest": events["start_earliest"],
                "day_latest": events["start_latest"],
                "subject": events["event_id"],
            },
            columns=STEP_COLUMNS,
        )
        signed = self.signed.set_index("instrument_id")
        known = set(events["event_id"])
        rows = [
            {
                "project": project,
                "kind": "instrument",
                "what": signed.at[node, "title"],
                "day_earliest": signed.at[node, "signed_earliest"],
                "day_latest": signed.at[node, "signed_latest"],
                "subject": node,
            }
            for project, node in self.project_instruments()
            if node in signed.index and signed.at[node, "event_id"] not in known
        ]
        papers = pd.DataFrame(rows, columns=STEP_COLUMNS)
        found = held if papers.empty else papers if held.empty else pd.concat([held, papers])
        return found.sort_values(["day_earliest", "subject"]).reset_index(drop=True)

    def project_instruments(self) -> list[tuple[str, str]]:
        """Return the instruments made for one project, each with its project."""
        made = {"establishes", "operationalises", "enables"}
        shared = self.children_of(set(self.instruments["node"])).groupby("instrument").size()
        found = set()
        for older, younger, facts in self.graph.edges(data=True):
            if not made & set(str(facts["predicate"]).split("; ")):
                continue
            if older in self.projects:
                found.add((older, younger))
            elif younger in self.projects and shared.get(older, 0) == 1:
                found.add((younger, older))
        return sorted(found)


def find_heirs(
    graph: DiGraph, older: str, chosen: set[str]
) -> list[tuple[str, str, tuple[str, ...]]]:
    """Return the instruments that rest on one, directly or through one series or partnership."""
    found = []
    for next_one, facts in graph[older].items():
        if next_one in chosen:
            found.append((next_one, strongest_tie(facts["predicate"]), tuple(facts["sources"])))
        elif graph.nodes[next_one].get("table") == "mechanisms":
            for heir in sorted(graph.successors(next_one)):
                if heir in chosen and heir != older:
                    path = graph[next_one][heir] if graph.has_edge(next_one, heir) else facts
                    found.append((heir, strongest_tie(path["predicate"]), tuple(path["sources"])))
    return found


def strongest_tie(predicate: str) -> str:
    """Return how a figure names a predicate; the strongest of several."""
    given = predicate.split("; ")
    return next((TIE_OF[name] for name in TIE_OF if name in given), "enables")


def read_uses(report: Chapter) -> pd.DataFrame:
    """Return signature, entry into force and first use of every instrument."""
    tables = report.dataset
    return find_first_use(tables.instruments, tables.relations, tables.events, as_of=report.as_of)


def format_dates(rows: pd.DataFrame, field: str) -> pd.Series:
    """Return dates as print has them, no more precise than the source: ``July 2018``."""
    forms = {"day": "{0.day} {0:%B %Y}", "month": "{0:%B %Y}", "year": "{0.year}"}
    columns = [rows[f"{field}{end}"] for end in ("", "_earliest", "_precision")]
    texts = [
        forms[precision].format(day) if text else ""
        for text, day, precision in zip(*columns, strict=True)
    ]
    return pd.Series(texts, index=rows.index, dtype="str")
