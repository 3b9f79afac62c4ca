"""A small builder of notebooks: each test makes the one it needs, in a few lines."""

import base64
import struct
import zlib
from typing import Any

Notebook = dict[str, Any]


def notebook(*cells: dict[str, Any], **metadata: Any) -> Notebook:
    """A notebook of format 4 with `cells`; a string among them is a Markdown cell."""
    made = [md(cell) if isinstance(cell, str) else cell for cell in cells]
    numbered = [{**cell, "id": f"c{number}"} for number, cell in enumerate(made)]
    return {
        "cells": numbered,
        "metadata": {"language_info": {"name": "python"}, **metadata},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def md(source: str, **extra: Any) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": source, **extra}


def raw(source: str) -> dict[str, Any]:
    return {"cell_type": "raw", "metadata": {}, "source": source}


def code(*outputs: dict[str, Any], source: str = "", tags: tuple[str, ...] = ()) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "metadata": {"tags": list(tags)},
        "source": source,
        "execution_count": 7,
        "outputs": list(outputs),
    }


def show(data: dict[str, Any], **metadata: Any) -> dict[str, Any]:
    return {"output_type": "display_data", "data": data, "metadata": metadata}


def stream(text: str, name: str = "stdout") -> dict[str, Any]:
    return {"output_type": "stream", "name": name, "text": text}


def failure(name: str, value: str, *traceback: str) -> dict[str, Any]:
    return {"output_type": "error", "ename": name, "evalue": value, "traceback": list(traceback)}


def html(source: str) -> dict[str, Any]:
    return code(show({"text/html": source, "text/plain": "…"}))


# A report's own outputs


def cover(title: str = "Rain in three towns", **more: Any) -> dict[str, Any]:
    report = {
        "kind": "cover",
        "title": title,
        "subtitle": "What fell, and what was not measured",
        "as_of": "2024-03-31",
        "language": "en-GB",
        "authors": ["A. Writer"],
        "keywords": ["rain"],
        "description": "Three towns, two years.",
        "parameters": [
            {
                "name": "first_day",
                "value": "2022-01-01",
                "default": "2020-01-01",
                "meaning": "From",
            },
            {
                "name": "towns",
                "value": ["leh", "pune"],
                "default": ["leh", "pune"],
                "meaning": "Of",
            },
        ],
        **more,
    }
    return code(show({"text/markdown": title}, report=report))


SVG = (
    '<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "svg11.dtd">'
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'width="200pt" height="80pt" viewBox="0 0 200 80"><defs><clipPath id="p1"><rect width="200" '
    'height="80"/></clipPath><g id="dot"><circle r="4" fill="#17457c"/></g></defs>'
    '<g clip-path="url(#p1)"><use xlink:href="#dot" x="50" y="40"/><text x="20" y="20" '
    "style=\"font: 10px 'Fira Sans'\">labelled dot</text></g></svg>"
)


def figure(label: str = "rain", **more: Any) -> dict[str, Any]:
    report = {
        "kind": "figure",
        "label": label,
        "title": f"It rained more in {label}",
        "subtitle": "n = 24 months, millimetres",
        "caption": "Each dot a month.",
        "alt": f"One dot, for {label}.",
        "sources": [],
        "data": {"name": f"{label}.csv", "csv": "month,millimetres\n2024-01,3\n2024-02,5\n"},
        **more,
    }
    svg = report.pop("svg", SVG)
    return code(show({"image/svg+xml": svg, "text/plain": report["alt"]}, report=report))


def table(label: str = "towns", source: str = "", **more: Any) -> dict[str, Any]:
    report = {
        "kind": "table",
        "label": label,
        "title": "Two towns",
        "subtitle": "all towns",
        "caption": "Counted by hand.",
        "sources": [],
        "data": {"name": f"{label}.csv", "csv": "town,days\nLeh,3\nPune,5\n"},
        **more,
    }
    grid = source or rows(["Town", "Days"], ["Leh", "3"], ["Pune", "5"])
    return code(show({"text/html": grid, "text/plain": "…"}, report=report))


def rows(header: list[str], *body: list[str]) -> str:
    """An HTML table of plain cells."""
    head = "".join(f"<th>{cell}</th>" for cell in header)
    lines = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in body)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>"


def references(*items: tuple[str, str, str]) -> dict[str, Any]:
    """The source list; each item an id, a title and an address."""
    report = {
        "kind": "references",
        "items": [
            {
                "id": name,
                "title": title,
                "url": url,
                "publisher": "Office",
                "published": "2023-02-01",
                "kind": "official",
                "reliability": "A",
            }
            for name, title, url in items
        ],
    }
    return code(show({"text/markdown": "sources"}, report=report))


DIGEST = "0123456789abcdef" * 4


def record(digest: str = DIGEST) -> dict[str, Any]:
    report = {
        "kind": "record",
        "digest": digest,
        "tables": {"rain": digest},
        "as_of": "2024-03-31",
        "parameters": {},
        "headlines": [{"name": "rain", "label": "Rain", "value": 3, "unit": "mm", "n": 24}],
    }
    return code(show({"text/markdown": "Tables read: rain."}, report=report))


def report(*cells: dict[str, Any] | str, **cover_fields: Any) -> Notebook:
    """A whole report: a cover, `cells`, and a record."""
    return notebook(cover(**cover_fields), *cells, record())


def png(width: int = 4, height: int = 3) -> bytes:
    """A grey PNG of so many pixels."""
    lines = b"".join(b"\0" + b"\x80" * width for _ in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(lines)), (b"IEND", b""))
    body = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


def encoded(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")
