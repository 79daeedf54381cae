"""Badge baking: a credential inside the file that people see, a PNG or SVG badge or a PDF certificate.

As Open Badges 3.0 says: PNG has an iTXt chunk `openbadgecredential`, SVG an `<openbadges:credential>`; a PDF has it
as an attached file. The badges of Open Badges 2.0 are found, too.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from lxml import etree

KEYWORD = b"openbadgecredential"
OLDER_KEYWORD = b"openbadges"
"""Open Badges 1 and 2."""
NAMESPACE = "https://purl.imsglobal.org/ob/v3p0"
SIGNATURE = b"\x89PNG\r\n\x1a\n"
MOST_BYTES = 50_000_000
_TAG = f"{{{NAMESPACE}}}credential"
_OLDER_TAG = "{http://openbadges.org}assertion"
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
    chunks = list(_chunks(data))
    return _one(_texts(chunks, KEYWORD) or _texts(chunks, OLDER_KEYWORD), "picture")


def _texts(chunks: list[tuple[bytes, bytes]], keyword: bytes) -> list[str]:
    found = []
    for kind, body in chunks:
        if kind == b"tEXt" and keyword == OLDER_KEYWORD and body.startswith(keyword + b"\0"):
            found.append(_text(body[len(keyword) + 1 :]).strip())
        if kind == b"iTXt" and body.startswith(keyword + b"\0"):
            rest = body[len(keyword) + 1 :]
            if rest[:1] != b"\0" or len(rest) < 2:
                raise NotBaked("The credential in the picture is compressed, which Open Badges does not allow.")
            _, _, tail = rest[2:].partition(b"\0")
            _, _, text = tail.partition(b"\0")
            found.append(_text(text))
    return found


def _from_svg(data: bytes) -> str:
    root = _svg(data)
    found = [node.get("verify") or (node.text or "").strip() for node in root.iter(_TAG)]
    # In the older form the text is the badge, and `verify` may be no more than its address.
    older = [(node.text or "").strip() or node.get("verify") or "" for node in root.iter(_OLDER_TAG)]
    return _one(found or older, "picture")


def _from_pdf(data: bytes) -> str:
    """Wherever the program that saved it last put the attachment: in the list of names, at a page, as a note on it."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    found = {}
    try:
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise NotBaked("The PDF is locked with a password. Ask for one that is not, or save it without.")
        for key, body in _attached(reader):
            if body.lstrip()[:1] == b"{" or _JWT.match(body.decode("latin-1").strip()):
                found[key] = _text(body).strip()
    except (PyPdfError, ValueError, TypeError, KeyError, AttributeError, RecursionError, NotImplementedError) as error:
        if isinstance(error, NotBaked):
            raise
        raise NotBaked("The PDF is damaged: what is attached to it cannot be read.") from error
    return _one(list(found.values()), "PDF")


def _attached(reader: Any) -> Iterator[tuple[Any, bytes]]:
    """(which object, its bytes) of the files in a PDF; one can be named at several places."""
    catalog = reader.root_object
    holders = [catalog, *reader.pages]
    specs = [spec for holder in holders for spec in _listed(holder.get("/AF"))]
    specs += [note["/FS"] for page in reader.pages for note in _listed(page.get("/Annots")) if "/FS" in note]
    names = _listed(catalog["/Names"]["/EmbeddedFiles"]) if "/EmbeddedFiles" in catalog.get("/Names", {}) else []
    for node in names:
        specs += _named(node, 0)
    for spec in (spec.get_object() for spec in specs):
        streams = spec.get("/EF", {})
        for name in ("/UF", "/F"):
            if name in streams:
                reference = streams.raw_get(name)
                yield getattr(reference, "idnum", id(reference)), streams[name].get_data()
                break


def _named(node: Any, depth: int) -> Iterator[Any]:
    """The file specifications in a tree of names (ISO 32000-1, 7.9.6)."""
    if depth < 20:
        yield from _listed(node.get("/Names"))[1::2]
        for child in _listed(node.get("/Kids")):
            yield from _named(child, depth + 1)


def _listed(value: Any) -> list[Any]:
    found = value.get_object() if value is not None else []
    return [item.get_object() for item in (found if isinstance(found, list) else [found])]


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
