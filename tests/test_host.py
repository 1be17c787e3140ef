"""The host is replaceable: ProperDocs prints the same site in place of MkDocs.

ProperDocs goes on where MkDocs 1.6 stopped. Its module `properdocs.replacement`, once imported,
gives it to whoever asks for `mkdocs`.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from conftest import BUILD_DAY, REPO

KAITEI = """
import sys
import properdocs.replacement
from kaitei.build import host
from kaitei.cli import main
assert host.BasePlugin.__module__ == "properdocs.plugins"
sys.exit(main(sys.argv[1:]))
"""


def build(config: Path, output: Path) -> subprocess.CompletedProcess[str]:
    """Build the site of this repository's record in the folder of `config`, with ProperDocs."""
    return subprocess.run(
        [sys.executable, "-c", KAITEI, "build", "--on", BUILD_DAY, "--output", str(output)],
        cwd=config.parent,
        env=os.environ | {"PYTHONPATH": str(REPO / "scripts")},
        capture_output=True,
        text=True,
    )


def files(site: Path) -> dict[str, bytes]:
    return {str(p.relative_to(site)): p.read_bytes() for p in site.rglob("*") if p.is_file()}


def test_properdocs_prints_the_same_site(built_site: Path, tmp_path: Path):
    done = build(REPO / "mkdocs.yml", tmp_path / "site")
    assert done.returncode == 0, done.stderr
    assert files(tmp_path / "site") == files(built_site)


def test_a_warning_of_properdocs_is_an_error_of_ours(tmp_path: Path):
    for name in ("versions", "theme"):
        shutil.copytree(REPO / name, tmp_path / name)
    config = tmp_path / "mkdocs.yml"
    config.write_bytes((REPO / config.name).read_bytes() + b"\nunknown: 1\n")
    done = build(config, tmp_path / "site")
    assert done.returncode == 1, done.stderr
    assert "mkdocs.yml" in done.stderr
    assert "unknown" in done.stderr
    assert not (tmp_path / "site").exists()
