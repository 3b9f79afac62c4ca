"""Put the picture files that Markdown names into the notebook, so that it stands alone."""

import base64
import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_MIME = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".svg": "image/svg+xml",
}
_NAMED = re.compile(
    r"(!\[[^\]]*\]\(\s*<?)([^)\s>]+)|(<img\b[^>]*?\bsrc=[\"'])([^\"']+)", re.IGNORECASE
)
_ELSEWHERE = re.compile(r"[a-zA-Z][\w+.-]*:|//|#")
#: A larger file is left where it is; the page then says that it could not show it.
LARGEST = 20_000_000


def embed_pictures(notebook: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """Return `notebook` with the pictures that lie in `folder` as attachments of their cells.

    A path that leads out of the folder, names no picture, or leads nowhere stays as it is.
    """
    cells = [_embedded(cell, folder.resolve()) for cell in notebook.get("cells", ())]
    return {**notebook, "cells": cells}


def _embedded(cell: Mapping[str, Any], folder: Path) -> Mapping[str, Any]:
    if cell.get("cell_type") != "markdown":
        return cell
    source = cell.get("source", "")
    text = source if isinstance(source, str) else "".join(source)
    found: dict[str, Any] = {}

    def attach(match: re.Match[str]) -> str:
        opening, name = match[1] or match[3], match[2] or match[4]
        bundle = _read(name, folder)
        if bundle is None:
            return match[0]
        key = f"{hashlib.sha256(name.encode()).hexdigest()[:12]}{Path(name).suffix.lower()}"
        found[key] = bundle
        return f"{opening}attachment:{key}"

    replaced = _NAMED.sub(attach, text)
    if not found:
        return cell
    return {**cell, "source": replaced, "attachments": {**cell.get("attachments", {}), **found}}


def _read(name: str, folder: Path) -> dict[str, str] | None:
    mime = _MIME.get(Path(name).suffix.lower())
    if mime is None or _ELSEWHERE.match(name):
        return None
    path = (folder / name).resolve()
    if not path.is_relative_to(folder) or not path.is_file() or path.stat().st_size > LARGEST:
        return None
    return {mime: base64.b64encode(path.read_bytes()).decode("ascii")}
