"""JSON Feed 1.1: what the Atom feed says, for those who read JSON."""

import json
from typing import Any

from sitegen.model import Artifact, FeedEntry
from sitegen.render.words import SECTIONS, Say, language_named, status_title, words_in
from sitegen.tracing import Fetch

VERSION = "https://jsonfeed.org/version/1.1"


def print_json_feed(artifact: Artifact, fetch: Fetch) -> str:
    """The feed of a section in one language."""
    language = language_named(fetch, artifact.language)
    say = words_in(language, fetch)
    feed = fetch(("feed", language.code, artifact.subject[1]))
    return json.dumps({
        "version": VERSION,
        "title": f"{say(SECTIONS[feed['section']])} – {feed['title'].text}",
        "home_page_url": feed["url"],
        "feed_url": feed["json"],
        "language": language.lang,
        "authors": [{"name": feed["author"].text}],
        "items": [_item(entry, say) for entry in feed["entries"]],
    }, ensure_ascii=False, indent=1) + "\n"


def _item(entry: FeedEntry, say: Say) -> dict[str, Any]:
    title = status_title(say, entry.status, entry.title.text)
    given = {
        "id": entry.id,
        "url": entry.url,
        "title": title,
        "content_text": entry.summary or title,
        "date_published": entry.published,
        "date_modified": entry.updated,
        "authors": [{"name": name} for name in entry.authors],
        "tags": [tag.text for tag in entry.tags],
        "language": entry.lang,
    }
    return {key: value for key, value in given.items() if value}
