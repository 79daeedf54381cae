"""SVG sanitizer: the allow-list that a drawing must keep to before it lies on the course's own site.

A drawing that is opened by its address is a document of the site, and a script in it could read all that participants
keep there. So it is read as XML, and everything in it must be known to be harmless: elements, attributes, addresses
(only to its own parts, and pictures inside it), style. Nothing is searched for in its text: a prefix, another
encoding or an entity would hide it from a search, and not from a browser.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lxml import etree

SVG = "http://www.w3.org/2000/svg"
_XLINK, _XML = "http://www.w3.org/1999/xlink", "http://www.w3.org/XML/1998/namespace"
# fmt: off
_INERT = (
    "http://www.inkscape.org/namespaces/", "http://sodipodi.sourceforge.net/", "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "http://creativecommons.org/ns#", "http://web.resource.org/cc/", "http://purl.org/dc/", "http://ns.adobe.com/",
    "http://www.bohemiancoding.com/sketch/", "http://www.serif.com/", "http://www.figma.com/figma/ns", "http://xmlns.com/foaf/",
    "https://purl.imsglobal.org/ob/", "http://vectornator.io", "http://www.vectornator.io", "https://boxy-svg.com",
)
# fmt: on
"""What drawing programs note down in words of their own. No browser does anything with these; XHTML is not here."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ELEMENTS = _words(
    "svg g defs symbol use title desc metadata switch a style path rect circle ellipse line polyline polygon text"
    " tspan textPath image linearGradient radialGradient stop pattern clipPath mask marker filter view feBlend"
    " feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap"
    " feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode"
    " feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence"
)
"""Not: script, foreignObject, feImage, and the animations (they can set an address later on)."""
_ATTRIBUTES = _words(
    "id class style lang role tabindex focusable x y x1 y1 x2 y2 cx cy r rx ry fx fy fr dx dy width height d points"
    " pathLength transform rotate textLength lengthAdjust startOffset method spacing side viewBox"
    " preserveAspectRatio version baseProfile enable-background zoomAndPan contentScriptType contentStyleType"
    " systemLanguage requiredFeatures requiredExtensions gradientUnits gradientTransform spreadMethod offset"
    " patternUnits patternContentUnits patternTransform clipPathUnits maskUnits maskContentUnits markerUnits"
    " markerWidth markerHeight refX refY orient filterUnits primitiveUnits filterRes in in2 result mode type values"
    " operator k1 k2 k3 k4 tableValues slope intercept amplitude exponent stdDeviation edgeMode kernelMatrix order"
    " divisor bias targetX targetY preserveAlpha surfaceScale diffuseConstant specularConstant specularExponent"
    " kernelUnitLength scale xChannelSelector yChannelSelector azimuth elevation z pointsAtX pointsAtY pointsAtZ"
    " limitingConeAngle radius baseFrequency numOctaves seed stitchTiles target rel media href"
)
_STYLED = _words(
    "alignment-baseline baseline-shift clip clip-path clip-rule color color-interpolation"
    " color-interpolation-filters color-profile color-rendering cursor direction display dominant-baseline fill"
    " fill-opacity fill-rule filter flood-color flood-opacity font font-family font-feature-settings font-kerning"
    " font-size font-size-adjust font-stretch font-style font-variant font-variant-caps font-variant-ligatures"
    " font-variant-numeric font-variant-position font-variant-east-asian font-variant-alternates"
    " font-variation-settings font-weight glyph-orientation-horizontal glyph-orientation-vertical image-rendering"
    " isolation kerning letter-spacing lighting-color line-height marker marker-end marker-mid marker-start mask"
    " mask-type mix-blend-mode opacity overflow paint-order pointer-events shape-rendering shape-inside shape-margin"
    " shape-padding solid-color solid-opacity stop-color stop-opacity stroke stroke-dasharray stroke-dashoffset"
    " stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity stroke-width text-align text-anchor"
    " text-decoration text-decoration-color text-decoration-line text-decoration-style text-indent text-orientation"
    " text-overflow text-rendering text-transform transform transform-box transform-origin unicode-bidi"
    " vector-effect visibility white-space word-spacing writing-mode background background-color margin padding"
    " max-width max-height width height x y cx cy r rx ry d color-scheme enable-background"
)
_HARMLESS_NAME = re.compile(r"(?:aria|data)-[a-z0-9-]+")
_ADDRESS = re.compile(r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^"'()\s]*))\s*\)""", re.IGNORECASE)
_PICTURE = re.compile(r"data:image/(png|jpe?g|gif|webp);base64,([A-Za-z0-9+/=\s]+)\Z", re.IGNORECASE)
_DEEPEST = 50
"""How deep functions and brackets of a style may stand in each other."""
_WEB = re.compile(r"https?://[^\s]+\Z", re.IGNORECASE)
_SIGNATURES = {"png": b"\x89PNG\r\n", "jpeg": b"\xff\xd8\xff", "jpg": b"\xff\xd8\xff", "gif": b"GIF8", "webp": b"RIFF"}
_DECLARED = re.compile(r"""\A(?:\ufeff)?\s*<\?xml[^>]*?\sencoding\s*=\s*["']([^"']*)["']""")
_FUNCTION = re.compile(r"([\w-]+)\s*\(")
_FUNCTIONS = _words(
    "url rgb rgba hsl hsla hwb lab lch oklab oklch color color-mix calc min max clamp var matrix matrix3d translate"
    " translatex translatey translate3d scale scalex scaley scale3d rotate rotatex rotatey rotate3d skew skewx skewy"
    " perspective blur brightness contrast drop-shadow grayscale hue-rotate invert opacity saturate sepia path"
    " polygon circle ellipse inset rect icc-color linear-gradient radial-gradient not is where nth-child nth-of-type"
    " nth-last-child"
)
LARGEST = 25_000_000
_PIXELS = re.compile(r"\s*(\d{1,5}(?:\.\d+)?)(?:px)?\s*")


