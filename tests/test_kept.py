"""What readers kept, held against the record: `kaitei verify --kept FILE...`."""

from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest

from conftest import run_kaitei
from kaitei.record import Record
from kaitei.record.append import append
from kaitei.record.verify import Kept, kept
from records import FROZEN, made, record, texts

THIRD = "privacy-policy@3"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    record(tmp_path)
    return tmp_path


def digest(root: Path, number: int) -> str:
    found: str = Record(root).policy("privacy-policy").get(number).digest
    return found


def written_anew(root: Path) -> None:
    """The last publication with another text, and all the right sums."""
    folder = root / "versions/privacy-policy/3"
    for file in folder.iterdir():
        file.unlink()
    folder.rmdir()
    append(Record(root), made(3, sources=texts(99)), FROZEN)


def as_feed(found: str) -> bytes:
    return f"<entry>公表番号：{THIRD}&lt;br&gt;ダイジェスト（SHA-256）：{found}&lt;/p&gt;".encode()


def as_page(found: str) -> bytes:
    return f"<dl><dt>No.</dt><dd>{THIRD}</dd>\n<dt>Digest</dt>\n<dd>{found}</dd></dl>".encode()


def as_list(found: str) -> bytes:
    return f"{found}  versions/privacy-policy/3/SHA256SUMS\n".encode()


def as_utf_16(found: str) -> bytes:
    return f"{THIRD} {found.upper()}".encode("utf-16")


def as_mail(found: str, encoding: str) -> bytes:
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["Date"] = "legal@example.com", "Sun, 01 Mar 2026 09:00:00 +0900"
    mail.set_content(f"公表 {THIRD}\nダイジェスト {found}\n", cte=encoding)
    return mail.as_bytes()


FORMS = {
    "feed": as_feed,
    "page": as_page,
    "list": as_list,
    "UTF-16": as_utf_16,
    "mail in base64": lambda found: as_mail(found, "base64"),
    "mail in quoted-printable": lambda found: as_mail(found, "quoted-printable"),
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_what_was_kept_is_found_or_missed(root: Path, form):
    was = digest(root, 3)
    assert kept(Record(root), form(was)) == [Kept(was, THIRD, THIRD)]
    written_anew(root)
    assert kept(Record(root), form(was)) == [Kept(was, "", THIRD)]


def test_a_name_belongs_to_the_digest_beside_it(root: Path):
    sums = [digest(root, number) for number in (1, 2, 3)]
    lines = b"".join(
        f"{found}  versions/privacy-policy/{number}/SHA256SUMS\n".encode()
        for number, found in enumerate(sums, 1)
    )
    assert [one.claimed for one in kept(Record(root), lines)] == [
        "privacy-policy@1",
        "privacy-policy@2",
        "privacy-policy@3",
    ]


def test_a_text_is_known_by_its_own_sum_even_when_it_is_withheld(root: Path):
    listed = (root / "versions/privacy-policy/1/SHA256SUMS").read_text().split()[0]
    append(Record(root), made(4, "withheld", 1), FROZEN)
    (found,) = kept(Record(root), listed.encode())
    assert found.place == "versions/privacy-policy/1/en.md"
    assert not (root / found.place).exists()


def test_the_command_says_which_are_left(root: Path):
    feed, listing, other = root / "feed.xml", root / "list.txt", root / "letter.txt"
    feed.write_bytes(as_feed(digest(root, 3)))
    listing.write_text(f"{digest(root, 2)}\n{'0' * 64}\n")
    other.write_text("No digest at all.")
    done = run_kaitei("verify", "--root", str(root), "--kept", str(feed), LC_ALL="C")
    assert done.returncode == 0
    assert f"{feed}: {digest(root, 3)}  {THIRD}\n" in done.stdout
    written_anew(root)
    files = [str(feed), str(listing), str(other)]
    done = run_kaitei("verify", "--root", str(root), "--kept", *files, LC_ALL="C")
    assert done.returncode == 1
    assert f"{listing}: {digest(root, 2)}  privacy-policy@2\n" in done.stdout
    assert f"{feed}: error: It gives {THIRD} the digest " in done.stdout
    assert f"{listing}: error: The digest {'0' * 64} is not in the record." in done.stdout
    assert f"{other}: error: No digest stands in this file." in done.stdout
    done = run_kaitei("verify", "--root", str(root), "--kept", str(root / "gone"), LC_ALL="C")
    assert (done.returncode, done.stderr.count("can't be read")) == (1, 1)
