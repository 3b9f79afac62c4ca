"""The build: what to make, from what, when; made whole or not at all."""
