"""The names that a new policy can't have: refused by new, check and publish, whoever asks first."""

import shutil
from datetime import date
from pathlib import Path

import pytest

import repositories
from kaitei.base.problems import KaiteiError
from kaitei.drafts import checks, policy_names, publish, scaffold
from kaitei.drafts.adopt import planfile as files
from kaitei.drafts.adopt.history import planfile as history
from kaitei.drafts.repository import Repository

TODAY = date(2026, 11, 22)
REFUSED = {
    **dict.fromkeys(("api", "assets", "compare", "follow", "search"), "name-reserved"),
    **dict.fromkeys(("en", "ja", "fr"), "name-reserved"),  # a language, now or one day
    **dict.fromkeys(("con", "prn", "aux", "nul", "com1", "com9", "lpt1"), "name-device"),
    "p" * (policy_names.LONGEST + 1): "name-long",
}
ALLOWED = ("console", "com", "com10", "aux-rules", "apis", "eng", "p" * policy_names.LONGEST)


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return repositories.make(tmp_path_factory.mktemp("names") / "repository", "settled")


@pytest.fixture
def named(settled: Path, tmp_path: Path):
    """named(name) -> the case `name-of-the-site`, a third policy, called `name` instead."""

    def make(name: str) -> Path:
        root = Path(shutil.copytree(settled, tmp_path / "repository"))
        repositories.overlay(root, repositories.CASES / "settled" / "name-of-the-site")
        (root / "content/api").rename(root / "content" / name)
        organization = root / "content/organization.yml"
        text = organization.read_text("utf-8")
        organization.write_text(text.replace("api", name), "utf-8")
        return root

    return make


@pytest.mark.parametrize(("name", "rule"), REFUSED.items())
def test_a_name_that_does_not_fit_is_refused_everywhere(named, settled: Path, name: str, rule: str):
    before = sorted(settled.rglob("*"))
    with pytest.raises(KaiteiError) as caught:
        scaffold.new(Repository(settled), name, {}, TODAY)
    assert [p.rule for p in caught.value.problems] == [rule]
    assert sorted(settled.rglob("*")) == before

    root = named(name)
    record = sorted((root / "versions").rglob("*"))
    assert [p.rule for p in checks.check(Repository(root), TODAY)] == [rule]
    with pytest.raises(KaiteiError) as caught:
        publish.publish(Repository(root), TODAY)
    assert [p.rule for p in caught.value.problems] == [rule]
    assert sorted((root / "versions").rglob("*")) == record


@pytest.mark.parametrize("name", ALLOWED)
def test_a_name_that_only_looks_like_one_of_them_is_taken(named, name: str):
    root = named(name)
    assert checks.check(Repository(root), TODAY) == []
    publish.publish(Repository(root), TODAY)
    assert (root / "versions" / name / "1").is_dir()
    assert checks.check(Repository(root), TODAY) == []


def test_a_policy_that_has_such_a_name_keeps_it(named, monkeypatch: pytest.MonkeyPatch):
    """What was published before the rule: its address can't change any more."""
    root = named("aux")
    with monkeypatch.context() as patch:
        patch.setattr(policy_names, "unfit", lambda *_: None)
        publish.publish(Repository(root), TODAY)
    assert checks.check(Repository(root), TODAY) == []


def test_a_history_is_not_taken_in_under_such_a_name():
    plan = f"format: 1\nrepository: .\nhead: {'0' * 40}\npolicies:\n  nul:\n    states: []\n"
    with pytest.raises(KaiteiError) as caught:
        history.read(plan, "plan.yml")
    assert [(p.rule, p.line) for p in caught.value.problems] == [("name-device", 5)]
    with pytest.raises(KaiteiError) as caught:
        files.read(f"format: {files.FORMAT}\npolicy: nul\npublications: []\n", "plan.yml")
    assert [(p.rule, p.line) for p in caught.value.problems] == [("name-device", 2)]


def test_whatever_the_site_has_at_its_top_is_no_policys_name(built_site: Path):
    folders = {path.name for path in built_site.iterdir() if path.is_dir()}
    policies = {path.name for path in (Path(__file__).parent.parent / "versions").iterdir()}
    assert policies - {".gitkeep"} < folders
    for name in folders - policies:
        wrong = policy_names.unfit(name, (), "")
        assert wrong, f"a policy could be called {name}: add that to _SITES_OWN of policy_names.py"
        assert wrong.rule == "name-reserved", name
