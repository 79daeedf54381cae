"""Online lookup: an issuer's DID document and status lists, fetched from its site when the user asks for it.

The addresses stand in a file that nobody has checked yet, so little is trusted: https only, public addresses of the
internet only (the one that was looked at is the one that is asked), no way to another server, bounds on time and size.
"""

from __future__ import annotations

import http.client
import ipaddress
import os
import socket
import ssl
import threading
import time
from contextlib import closing, suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

from mooc_kit.credentials.did_web import did_web_address
from mooc_kit.credentials.jcs import read_json
from mooc_kit.credentials.keys import is_did_document

SECONDS = 10.0
"""For one answer, from the first step to the last byte."""
MOST_REDIRECTS = 3
MOST_IN_DOCUMENT = 200_000
"""Bytes of a DID document."""
MOST_IN_LIST = 4_000_000
"""Bytes of a status list."""
LOOPBACK = "MOOC_KIT_ONLINE_LOOPBACK"
"""For tests: the one `host:port` on this machine that may be asked. Nothing else on it or its network ever is."""


class NotFetched(Exception):
    """The answer could not be had; the message says why, in words for people."""


@dataclass
class Online:
    """What was fetched in this run: each address is asked once."""

    seconds: float = SECONDS
    _answers: dict[str, dict[str, Any] | NotFetched] = field(default_factory=dict)

    def did_document(self, did: str) -> dict[str, Any]:
        """The published document of a did:web. Raises NotFetched."""
        try:
            address = did_web_address(did)
        except ValueError as error:
            raise NotFetched(f"{did[:80]} names no web address.") from error
        found = self._json(address, MOST_IN_DOCUMENT)
        if found.get("id") != did or not is_did_document(found):
            raise NotFetched(f"What lies at {address} is not the document of {did}.")
        return found

    def status_list(self, address: str) -> dict[str, Any]:
        """The status list that is published at `address`. Raises NotFetched."""
        found = self._json(address, MOST_IN_LIST)
        if found.get("id") != address:
            raise NotFetched(f"What lies at {address} is another list.")
        return found

    def document(self, address: str) -> dict[str, Any]:
        """The JSON that lies at `address`. Raises NotFetched."""
        return self._json(address, MOST_IN_LIST)

    def _json(self, address: str, most: int) -> dict[str, Any]:
        if address not in self._answers:
            try:
                self._answers[address] = _read(address, most, self.seconds)
            except NotFetched as error:
                self._answers[address] = error
        found = self._answers[address]
        if isinstance(found, NotFetched):
            raise found
        return found


def _read(address: str, most: int, seconds: float) -> dict[str, Any]:
    data = fetch(address, most, seconds)
    try:
        found = read_json(data)
    except ValueError as error:
        raise NotFetched(f"What lies at {address} is no JSON.") from error
    if not isinstance(found, dict):
        raise NotFetched(f"What lies at {address} is no JSON object.")
    return found


def fetch(address: str, most: int, seconds: float = SECONDS) -> bytes:
    """At most `most` bytes from `address`, within `seconds`. Raises NotFetched."""
    end = time.monotonic() + seconds
    asked = address
    for _ in range(MOST_REDIRECTS + 1):
        host, port, path = _parts(asked)
        try:
            status, headers, data = _ask(host, port, path, most, end)
        except ssl.SSLCertVerificationError as error:
            raise NotFetched(f"{host} does not prove who it is: {error.verify_message}.") from error
        except TimeoutError as error:
            raise NotFetched(f"{host} did not answer within {seconds:g} seconds.") from error
        except socket.gaierror as error:
            raise NotFetched(f"{host} is not known. Is there a network, and is the name right?") from error
        except (OSError, ValueError, http.client.HTTPException) as error:
            raise NotFetched(f"{host} could not be asked: {getattr(error, 'strerror', '') or error}.") from error
        if status in (301, 302, 303, 307, 308):
            asked = urljoin(asked, headers.get("location") or "")
            # The other server might be one that only the person who checks can reach, inside their own network.
            if _parts(asked)[:2] != (host, port):
                raise NotFetched(
                    f"{address} leads to another server, {urlsplit(asked).hostname}: that is not followed."
                )
            continue
        if status == 404:
            raise NotFetched(f"There is nothing at {address} (404). The issuer has not published it, or moved it.")
        if status != 200:
            raise NotFetched(f"{host} answered {status} for {address}.")
        if len(data) > most:
            raise NotFetched(f"What lies at {address} is larger than {most:,} bytes.")
        return data
    raise NotFetched(f"{address} leads in a circle.")


