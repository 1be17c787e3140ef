"""The editor's page: what its folder holds, how files are saved, two stories in a browser."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import codehost
from conftest import REPO, run_kaitei
from kaitei.base.problems import KaiteiError
from kaitei.drafts.editor import CodeHost, forms, packages
from kaitei.drafts.repository import Repository
from machines import Host

MERGE = Path(__file__).parent / "merge.mjs"
PAGE = REPO / "scripts/kaitei/drafts/editor/page"


@pytest.fixture(scope="session")
def parts() -> dict[str, bytes]:
    """What npm brings; skipped, saying so, where it can't be had."""
    try:
        return packages.page_files()
    except KaiteiError as error:
        pytest.skip(f"the editor's page is not tested: {error.problems[0].message()}")


# --- the folder -------------------------------------------------------------------------------


def test_the_page_names_no_other_host_to_load_from(parts: dict[str, bytes]):
    script = parts["cms/sveltia-cms.js"].decode()
    for package in packages.listed().values():
        for address, place in package["instead"].items():
            assert not packages.elsewhere(address).search(script.encode())
            assert place in script
    for font in re.findall(r"src:url\((.*?)\)", script):
        assert font in parts
    version = json.loads(parts["cms/package.json"])["version"]
    assert f"cms@{version}/locales/ja.json" in parts


def test_another_package_than_the_known_one_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path):
    """What stands for npm hands over a file of its own."""
    npm = tmp_path / "npm"
    npm.write_text("#!/bin/sh\necho TAKEN OVER >taken.tgz\necho taken.tgz\n")
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    with pytest.raises(KaiteiError) as refused:
        packages.page_files()
    assert refused.value.problems[0].rule == "editor-sum"


def test_without_npm_one_line_says_so(tmp_path: Path):
    empty = tmp_path / "empty"
    empty.mkdir()
    command = ("editor", "--output", str(tmp_path / "admin"), "--repository", "mihon/policies")
    done = run_kaitei(*command, "--lang", "ja", PATH=str(empty))
    assert done.returncode == 1
    assert done.stderr.startswith("編集ページの部品を取り寄せる npm がありません。\n")
    assert not (tmp_path / "admin").exists()


def test_a_folder_of_somebody_else_s_is_left_alone(tmp_path: Path):
    (tmp_path / "notes.txt").write_text("mine")
    command = ("editor", "--output", str(tmp_path), "--repository", "mihon/policies")
    done = run_kaitei(*command, "--lang", "en")
    assert (done.returncode, [path.name for path in tmp_path.iterdir()]) == (1, ["notes.txt"])
    assert done.stderr.startswith("Something else stands in")


def test_a_policy_and_the_facts_may_be_announced_together_with_every_policy():
    opened = Repository(REPO)
    policies, shared = forms.config(opened.settings, opened.content, "ja")["collections"]
    facts = {field["name"]: field for field in shared["files"][0]["fields"]}
    for fields in (policies["files"][0]["fields"], facts["change"]["fields"]):
        (together,) = (field for field in fields if field["name"] == "together")
        values = [option["value"] for option in together["options"]]
        assert values == ["privacy-policy", "disclosure-procedure", "helpdesk"]


def test_where_several_revisions_fit_the_form_says_which():
    """`check` asks for `of` and `base`; who has the form alone can answer, and take it back."""
    opened = Repository(REPO)
    policies, _ = forms.config(opened.settings, opened.content, "ja")["collections"]
    labels = {field["name"]: field["label"] for field in policies["files"][0]["fields"]}
    assert (labels["of"], labels["base"]) == ("対象の版（of）", "基にする版（base）")


@pytest.mark.parametrize(
    ("host", "told", "asks"),
    [
        (CodeHost("github", "a/b"), {"auth_methods": ["token"]}, "https://api.github.com"),
        (
            CodeHost(
                "github", "a/b", server="https://git.example.com", sign_in="https://in.example.com"
            ),
            {"api_root": "https://git.example.com/api", "base_url": "https://in.example.com"},
            "https://git.example.com",
        ),
        (
            CodeHost("gitlab", "a/b", server="https://lab.example.com", client="1"),
            {"api_root": "https://lab.example.com/api/v4", "auth_type": "pkce", "app_id": "1"},
            "https://lab.example.com",
        ),
        (CodeHost("gitlab", "a/b"), {"auth_methods": ["token"]}, "https://gitlab.com"),
    ],
)
def test_the_page_may_ask_the_code_host_and_nobody_else(host: CodeHost, told: dict, asks: str):
    assert told.items() <= host.backend().items()
    assert host.policy().endswith(f"connect-src 'self' {asks} data: blob:")


