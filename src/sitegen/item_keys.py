"""What a translation calls an item of a list: the one name by which its texts are merged, found and recorded."""

from typing import Any

from sitegen.model import Appearance, Correction, FileLink, FooterLink, Picture, Role, Session
from sitegen.moments import iso


def item_key(item: Any) -> str:
    """The item's own key; empty where it has none."""
    match item:
        case Session():
            return item.id
        case FileLink():
            return (item.file or item.url).removeprefix("./")
        case Picture():
            return item.src.removeprefix("./")
        case Appearance():
            return item.person
        case Role():
            return item.role
        case FooterLink():
            return item.url.partition("#")[0].strip("/")
        case Correction():
            return iso(item.date)
    return ""
