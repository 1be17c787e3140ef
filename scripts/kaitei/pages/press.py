"""The only door to Jinja: prints the templates of theme/pages, escaping every value.

Content never reaches Jinja as a template. A missing value, or None, is an error rather than a
hole in a legal page.
"""

from __future__ import annotations

from pathlib import Path

from jinja2 import (
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    TemplateSyntaxError,
)
from markupsafe import Markup

from kaitei.errors import KaiteiError, problem

FOLDER = "pages"


class Press:
    """The templates of a theme folder."""

    def __init__(self, theme: Path) -> None:
        self._environment = Environment(
            loader=FileSystemLoader(theme / FOLDER),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            finalize=_there,
        )

    def render(self, template: str, values: dict[str, object]) -> Markup:
        """The HTML of a template. Raises KaiteiError that names the template and what is wrong."""
        try:
            return Markup(self._environment.get_template(template).render(values))  # noqa: S704
        except TemplateError as error:
            line = error.lineno if isinstance(error, TemplateSyntaxError) else 0
            file = f"theme/{FOLDER}/{template}"
            raise KaiteiError(problem("theme-broken", file, line, reason=error)) from error


def _there(value: object) -> object:
    if value is None:
        raise TemplateError("a value that should be printed is not there")
    return value
