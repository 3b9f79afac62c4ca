"""A number with its spread, its sample size and, when there is none, the reason."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Estimate:
    """One number as a report prints it.

    Parameters
    ----------
    value, low, high
        The number and the ends of its interval, in `unit`; None when undefined. `low` and `high`
        may be None beside a value that has no spread to state.
    unit
        Unit of the three numbers ("days", "events per year"); empty for a pure number.
    n
        Sample size behind the number (gaps, years, events: the `note` or the `method` says which).
    reason
        Why there is no value, as a phrase fit for print; empty when there is a value.
    note
        What a reader must know beside the number (imprecise dates, left out gaps).
    method
        The statistic, with its paper or standard.
    null
        The value that would mean "nothing to see" (1 for a ratio, 0 for a difference); the
        sensitivity audit asks on which side of it the interval lies.
    level
        Confidence level of the interval.

    Raises
    ------
    ValueError
        When a value is missing without a reason.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    unit: str = ""
    n: int = 0
    reason: str = ""
    note: str = ""
    method: str = ""
    null: float | None = None
    level: float = 0.95

    def __post_init__(self) -> None:
        if self.value is None and not self.reason:
            raise ValueError("an estimate without a value must state its reason")

    @property
    def defined(self) -> bool:
        """Whether there is a value."""
        return self.value is not None

    @property
    def side(self) -> int:
        """Which side of `null` the whole interval lies on: -1, 1, or 0 when it holds `null`."""
        if self.null is None or self.value is None:
            return 0
        low = self.value if self.low is None else self.low
        high = self.value if self.high is None else self.high
        return int(low > self.null) - int(high < self.null)

    def headline(self, name: str, label: str) -> dict[str, object]:
        """Give the number in the shape in which a report's record keeps it.

        Parameters
        ----------
        name
            Key of the number, kebab-case.
        label
            The number's name for a reader.

        Returns
        -------
        dict
            Keys name, label, value, unit, low, high, n, note; the reason is the note of a missing
            value.
        """
        return {
            "name": name,
            "label": label,
            "value": self.value,
            "unit": self.unit,
            "low": self.low,
            "high": self.high,
            "n": self.n,
            "note": self.note if self.defined else self.reason,
        }

    def to_text(self, digits: int = 2) -> str:
        """Print the number with its interval and n, or the reason for its absence.

        Parameters
        ----------
        digits
            Decimals of the three numbers.

        Returns
        -------
        str
            For example ``1.12 (1.03 to 1.22), n = 14``.
        """
        if self.value is None:
            return self.reason
        unit = f" {self.unit}" if self.unit else ""
        text = f"{self.value:.{digits}f}{unit}"
        if self.low is not None and self.high is not None and self.low != self.high:
            text += f" ({self.low:.{digits}f} to {self.high:.{digits}f})"
        return f"{text}, n = {self.n}"


def missing(reason: str, *, unit: str = "", n: int = 0, method: str = "") -> Estimate:
    """Make the estimate of a number that cannot be given.

    Parameters
    ----------
    reason
        Why not, as a phrase fit for print.
    unit, n, method
        As in `Estimate`.

    Returns
    -------
    Estimate
        Without value or interval.
    """
    return Estimate(None, unit=unit, n=n, reason=reason, method=method)
