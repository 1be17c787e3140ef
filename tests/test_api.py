"""The record for programs: valid by its own schemas, complete, and true to the record's files."""

import hashlib
import json
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import jsonschema
import pytest

import large
from kaitei.record import Record
from kaitei.site import api
from kaitei.site.model import look
from records import FROZEN, ORGANIZATION, made, record
from sites import REPO, root

URL = "https://policies.example/under/"
MIDSUMMER = date(2026, 6, 15)


@pytest.fixture(scope="module")
def repository(tmp_path_factory) -> Path:
    return root(tmp_path_factory.mktemp("api"))


def published(folder: Path, on: date = MIDSUMMER, url: str = URL) -> dict[str, bytes]:
    return dict(api.api(look(Record(folder).policies, on), url))


def read(files: dict[str, bytes], name: str) -> dict:
    return json.loads(files[f"api/v1/{name}"])


def schema_of(path: str) -> str | None:
    names = {r"index": "index", r"current": "current", r"policies/[^/]+": "policy",
             r"redlines/[^/]+/\d+/[a-z]+": "redline"}  # fmt: skip
    return next((s for p, s in names.items() if re.fullmatch(rf"api/v1/{p}\.json", path)), None)


@pytest.mark.parametrize("on", ["2026-01-01", "2026-06-15", "2026-11-22"])
def test_every_file_is_valid_by_the_schema_that_is_published_beside_it(repository, on):
    files = published(repository, date.fromisoformat(on))
    seen = set()
    for path, content in files.items():
        if schema := schema_of(path):
            seen.add(schema)
            rules = read(files, f"schema/{schema}.json")
            jsonschema.Draft202012Validator.check_schema(rules)
            jsonschema.validate(json.loads(content), rules, jsonschema.Draft202012Validator)
    assert seen >= {"index", "current", "policy"}
    assert on < "2026-06" or "redline" in seen


def test_a_wrong_file_is_refused_by_the_schemas(repository):
    files = published(repository)
    for name, key in (("current", "policies"), ("index", "languages")):
        data = read(files, f"{name}.json")
        del data[key]
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(data, read(files, f"schema/{name}.json"))
    data = read(files, "policies/privacy-policy.json")
    del data["publications"][-1]["status"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data, read(files, "schema/policy.json"))


def test_the_index_says_in_which_group_a_policy_stands(tmp_path):
    files = published(large.root(tmp_path / "large"), large.DAY)
    rules = read(files, "schema/index.json")
    index = read(files, "index.json")
    jsonschema.validate(index, rules, jsonschema.Draft202012Validator)
    groups = {policy["name"]: policy["group"] for policy in index["policies"]}
    assert groups.pop("helpdesk") == {"ja": "個人情報の取扱い", "en": "Personal data"}
    assert [name for name, group in groups.items() if group] == [
        large.OFTEN, "disclosure-procedure",
    ]  # fmt: skip


def test_every_address_of_the_api_in_a_file_is_there(repository):
    files = published(repository)
    for path, content in files.items():
        for found in re.findall(rb'"(https://policies\.example/under/api/[^"]+)"', content):
            assert found.decode().removeprefix(URL) in files, path


def test_current_says_what_holds_and_what_is_coming(repository):
    privacy = read(published(repository), "current.json")["policies"]["privacy-policy"]
    assert privacy["in_force"]["number"] == 2
    coming = [(one["number"], one["effective"]) for one in privacy["upcoming"]]
    assert coming == [(3, "2026-07-01"), (5, "2026-09-01"), (6, "2026-12-01")]
    assert privacy["in_force"]["pages"]["en"] == URL + "en/privacy-policy/2/"
    desk = read(published(repository, date(2026, 11, 22)), "current.json")["policies"]["helpdesk"]
    last = {"number": 4, "kind": "repeal", "announced": "2026-04-01"}
    assert desk == {"in_force": None, "upcoming": [], "last": last}
    assert len(published(repository)["api/v1/current.json"]) < 4096


