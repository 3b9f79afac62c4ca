"""The repository: the three lists of requirements held to each other, nothing foreign in it."""

import re
import subprocess
import sys
import tomllib

import yaml

import nbpress
from tests.toy import ROOT


def requirements() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = [name for extra in project["optional-dependencies"].values() for name in extra]
    names = {re.match(r"[\w.-]+", text)[0].lower() for text in [*project["dependencies"], *extras]}
    return names - {"defcoop"}


def sections() -> dict[str, str]:
    text = (ROOT / "requirements.lock").read_text()
    parts = re.split(r"^# --- (\w+) ---$", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def pinned(text: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([\w.-]+)==([^\s;]+)", text, flags=re.MULTILINE):
        found.setdefault(name.lower(), set()).add(version)
    return found


def test_the_lock_has_every_requirement_with_hashes_and_no_address() -> None:
    text = (ROOT / "requirements.lock").read_text()
    assert requirements() <= set(pinned(text))
    entries = re.split(r"\n(?=[A-Za-z0-9])", text.split("# --- core ---")[1])
    assert all("--hash=sha256:" in entry for entry in entries if re.match(r"[\w.-]+==", entry))
    assert not re.search(r"https?://|file:|--index|--find-links", text)


def test_what_builds_reports_needs_no_jupyterlab() -> None:
    names = {name: set(pinned(text)) for name, text in sections().items()}
    assert list(names) == ["core", "lab", "test"]
    assert "jupyterlab" in names["lab"]
    assert "pytest" in names["test"]
    assert not names["core"] & {"jupyterlab", "pytest", "playwright", "distributed"}
    # A package can come back in a later section under a wider marker, never in another version.
    core, lab = (pinned(sections()[name]) for name in ("core", "lab"))
    assert all(core[name] == lab[name] for name in names["core"] & names["lab"])


def test_the_conda_environment_has_the_same_versions() -> None:
    environment = yaml.safe_load((ROOT / "environment.yml").read_text())
    *conda, pip = [entry for entry in environment["dependencies"] if entry != "pip"]
    listed = [*(entry.split("=", 1) for entry in conda), *(one.split("==") for one in pip["pip"])]
    versions = {name.lower().replace("_", "-"): version for name, version in listed}
    assert versions.pop("python") == "3.12"
    assert set(versions) == requirements()
    locked = pinned((ROOT / "requirements.lock").read_text())
    assert all(version in locked[name] for name, version in versions.items())
    for name in ("jupyterlab", "pandas", "matplotlib", "networkx", "papermill", "nbconvert"):
        assert name in versions


def test_pre_commit_uses_local_hooks_only() -> None:
    settings = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())
    assert [repository["repo"] for repository in settings["repos"]] == ["local"]


def committed() -> list[str]:
    """Return the paths that git tracks."""
    words = ["git", "ls-files", "-z"]
    listed = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True)
    return [name for name in listed.stdout.split("\0") if name]


def test_nothing_committed_names_a_machine_or_a_registry() -> None:
    paths = rb"(?<![\w.])/(?:work|farm|root|tmp/bash_jobs)/"
    hosts = rb"://[\w.-]*(?:pypi|npmjs)[\w.-]*/"
    own = {"tests/test_repository.py", "tests/data/test_shipped.py"}
    guilty = [
        name
        for name in committed()
        if name not in own
        and (ROOT / name).is_file()
        and re.search(paths + b"|" + hosts, (ROOT / name).read_bytes())
    ]
    assert guilty == []


def test_no_build_output_is_committed() -> None:
    pattern = r"^reports/build/|\.ipynb_checkpoints|__pycache__|\.egg-info"
    assert [name for name in committed() if re.search(pattern, name)] == []


def test_nbpress_has_the_version_of_the_distribution_that_carries_it() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert nbpress.__version__ == project["version"]


def test_nbpress_names_nothing_of_defcoop() -> None:
    files = [path for path in (ROOT / "src" / "nbpress").rglob("*") if path.is_file()]
    kept = [path for path in files if path.suffix != ".pyc"]
    guilty = [str(path) for path in kept if b"defcoop" in path.read_bytes().lower()]
    assert guilty == []


def test_every_file_of_tests_is_collected() -> None:
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    collected = {line.split("::")[0] for line in done.stdout.splitlines() if "::" in line}
    files = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "tests").rglob("test_*.py")
        if "fixtures" not in path.parts
    }
    assert files - collected == set()
