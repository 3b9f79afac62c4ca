"""Which series and bodies of a network are drawn, so that all can be read on one page."""

from dataclasses import dataclass, replace

import pandas as pd

from defcoop import wording
from defcoop.analysis.network.lanes import LANES
from defcoop.figures.lanes import Columns, Layout, bands_of, height_of_all, layout

COLUMNS = Columns(middle=2.35, side=1.12, size=7.2)
TALLEST = 7.5
INSTRUMENTS = 7
ALWAYS = 6


@dataclass(frozen=True)
class Network:
    """What a network figure draws.

    Attributes
    ----------
    series
        Frame node, text, lane, domain, events (of an instrument: none) and offspring (what an
        instrument established or enabled).
    bodies
        Frame node, text, lane, side, events.
    ties
        Frame body, series, events, first, last, years, sources.
    left_out
        What is not drawn, as a phrase; empty when everything is.
    """

    series: pd.DataFrame
    bodies: pd.DataFrame
    ties: pd.DataFrame
    left_out: str = ""

    @property
    def places(self) -> Layout:
        """Where everything stands."""
        return layout(
            add_counts(self.series), add_counts(self.bodies), self.ties, list(LANES), COLUMNS
        )

    @property
    def height(self) -> float:
        """Height of the lanes in inches, known before the places are."""
        lanes = bands_of(add_counts(self.series), add_counts(self.bodies), list(LANES), COLUMNS)
        return height_of_all(lanes)


def fit_network(whole: Network, height: float = TALLEST) -> Network:
    """Return as much of a network as can be read on one page, and say what is left out.

    Series are left out by their number of events, the rarest first, save for the most frequent
    of each lane; then the bodies that hardly meet any more. Of the instruments stay those that
    led to most.
    """
    # The threshold ends at the most frequent series: where even that is too tall, as with very
    # long names, the drawing is taller than asked for, and no loop waits for what cannot be.
    for fewest in range(1, max([1, *whole.series["events"]]) + 1):
        drawn = drop_rare(whole, fewest)
        if drawn.height <= height:
            break
    return replace(drawn, left_out=left_out_text(whole, drawn, fewest))


def drop_rare(whole: Network, fewest: int) -> Network:
    """Return the network of series with at least so many events."""
    signed = whole.series["lane"] == "instruments"
    meeting = whole.series[~signed].sort_values(
        ["events", "last", "node"], ascending=[False, False, True]
    )
    place = meeting.groupby("lane").cumcount()
    kept = meeting[(meeting["events"] >= fewest) | (place < ALWAYS)]
    texts = whole.series[signed].sort_values(["offspring", "node"], ascending=[False, True])
    series = pd.concat([kept, texts.head(INSTRUMENTS)])
    ties = whole.ties[whole.ties["series"].isin(series["node"])]
    seen = ties[~ties["series"].isin(texts["node"])].groupby("body")["events"].sum()
    # Third nations are many and meet in the large exercises: they need as many events as a series.
    least = whole.bodies["lane"].map({"partners": fewest}).fillna(2).clip(upper=fewest)
    bodies = whole.bodies[whole.bodies["node"].map(seen).fillna(0) >= least]
    ties = ties[ties["body"].isin(bodies["node"])]
    return Network(series[series["node"].isin(ties["series"])], bodies, ties)


def left_out_text(whole: Network, drawn: Network, fewest: int) -> str:
    """Return what a drawing leaves out, as sentences; empty when nothing is."""
    signed = whole.series["lane"] == "instruments"
    series = int((~signed).sum()) - int((drawn.series["lane"] != "instruments").sum())
    bodies = len(whole.bodies) - len(drawn.bodies)
    texts = int(signed.sum()) - int((drawn.series["lane"] == "instruments").sum())
    if not series and not bodies and not texts:
        return ""
    rare = (
        f"had fewer than {wording.count(fewest, 'event')} and are not among the "
        f"{wording.number(ALWAYS)} most frequent of their lane"
    )
    parts = [
        f"{wording.count(series, 'series', 'series')} that {rare}",
        f"{wording.count(bodies, 'body', 'bodies')} that rarely meet in the series drawn",
        f"{wording.count(texts, 'instrument')} that led to less",
    ]
    present = [part for part, size in zip(parts, (series, bodies, texts), strict=True) if size]
    return (
        f"To stay legible the drawing leaves out {wording.listing(present)}; the data has them all."
    )


def add_counts(frame: pd.DataFrame) -> pd.DataFrame:
    """Add the number of events to each label; an instrument has none."""
    counts = [
        f"\N{NO-BREAK SPACE}\N{MIDDLE DOT}\N{NO-BREAK SPACE}{count}" if count else ""
        for count in frame["events"]
    ]
    texts = [name + count for name, count in zip(frame["text"], counts, strict=True)]
    return frame.assign(text=pd.Series(texts, index=frame.index, dtype="str"))
