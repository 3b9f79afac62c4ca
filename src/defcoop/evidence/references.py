"""Rules on references: every id that is used must stand where it should, once."""

import graphlib
from collections.abc import Iterator

import pandas as pd

from defcoop.evidence.corpus import SUBJECTS, Corpus, among
from defcoop.evidence.faults import Fault, nearest

# Which way time runs along a predicate: the later one last.  "B builds on A" and "A establishes B"
# say the same of time, so both become the edge A -> B, and only a real circle is one.
FORWARD = {"establishes", "enables", "precedes", "oversees"}
BACKWARD = {"builds_on", "operationalises", "supersedes", "implements"}


def check_references(corpus: Corpus) -> Iterator[Fault]:
    """Yield ids that point nowhere, that stand in two tables, and circles."""
    yield from check_foreign_keys(corpus)
    yield from check_subject_ids(corpus)
    yield from check_one_subject_each(corpus)
    yield from check_parents(corpus)
    yield from check_houses(corpus)
    yield from check_lineage(corpus)


def check_foreign_keys(corpus: Corpus) -> Iterator[Fault]:
    """Yield values of foreign keys that the other table does not have."""
    for table in corpus.package.tables:
        for key in table.foreign_keys:
            if corpus.complete(key.table):
                known = corpus.frame(key.table)[key.reference]
                yield from check_known(corpus, table.name, key.field, known, (key.table,))


def check_subject_ids(corpus: Corpus) -> Iterator[Fault]:
    """Yield ids that may point to several tables and are in none of them."""
    for table in corpus.package.tables:
        for field in table.fields:
            names = [name for name in field.refers_to if name in corpus.contents]
            if names and corpus.complete(*names):
                known = pd.concat([corpus.frame(name)[SUBJECTS[name]] for name in names])
                yield from check_known(corpus, table.name, field.name, known, tuple(names))


def check_known(
    corpus: Corpus, table: str, column: str, known: pd.Series, tables: tuple[str, ...]
) -> Iterator[Fault]:
    """Yield the values of a column that are not among the known ids."""
    used = corpus.frame(table)[column]
    ids = set(known)
    rule = f"no such id in {', '.join(tables)}"
    for value in sorted(set(used.unique()) - ids - {""}):
        remedy = f"{nearest(value, ids)}use an id of {' or '.join(tables)}, or add the row there"
        yield from corpus.found(table, column, used == value, rule, remedy, "reference")


def check_one_subject_each(corpus: Corpus) -> Iterator[Fault]:
    """Yield ids that stand in two of the tables of events, mechanisms and instruments.

    A state and its territory may share an id: it then means the state, the actor.
    """
    seen = pd.Series(dtype="str")
    for name in ("events", "mechanisms", "instruments"):
        if name not in corpus.contents:
            continue
        key = SUBJECTS[name]
        ids = corpus.frame(name)[key]
        again = among(ids, seen) & (ids != "")
        rule = "the id stands in another table too, so a claim about it could mean either"
        yield from corpus.found(name, key, again, rule, "give one of the two another id", "unique")
        seen = pd.concat([seen, ids])


def check_parents(corpus: Corpus) -> Iterator[Fault]:
    """Yield rows that are, through their parents, their own ancestor."""
    for table in corpus.package.tables:
        for key in table.foreign_keys:
            # A house may be its own; only what names itself a parent must not lead back.
            if key.table == table.name and key.field.startswith("parent_"):
                frame = corpus.frame(table.name)
                parents = {
                    child: {parent}
                    for child, parent in zip(frame[key.reference], frame[key.field], strict=True)
                    if parent
                }
                yield from check_circle(corpus, table.name, key.reference, key.field, parents)


def check_houses(corpus: Corpus) -> Iterator[Fault]:
    """Yield publishers whose house belongs to another house: only one step up is counted."""
    if "publishers" in corpus.contents:
        publishers = corpus.frame("publishers")
        houses = publishers.loc[publishers["publisher_id"] == publishers["house"], "house"]
        known = among(publishers["house"], publishers["publisher_id"])
        wrong = known & ~among(publishers["house"], houses)
        rule = "the house belongs to another house itself"
        remedy = "name the house at the head of both"
        yield from corpus.found("publishers", "house", wrong, rule, remedy, "house")


def check_circle(
    corpus: Corpus, table: str, subject: str, column: str, before: dict[str, set[str]]
) -> Iterator[Fault]:
    """Yield the circles of a graph, one after the other, each printed at the row that closes it."""
    frame = corpus.frame(table)
    while circle := find_circle(before):
        printed = " -> ".join(circle)
        rows = frame[frame[subject].isin(circle)]
        rule = f"the rows form a circle: {printed}"
        remedy = "take out or turn round one of its rows"
        yield corpus.fault_at(table, int(rows.index[-1]), column, rule, remedy, "circle")
        for member in circle:
            before.pop(member, None)


def find_circle(before: dict[str, set[str]]) -> list[str]:
    """Return a circle of the graph from its first node back to it; empty when there is none."""
    try:
        graphlib.TopologicalSorter(before).prepare()
    except graphlib.CycleError as error:
        return list(error.args[1])
    return []


def check_lineage(corpus: Corpus) -> Iterator[Fault]:
    """Yield circles in what builds on, establishes, enables, operationalises or supersedes what."""
    if "relations" not in corpus.contents:
        return
    relations = corpus.frame("relations")
    before: dict[str, set[str]] = {}
    columns = zip(
        relations["subject_id"], relations["predicate"], relations["object_id"], strict=True
    )
    for subject, predicate, object_ in columns:
        if predicate in BACKWARD:
            before.setdefault(subject, set()).add(object_)
        elif predicate in FORWARD:
            before.setdefault(object_, set()).add(subject)
    yield from check_circle(corpus, "relations", "subject_id", "object_id", before)