def test_saving_keeps_what_people_wrote(parts: dict[str, bytes], tmp_path: Path):
    """Comments, quotes, brackets, order: tests/merge.mjs, run by node, says what is wrong."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node here")
    for name, content in parts.items():
        if name.startswith("yaml/"):
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_bytes(content)
    (tmp_path / "package.json").write_text('{"type": "module"}')
    shutil.copy(PAGE / "merge.js", tmp_path)
    shutil.copy(MERGE, tmp_path)
    grouped = REPO / "tests/cases/checks/clean/groups"
    files = [REPO / "content/facts.yml", *(x / "content/organization.yml" for x in (REPO, grouped))]
    command = [node, str(tmp_path / MERGE.name), *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    assert (done.returncode, done.stderr) == (0, "")


# --- in a browser, on a host ------------------------------------------------------------------


@dataclass
class Desk:
    """Legal's browser at the editor's page, and the host that the page speaks to."""

    host: Host
    code: codehost.CodeHost
    address: str
    context: object
    complaints: list[str]
    asked: list[str]

    def open(self, entry: str):
        """A form, in a window of its own: as on another day."""
        page = self.context.new_page()
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda said: self.complain(said))
        page.goto(self.address)
        page.get_by_text("規程", exact=True).or_(
            page.get_by_role("button", name="トークン")
        ).first.wait_for()
        if page.get_by_role("button", name="トークン").count():
            page.get_by_role("button", name="トークン").click()
            page.get_by_role("textbox").fill("token")
            page.keyboard.press("Enter")
        page.get_by_text("個人情報保護方針").first.wait_for()
        page.goto(f"{self.address}#/collections/{entry}")
        save = page.get_by_role("button", name="保存")
        save.wait_for()
        assert save.is_disabled()  # a form that was only looked at has nothing to save
        return page

    def complain(self, said) -> None:
        if said.type in ("error", "warning"):
            self.complaints.append(said.text)

    def save(self, page) -> None:
        page.get_by_role("button", name="保存").click()
        page.get_by_text("エントリーが保存されました。").wait_for()
        page.close()

    def diff(self, branch: str) -> list[str]:
        """The lines that a branch takes out and puts in."""
        lines = self.code.git("diff", "-U0", f"main...{branch}").splitlines()
        return [line for line in lines if re.match(r"[-+](?![-+]{2} )", line)]

    def checked(self, branch: str) -> tuple[int, str, str]:
        """What the workflows say of it: the check's exit code and words, the comment."""
        sha = self.code.head(branch)
        self.code.git("update-ref", "refs/pull/7/head", sha)
        machine = self.host.machine(f"machine-{sha}")
        values = {"sha": sha, "number": "7", "token": "-", "repository": "-", "ref": branch}
        *_, (code, said) = self.host.job("pull-request.yml", "review", machine, **values)
        return code, said, (machine / "review.md").read_text("utf-8")

    def completed(self, branch: str) -> bool:
        """Whether the workflow put a commit on top of a branch."""
        sha = self.code.head(branch)
        self.code.git("update-ref", "refs/pull/7/head", sha)
        first, second = self.host.machine(f"reads-{sha}"), self.host.machine(f"writes-{sha}")
        values = {"sha": sha, "number": "7", "token": "-", "ref": branch}
        told = self.host.job("complete.yml", "complete", first, **values)
        assert [code for code, _ in told] == [0, 0], told
        if not (first / "completion.bundle").exists():
            return False
        (second / "incoming").mkdir()
        shutil.copy(first / "completion.bundle", second / "incoming")
        ((code, said),) = self.host.job("complete.yml", "push", second, **values)
        assert (code, said) == (0, "")
        return True

    def merged(self, branch: str) -> Path:
        """The site once a branch is merged, published and built, as the workflows do."""
        self.host.git("fetch", "-q", "origin", branch)
        self.host.git("merge", "-q", "--no-ff", "-m", "Merge", "FETCH_HEAD")
        self.host.git("push", "-q", "origin", "main")
        first, second = self.host.machine("publishes"), self.host.machine("pushes")
        told = self.host.job("publish.yml", "publish", first)
        assert [code for code, _ in told] == [0, 0], told
        (second / "incoming").mkdir()
        shutil.copy(first / "record.bundle", second / "incoming")
        ((code, said),) = self.host.job("publish.yml", "push", second)
        assert (code, said) == (0, "")
        site = self.host.machine("builds")
        assert [code for code, _ in self.host.job("publish.yml", "deploy", site)] == [0]
        return site / "site"


@pytest.fixture
def desk(parts, owned: Path, browser, serve_dir, tmp_path: Path) -> Iterator[Desk]:
    """An owner's host with the workflows, the editor's page, and a browser in Japanese."""
    host = Host(shutil.copytree(owned, tmp_path / "host", symlinks=True))
    with codehost.serving(host.origin) as code:
        folder, work = tmp_path / "admin", str(host.folder / "work")
        command = ("editor", "--root", work, "--output", str(folder), "--lang", "ja")
        named = ("--repository", f"{codehost.OWNER}/{codehost.NAME}", "--server", code.address)
        done = run_kaitei(*command, *named)
        assert done.returncode == 0, done.stderr
        context = browser.new_context(locale="ja-JP", viewport={"width": 1280, "height": 2000})
        made = Desk(host, code, serve_dir(folder), context, [], [])
        yield made
        context.close()
        assert code.unknown == []
        assert made.complaints == []
        own = (made.address, code.address, "blob:", "data:")
        assert [address for address in made.asked if not address.startswith(own)] == []


