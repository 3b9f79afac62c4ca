"""Every public statistic is called by a report: what none needs has no place in the library."""

import ast
import json
from pathlib import Path

ROOT = Path(__file__).parents[3]
SOURCE = ROOT / "src"
LIBRARY = "defcoop.analysis"
Names = dict[str, str]


def name_of(path: Path) -> str:
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def code_of(notebook: Path) -> ast.Module:
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return ast.parse("\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "code"))


def imported(tree: ast.Module) -> Names:
    """Give the full name behind each name that a module imports."""
    found: Names = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {a.asname or a.name: f"{node.module}.{a.name}" for a in node.names}
    return found


def uses(node: ast.AST, names: Names, own: str = "") -> set[str]:
    """Give the full names that a piece of code reads, `module.function` resolved."""
    found = set()
    for part in ast.walk(node):
        if isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name):
            found.add(f"{names.get(part.value.id, '')}.{part.attr}")
        elif isinstance(part, ast.Name):
            found.add(names.get(part.id, f"{own}.{part.id}"))
    return found


def defined(tree: ast.Module, own: str) -> dict[str, ast.stmt]:
    kinds = (ast.FunctionDef, ast.ClassDef)
    found: dict[str, ast.stmt] = {f"{own}.{n.name}": n for n in tree.body if isinstance(n, kinds)}
    for node in tree.body:
        if isinstance(node, ast.Assign):
            found |= {f"{own}.{t.id}": node for t in node.targets if isinstance(t, ast.Name)}
    return found


def unreached(library: dict[str, ast.Module], users: list[ast.Module]) -> list[str]:
    """List what the library defines and neither a user nor anything that one reaches reads."""
    known = {
        name: (own, node)
        for own, tree in library.items()
        for name, node in defined(tree, own).items()
    }
    reads = {own: imported(tree) for own, tree in library.items()}
    waiting = [name for tree in users for name in uses(tree, imported(tree))]
    reached: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in known and name not in reached:
            reached.add(name)
            own, node = known[name]
            waiting += uses(node, reads[own], own)
    return sorted(set(known) - reached)


def test_every_statistic_is_reached_by_a_report() -> None:
    trees = {name_of(path): ast.parse(path.read_text("utf-8")) for path in SOURCE.rglob("*.py")}
    library = {name: tree for name, tree in trees.items() if name.startswith(LIBRARY)}
    users = [tree for name, tree in trees.items() if name not in library]
    users += [code_of(path) for path in sorted((ROOT / "notebooks").glob("*.ipynb"))]
    assert unreached(library, users) == []


def test_what_only_the_unreached_calls_is_unreached_too() -> None:
    library = {
        "lib.one": ast.parse(
            "def shown(): return helper()\ndef helper(): ...\n"
            "def dead(): return deader()\ndef deader(): ...\n"
        )
    }
    user = ast.parse("from lib import one\none.shown()")
    assert unreached(library, [user]) == ["lib.one.dead", "lib.one.deader"]
