"""What is answered to each address: published files with the preview's script added, and the preview's own pages."""

import asyncio
import json
import re
from collections.abc import Callable
from html import escape
from typing import Any, NamedTuple
from urllib.parse import parse_qs, quote

from sitegen.console import as_text
from sitegen.language.chosen import ENGLISH, Speech, speech
from sitegen.model import Report, Request
from sitegen.serve.apology import apology
from sitegen.serve.bar import bar
from sitegen.serve.dashboard import Filter, Texts, table, texts, warnings_of
from sitegen.serve.editor import Editor
from sitegen.serve.edits import save, unit
from sitegen.serve.gate import Gate
from sitegen.serve.hub import Hub
from sitegen.serve.last import LastPublished, last_or_wait
from sitegen.serve.overview import owners_of, row_of
from sitegen.serve.own import ASSETS, OWN, asset, plain_page, wait_page, with_script
from sitegen.serve.preview import Preview, Problems, Shown
from sitegen.serve.requests import Asked
from sitegen.serve.responses import EVENT_STREAM, OWN_POLICY, TYPES, Answer, preview_policy, refusal, type_of
from sitegen.serve.worker import Worker
from sitegen.tracing import digest_bytes

PATIENCE = 0.4
"""Seconds for which a page is waited for before it is said that the site is being read."""
CHANNELS = ("worker.js", "events", "state", "bar", "warnings", "unit", "save")
EDITING = ("unit", "save")
_STYLE = re.compile(rb'<link rel="stylesheet" href="([^"]*)">')
_UNQUOTED = "/-._~!$&'()*+,;=:@"


class Options(NamedTuple):
    """How the preview was started."""

    request: Request
    gate: Gate
    editor: Editor
    edit: bool = False
    language: str = ENGLISH

    @property
    def said(self) -> Speech:
        """How a sentence is said to whoever looks on."""
        return speech(self.language)


