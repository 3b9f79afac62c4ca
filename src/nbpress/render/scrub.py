"""A notebook without what differs from run to run or tells of the machine it ran on."""

import copy
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from nbpress.json_bytes import to_json_bytes

_KEPT_METADATA = ("kernelspec", "language_info", "title")
_KEPT_LANGUAGE = ("name", "file_extension", "mimetype")
_KEPT_CELL = ("tags",)
_SURROGATE = re.compile("[\ud800-\udfff]")
_PATH = re.compile(
    r"(?:/(?:home|Users|root|tmp|var|private|mnt|opt|srv|work|builds?)|[A-Za-z]:\\+Users)[^\s\"'<>,;:)\]]*"
)


def scrub(notebook: Mapping[str, Any]) -> dict[str, Any]:
    """Return a copy of `notebook` with times, execution counts, identifiers and paths removed.

    Outputs, sources, attachments and tags stay. Absolute paths in streams and tracebacks become
    ``…/name``. Scrubbing twice is the same as scrubbing once.
    """
    scrubbed = {
        "cells": [_cell(cell, number) for number, cell in enumerate(notebook.get("cells", ()))],
        "metadata": _metadata(notebook.get("metadata", {})),
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return without_surrogates(scrubbed)


def without_surrogates(notebook: dict[str, Any]) -> dict[str, Any]:
    """Return `notebook` with lone surrogates, which no file in UTF-8 can hold, as ``U+XXXX``."""
    text = json.dumps(notebook, ensure_ascii=False, default=str)
    if not _SURROGATE.search(text):
        return notebook
    cleaned: dict[str, Any] = json.loads(
        _SURROGATE.sub(lambda match: f"U+{ord(match[0]):04X}", text)
    )
    return cleaned


def to_bytes(notebook: Mapping[str, Any]) -> bytes:
    """Return a notebook as the bytes of its file, keys in order."""
    return to_json_bytes(notebook, indent=1)


def _metadata(metadata: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: copy.deepcopy(metadata[name]) for name in _KEPT_METADATA if name in metadata}
    for part in ("kernelspec", "language_info"):
        if isinstance(kept.get(part), Mapping):
            names = ("name", "language", "display_name") if part == "kernelspec" else _KEPT_LANGUAGE
            kept[part] = {name: kept[part][name] for name in names if name in kept[part]}
    return kept


def _cell(cell: Mapping[str, Any], number: int) -> dict[str, Any]:
    metadata = cell.get("metadata", {})
    kept: dict[str, Any] = {
        "cell_type": cell.get("cell_type", "raw"),
        "id": f"cell-{number + 1}",
        "metadata": {name: metadata[name] for name in _KEPT_CELL if name in metadata},
        "source": _joined(cell.get("source", "")),
    }
    if "attachments" in cell:
        kept["attachments"] = copy.deepcopy(cell["attachments"])
    if kept["cell_type"] == "code":
        kept["execution_count"] = None
        kept["outputs"] = [_output(output) for output in _lasting(cell.get("outputs", ()))]
    return kept


def _lasting(outputs: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Yield the outputs without what was there for a person before the notebook only.

    An output declared ``interactive``, such as a form, is left out; one declared ``prose`` keeps
    its Markdown, with its citations, and loses the page that a front end showed in its place.
    """
    for output in outputs:
        declared = output.get("metadata", {}).get("report", {})
        kind = declared.get("kind") if isinstance(declared, Mapping) else None
        if kind == "prose" and "text/markdown" in output.get("data", {}):
            data = {mime: held for mime, held in output["data"].items() if mime != "text/html"}
            yield {**output, "data": data, "metadata": {}}
        elif kind != "interactive":
            yield output


def _joined(value: object) -> object:
    return "".join(value) if isinstance(value, list) else value


def _output(output: Mapping[str, Any]) -> dict[str, Any]:
    kept = copy.deepcopy(dict(output))
    if "execution_count" in kept:
        kept["execution_count"] = None
    if kept.get("output_type") == "stream":
        kept["text"] = _without_paths(str(_joined(kept.get("text", ""))))
    if kept.get("output_type") == "error":
        kept["traceback"] = [_without_paths(str(line)) for line in kept.get("traceback", ())]
        kept["evalue"] = _without_paths(str(kept.get("evalue", "")))
    return kept


def _without_paths(text: str) -> str:
    return _PATH.sub(lambda match: "…/" + re.split(r"[/\\]", match[0].rstrip("/\\"))[-1], text)
