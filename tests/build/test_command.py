"""``defcoop build``, ``list`` and ``schedule`` as people and other programs call them."""

import ast
import configparser
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from defcoop.chapters.declarations import DECLARATIONS
from tests.build.project import CLOSE, COVER, HELPER, notebook
from tests.toy import write_toy

PROGRAM = Path(sys.executable).with_name("defcoop")
AIRFLOW = Path(sys.prefix) / "airflow" / "bin" / "python"  # made by `make test`
BODY = """\
total = len(table("events"))
show({"text/markdown": f"There are {total} events as of {as_of}."}, kind="prose")
"""


@pytest.fixture
def place(tmp_path):
    """A small project in the form of ours: real tables, our declarations, a light notebook."""
    write_toy(tmp_path / "data")
    (tmp_path / "notebooks").mkdir()
    helper = HELPER.replace("TOY_DATA", "DEFCOOP_DATA")
    parameters = "\n".join(
        f"{parameter.name} = {parameter.default!r}" for parameter in DECLARATIONS["cadence"]
    )
    cells = [parameters, helper, f"TITLE = 'Cadence'\n{COVER}", BODY, CLOSE]
    (tmp_path / "notebooks/cadence.ipynb").write_text(notebook(*cells))
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports/catalogue.yml").write_text(
        "reports:\n  cadence:\n    title: Cadence\n    notebook: cadence\n"
        "    schedule: 0 6 1 * *\n    formats: [html]\n"
    )
    return tmp_path


def defcoop(place, *words, **options):
    environment = {name: value for name, value in os.environ.items() if name != "DEFCOOP_DATA"}
    return subprocess.run(
        [PROGRAM, *words],
        cwd=place,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        **options,
    )


def test_build_once_and_then_nothing(place):
    first = defcoop(place, "build", "cadence")
    assert (first.returncode, first.stderr) == (0, "[1/1] cadence: published\n")
    index = place / "reports/build/index.html"
    assert first.stdout == f"1 built; {index}\n"
    assert "There are 4 events" in (place / "reports/build/cadence/report.html").read_text()
    again = defcoop(place, "build", "--all")
    assert (again.returncode, again.stdout) == (0, f"1 unchanged; {index}\n")


def test_a_build_with_nothing_to_do_imports_no_library_that_computes(place):
    defcoop(place, "build", "cadence")
    program = (
        "import sys; from click.testing import CliRunner; from defcoop.cli.build import command; "
        "found = CliRunner().invoke(command, ['--all']); "
        "assert found.exit_code == 0, found.output; "
        "print([name for name in ('pandas', 'numpy', 'papermill', 'matplotlib', 'nbformat', "
        "'nbconvert', 'jsonschema', 'rich', 'typst') if name in sys.modules])"
    )
    found = subprocess.run(
        [sys.executable, "-c", program], cwd=place, capture_output=True, text=True, check=True
    )
    assert found.stdout == "[]\n"


def test_dry_run_says_what_and_why_and_builds_nothing(place):
    found = defcoop(place, "build", "--all", "--dry-run")
    assert (found.returncode, found.stdout) == (0, "cadence  run      never built\n")
    assert not (place / "reports/build/cadence").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["build", "cadense"], "no report 'cadense'; did you mean 'cadence'?"),
        (["build", "cadence", "-p", "as_off=2024-01-01"], "did you mean 'as_of'?"),
        (["build", "cadence", "-p", "seed=one"], "'one' is not a whole number"),
        (["build", "cadence", "-p", "domains=lnd"], "did you mean 'land'?"),
        (["build", "cadence", "-p", "seed"], "is not of the form NAME=VALUE"),
        (["build", "cadence", "--to", "pfd"], "no format 'pfd'; did you mean 'pdf'?"),
        (["build", "cadence", "--all"], "name reports or say --all, not both"),
        (["build"], "say --all or --due"),
        (["build", "cadence", "--scheduler", "tcp://a:1"], "goes with --executor dask"),
        (["build", "cadence", "--data", "nowhere"], "no datapackage.json in 'nowhere'"),
        (["build", "cadence", "--keep", "../up"], "--keep takes a name of letters"),
        (["list", "cadense"], "did you mean 'cadence'?"),
        (["schedule", "crontab"], "'crontab' is not one of"),
    ],
)
def test_wrong_usage_exits_2_before_a_kernel_starts(place, words, said):
    found = defcoop(place, *words)
    assert found.returncode == 2
    assert said in found.stderr
    assert "Traceback" not in found.stderr
    assert not list((place / "reports").rglob("run.json"))


def test_a_fault_of_the_catalogue_exits_2_with_its_line(place):
    path = place / "reports/catalogue.yml"
    path.write_text(path.read_text().replace("title:", "titel:"))
    found = defcoop(place, "build", "--all")
    assert found.returncode == 2
    assert "catalogue.yml:3:5: no key 'titel'; did you mean 'title'?" in found.stderr


def test_data_that_fails_its_check_exits_1_and_publishes_nothing(place):
    path = place / "data/events.csv"
    lines = path.read_text().splitlines()
    path.write_text("\n".join([*lines, lines[1]]) + "\n")
    found = defcoop(place, "build", "cadence")
    assert found.returncode == 1
    assert f"events.csv:{len(lines) + 1}:" in found.stderr
    assert "the data does not pass its check; nothing was published" in found.stderr
    assert not list((place / "reports").rglob("*.html"))


