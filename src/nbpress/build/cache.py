"""Answers kept from run to run, each under the digest of all that it depends on."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from nbpress.build.hashing import hash_data

Answer = TypeVar("Answer")
LONGEST = 1000  # answers kept


class Memo:
    """A small file of answers, so that a build with nothing to do asks nobody.

    A memo may be deleted at any time; what cannot be read or written is computed again.

    Parameters
    ----------
    path
        The file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._old = read_answers(path)
        self._used: dict[str, Any] = {}

    def get(self, question: str, inputs: object, answer: Callable[[], Answer]) -> Answer:
        """Return the answer to ``question`` for ``inputs``; ask ``answer`` only if it is new.

        The answer must be plain data.  An exception of ``answer`` passes through; nothing is kept.
        """
        key = f"{question}:{hash_data(inputs)}"
        if key not in self._used:
            self._used[key] = self._old[key] if key in self._old else answer()
        kept: Answer = self._used[key]
        return kept

    def save(self) -> None:
        """Write the answers, whole or not at all; silently not, where it cannot be.

        Of answers not asked for since the memo was opened, the oldest are dropped.
        """
        if all(key in self._old for key in self._used):
            return
        unasked = {key: kept for key, kept in self._old.items() if key not in self._used}
        answers = dict([*unasked.items(), *self._used.items()][-LONGEST:])
        scratch = self.path.with_name(f"{self.path.name}.{os.getpid()}")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            scratch.write_text(json.dumps(answers))
            scratch.replace(self.path)
        except OSError:
            scratch.unlink(missing_ok=True)


def read_answers(path: Path) -> dict[str, Any]:
    """Return the answers in ``path``; none where there is no file or it is damaged."""
    try:
        found = json.loads(path.read_text())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def open_memo(out: Path) -> Memo:
    """Return the answers that are kept for the builds into a folder."""
    return Memo(out / ".cache" / "memo.json")
