"""Write requirements.lock: one resolution in three sections (core, lab, test), with hashes.

Run by ``make lock``.  Everything is resolved together first, so that the three sections can never
disagree about a version; each section then lists only what the sections above it do not have.
"""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"
SECTIONS = {"core": [], "lab": ["lab"], "test": ["lab", "test"]}
HEADER = """\
# Made by `make lock` from pyproject.toml; do not edit by hand.
# Three sections, each installed on top of the one before it: core builds reports,
# lab adds JupyterLab, test adds what the tests need.
"""


def resolve(extras: list[str], constraints: Path | None = None) -> str:
    """Return the pinned and hashed requirements of the project with ``extras``."""
    command = [sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", "-"]
    command += ["--universal", "--python-version", "3.11", "--generate-hashes", "--quiet"]
    command += ["--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"]
    command += [argument for extra in extras for argument in ("--extra", extra)]
    if constraints:
        command += ["--constraints", str(constraints)]
    build_backend = "hatchling\neditables\n"
    done = subprocess.run(
        command, cwd=ROOT, input=build_backend, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"make lock: uv could not resolve {extras or 'core'}:\n{done.stderr}")
    return done.stdout


def entries(compiled: str) -> list[str]:
    """Split compiled requirements into one text per pinned requirement."""
    return re.findall(r"^[A-Za-z0-9][^\n]*(?:\n[ ]+--hash[^\n]*)*", compiled, flags=re.MULTILINE)


def main() -> None:
    """Resolve all extras at once, then each section under the versions found."""
    union = ROOT / ".venv" / "all.lock"
    union.write_text(resolve(["lab", "test"]))
    seen: set[str] = set()
    text = HEADER
    for name, extras in SECTIONS.items():
        fresh = [entry for entry in entries(resolve(extras, union)) if entry not in seen]
        seen.update(fresh)
        text += f"\n# --- {name} ---\n" + "\n".join(fresh) + "\n"
    union.unlink()
    LOCK.write_text(text)


if __name__ == "__main__":
    main()