class UnsafeSvg(ValueError):
    """The drawing is not harmless, or cannot be read; the message says what, to follow a colon."""


def check(data: bytes) -> None:
    """Raises UnsafeSvg where the drawing `data` has anything that is not known to be harmless."""
    root = _parsed(data)
    for node in root.iter():
        for what in _node(node):
            raise UnsafeSvg(what)


def is_harmless(data: bytes) -> bool:
    try:
        check(data)
    except UnsafeSvg:
        return False
    return True


def measured(data: bytes) -> tuple[int, int] | None:
    """Width and height in CSS pixels, where the drawing names both; None where it takes what room there is, or is
    unsafe."""
    try:
        root = _parsed(data)
    except UnsafeSvg:
        return None
    found = [_PIXELS.fullmatch(root.get(side, "")) for side in ("width", "height")]
    sides = [max(1, round(float(match[1]))) for match in found if match]
    return (sides[0], sides[1]) if len(sides) == 2 else None


def _parsed(data: bytes) -> etree._Element:
    from lxml import etree

    if len(data) > LARGEST:
        raise UnsafeSvg("it is too large to be looked through")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise UnsafeSvg("it is not written in UTF-8") from None
    # A browser that believes another encoding would read other characters than those that are looked at here.
    declared = _DECLARED.match(text)
    if declared and declared[1].lower() not in ("utf-8", "utf8", "us-ascii", "ascii") and not text.isascii():
        raise UnsafeSvg("it is not written in UTF-8")
    if declared and not re.fullmatch(r"utf-?8|us-ascii|ascii|iso-8859-\d+|latin1|windows-125\d", declared[1].lower()):
        raise UnsafeSvg(f"its encoding {declared[1][:40]} is not UTF-8")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnsafeSvg("it cannot be read as XML") from error
    declared_dtd: Any = root.getroottree().docinfo.internalDTD
    if declared_dtd is not None and (any(declared_dtd.iterentities()) or any(declared_dtd.iterelements())):
        raise UnsafeSvg("it declares entities or elements of its own (DTD)")
    if root.tag != f"{{{SVG}}}svg":
        raise UnsafeSvg("it is no SVG drawing")
    # <?xml-stylesheet?> in front of the drawing would load a style sheet from anywhere.
    before = root.getprevious()
    while before is not None:
        if before.tag is not etree.Comment:
            raise UnsafeSvg("it has an instruction for other programs (<?…?>)")
        before = before.getprevious()
    return root


