"""Rules on who may say what with which weight: hosts, credibility, who took part, names."""

from collections.abc import Iterator

import pandas as pd

from defcoop.evidence.corpus import Corpus, among, look_up
from defcoop.evidence.faults import Fault

# Hosts that print what others wrote: the text is as good as its origin, the copy is not.
COPIERS = ("aggregator", "blog", "forum")
WEAK = ("D", "E", "F")
BOTH = ("IND", "JPN")
# How many states each scope allows, India and Japan among them.
STATES = {"bilateral": (2, 2), "minilateral": (3, 5)}


def check_witnesses(corpus: Corpus) -> Iterator[Fault]:
    """Yield grades that a host or a claim cannot have, scopes and names that mislead."""
    if corpus.complete("sources", "publishers"):
        yield from check_hosts(corpus)
    if "sources" in corpus.contents:
        yield from check_pages(corpus)
    if corpus.complete("claims", "sources"):
        yield from check_credibility(corpus)
    if corpus.complete("events", "participants", "actors"):
        yield from check_scope(corpus)
    if "aliases" in corpus.contents:
        yield from check_aliases(corpus)


def check_hosts(corpus: Corpus) -> Iterator[Fault]:
    """Yield copies graded like the page they copy.

    A copy that names whose words it prints is C at best, one that does not is D: whoever changed
    a word of it cannot be told.
    """
    sources, publishers = corpus.frame("sources"), corpus.frame("publishers")
    kinds = pd.Series(publishers["kind"].to_numpy(), publishers["publisher_id"])
    copies = look_up(kinds, sources["publisher_id"]).isin(COPIERS)
    best = sources["origin"].map(lambda origin: "C" if origin else "D")
    rule = "the host prints what others wrote: C at best where it names whose words, else D"
    remedy = "grade the copy, or find the page itself"
    wrong = copies & (sources["reliability"] < best)
    yield from corpus.found("sources", "reliability", wrong, rule, remedy, "host")


def check_credibility(corpus: Corpus) -> Iterator[Fault]:
    """Yield statements of weak sources that are taken as if nothing spoke against them."""
    claims, sources = corpus.frame("claims"), corpus.frame("sources")
    grades = pd.Series(sources["reliability"].to_numpy(), sources["source_id"])
    weak = look_up(grades, claims["source_id"]).isin(WEAK)
    rule = "a source graded D or below is no better than a single report"
    remedy = "write 3 or more"
    wrong = weak & claims["credibility"].isin(["1", "2"])
    yield from corpus.found("claims", "credibility", wrong, rule, remedy, "credibility")


def check_scope(corpus: Corpus) -> Iterator[Fault]:
    """Yield events whose participants are more or fewer states than their scope says.

    India and Japan always count; other states count when they take part, not when they watch.
    Pages seldom list all of many, so that multilateral has no lower bound.
    """
    events, actors = corpus.frame("events"), corpus.frame("actors")
    countries = pd.Series(actors["country"].to_numpy(), actors["actor_id"])
    present = corpus.frame("participants")
    present = present.assign(country=look_up(countries, present["actor_id"]).fillna(""))
    present = present[present["country"] != ""]
    counted = present[(present["role"] != "observer") & ~present["country"].isin(BOTH)]
    others = counted.groupby("event_id")["country"].nunique()
    states = look_up(others, events["event_id"]).fillna(0) + len(BOTH)
    listed = among(events["event_id"], present["event_id"])
    remedy = "correct the scope or the participants; who only watches is an observer"
    for scope, (fewest, most) in STATES.items():
        wrong = (events["scope"] == scope) & ((states < fewest) | (states > most))
        wrong &= listed & (events["parent_event_id"] == "")
        rule = f"{scope} is for {fewest} states" if fewest == most else f"{scope} is for 3 to 5"
        rule = f"{rule}, by its participants"
        yield from corpus.found("events", "scope", wrong, rule, remedy, "scope")


def check_aliases(corpus: Corpus) -> Iterator[Fault]:
    """Yield aliases that mean two subjects: whoever reads the name could mean either."""
    aliases = corpus.frame("aliases")
    named = [aliases.set_axis(["name", "id"], axis=1)]
    for table, column in (("mechanisms", "name"), ("instruments", "title")):
        if table in corpus.contents:
            frame = corpus.frame(table)
            named.append(frame[[column, frame.columns[0]]].set_axis(["name", "id"], axis=1))
    names = pd.concat(named)
    meant = names.groupby(names["name"].str.casefold())["id"].nunique()
    twice = look_up(meant, aliases["alias"].str.casefold()) > 1
    rule = "the alias means another subject too"
    remedy = "name it more closely, or keep it for one of them"
    yield from corpus.found("aliases", "alias", twice, rule, remedy, "alias")


def check_pages(corpus: Corpus) -> Iterator[Fault]:
    """Yield pages that stand in two rows: each of the two would be a voice."""
    urls = corpus.frame("sources")["url"]
    plain = urls.str.replace(r"^https?://(www\.)?", "", regex=True).str.rstrip("/")
    again = (urls != "") & plain.duplicated()
    rule = "another source has this address"
    remedy = "keep one row for the page and let the claims name it"
    yield from corpus.found("sources", "url", again, rule, remedy, "page")