def _parts(address: str) -> tuple[str, int, str]:
    """(host, port, path) of an https address without tricks."""
    try:
        parts = urlsplit(address)
        port = parts.port or 443
    except ValueError as error:
        raise NotFetched("The address cannot be read.") from error
    if parts.scheme != "https" or not parts.hostname or parts.username or parts.password or not address.isascii():
        raise NotFetched(f"Only https addresses are asked, not {address[:80]!r}.")
    if any(ord(letter) <= 32 for letter in address):
        raise NotFetched("The address cannot be read.")
    return parts.hostname, port, (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _ask(host: str, port: int, path: str, most: int, end: float) -> tuple[int, http.client.HTTPMessage, bytes]:
    connection = _Pinned(host, port, end)
    # A server that sends a byte now and then never runs into the time-out of one read: the whole is cut off.
    watch = threading.Timer(max(end - time.monotonic(), 0), connection.cut)
    watch.daemon = True
    watch.start()
    try:
        with closing(connection):
            connection.request("GET", path, headers={"Accept": "application/json", "Accept-Encoding": "identity"})
            answer = connection.getresponse()
            data = answer.read(most + 1)
            if time.monotonic() >= end:  # what was cut off looks like an end
                raise TimeoutError
            return answer.status, answer.headers, data
    except (OSError, ValueError, http.client.HTTPException) as error:
        if time.monotonic() >= end:
            raise TimeoutError from error
        raise
    finally:
        watch.cancel()


class _Pinned(http.client.HTTPSConnection):
    """A connection to the very address that was found to be public: a name that changes its mind gains nothing."""

    def __init__(self, host: str, port: int, end: float) -> None:
        self._end = end
        self._tls = ssl.create_default_context()
        super().__init__(host, port, context=self._tls)

    def connect(self) -> None:
        last: OSError = OSError("no address")
        for place in _public_places(self.host, self.port):
            try:
                plain = socket.create_connection(place, timeout=self._left())
            except OSError as error:
                last = error
                continue
            plain.settimeout(self._left())
            self.sock = self._tls.wrap_socket(plain, server_hostname=self.host)
            return
        raise last

    def cut(self) -> None:
        """End the connection, also in the middle of an answer."""
        if self.sock is not None:
            with suppress(OSError):
                self.sock.shutdown(socket.SHUT_RDWR)

    def _left(self) -> float:
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left


def _public_places(host: str, port: int) -> list[tuple[str, int]]:
    """The addresses of `host`, all of them in the public internet. Raises NotFetched where one is not."""
    found = [str(place[4][0]) for place in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    for text in found:
        address = ipaddress.ip_address(text.partition("%")[0])
        mapped = getattr(address, "ipv4_mapped", None) or address
        is_allowed = mapped.is_loopback and os.environ.get(LOOPBACK) == f"{host}:{port}"
        if not is_allowed and not is_public(text):
            raise NotFetched(f"{host} lies in a private network ({text}), where no issuer publishes. It was not asked.")
    return [(text, port) for text in dict.fromkeys(found)]


def is_public(text: str) -> bool:
    """Whether the address `text` is one of the public internet itself, and not a way to another address.

    Python's own `is_global` differs from version to version, so the registries are written out here.
    """
    address = ipaddress.ip_address(text.partition("%")[0])
    address = getattr(address, "ipv4_mapped", None) or address
    if address.version == 4:
        return not any(address in network for network in _SPECIAL_4)
    return address in _UNICAST_6 and not any(address in network for network in _SPECIAL_6)


# https://www.iana.org/assignments/iana-ipv4-special-registry and -ipv6-special-registry, and multicast.
_SPECIAL_4 = [
    ipaddress.IPv4Network(network)
    for network in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/3",
    )
]
_UNICAST_6 = ipaddress.IPv6Network("2000::/3")
"""All that is given out to the internet. NAT64, compatible, local and site-local addresses lie outside of it."""
_SPECIAL_6 = [
    ipaddress.IPv6Network(network) for network in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")
]  # Teredo, ORCHID and others, examples, 6to4, examples
