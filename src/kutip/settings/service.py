"""The settings of the service: who may ask, what stands before it, and what it reports of itself."""

import ipaddress
import re
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr
from pydantic_settings import NoDecode

from kutip.settings.authority import Authority, authority_of_origin
from kutip.settings.environment import Allowed, FromEnvironment

_ROOT_PATH = re.compile(r"(?:/[A-Za-z0-9._~-]+)*")
_TOKEN = re.compile(r"[^\s\x00-\x1f\x7f]*")


def _listed(given: Any) -> Any:
    """The items of a list that a variable gives with commas between them; any other value as it is."""
    return tuple(filter(None, (item.strip() for item in given.split(",")))) if isinstance(given, str) else given


def _hosts(hosts: tuple[str, ...]) -> tuple[str, ...]:
    for host in hosts:
        if Authority.read(host) is None:
            raise ValueError(f"{host!r} is not a host such as papers.example or 10.0.0.5:8000")
    return tuple(host.lower() for host in hosts)


def _origins(origins: tuple[str, ...]) -> tuple[str, ...]:
    trimmed = tuple(origin.lower().removesuffix("/") for origin in origins)
    for origin in trimmed:
        if authority_of_origin(origin) is None:
            raise ValueError(f"{origin!r} is not an origin such as https://papers.example")
    return trimmed


def _proxies(proxies: tuple[str, ...]) -> tuple[str, ...]:
    for proxy in proxies:
        try:
            ipaddress.ip_network(proxy)
        except ValueError as error:
            raise ValueError(f"{proxy!r} is not an IP address or a network such as 10.0.0.0/8") from error
    return proxies


def _root_path(path: str) -> str:
    trimmed = path.removesuffix("/")
    if not _ROOT_PATH.fullmatch(trimmed) or {".", ".."} & {*trimmed.split("/")}:
        raise ValueError("it is not a path such as /kutip")
    return trimmed


def _token(token: SecretStr) -> SecretStr:
    if not _TOKEN.fullmatch(token.get_secret_value()):
        raise ValueError("it has a space or a control character, which no request could send")
    return token


_Hosts = Annotated[
    tuple[str, ...], NoDecode, BeforeValidator(_listed), AfterValidator(_hosts), Allowed("hosts, with commas between")
]
_Origins = Annotated[
    tuple[str, ...],
    NoDecode,
    BeforeValidator(_listed),
    AfterValidator(_origins),
    Allowed("origins such as https://papers.example, with commas between"),
]
_Proxies = Annotated[
    tuple[str, ...],
    NoDecode,
    BeforeValidator(_listed),
    AfterValidator(_proxies),
    Allowed("IP addresses or networks, with commas between"),
]


class ServiceSettings(FromEnvironment):
    """Who may ask the service, and what stands before it; by default only this machine asks, and pages of ours."""

    hosts: _Hosts = Field(
        default=(),
        description="Further hosts that requests may name, with a port or for any port: papers.example. Loopback names"
        " and the address listened on need no entry; any other Host gets a 421, since a web page could otherwise read"
        " the papers by giving its own name this machine's address (DNS rebinding).",
    )
    origins: _Origins = Field(
        default=(),
        description="Other web sites whose pages may ask and read the API (CORS). Pages of any other site get a 403.",
    )
    token: Annotated[SecretStr, AfterValidator(_token), Allowed("any text without spaces")] = Field(
        default=SecretStr(""),
        description="Access token that each request gives, as `Authorization: Bearer …`, or in a browser as the"
        " password with any user name. Needed to listen on an address that other machines reach.",
    )
    proxies: _Proxies = Field(
        default=(),
        description="Reverse proxies whose X-Forwarded-For, -Proto and -Host are believed. None by default, since"
        " any client can send these headers.",
    )
    root_path: Annotated[str, AfterValidator(_root_path), Allowed("a path such as /kutip, or nothing")] = Field(
        default="",
        description="Path below which a reverse proxy shows the service, whether or not the proxy takes it off: all"
        " links of the pages begin with it.",
    )
    access_log: bool = Field(default=True, description="Write a line of JSON for each request to standard output.")
    log_queries: bool = Field(
        default=False,
        description="Write the query or question into these lines too. Off, since it says what a person works on.",
    )
    metrics: bool = Field(
        default=True, description="Give counts and times of requests under /metrics, in the form of Prometheus."
    )
