"""Declared parameters: one declaration, validated everywhere."""

from nbpress.parameters.declare import Parameter, Value
from nbpress.parameters.describe import bounds, changed, rows, show
from nbpress.parameters.validate import ParameterError, validate

__all__ = ["Parameter", "ParameterError", "Value", "bounds", "changed", "rows", "show", "validate"]
