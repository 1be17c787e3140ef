"""Runs the command line: `python -m kaitei`."""

from kaitei.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
