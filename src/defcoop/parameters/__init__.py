"""Declared parameters: one declaration, validated everywhere."""

from defcoop.parameters.declare import Parameter, Value
from defcoop.parameters.describe import bounds, changed, rows, show
from defcoop.parameters.validate import ParameterError, validate

__all__ = ["Parameter", "ParameterError", "Value", "bounds", "changed", "rows", "show", "validate"]
