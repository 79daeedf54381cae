"""Asking the issuer's site, over real https on this machine: what is fetched, what is refused, and how that is told."""

from __future__ import annotations

import json
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from mooc_kit.credentials import online, proof
from mooc_kit.credentials.badge import Issuer
from mooc_kit.credentials.keys import SigningKey, did_document
from mooc_kit.credentials.status import list_credential
from tests.conftest import Run
from tests.credentials.documents import CREATED, river_badge

Answer = Callable[[BaseHTTPRequestHandler], None]


def _json(found: Any) -> Answer:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        data = found if isinstance(found, bytes) else json.dumps(found).encode()
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(data)))
        handler.end_headers()
        handler.wfile.write(data)

    return answer


def _status(code: int, **headers: str) -> Answer:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(code)
        for name, value in {"Content-Length": "0", **headers}.items():
            handler.send_header(name, value)
        handler.end_headers()

    return answer


def _drip(handler: BaseHTTPRequestHandler) -> None:
    try:
        for letter in "HTTP/1.1 200 OK\r\nX-Slow: " + "x" * 200:
            handler.wfile.write(letter.encode())
            handler.wfile.flush()
            time.sleep(0.05)
    except OSError:
        pass


class Site:
    """A web site on this machine that answers as `pages` say; `asked` are the paths that were asked for."""

    def __init__(self, folder: Path) -> None:
        self.pages: dict[str, Answer] = {}
        self.asked: list[str] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                site.asked.append(self.path)
                site.pages.get(self.path, _status(404))(self)
                self.close_connection = True

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.certificate = _certificate(folder)
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(self.certificate)
        self.server.socket = tls.wrap_socket(self.server.socket, server_side=True)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.port = self.server.server_address[1]
        self.did = f"did:web:localhost%3A{self.port}:watch"
        self.key = SigningKey.from_seed(b"a seed for tests, never for work", f"{self.did}#key-1")
        self.list = f"https://localhost:{self.port}/watch/status/0.json"
        self.env = {"SSL_CERT_FILE": str(self.certificate), online.LOOPBACK: f"localhost:{self.port}"}
        self.document = did_document(self.did, [("key-1", self.key.public)])

    def publish(self, *revoked: int) -> None:
        issuer = Issuer(id=self.did, name="Open Rivers Institute")
        self.pages["/watch/did.json"] = _json(self.document)
        listing = proof.sign(list_credential(self.list, issuer, revoked, CREATED), self.key, CREATED)
        self.pages["/watch/status/0.json"] = _json(listing)

    def badge(self, folder: Path) -> Path:
        badge = river_badge(self.did, valid_from="2026-04-01T12:00:00Z")
        status = {"id": f"{self.list}#4711", "statusListCredential": self.list}
        badge["credentialStatus"] = badge["credentialStatus"] | status
        path = folder / "badge.json"
        path.write_text(json.dumps(proof.sign(badge, self.key, CREATED)))
        return path


def _certificate(folder: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]), False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "server.pem"
    form = serialization.Encoding.PEM
    secret = key.private_bytes(form, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(secret + made.public_bytes(form))
    return path


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    site = Site(tmp_path_factory.mktemp("site"))
    yield site
    site.server.shutdown()


@pytest.fixture
def site(server: Site, monkeypatch: pytest.MonkeyPatch) -> Site:
    server.pages.clear()
    server.asked.clear()
    server.publish()
    for name, value in server.env.items():
        monkeypatch.setenv(name, value)
    return server


def test_only_online_asks_the_issuers_site_and_offline_says_what_stays_open(
    site: Site, mooc_kit: Run, tmp_path: Path
) -> None:
    badge = site.badge(tmp_path)
    offline = mooc_kit("verify", str(badge))
    assert offline.returncode == 1 and site.asked == []
    assert "it cannot be judged here" in offline.stdout and "--online" in offline.stdout
    (tmp_path / "did.json").write_text(json.dumps(site.document))
    keys_only = mooc_kit("verify", str(badge), "--trust", str(tmp_path / "did.json"))
    assert keys_only.returncode == 1 and site.asked == []
    assert "it cannot be judged here" in keys_only.stdout
    assert "Not checked: whether it was revoked" in keys_only.stdout
    asked = mooc_kit("verify", "--online", str(badge), **site.env)
    assert asked.returncode == 0, asked.stdout + asked.stderr
    assert "Not revoked" in asked.stdout and "Not checked" not in asked.stdout
    assert site.asked == ["/watch/did.json", "/watch/status/0.json"]
    site.publish(4711)
    revoked = mooc_kit("verify", "--online", str(badge), **site.env)
    assert revoked.returncode == 1 and "revoked by its issuer" in revoked.stdout


def test_a_list_is_asked_only_when_the_signature_holds(site: Site, mooc_kit: Run, tmp_path: Path) -> None:
    badge = site.badge(tmp_path)
    badge.write_text(badge.read_text().replace("Field Observer", "Field Expert"))
    result = mooc_kit("verify", "--online", str(badge), **site.env)
    assert result.returncode == 1 and "does NOT hold" in result.stdout
    assert site.asked == ["/watch/did.json"]


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (_status(404), "There is nothing at"),
        (_status(503), "answered 503"),
        (_json(b"<html>hello</html>"), "is no JSON"),
        (_json(b'{"id": "a", "id": "b"}'), "is no JSON"),
        (_json({"id": "did:web:somebody.else", "verificationMethod": []}), "is not the document of"),
        (_json(b" " * (online.MOST_IN_DOCUMENT + 1)), "is larger than"),
        (_status(302, Location="https://example.org/did.json"), "leads to another server, example.org"),
        (_status(302, Location="http://localhost/did.json"), "Only https"),
        (_status(302, Location="/watch/did.json"), "leads in a circle"),
        (_drip, "did not answer within"),
    ],
)
def test_whatever_the_site_answers_is_told_in_words(site: Site, answer: Answer, words: str) -> None:
    site.pages["/watch/did.json"] = answer
    with pytest.raises(online.NotFetched, match=words):
        online.Online(seconds=1).did_document(site.did)