def test_a_failed_report_exits_1(place):
    path = place / "notebooks/cadence.ipynb"
    path.write_text(path.read_text().replace("total = ", "1 / 0\\ntotal = ", 1))
    found = defcoop(place, "build", "cadence")
    assert found.returncode == 1
    assert "Error: cadence: cadence, cell 4: ZeroDivisionError: division by zero" in found.stderr
    assert found.stdout.startswith("1 failed; ")


def test_a_changed_table_rebuilds(place):
    defcoop(place, "build", "cadence")
    path = place / "data/events.csv"
    assert "Drill 2020" in path.read_text()
    path.write_text(path.read_text().replace("Drill 2020", "Drill of 2020", 1))
    found = defcoop(place, "build", "--all", "--dry-run")
    assert found.stdout == "cadence  run      table events changed\n"


def test_nobody_need_read_what_is_printed(place):
    with subprocess.Popen(
        [PROGRAM, "build", "cadence"],
        cwd=place,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as build:
        build.stdout.close()
        build.stderr.close()
        assert build.wait(120) == 0
    assert (place / "reports/build/index.html").exists()


def test_a_folder_without_a_catalogue(tmp_path):
    found = defcoop(tmp_path, "build", "--all")
    assert found.returncode == 2
    assert "no reports/catalogue.yml in" in found.stderr


def test_list_names_reports_parameters_and_times(place):
    found = defcoop(place, "list")
    assert found.returncode == 0
    assert found.stdout.startswith("cadence: Cadence\n  next due ")
    assert "  -p seed=20081022  integer from 0\n" in found.stdout
    told = json.loads(defcoop(place, "list", "--format", "json").stdout)
    assert told[0]["name"] == "cadence"
    assert told[0]["next_due"].endswith("-01T06:00:00+00:00")
    assert {parameter["name"] for parameter in told[0]["parameters"]} >= {"as_of", "domains"}


def printed(place, kind):
    found = defcoop(place, "schedule", kind)
    assert found.returncode == 0, found.stderr
    return found.stdout


def test_the_cron_line_runs(place):
    line = printed(place, "cron").splitlines()[-1]
    minute, hour, *rest, command = line.split(" ", 5)
    assert (minute, hour, rest) == ("7", "*", ["*", "*", "*"])
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("1 built; ")


def test_the_systemd_unit_is_one(place):
    text = printed(place, "systemd")
    service, timer = text.split("# --- ")[1:]
    parts = []
    for part in (service, timer):
        parser = configparser.ConfigParser()
        parser.optionxform = str
        parser.read_string(part.partition("\n")[2])
        parts.append(parser)
    assert parts[0]["Service"]["ExecStart"] == f"{PROGRAM} build --due"
    assert parts[0]["Service"]["WorkingDirectory"] == str(place)
    assert parts[1]["Timer"]["Persistent"] == "true"


def test_the_workflow_is_one(place):
    workflow = yaml.safe_load(printed(place, "github"))
    steps = workflow["jobs"]["build"]["steps"]
    assert {"run": "defcoop build --due"} in steps
    # YAML reads the key "on" as true.
    assert workflow[True]["schedule"] == [{"cron": "7 * * * *"}]
    assert workflow["concurrency"] == {"group": "reports"}


def test_the_dag_parses(place):
    text = printed(place, "airflow")
    tree = ast.parse(text)
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    operator = next(call for call in calls if getattr(call.func, "id", "") == "BashOperator")
    given = {word.arg: ast.literal_eval(word.value) for word in operator.keywords}
    assert given["bash_command"].strip() == f"{PROGRAM} build --due"
    assert given["cwd"] == str(place)


def test_a_real_airflow_takes_the_dag(place, tmp_path):
    if not AIRFLOW.with_name("airflow").exists():
        pytest.skip(f"make test could not install Airflow for {AIRFLOW}")
    path = tmp_path / "dag.py"
    path.write_text(printed(place, "airflow"))
    program = (
        "import runpy, sys; dag = runpy.run_path(sys.argv[1])['dag']; "
        "print(dag.dag_id, [task.task_id for task in dag.tasks])"
    )
    done = subprocess.run(
        [AIRFLOW, "-c", program, str(path)],
        env={**os.environ, "AIRFLOW_HOME": str(tmp_path / "airflow")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "-reports ['build_due']" in done.stdout


def test_a_build_of_sound_data_does_not_import_what_its_kernels_do(place):
    """Between the call and the first kernel, each import in this process would be waited for."""
    code = """
import sys
from pathlib import Path
from defcoop.cli.project import find_project
from nbpress.build import build, local_pool
from nbpress.build.request import Request
project = find_project()
request = Request(out=Path("reports/build").absolute(), names=("cadence",), force=True)
build.shared_inputs(build.prepare(project, request))
print(sorted({"pandas", "matplotlib", "numpy", "papermill", "nbformat"} & set(sys.modules)))
"""
    assert defcoop(place, "build", "cadence").returncode == 0
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=place, capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


@pytest.mark.parametrize("words", [[], ["--force"]])
def test_data_that_cannot_be_read_are_one_line(place, words):
    table = place / "data/events.csv"
    table.unlink()
    table.mkdir()
    done = defcoop(place, "build", "cadence", *words)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "events.csv: Is a directory" in done.stderr
