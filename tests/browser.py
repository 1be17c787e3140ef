"""A real Chromium for the tests: which one, and how it is started."""

import os
import shutil
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

# Nothing but our own pages is asked for: each of these would look for hosts of its own.
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def executable() -> str | None:
    """The path of the Chromium to use: $CHROMIUM, the system's, or Playwright's; None if none."""
    chosen = os.environ.get("CHROMIUM")
    if chosen:
        return shutil.which(chosen)
    found = next(filter(None, map(shutil.which, NAMES)), None)
    return found or _playwrights_own()


def launch(playwright):
    """A started browser, to be closed by the caller. RuntimeError where there is none."""
    path = executable()
    if path is None:
        raise RuntimeError("no Chromium")
    return playwright.chromium.launch(executable_path=path, args=FLAGS)


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


if __name__ == "__main__":
    path = executable()
    print(path or "no Chromium")
    sys.exit(path is None)
