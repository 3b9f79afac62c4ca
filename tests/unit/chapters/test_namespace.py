"""Parameters of a notebook whose cells are run once, and again."""

import pytest

from defcoop.chapters.namespace import resolve
from nbpress.parameters import Parameter, ParameterError

DECLARED = (Parameter("seed", "integer", 1, "Seed."), Parameter("covid", "text", "with", "Or not."))


def test_the_first_time_every_plain_variable_is_a_parameter() -> None:
    with pytest.raises(ParameterError, match="did you mean 'seed'"):
        resolve(DECLARED, {"sed": 7})


def test_variables_of_later_cells_are_no_parameters_when_the_cell_is_run_again() -> None:
    namespace: dict[str, object] = {"seed": 7, "In": ["", "seed = 7", "sources = ['a']"]}
    assert resolve(DECLARED, namespace)["seed"] == 7
    namespace |= {"sources": ["a"], "seed": 8}
    assert resolve(DECLARED, namespace) == {"seed": 8, "covid": "with"}


def test_a_misspelt_name_beside_declared_ones_is_refused_the_second_time_too() -> None:
    namespace: dict[str, object] = {"seed": 7, "In": ["", "seed = 7"]}
    resolve(DECLARED, namespace)
    namespace |= {"covd": "without", "In": ["", "seed = 7", "seed = 7\ncovd = 'without'"]}
    with pytest.raises(ParameterError, match="no parameter 'covd'"):
        resolve(DECLARED, namespace)


def test_a_cell_that_is_not_python_says_nothing_of_parameters() -> None:
    namespace: dict[str, object] = {"seed": 7, "In": ["", "seed = 7", "!ls", "seed = ("]}
    resolve(DECLARED, namespace)
    assert resolve(DECLARED, namespace)["seed"] == 7
