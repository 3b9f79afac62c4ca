"""Rules on the cells of one column: what the schema and plain prudence ask of a value."""

from collections.abc import Callable, Iterator

import pandas as pd

from defcoop.evidence.faults import HIDDEN, Fault, nearest
from defcoop.evidence.frames import try_parse
from defcoop.evidence.read import Contents
from defcoop.evidence.tables import Field

FORMULA = r"[=+\-@\t\r]"
NUMBER = r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
INTEGER = r"[+-]?[0-9]+"
# The patterns of the schema in words: rule and remedy.
FORMS = {
    "[a-z0-9]+(-[a-z0-9]+)*": (
        "not an id in kebab-case",
        "use small letters, digits and single hyphens",
    ),
    "[A-Z]{3}": ("not a country code", "use the three capital letters of ISO 3166-1"),
    "[a-z][a-z_]*": ("not the name of a column", "use small letters and underscores"),
    "[a-z][a-z0-9_]*": (
        "not the name of a measure or unit",
        "use small letters, digits and underscores",
    ),
    "P([0-9]+Y)?([0-9]+M)?([0-9]+W)?([0-9]+D)?|irregular": (
        "not a cadence",
        "write a duration of ISO 8601 such as P1Y or P6M, or irregular",
    ),
}
# One pass finds the few cells that need the closer look of check_text.
SUSPECT = rf"^\s|\s$|^{FORMULA}|{HIDDEN}"


def found(
    contents: Contents, column: str, wrong: pd.Series, rule: str, remedy: str, code: str
) -> Iterator[Fault]:
    """Yield a fault for each row in which ``wrong`` is true."""
    for position in wrong.index[wrong]:
        value = str(contents.frame.loc[position, column])
        line = int(contents.lines.loc[position])
        yield Fault(contents.file, line, column, value, rule, remedy, code)


def check_values(contents: Contents) -> Iterator[Fault]:
    """Yield the faults of all cells of a table against its schema."""
    for field in contents.table.fields:
        yield from check_column(contents, field)
    yield from check_primary_key(contents)


def check_column(contents: Contents, field: Field) -> Iterator[Fault]:
    """Yield the faults of one column."""
    texts = contents.frame[field.name]
    given = texts != ""
    if field.constraints.get("required"):
        yield from found(
            contents, field.name, ~given, "a value is required", f"fill in {field.name}", "required"
        )
    if field.constraints.get("unique"):
        again = texts.duplicated() & given
        remedy = "give it a name of its own; an id is never used twice"
        yield from found(contents, field.name, again, "the id stands twice", remedy, "unique")
    if longest := field.constraints.get("maxLength"):
        rule, remedy = f"the value has more than {longest} characters", "shorten it"
        yield from found(contents, field.name, texts.str.len() > longest, rule, remedy, "length")
    filled = texts[given]
    suspect = filled[filled.str.contains(SUSPECT, regex=True)]
    if len(suspect):
        yield from check_text(contents, field, suspect)
    for test in (check_type, check_date, check_pattern, check_choice):
        yield from test(contents, field, filled)


def check_text(contents: Contents, field: Field, texts: pd.Series) -> Iterator[Fault]:
    """Yield cells with spaces around them, control characters or the start of a formula."""
    around = texts.str.contains(r"^\s|\s$", regex=True)
    remedy = "remove the space at its start or end"
    yield from found(
        contents, field.name, around, "the value has spaces around it", remedy, "spaces"
    )
    control = texts.str.contains(HIDDEN, regex=True)
    rule = "the value has a control or text-direction character in it"
    yield from found(contents, field.name, control, rule, "remove the character", "control")
    if field.type == "string":
        formula = texts.str.match(FORMULA) & ~texts.str.fullmatch(NUMBER)
        rule = "a spreadsheet would run the value as a formula"
        remedy = "let it start with another character than = + - @"
        yield from found(contents, field.name, formula, rule, remedy, "formula")


def check_type(contents: Contents, field: Field, texts: pd.Series) -> Iterator[Fault]:
    """Yield values that are no number where one is due, or lie out of its bounds."""
    if field.type not in {"integer", "number"}:
        return
    is_integer = field.type == "integer"
    fits = texts.str.fullmatch(INTEGER if is_integer else NUMBER)
    noun = "a whole number" if is_integer else "a number"
    yield from found(contents, field.name, ~fits, f"not {noun}", f"write {noun}", "type")
    numbers = pd.to_numeric(texts[fits], errors="coerce")
    low = field.constraints.get("minimum")
    high = field.constraints.get("maximum")
    if low is not None:
        remedy = f"write {low} or more"
        yield from found(
            contents, field.name, numbers < low, "the value is too small", remedy, "bounds"
        )
    if high is not None:
        remedy = f"write {high} or less"
        yield from found(
            contents, field.name, numbers > high, "the value is too large", remedy, "bounds"
        )


def check_date(contents: Contents, field: Field, texts: pd.Series) -> Iterator[Fault]:
    """Yield values that are not dates where one is due."""
    if field.is_date:
        wrong = is_wrong(texts, lambda text: try_parse(text) is None)
        remedy = (
            "write a date that exists as 2023-04-05, 2022-09, 2013, 2018~ or 2012-06-09/2012-06-10"
        )
        yield from found(contents, field.name, wrong, "not a date in EDTF", remedy, "date")


def check_pattern(contents: Contents, field: Field, texts: pd.Series) -> Iterator[Fault]:
    """Yield values that do not have the form of their column."""
    pattern = field.constraints.get("pattern")
    if pattern:
        wrong = ~texts.str.fullmatch(pattern)
        yield from found(contents, field.name, wrong, *form(pattern), "pattern")


def form(pattern: str) -> tuple[str, str]:
    """Return rule and remedy for a pattern, in words where we have them."""
    rule = "the value does not have the form of this column"
    return FORMS.get(pattern, (rule, f"write it to match {pattern}"))


def check_choice(contents: Contents, field: Field, texts: pd.Series) -> Iterator[Fault]:
    """Yield values that are not among those of an enumeration."""
    choices = field.constraints.get("enum")
    if not choices:
        return
    rule = "not one of the values of this column"
    for value in sorted(set(texts.unique()) - set(choices)):
        remedy = f"{nearest(value, choices)}use one of {', '.join(choices)}"
        yield from found(contents, field.name, texts == value, rule, remedy, "enum")


def is_wrong(texts: pd.Series, test: Callable[[str], bool]) -> pd.Series:
    """Return where ``test`` holds, asking it once for each distinct value."""
    answers = {text: test(text) for text in texts.unique()}
    return texts.map(answers).astype(bool)


def check_primary_key(contents: Contents) -> Iterator[Fault]:
    """Yield rows that repeat the key of an earlier row, or the whole row where there is no key."""
    key = contents.table.primary_key
    if len(key) == 1 and contents.table.field(key[0]).constraints.get("unique"):
        return
    columns = list(key or contents.table.columns)
    again = contents.frame.duplicated(columns)
    rule = (
        f"the row repeats the {', '.join(key)} of an earlier row" if key else "the row stands twice"
    )
    yield from found(contents, columns[0], again, rule, "remove one of the two rows", "duplicate")
