"""Where figures and tables go that do not stand where the text comes to them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from nbpress.render import breaks, floats

#: How often figures and tables are planned at most: a table that moves moves what follows.
MOST_PLANS = 4


@dataclass(frozen=True)
class Plan:
    """Where figures and tables do not stand where the text comes to them.

    Attributes
    ----------
    floating
        The figures that wait for the next page.
    tables
        What is changed in a table so that it leaves no row alone.
    """

    floating: list[str] = field(default_factory=list)
    tables: dict[str, breaks.Change] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """Where Typst says that figures are met, and rows of tables come to."""

    figures: list[dict[str, Any]]
    rows: list[dict[str, Any]]


def plans_to_try(decided: Plan) -> list[Plan]:
    """Return the plan, then with one waiting figure fewer each, the last ones first.

    Examples
    --------
    >>> [plan.floating for plan in plans_to_try(Plan(["a", "b"]))]
    [['a', 'b'], ['a'], []]
    """
    count = len(decided.floating)
    return [Plan(decided.floating[:kept], decided.tables) for kept in range(count, -1, -1)]


def make_plan(answer: Callable[[Plan], Answer]) -> Plan:
    """Return where figures and tables go: `nbpress.render.floats`, `nbpress.render.breaks`.

    `answer` lays the document out by a trial plan and says what stands where. It is asked once for
    each plan, because every layout runs Typst.
    Figures come first; a table that moves may move figures, so these are planned again then.
    """
    decided = Plan()
    answered: dict[str, Answer] = {}

    def ask(trial: Plan) -> Answer:
        asked = repr(trial)
        if asked not in answered:
            answered[asked] = answer(trial)
        return answered[asked]

    for _ in range(MOST_PLANS):
        decided = _with_figures(decided, ask)
        changed = decided.tables | breaks.changes(ask(decided).rows)
        if changed == decided.tables:
            break
        decided = Plan(decided.floating, changed)
    return decided


def _with_figures(decided: Plan, ask: Callable[[Plan], Answer]) -> Plan:
    def ask_figures(floating: list[str]) -> list[dict[str, Any]]:
        return ask(Plan(floating, decided.tables)).figures

    return Plan(floats.plan(ask_figures), decided.tables)
