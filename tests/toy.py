"""The toy data set of tests/fixtures/faultless and the same broken in one way each.

Two mechanisms, four events, every table in use; what is fact there is invented.  A fixture folder
holds only the table that differs from the faultless one, and in expected.txt what check says of it.
"""

import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FIXTURES = ROOT / "tests" / "fixtures"
FAULTLESS = FIXTURES / "faultless"


def defects() -> list[str]:
    """Return the names of the fixture folders that hold a defect."""
    return sorted(path.parent.name for path in FIXTURES.glob("*/expected.txt"))


def write_toy(folder: Path, defect: str = "faultless") -> Path:
    """Write the toy data set, with a defect if one is named, into a folder; return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / "data" / "datapackage.json", folder)
    for path in [*FAULTLESS.glob("*.csv"), *(FIXTURES / defect).glob("*.csv")]:
        shutil.copy(path, folder)
    return folder


def edit(folder: Path, table: str, old: str, new: str) -> None:
    """Replace the one place where ``old`` stands in a table."""
    path = folder / f"{table}.csv"
    text = path.read_bytes().decode("utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {table}.csv"
    path.write_bytes(text.replace(old, new).encode("utf-8"))
