"""The company's seal: put on announcements and texts, served, checked; what does not hold is told.

The keys are made by openssl, the time stamps by an authority of the tests' own.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

import pdfs
import stamping
from conftest import REPO
from kaitei.base.catalogue import text_of
from kaitei.cli import main
from kaitei.record import Record, seals, stamps, verify

pytestmark = pytest.mark.skipif(not shutil.which("openssl"), reason="no openssl here")

PASSWORD = "sealing"  # noqa: S105  # of keys that live as long as a test
SETTINGS = """
[ req ]
distinguished_name = name
[ name ]
[ root ]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
[ sealing ]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature,nonRepudiation
"""
COMMANDS = (
    "req -x509 -newkey rsa:2048 -nodes -keyout root.key -out root.pem -days 9 -subj /CN=Root"
    " -extensions root -config seal.cnf",
    "req -newkey rsa:2048 -nodes -keyout seal.key -out seal.csr -subj /O=Sample/CN=Seal"
    " -config seal.cnf",
    "x509 -req -in seal.csr -CA root.pem -CAkey root.key -CAcreateserial -out seal.pem -days 9"
    " -extfile seal.cnf -extensions sealing",
    f"pkcs12 -export -inkey seal.key -in seal.pem -certfile root.pem -out seal.p12"
    f" -passout pass:{PASSWORD}",
)
PAPERS = {f"3-{kind}-{lang}.pdf" for kind in ("announcement", "text") for lang in ("ja", "en")}


class Company(NamedTuple):
    """A repository of the sample that seals: its folder, its key, its authority's address."""

    root: Path
    key: Path
    authority: str

    def sealed(self, *more: str) -> int:
        """The exit code of `kaitei seal` with the company's key."""
        return main(["seal", str(self.key), "--root", str(self.root), "--lang", "en", *more])

    @property
    def folder(self) -> Path:
        return self.root / "signatures/privacy-policy"


def key(folder: Path) -> Path:
    """Make a company's key and root certificate in a new folder; the file of PKCS #12."""
    folder.mkdir()
    (folder / "seal.cnf").write_text(SETTINGS)
    for command in COMMANDS:
        stamping.openssl(folder, *command.split())
    return folder / "seal.p12"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    """A company whose newest papers are sealed, with time stamps."""
    place = tmp_path_factory.mktemp("seals")
    root, authority = place / "company", stamping.authority(place / "authority")
    for name in ("versions/privacy-policy", "versions/helpdesk", "theme"):
        shutil.copytree(REPO / name, root / name)
    settings = (REPO / "mkdocs.yml").read_text("utf-8")
    (root / "mkdocs.yml").write_text(settings.replace("kaitei: {}", "kaitei: {pdf: true}"), "utf-8")
    (root / "signatures").mkdir()
    own = key(place / "key")
    shutil.copy(own.parent / "root.pem", root / seals.BELIEVED)
    shutil.copy(authority, root / stamps.AUTHORITY)
    with stamping.served() as serve, pytest.MonkeyPatch.context() as patch:
        patch.setenv("SEAL_PASSWORD", PASSWORD)
        address = serve(lambda query: stamping.reply(authority.parent, query))
        company = Company(root, own, address)
        assert company.sealed("--stamp", address) == 0
        yield company


@pytest.fixture
def company(whole: Company, tmp_path: Path) -> Company:
    """The same, to be spoilt."""
    shutil.copytree(whole.root, tmp_path / "company")
    return whole._replace(root=tmp_path / "company")


def told(root: Path) -> list[str]:
    found = verify.verify(Record(root))
    return [f"{one.rule} {Path(one.file).name}" for one in found if one.rule.startswith("seal-")]


def test_the_newest_announcement_and_text_are_sealed_and_served(whole: Company, tmp_path: Path):
    assert {path.name for path in whole.folder.iterdir()} == PAPERS
    assert told(whole.root) == []
    roots = seals.Roots.of(whole.root / seals.BELIEVED, whole.root / stamps.AUTHORITY)
    for path in whole.folder.iterdir():
        seal = seals.read(path.read_bytes(), roots)
        assert (seal.signer, seal.refusal) == ("Common Name: Seal, Organization: Sample", "")
        assert seal.moment is not None
    assert main(["build", "--root", str(whole.root), "--output", str(tmp_path / "site")]) == 0
    served = tmp_path / "site/privacy-policy/3/privacy-policy-3-announcement-ja.pdf"
    assert served.read_bytes() == (whole.folder / "3-announcement-ja.pdf").read_bytes()


def test_another_program_finds_the_seal_and_its_two_time_stamps(whole: Company):
    """PAdES B-LTA: a seal with a time stamp in it, what checks it, a time stamp over all of it."""
    raw = (whole.folder / "3-text-ja.pdf").read_bytes()
    said = pdfs.asked(raw, "pdfsig")
    assert "Signature Type: ETSI.CAdES.detached" in said
    assert "Signature Validation: Signature is Valid." in said
    reader = PdfFileReader(BytesIO(raw))
    kinds = [str(one.sig_object["/Type"]) for one in reader.embedded_signatures]
    assert kinds == ["/Sig", "/DocTimeStamp"]
    assert "/DSS" in reader.root


