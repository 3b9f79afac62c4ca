"""What the source of a cell assigns, read without running it."""

import ast
from collections.abc import Iterator


def iterate_assignments(source: str) -> Iterator[tuple[str, ast.expr | None]]:
    """Yield each name to which a line of a cell assigns, with the expression that it assigns.

    None stands for a declaration without a value; a cell that is not Python yields nothing.

    Examples
    --------
    >>> [name for name, _ in iterate_assignments("a = b = 1; c: int = 2; d: str")]
    ['a', 'b', 'c', 'd']
    """
    try:
        lines = ast.parse(source).body
    except SyntaxError:
        return
    for line in lines:
        if isinstance(line, ast.Assign | ast.AnnAssign):
            targets = line.targets if isinstance(line, ast.Assign) else [line.target]
            names = [target.id for target in targets if isinstance(target, ast.Name)]
            yield from ((name, line.value) for name in names)


def read_literals(source: str) -> dict[str, object]:
    """Return the names to which a cell assigns a written-out value, with the value.

    Examples
    --------
    >>> read_literals("year = 2010; later = year + 1")
    {'year': 2010}
    """
    found: dict[str, object] = {}
    for name, value in iterate_assignments(source):
        try:
            found |= {name: ast.literal_eval(value)} if value is not None else {}
        except ValueError:
            continue
    return found
