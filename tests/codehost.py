"""A stand-in for a code host: what the editor asks of GitHub, over a bare repository.

It answers on loopback, keeps pull requests in memory, and makes real commits on real branches.
"""

import base64
import json
import os
import re
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

OWNER, NAME = "example", "policies"
LOGIN = "legal"
WHEN = "2026-11-24T12:00:00+09:00"


@dataclass
class CodeHost:
    """A bare repository and the pull requests on it; `address` is where it answers."""

    bare: Path
    address: str = ""
    pulls: dict[int, dict[str, Any]] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)

    def git(self, *arguments: str, given: bytes = b"", **environment: str) -> str:
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.bare,
            input=given,
            capture_output=True,
            check=True,
            env=os.environ | environment,
        )
        return done.stdout.decode()

    def head(self, branch: str) -> str:
        return self.git("rev-parse", f"refs/heads/{branch}").strip()

    # --- REST ---------------------------------------------------------------------------------

    def rest(self, method: str, path: str, body: dict[str, Any]) -> tuple[int, object]:
        here = path.removeprefix(f"/repos/{OWNER}/{NAME}")
        if path == "/user":
            return 200, {"id": 1, "login": LOGIN, "name": "法務 花子", "email": "legal@example.com"}
        if here.startswith("/collaborators/"):
            return 204, None
        if found := re.match(r"/git/trees/(\w+)", here):
            return 200, {"tree": [*self.tree(found[1])]}
        if (method, here) == ("POST", "/pulls"):
            return 201, self.opened(body)
        if found := re.fullmatch(r"/issues/(\d+)(/labels)?", here):
            pull = self.pulls[int(found[1])]
            pull["labels"] = body.get("labels", pull["labels"])
            return 200, {"labels": [{"name": name} for name in pull["labels"]]}
        self.unknown.append(f"{method} {path}")
        return 404, {"message": "Not Found"}

    def tree(self, commit: str) -> Iterator[dict[str, object]]:
        for line in self.git("ls-tree", "-r", "-l", "-z", commit).split("\0")[:-1]:
            about, _, path = line.partition("\t")
            _, kind, sha, size = about.split()
            yield {"type": kind, "path": path, "sha": sha, "size": int(size)}

    def opened(self, body: dict[str, Any]) -> dict[str, object]:
        number = len(self.pulls) + 1
        self.pulls[number] = {"labels": [], "number": number} | body
        return {
            "number": number,
            "node_id": f"PR_{number}",
            "title": body["title"],
            "html_url": f"https://example.com/pull/{number}",
            "head": {"sha": self.head(body["head"])},
            "created_at": WHEN,
            "updated_at": WHEN,
        }

    # --- GraphQL ------------------------------------------------------------------------------

    def graphql(self, query: str, variables: dict[str, Any]) -> dict[str, Any]:
        """The data of a query, found by the words in it: no more than the editor's own queries."""
        given = variables.get("input", {})
        if "createRef(" in query:
            self.git("update-ref", given["name"], given["oid"], "0" * 40)
            return {"createRef": {"ref": {"name": given["name"]}}}
        if "createCommitOnBranch(" in query:
            return {"createCommitOnBranch": {"commit": self.committed(given)}}
        if found := re.search(
            r"(markPullRequestReadyForReview|convertPullRequestToDraft)\(", query
        ):
            pull = self.pulls[int(given["pullRequestId"].removeprefix("PR_"))]
            pull["draft"] = found[1].startswith("convert")
            return {found[1]: {"pullRequest": {"isDraft": pull["draft"]}}}
        if "base: repository" in query:
            target = {"target": {"oid": self.head(variables["branch"])}}
            return {"fork": {"id": "R_1"}, "base": {"ref": target}}
        if "pullRequests(" in query:
            nodes = [self.node(pull) for pull in self.pulls.values()]
            return {"repository": {"pullRequests": {"nodes": nodes, "totalCount": len(nodes)}}}
        if aliased := re.findall(r"(\w+_\d+):\s+(object|ref)\(([^)]*)\)", query):
            found_ = {alias: self.thing(kind, about) for alias, kind, about in aliased}
            return {"repository": found_}
        if "history(first: 1)" in query:
            last = {"oid": self.head(variables["branch"]), "message": "-"}
            return {"repository": {"ref": {"target": {"history": {"nodes": [last]}}}}}
        if "... on Commit { oid }" in query:
            return {"repository": {"ref": {"target": {"oid": self.head(variables["branch"])}}}}
        self.unknown.append(query)
        return {}

    def node(self, pull: dict[str, Any]) -> dict[str, object]:
        """A pull request as the list of them has it."""
        changed = self.git("diff", "--name-only", f"main...{pull['head']}").splitlines()
        return {
            "id": f"PR_{pull['number']}",
            "number": pull["number"],
            "title": pull["title"],
            "url": f"https://example.com/pull/{pull['number']}",
            "isDraft": pull["draft"],
            "isCrossRepository": False,
            "createdAt": WHEN,
            "updatedAt": WHEN,
            "headRefName": pull["head"],
            "headRefOid": self.head(pull["head"]),
            "author": {"login": LOGIN},
            "labels": {"nodes": [{"name": name} for name in pull["labels"]]},
            "files": {"nodes": [{"path": path, "changeType": "MODIFIED"} for path in changed]},
        }

    def thing(self, kind: str, about: str) -> dict[str, object]:
        if kind == "ref":
            author = {"name": LOGIN, "email": "legal@example.com", "user": None}
            node = {"oid": "0" * 40, "author": author, "committedDate": WHEN}
            return {"target": {"history": {"nodes": [node]}}}
        name = json.loads(about.split(":", 1)[1])
        text = self.git("cat-file", "blob", name)
        size = len(text.encode())
        known = {"oid": name, "byteSize": size, "isBinary": False}
        return {"text": text, "isTruncated": False, **known}

    def committed(self, given: dict[str, Any]) -> dict[str, object]:
        """A commit on a branch, as its author made it in the form."""
        branch, before = given["branch"]["branchName"], given["expectedHeadOid"]
        index = {"GIT_INDEX_FILE": str(self.bare / f"index-{before}")}
        self.git("read-tree", before, **index)
        made = {}
        for n, file in enumerate(given["fileChanges"]["additions"]):
            raw = base64.b64decode(file["contents"])
            blob = self.git("hash-object", "-w", "--stdin", given=raw).strip()
            entry = f"100644,{blob},{file['path']}"
            self.git("update-index", "--add", "--cacheinfo", entry, **index)
            made[f"file_{n}"] = {"oid": blob}
        tree = self.git("write-tree", **index).strip()
        author = {"NAME": LOGIN, "EMAIL": "legal@example.com", "DATE": WHEN}
        roles = ("AUTHOR", "COMMITTER")
        who = {f"GIT_{role}_{part}": said for role in roles for part, said in author.items()}
        message = given["message"]["headline"]
        commit = self.git("commit-tree", tree, "-p", before, "-m", message, **who).strip()
        self.git("update-ref", f"refs/heads/{branch}", commit, before)
        return {"oid": commit, "committedDate": WHEN, **made}


@contextmanager
def serving(bare: Path) -> Iterator[CodeHost]:
    """The host for a bare repository, answering on loopback until the end."""
    host = CodeHost(bare)

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length) or b"{}")
            if self.command == "OPTIONS":
                code, found = 204, None
            elif self.path == "/api/graphql":
                code, found = 200, {"data": host.graphql(body["query"], body["variables"])}
            else:
                code, found = host.rest(self.command, self.path.removeprefix("/api/v3"), body)
            raw = b"" if found is None else json.dumps(found).encode()
            self.send_response(code)
            for name, value in {
                "Access-Control-Allow-Origin": "*",
                "Access-Control-Allow-Headers": "*, Authorization",
                "Access-Control-Allow-Methods": "*",
                "Content-Type": "application/json",
                "Content-Length": str(len(raw)),
            }.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(raw)

        do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = do_OPTIONS = answer  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    host.address = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield host
    finally:
        server.shutdown()
        server.server_close()
