"""Badge baking: a credential inside the file that people see, a PNG or SVG badge or a PDF certificate.

As Open Badges 3.0 says: PNG has an iTXt chunk `openbadgecredential`, SVG an `<openbadges:credential>`; a PDF has it
as an attached file.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator

from lxml import etree

KEYWORD = b"openbadgecredential"
NAMESPACE = "https://purl.imsglobal.org/ob/v3p0"
SIGNATURE = b"\x89PNG\r\n\x1a\n"
MOST_BYTES = 50_000_000
_TAG = f"{{{NAMESPACE}}}credential"
_EMBEDDED = re.compile(rb"/Type\s*/EmbeddedFile\b")
_JWT = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\Z")


class NotBaked(ValueError):
    """The file holds no credential, or is not of a kind that can; the message says which."""


def bake_png(image: bytes, credential: str) -> bytes:
    """`image` with `credential` (JSON or a JWT) inside; one that is there already is replaced."""
    out = [SIGNATURE]
    text = KEYWORD + b"\0\0\0\0\0" + credential.encode()
    for kind, data in _chunks(image):
        if kind == b"iTXt" and data.startswith(KEYWORD + b"\0"):
            continue
        if kind == b"IDAT" and text:
            out.append(_chunk(b"iTXt", text))
            text = b""
        out.append(_chunk(kind, data))
    return b"".join(out)


def bake_svg(image: bytes, credential: str) -> bytes:
    """`image` with `credential` inside; one that is there already is replaced."""
    root = _svg(image)
    for old in root.findall(_TAG):
        root.remove(old)
    fresh = etree.Element(root.tag, dict(root.attrib), nsmap={**root.nsmap, "openbadges": NAMESPACE})  # type: ignore[misc,dict-item]
    fresh.text = root.text
    baked = etree.SubElement(fresh, _TAG)
    if _JWT.match(credential):
        baked.set("verify", credential)
    else:
        baked.text = etree.CDATA(credential.replace("]]>", "]]\\u003e"))
    for child in list(root):
        fresh.append(child)
    return etree.tostring(fresh, encoding="UTF-8", xml_declaration=True) + b"\n"


def unbake(data: bytes) -> str:
    """The credential in a PNG, SVG or PDF, or `data` itself where it is JSON or a JWT. Raises NotBaked."""
    if len(data) > MOST_BYTES:
        raise NotBaked("The file is too large to be a badge.")
    if data.startswith(SIGNATURE):
        return _from_png(data)
    if data.lstrip()[:5] == b"%PDF-":
        return _from_pdf(data)
    text = _text(data)
    start = text.lstrip()
    if start.startswith("{") or _JWT.match(start.strip()):
        return start.strip()
    if start.startswith("<"):
        return _from_svg(data)
    raise NotBaked("It is not a credential, and not a picture or PDF that could hold one.")


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotBaked("It is not a credential, and not a picture or PDF that could hold one.") from error


def _from_png(data: bytes) -> str:
    found = []
    for kind, body in _chunks(data):
        if kind == b"iTXt" and body.startswith(KEYWORD + b"\0"):
            rest = body[len(KEYWORD) + 1 :]
            if rest[:1] != b"\0" or len(rest) < 2:
                raise NotBaked("The credential in the picture is compressed, which Open Badges does not allow.")
            _, _, tail = rest[2:].partition(b"\0")
            _, _, text = tail.partition(b"\0")
            found.append(_text(text))
    return _one(found, "picture")


def _from_svg(data: bytes) -> str:
    found = [node.get("verify") or (node.text or "").strip() for node in _svg(data).iter(_TAG)]
    return _one(found, "picture")


def _from_pdf(data: bytes) -> str:
    found = []
    for start in (match.start() for match in _EMBEDDED.finditer(data)):
        body = _stream(data, start)
        if body is not None and (body.lstrip()[:1] == b"{" or _JWT.match(body.decode("latin-1").strip())):
            found.append(_text(body).strip())
    return _one(found, "PDF")


def _stream(data: bytes, inside: int) -> bytes | None:
    """The unpacked stream of the PDF object whose dictionary holds position `inside`."""
    begin = data.rfind(b"obj", 0, inside)
    word = data.find(b"stream", inside)
    if begin < 0 or word < 0 or word - begin > 5_000:
        return None
    head = data[begin:word]
    start = word + len(b"stream")
    start += 2 if data[start : start + 2] == b"\r\n" else 1
    length = re.search(rb"/Length\s+([0-9]{1,9})(?!\s+[0-9]+\s+R)", head)
    end = start + int(length.group(1)) if length else data.find(b"endstream", start)
    body = data[start:end]
    if b"/Filter" not in head:
        return body
    if b"/FlateDecode" not in head:
        return None
    try:
        return zlib.decompressobj().decompress(body, 5_000_000)
    except zlib.error:
        return None


def _one(found: list[str], where: str) -> str:
    """The one credential. Two would let a reader and a verifier look at different ones."""
    if not found or not found[0]:
        raise NotBaked(f"There is no credential in this {where}.")
    if len(found) > 1:
        raise NotBaked(f"There is more than one credential in this {where}.")
    return found[0]


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    if not data.startswith(SIGNATURE):
        raise NotBaked("It is not a PNG picture.")
    position = len(SIGNATURE)
    while position + 12 <= len(data):
        (length,) = struct.unpack(">I", data[position : position + 4])
        kind, body = data[position + 4 : position + 8], data[position + 8 : position + 8 + length]
        if len(body) != length:
            break
        yield kind, body
        position += 12 + length
        if kind == b"IEND":
            return
    raise NotBaked("The PNG picture is cut off.")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _svg(data: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise NotBaked("It is not an SVG picture.") from error
    if etree.QName(root).localname != "svg":
        raise NotBaked("It is not an SVG picture.")
    return root
