"""Asks the W3C's feed validator about every Atom feed of published trees.

usage: python benchmarks/feeds.py FEEDVALIDATOR/src TREE…

The validator is no package: it is its repository, w3c/feedvalidator, with html5lib installed. It knows three levels, of
which AAA holds all that it has to say.
"""

import re
import sys
from pathlib import Path
from typing import Any

LEVELS = ("A", "AA", "AAA")


def messages(validator: Any, feed: bytes) -> dict[str, list[str]]:
    """What it says of a feed at each level, read from where the feed says it is."""
    self_link = re.search(rb'<link rel="self"[^>]*href="([^"]+)"', feed)
    told = validator.validateString(feed, firstOccurrenceOnly=1, base=self_link[1].decode() if self_link else "")
    return {level: [str(type(each).__name__) for each in getattr(validator.compatibility, level)(told["loggedEvents"])]
            for level in LEVELS}


def main() -> None:
    """The command line: what is said of each feed, how many there were, and that a damaged one is found."""
    sys.path.insert(0, sys.argv[1])
    import feedvalidator  # type: ignore[import-not-found]
    from feedvalidator import compatibility

    feedvalidator.compatibility = compatibility
    feeds = [path for tree in sys.argv[2:] for path in sorted(Path(tree).rglob("*.atom"))]
    counts = dict.fromkeys(LEVELS, 0)
    for path in feeds:
        for level, found in messages(feedvalidator, path.read_bytes()).items():
            counts[level] += len(found)
            if found and level == "AAA":
                print(f"{path}: {', '.join(found)}")
    damaged = re.sub(rb"(<entry>\s*)<id>[^<]*</id>", rb"\1", feeds[0].read_bytes(), count=1)
    print(f"{len(feeds)} feeds; messages: {counts}; without the id of an entry: {messages(feedvalidator, damaged)}")


if __name__ == "__main__":
    main()
