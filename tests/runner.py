"""A code host with an owner's repository, and `act`, which runs its workflows as they stand.

Real are the workflows, the program that the repository carries, git over HTTP, and what of the host
decides: who may read, and a hook by which main takes nothing but the record from a deploy key. In
place of GitHub's actions stand those of tests/actions, in place of its `gh` the one below.
"""

import base64
import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from conftest import GIT, REPO, run_kaitei
from machines import load

ACTIONS = Path(__file__).parent / "actions"
NAME = "example/policies"
# Who may read the repository, and with which secret. Main's rules let the key through alone.
SECRETS = {"x-access-token": "the-token", "key": "the-deploy-key"}
APP = "the-app-s-token"

RULES = """#!/bin/sh
while read -r old new ref; do
    [ "$ref" = refs/heads/main ] || continue
    [ "$REMOTE_USER" = key ] && [ -z "$(git diff --name-only "$old" "$new" -- . ':!versions')" ] && continue
    echo "error: GH013: Repository rule violations found for $ref." >&2
    exit 1
done
echo "$REMOTE_USER" >>pushed
"""  # noqa: E501

GH = """#!/bin/sh
[ "$GH_TOKEN" = the-token ] || exit 4
case "$*" in
"auth git-credential get") printf 'username=x-access-token\\npassword=%s\\n' "$GH_TOKEN" ;;
"auth git-credential "*) ;;
"api --paginate repos/example/policies/issues/7/comments "*) [ ! -f "$HOST/comment" ] || echo 42 ;;
"api --method POST repos/example/policies/issues/7/comments -F body=@"*) cp "${6#body=@}" "$HOST/comment" ;;
"api --method PATCH repos/example/policies/issues/comments/42 -F body=@"*) cp "${6#body=@}" "$HOST/comment" ;;
*) echo "unknown: $*" >&2; exit 1 ;;
esac
"""  # noqa: E501

# The environment of `make`: made long ago, with all that is locked, and the program of the folder.
KAITEI = """#!/bin/sh
PYTHONPATH=$PWD/scripts exec {python} -c 'import sys; from kaitei.cli import main; sys.exit(main())' "$@"
"""  # noqa: E501