def test_what_is_sealed_is_never_made_again(whole: Company, capsys):
    before = {path: path.read_bytes() for path in whole.folder.iterdir()}
    assert whole.sealed() == 0
    assert capsys.readouterr().out == ""
    assert {path: path.read_bytes() for path in whole.folder.iterdir()} == before


def test_what_is_wrong_with_a_seal_is_told(company: Company, tmp_path: Path):
    text, announcement = company.folder / "3-text-ja.pdf", company.folder / "3-announcement-ja.pdf"
    good = text.read_bytes()
    for wrong in (b"%PDF-1.7\n", good.replace(b"/Title", b"/Titel", 1)):
        text.write_bytes(wrong)
        assert told(company.root) == ["seal-wrong 3-text-ja.pdf"], wrong[:20]
    shutil.copy(company.root / "signatures/helpdesk/1-text-ja.pdf", text)  # sealed, and another's
    assert told(company.root) == ["seal-other 3-text-ja.pdf"]
    text.rename(company.folder / "7-text-ja.pdf")
    assert told(company.root) == ["seal-alone 7-text-ja.pdf"]
    (company.folder / "7-text-ja.pdf").unlink()
    announcement.unlink()
    assert told(company.root) == []  # the English announcement is sealed
    (company.folder / "3-announcement-en.pdf").unlink()
    assert told(company.root) == ["seal-missing 3-announcement-ja.pdf"]
    shutil.copy(key(tmp_path / "another").parent / "root.pem", company.root / seals.BELIEVED)
    assert {one.split()[0] for one in told(company.root)} == {"seal-wrong", "seal-missing"}
    (company.root / seals.BELIEVED).unlink()
    assert told(company.root) == ["seal-certificate seal.pem"]


def test_nothing_is_sealed_with_what_nobody_could_check(company: Company, tmp_path: Path, capsys):
    """A password that opens nothing, a foreign key, an authority that is not there."""
    shutil.rmtree(company.folder)
    foreign = company._replace(key=key(tmp_path / "foreign"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SEAL_PASSWORD", "another")
        assert company.sealed() == 1
    assert "holds no key that the password opens" in capsys.readouterr().err
    assert foreign.sealed() == 1
    assert "No seal could be made: The path could not be validated" in capsys.readouterr().err
    assert company.sealed("--stamp", "http://127.0.0.1:9/") == 1
    assert "No seal could be made" in capsys.readouterr().err
    assert not company.folder.exists()


def test_without_the_library_a_seal_is_not_checked_and_says_so(whole: Company, capsys):
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in sys.modules if name.split(".")[0] == "pyhanko"]:
            patch.delitem(sys.modules, name)
        patch.setitem(sys.modules, "pyhanko", None)
        assert told(whole.root) == ["seal-unchecked seal.pem"]
        assert whole.sealed() == 1
    assert "pyHanko, which seals, is not installed" in capsys.readouterr().err


def test_evidence_is_sealed_and_its_sums_agree(whole: Company, tmp_path: Path):
    folder = tmp_path / "evidence"
    command = ["evidence", "privacy-policy@3", "--root", str(whole.root), "--output", str(folder)]
    assert main([*command, "--seal", str(whole.key)]) == 0
    roots = seals.Roots.of(whole.root / seals.BELIEVED, whole.root / stamps.AUTHORITY)
    assert text_of(seals.read((folder / "evidence.pdf").read_bytes(), roots).refusal, "en") == ""
    done = subprocess.run(["sha256sum", "-c", "--strict", "SHA256SUMS"], cwd=folder)
    assert done.returncode == 0
    assert (folder / seals.BELIEVED).is_file()


def test_a_release_stamps_and_seals_what_it_publishes(company: Company, tmp_path: Path):
    """`.ci/release` with TSA and SEAL, as `make release` runs it, and what git then holds."""
    shutil.rmtree(company.folder)
    for name in ("content", "versions"):
        shutil.copytree(REPO / name, company.root / name, dirs_exist_ok=True)
    (company.root / ".ci").mkdir()
    shutil.copy(REPO / ".ci/release", company.root / ".ci")
    shutil.copy(REPO / ".gitattributes", company.root)
    program = tmp_path / "kaitei"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m kaitei "$@"\n')
    program.chmod(0o755)
    own = {"KAITEI": str(program), "PUSH": "false", "TSA": company.authority}
    env = {**os.environ, **own, "SEAL": str(company.key), "LC_ALL": "C.UTF-8"}
    for command in ("git init -q -b main", "git add --all", "git commit -qm Begin"):
        subprocess.run(command.split(), cwd=company.root, env=env, check=True)
    done = subprocess.run(
        ["sh", ".ci/release"], cwd=company.root, env=env, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    kept = subprocess.run(
        ["git", "ls-files", "signatures"], cwd=company.root, capture_output=True, text=True
    ).stdout.split()
    assert {path.rpartition("/")[2] for path in kept if "privacy-" in path} == {*PAPERS, "3.tsr"}
    found = verify.verify(Record(company.root))
    assert not [one for one in found if one.rule.startswith(("seal-", "signature-"))]
    assert {one.rule for one in found if one.rule.startswith("stamp-")} <= {"stamp-late"}
    (company.folder / "3-text-ja.pdf").write_bytes(b"%PDF-1.7\n")
    rules = {one.rule for one in verify.verify(Record(company.root))}
    assert {"signature-changed", "seal-wrong"} <= rules
