"""Who may ask: this preview's own pages, under its own names."""

import hmac
import re
from collections.abc import Mapping
from ipaddress import ip_address
from typing import NamedTuple

_HOST = re.compile(r"(\[[0-9a-f:.]{2,45}\]|[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?)(?::([0-9]{1,5}))?")
_OWN = ("localhost", "127.0.0.1", "[::1]")


class Gate(NamedTuple):
    """Lets through what comes from this preview's own pages."""

    port: int
    token: str
    """Random, of this run; whoever knows it can read the preview's pages."""
    names: frozenset[str] = frozenset()
    """Further names under which the preview is shown on purpose."""

    def host_refusal(self, headers: Mapping[str, str], own_address: str) -> int:
        """The status with which a request to another host is refused; 0 for one to us.

        A page of the attacker's can give its own name our address; it cannot make the browser say another Host.
        `own_address` is where the connection arrived.
        """
        host = headers.get("host", "").lower()
        found = _HOST.fullmatch(host)
        if found is None or "host" not in headers:
            return 400
        name, port = found[1], int(found[2] or 80)
        return 0 if port == self.port and (self._is_own(name) or name == _literal(own_address)) else 403

    def _is_own(self, name: str) -> bool:
        return name in _OWN or name.endswith(".localhost") or name in self.names

    def origin_refusal(self, headers: Mapping[str, str], *, page: bool) -> int:
        """The status with which another site's request is refused; 0 for our own, and for following a link to a page.

        `page`: what is asked for is one that people open.
        """
        origin = headers.get("origin")
        if origin is not None and origin.lower() != f"http://{headers.get('host', '').lower()}":
            return 403
        site = headers.get("sec-fetch-site", "none")
        if site in ("same-origin", "none"):
            return 0
        opened = headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") == "document"
        return 0 if page and opened else 403

    def knows(self, token: str) -> bool:
        """Whether this is the token of this run; how long the comparison takes tells nothing."""
        return hmac.compare_digest(token.encode(), self.token.encode())


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches a server at that name."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _literal(address: str) -> str:
    """An address as it stands in a URL."""
    return f"[{address}]" if ":" in address else address
