"""Warm kernels: each forked, fresh, from a template that has imported the stack."""
