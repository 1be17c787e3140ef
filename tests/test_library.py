"""The public face of the package, and what importing it costs."""

import re
import subprocess
import sys
from pathlib import Path

import kaitei

REPO = Path(__file__).resolve().parent.parent


def test_the_document_lists_every_name():
    text = (REPO / "docs/library.md").read_text("utf-8")
    rows = "".join(re.findall(r"(?m)^\| (`.*?) \|", text))
    assert sorted(re.findall(r"`(\w+)", rows)) == sorted(kaitei.__all__)


def test_every_name_is_there_and_loaded_when_asked():
    code = """
import sys, kaitei
before = {name for name in sys.modules if name.startswith("kaitei")}
assert before == {"kaitei"}, before
for name in kaitei.__all__:
    assert getattr(kaitei, name).__doc__, name
from kaitei import *
try:
    kaitei.nothing
except AttributeError as error:
    assert "nothing" in str(error)
else:
    raise AssertionError
"""
    command = [sys.executable, "-c", code]
    done = subprocess.run(
        command, env={"PYTHONPATH": str(REPO / "scripts")}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


def test_the_example_fits_the_types(tmp_path: Path):
    """As its reader's type checker sees it, by py.typed."""
    document = (REPO / "docs/library.md").read_text("utf-8")
    (tmp_path / "example.py").write_text(document.split("```python\n")[1].split("```")[0], "utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "example.py"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
