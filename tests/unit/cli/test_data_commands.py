"""The commands on the data, as a person runs them: output and exit codes."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from defcoop.cli import main
from tests.toy import edit


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def test_check_says_that_there_is_no_fault(toy: Path) -> None:
    result = run("check", toy)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "no faults\n")


def test_check_prints_each_fault_on_a_line(toy: Path) -> None:
    edit(toy, "places", "35.3,", "95.3,")
    edit(toy, "participants", "navy,host", "nvy,host")
    result = run("check", toy)
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert (
        lines[0] == f"{toy}/places.csv:4:latitude: '95.3': the value is too large; write 90 or less"
    )
    assert lines[1].startswith(
        f"{toy}/participants.csv:2:actor_id: 'nvy': no such id in actors; did you mean 'navy'?"
    )
    assert result.stderr == "2 faults\n"


def test_check_prints_json(toy: Path) -> None:
    edit(toy, "places", "35.3,", "95.3,")
    result = run("check", toy, "--format", "json")
    (fault,) = json.loads(result.stdout)
    assert result.exit_code == 1
    assert fault == {
        "file": f"{toy}/places.csv", "line": 4, "column": "latitude", "value": "95.3",
        "rule": "the value is too large", "remedy": "write 90 or less", "code": "bounds",
    }  # fmt: skip


@pytest.mark.parametrize("command", ["check", "fmt", "codebook"])
def test_no_data_there_is_wrong_usage(command: str, tmp_path: Path) -> None:
    result = run(command, tmp_path)
    assert result.exit_code == 2
    assert "no datapackage.json in" in result.stderr


def test_fmt(toy: Path) -> None:
    path = toy / "places.csv"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert run("fmt", "--check", toy).exit_code == 1
    assert run("fmt", toy).stdout == f"rewrote {path}\n"
    assert run("fmt", toy).stdout == "every table is in canonical form\n"


def test_codebook(toy: Path) -> None:
    assert run("codebook", "--check", toy).exit_code == 1
    assert run("codebook", toy).exit_code == 0
    assert run("codebook", "--check", toy).exit_code == 0
    text = (toy / "README.md").read_text()
    assert "| Talks | `talks` | 2 | 2019-06 | 2020-06-10 | 3 |" in text
    told = "Events that two or more houses report as they are on record: 1 of 4 (25 %)"
    assert told in text


def test_diff_in_three_forms(toy: Path, tmp_path: Path) -> None:
    from tests.toy import write_toy

    newer = write_toy(tmp_path / "newer")
    edit(newer, "events", "First talks", "Maiden talks")
    edit(newer, "curation", "e1,talks-2020,curated,", "e1,talks-2020,curated,note")
    text = run("diff", toy, newer)
    assert text.stdout == "changed   events: talks-2019: title: 'First talks' -> 'Maiden talks'\n"
    assert len(json.loads(run("diff", toy, newer, "--format", "json", "--bookkeeping").stdout)) == 2
    assert "| changed | events |" in run("diff", toy, newer, "--format", "markdown").stdout
    assert run("diff", toy, tmp_path / "nowhere").exit_code == 2


def test_add_a_source_an_event_and_a_claim(toy: Path) -> None:
    words = ["--publisher", "Ministry", "--title", "Release", "--published", "2021-06-01"]
    source = run("add", "source", *words, "--kind", "official", "--reliability", "A", "--data", toy)
    assert source.stdout == "added to sources.csv: ministry-2021-06-01\n"
    words = ["--title", "Drill 2021", "--start", "2021-05", "--source", "ministry-2021-06-01"]
    event = run("add", "event", "drill", *words, "--data", toy)
    assert event.stdout.splitlines()[0] == "added to events.csv: drill-2021-05"
    words = ["drill-2021-05", "start", "2021-05-04", "--source", "ministry-2021-06-01"]
    assert run("add", "claim", *words, "--data", toy).exit_code == 0
    assert run("check", toy).exit_code == 0


def test_add_takes_the_values_that_the_schema_of_the_data_allows(toy: Path) -> None:
    words = ["--publisher", "Gazette", "--title", "Paper", "--reliability", "A", "--data", toy]
    assert run("add", "source", *words, "--kind", "founding").exit_code == 0
    path = toy / "datapackage.json"
    path.write_text(path.read_text().replace('"founding"', '"treaty"'))
    refused = run("add", "source", *words, "--kind", "founding")
    assert refused.exit_code == 2
    assert "no kind 'founding'; there are: analysis, news, official" in refused.stderr


def test_add_asks_for_a_publisher_that_there_is(toy: Path) -> None:
    words = ["--publisher", "Gazete", "--title", "x", "--kind", "news", "--reliability", "B"]
    result = run("add", "source", *words, "--data", toy)
    assert result.exit_code == 2
    assert "no publisher 'Gazete' in publishers.csv. did you mean 'Gazette'?" in result.stderr


def test_add_refuses_what_check_would(toy: Path) -> None:
    before = (toy / "claims.csv").read_bytes()
    result = run(
        "add", "claim", "talks-2020", "start", "2020-07-01", "--source", "press", "--data", toy
    )
    assert result.exit_code == 1
    assert "no ruling says why" in result.stderr
    assert "nothing was written" in result.stderr
    assert (toy / "claims.csv").read_bytes() == before


def test_an_unknown_command_is_answered_with_the_nearest() -> None:
    result = run("chek")
    assert result.exit_code == 2
    assert "did you mean 'check'?" in result.stderr


def test_every_command_explains_itself_with_examples() -> None:
    from defcoop.cli import COMMANDS

    for name in COMMANDS:
        result = run(name, "--help")
        assert result.exit_code == 0, name
        assert "Example" in result.stdout, name
        assert "Exit codes" in result.stdout, name
