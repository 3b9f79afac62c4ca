"""Build every report of this folder: HTML and PDF, an index, and nothing that is up to date."""

import sys
from pathlib import Path

from nbpress.build.build import carry_out, prepare
from nbpress.build.progress import Lines
from nbpress.build.project import project_at
from nbpress.build.request import Request
from nbpress.parameters import Parameter

ROOT = Path(__file__).resolve().parent
RIVER = Parameter("river", "choice", "Kaveri", "The river.", choices=("Kaveri", "Narmada"))


if __name__ == "__main__":  # the workers import this file too, and must not build in turn
    project = project_at(ROOT, name="Two rivers", parameters={"levels": [RIVER], "lows": []}.get)
    prepared = prepare(project, Request(out=ROOT / "reports" / "build", all=True))
    done = carry_out(prepared, Lines(len(prepared.work), sys.stderr))
    sys.exit(1 if done.failed else 0)
