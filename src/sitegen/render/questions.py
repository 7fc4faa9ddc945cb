"""The `site` of templates: each attribute is a question, asked through fetch."""

from collections.abc import Callable
from difflib import get_close_matches
from functools import partial
from typing import Any

from jinja2.exceptions import TemplateRuntimeError

from sitegen.tracing import Fetch

QUESTIONS = (
    "about", "asset", "bilingual", "card", "data", "events", "fact", "featured", "feed", "file", "image",
    "introduction", "latest", "link", "listing", "member", "member_count", "member_files", "member_places",
    "members", "mentions", "neighbours", "page", "people", "person", "press", "related", "search", "structured",
    "structured_record", "tag", "tags", "timeline", "upcoming", "year",
)
"""What docs/templates.md promises; a site may answer more."""


class Questions:
    """`site.card(x)` asks `("card", language code, x)`."""

    def __init__(self, code: str, fetch: Fetch) -> None:
        self._code = code
        self._fetch = fetch

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        question = self.__dict__[name] = self._question(name) if name in QUESTIONS else partial(self._ask, name)
        return question

    def _question(self, name: str) -> Callable[..., Any]:
        code, fetch = self._code, self._fetch
        return lambda *arguments: fetch((name, code, *arguments))

    def _ask(self, name: str, *arguments: str | int) -> Any:
        try:
            return self._fetch((name, self._code, *arguments))
        except Exception as problem:
            near = get_close_matches(name, QUESTIONS, n=1)
            hint = f"; did you mean site.{near[0]}(…)?" if near else ""
            raise TemplateRuntimeError(f"there is no question site.{name}(…){hint}") from problem