def test_publications_have_number_kind_dates_and_status(repository):
    files = published(repository, date(2026, 11, 22))
    found = {p["number"]: p for p in read(files, "policies/privacy-policy.json")["publications"]}
    assert list(found) == [8, 7, 6, 5, 4, 3, 2, 1]
    third, fourth = found[3], found[4]
    assert (third["effective"], third["effective_now"]) == ("2026-06-01", "2026-07-01")
    assert (fourth["kind"], fourth["of"], fourth["effective"]) == ("postponement", 3, "2026-07-01")
    assert "status" not in fourth
    assert found[6]["status"] == "withdrawn"
    assert set(found[5]["texts"]) == {"ja", "en"}  # the English one came later


def test_texts_are_the_files_of_the_record_to_the_byte(repository):
    files = published(repository, date(2026, 11, 22))
    texts = [path for path in files if path.endswith(".md")]
    assert "api/v1/texts/privacy-policy/3/ja.md" in texts
    for path in texts:
        name, number, file = path.removeprefix("api/v1/texts/").split("/")
        data = read(files, f"policies/{name}.json")["publications"]
        said = next(p for p in data if str(p["number"]) == number)["texts"][file[:-3]]["sha256"]
        assert hashlib.sha256(files[path]).hexdigest() == said
        frozen = repository / "versions" / name / number / file
        if frozen.exists():  # a late translation stands in a folder of its own
            assert frozen.read_bytes() == files[path]


def test_a_correction_leaves_what_was_agreed_to(tmp_path):
    record(tmp_path, *(made(n) for n in (1, 2)), made(3, "correction", 2))
    held = read(published(tmp_path), "current.json")["policies"]["privacy-policy"]["in_force"]
    assert (held["number"], held["kind"], held["text_since"]) == (3, "correction", 2)


def test_a_policy_says_when_it_was_enacted_revised_and_reviewed(tmp_path):
    """By the decision where its day was declared; what was taken over may be no first text."""
    decided = made(2, extra={"decided_on": "2026-01-20"})
    frozen = {**FROZEN, "organization": {**ORGANIZATION, "last_reviewed": "2026-02-25"}}
    cases = {
        ("2026-01-01", None, None): [made(1)],
        ("2026-01-01", "2026-01-20", None): [made(1), decided],
        ("2026-01-01", "2026-01-20", "2026-02-25"): [made(1), decided, made(3, "correction", 2)],
        (None, None, None): [made(1, carried_over=date(2026, 1, 5))],
        (None, "2026-02-01", None): [made(1, imported=True), made(2)],
    }
    for number, (days, publications) in enumerate(cases.items()):
        folder = tmp_path / str(number)
        record(folder, *publications, frozen=frozen if days[2] else FROZEN)
        found = read(published(folder), "policies/privacy-policy.json")
        assert (found["enacted"], found["last_revised"], found["last_reviewed"]) == days


def test_a_withheld_text_and_its_comparisons_are_gone(tmp_path):
    record(tmp_path, *(made(n) for n in (1, 2, 3)), made(4, "withheld", 2))
    files = published(tmp_path)
    assert not [path for path in files if "/2/" in path]
    assert b"The fee is 2" not in b"".join(files.values())


def test_an_empty_record_has_no_api(tmp_path):
    assert published(tmp_path) == {}


def test_the_example_of_the_docs_runs(repository, serve_dir, tmp_path):
    document = (REPO / "docs/api.md").read_text("utf-8")
    example = re.search(r"```python\n(.*?)```", document, re.DOTALL)[1]
    address = serve_dir(tmp_path)
    for path, content in published(repository, url=address).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    assert "https://kaitei-sample.example/" in example
    script = example.replace("https://kaitei-sample.example/", address)
    done = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True, timeout=60
    )
    assert done.stdout.splitlines()[:2] == [
        f"Please read and agree: {address}en/privacy-policy/2/",
        f"From 2026-07-01 (ask): {address}en/privacy-policy/3/",
    ]
