"""No verdict is typed into a sentence: none is decided where sentences are worded."""

import ast
from pathlib import Path

import pytest

CHAPTERS = Path(__file__).parents[2] / "src/defcoop/chapters"
TEXTS = sorted(CHAPTERS.glob("*/text.py"))
VERDICTS = {
    "burstier",
    "dominates",
    "fell",
    "grew",
    "mostly",
    "risen",
    "rising",
    "rose",
    "stepped",
}
"""Words that judge; a sentence with one hangs on an enumeration."""


def words_of(node: ast.AST) -> set[str]:
    """Return the words of the text constants within a node."""
    parts = [
        each.value
        for each in ast.walk(node)
        if isinstance(each, ast.Constant) and isinstance(each.value, str)
    ]
    return {word.strip(".,;:()*").lower() for part in parts for word in part.split()}


def keyed_by_enumeration(node: ast.AST) -> bool:
    """Return whether a node is a mapping whose keys are members of enumerations: `Step.UP`."""
    return isinstance(node, ast.Dict) and all(isinstance(key, ast.Attribute) for key in node.keys)


def loose_constants(tree: ast.AST) -> list[ast.AST]:
    """Return the constants of a module that lie in no mapping keyed by enumerations."""
    kept: list[ast.AST] = []
    stack = [tree]
    while stack:
        node = stack.pop()
        if keyed_by_enumeration(node):
            continue
        if isinstance(node, ast.Constant):
            kept.append(node)
        stack.extend(ast.iter_child_nodes(node))
    return kept


def typed_verdicts(source: str) -> set[str]:
    """Return the judging words that hang on no enumeration; docstrings are not read."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            node.body = [  # type: ignore[attr-defined]
                each
                for each in body
                if not (isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant))
            ]
    return set().union(*(words_of(node) for node in loose_constants(tree)), set()) & VERDICTS


def test_the_check_can_fail() -> None:
    assert typed_verdicts('def step(x):\n    return f"It {x} rose."') == {"rose"}
    assert typed_verdicts('STEP = {Step.UP: "It rose."}') == set()
    assert typed_verdicts('STEP = {"up": "It rose."}') == {"rose"}


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.parent.name)
def test_a_judging_word_hangs_on_an_enumeration(path: Path) -> None:
    assert typed_verdicts(path.read_text("utf-8")) == set()
