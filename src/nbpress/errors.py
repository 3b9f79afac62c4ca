"""What can go wrong, in one tree: a caller of nbpress catches `NbpressError` and reads its data."""

from collections.abc import Iterable


class NbpressError(Exception):
    """The base of every error that nbpress raises on purpose."""


class FaultsError(NbpressError):
    """Several faults found together, so that a person mends all of them at once.

    Attributes
    ----------
    faults
        Each reads, as text, as one line.
    """

    faults: tuple[object, ...]

    def __init__(self, faults: Iterable[object]) -> None:
        self.faults = tuple(faults)
        super().__init__(self.faults)

    def __str__(self) -> str:
        return "\n".join(map(str, self.faults))


class ParameterError(FaultsError, ValueError):
    """One or more parameters cannot be used.

    Attributes
    ----------
    faults
        One sentence for each: what was asked, what was found, what to do.
    """

    faults: tuple[str, ...]


class UsageError(FaultsError, ValueError):
    """What was asked for does not exist or does not fit; nothing was done.

    Attributes
    ----------
    faults
        One sentence each.
    """

    faults: tuple[str, ...]


class CatalogueError(FaultsError, ValueError):
    """The catalogue cannot be used.

    Attributes
    ----------
    faults
        Each with file, line and column (`nbpress.build.yaml_positions.Fault`).
    """


class CheckError(FaultsError):
    """The data does not pass the project's check; nothing was built.

    Attributes
    ----------
    faults
        What the check returned, as it returned it.
    """


class LockedError(NbpressError):
    """Another build is writing to the folder."""