def _node(node: Any) -> Iterator[str]:
    from lxml import etree

    if node.tag is etree.Comment:
        return
    if not isinstance(node.tag, str):
        yield "it has an entity, or an instruction for other programs (<?…?>)"
        return
    name = etree.QName(node)
    if name.namespace != SVG:
        if not (name.namespace or "").startswith(_INERT):
            yield f"<{name.localname[:40]}> is no part of a drawing"
        return
    if name.localname not in _ELEMENTS:
        yield f"<{name.localname[:40]}> is not among the parts of a drawing that are known to be harmless"
    for attribute, value in node.attrib.items():
        yield from _attribute(name.localname, etree.QName(attribute), value)
    if name.localname == "style":
        yield from _sheet("".join(node.itertext()))


def _attribute(element: str, name: etree.QName, value: str) -> Iterator[str]:
    local = name.localname
    said = f"{local[:40]} on <{element}>"
    if name.namespace == _XLINK:
        if local == "href":
            yield from _link(element, value)
        elif local not in ("type", "title", "show", "actuate", "role", "arcrole"):
            yield f"{said} is not known to be harmless"
    elif name.namespace == _XML:
        if local not in ("space", "lang", "id"):
            yield f"{said} is not known to be harmless"
    elif name.namespace:
        if not name.namespace.startswith(_INERT):
            yield f"{said} is not known to be harmless"
    elif local == "href":
        yield from _link(element, value)
    elif local == "style":
        yield from _declarations(value)
    elif local in _STYLED:
        yield from _value(value)
    elif local not in _ATTRIBUTES and not _HARMLESS_NAME.fullmatch(local):
        yield f"{said} is not known to be harmless"


def _link(element: str, value: str) -> Iterator[str]:
    address = value.strip()
    if address.startswith("#") or (element == "a" and _WEB.match(address)):
        return
    if element != "image" or not _is_picture(address):
        yield f"its <{element}> leads to {address[:60]!r}, and may lead only to a part of the drawing itself"


def _is_picture(address: str) -> bool:
    found = _PICTURE.match(address)
    if not found:
        return False
    try:
        data = base64.b64decode("".join(found[2].split()), validate=True)
    except (binascii.Error, ValueError):
        return False
    return data.startswith(_SIGNATURES[found[1].lower()])


def _sheet(text: str) -> Iterator[str]:
    """A style sheet: rules only, with @media and @font-face whose fonts lie inside."""
    import tinycss2

    for rule in tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True):
        if rule.type == "qualified-rule":
            yield from _values(rule.prelude)
            yield from _declarations(tinycss2.serialize(rule.content))
        elif rule.type == "at-rule" and rule.lower_at_keyword == "media" and rule.content is not None:
            yield from _sheet(tinycss2.serialize(rule.content))
        else:
            yield f"its style has {('@' + rule.at_keyword[:40]) if rule.type == 'at-rule' else 'what cannot be read'}"


def _declarations(text: str) -> Iterator[str]:
    import tinycss2

    for found in tinycss2.parse_declaration_list(text, skip_comments=True, skip_whitespace=True):
        if found.type != "declaration":
            yield "its style has what cannot be read"
        elif found.lower_name not in _STYLED and not found.lower_name.startswith(("-inkscape-", "--", "-webkit-text-")):
            yield f"{found.name[:40]} in its style is not known to be harmless"
        else:
            yield from _values(found.value)


def _value(text: str) -> Iterator[str]:
    import tinycss2

    yield from _values(tinycss2.parse_component_value_list(text))


def _values(tokens: Any, depth: int = 0) -> Iterator[str]:
    """Addresses in style lead to a part of the drawing; functions are among the known ones."""
    if depth > _DEEPEST:
        yield "its style is nested too deep"
        return
    for token in tokens:
        if token.type == "url":
            if not token.value.strip().startswith("#"):
                yield f"its style leads to {token.value[:60]!r}, and may lead only to a part of the drawing itself"
        elif token.type == "function":
            if token.lower_name not in _FUNCTIONS:
                yield f"{token.name[:40]}() in its style is not known to be harmless"
            elif token.lower_name == "url":
                address = "".join(part.value for part in token.arguments if part.type == "string")
                if not address.strip().startswith("#"):
                    yield f"its style leads to {address[:60]!r}, and may lead only to a part of the drawing itself"
            yield from _values(token.arguments, depth + 1)
        elif token.type in ("[] block", "() block", "{} block"):
            yield from _values(token.content, depth + 1)
        elif token.type == "error":
            yield "its style has what cannot be read"
