"""Declared parameters: one declaration, validated everywhere."""
