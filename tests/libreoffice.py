"""LibreOffice as an independent judge of Word files; runs in a Python that has its `uno` module.

    python3 libreoffice.py JOBS.json

JOBS is a list of [file, steps, saved]: the file is opened, the steps are done, and the document is
saved as Word again where `saved` names a file. Prints a list of the texts, paragraph by paragraph.

Steps are "accept", "reject" (all changes), and what a person does with changes tracked: "replace",
OLD, NEW; "delete", FROM, TO (up to where TO begins); "move", FROM, TO, BEFORE (cut and paste);
"type", BEFORE, LINES (before words, a new paragraph after each line); "enter", BEFORE; "join",
WORDS (the paragraph that begins with them to the one before it).
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
        for kind, *words in steps:
            act(
                document,
                kind,
                words,
                lambda name, *values: dispatcher.executeDispatch(
                    frame,
                    f".uno:{name}",
                    "",
                    0,
                    tuple(PropertyValue(n, 0, v, 0) for n, v in values),
                ),
            )
        if saved:
            word = PropertyValue("FilterName", 0, "MS Word 2007 XML", 0)
            document.storeToURL(Path(saved).as_uri(), (word,))
        return list(paragraphs(document.Text))
    finally:
        document.close(True)


def act(document, kind: str, words: list, do) -> None:
    """One step; `do` gives the window a command, as a menu or a key does."""
    if kind in ("accept", "reject"):
        do({"accept": "AcceptAll", "reject": "RejectAll"}[kind] + "TrackedChanges")
        return
    if not document.RecordChanges:
        raise SystemExit("changes are not tracked in a file of ours")
    cursor = document.CurrentController.ViewCursor
    cursor.gotoRange(find(document, words[0]).Start, False)
    if kind == "replace":
        find(document, words[0]).String = words[1]
    elif kind in ("delete", "move"):
        cursor.gotoRange(find(document, words[1]).Start, True)
        do("Cut" if kind == "move" else "Delete")
        if kind == "move":
            cursor.gotoRange(find(document, words[2]).Start, False)
            do("Paste")
    elif kind == "type":
        for line in words[1]:
            do("InsertText", ("Text", line))
            do("InsertPara")
    else:
        do({"enter": "InsertPara", "join": "SwBackspace"}[kind])


def find(document, words: str):
    search = document.createSearchDescriptor()
    search.SearchString = words
    found = document.findFirst(search)
    if found is None:
        raise SystemExit(f"not in the document: {words}")
    return found


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
