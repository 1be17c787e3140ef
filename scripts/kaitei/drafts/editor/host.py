"""The code host that the editor speaks to, and what its page may load and ask."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

# Where the two public hosts answer programs, and where people see them.
_PUBLIC = {
    "github": ("https://api.github.com", "https://github.com"),
    "gitlab": ("https://gitlab.com/api/v4", "https://gitlab.com"),
}
# Below the address of a company's own. Sveltia CMS adds GitHub's /v3 and /graphql itself.
_OWN = {"github": "/api", "gitlab": "/api/v4"}

_ALLOWED = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self' 'unsafe-inline'",
    "font-src": "'self'",
    "img-src": "'self' data: blob:",
    "manifest-src": "blob:",
    "form-action": "'none'",
    "base-uri": "'none'",
}


@dataclass(frozen=True, slots=True)
class CodeHost:
    """A repository on a code host (`github` or `gitlab`), and how people sign in there.

    `server` is the address of a company's own host, "" for the public one. `sign_in` is the address
    of a service that signs people in to GitHub (OAuth), `client` the id under which GitLab knows
    the editor; without them people sign in with a token of their own.
    """

    name: str
    repository: str
    branch: str = "main"
    server: str = ""
    sign_in: str = ""
    client: str = ""

    @property
    def programs(self) -> str:
        """The address at which the host answers programs."""
        return self.server.rstrip("/") + _OWN[self.name] if self.server else _PUBLIC[self.name][0]

    @property
    def signs_in(self) -> bool:
        """Whether people sign in in a window of the host (OAuth)."""
        return bool(self.client if self.name == "gitlab" else self.sign_in)

    def backend(self) -> dict[str, object]:
        """The host as Sveltia CMS is told of it."""
        told: dict[str, object] = {
            "name": self.name,
            "repo": self.repository,
            "branch": self.branch,
            "auth_methods": ["oauth", "token"] if self.signs_in else ["token"],
        }
        if self.server:
            told |= {"api_root": self.programs}
        if self.name == "gitlab" and self.client:
            base = self.server or _PUBLIC["gitlab"][1]
            told |= {"base_url": base, "auth_type": "pkce", "app_id": self.client}
        elif self.sign_in:
            told |= {"base_url": self.sign_in}
        elif self.server:
            told |= {"base_url": self.server}
        return told

    def policy(self) -> str:
        """What the page may load (Content-Security-Policy): its own folder; and ask: the host.

        Sveltia CMS puts its style sheets into the page as it goes: styles can't be held to files.
        """
        asked = {"'self'": None, _origin(self.programs): None}
        if self.name == "gitlab" and self.client:
            asked[_origin(self.server or _PUBLIC["gitlab"][1])] = None
        allowed = _ALLOWED | {"connect-src": f"{' '.join(asked)} data: blob:"}
        return "; ".join(f"{what} {where}" for what, where in allowed.items())


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
