"""``python -m defcoop``: the command line."""

from defcoop.cli import main

main()
