"""Addresses and file names as they are typed: what may be published, and why the rest may not."""

import re
import unicodedata
from urllib.parse import urlsplit

from sitegen.diagnostics import Diagnostic, error, warning

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):")
_CONTROL = re.compile(r"[\x00-\x20\x7f-\xa0\u3000\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\U000e0000-\U000e007f]")
_HOST = re.compile(r"[\w\-]+(?:\.[\w\-]+)*\.?|\[[0-9A-Fa-f:.]+\]")
_RESERVED = frozenset(["con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(1, 10))])
_SERVER_FILES = frozenset(["cname", "_headers", "_redirects"])
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f-\x9f<>:"/\\|?*%#]')
_UNWRITTEN = re.compile(r'["<>\[\]^`{|}]|%(?![0-9A-Fa-f]{2})')
_SAFE_SEGMENT = re.compile(r"[a-z0-9](?:[a-z0-9\-]{0,198}[a-z0-9])?")
LONGEST_SEGMENT = 255
"""Bytes of UTF-8 in one name of a published path, extension included."""


def check_address(text: str, *, absolute: bool = False) -> Diagnostic | None:
    """Whether an address is http, https, mailto or (unless `absolute`) relative, and hides nothing."""
    bad = _CONTROL.search(text)
    if bad:
        return error("E-URL", f"The address contains the character U+{ord(bad[0]):04X}, which no address has.",
                     "Delete it, or copy the address again from the browser's address line.")
    if "\\" in text:
        return error("E-URL", f'"{text}" contains a backslash.', "Write / instead.")
    if text.startswith("//"):
        return error("E-URL", f'"{text}" does not say how to get there.', f"Write https:{text}.")
    scheme = _SCHEME.match(text)
    if scheme is None:
        return _check_relative(text) if absolute else None
    if scheme[1].lower() == "mailto":
        return error("E-URL", f'"{text}" is an e-mail address, not a web address.', "Write an address that begins "
                     "with https://.") if absolute else check_email(text[7:].split("?", 1)[0])
    if scheme[1].lower() not in ("http", "https"):
        return error("E-URL", f'"{scheme[1]}:" addresses are not published.',
                     "Write an address that begins with https://.")
    return _check_web(text)


def write_address(text: str) -> str:
    """An address with characters that no address has, such as `{` and `|`, written as browsers write them."""
    before, mark, fragment = text.partition("#")
    if not _UNWRITTEN.search(text) and "#" not in fragment:
        return text
    # The brackets of an IPv6 address belong to its host.
    host = re.match(r"[A-Za-z]+://[^/?]*|", before)[0]  # type: ignore[index]
    return host + _encode(before[len(host):]) + mark + _encode(fragment).replace("#", "%23")


def _encode(text: str) -> str:
    return _UNWRITTEN.sub(lambda found: f"%{ord(found[0]):02X}", text)


def _check_relative(text: str) -> Diagnostic:
    host = text.split("/", 1)[0]
    if "." in host and not text.startswith((".", "/")):
        return error("E-URL", f'"{text}" is not a complete web address.', f"Write https://{text}.")
    return error("E-URL", f'"{text}" is not a web address.', "Write an address that begins with https://.")


def _check_web(text: str) -> Diagnostic | None:
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return error("E-URL", f'"{text}" is not an address that a browser understands.',
                     "Copy the address again from the browser's address line.")
    if "@" in parts.netloc:
        address = f"https://{host}{parts.path}"
        return error("E-URL", f'"{text}" has a user name before the host: it leads to {host}.',
                     f"If {host} is meant, write {address}.")
    typed_host = parts.netloc.rsplit(":", 1)[0] if parts.port else parts.netloc
    if not text[len(parts.scheme):].startswith("://") or not _HOST.fullmatch(typed_host):
        return error("E-URL", f'"{text}" has no host that can be reached.', "Write it like https://example.org/page.")
    return _check_host(host)


def _check_host(host: str) -> Diagnostic | None:
    """Warns of a host in other letters than ASCII, showing both ways to write it: look-alikes are told apart so."""
    if host.isascii() and "xn--" not in host:
        return None
    try:
        other = host.encode("ascii").decode("idna") if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        return error("E-URL", f'"{host}" is not a host name.',
                     "Copy the address again from the browser's address line.")
    return warning("W-URL-HOST", f'The host "{host}" is also written "{other}". Is that the site you mean?',
                   "If it is, nothing need be done; if it only looks like it, correct the address.")


def check_email(text: str) -> Diagnostic | None:
    """Whether a text can be an e-mail address."""
    if re.fullmatch(r"[^\s@<>\"'(),:;\\\[\]]+@[\w\-]+(?:\.[\w\-]+)+", text):
        return None
    return error("E-EMAIL", f'"{text}" is not an e-mail address.', "Write it like office@example.org.")


def check_file(text: str) -> Diagnostic | None:
    """Whether a text can name a file relative to its page's folder."""
    if _CONTROL.sub("", text.replace(" ", "")) != text.replace(" ", ""):
        return error("E-FILE-PATH", "The file's name contains a character that cannot be seen.", "Type the name again.")
    if "\\" in text:
        return error("E-FILE-PATH", f'"{text}" contains a backslash.', f"Write {text.replace(chr(92), '/')}.")
    if _SCHEME.match(text) or text.startswith("//"):
        return error("E-FILE-PATH", f'"{text}" is an address, not a file.', f"Write url: {text}, or the file's name.")
    if text.startswith("/"):
        return error("E-FILE-PATH", f'"{text}" begins with a slash.',
                     "Put the file in the page's folder and write its name, for example programme.pdf.")
    return None


def check_alias(text: str) -> Diagnostic | None:
    """Whether a text is a path on this site from which readers may be led on."""
    problem = check_address(text)
    if problem is not None:
        return problem
    if not text.startswith("/"):
        return error("E-ALIAS", f'The former address "{text}" does not begin with a slash.',
                     f"Write /{re.sub('^[A-Za-z]+://[^/]*/?', '', text)}.")
    for segment in text.strip("/").split("/"):
        bad = check_segment(segment) if segment else error("E-PATH", f'"{text}" names nothing.', "Write /old/address/.")
        if bad is not None:
            return bad
    return None


def check_slug(text: str, *, extra: int = 0) -> Diagnostic | None:
    """Whether a name can be the last part of a page's address."""
    if text == "page" or (len(text) == 4 and text.isascii() and text.isdigit()):
        return error("E-SLUG", f'"{text}" cannot be a page\'s name in addresses: lists use it for their own pages.',
                     "Choose another name, or give slug: another-name.")
    return check_segment(text, extra=extra)


def check_segment(text: str, *, extra: int = 0) -> Diagnostic | None:
    """Whether a name can stand in a published path on every system.

    `extra` is the number of bytes that an extension will add to it.
    """
    if _SAFE_SEGMENT.fullmatch(text) and text not in _RESERVED and text not in _SERVER_FILES:
        return None
    shown = _escape(text)
    size = len(text.encode("utf-8", "replace")) + extra
    if size > LONGEST_SEGMENT:
        return error("E-PATH", f'The name "{shown[:20]}…" is too long: segment of {size} of {LONGEST_SEGMENT} bytes.',
                     "Shorten it; a Chinese character counts as three bytes.")
    compatible = unicodedata.normalize("NFKC", text)
    if not text.isascii() and not re.search(r"\w", text) and not _FORBIDDEN.search(compatible):
        return error("E-SLUG", f'"{shown}" has no letter or digit, so it cannot be an address.',
                     "Give slug: and a name, for example slug: innovation-workshop.")
    reason = _reason(text, compatible)
    if reason:
        return error("E-PATH", f'The path "{shown}" is not allowed: {reason}.',
                     "Use letters, digits and hyphens, for example innovation-workshop.")
    return None


def _reason(text: str, compatible: str) -> str:
    """Why a name is refused, also in its form without full-width letters and signs; empty if it is not."""
    forbidden = _FORBIDDEN.search(compatible)
    if forbidden:
        return f"it contains U+{ord(forbidden[0]):04X}" if ord(forbidden[0]) < 32 else f"it contains {forbidden[0]}"
    if _CONTROL.sub("", text.replace(" ", "")) != text.replace(" ", ""):
        return "it contains a character that cannot be seen"
    if any(0xD800 <= ord(character) <= 0xDFFF for character in text):
        return "its name is not UTF-8"
    if compatible.startswith("."):
        return "it begins with a full stop"
    if compatible.startswith(("-", "_")):
        return f"it begins with {compatible[0]}"
    if compatible != compatible.rstrip(". ") or compatible != compatible.lstrip():
        return "it begins or ends with a space or ends with a full stop"
    if compatible.split(".", 1)[0].casefold() in _RESERVED:
        return "Windows keeps the name for itself"
    if not re.search(r"\w", compatible):
        return "it has no letter or digit"
    if compatible.casefold() in _SERVER_FILES:
        return "web servers give the name a meaning"
    return ""


def _escape(text: str) -> str:
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)