def test_a_move_within_the_same_server_is_followed(site: Site) -> None:
    site.pages["/new.json"] = site.pages["/watch/did.json"]
    site.pages["/watch/did.json"] = _status(301, Location="/new.json")
    assert online.Online().did_document(site.did)["id"] == site.did


@pytest.mark.parametrize("host", ["127.0.0.1", "10.0.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1"])
def test_private_networks_are_never_asked(site: Site, host: str) -> None:
    with pytest.raises(online.NotFetched, match="private network"):
        online.Online(seconds=1).did_document(f"did:web:{host}%3A{site.port}")
    assert site.asked == []


def test_a_name_that_changes_its_mind_is_asked_at_the_address_that_was_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    """DNS rebinding: public when it is looked up, this network when it is connected to."""
    looked, connected = [], []

    def lookup(host: str, port: int, *_: Any, **__: Any) -> list[Any]:
        looked.append(host)
        return [(2, 1, 6, "", ("8.8.8.8" if len(looked) == 1 else "127.0.0.1", port))]

    def connect(place: tuple[str, int], **_: Any) -> Any:
        connected.append(place)
        raise ConnectionRefusedError(111, "Connection refused")

    monkeypatch.setattr(online.socket, "getaddrinfo", lookup)
    monkeypatch.setattr(online.socket, "create_connection", connect)
    with pytest.raises(online.NotFetched, match="could not be asked"):
        online.Online(seconds=1).status_list("https://rebind.example/list")
    assert (looked, connected) == (["rebind.example"], [("8.8.8.8", 443)])


def test_this_machine_is_private_too_unless_a_test_names_it(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(online.LOOPBACK, f"localhost:{site.port + 1}")
    with pytest.raises(online.NotFetched, match="private network"):
        online.Online(seconds=1).did_document(site.did)


def test_a_server_that_cannot_prove_its_name_is_not_believed(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(online.NotFetched, match="does not prove who it is"):
        online.Online().did_document(site.did)


@pytest.mark.parametrize("address", ["http://localhost/s", "file:///etc/passwd", "https://u:p@localhost/s", "ftp://x/"])
def test_only_plain_https_addresses_are_asked(address: str) -> None:
    with pytest.raises(online.NotFetched, match="Only https"):
        online.Online().status_list(address)


def test_a_name_that_nobody_knows_is_said(site: Site) -> None:
    with pytest.raises(online.NotFetched, match=r"is not known|could not be asked"):
        online.Online(seconds=2).did_document("did:web:no-such-name.invalid")


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("193.0.6.139", True),
        ("2001:4860:4860::8888", True),
        ("2a00:1450::1", True),
        ("::ffff:8.8.8.8", True),
        ("64:ff9b::a00:1", False),
        ("64:ff9b::808:808", False),
        ("64:ff9b:1::a00:1", False),
        ("2002:a00:1::", False),
        ("::127.0.0.1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:10.0.0.1", False),
        ("fec0::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::1", False),
        ("::", False),
        ("ff02::1", False),
        ("2001::1", False),
        ("2001:db8::1", False),
        ("3fff::1", False),
        ("100::1", False),
        ("5f00::1", False),
        ("192.0.0.8", False),
        ("192.0.0.9", False),
        ("192.88.99.1", False),
        ("100.64.0.1", False),
        ("198.18.0.1", False),
        ("240.0.0.1", False),
        ("255.255.255.255", False),
        ("224.0.0.1", False),
        ("0.0.0.0", False),
        ("169.254.169.254", False),
        ("172.31.0.1", False),
    ],
)
def test_only_the_public_internet_itself_is_asked(address: str, public: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    assert online.is_public(address) is public
    if not public:
        place = (0, 0, 0, "", (address, 443))
        monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: [place])
        monkeypatch.setattr("socket.create_connection", lambda *_, **__: pytest.fail("asked"))
        with pytest.raises(online.NotFetched, match="private network"):
            online.fetch("https://issuer.example/did.json", 1000)
