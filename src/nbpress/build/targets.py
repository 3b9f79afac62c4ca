"""From the catalogue to targets: each report or variant with its parameters resolved."""

import datetime
import itertools
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from typing import Any

from nbpress.build import hashing
from nbpress.build.cache import Answer, Memo
from nbpress.build.catalogue import Chapter, Report
from nbpress.build.fingerprint import State
from nbpress.build.project import Project
from nbpress.errors import ParameterError, UsageError
from nbpress.parameters import Parameter, validate
from nbpress.slug import make_slug
from nbpress.suggest import suggest_name


@dataclass(frozen=True)
class Part:
    """A chapter ready to run: notebook, resolved parameters, name of its file."""

    notebook: str
    parameters: Mapping[str, Any]
    file: str
    code: str
    document: bytes = field(repr=False)


@dataclass(frozen=True)
class Target:
    """One folder of the build: a report, or one variant of a matrix.

    Attributes
    ----------
    title
        Title with the names of the variant's values.
    parts
        Its chapters; one, unless the report is a binder.
    due
        When the schedule said it was due; None for a build that was asked for.
    """

    report: Report
    variant: str
    title: str
    parts: tuple[Part, ...]
    due: datetime.datetime | None = None

    @property
    def name(self) -> str:
        """Return ``report`` or ``report/variant``: its address and its folder."""
        return f"{self.report.name}/{self.variant}" if self.variant else self.report.name

    @property
    def parameters(self) -> dict[str, Any]:
        """Return the parameters of all chapters together."""
        return {name: value for part in self.parts for name, value in part.parameters.items()}


class Resolver:
    """Turns reports into targets; asks the project for choices and declarations only once.

    Parameters
    ----------
    given
        Parameters from the command line.
    """

    def __init__(
        self, project: Project, state: State, memo: Memo, given: Mapping[str, Any]
    ) -> None:
        self.project = project
        self.state = state
        self.memo = memo
        self.given = given
        self._declared: dict[str, tuple[Parameter, ...]] = {}
        self._documents: dict[str, tuple[bytes, str]] = {}

    @cached_property
    def newest(self) -> str:
        """Return the newest date of the data in ISO format."""
        return self.ask("newest", lambda: self.project.newest_date().isoformat())

    def default_date(self, due: datetime.datetime | None) -> str:
        """Return the as-of date of a report that is given none, in ISO format."""
        return due.date().isoformat() if due else self.newest

    def ask(self, question: str, answer: Callable[[], Answer]) -> Answer:
        """Return an answer that depends on the data and on the code that reads it."""
        return self.memo.get(question, self.state.computed_from, answer)

    def declared(self, notebook: str) -> tuple[Parameter, ...]:
        """Return the declarations of a notebook, choices that come from the data remembered."""
        if notebook not in self._declared:
            found = self.ask(
                f"parameters of {notebook}",
                lambda: [
                    asdict(replace(parameter, choices=parameter.allowed()))
                    for parameter in self.project.parameters(notebook)
                ],
            )
            self._declared[notebook] = tuple(
                Parameter(**{**fields, "choices": tuple(fields["choices"])}) for fields in found
            )
        return self._declared[notebook]

    def document(self, notebook: str) -> tuple[bytes, str]:
        """Return the bytes of a notebook and the digest of its code."""
        if notebook not in self._documents:
            content = (self.project.notebooks / f"{notebook}.ipynb").read_bytes()
            self._documents[notebook] = (content, hashing.hash_notebook(json.loads(content)))
        return self._documents[notebook]

    def values(self, source: str | Sequence[Any]) -> list[Any]:
        """Return the values of a matrix's parameter."""
        if not isinstance(source, str):
            return list(source)
        return self.ask(f"values of {source}", lambda: list(self.project.choices(source)))

    def label(self, source: str | Sequence[Any], value: object) -> str:
        """Return what a value of a matrix is called in a title."""
        if not isinstance(source, str):
            return str(value)
        name = str(value)
        return self.ask(f"{source}: {name}", lambda: self.project.source_name(source, name))

    def targets(self, report: Report, due: datetime.datetime | None = None) -> list[Target]:
        """Return the targets of a report: one, or one for each combination of its matrix.

        Raises
        ------
        UsageError
            If a parameter is unknown to the report, ill-typed or out of bounds.
        """
        return [
            self.target(report, dict(zip(report.matrix, values, strict=True)), due)
            for values in itertools.product(*map(self.values, report.matrix.values()))
            if self.wanted(dict(zip(report.matrix, values, strict=True)))
        ]

    def wanted(self, combination: Mapping[str, Any]) -> bool:
        """Return whether a combination fits what the command line gives."""
        return all(
            str(self.given.get(name, value)) == str(value) for name, value in combination.items()
        )

    def target(
        self, report: Report, combination: Mapping[str, Any], due: datetime.datetime | None
    ) -> Target:
        """Return the target of one combination, all parameters validated."""
        raise_faults(self.unknown(report, combination))
        names = name_files(report)
        faults: list[str] = []
        parts = []
        for chapter, file in zip(report.chapters, names, strict=True):
            try:
                parts.append(self.part(chapter, combination, file, due))
            except ParameterError as error:
                faults.extend(f"report '{report.name}': {fault}" for fault in error.faults)
        raise_faults(dict.fromkeys(faults))
        labels = {key: self.label(report.matrix[key], value) for key, value in combination.items()}
        return Target(
            report=report,
            variant="-".join(make_slug(str(value)) for value in combination.values()),
            title=make_title(report, labels),
            parts=tuple(parts),
            due=due,
        )

    def unknown(self, report: Report, combination: Mapping[str, Any]) -> Iterator[str]:
        """Yield a sentence for each parameter that no chapter of the report declares."""
        known = {
            parameter.name
            for chapter in report.chapters
            for parameter in self.declared(chapter.notebook)
        }
        for name in {**self.given, **combination}:
            if name not in known:
                advice = suggest_name(name, known)
                yield f"report '{report.name}' has no parameter '{name}'; {advice}"

    def part(
        self,
        chapter: Chapter,
        combination: Mapping[str, Any],
        file: str,
        due: datetime.datetime | None,
    ) -> Part:
        """Return a chapter ready to run.

        The command line is stronger than the matrix, the matrix than the catalogue; of a binder,
        each chapter takes what it declares.
        """
        declared = self.declared(chapter.notebook)
        names = {parameter.name for parameter in declared}
        common = {**combination, **self.given}
        asked = {
            **chapter.parameters,
            **{name: value for name, value in common.items() if name in names},
        }
        if self.project.as_of in names:
            asked[self.project.as_of] = asked.get(self.project.as_of) or self.default_date(due)
        document, code = self.document(chapter.notebook)
        return Part(chapter.notebook, validate(declared, asked), file, code, document)