def program() -> str | None:
    """Where `act` is."""
    return shutil.which("act", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")


@dataclass
class Runner:
    """The host in a folder, at an address."""

    folder: Path
    address: str = ""

    @property
    def origin(self) -> Path:
        return self.folder / "example" / "policies.git"

    @property
    def work(self) -> Path:
        return self.folder / "work"

    def git(self, *arguments: str, at: Path | None = None) -> str:
        done = subprocess.run(
            ["git", *arguments],
            cwd=at or self.work,
            env=os.environ | GIT,
            check=True,
            capture_output=True,
            text=True,
            encoding="utf-8",
        )
        return done.stdout.strip()

    def head(self, branch: str) -> str:
        return self.git("rev-parse", f"refs/heads/{branch}", at=self.origin)

    def pushed(self) -> list[str]:
        """Who has pushed to the host through HTTP, in order."""
        place = self.origin / "pushed"
        return place.read_text().split() if place.exists() else []

    def receive(self, branch: str, to: str = "") -> None:
        """Take a branch of the folder of work: as whoever may do everything, past the rules."""
        named = f"+{branch}:{to or branch}"
        self.git("fetch", "-q", str(self.work), named, at=self.origin)

    def run(self, file: str, event: str, branch: str = "", **options: str) -> tuple[int, str]:
        """A workflow of main, run for an event: the exit code, and what it says.

        `options` are variables of the repository, and in small letters secrets.
        """
        if branch:
            self.git("update-ref", "refs/pull/7/head", self.head(branch), at=self.origin)
        shutil.rmtree(self.folder / "artifacts", ignore_errors=True)
        main = self.folder / "main"  # where act reads the workflow
        shutil.rmtree(main, ignore_errors=True)
        self.git("clone", "-q", "-b", "main", str(self.origin), str(main), at=self.folder)
        self.git("remote", "set-url", "origin", f"https://github.com/{NAME}", at=main)  # its name
        (self.folder / "event.json").write_text(json.dumps(self._event(branch)))
        command = [str(program()), event, "--workflows", f".github/workflows/{file}"]
        command += ["--eventpath", str(self.folder / "event.json"), "--no-skip-checkout"]
        command += ["--platform", "ubuntu-24.04=-self-hosted", "--no-cache-server"]
        command += ["--action-cache-path", str(self.folder / "act"), "--env-file", "none"]
        command += ["--secret", f"GITHUB_TOKEN={SECRETS['x-access-token']}"]
        for name, value in options.items():
            command += ["--secret" if name.islower() else "--var", f"{name.upper()}={value}"]
        for name, value in self._around().items():
            command += ["--env", f"{name}={value}"]
        for used in {step["uses"] for step in self._steps(main, file) if "uses" in step}:
            stand_in = ACTIONS / used.partition("@")[0].removeprefix("actions/")
            command += ["--local-repository", f"{used}={stand_in}"]
        done = subprocess.run(
            command,
            cwd=main,
            env=os.environ | self._around(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )
        return done.returncode, done.stdout

    def _steps(self, main: Path, file: str) -> Iterator[dict]:
        for job in load(main / ".github" / "workflows" / file)["jobs"].values():
            yield from job["steps"]

    def _around(self) -> dict[str, str]:
        return {
            "HOST": str(self.folder),
            "HOST_ADDRESS": self.address,
            "VENV": str(self.folder / "venv"),
            "PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_TERMINAL_PROMPT": "0",
            "MAKEFLAGS": "",  # `make test` may be what runs the tests
            "MAKELEVEL": "0",
        }

    def _event(self, branch: str) -> dict[str, object]:
        repository = {"full_name": NAME, "default_branch": "main"}
        if not branch:
            return {"repository": repository, "ref": "refs/heads/main"}
        head = {"sha": self.head(branch), "ref": branch, "repo": {"full_name": NAME}}
        pull = {"number": 7, "head": head, "base": {"ref": "main", "sha": self.head("main")}}
        return {"repository": repository, "number": 7, "pull_request": pull}


def owned(folder: Path, settled: Path) -> Runner:
    """The host of an owner who began with `kaitei init`, and has published what is in `settled`."""
    made = Runner(folder)
    named = ("--name", "ja=株式会社見本", "--name", "en=Mihon Corp", "--domain", "kaitei.jp")
    done = run_kaitei("init", str(made.work), *named, "--lang", "ja")
    assert done.returncode == 0, done.stderr
    for part in ("content", "versions"):
        shutil.rmtree(made.work / part)
        shutil.copytree(settled / part, made.work / part)
    made.origin.parent.mkdir()
    made.git("init", "-q", "--bare", "-b", "main", str(made.origin), at=folder)
    made.git("config", "http.receivepack", "true", at=made.origin)
    made.git("checkout", "-q", "-B", "main")
    made.git("add", "--all")
    made.git("commit", "-q", "-m", "What was published so far")
    made.receive("main")
    for place, text in {
        made.origin / "hooks" / "pre-receive": RULES,
        folder / "bin" / "gh": GH,
        folder / "venv" / "bin" / "python": "#!/bin/sh\n",  # there is nothing to install
        folder / "venv" / "bin" / "kaitei": KAITEI.format(python=sys.executable),
    }.items():
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)
        place.chmod(0o755)
    for lock in ("build.txt", "runtime.txt"):
        shutil.copy(REPO / "requirements" / lock, folder / "venv")
    return made


@contextmanager
def serving(runner: Runner) -> Iterator[Runner]:
    """The host's repository over HTTP, on loopback, until the end."""

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            who = known(self.headers.get("Authorization", ""))
            if who is None:
                self.send_response(401)
                self.send_header("WWW-Authenticate", 'Basic realm="host"')
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            path, _, query = self.path.partition("?")
            done = subprocess.run(
                ["git", "http-backend"],
                input=body,
                stdout=subprocess.PIPE,
                check=True,
                env=os.environ | {
                    "GIT_PROJECT_ROOT": str(runner.folder),
                    "GIT_HTTP_EXPORT_ALL": "1",
                    "REQUEST_METHOD": self.command,
                    "PATH_INFO": path,
                    "QUERY_STRING": query,
                    "CONTENT_TYPE": self.headers.get("Content-Type", ""),
                    "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
                    "HTTP_GIT_PROTOCOL": self.headers.get("Git-Protocol", ""),
                    "REMOTE_USER": who,
                    "REMOTE_ADDR": "127.0.0.1",
                },
            )  # fmt: skip
            head, _, answer = done.stdout.partition(b"\r\n\r\n")
            said = dict(line.split(": ", 1) for line in head.decode().split("\r\n"))
            self.send_response(int(said.pop("Status", "200").split()[0]))
            for name, value in {**said, "Content-Length": str(len(answer))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer)

        do_GET = do_POST = answer  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    runner.address = f"http://127.0.0.1:{server.server_address[1]}/{NAME}.git"
    try:
        yield runner
    finally:
        server.shutdown()
        server.server_close()


def known(header: str) -> str | None:
    """Who asks, by the secret that he gives; None where it is nobody's."""
    user, _, secret = base64.b64decode(header.removeprefix("Basic ")).decode().partition(":")
    if user == "x-access-token" and secret == APP:
        return "app"
    return user if secret and SECRETS.get(user) == secret else None
