"""Line ends in Chinese text, which print no space."""

from sitegen.scripts import HAN, compiled

# Characters that Chinese writes without a space: Han, kana, and punctuation of full width.
_TIGHT = f"[{HAN}\u3001-\u303f\u3041-\u30ff\uff01-\uff65\ufe30-\ufe4f]"

# Punctuation that Chinese and English share; in a Chinese text it is Chinese.
_SHARED = frozenset("“”‘’…—·")


def joins(before: str, after: str, *, chinese: bool) -> bool:
    """Whether a line end between these two characters prints nothing; `chinese` is the text's main script."""
    return _is_tight(before, chinese) and _is_tight(after, chinese)


def _is_tight(char: str, chinese: bool) -> bool:
    return compiled(_TIGHT).match(char) is not None or (chinese and char in _SHARED)
