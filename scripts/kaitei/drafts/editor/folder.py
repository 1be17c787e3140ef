"""The page's folder: Sveltia CMS, its configuration, and what a host is to send with them."""

from __future__ import annotations

import html
import json
from importlib.resources import files
from pathlib import Path

from kaitei.base.catalogue import t
from kaitei.base.problems import KaiteiError, problem
from kaitei.drafts.editor import forms, packages
from kaitei.drafts.editor.host import CodeHost
from kaitei.drafts.repository import Repository
from kaitei.site import headers

_OURS = ("editor.js", "merge.js")
# Asked for the state of the code host: it answers for itself when it is used.
_STATUS = {"status": {"indicator": "none"}, "result": {"status_overall": {"status_code": 100}}}


def write(repository: Repository, host: CodeHost, lang: str, output: Path) -> None:
    """Write the page for a repository into `output`, a new folder or one that it wrote before.

    `lang` is the language of its labels. Raises KaiteiError where content/ can't be read, a package
    can't be had, or the folder holds something else or can't be written.
    """
    if output.exists() and any(output.iterdir()) and not (output / "merge.js").is_file():
        raise KaiteiError(problem("editor-folder", folder=str(output)))
    made = _made(repository, host, lang) | packages.page_files()
    try:
        for name, content in made.items():
            path = output / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    except OSError as error:
        reason = error.strerror or str(error)
        raise KaiteiError(problem("file-unwritable", str(output), reason=reason)) from None


def _made(repository: Repository, host: CodeHost, lang: str) -> dict[str, bytes]:
    """What is made for this repository, by its path in the folder."""
    ours = files(__package__).joinpath("page")
    page = ours.joinpath("index.html").read_text("utf-8")
    title, policy = t(lang, "desk.editor.title"), host.policy()
    filled = {"{{lang}}": lang, "{{title}}": html.escape(title), "{{policy}}": html.escape(policy)}
    for name, value in filled.items():
        page = page.replace(name, value)
    config = {
        "app_title": title,
        "backend": host.backend() | {"commit_messages": {"update": t(lang, "desk.editor.commit")}},
        "publish_mode": "editorial_workflow",
        "show_preview_links": False,  # else it asks the host for deployments of every branch
        "media_folder": "content",  # Sveltia CMS wants one; no form here takes a file
        **forms.config(repository.settings, repository.content, lang),
    }
    return {
        "index.html": page.encode(),
        "config.json": _json(config),
        "status.json": _json(_STATUS),
        **{name: ours.joinpath(name).read_bytes() for name in _OURS},
        **dict(headers.for_hosts(policy, "/", popups=host.signs_in)),
    }


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n"
