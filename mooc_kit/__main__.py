"""Module entry point: `python -m mooc_kit` is `mooc-kit`."""

from mooc_kit.cli import main

main()
