"""Sentences and tables of the report on the evidence; every number comes from the run."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from defcoop.analysis.audit import publisher_independence
from defcoop.analysis.sensitivity import summary
from defcoop.notebook import prose
from defcoop.notebook.weights import HEADLINES, Weights

TITLE = "What we know, and how"
SUBTITLE = "The evidence behind the reports on India-Japan defence cooperation"
DESCRIPTION = (
    "Who speaks of what, how many agree, where they contradict each other, and what would overturn "
    "a number."
)
NO_EVENTS = "There are no events in this window, so there is no evidence to weigh."
LIST_POINT = (
    "An official list of the rounds of a series, with numbers. It would turn holes of the record "
    "into gaps or into meetings, and every rhythm with them."
)
COPY_POINT = (
    "Signs that more publishers than are known to do so reproduce the text of one agency. "
    "Corroboration would fall, the numbers would not."
)
FIELDS = {
    "start": "beginning",
    "end": "end",
    "place_id": "place",
    "established": "founding",
    "edition": "edition number",
    "scope": "scope",
    "status": "whether it was held",
    "signed": "signature",
    "in_force": "entry into force",
    "stated_cadence": "stated rhythm",
}
RHYTHMS = {"P1Y": "yearly", "P2Y": "every two years", "P6M": "half-yearly"}
RULING_HEADS = ["Subject", "What", "Followed", "Not followed", "Why"]
HEADLINE_HEADS = ["Number", "On all evidence", "Lowest", "Highest", "Runs", "Overturned by"]


def findings(story: Weights) -> str:
    """Return the findings in short, for the first page."""
    if story.report.events.empty:
        return NO_EVENTS
    points = [official_point(story), alone_point(story), day_point(story), ruling_point(story)]
    points.append(overturn_point(story))
    return "\n".join(f"- {point}" for point in points if point)


def official_point(story: Weights) -> str:
    """Return for how many events an official source speaks."""
    official = story.matrix.get("official", pd.Series(0, index=story.matrix.index))
    whole = int(story.matrix["events"].sum())
    return f"An official source speaks of {prose.share(int(official.sum()), whole)} of the events."


def alone_point(story: Weights) -> str:
    """Return how many events rest on one publisher."""
    share = story.alone
    if share.value is None or share.low is None or share.high is None:
        return f"The share of events with one publisher cannot be given: {share.reason}."
    return (
        f"{prose.number(100 * share.value)} % of the events (95 % interval "
        f"{prose.number(100 * share.low)} to {prose.number(100 * share.high)} %) rest on a single "
        "publisher."
    )


def day_point(story: Weights) -> str:
    """Return for how many events the day is known."""
    totals = story.precision.groupby("precision")["events"].sum()
    return f"The day is known for {prose.share(int(totals.get('day', 0)), int(totals.sum()))}."


def ruling_point(story: Weights) -> str:
    """Return how many contradictions there were."""
    subjects = story.rulings["subject_id"].nunique()
    if not subjects:
        return "No source was contradicted by another about the events of this window."
    return (
        f"{upper(prose.count(len(story.rulings), 'claim'))} about "
        f"{prose.count(subjects, 'event, series or instrument', 'events, series and instruments')} "
        "contradicted what the record follows; each was ruled on, with its reason."
    )


def overturn_point(story: Weights) -> str:
    """Return how many headline numbers a single change would overturn."""
    runs = story.runs
    if runs.empty:
        return ""
    fragile = runs.loc[runs["flips"], "headline"].nunique()
    whole = runs.loc[runs["baseline"].notna(), "headline"].nunique()
    if not fragile:
        return (
            f"None of {prose.count(whole, 'headline number')} is overturned by leaving out any one "
            "source or doubtful claim, or by reversing any one ruling."
        )
    return (
        f"{prose.share(fragile, whole)} of the headline numbers would be overturned by a single "
        "source, doubtful claim or ruling."
    )


def covering(story: Weights) -> str:
    """Return what the coverage is like and who carries the record."""
    if story.report.events.empty:
        return NO_EVENTS
    claims, sources = chosen_claims(story), story.report.dataset.sources
    carried = publisher_independence(claims, sources).to_dict("records")
    grades = sources[sources["source_id"].isin(claims["source_id"])]["reliability"]
    good = int(grades.isin(["A", "B"]).sum())
    first = [f"{row['publisher']} ({prose.number(100 * row['share'])} %)" for row in carried[:3]]
    return (
        f"The {prose.count(len(story.report.events), 'event')} rest on "
        f"{prose.count(claims['source_id'].nunique(), 'source')} of "
        f"{prose.count(len(carried), 'independent publisher')}; none dominates: the largest shares "
        f"of all claims are those of {prose.listing(first)}. Of the sources "
        f"{prose.share(good, len(grades))} are of reliability A or B on the NATO scale. "
        "[](#fig:coverage) shows where only the press speaks."
    )


def chosen_claims(story: Weights) -> pd.DataFrame:
    """Return the claims about the selected events."""
    claims = story.report.dataset.claims
    return claims[claims["subject_id"].isin(set(story.report.events["event_id"]))]


def agreeing(story: Weights) -> str:
    """Return how far events are corroborated."""
    if story.report.events.empty:
        return NO_EVENTS
    sources = story.support["sources"]
    best = story.support.sort_values(["sources", "subject_id"], ascending=[False, True])
    most = best.iloc[0]
    titles = story.report.events.set_index("event_id")["title"]
    return (
        f"{alone_point(story)} The middle event has "
        f"{prose.count(int(sources.median()), 'source')}; the best documented, "
        f"{titles[str(most['subject_id'])]}, has {prose.number(int(most['sources']))} "
        "([](#fig:publishers)). An event of one publisher is "
        "not doubtful for that reason: many are official announcements. But nothing in the record "
        "would show an error."
    )


def dating(story: Weights) -> str:
    """Return how precise the dates are."""
    if story.report.events.empty:
        return NO_EVENTS
    totals = story.precision.groupby("precision")["events"].sum()
    month, year = int(totals.get("month", 0)), int(totals.get("year", 0))
    vague = (
        f"For {prose.count(month, 'event')} only the month is known and for {prose.number(year)} "
        "only the year. No day is invented for them: each keeps the first and the last day that "
        "are possible, and every statistic is computed over that range."
        if month or year
        else "No date of this window is less precise than a day."
    )
    return f"{day_point(story)} {vague} [](#fig:precision) shows the years."


def ruling(story: Weights) -> str:
    """Return what the contradictions are about."""
    if story.rulings.empty:
        return ruling_point(story)
    fields = story.rulings.groupby("field").size().sort_values(ascending=False, kind="stable")
    told = [
        f"{prose.number(size)} the {FIELDS.get(str(field), str(field))}"
        for field, size in fields.items()
    ]
    return (
        f"{ruling_point(story)} Of them {prose.listing(told[:5])} "
        f"{'are the commonest' if len(told) > 5 else 'are all'}. A claim that is merely less "
        "precise contradicts nothing and needs no ruling. [](#tbl:rulings) gives each value that "
        "was followed and each that was not; the data names the sources of both."
    )


def ruling_table(story: Weights) -> pd.DataFrame:
    """Return every ruling with both values and its reason."""
    names = subject_names(story)
    rows = [
        dict(
            zip(
                RULING_HEADS,
                (
                    names.get(row["subject_id"], row["subject_id"]),
                    FIELDS.get(row["field"], row["field"]),
                    shown(row["kept"], names),
                    shown(row["rejected"], names),
                    row["reason"],
                ),
                strict=True,
            )
        )
        for row in story.rulings.to_dict("records")
    ]
    return pd.DataFrame(rows, columns=RULING_HEADS)


def subject_names(story: Weights) -> dict[str, str]:
    """Return the name of every event, instrument, series and place."""
    tables = story.report.dataset
    named = (
        (tables.places, "place_id", "name"),
        (tables.instruments, "instrument_id", "title"),
        (tables.mechanisms, "mechanism_id", "name"),
        (tables.events, "event_id", "title"),
    )
    return {
        str(key): str(name)
        for table, ids, names in named
        for key, name in zip(table[ids], table[names], strict=True)
    }


def ruling_words(story: Weights) -> tuple[str, str]:
    """Return title and caption of the table of rulings."""
    if story.rulings.empty:
        return "There is no ruling to list", ""
    return (
        "Every claim that was not followed, and why",
        "Dates are written year, month, day, as the claims are recorded.",
    )


def headline_words(story: Weights) -> tuple[str, str]:
    """Return title and caption of the table of headline numbers."""
    if story.runs.empty:
        return "There is no headline number to list", ""
    return (
        "Headline numbers over all single changes of the evidence",
        "Lowest and highest value in any run; days for the gap, shares from zero to one.",
    )


def shown(value: str, names: Mapping[str, str]) -> str:
    """Return a value as a reader reads it: a place by its name."""
    plain = value.replace("_", " ").replace("/", " to ")
    return names.get(value) or RHYTHMS.get(value, plain)


def moving(story: Weights) -> str:
    """Return how far the headline numbers move."""
    if story.runs.empty:
        return NO_EVENTS
    counted = story.runs.drop_duplicates(["dropped", "what"]).groupby("dropped").size()
    alone = int(counted.get("source", 0))
    doubtful = prose.count(int(counted.get("claim", 0)), "doubtful claim")
    every = chosen_claims(story)["source_id"].nunique()
    return (
        f"{overturn_point(story)} Of {prose.count(every, 'source')}, {prose.number(alone)} carry "
        "some event alone, and each of these was left out in turn; the others can be lost one at a "
        f"time without losing an event. {upper(doubtful)} "
        f"and {prose.count(int(counted.get('ruling', 0)), 'ruling')} were tried too "
        "([](#fig:sensitivity), [](#tbl:headlines)). Losing several at once, or a whole kind of "
        "source, could move more."
    )


def headline_table(story: Weights) -> pd.DataFrame:
    """Return every headline number with its range and what overturns it."""
    if story.runs.empty:
        return pd.DataFrame(columns=HEADLINE_HEADS)
    rows = summary(story.runs).set_index("headline").to_dict("index")
    turned = story.runs[story.runs["flips"]].groupby("headline")["what"].agg(list).to_dict()
    table = [
        headline_row(HEADLINES[name], rows[name], turned.get(name, []))
        for name in HEADLINES
        if name in rows
    ]
    return pd.DataFrame(table, columns=HEADLINE_HEADS)


def headline_row(name: str, row: Mapping[Any, Any], turned: list[str]) -> dict[str, object]:
    """Return one row of the table of headline numbers."""
    values = [
        prose.number(row[key], 0 if abs(row[key]) >= 100 else 2) if row[key] == row[key] else ""
        for key in ("baseline", "lowest", "highest")
    ]
    what = "; ".join(turned[:3]) or "none of them"
    return dict(zip(HEADLINE_HEADS, (name, *values, row["runs"], what), strict=True))


def mind(story: Weights) -> str:
    """Return what would change our mind."""
    if story.report.events.empty:
        return NO_EVENTS
    looked = searched(story)
    points = [found_point(looked), LIST_POINT, source_point(story), COPY_POINT]
    return "\n".join(f"- {point}" for point in points if point)


def searched(story: Weights) -> pd.DataFrame:
    """Return what was looked for and not found, of the series of this window."""
    rows = story.report.dataset.missing_events
    series = set(story.report.events["mechanism_id"])
    return rows[(rows["finding"] == "not_found") & rows["mechanism_id"].isin(series)]


def found_point(looked: pd.DataFrame) -> str:
    """Return what a page on something not found would do."""
    if looked.empty:
        return ""
    return (
        f"A page on any of {prose.count(len(looked), 'meeting or detail', 'meetings and details')} "
        f"of {prose.count(looked['mechanism_id'].nunique(), 'series', 'series')} that were looked "
        "for and not found. A meeting among them would shorten a gap, and may end a silence."
    )


def source_point(story: Weights) -> str:
    """Return which one source moves a headline number most."""
    runs = story.runs[(story.runs["dropped"] == "source") & (story.runs["baseline"] != 0)]
    if runs.empty or not runs["change"].abs().max() > 0:
        return ""
    size = (runs["change"] / runs["baseline"]).abs()
    ordered = runs.assign(size=size).sort_values(["size", "what"], ascending=[False, True])
    row = ordered.to_dict("records")[0]
    return (
        f"An error in [@{row['what']}]: of all single sources it moves a headline number most, "
        f"“{HEADLINES[row['headline']]}” by {prose.number(100 * float(size.max()), 1)} %."
    )


def upper(text: str) -> str:
    """Return a text with a capital first letter."""
    return text[:1].upper() + text[1:]
