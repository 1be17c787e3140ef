"""LibreOffice as an independent judge of Word files; runs in a Python that has its `uno` module.

    python3 libreoffice.py JOBS.json

JOBS is a list of [file, steps, saved]: the file is opened, the steps ("accept", "reject", or
"replace", OLD, NEW, as a person would type it with changes tracked) are done, and the document is
saved as Word again where `saved` names a file. Prints a list of the texts, paragraph by paragraph.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

PATIENCE = 90  # seconds for LibreOffice to answer


def main(jobs: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        pipe = f"kaitei{Path(folder).name.replace('_', '')}"
        office = subprocess.Popen(
            [
                "soffice",
                "--headless",
                "--norestore",
                f"-env:UserInstallation={Path(folder).as_uri()}/profile",
                f"--accept=pipe,name={pipe};urp;",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            context = connected(pipe)
            manager = context.ServiceManager
            desktop = manager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
            dispatcher = manager.createInstanceWithContext(
                "com.sun.star.frame.DispatchHelper", context
            )
            done = [work(desktop, dispatcher, *job) for job in json.loads(jobs.read_text("utf-8"))]
            print(json.dumps(done))
            desktop.terminate()
        finally:
            try:
                office.wait(20)
            except subprocess.TimeoutExpired:
                office.kill()


def connected(pipe: str):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", local
    )
    for _ in range(PATIENCE * 4):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            time.sleep(0.25)
    raise SystemExit("LibreOffice does not answer")


def work(desktop, dispatcher, file: str, steps: list, saved: str | None) -> list[str]:
    hidden = PropertyValue("Hidden", 0, True, 0)
    document = desktop.loadComponentFromURL(Path(file).as_uri(), "_blank", 0, (hidden,))
    try:
        frame = document.CurrentController.Frame
        for step in steps:
            if step[0] == "replace":
                replace(document, step[1], step[2])
            else:
                command = {"accept": "AcceptAll", "reject": "RejectAll"}[step[0]]
                dispatcher.executeDispatch(frame, f".uno:{command}TrackedChanges", "", 0, ())
        if saved:
            word = PropertyValue("FilterName", 0, "MS Word 2007 XML", 0)
            document.storeToURL(Path(saved).as_uri(), (word,))
        return list(paragraphs(document.Text))
    finally:
        document.close(True)


def replace(document, old: str, new: str) -> None:
    document.RecordChanges = True
    search = document.createSearchDescriptor()
    search.SearchString = old
    found = document.findFirst(search)
    if found is None:
        raise SystemExit(f"not in the document: {old}")
    found.String = new


def paragraphs(text):
    """The paragraphs of a text, those in table cells included."""
    blocks = text.createEnumeration()
    while blocks.hasMoreElements():
        block = blocks.nextElement()
        if block.supportsService("com.sun.star.text.TextTable"):
            for name in block.getCellNames():
                yield from paragraphs(block.getCellByName(name))
        else:
            yield block.String


if __name__ == "__main__":
    main(Path(sys.argv[1]))
