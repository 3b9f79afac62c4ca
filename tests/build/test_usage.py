"""Wrong usage stops before anything starts, with what to do about it."""

import pytest

from nbpress.errors import CatalogueError, UsageError


@pytest.mark.parametrize(
    ("names", "settings", "said"),
    [
        (["rian"], {}, "no report 'rian'; did you mean 'rain'?"),
        (["profile/lhe"], {}, "report 'profile' has no variant 'lhe'; did you mean 'leh'?"),
        (["rain"], {"parameters": {"facter": "2"}}, "has no parameter 'facter'; did you mean"),
        (["rain"], {"parameters": {"factor": "two"}}, "'two' is not a whole number"),
        (["rain"], {"parameters": {"factor": "0"}}, "0 is below the minimum, 1"),
        (["rain"], {"parameters": {"as_of": "soon"}}, "'soon' is not a date"),
        (["towns"], {"parameters": {"factor": "2"}}, "report 'towns' has no parameter 'factor'"),
        (["profile"], {"parameters": {"town": "lhe"}}, "did you mean 'leh'?"),
        ([], {}, "name a report (rain, towns, year-book, profile), or say --all or --due"),
    ],
)
def test_what_does_not_exist_is_refused(toy, names, settings, said):
    with pytest.raises(UsageError) as caught:
        toy.build(*names, **settings)
    assert said in str(caught.value)
    assert not list(toy.out.rglob("run.json"))


def test_a_parameter_of_the_matrix_chooses_a_variant(toy):
    assert set(toy.plan("profile", parameters={"town": "pune"})) == {"profile/pune"}


def test_a_parameter_of_one_chapter_goes_to_that_chapter(toy):
    from nbpress.build.build import prepare

    prepared = prepare(toy.project, toy.request("year-book", parameters={"factor": "2"}))
    rain, towns = prepared.steps[0].target.parts
    assert rain.parameters["factor"] == 2
    assert "factor" not in towns.parameters


@pytest.mark.parametrize(
    ("old", "new", "place", "said"),
    [
        ("title: Rain", "titel: Rain", "6:5", "no key 'titel'; did you mean 'title'?"),
        ("notebook: rain", "notebook: rian", "7:5", "no notebook 'rian'; did you mean 'rain'?"),
        ("[rain, towns]", "[rain, twons]", "13:22", "no notebook 'twons'; did you mean 'towns'?"),
        ("[html, pdf]", "[html, pfd]", "2:19", "'pfd' is not one of ['html', 'pdf']"),
        ("cell: 60", "cell: 0", "3:12", "0 is less than or equal to the minimum of 0"),
        ("  towns:\n", "  rain:\n", "8:3", "'rain' is said twice"),
        ("reports:", "reports: {", "6:10", "not YAML"),
        (
            "    notebook: rain\n",
            "    notebook: rain\n    schedule: 0 6 32 * *\n",
            "8:5",
            "'0 6 32 * *' is no cron expression",
        ),
        (
            "    notebook: rain\n",
            "    notebook: rain\n    schedule: {cron: 0 6 * * *, timezone: Mars/Base}\n",
            "8:5",
            "no time zone 'Mars/Base'",
        ),
        (
            "    notebook: rain\n",
            "    notebook: rain\n    chapters: [rain]\n",
            "5:3",
            "needs exactly one of 'notebook' or 'chapters'",
        ),
    ],
)
def test_a_fault_of_the_catalogue_names_line_and_column(toy, old, new, place, said):
    toy.catalogue(old, new)
    with pytest.raises(CatalogueError) as caught:
        toy.plan(all=True)
    text = str(caught.value)
    assert f"catalogue.yml:{place}: " in text
    assert said in text


def test_all_faults_of_the_catalogue_come_at_once(toy):
    toy.catalogue("notebook: rain", "notebook: rian")
    toy.catalogue("notebook: towns", "notebook: twons")
    with pytest.raises(CatalogueError) as caught:
        toy.plan(all=True)
    assert len(caught.value.faults) == 2


def test_a_catalogue_that_is_not_there(toy):
    (toy.folder / "catalogue.yml").unlink()
    with pytest.raises(CatalogueError, match="cannot be read: No such file"):
        toy.plan(all=True)


def test_a_title_that_does_not_fit_its_matrix(toy):
    toy.catalogue('{town}"', '{city}"')
    with pytest.raises(UsageError, match="does not fit its matrix"):
        toy.plan("profile")
