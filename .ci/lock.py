"""Write requirements.lock and environment.yml from pyproject.toml, in one resolution.

Run by ``make lock``.  Everything is resolved together first, so that the sections of the lock and
the conda environment can never disagree about a version; each section of the lock then lists only
what the sections above it do not have.
"""

import itertools
import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"
ENVIRONMENT = ROOT / "environment.yml"
SECTIONS = {"core": [], "lab": ["lab"], "test": ["lab", "test"]}
BUILD_BACKEND = "hatchling\neditables\n"
HEADER = """\
# Made by `make lock` from pyproject.toml; do not edit by hand.
# Three sections, each installed on top of the one before it: core builds reports,
# lab adds JupyterLab, test adds what the tests need.
"""
# The conda environment takes these from conda-forge and everything else from pip.
CONDA_PYTHON = "3.12"
CONDA = """\
    anywidget click distributed fonttools ipykernel ipywidgets itables
    jsonschema jupyter-client jupyterlab markdown-it-py matplotlib mdit-py-plugins nbclient
    nbconvert nbformat networkx numpy pandas papermill psutil pyarrow pygments pypdf pyyaml rich
    scipy threadpoolctl
""".split()  # noqa: SIM905
CONDA_NAMES = {"jupyter-client": "jupyter_client"}


def resolve(extras: list[str], constraints: Path | None = None) -> str:
    """Return the pinned and hashed requirements of the project with ``extras``."""
    command = [sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", "-"]
    command += ["--universal", "--python-version", "3.11", "--generate-hashes", "--quiet"]
    command += ["--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"]
    command += [argument for extra in extras for argument in ("--extra", extra)]
    if constraints:
        command += ["--constraints", str(constraints)]
    done = subprocess.run(
        command, cwd=ROOT, input=BUILD_BACKEND, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"make lock: uv could not resolve {extras or 'core'}:\n{done.stderr}")
    return done.stdout


def entries(compiled: str) -> list[str]:
    """Split compiled requirements into one text per pinned requirement."""
    return re.findall(r"^[A-Za-z0-9][^\n]*(?:\n[ ]+--hash[^\n]*)*", compiled, flags=re.MULTILINE)


def lock() -> str:
    """Return the text of requirements.lock."""
    union = ROOT / ".venv" / "all.lock"
    union.write_text(resolve(["lab", "test"]))
    seen: set[str] = set()
    text = HEADER
    for name, extras in SECTIONS.items():
        fresh = [entry for entry in entries(resolve(extras, union)) if entry not in seen]
        seen.update(fresh)
        text += f"\n# --- {name} ---\n" + "\n".join(fresh) + "\n"
    union.unlink()
    return text


def versions(locked: str) -> dict[str, str]:
    """Return the version that the lock gives to each package under the Python of conda."""
    pins = re.findall(r"^([A-Za-z0-9._-]+)==(\S+)(?: ; (.*?))? \\$", locked, flags=re.MULTILINE)
    older = re.compile(r"python_full_version < '3\.1[12]")
    return {name: version for name, version, marker in pins if not older.search(marker)}


def direct() -> list[str]:
    """Return the names of the project's own requirements, those of all extras included."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"].values()
    wanted = [*project["dependencies"], *itertools.chain.from_iterable(extras)]
    names = {re.match(r"[A-Za-z0-9._-]+", requirement)[0] for requirement in wanted}
    return sorted(names - {"defcoop"})


def environment(locked: str) -> str:
    """Return the text of environment.yml."""
    pinned = versions(locked)
    conda = [f"  - {CONDA_NAMES.get(name, name)}={pinned[name]}" for name in CONDA]
    pip = [f"      - {name}=={pinned[name]}" for name in direct() if name not in CONDA]
    return "\n".join(
        [
            "# Made by `make lock` from pyproject.toml; do not edit by hand.",
            "# conda env create -f environment.yml; then, in it: pip install --no-deps -e .",
            "name: defcoop",
            "channels: [conda-forge, nodefaults]",
            "dependencies:",
            f"  - python={CONDA_PYTHON}",
            "  - pip",
            *conda,
            "  - pip:",
            *pip,
            "",
        ]
    )


if __name__ == "__main__":
    locked = lock()
    LOCK.write_text(locked)
    ENVIRONMENT.write_text(environment(locked))