class Pages:
    """Answers requests that came in by the gate."""

    def __init__(self, preview: Preview, worker: Worker, hub: Hub, options: Options, last: LastPublished) -> None:
        self.preview = preview
        self.worker = worker
        self.hub = hub
        self.options = options
        self.last = last
        self.looked = asyncio.Event()
        """Set when the site has been read for the first time."""

    async def respond(self, asked: Asked, body: bytes) -> Answer:
        """The one answer to a request."""
        try:
            return await self._answer(asked, body)
        except Exception as bug:
            page = self._plain("A mistake in sitegen", f"<p>{escape(self.options.said(apology(bug)))}</p>")
            return Answer(500, TYPES["html"], self._with_script(page, "", None))

    async def _answer(self, asked: Asked, body: bytes) -> Answer:
        if not asked.path.startswith(OWN) and asked.path != OWN[:-1]:
            if asked.method == "POST":
                return refusal(405)
            return await self._published(asked)
        page = asked.path == OWN
        if status := self.options.gate.origin_refusal(asked.headers, page=page):
            return refusal(status)
        if asked.path == OWN[:-1]:
            return Answer(302, location=OWN)
        return await self._own(asked, asked.path.removeprefix(OWN), body)

    # ---- the site ----

    async def _published(self, asked: Asked) -> Answer:
        if not await self._is_read(0 if self.last.is_large else PATIENCE):
            return last_or_wait(asked, self.last, self.options.gate, self.options.language)
        return await self.worker.run(lambda: self._file(asked))

    async def _is_read(self, patience: float = PATIENCE) -> bool:
        if not self.looked.is_set():
            try:
                async with asyncio.timeout(patience):
                    await self.looked.wait()
            except TimeoutError:
                return False
        return True

    def _refused(self, asked: Asked, *, page: bool) -> Answer | None:
        status = self.options.gate.origin_refusal(asked.headers, page=page)
        return refusal(status) if status else None

    def _file(self, asked: Asked) -> Answer:
        """A published file; called in the thread of the site."""
        preview = self.preview
        mount = preview.mount
        if not preview.ready:
            return self._refused(asked, page=True) or Answer(200, TYPES["html"], self._error_page())
        if not asked.path.startswith(mount):
            return self._refused(asked, page=True) or (
                Answer(302, location=mount) if asked.path in ("/", mount[:-1]) else self._missing(""))
        path = asked.path.removeprefix(mount)
        if path.endswith("/") or not path:
            path += "index.html"
        artifact = preview.artifact(path)
        is_page = artifact is None or (artifact.kind != "copy" and path.endswith(".html"))
        if refused := self._refused(asked, page=is_page):
            return refused
        if artifact is None:
            if preview.artifact(f"{path}/index.html"):
                return Answer(302, location=quote(f"{mount}{path}/", safe=_UNQUOTED))
            return self._missing(path)
        shown = preview.page(path)
        if shown is None:
            return self._missing(path)
        if is_page:
            page = self._with_script(shown.data or self._empty(path), path, shown)
            return Answer(200, TYPES["html"], page, policy=preview_policy(preview.policy))
        return Answer(200, type_of(path), shown.data, shown.file, policy=preview_policy(preview.policy))

    def _missing(self, path: str) -> Answer:
        """The site's page for what is not there; once it is there, it comes by itself."""
        shown = self.preview.page("404.html")
        if shown is None:
            return refusal(404)
        page = self._with_script(shown.data, path, None)
        return Answer(404, TYPES["html"], page, policy=preview_policy(self.preview.policy))

    def _with_script(self, data: bytes, path: str, shown: Shown | None, *, waiting: bool = False) -> bytes:
        told = {"page": path, "edit": "yes" if self.options.edit else "", "waiting": "yes" if waiting else ""}
        if shown is not None:
            told |= {"digest": shown.digest, "bare": bare_digest(shown.data)}
        return with_script(data, self.options.gate.token, told)

    def _error_page(self) -> bytes:
        """Before there is anything good to show: what is wrong, also without the script."""
        said = self.options.said
        content = f"<p>{said('Mend this, save, and it comes by itself:')}</p>\n{self._listed(self.preview.problems)}"
        return self._with_script(self._plain("The site cannot be shown yet", content), "", None, waiting=True)

    def _empty(self, path: str) -> bytes:
        """Instead of a page that could not be made, not even once."""
        return self._plain("This page cannot be shown yet", self._listed(self.preview.problems_of(path)))

    def _listed(self, problems: Problems) -> str:
        """What is wrong, as the terminal has it."""
        said = self.options.said
        told = said(problems.bug) if problems.bug else as_text(
            Report(command="serve", exit=1, diagnostics=problems.errors, excerpts=problems.excerpts), output="build",
            said=said)
        return f"<pre>{escape(told)}</pre>"

    def _plain(self, title: str, content: str) -> bytes:
        return plain_page(self.options.said(title), content, language=self.options.language)

    # ---- the preview's own ----

    async def _own(self, asked: Asked, name: str, body: bytes) -> Answer:
        if name in ASSETS and asked.method != "POST":
            return Answer(200, type_of(name), asset(name, self.options.language), policy=OWN_POLICY)
        if not name:
            return refusal(405) if asked.method == "POST" else await self._dashboard(asked)
        token, _, what = name.partition("/")
        if what not in CHANNELS or (what in EDITING and not self.options.edit):
            return refusal(405 if asked.method == "POST" else 404)
        if not self.options.gate.knows(token):
            return refusal(403)
        if what == "worker.js" and asked.method != "POST":
            # With the token in its address: one worker belongs to one run.
            return Answer(200, type_of(what), asset(what, self.options.language))
        if what == "events" and asked.method != "POST":
            return Answer(200, EVENT_STREAM, stream=self.hub.listen())
        channels: dict[str, Callable[[dict[str, str]], dict[str, Any]]] = {
            "state": self._state, "bar": self._bar, "warnings": self._warnings, "unit": self._unit}
        if what in channels and asked.method != "POST":
            await self._is_read()
            given = _given(asked.query)
            told = await self.worker.run(lambda: channels[what](given))
            return Answer(200, TYPES["json"], _json(told))
        if what == "save" and self.options.edit:
            return await self._save(asked, body)
        return refusal(405 if asked.method == "POST" else 404)

    def _state(self, given: dict[str, str]) -> dict[str, Any]:
        """Whether a page is as it was shown, and what is wrong; called in the thread of the site."""
        preview, path = self.preview, given.get("page", "")
        shown, bug = None, preview.problems.bug
        if preview.ready and self.looked.is_set():
            try:
                shown = preview.page(path)
            except Exception as mistake:
                bug = apology(mistake)
        problems = [*self._told(preview.problems), *self._told(preview.problems_of(path))]
        html = shown.data if shown else b""
        told = {"html": html.decode()} if shown and given.get("digest", shown.digest) != shown.digest else {}
        return {
            **told,
            "ready": self.looked.is_set() and preview.ready,
            "digest": shown.digest if shown else "",
            "bare": bare_digest(html) if shown else "",
            "styles": [style.decode() for style in _STYLE.findall(html)],
            "problems": problems,
            "bug": self.options.said(bug) if bug else bug,
        }

    def _told(self, problems: Problems) -> list[dict[str, Any]]:
        return [self.options.editor.told(each, problems.excerpts) for each in problems.errors]

    def _bar(self, given: dict[str, str]) -> dict[str, Any]:
        return bar(self.preview, given.get("page", ""), self.options.editor)

    def _warnings(self, given: dict[str, str]) -> dict[str, Any]:
        """How many there are on a page; looking for them takes longer than all else that a row of the table shows."""
        survey, row = self.preview.survey(), None
        if survey and (row := row_of(survey, given.get("page", ""), given.get("language", ""))):
            return {"count": len(warnings_of(self.preview, owners_of(survey, row)))}
        return {"count": 0}

    def _unit(self, given: dict[str, str]) -> dict[str, Any]:
        survey = self.preview.survey()
        return unit(survey, given.get("id", ""), given.get("lang", "")) if survey else {}

    async def _dashboard(self, asked: Asked) -> Answer:
        if not await self._is_read():
            return wait_page(self.options.gate.token, self.options.language)
        given = _given(asked.query)
        page = await self.worker.run(lambda: self._overview(given))
        return page if page is not None else self._missing("")

    def _overview(self, given: dict[str, str]) -> Answer | None:
        survey, options = self.preview.survey(), self.options
        if survey is None:
            return Answer(200, TYPES["html"], self._error_page())
        view: Texts | None
        if given.get("page"):
            view = texts(self.preview, survey, given, options.editor, edit=options.edit)
        else:
            view = Texts(options.said("All pages"), table(self.preview, survey, Filter.of(given), options.editor))
        if view is None:
            return None
        page = plain_page(view.title, view.content,
                          f'<script defer src="{OWN}dashboard.js" data-token="{options.gate.token}"></script>',
                          language=options.language)
        return Answer(200, TYPES["html"], page, policy=OWN_POLICY)

    async def _save(self, asked: Asked, body: bytes) -> Answer:
        """Only what our own script sends: no form of another site can say that it sends JSON, nor our token."""
        if asked.method != "POST":
            return refusal(405)
        same_site = asked.headers.get("sec-fetch-site", "same-origin") == "same-origin"
        if asked.headers.get("content-type") != "application/json" or "origin" not in asked.headers or not same_site:
            return refusal(403)
        status, told = await self.worker.run(lambda: save(self.preview, self.options.request, body))
        await self.hub.tell()
        return Answer(status, TYPES["json"], _json({key: self.options.said(words) for key, words in told.items()}))


def bare_digest(data: bytes) -> str:
    """A digest of a page less the addresses of its style sheets: what differs in those alone need not be reloaded."""
    return digest_bytes(_STYLE.sub(b"", data)) if data else ""


def _given(query: str) -> dict[str, str]:
    """The arguments of an address, each once."""
    try:
        found = parse_qs(query, strict_parsing=bool(query), max_num_fields=20, errors="strict")
    except ValueError:
        return {}
    return {name: values[0] for name, values in found.items()}


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


