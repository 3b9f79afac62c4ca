"""Rules on rulings: who is followed says what is followed, and is no worse a witness."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from defcoop.evidence.corpus import Corpus, among, look_up
from defcoop.evidence.faults import Fault, quoted

GRADES = {grade: at for at, grade in enumerate("ABCDEF")}
ORDER = {"before": 0, "unknown": 1, "after": 2}


def check_authority(
    corpus: Corpus, agreeing: pd.DataFrame, rejected: pd.DataFrame, disputed: pd.MultiIndex
) -> Iterator[Fault]:
    """Yield rulings whose authority does not claim our value, or is a worse witness.

    Parameters
    ----------
    corpus
        The tables.
    agreeing, rejected
        The claims that support the adjudicated values, and those that contradict them, these with
        the value ``followed``; where it is empty nobody is followed and nobody has to claim it.
    disputed
        Cells with a contradiction that has no ruling; they have a fault already.
    """
    if not corpus.complete("rulings", "sources"):
        return
    rulings = settled(corpus, rejected, disputed)
    supporting = pd.MultiIndex.from_frame(agreeing[["subject_id", "field", "source_id"]])
    asked = pd.MultiIndex.from_frame(rulings[["subject_id", "field", "authority"]])
    silent = pd.Series(~asked.isin(supporting), index=rulings.index)
    rule = "the authority does not claim the value that is followed"
    remedy = "name a source that does, or add its claim to claims.csv"
    yield from corpus.found("rulings", "authority", silent, rule, remedy, "authority")
    yield from check_witness(corpus, rulings[~silent], agreeing, rejected)


def settled(corpus: Corpus, rejected: pd.DataFrame, disputed: pd.MultiIndex) -> pd.DataFrame:
    """Return the rulings that reject a claim for a value, by a source that is on record."""
    rulings = corpus.frame("rulings")
    followed = rejected[rejected["followed"] != ""]
    at_work = pd.MultiIndex.from_frame(rulings[["subject_id", "field", "rejected"]]).isin(
        pd.MultiIndex.from_frame(followed[["subject_id", "field", "value"]])
    )
    disputes = pd.MultiIndex.from_frame(rulings[["subject_id", "field"]]).isin(disputed)
    known = among(rulings["authority"], corpus.frame("sources")["source_id"])
    return rulings.loc[known & at_work & ~disputes]


def check_witness(
    corpus: Corpus, rulings: pd.DataFrame, agreeing: pd.DataFrame, rejected: pd.DataFrame
) -> Iterator[Fault]:
    """Yield rulings whose authority is graded below, or told earlier than, what it overrules.

    Such a ruling may be right, as when a weekday proves the better page wrong: it then says so in
    ``despite``, and why in its reason.
    """
    sources = corpus.frame("sources")
    grades = pd.Series(
        sources["reliability"].map(GRADES).to_numpy(dtype=float), sources["source_id"]
    )
    keys = ["subject_id", "field"]
    graded = rejected.assign(grade=look_up(grades, rejected["source_id"]))
    best = graded.groupby([*keys, "value"])["grade"].min()
    overruled = pd.MultiIndex.from_frame(rulings[[*keys, "rejected"]])
    worse = look_up(grades, rulings["authority"]).to_numpy() > best.reindex(overruled).to_numpy()
    yield from speak_against(corpus, rulings, worse, "grade", "is graded below")
    told = latest(rejected, [*keys, "value"]).reindex(overruled).to_numpy()
    ours = latest(agreeing, [*keys, "source_id"]).reindex(
        pd.MultiIndex.from_frame(rulings[[*keys, "authority"]])
    )
    earlier = (ours.to_numpy() == ORDER["before"]) & (told == ORDER["after"])
    yield from speak_against(
        corpus, rulings, earlier, "told", "speaks before the fact and not after it as"
    )


def latest(claims: pd.DataFrame, keys: list[str]) -> pd.Series:
    """Return how late the latest of the claims with the same keys is told: 0, 1 or 2."""
    return claims.assign(order=claims["told"].map(ORDER)).groupby(keys)["order"].max()


def speak_against(
    corpus: Corpus, rulings: pd.DataFrame, wrong: np.ndarray, word: str, how: str
) -> Iterator[Fault]:
    """Yield rulings with something against their authority that they do not own up to."""
    owned = rulings["despite"].str.split(" ").map(lambda words: word in words)
    rule = f"the authority {how} the source it overrules"
    remedy = f"follow the other, or write {quoted(word)} into despite and say in the reason why"
    yield from corpus.found(
        "rulings", "authority", pd.Series(wrong, rulings.index) & ~owned, rule, remedy, "witness"
    )
