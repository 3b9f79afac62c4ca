"""Every headline number again, without each source, each doubtful claim, each ruling."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from defcoop.analysis.audit.leaveout import Tables, drop_claims, drop_source, reverse_ruling
from defcoop.analysis.estimate import Estimate

# By how much a number without an interval may change before that is called a flip.
NOTABLE = 0.1

COLUMNS = [
    "headline",
    "dropped",
    "what",
    "value",
    "low",
    "high",
    "baseline",
    "change",
    "flips",
    "reason",
]


@dataclass(frozen=True)
class Change:
    """One way in which the evidence could be other than it is.

    Parameters
    ----------
    dropped
        "source", "claim" or "ruling".
    what
        Its id; of a ruling, the subject, the field and the value that was not followed.
    tables
        The tables as they would be; those that do not change are the same objects.
    """

    dropped: str
    what: str
    tables: Tables


def list_changes(
    tables: Tables, *, sources: bool = True, credibility: int = 4, rulings: bool = True
) -> list[Change]:
    """List the changes of the evidence under which `sensitivity` recomputes its numbers.

    Parameters
    ----------
    tables, sources, credibility, rulings
        As in `sensitivity`.

    Returns
    -------
    list of Change
        Sources first, then claims, then rulings. Empty without claims.
    """
    made = _changes(tables, sources=sources, credibility=credibility, rulings=rulings)
    return list(made)


def compare_changes(
    made: Sequence[Change], numbers: Mapping[str, Sequence[Estimate]]
) -> pd.DataFrame:
    """Hold headline numbers under each change of the evidence against those on all of it.

    Parameters
    ----------
    made
        Changes, n of them.
    numbers
        By headline: the number on all the evidence, then under each change, n + 1 together.

    Returns
    -------
    pandas.DataFrame
        As `sensitivity` gives it, which computes the numbers one by one; whoever can compute
        those of all changes together comes here.
    """
    rows = [
        _row(name, change, values[0], value)
        for name, values in numbers.items()
        for change, value in zip(made, values[1:], strict=True)
    ]
    frame = pd.DataFrame(rows, columns=COLUMNS)
    floats = dict.fromkeys(["value", "low", "high", "baseline", "change"], "float64")
    texts = dict.fromkeys(["headline", "dropped", "what", "reason"], "str")
    frame = frame.astype({**floats, **texts, "flips": "bool"})
    return frame.sort_values(["headline", "dropped", "what"]).reset_index(drop=True)


def explain_flip(baseline: Estimate, changed: Estimate) -> str:
    """Say in what way a changed number tells another story; empty when it does not.

    Parameters
    ----------
    baseline, changed
        The number on all the evidence, and on the changed evidence.

    Returns
    -------
    str
        A phrase for print.
    """
    if baseline.defined != changed.defined:
        return "the number vanishes" if baseline.defined else "the number appears"
    if baseline.value is None or changed.value is None:
        return ""
    if baseline.null is not None:
        moved = baseline.side != changed.side
        return "the interval moves to another side of its null value" if moved else ""
    if baseline.low is None or baseline.high is None or baseline.low == baseline.high:
        moved = abs(changed.value - baseline.value) > NOTABLE * abs(baseline.value)
        return f"the number changes by more than {NOTABLE:.0%}" if moved else ""
    outside = not baseline.low <= changed.value <= baseline.high
    return "the number leaves the interval of the baseline" if outside else ""


def summarise_changes(frame: pd.DataFrame) -> pd.DataFrame:
    """Sum the runs up to one row per headline.

    Parameters
    ----------
    frame
        Result of `sensitivity`.

    Returns
    -------
    pandas.DataFrame
        Columns headline, baseline, lowest, highest (value in any run), runs, flips, worst (what,
        when dropped, changes the number most; "" when nothing does).
    """
    rows = []
    for name, group in frame.groupby("headline", sort=True):
        size = group["change"].abs().fillna(0.0).to_numpy()
        worst = group["what"].iloc[int(size.argmax())] if size.max() > 0 else ""
        rows.append(
            {
                "headline": name,
                "baseline": group["baseline"].iloc[0],
                "lowest": group["value"].min(),
                "highest": group["value"].max(),
                "runs": len(group),
                "flips": int(group["flips"].sum()),
                "worst": worst,
            }
        )
    columns = ["headline", "baseline", "lowest", "highest", "runs", "flips", "worst"]
    return pd.DataFrame(rows, columns=columns).astype({"headline": "str", "worst": "str"})


def _changes(tables: Tables, *, sources: bool, credibility: int, rulings: bool) -> Iterator[Change]:
    claims = tables["claims"]
    if sources:
        for source_id in sorted(set(claims["source_id"])):
            yield Change("source", source_id, drop_source(tables, source_id))
    doubtful = claims[(claims["credibility"] >= credibility).fillna(value=False).astype(bool)]
    for claim_id in sorted(doubtful["claim_id"]):
        yield Change("claim", claim_id, drop_claims(tables, claims["claim_id"] == claim_id))
    if rulings and "rulings" in tables:
        yield from _reversals(tables)


def _reversals(tables: Tables) -> Iterator[Change]:
    ruled = tables["rulings"].sort_values(["subject_id", "field", "rejected"])
    for row in ruled.itertuples(index=False):
        subject, field, rejected = str(row.subject_id), str(row.field), str(row.rejected)
        changed = reverse_ruling(tables, subject, field, rejected)
        if changed is not None:
            yield Change("ruling", f"{subject} {field}: {rejected}", changed)


def _row(name: str, change: Change, baseline: Estimate, changed: Estimate) -> dict[str, object]:
    story = explain_flip(baseline, changed)
    value, before = _number(changed.value), _number(baseline.value)
    return {
        "headline": name,
        "dropped": change.dropped,
        "what": change.what,
        "value": value,
        "low": _number(changed.low),
        "high": _number(changed.high),
        "baseline": before,
        "change": value - before,
        "flips": bool(story),
        "reason": story or changed.reason,
    }


def _number(value: float | None) -> float:
    return np.nan if value is None else value
