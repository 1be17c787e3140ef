"""A real Chromium for the tests: which one, and how it is started.

Run as a program it starts one and says which, or exits with 1 and says why it can't.
"""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

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


class NoBrowserError(Exception):
    """No Chromium could be started; the text says why."""


def executable() -> str | None:
    """$CHROMIUM, or else the system's Chromium; None leaves the choice to Playwright."""
    chosen = os.environ.get("CHROMIUM")
    if chosen:
        return chosen
    return next(filter(None, map(shutil.which, NAMES)), None)


@contextmanager
def chromium() -> Iterator:
    """A started Chromium (Playwright's Browser), closed at the end; NoBrowserError without one."""
    from playwright.sync_api import sync_playwright

    path = executable()
    with ExitStack() as opened:
        try:
            # Where a library of the system is missing, Playwright's own driver fails as well.
            playwright = opened.enter_context(sync_playwright())
            browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        except Exception as error:
            raise NoBrowserError(f"{path or 'a Chromium'} can't be started: {error}") from error
        opened.callback(browser.close)
        yield browser


def follow(link) -> None:
    """Click a link (Playwright's Locator) and wait until the page that it leads to is loaded.

    A click by itself returns once the address has changed: what is counted next may not stand
    there yet (measured: such a test failed in one of some twenty whole runs).
    """
    with link.page.expect_navigation():
        link.click()


if __name__ == "__main__":
    try:
        with chromium() as browser:
            print(f"{executable() or 'Chromium of Playwright'} {browser.version}")
    except NoBrowserError as error:
        print(error)
        sys.exit(1)
