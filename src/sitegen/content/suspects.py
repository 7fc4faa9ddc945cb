"""Whether a YAML text may say something else than its author meant: nearly every text is cleared here at once."""

import re

from sitegen.scripts import compiled

ODD = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"

CURLY = "“”„‟‘’‚"

_RARE_CHARACTER = re.compile(f"[{ODD}{CURLY}：]")
_HASH = re.compile(r"""[ \t,\[\]{}"'>|+\-]#""")
_RARE_LINE = re.compile(r"\n[ \t]*+[A-Za-z_][\w\-]*+:[^\s/]")
_SUSPECT = (
    rf"(?m)[:\-][ \t]*+[{ODD}{CURLY}]"  # a blank that YAML takes for text, or a curly quote, at the start of a value
    rf"|^[ \t\-]*+[{ODD}]"  # such a blank as indentation
    r"|^[ \t\-]*+[\w\"'][\w\"'\-]*+[ \t]*+："  # a full-width colon behind a key
    r"|^[ \t]*+[A-Za-z_][\w\-]*+:[^\s/]"  # no blank behind the colon
    r"|\S[ \t]#"  # a comment that may have been words
    r"|[,\[\]{}\"'>|+\-]#"  # words behind a sign that makes them a comment
)


def is_suspect(text: str) -> bool:
    """Whether a text that could be read may still not say what its author meant."""
    rare = ("#" in text and _HASH.search(text)) or _RARE_LINE.search("\n" + text) or (
        not text.isascii() and _RARE_CHARACTER.search(text))
    return bool(rare) and compiled(_SUSPECT).search(text) is not None
