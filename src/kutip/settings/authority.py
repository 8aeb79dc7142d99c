"""A host with a port, as the header Host, an Origin and the settings write it: "papers.example:8000", "[::1]:8000"."""

import ipaddress
import re
from dataclasses import dataclass
from typing import Self

_FORM = re.compile(
    r"(?P<name>\[[0-9a-f:.]{2,45}\]|[a-z0-9_](?:[a-z0-9._-]{0,251}[a-z0-9_])?)(?::(?P<port>[0-9]{1,5}))?"
)
_ORIGIN = re.compile(r"[a-z][a-z0-9+.-]{0,30}://(?P<authority>[^/?#]+)")
_LARGEST_PORT = 65535


@dataclass(frozen=True, slots=True)
class Authority:
    """A host and its port.

    Attributes:
        name: In lower case; an IP address in its shortest form, without brackets: "localhost", "127.0.0.1", "::1".
        port: 0 to 65535; None if none is written.
    """

    name: str
    port: int | None

    @classmethod
    def read(cls, text: str) -> Self | None:
        """Read an authority; None for any text that is none.

        >>> Authority.read("[0:0::1]:8000")
        Authority(name='::1', port=8000)
        """
        found = _FORM.fullmatch(text.lower())
        if found is None or int(found["port"] or 0) > _LARGEST_PORT:
            return None
        name, port = found["name"], found["port"]
        if name.startswith("["):
            address = ip_address(name[1:-1])
            if address is None or ":" not in name:
                return None
            name = str(address)
        return cls(name, int(port) if port else None)

    @property
    def is_loopback(self) -> bool:
        """Whether the name is `localhost` or an address that only programs on this machine reach."""
        address = ip_address(self.name)
        return self.name == "localhost" if address is None else address.is_loopback


def ip_address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """Read an IP address; an IPv4 address that is written as IPv6 becomes IPv4; None for any other text."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def authority_of_origin(origin: str) -> Authority | None:
    """The authority in an Origin such as "https://papers.example"; None for "null" and whatever else is no origin."""
    found = _ORIGIN.fullmatch(origin.lower())
    return Authority.read(found["authority"]) if found else None
