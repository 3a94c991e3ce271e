"""Addresses of documents in a form that lists of addresses and domains can be compared with."""

import re
from contextlib import suppress

import pyarrow as pa

ADDRESS = re.compile(
    r"\s*(?:[a-z][a-z0-9+.-]*:)?(?://)?(?:[^/?#@]*@)?(\[[^\]/?#]*\]|[^/?#:]*)(?::\d*)?([^#]*)",
    re.IGNORECASE | re.DOTALL,
)
IPV4 = re.compile(r"\d+\.\d+\.\d+\.\d+")


def parts(url: str) -> tuple[str, str]:
    """Host (lower case, ASCII form, no full stop at its end) and path with query; empty texts for no address."""
    match = ADDRESS.match(url)
    host, path = (match[1].lower().rstrip("."), match[2].rstrip()) if match else ("", "")
    if not host.isascii():
        with suppress(UnicodeError):  # no name that could be looked up is compared as it stands
            host = host.encode("idna").decode()
    return host, path


def domains_of(url: str) -> list[str]:
    host, _ = parts(url)
    if not host or host.startswith("[") or IPV4.fullmatch(host):
        return [host] if host else []
    labels = host.split(".")
    return [".".join(labels[i:]) for i in range(max(1, len(labels) - 1))]


def key_of(url: str) -> str:
    host, path = parts(url)
    return host.removeprefix("www.") + path.rstrip("/")


def url_domains(urls: pa.Array) -> pa.ListArray:
    """The host of an address and every domain above it but the last label, so that a domain covers its subdomains.

    Input: string array of addresses, with or without a scheme; NULL allowed.
    Output: list<string>: `a.b.example.com` gives itself, `b.example.com` and `example.com`; an IP address itself alone;
        empty where there is no host. NULL for NULL.
    Errors: none.
    Cost: 3 microseconds an address.
    """
    return pa.array([None if url is None else domains_of(url) for url in urls.to_pylist()], pa.list_(pa.string()))


def url_keys(urls: pa.Array) -> pa.Array:
    """An address without what does not tell pages apart: scheme, user, port, `www.`, last slash, fragment.

    Input: string array of addresses; NULL allowed.
    Output: string; the host in lower case and its ASCII form, path and query as they stand. NULL for NULL.
    Errors: none.
    Cost: 3 microseconds an address.
    """
    return pa.array([None if url is None else key_of(url) for url in urls.to_pylist()], pa.string())
