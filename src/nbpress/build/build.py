"""One build: plan, lock, check, run, publish, index."""

import datetime
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nbpress.build import archive, index, publish, scratch
from nbpress.build import catalogue as catalogues
from nbpress.build import targets as choosing
from nbpress.build.cache import Memo, open_memo
from nbpress.build.catalogue import Report
from nbpress.build.fingerprint import State, observe
from nbpress.build.lock import locked
from nbpress.build.plan import Step, plan
from nbpress.build.project import Project
from nbpress.build.request import Request
from nbpress.build.targets import Resolver, Target
from nbpress.errors import CheckError, UsageError
from nbpress.scratch import remove_left_folders

if TYPE_CHECKING:
    from nbpress.build.executor import Executor
    from nbpress.build.runner import Display, Outcome
    from nbpress.build.tasks import Inputs


@dataclass(frozen=True)
class Prepared:
    """A plan with all that it was made from."""

    project: Project
    request: Request
    state: State
    catalogue: Mapping[str, Report]
    steps: tuple[Step, ...]
    memo: Memo

    @property
    def work(self) -> list[Step]:
        """Return the steps that have something to do."""
        return [step for step in self.steps if step.action != "nothing"]


def now() -> datetime.datetime:
    """Return the time, in UTC."""
    return datetime.datetime.now(datetime.UTC)


def prepare(
    project: Project, request: Request, clock: Callable[[], datetime.datetime] = now
) -> Prepared:
    """Return the plan of a build; nothing is started and nothing but the memo is written.

    Raises
    ------
    UsageError
        If a report, a variant or a parameter is unknown or does not fit.
    CatalogueError
        If the catalogue cannot be used.
    OSError
        If the data cannot be read.
    """
    memo = open_memo(request.out)
    catalogue = catalogues.load(project.catalogue, project.notebooks, memo)
    state = observe(project)
    resolver = Resolver(project, state, memo, request.parameters)
    targets = choose_targets(resolver, catalogue, request, clock())
    steps = plan(
        targets,
        state,
        request.out,
        formats=request.formats,
        baselines=archive.find_baselines(request.out, targets, project.as_of),
        force=request.force,
    )
    memo.save()
    return Prepared(project, request, state, catalogue, tuple(steps), memo)


def choose_targets(
    resolver: Resolver,
    catalogue: Mapping[str, Report],
    request: Request,
    moment: datetime.datetime,
) -> list[Target]:
    """Return the targets that a request means."""
    if request.due:
        from nbpress.build.due import due_targets

        names = request.names or tuple(catalogue)
        return due_targets(resolver, catalogue, names, request.out, moment)
    if request.all:
        return choosing.resolve(resolver, catalogue, tuple(catalogue))
    if not request.names:
        known = ", ".join(catalogue)
        raise UsageError([f"nothing to build: name a report ({known}), or say --all or --due"])
    return choosing.resolve(resolver, catalogue, request.names)


@dataclass(frozen=True)
class Done:
    """What became of a build.

    Attributes
    ----------
    outcomes
        Of each target that had something to do.
    unchanged
        How many had nothing to do.
    faults
        What went wrong beside the reports: an index that could not be written.
    """

    outcomes: "tuple[Outcome, ...]" = ()
    unchanged: int = 0
    faults: tuple[str, ...] = ()

    @property
    def failed(self) -> "list[Outcome]":
        """Return the outcomes of the reports that failed."""
        return [outcome for outcome in self.outcomes if outcome.failure]


def carry_out(
    prepared: Prepared, display: "Display", clock: Callable[[], datetime.datetime] = now
) -> Done:
    """Do what a plan says.

    Raises
    ------
    CheckError
        If the data does not pass its check; nothing is published.
    LockedError
        If another build is writing to the folder.
    OSError
        If the folder cannot be written.
    """
    request = prepared.request
    if not prepared.work and not (request.keep or (request.due and prepared.steps)):
        return Done(unchanged=len(prepared.steps), faults=write_index(prepared))
    with locked(request.out):
        publish.sweep(request.out)
        remove_left_folders(scratch.PREFIX)
        # Another build may have published since the plan was made.
        return build_under_lock(prepare(prepared.project, request, clock), display, clock)


def write_index(prepared: Prepared) -> tuple[str, ...]:
    """Write the index where a killed build left it behind; return what went wrong."""
    out = prepared.request.out
    if not any(out.glob("*/run.json")) and not any(out.glob("*/*/run.json")):
        return ()
    try:
        index.write(out, prepared.project, prepared.catalogue)
    except OSError as error:
        return (f"the index could not be written: {error.strerror or error}",)
    return ()


def build_under_lock(
    prepared: Prepared, display: "Display", clock: Callable[[], datetime.datetime]
) -> Done:
    """Run the plan, write the index, archive: with the lock held."""
    try:
        outcomes = run_plan(prepared, display, clock) if prepared.work else []
    finally:
        # Also after Ctrl-C, so that the index lists what has been published until then.
        faults = write_index(prepared)
    archive.archive_runs(
        prepared.request, prepared.project, prepared.state, prepared.steps, outcomes, clock()
    )
    unchanged = len(prepared.steps) - len(outcomes)
    return Done(tuple(outcomes), unchanged, faults)


def run_plan(
    prepared: Prepared, display: "Display", clock: Callable[[], datetime.datetime]
) -> "list[Outcome]":
    """Check the data and drive the workers through the plan."""
    from nbpress.build.runner import Runner, find_reusable_runs

    project, state, out = prepared.project, prepared.state, prepared.request.out
    with start_workers(prepared) as executor:
        check_data(prepared)
        differences = archive.Differences(project, state, out)
        reusable = find_reusable_runs(out, prepared.work, state)
        runner = Runner(project, state, out, executor, display, differences, reusable, clock)
        return runner.run(prepared.work)


def check_data(prepared: Prepared) -> None:
    """Raise CheckError if the data does not pass its check; sound data is asked about once."""
    project, state = prepared.project, prepared.state

    def refuse_faults() -> bool:
        found = project.check()
        if found:
            raise CheckError(found)
        if observe(project).data != state.data:
            raise CheckError(["the data changed while they were read; build again"])
        return True

    prepared.memo.get("check", state.computed_from, refuse_faults)
    prepared.memo.save()


@contextmanager
def start_workers(prepared: Prepared) -> "Iterator[Executor]":
    """Start the workers that a request asks for; stop them at the end, whatever happens."""
    request = prepared.request
    inputs = shared_inputs(prepared)
    # One more than there are reports: it renders ahead while the notebook runs (prewarm).
    size = request.workers or min(os.cpu_count() or 1, len(prepared.work) + 1)
    if request.executor == "dask":
        from nbpress.build.dask_pool import DaskCluster

        executor: Executor = DaskCluster(inputs, request.scheduler, size)
    else:
        from nbpress.build.local_pool import LocalPool

        executor = LocalPool(inputs, size, prepared.project.kernel)
    try:
        yield executor
    finally:
        executor.close()


def shared_inputs(prepared: Prepared) -> "Inputs":
    """Return what every task of a build shares."""
    from nbpress.build.tasks import Inputs
    from nbpress.build.worker import hash_own_code

    state, project = prepared.state, prepared.project
    return Inputs(
        files=state.files,
        digest=state.data,
        variable=project.data_variable,
        vouch=project.vouch(state.files),
        kernel=project.kernel,
        code=hash_own_code(),
    )
