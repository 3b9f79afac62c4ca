"""Pictures from numbers, each with alt text, caption and its data."""
