"""Which targets of links and images are addresses, which are record links, and what is wrong with the rest."""

import re
from typing import Literal, NamedTuple

from sitegen.scripts import compiled

Kind = Literal["address", "record", "list", "refused"]

SCHEMES = frozenset({"http", "https", "mailto", "tel"})
LISTS = frozenset({"timeline", "members", "people", "countries", "events", "news", "publications"})
RECORDS = frozenset({"person", "member", "organisation", "event", "news", "publication", "page", "count"})

_RECORD_HELP = (
    "to print a fact write a link without text, such as [](person:some-id), [](member:some-id), [](event:some-slug) or "
    "[](count:members)"
)
_PLAIN_ADDRESS = re.compile(r"(?:https?://[A-Za-z0-9]|(?!//))[A-Za-z0-9_./#?=&%+~,;\-]+")
"""Most addresses, of which nothing can be said."""
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):")
# What browsers drop or trim before they look for a scheme, and what hides an address from its reader.
_UNSEEN = r"[\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]"
_USER = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*://[^/?#]*@")


class Judgement(NamedTuple):
    """What a target is; a refused one says why."""

    kind: Kind
    code: str = ""
    message: str = ""
    help: str = ""


ADDRESS = Judgement("address")


def judge(target: str, *, has_text: bool) -> Judgement:
    """What a target, as typed, is in a link with or without text."""
    if not has_text and (record := _record_kind(target)):
        return Judgement(record)
    if not target:
        return Judgement("refused", "E-LINK-EMPTY", "This link leads nowhere: its address is empty.",
                         "put the address between the round brackets: [text](https://example.org/)")
    return judge_address(target)


def judge_address(target: str) -> Judgement:
    """Whether a target may be printed as an address: http, https, mailto, tel, or a path of this site."""
    if _PLAIN_ADDRESS.fullmatch(target):
        return ADDRESS
    visible = compiled(_UNSEEN).sub("", target).strip()
    scheme = _SCHEME.match(visible)
    if scheme and scheme[1].lower() not in SCHEMES:
        return _refused_scheme(scheme[1].lower(), visible)
    if problem := _malformed(target, visible, scheme[1].lower() if scheme else ""):
        return Judgement("refused", "E-LINK-FORM", f'"{visible}" is not an address that readers can trust: {problem}.',
                         "write the whole address, https://example.org/page, or a path of this site, /events/")
    return ADDRESS


def _record_kind(target: str) -> Literal["record", "list", ""]:
    name, colon, argument = target.partition(":")
    if name in LISTS and (not colon or "=" in argument):
        return "list"
    if name in RECORDS and argument.strip():
        return "record"
    return ""


def _refused_scheme(scheme: str, target: str) -> Judgement:
    if scheme in RECORDS | LISTS:
        return Judgement("refused", "E-LINK-SCHEME", f'"{target}" names a record, and is not an address.', _RECORD_HELP)
    return Judgement("refused", "E-LINK-SCHEME", f'"{scheme}:" is not a kind of address that may be linked.',
                     "use https, http, mailto or tel, or a path of this site such as /events/")


def _malformed(target: str, visible: str, scheme: str) -> str:
    """Why an address of an allowed kind is refused; empty if it is not."""
    if compiled(_UNSEEN).search(target):
        return "it contains invisible characters"
    if "\\" in target:
        return "it contains a backslash"
    if visible.startswith("//"):
        return "it begins with // and no https:"
    if scheme in ("http", "https") and not re.match(r"[a-z]+://[^/?#]", visible, re.IGNORECASE):
        return f"after {scheme}: must come // and the name of a site"
    if _USER.match(visible):
        return "it names a user before the site (the part before @)"
    return ""