def field(page, path: str):
    """The place in which a field is filled in; a part of the form is drawn when it is in sight."""
    place = page.locator(f'[data-key-path="{path}"]')
    place.first.scroll_into_view_if_needed()
    return place.locator("input, textarea")


@pytest.mark.browser
@pytest.mark.slow
def test_the_fee_is_raised(desk: Desk):
    """One form, one branch: the amount, and what is declared of it for both policies."""
    page = desk.open("shared/entries/facts")
    page.get_by_role("group", name="開示手数料").get_by_role("button", name="広げる").click()
    field(page, "copy-fee.amount").fill("700")
    field(page, "change")
    page.locator('[data-key-path="change"]').get_by_text("を追加").click()
    field(page, "change.effective").fill("2099-04-01")
    field(page, "change.announcement").fill("fee-2099")
    for lang, summary, reason in (
        ("ja", "開示手数料を500円（税込）から700円（税込）に改めます。", "費用が増えたためです。"),
        ("en", "The fee changes from 500 yen to 700 yen (including tax).", "Costs have risen."),
    ):
        field(page, "change.summary")
        field(page, f"change.summary.{lang}").fill(summary)
        field(page, "change.reason")
        field(page, f"change.reason.{lang}").fill(reason)
    desk.save(page)

    branch = "cms/shared/facts"
    assert desk.diff(branch) == [
        '-  amount: "500"',
        '+  amount: "700"',
        "+change:",
        "+  effective: 2099-04-01",
        "+  announcement: fee-2099",
        "+  summary:",
        "+    ja:",
        "+      - 開示手数料を500円（税込）から700円（税込）に改めます。",
        "+    en:",
        "+      - The fee changes from 500 yen to 700 yen (including tax).",
        "+  reason:",
        "+    ja: 費用が増えたためです。",
        "+    en: Costs have risen.",
    ]
    assert not desk.completed(branch)
    code, said, comment = desk.checked(branch)
    assert code == 0, said
    assert "700円（税込）" in comment
    site = desk.merged(branch)
    for announced in ("privacy-policy/3", "requests/2"):
        assert "700円（税込）" in (site / announced / "changes/index.html").read_text("utf-8")


@pytest.mark.browser
@pytest.mark.slow
def test_a_clause_is_added(desk: Desk):
    """In one language first: it gets its id and its number, and a place for its translation."""
    page = desk.open("policies/entries/privacy-policy")
    field(page, "effective").fill("2099-04-01")
    for n, words in enumerate(("録音に関する定めを加えます。", "Recording calls is provided for.")):
        page.locator('[data-key-path="summary"] textarea').nth(n).fill(words)
    for n, words in enumerate(("録音を始めるためです。", "We begin to record calls.")):
        page.locator('[data-key-path="reason"] textarea').nth(n).fill(words)
    body = page.locator('[data-key-path="body"] textarea').first
    new = "## 第2条（録音）\n\n当社は、通話を録音することがあります。\n\n"
    body.fill(body.input_value().replace("## 第2条", f"{new}## 第2条"))
    desk.save(page)

    branch = "cms/policies/privacy-policy"
    assert desk.diff(branch) == [
        "-  - Surveys are added to the purposes.",
        "-reason: Surveys help to improve the service.",
        "+  - Recording calls is provided for.",
        "+reason: We begin to record calls.",
        "-effective: 2025-04-01",
        "+effective: 2099-04-01",
        "-  - 利用目的にアンケートの実施を加えます。",
        "-reason: サービスの改善に役立てるためです。",
        "+  - 録音に関する定めを加えます。",
        "+reason: 録音を始めるためです。",
        "+## 第2条（録音）",
        "+",
        "+当社は、通話を録音することがあります。",
        "+",
    ]
    assert desk.completed(branch)
    assert "英語の訳がない条項に" in desk.code.git("log", "-1", "--format=%B", branch)
    code, said, _ = desk.checked(branch)
    assert code != 0
    assert said.count("title=untranslated::") == 2

    page = desk.open("policies/entries/privacy-policy")
    body = page.locator('[data-key-path="body"] textarea').nth(1)
    text = body.input_value()
    assert "## 2. [UNTRANSLATED] {#recording}" in text
    text = text.replace("## 2. [UNTRANSLATED]", "## 2. Recording")
    body.fill(text.replace("[UNTRANSLATED]", "We may record calls."))
    desk.save(page)
    assert not desk.completed(branch)
    code, said, comment = desk.checked(branch)
    assert code == 0, said
    assert "We may record calls." in comment
    text = (desk.merged(branch) / "en/privacy-policy/3/index.html").read_text("utf-8")
    assert "We may record calls." in text
