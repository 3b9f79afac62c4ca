"""A two-page toy project in a folder of its own: two tables, two notebooks, one catalogue."""

import csv
import datetime
import json
import textwrap
from dataclasses import dataclass, field
from pathlib import Path

from nbpress.build.build import carry_out, prepare
from nbpress.build.progress import Lines
from nbpress.build.project import Project
from nbpress.build.request import Request
from nbpress.parameters import Parameter

CATALOGUE = """\
defaults:
  formats: [html, pdf]
  limits: {cell: 60, report: 120, retries: 1}
reports:
  rain:
    title: Rain
    notebook: rain
  towns:
    title: Towns
    notebook: towns
  year-book:
    title: Year book
    chapters: [rain, towns]
  profile:
    title: "Profile of {town}"
    notebook: profile
    matrix: {town: towns-with-rain}
"""

RAIN = "day,town,millimetres\n2024-01-01,leh,1\n2024-01-02,leh,0\n2024-01-02,pune,7\n"
TOWNS = "town,name\nleh,Leh\npune,Pune\nkochi,Kochi\n"

# What the output contract asks of a cell, in a dozen lines and with nothing but the standard
# library, so that the toy runs in any kernel.
HELPER = """\
import csv, hashlib, json, os, pathlib
from IPython.display import display
folder = pathlib.Path(os.environ["TOY_DATA"])
read = {}
def table(name):
    content = (folder / f"{name}.csv").read_bytes()
    read[name] = hashlib.sha256(content).hexdigest()
    return list(csv.DictReader(content.decode().splitlines()))
def show(bundle, **report):
    display(bundle, raw=True, metadata={"report": report})
"""

COVER = """\
show({"text/markdown": "# " + TITLE}, kind="cover", title=TITLE, subtitle="", as_of=as_of,
     language="en-GB", authors=["The toy"], keywords=[], description="A toy.", parameters=[])
"""

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20" width="40" height="20">'
    '<rect width="30" height="15" fill="#336"/></svg>'
)

FIGURE = f"""\
show({{"image/svg+xml": {SVG!r}, "text/plain": "A bar."}}, kind="figure", label="bar",
     title="Rain falls", subtitle="n = 3", caption="Toy data.", alt="One dark bar.", sources=[],
     data={{"name": "bar.csv", "csv": "town,total\\nleh,1\\npune,7\\n"}})
"""

CLOSE = """\
show({"text/markdown": "Tables read: " + ", ".join(sorted(read))}, kind="record",
     digest=hashlib.sha256(json.dumps(read, sort_keys=True).encode()).hexdigest(), tables=read,
     as_of=as_of, parameters={}, headlines=[{"name": "total", "label": "Total rain",
     "value": total, "unit": "mm", "low": None, "high": None, "n": 3, "note": ""}])
"""

AS_OF = Parameter("as_of", "date", "", "Nothing after this day is used.")
FACTOR = Parameter("factor", "integer", 1, "Multiplies the rain.", minimum=1)
TOWN = Parameter("town", "choice", "leh", "The town.", choices=("leh", "pune", "kochi"))


def notebook(*cells: str) -> str:
    """A notebook of code cells; the first is tagged as the parameters."""
    return json.dumps(
        {
            "nbformat": 4,
            "nbformat_minor": 5,
            "metadata": {
                "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}
            },
            "cells": [
                {
                    "cell_type": "code",
                    "id": f"cell{place}",
                    "metadata": {"tags": ["parameters"]} if place == 0 else {},
                    "execution_count": None,
                    "outputs": [],
                    "source": source,
                }
                for place, source in enumerate(cells)
            ],
        },
        indent=1,
    )


def report(parameters: str, title: str, body: str, *more: str) -> str:
    """A notebook that keeps the output contract."""
    cover = f"TITLE = {title!r}\n{COVER}"
    return notebook(parameters, HELPER, cover, textwrap.dedent(body), *more, FIGURE, CLOSE)


RAIN_BODY = """\
total = factor * sum(int(row["millimetres"]) for row in table("rain"))
show({"text/markdown": f"It rained {total} mm."}, kind="prose")
"""
TOWNS_BODY = """\
total = len(table("towns"))
show({"text/markdown": f"There are {total} towns."}, kind="prose")
"""
PROFILE_BODY = """\
total = sum(int(row["millimetres"]) for row in table("rain") if row["town"] == town)
show({"text/markdown": f"{town} had {total} mm."}, kind="prose")
"""


