"""Set a document as PDF with Typst, in-process.

The document goes to Typst as JSON beside one fixed template that interprets it; the pictures
and attachments go as files in memory. Nothing of a cell ever becomes Typst source.
"""

import contextlib
import json
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from nbpress.render import fonts
from nbpress.render.plan import Answer, Plan, make_plan, plans_to_try
from nbpress.render.typst_document import Setting

#: Both standards at once; a document that breaks one is set without claiming either.
STANDARDS = ("ua-1", "a-3a")
FALLBACK = ("a-3b",)
#: What Typst calls a fault of its own.
INTERNAL = "internal error"
#: PDF/A wants a date; a document that states none is dated the first day of 1980, every time.
NO_DATE = 315_532_800


class TypesettingError(RuntimeError):
    """Typst refused a document; the message says what it said."""


class LayoutError(TypesettingError):
    """Typst failed at a fault of its own; another layout of the same document may pass."""


def compile_pdf(setting: Setting, standards: tuple[str, ...]) -> bytes:
    """Return the PDF.

    Raises
    ------
    TypesettingError
        When Typst refuses it, for example because it breaks a standard.
    """
    *others, last = plans_to_try(plan_setting(setting))
    for decided in others:
        # Where two figures wait across the pages of one table, Typst can fail while it builds the
        # tree of tags ("internal error: parent group"), whatever standard is asked for.
        with contextlib.suppress(LayoutError):
            return compile_planned(setting, standards, decided)
    return compile_planned(setting, standards, last)


def compile_planned(setting: Setting, standards: tuple[str, ...], decided: Plan) -> bytes:
    """Return the PDF with its figures and tables where the plan has them."""
    return bytes(
        run_typst(setting, "compile", decided, format="pdf", pdf_standards=list(standards))
    )


def plan_setting(setting: Setting) -> Plan:
    """Return where figures and tables go; a setting that asks nothing needs no layout for that."""
    return make_plan(lambda trial: _answer(setting, trial)) if setting.asks else Plan()


def _answer(setting: Setting, trial: Plan) -> Answer:
    found = json.loads(run_typst(setting, "query", trial, selector="<reached>", field="value"))
    figures = [place for place in found if "rows" not in place]
    return Answer(figures, [row for place in found for row in place.get("rows", [])])


def run_typst(setting: Setting, work: str, decided: Plan, **options: object) -> Any:  # noqa: ANN401
    """Let Typst compile or query the document set as planned."""
    import typst

    texts, binaries = _sorted_out(setting.files)
    sources = {
        "main.typ": _template(),
        "document.json": json.dumps(setting.data, ensure_ascii=False).encode(),
        "plan.json": json.dumps(asdict(decided) | {"asking": work == "query"}).encode(),
        **texts,
    }
    if work == "compile":
        # A fixed time, so that a document without a date gives the same bytes every day.
        options = {**options, "timestamp": NO_DATE}
    with _folder_of(binaries) as root:
        try:
            return getattr(typst, work)(
                sources, root=root, font_paths=fonts.typst_fonts(), **options
            )
        except typst.TypstError as error:
            hints = "; ".join(error.hints)
            kind = LayoutError if INTERNAL in error.message else TypesettingError
            raise kind(f"{error.message} {hints}".strip()) from error


def _sorted_out(contents: Mapping[str, bytes]) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """Return the files that are text and those that are not.

    Typst's binding takes files in memory, but only such as are UTF-8.
    """
    texts: dict[str, bytes] = {}
    binaries: dict[str, bytes] = {}
    for name, content in contents.items():
        try:
            content.decode()
        except UnicodeDecodeError:
            binaries[name] = content
        else:
            texts[name] = content
    return texts, binaries


@contextlib.contextmanager
def _folder_of(contents: Mapping[str, bytes]) -> Iterator[str | None]:
    """Yield a folder that holds the files while Typst works; None when there are none."""
    if not contents:
        yield None
        return
    with tempfile.TemporaryDirectory() as folder:
        for name, content in contents.items():
            (Path(folder) / name).write_bytes(content)
        yield folder


@cache
def _template() -> bytes:
    return files("nbpress.render").joinpath("templates", "report.typ").read_bytes()
