"""Carry out a plan: hand tasks to workers, try again where that helps, publish what is done."""

import datetime
import heapq
import json
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

from nbpress.build import hashing
from nbpress.build.executor import Executor
from nbpress.build.failures import WORTH_ANOTHER_TRY, Failure
from nbpress.build.fingerprint import FORMAT, State
from nbpress.build.index import entries
from nbpress.build.journal import Journal, publish_failure, publish_success
from nbpress.build.plan import Step, execution_key
from nbpress.build.project import Project
from nbpress.build.report_outputs import tables_read
from nbpress.build.targets import Part
from nbpress.build.tasks import Changes, Execute, Render, Result, Task

BACK_OFF = 0.5  # seconds before the first new try; doubled for each further one
PATIENCE = 0.5  # seconds to wait for a result before looking at the clock again

Difference = Callable[[Step, Mapping[str, str]], Changes | None]


class Display(Protocol):
    """Shows how far the build is."""

    def state(self, target: str, state: str) -> None:
        """Say that a target is now waiting, running, rendering, published or failed."""


@dataclass(frozen=True)
class Outcome:
    """What became of one target."""

    step: Step
    failure: Failure | None
    record: Mapping[str, Any] | None = None
    files: Mapping[str, bytes] = field(default_factory=dict, repr=False)


class Runner:
    """The run of one plan.

    Parameters
    ----------
    project, state, out
        What the plan was made from, and where it is published.
    executor
        Does the tasks.
    display
        Shows every change of state.
    difference
        Returns what "changes since" needs for a step whose tables read are known.
    reusable
        Run notebooks that need not run again, by the key of their run.
    clock
        Returns the time, in UTC.
    """

    def __init__(
        self,
        project: Project,
        state: State,
        out: Path,
        executor: Executor,
        display: Display,
        difference: Difference,
        reusable: Mapping[str, bytes],
        clock: Callable[[], datetime.datetime],
    ) -> None:
        self.project = project
        self.state = state
        self.out = out
        self.executor = executor
        self.display = display
        self.difference = difference
        self.clock = clock
        self.ran: dict[str, bytes] = dict(reusable)
        self.journals: dict[str, Journal] = {}
        self.waiting: dict[str, list[Step]] = {}  # steps by the key of a run that they wait for
        self.tasks: dict[str, Task] = {}
        self.tries: dict[str, int] = {}
        self.later: list[tuple[float, str]] = []
        self.outcomes: dict[str, Outcome] = {}

    def run(self, steps: Sequence[Step]) -> list[Outcome]:
        """Carry out the steps; return what became of each, in their order.

        A KeyboardInterrupt passes through; what has been published until then stays published.
        """
        for step in steps:
            self.journals[step.target.name] = Journal(step, self.clock())
            self.begin(step)
        while len(self.outcomes) < len(steps):
            self.try_again()
            for result in self.executor.collect(self.patience()):
                self.receive(result)
            for key in self.executor.running():
                self.show_running(key)
        return [self.outcomes[step.target.name] for step in steps]

    def begin(self, step: Step) -> None:
        """Hand in the runs that a step needs and that nobody has handed in yet."""
        self.display.state(step.target.name, "waiting")
        for part in step.target.parts:
            key = execution_key(part, self.state)
            if key in self.ran:
                continue
            first = key not in self.waiting
            self.waiting.setdefault(key, [])
            if step not in self.waiting[key]:
                self.waiting[key].append(step)
            if first:
                self.submit(self.execution(key, part, step))
        self.render_if_ready(step)

    def execution(self, key: str, part: Part, step: Step) -> Execute:
        """Return the task that runs one notebook."""
        limits = step.target.report.limits
        return Execute(
            key=key,
            notebook=part.notebook,
            document=part.document,
            parameters=part.parameters,
            tables=self.state.tables,
            cell_limit=limits.cell,
            limit=limits.report,
        )

    def submit(self, task: Task) -> None:
        """Hand a task to the workers."""
        self.tasks[task.key] = task
        self.executor.submit(task)

    def patience(self) -> float:
        """Return how long to wait for a result before something else is to be done."""
        if not self.later:
            return PATIENCE
        return max(0.0, min(PATIENCE, self.later[0][0] - time.monotonic()))

    def try_again(self) -> None:
        """Hand in the tasks whose time to be tried again has come."""
        while self.later and self.later[0][0] <= time.monotonic():
            _, key = heapq.heappop(self.later)
            self.executor.submit(self.tasks[key])

    def show_running(self, key: str) -> None:
        """Show the targets that a running task belongs to."""
        task = self.tasks[key]
        if isinstance(task, Render):
            self.display.state(key, "rendering")
            return
        for step in self.waiting.get(key, ()):
            self.display.state(step.target.name, "running")

    def receive(self, result: Result) -> None:
        """Take a result: go on with it, try again, or fail."""
        steps = self.find_steps(result.key)
        for step in steps:
            self.note_result(step, result)
        if result.failure is None:
            self.continue_with(result, steps)
        elif self.worth_another_try(result, steps):
            number = self.tries[result.key] = self.tries.get(result.key, 0) + 1
            heapq.heappush(
                self.later, (time.monotonic() + BACK_OFF * 2 ** (number - 1), result.key)
            )
        else:
            for step in steps:
                self.fail(step, result.failure)

    def find_steps(self, key: str) -> list[Step]:
        """Return the steps that a task was done for and that have not failed otherwise."""
        if isinstance(self.tasks[key], Render):
            return [self.journals[key].step]
        return [step for step in self.waiting[key] if step.target.name not in self.outcomes]

    def note_result(self, step: Step, result: Result) -> None:
        """Write a result into the journal of a step."""
        journal = self.journals[step.target.name]
        stage = "rendering" if isinstance(self.tasks[result.key], Render) else "running"
        journal.seconds[stage] = journal.seconds.get(stage, 0.0) + result.seconds
        journal.notices.extend(result.notices)
        if result.host:
            journal.hosts.add(result.host)

    def worth_another_try(self, result: Result, steps: Sequence[Step]) -> bool:
        """Return whether a failure may pass, and a try is left; count the try."""
        if result.failure is None or result.failure.kind not in WORTH_ANOTHER_TRY or not steps:
            return False
        allowed = max(step.target.report.limits.retries for step in steps)
        if self.tries.get(result.key, 0) >= allowed:
            return False
        for step in steps:
            self.journals[step.target.name].tries += 1
        return True

    def continue_with(self, result: Result, steps: Sequence[Step]) -> None:
        """Render what has run; publish what is rendered."""
        if isinstance(self.tasks[result.key], Render):
            self.publish(steps[0], result)
            return
        self.ran[result.key] = result.files["notebook"]
        for step in steps:
            self.render_if_ready(step)

    def render_if_ready(self, step: Step) -> None:
        """Hand in the rendering of a step all of whose notebooks have run."""
        keys = [execution_key(part, self.state) for part in step.target.parts]
        if not all(key in self.ran for key in keys):
            return
        chapters = tuple(
            (part.file, self.ran[key]) for part, key in zip(step.target.parts, keys, strict=True)
        )
        spent = self.journals[step.target.name].seconds.get("running", 0.0)
        self.submit(
            Render(
                key=step.target.name,
                title=step.target.title,
                chapters=chapters,
                formats=step.formats,
                record=base_record(step, self.project, self.state),
                tables=self.state.tables,
                changes=self.difference(step, find_tables_read(content for _, content in chapters)),
                limit=max(1.0, step.target.report.limits.report - spent),
            )
        )

    def publish(self, step: Step, result: Result) -> None:
        """Publish a rendered report; a fault of the disk is this report's alone."""
        name = step.target.name
        try:
            publish_success(self.out, self.journals[name], result.files, self.clock())
        except OSError as error:
            self.fail(step, Failure("publish", describe_unwritable(self.out, error)))
            return
        self.outcomes[name] = Outcome(step, None, None, result.files)
        self.display.state(name, "published")

    def fail(self, step: Step, failure: Failure) -> None:
        """Mark a report as failed and label its last good version, if the disk lets us."""
        name = step.target.name
        try:
            publish_failure(self.out, self.journals[name], failure, self.clock())
        except OSError as error:
            unwritten = describe_unwritable(self.out, error)
            message = f"{failure.message}; nor could this be noted: {unwritten}"
            failure = replace(failure, message=message)
        self.outcomes[name] = Outcome(step, failure)
        self.display.state(name, "failed")