@dataclass
class Toy:
    """The toy project, and builds of it."""

    folder: Path
    new: bool = True
    kernel: str = "defcoop"
    faults: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    moment: datetime.datetime = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)

    def __post_init__(self):
        self.out = self.folder / "out"
        if self.new:
            self.lay_out()

    def lay_out(self):
        for name in ("notebooks", "data", "code", "templates"):
            (self.folder / name).mkdir(parents=True)
        self.write("catalogue.yml", CATALOGUE)
        self.write("data/rain.csv", RAIN)
        self.write("data/towns.csv", TOWNS)
        self.write("code/compute.py", "1\n")
        self.write("templates/page.html", "1\n")
        self.write("notebooks/rain.ipynb", report('as_of = ""\nfactor = 1', "Rain", RAIN_BODY))
        self.write("notebooks/towns.ipynb", report('as_of = ""', "Towns", TOWNS_BODY))
        self.write(
            "notebooks/profile.ipynb", report('as_of = ""\ntown = "leh"', "Profile", PROFILE_BODY)
        )

    def write(self, name, text):
        (self.folder / name).write_text(text)

    def rows(self, table):
        text = (self.folder / "data" / f"{table}.csv").read_text()
        return list(csv.DictReader(text.splitlines()))

    def check(self):
        self.asked.append("check")
        return list(self.faults)

    def choices(self, source):
        self.asked.append(source)
        return sorted({row["town"] for row in self.rows("rain")})

    def newest(self):
        self.asked.append("newest")
        return max(datetime.date.fromisoformat(row["day"]) for row in self.rows("rain"))

    def parameters(self, name):
        declared = {"rain": (AS_OF, FACTOR), "towns": (AS_OF,), "profile": (AS_OF, TOWN)}
        return declared.get(name, (AS_OF,))

    @staticmethod
    def changes(old, new, tables):
        lines = [
            f"- {name}: {len((old / f'{name}.csv').read_text().splitlines()) - 1} rows, now "
            f"{len((new / f'{name}.csv').read_text().splitlines()) - 1}"
            for name in tables
            if (old / f"{name}.csv").read_bytes() != (new / f"{name}.csv").read_bytes()
        ]
        return "\n".join(lines)

    @property
    def project(self):
        return Project(
            name="Toy",
            root=self.folder,
            notebooks=self.folder / "notebooks",
            catalogue=self.folder / "catalogue.yml",
            data=self.folder / "data",
            data_variable="TOY_DATA",
            parameters=self.parameters,
            newest_date=self.newest,
            choices=self.choices,
            check=self.check,
            changes=self.changes,
            execution_code=(self.folder / "code",),
            rendering_code=(self.folder / "templates",),
            kernel=self.kernel,
            vouch=lambda files: {"TOY_CHECKED": ",".join(sorted(files))},
            source_name=lambda _source, value: value.title(),
        )

    def clock(self):
        return self.moment

    def request(self, *names, **settings):
        settings = {"workers": 2, **settings}
        return Request(out=settings.pop("out", self.out), names=names, **settings)

    def plan(self, *names, **settings):
        prepared = prepare(self.project, self.request(*names, **settings), self.clock)
        return {step.target.name: (step.action, step.reasons) for step in prepared.steps}

    def build(self, *names, **settings):
        """Build; return the failure of each report, None for one that was made."""
        prepared = prepare(self.project, self.request(*names, **settings), self.clock)
        lines = Lines(len(prepared.work), (self.folder / "progress.txt").open("a"))
        with lines.stream:
            done = carry_out(prepared, lines, self.clock)
        assert done.faults == ()
        return {outcome.step.target.name: outcome.failure for outcome in done.outcomes}

    def read(self, name):
        return json.loads((self.out / name).read_text())

    def catalogue(self, old, new):
        text = (self.folder / "catalogue.yml").read_text()
        assert old in text
        self.write("catalogue.yml", text.replace(old, new))


def main(folder, *names, **settings):
    """Build a toy project that is already there, as a command would, in this process."""
    toy = Toy(Path(folder), new=False)
    failures = toy.build(*names, all=not names, **settings)
    return 1 if any(failures.values()) else 0


if __name__ == "__main__":
    import sys

    sys.exit(main(*sys.argv[1:]))
