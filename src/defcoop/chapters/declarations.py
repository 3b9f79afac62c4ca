"""The parameters of every notebook, each declared once: name, type, bounds, meaning, default."""

from defcoop.evidence.tables import find_data, read_package
from nbpress.parameters import Parameter


def choices_of(table: str, field: str) -> tuple[str, ...]:
    """Return the enumeration of a column, as the schema has it."""
    column = read_package(find_data()).table(table).field(field)
    return tuple(column.constraints["enum"])


def domains() -> tuple[str, ...]:
    """Return the domains that a mechanism can belong to."""
    return choices_of("mechanisms", "domain")


def scopes() -> tuple[str, ...]:
    """Return the scopes that an event can have."""
    return choices_of("events", "scope")


def mechanisms() -> tuple[str, ...]:
    """Return the ids of all mechanisms in the data."""
    from defcoop.evidence.read import read_contents

    folder = find_data()
    contents = read_contents(read_package(folder).table("mechanisms"), folder)
    return tuple(contents.frame["mechanism_id"])


COMMON = (
    Parameter(
        "as_of",
        "date",
        "",
        "Nothing after this day is used; when not set, the day until which was searched.",
    ),
    Parameter("first_day", "date", "2000-01-01", "First day of the window.", minimum="1945-01-01"),
    Parameter("last_day", "date", "", "Last day of the window; when not set, the as-of date."),
    Parameter("domains", "choices", [], "Keep these domains; all when empty.", choices=domains),
    Parameter("scopes", "choices", [], "Keep these scopes; all when empty.", choices=scopes),
    Parameter(
        "credibility",
        "integer",
        6,
        "Worst NATO credibility grade that supports an event: 1 is confirmed, 6 cannot be judged.",
        minimum=1,
        maximum=6,
    ),
    Parameter(
        "covid",
        "choice",
        "with",
        "Whether 2020 and 2021 count as observed years or are left out.",
        choices=("with", "without"),
    ),
    Parameter(
        "seed",
        "integer",
        20081022,
        "Seed of every random draw; the default is the day of the 2008 Joint Declaration.",
        minimum=0,
    ),
)

SINCE = Parameter(
    "since",
    "date",
    "",
    "What is new is counted from this day; when not set, one year before the as-of date.",
)

MECHANISM = Parameter(
    "mechanism",
    "choice",
    "defence-policy-dialogue",
    "The mechanism that the profile is about.",
    choices=mechanisms,
)

DECLARATIONS: dict[str, tuple[Parameter, ...]] = {
    "brief": (*COMMON, SINCE),
    "cadence": COMMON,
    "exercises": COMMON,
    "mechanisms": COMMON,
    "instruments": COMMON,
    "evidence": COMMON,
    "profile": (MECHANISM, *COMMON),
}
