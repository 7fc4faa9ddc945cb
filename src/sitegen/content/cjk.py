"""Chinese in Markdown: emphasis beside Chinese punctuation.

The rules are those of the CommonMark CJK-friendly amendments
(https://github.com/tats-u/markdown-cjk-friendly, specification.md): where CommonMark asks for white space or
punctuation beside a run of asterisks, a Chinese, Japanese or Korean character serves as well.
"""

import unicodedata
from functools import lru_cache

from markdown_it.common.utils import isWhiteSpace
from markdown_it.rules_inline.state_inline import Scanned, StateInline

from sitegen.scripts import compiled

_SPACE, _PUNCTUATION, _CJK = 1, 2, 4

# East Asian Width wide, full or half (or Hangul), less what is an emoji by default; Unicode 16.
_WIDE = (
    "[\u1100-\u11ff\u20a9\u2329\u232a\u2630-\u2637\u268a-\u268f\u2e80-\u2e99\u2e9b-\u2ef3\u2f00-\u2fd5\u2ff0-\u303e"
    "\u3041-\u3096\u3099-\u30ff\u3105-\u312f\u3131-\u318e\u3190-\u31e5\u31ef-\u321e\u3220-\u3247\u3250-\ua48c"
    "\ua490-\ua4c6\ua960-\ua97c\uac00-\ud7a3\ud7b0-\ud7c6\ud7cb-\ud7fb\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe52"
    "\ufe54-\ufe66\ufe68-\ufe6b\uff01-\uffbe\uffc2-\uffc7\uffca-\uffcf\uffd2-\uffd7\uffda-\uffdc\uffe0-\uffe6"
    "\uffe8-\uffee\U00016fe0-\U00016fe4\U00016ff0-\U00016ff6\U00017000-\U00018cd5\U00018cff-\U00018d1e"
    "\U00018d80-\U00018df2\U0001aff0-\U0001aff3\U0001aff5-\U0001affb\U0001affd\U0001affe\U0001b000-\U0001b122"
    "\U0001b132\U0001b150-\U0001b152\U0001b155\U0001b164-\U0001b167\U0001b170-\U0001b2fb\U0001d300-\U0001d356"
    "\U0001d360-\U0001d376\U0001f200\U0001f202\U0001f210-\U0001f219\U0001f21b-\U0001f22e\U0001f230\U0001f231"
    "\U0001f237\U0001f23b\U0001f240-\U0001f248\U0001f260-\U0001f265\U00020000-\U0003fffd]"
)


class CjkState(StateInline):
    """markdown-it's inline state, with runs of emphasis marks judged by the CJK-friendly rules."""

    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:
        """Whether the run of marks at `start` can open and close emphasis, and how long it is."""
        source, end = self.src, start + 1
        while end < self.posMax and source[end] == source[start]:
            end += 1
        before = _kind_before(source, start)
        after = _kind(source[end]) if end < self.posMax else _SPACE
        follows_break = before & (_SPACE | _CJK) or before == _PUNCTUATION
        precedes_break = after & (_SPACE | _CJK) or after == _PUNCTUATION
        left = bool(not after & _SPACE and (after != _PUNCTUATION or follows_break))
        right = bool(not before & _SPACE and (before != _PUNCTUATION or precedes_break))
        can_open = left and (canSplitWord or not right or bool(before & _PUNCTUATION))
        can_close = right and (canSplitWord or not left or bool(after & _PUNCTUATION))
        return Scanned(can_open, can_close, end - start)


def _kind_before(source: str, start: int) -> int:
    """What precedes position `start`; a variation selector belongs to the character before it."""
    if start == 0:
        return _SPACE
    char = source[start - 1]
    if "\ufe00" <= char <= "\ufe0e" and start > 1:
        base = source[start - 2]
        return _kind(base) | (_CJK if char == "\ufe01" and base in "‘’“”" else 0)
    if "\U000e0100" <= char <= "\U000e01ef":
        return _CJK
    return _kind(char)


@lru_cache(maxsize=8192)
def _kind(char: str) -> int:
    """Flags: white space, punctuation, CJK. Punctuation that is not CJK is exactly `_PUNCTUATION`."""
    if isWhiteSpace(ord(char)):
        return _SPACE | (_CJK if compiled(_WIDE).match(char) else 0)
    punctuation = _PUNCTUATION if unicodedata.category(char)[0] in "PS" else 0
    return punctuation | (_CJK if compiled(_WIDE).match(char) else 0)
