"""Pictures from numbers: one module per kind, one style for all, no file read, nothing computed."""