def raise_faults(faults: Iterable[str]) -> None:
    """Raise a UsageError if there are faults."""
    found = list(faults)
    if found:
        raise UsageError(found)


def name_files(report: Report) -> list[str]:
    """Return the name of each chapter's notebook file: ``report``, or the notebook in a binder."""
    if not report.binder:
        return ["report.ipynb"]
    names: list[str] = []
    for chapter in report.chapters:
        earlier = sum(other.notebook == chapter.notebook for other in report.chapters[: len(names)])
        names.append(f"{chapter.notebook}{f'-{earlier + 1}' if earlier else ''}.ipynb")
    return names


def make_title(report: Report, labels: Mapping[str, str]) -> str:
    """Return the title with the names of the variant put in.

    Raises
    ------
    UsageError
        If the title names a parameter that the matrix does not have.
    """
    try:
        return report.title.format(**labels)
    except (KeyError, IndexError, ValueError):
        raise_faults([f"report '{report.name}': title {report.title!r} does not fit its matrix"])
        raise


def select(catalogue: Mapping[str, Report], asked: Sequence[str]) -> Iterator[tuple[Report, str]]:
    """Yield the reports asked for, each with the variant asked for or the empty text.

    Raises
    ------
    UsageError
        If there is no report of that name.
    """
    raise_faults(
        f"no report '{name}'; {suggest_name(name, catalogue)}"
        for name in asked
        if name.partition("/")[0] not in catalogue
    )
    for name in asked:
        report, _, variant = name.partition("/")
        yield catalogue[report], variant


def resolve(
    resolver: Resolver, catalogue: Mapping[str, Report], asked: Sequence[str]
) -> list[Target]:
    """Return the targets of the reports asked for, each once, in the order asked.

    Raises
    ------
    UsageError
        If a report, a variant or a parameter is unknown or does not fit.
    """
    found: dict[str, Target] = {}
    for report, variant in select(catalogue, asked):
        targets = resolver.targets(report)
        chosen = [target for target in targets if variant in ("", target.variant)]
        if not chosen:
            raise UsageError([describe_missing_variant(resolver, report, variant)])
        found.update({target.name: target for target in chosen})
    return list(found.values())


def describe_missing_variant(resolver: Resolver, report: Report, variant: str) -> str:
    """Return the sentence for a variant that does not exist."""
    wanted = variant or ", ".join(
        str(resolver.given[name]) for name in report.matrix if name in resolver.given
    )
    known = [
        make_slug("-".join(map(str, values)))
        for values in itertools.product(*map(resolver.values, report.matrix.values()))
    ]
    return f"report '{report.name}' has no variant '{wanted}'; {suggest_name(wanted, known)}"
