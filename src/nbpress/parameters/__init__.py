"""Declared parameters: one declaration, validated by the command line, the form and the notebook.

Start here
----------
declare     what a parameter is: name, type, bounds or choices, default, meaning
validate    from values as given, often text, to typed values within their bounds, or all faults
describe    a parameter in words, for help, forms and the box on page 1
cell        what the source of a parameters cell assigns, read without running it
"""

from nbpress.errors import ParameterError
from nbpress.parameters.declare import Parameter, Value
from nbpress.parameters.describe import bounds, changed, rows, show
from nbpress.parameters.validate import validate

__all__ = ["Parameter", "ParameterError", "Value", "bounds", "changed", "rows", "show", "validate"]
