import os
import pty
import re
import shutil
import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path

import pytest

import repositories
from conftest import GIT, REPO, run_kaitei
from kaitei.base import problems
from kaitei.drafts import checks, publish, scaffold
from kaitei.drafts.repository import Repository
from kaitei.drafts.scaffold.repository import SUPPLIES
from kaitei.model import Kind
from kaitei.model.facts import wording
from kaitei.record import Record

TODAY = date(2026, 11, 22)
OWNER = scaffold.Owner(
    {"ja": "見本株式会社"}, "kaitei.jp", ("ja", "en"), "ja", "Asia/Tokyo", 14, 2026
)
POLICY = "content/privacy-policy"
TEXTS = (f"{POLICY}/ja.md", f"{POLICY}/en.md")


def body(root: Path, lang: str = "ja") -> str:
    """A text of content/ below its front matter."""
    return (root / POLICY / f"{lang}.md").read_text("utf-8").split("---\n", 2)[2]


def main(root: Path):
    """What the authoritative text declares."""
    return Repository(root).whole.draft("privacy-policy").declared.main


def rules(root: Path, severity: str = "error") -> set[str]:
    return {p.rule for p in checks.check(Repository(root), TODAY) if p.severity == severity}


def overlay(root: Path, *folders: str) -> Path:
    for folder in folders:
        repositories.overlay(root, repositories.CASES / folder)
    return root


@pytest.fixture
def settled(tmp_path: Path) -> Path:
    """Revision 2 of a policy is in force, nothing is pending."""
    return repositories.make(tmp_path / "settled", "settled")


@pytest.fixture
def upcoming(tmp_path: Path) -> Path:
    """Revision 2 is in force, 3 takes effect on 2027-04-01; content/ holds 3."""
    return repositories.make(tmp_path / "upcoming", "upcoming")


# --- a repository of one's own ----------------------------------------------------------------