def describe_unwritable(out: Path, error: OSError) -> str:
    """Return the sentence for a folder that could not be written."""
    return f"cannot write to {out}: {error.strerror or error}"


def find_tables_read(notebooks: Iterable[bytes]) -> dict[str, str]:
    """Return the tables that run notebooks say they read."""
    return {
        name: found
        for content in notebooks
        for name, found in tables_read(json.loads(content)).items()
    }


def base_record(step: Step, project: Project, state: State) -> dict[str, Any]:
    """Return the deterministic record as far as it is known before the notebooks are read."""
    target = step.target
    return {
        "format": FORMAT,
        "report": target.report.name,
        "variant": target.variant,
        "title": target.title,
        "strict": target.report.strict,
        "as_of": str(target.parameters.get(project.as_of, "")),
        "parameters": target.parameters,
        "chapters": [
            {
                "file": part.file,
                "notebook": part.notebook,
                "code": part.code,
                "parameters": dict(part.parameters),
            }
            for part in target.parts
        ],
        "tables": {
            name: state.tables[name] for name in target.report.tables if name in state.tables
        },
        "schema": state.schema,
        "code": {"execution": state.execution, "rendering": state.rendering},
        "lock": state.lock,
        "baseline": dict(step.baseline) if step.baseline else None,
    }


def find_reusable_runs(out: Path, steps: Iterable[Step], state: State) -> dict[str, bytes]:
    """Return published run notebooks that need not run again, by the key of their run.

    A notebook need not run again when its code, its parameters, the code it calls, the lock, the
    schema and every table that it read are as they were.
    """
    if any(step.reasons == ("forced",) for step in steps):
        return {}
    found: dict[str, bytes] = {}
    for entry in entries(out):
        if entry.record and entry.record.get("format") == FORMAT:
            found.update(iterate_unchanged(out / entry.name, entry.record, state))
    return found


def iterate_unchanged(
    folder: Path, record: Mapping[str, Any], state: State
) -> Iterable[tuple[str, bytes]]:
    """Yield key and content of each chapter of a published report that need not run again."""
    common = (record["code"]["execution"], record["lock"], record["schema"])
    if common != (state.execution, state.lock, state.schema):
        return
    for chapter in record["chapters"]:
        same = all(state.tables.get(name) == found for name, found in chapter["tables"].items())
        if same and (folder / chapter["file"]).is_file():
            content = (folder / chapter["file"]).read_bytes()
            if hashing.hash_bytes(content) == chapter["executed"]:
                part = Part(
                    chapter["notebook"],
                    chapter["parameters"],
                    chapter["file"],
                    chapter["code"],
                    b"",
                )
                yield execution_key(part, state), content