def test_a_new_repository_checks_and_builds_by_the_commands_of_its_readme(tmp_path: Path):
    """With the program that it carries, and nothing of ours on the path."""
    root = tmp_path / "own"
    scaffold.init(root, OWNER)
    readme = (root / "README.md").read_text("utf-8")
    commands = re.search(r"```sh\n(.*?)```", readme, re.DOTALL)[1]
    programs = tmp_path / "venv" / "bin"
    programs.mkdir(parents=True)
    (programs / "kaitei").write_text(
        f"#!{sys.executable}\nimport sys\nsys.path.insert(0, {str(root / 'scripts')!r})\n"
        "import kaitei.cli\nassert kaitei.__file__.startswith(sys.path[0])\n"
        "sys.exit(kaitei.cli.main())\n"
    )
    (programs / "kaitei").chmod(0o755)
    around = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"} | GIT
    around |= {"VENV": str(programs.parent), "SETUP": "true", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", commands],
        cwd=root, env=around, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 errors" in done.stdout
    assert "“address” (the address) is not filled in" in done.stdout
    assert (root / "site" / "index.html").is_file()
    assert "https://kaitei.jp/" in (root / "site" / "sitemap.xml").read_text("utf-8")
    assert sorted(p.name for p in (root / "versions").iterdir()) == [".gitkeep"]


def test_a_new_repository_holds_nothing_of_the_sample(tmp_path: Path):
    root = tmp_path / "own"
    scaffold.init(root, OWNER)
    assert os.access(root / ".ci" / "setup", os.X_OK)
    owners = (root / ".github" / "CODEOWNERS").read_text("utf-8").splitlines()
    assert [line for line in owners if line and line[0] != "#"] == ["/content/"]  # none invented
    ours = {"scripts", "docs"}  # the program and its documents speak of the sample
    own = [p for p in root.rglob("*") if p.is_file() and not ours & {*p.parts}]
    said = "\n".join(p.read_text("utf-8") for p in own if p.suffix in (".yml", ".md", ""))
    assert "kaitei-sample.example" not in said
    assert "C-Square" not in said
    told = {p.rule for p in checks.check(Repository(root), TODAY, production=True)}
    assert told == {"item-open", "production-owners"}


def test_an_installed_program_brings_what_a_new_repository_needs():
    built = tomllib.loads((REPO / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]
    brought = built["targets"]["wheel"]["shared-data"]
    names = [name.rstrip("/") for name in SUPPLIES]
    assert brought == {name: f"share/kaitei/{name}" for name in names}


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(problems.KaiteiError, match="not empty"):
        scaffold.init(tmp_path, OWNER)
    assert [p.name for p in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize(
    "wrong", [{"domain": "no domain"}, {"time_zone": "Mars/Base"}, {"authoritative": "fr"}]
)
def test_wrong_values_are_told_before_anything_is_written(tmp_path: Path, wrong: dict):
    owner = scaffold.Owner(**({n: getattr(OWNER, n) for n in OWNER.__slots__} | wrong))
    with pytest.raises(problems.KaiteiError) as caught:
        scaffold.init(tmp_path / "own", owner)
    assert caught.value.problems[0].file == "content/organization.yml"
    assert not (tmp_path / "own").exists()


def test_init_asks_nobody_where_nobody_answers(tmp_path: Path):
    done = run_kaitei("init", "own", "--lang", "en", cwd=tmp_path)
    assert done.returncode == 1
    assert "--name" in done.stderr
    assert list(tmp_path.iterdir()) == []
    done = run_kaitei(
        "init", "own", "--name", "ja=見本", "--name", "Mihon=Co", "--domain", "kaitei.jp",
        "--languages", "en", "--time-zone", "Europe/Berlin", cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 1  # a name in a language that the site does not have
    done = run_kaitei(
        "init", "own", "--name", "Mihon=Co", "--domain", "kaitei.jp", "--languages", "en",
        "--time-zone", "Europe/Berlin", cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    own = Repository(tmp_path / "own").whole.settings.organization
    assert (own.names, own.languages, own.time_zone) == (
        {"en": "Mihon=Co"},
        ("en",),
        "Europe/Berlin",
    )
    workflow = tmp_path / "own" / ".github" / "workflows" / "pull-request.yml"
    assert "LC_MESSAGES: en_US.UTF-8" in workflow.read_text("utf-8")


def test_init_asks_at_a_terminal_until_an_answer_fits(tmp_path: Path):
    """A wrong answer costs nobody the answers before it; an empty one takes what is offered."""
    answers = ["", "en", "", "Mihon Inc.", "no domain", "", "kaitei.jp", "Mars/Base", "", "21"]
    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", "import kaitei.cli, sys; sys.exit(kaitei.cli.main())"]
    os.write(ours, "".join(f"{answer}\n" for answer in answers).encode())
    done = subprocess.run(
        [*command, "init", "own", "--lang", "en"],
        cwd=tmp_path, stdin=theirs, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    os.close(ours)
    os.close(theirs)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "“no domain” does not fit here." in done.stdout
    own = Repository(tmp_path / "own").whole.settings.organization
    assert (own.names, own.authoritative, own.notice_days) == ({"ja": "Mihon Inc."}, "en", 21)
    assert (own.tag.partition(",")[0], own.time_zone) == ("kaitei.jp", "Asia/Tokyo")
    assert (tmp_path / "own" / ".git" / "HEAD").read_text() == "ref: refs/heads/main\n"


def test_the_guides_come_along_and_their_links_lead_somewhere(tmp_path: Path):
    root = tmp_path / "own"
    scaffold.init(root, OWNER)
    pages = [root / "README.md", *(root / "docs").rglob("*.md")]
    assert root / "docs" / "legal.ja.md" in pages
    for page in pages:
        prose = re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.M | re.DOTALL)
        for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", prose):
            assert (page.parent / link).exists(), f"{page}: {link}"


# --- a new policy -----------------------------------------------------------------------------


def test_a_new_policy_can_be_published_once_it_is_written(tmp_path: Path):
    root = tmp_path / "own"
    scaffold.init(root, OWNER)
    files = scaffold.new(Repository(root), "privacy-policy", {"ja": "個人情報保護方針"}, TODAY)
    assert files == [*TEXTS, "content/organization.yml"]
    assert rules(root) == {"placeholder", "words-missing", "item-open"}
    for file in files:
        path = root / file
        text = re.sub(r"TODO.*", "本文です。", path.read_text("utf-8"))
        text = re.sub(r"^summary:.*$", "summary:\n  - 最初の規程です。", text, flags=re.M)
        text = re.sub(r"^reason:.*$", "reason: 最初の規程です。", text, flags=re.M)
        text = re.sub(r"^(address|representative):.*$", r"\1: {ja: あ, en: a}", text, flags=re.M)
        path.write_text(text, "utf-8")
    assert rules(root) == set()
    (outcome,) = publish.publish(Repository(root), TODAY)
    assert (outcome.number, outcome.effective) == (1, date(2026, 12, 6))
    assert Record(root).policies[0].publications[0].sample is False


@pytest.mark.parametrize("name", ["Privacy", "個人情報", "../x", "", "a--b"])
def test_a_name_that_is_no_address_is_refused(settled: Path, name: str):
    with pytest.raises(problems.KaiteiError, match="can't be the name"):
        scaffold.new(Repository(settled), name, {}, TODAY)


def test_a_name_is_given_once(settled: Path):
    with pytest.raises(problems.KaiteiError, match="there already"):
        scaffold.new(Repository(settled), "requests", {}, TODAY)


# --- the next publication ---------------------------------------------------------------------


def test_a_revision_is_prepared_for_the_first_day_that_keeps_the_notice(settled: Path):
    before = body(settled)
    prepared = scaffold.revise(Repository(settled), "privacy-policy", TODAY)
    assert (prepared.number, prepared.about, prepared.written) == (3, 2, TEXTS)
    declared = main(settled)
    assert (declared.base, declared.kind) == (None, Kind.REVISION)  # no number is typed
    assert declared.effective == date(2026, 12, 6)
    assert body(settled) == before
    assert rules(settled) == {"words-missing", "revision-empty"}


def test_edits_made_before_declaring_them_stay(settled: Path):
    overlay(settled, "settled/text-undeclared")
    edited = body(settled)
    scaffold.revise(Repository(settled), "privacy-policy", TODAY)
    assert body(settled) == edited
    assert rules(settled) == {"words-missing"}


def test_a_correction_of_the_text_in_force_brings_it_back_with_its_facts(upcoming: Path):
    """While content/ holds the upcoming revision; nothing but the words asked for is missing."""
    files = scaffold.revise(Repository(upcoming), "privacy-policy", TODAY, kind=Kind.CORRECTION)
    assert (files.written, files.about) == (TEXTS, 2)
    for lang in ("ja", "en"):
        assert body(upcoming, lang) == body(repositories.CASES / "record" / "2", lang)
    assert (main(upcoming).base, main(upcoming).effective) == (None, TODAY)
    assert rules(upcoming) == {"words-missing", "revision-empty"}


def test_what_a_fact_no_longer_says_stays_as_it_was_published(upcoming: Path):
    facts = upcoming / "content" / "facts.yml"
    facts.write_text(facts.read_text("utf-8").replace('amount: "500"', 'amount: "700"'), "utf-8")
    with pytest.raises(problems.KaiteiError, match="not published"):
        scaffold.revise(Repository(upcoming), "privacy-policy", TODAY, start=2)
    facts.write_text(facts.read_text("utf-8").replace('amount: "700"', 'amount: "500"'), "utf-8")
    published = Record(upcoming).policies[0].get(2).sources
    for lang, frozen in published.items():
        content = Repository(upcoming).whole
        settings, written = content.settings, content.draft("privacy-policy").sources[lang]
        for text in (written, "", frozen):  # whatever content/ has, what was published comes out
            mentioned = scaffold.mentioning(frozen, lang, text, settings)
            assert settings.fill(mentioned, lang, "").text == frozen
            assert "{{desk-telephone}}" in mentioned or text == frozen
        literal = frozen.replace("500", "400")
        mentioned = scaffold.mentioning(literal, lang, written, settings)
        assert settings.fill(mentioned, lang, "").text == literal
        assert "400" in mentioned


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_table_in_which_nothing_is_filled_in_yet_stays_in_its_place(lang):
    """Of the sample: its procedure says no more than the source does."""
    content = Repository(REPO).whole
    record = {policy.name: policy for policy in Record(REPO).policies}
    for name, table in (("disclosure-procedure", "procedure"), ("helpdesk", "organization")):
        written = content.draft(name).sources[lang]
        frozen = record[name].get(1).sources[lang]
        mentioned = scaffold.mentioning(frozen, lang, written, content.settings)
        before = written.split("\n{{table:" + table)[0].strip().split("\n")[-1]
        assert f"{before}\n\n{{{{table:{table}}}}}\n\n## " in mentioned
        assert content.settings.fill(mentioned, lang, "").text == frozen


@pytest.mark.parametrize(
    ("kind", "of", "effective"),
    [
        (Kind.POSTPONEMENT, 3, date(2027, 4, 2)),
        (Kind.WITHDRAWAL, 3, None),
        (Kind.REPEAL, 2, date(2026, 12, 6)),
    ],
)
def test_an_event_names_what_it_is_about(upcoming: Path, kind: Kind, of: int, effective):
    prepared = scaffold.revise(Repository(upcoming), "privacy-policy", TODAY, kind=kind)
    assert (prepared.written, prepared.about) == (TEXTS, of)
    declared = main(upcoming)
    assert (declared.kind, declared.of, declared.effective) == (kind, None, effective)
    assert rules(upcoming) == {"words-missing"}


def test_what_is_pending_is_not_written_over(settled: Path):
    scaffold.revise(Repository(settled), "privacy-policy", TODAY)
    before = (settled / POLICY / "ja.md").read_bytes()
    for kind in Kind.REVISION, Kind.WITHDRAWAL:
        with pytest.raises(problems.KaiteiError, match="not published yet"):
            scaffold.revise(Repository(settled), "privacy-policy", TODAY, kind=kind)
    assert (settled / POLICY / "ja.md").read_bytes() == before


def test_a_revision_of_an_upcoming_text_takes_effect_no_earlier_than_that(upcoming: Path):
    prepared = scaffold.revise(Repository(upcoming), "privacy-policy", TODAY)
    assert (prepared.about, prepared.effective) == (3, date(2027, 4, 1))


@pytest.mark.parametrize("kind", [Kind.POSTPONEMENT, Kind.WITHDRAWAL])
def test_what_happens_to_a_corrected_revision_is_about_the_revision(tmp_path: Path, kind: Kind):
    """Its correction follows; an event of the correction alone would leave it on its day."""
    root = repositories.make(tmp_path / "corrected", "corrected")
    assert scaffold.revise(Repository(root), "privacy-policy", TODAY, kind=kind).about == 3
    assert rules(root) == {"words-missing"}
    words = {"ja": ("変えます。", "変えるためです。"), "en": ("It changes.", "To change it.")}
    repositories.say(root / POLICY, **words)
    publish.publish(Repository(root), TODAY)
    (policy,) = (p for p in Record(root).policies if p.name == "privacy-policy")
    held = policy.as_of(TODAY).in_force(date(2027, 4, 1))
    assert held.number == 2


def test_a_late_translation_goes_on_from_the_last_text_in_its_language(tmp_path: Path):
    root = repositories.make(tmp_path / "waiting", "waiting")
    prepared = scaffold.revise(Repository(root), "privacy-policy", TODAY, kind=Kind.TRANSLATION)
    assert prepared.written == (f"{POLICY}/en.md",)
    former = body(repositories.CASES / "record" / "2", "en")
    assert body(root, "en") == former  # its facts mentioned again
    assert rules(root) == {"words-missing"}
    assert "translation-behind" in rules(root, "warning")


def test_a_renaming_moves_the_folder_and_lists_it_under_its_new_name(settled: Path):
    before = body(settled)
    organization = settled / "content/organization.yml"
    rows = "policies:  # in order\n  - privacy-policy\n  - requests"
    listed = organization.read_text("utf-8").replace("policies: [privacy-policy, requests]", rows)
    organization.write_text(listed, "utf-8")
    made = scaffold.rename(Repository(settled), "privacy-policy", "privacy", TODAY)
    assert made.written == (
        "content/privacy/ja.md",
        "content/privacy/en.md",
        "content/organization.yml",
    )
    assert not (settled / POLICY).exists()
    listed = organization.read_text("utf-8")
    assert "policies:  # in order\n  - privacy\n  - requests\n" in listed
    (settled / "content/privacy").rename(settled / POLICY)
    assert body(settled) == before
    (settled / POLICY).rename(settled / "content/privacy")
    assert rules(settled) == {"words-missing"}
    words = {"ja": ("改めます。", "見本です。"), "en": ("It changes.", "A sample.")}
    repositories.say(settled / "content/privacy", **words)
    publish.publish(Repository(settled), TODAY)
    names = {policy.name: len(policy.publications) for policy in Record(settled).policies}
    assert names == {"privacy": 3, "requests": 1}


NAMED = "group: {ja: 請求, en: requests}"  # as a policy is called
GROUPS = [
    (
        f"policies: [privacy-policy, {{{NAMED}, policies: [requests]}}]  # [in order]",
        f"policies: [privacy-policy, {{{NAMED}, policies: [asking]}}, terms]  # [in order]",
    ),
    (
        f"policies:\n  - {NAMED}\n    policies:\n      - requests\n  - privacy-policy",
        f"policies:\n  - {NAMED}\n    policies:\n      - asking\n  - privacy-policy\n  - terms",
    ),
    (
        f"policies:\n- privacy-policy\n- {NAMED}\n  policies: [requests]",
        f"policies:\n- privacy-policy\n- {NAMED}\n  policies: [asking]\n- terms",
    ),
]


@pytest.mark.parametrize(("rows", "listed"), GROUPS)
def test_groups_stay_as_they_are_named(settled: Path, rows: str, listed: str):
    organization = settled / "content/organization.yml"
    plain = organization.read_text("utf-8")
    organization.write_text(plain.replace("policies: [privacy-policy, requests]", rows), "utf-8")
    assert rules(settled) == set()
    scaffold.rename(Repository(settled), "requests", "asking", TODAY)
    scaffold.new(Repository(settled), "terms", {}, TODAY)
    assert f"\n{listed}\n" in organization.read_text("utf-8")


@pytest.mark.parametrize("name", ["requests", "privacy-policy", "Privacy", "en", "api"])
def test_a_name_that_cannot_be_given_moves_nothing(settled: Path, name: str):
    with pytest.raises(problems.KaiteiError):
        scaffold.rename(Repository(settled), "privacy-policy", name, TODAY)
    assert (settled / POLICY / "ja.md").is_file()
    assert rules(settled) == set()


def test_a_text_is_taken_down_where_it_is_named(upcoming: Path):
    kind = Kind.WITHHELD
    with pytest.raises(problems.KaiteiError, match="only where it is named"):
        scaffold.revise(Repository(upcoming), "privacy-policy", TODAY, kind=kind)
    made = scaffold.revise(Repository(upcoming), "privacy-policy", TODAY, kind=kind, start=3)
    assert (made.about, main(upcoming).of, main(upcoming).effective) == (3, 3, None)
    assert body(upcoming) == body(repositories.CASES / "record" / "2")  # its text goes
    assert rules(upcoming) == {"words-missing"}


def test_several_policies_are_one_announcement_on_one_day(settled: Path):
    names = ["privacy-policy", "requests"]
    made = scaffold.revise_several(Repository(settled), names, TODAY, kind=Kind.REPEAL)
    assert [(one.number, one.effective) for one in made] == [(3, date(2026, 12, 6)),
                                                             (2, date(2026, 12, 6))]  # fmt: skip
    drafts = [Repository(settled).whole.draft(name) for name in names]
    assert {draft.declared.main.announcement for draft in drafts} == {"repeal-2026-11-22"}
    assert rules(settled) == {"words-missing"}


def test_several_are_prepared_all_or_none(settled: Path):
    before = body(settled), main(settled)
    scaffold.revise(Repository(settled), "requests", TODAY)
    names = ["privacy-policy", "requests"]
    with pytest.raises(problems.KaiteiError, match="not published yet"):
        scaffold.revise_several(Repository(settled), names, TODAY)
    assert (body(settled), main(settled)) == before


def test_after_a_withdrawal_either_text_is_no_mistake_and_the_next_starts_from_what_holds(
    upcoming: Path,
):
    """What stays in content/ is the text that was withdrawn; who wants to, puts back what holds."""
    scaffold.revise(Repository(upcoming), "privacy-policy", TODAY, kind=Kind.WITHDRAWAL)
    words = {"ja": ("撤回します。", "見直しのためです。"), "en": ("Withdrawn.", "Reviewed.")}
    repositories.say(upcoming / POLICY, **words)
    publish.publish(Repository(upcoming), TODAY)
    assert rules(upcoming) == set()
    for lang in ("ja", "en"):
        frozen = upcoming / "versions/privacy-policy/2" / f"{lang}.md"
        shutil.copy(frozen, upcoming / POLICY / f"{lang}.md")
    assert rules(upcoming) == set()
    made = scaffold.revise(Repository(upcoming), "privacy-policy", TODAY)
    assert (made.number, made.about) == (5, 2)
    assert body(upcoming) == frozen.with_name("ja.md").read_text("utf-8").split("---\n", 2)[2]


def test_there_must_be_something_to_revise(settled: Path):
    for call, words in (
        ({"start": 9}, "no revision 9"),
        ({"kind": Kind.POSTPONEMENT}, "nothing that a publication"),
        ({"kind": Kind.WITHDRAWAL}, "nothing that a publication"),
        ({"kind": Kind.TRANSLATION}, "nothing that a publication"),
    ):
        with pytest.raises(problems.KaiteiError, match=words):
            scaffold.revise(Repository(settled), "privacy-policy", TODAY, **call)
    with pytest.raises(problems.KaiteiError, match="no policy “x”"):
        scaffold.revise(Repository(settled), "x", TODAY)
    shutil.rmtree(settled / "versions" / "privacy-policy")
    with pytest.raises(problems.KaiteiError, match="never published"):
        scaffold.revise(Repository(settled), "privacy-policy", TODAY)
    (settled / POLICY / "en.md").unlink()
    with pytest.raises(problems.KaiteiError) as caught:  # what is wrong, not “no such policy”
        scaffold.revise(Repository(settled), "privacy-policy", TODAY)
    assert [p.rule for p in caught.value.problems] == ["text-missing"]


def test_what_the_new_facts_file_offers_is_whole(tmp_path: Path):
    """Uncommented it is a facts file, with all that the law and the procedure know."""
    root = tmp_path / "own"
    scaffold.init(root, OWNER)
    file = root / "content" / "facts.yml"
    lines = file.read_text("utf-8").split("\n")
    kept = [line[2:] for line in lines if re.match(r"#\s+[a-z-]+:|# +[a-z-]+: ", line)]
    file.write_text("\n".join(kept) + "\n", "utf-8")
    told = [p for p in checks.check(Repository(root), TODAY)
            if p.file == "content/facts.yml" and p.rule != "fact-unused"]  # fmt: skip
    assert [p.rule for p in told] == ["fee-open", "item-open", "procedure-open"]
    for field in wording.PROCEDURE:
        assert f"{field} (" in told[-1].message("en")
