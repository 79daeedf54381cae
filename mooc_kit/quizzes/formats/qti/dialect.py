"""A dialect is how a version of QTI spells its names: camelCase in 2.1, `qti-` and kebab-case in 3.0."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

MATHML = "http://www.w3.org/1998/Math/MathML"


@dataclass(frozen=True)
class Dialect:
    """`namespace` is that of items, `test_namespace` that of tests, `resource` the kinds in the manifest."""

    key: str
    title: str
    namespace: str
    is_kebab: bool
    item_type: str
    test_type: str
    manifest_namespace: str
    schema: str
    schema_version: str
    _tags: dict[str, str] = field(default_factory=dict, compare=False)
    _attributes: dict[str, str] = field(default_factory=dict, compare=False)

    def tag(self, name: str) -> str:
        """The full name of QTI's element `name`, given in camelCase."""
        found = self._tags.get(name)
        if found is None:
            found = f"{{{self.namespace}}}{'qti-' + _kebab(name) if self.is_kebab else name}"
            self._tags[name] = found
        return found

    def attribute(self, name: str) -> str:
        found = self._attributes.get(name)
        if found is None:
            found = self._attributes[name] = _kebab(name) if self.is_kebab and ":" not in name else name
        return found

    def root(self, name: str, **attributes: str) -> Any:
        """A root element; MathML has its prefix ready."""
        names: Any = {None: self.namespace, "m": MATHML}
        told = {self.attribute(key): value for key, value in attributes.items()}
        return etree.Element(self.tag(name), told, nsmap=names)

    def add(self, parent: Any, name: str, text: str | None = None, **attributes: str) -> Any:
        """A new QTI element below `parent`; names in camelCase."""
        made = etree.SubElement(
            parent, self.tag(name), {self.attribute(key): value for key, value in attributes.items()}
        )
        if text is not None:
            made.text = text
        return made

    def html(self, parent: Any, name: str, text: str | None = None, **attributes: str) -> Any:
        """A new XHTML element below `parent`: QTI has them in its own namespace, without a prefix."""
        made = etree.SubElement(parent, f"{{{self.namespace}}}{name}", attributes)
        if text is not None:
            made.text = text
        return made


QTI21 = Dialect(
    key="qti-2.1",
    title="QTI 2.1",
    namespace="http://www.imsglobal.org/xsd/imsqti_v2p1",
    is_kebab=False,
    item_type="imsqti_item_xmlv2p1",
    test_type="imsqti_test_xmlv2p1",
    manifest_namespace="http://www.imsglobal.org/xsd/imscp_v1p1",
    schema="QTIv2.1 Package",
    schema_version="1.0.0",
)
QTI30 = Dialect(
    key="qti-3.0",
    title="QTI 3.0",
    namespace="http://www.imsglobal.org/xsd/imsqtiasi_v3p0",
    is_kebab=True,
    item_type="imsqti_item_xmlv3p0",
    test_type="imsqti_test_xmlv3p0",
    manifest_namespace="http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1",
    schema="QTI Package",
    schema_version="3.0.0",
)


def _kebab(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", name).lower()


def identifier(text: str) -> str:
    """`text` as an identifier of QTI: it begins with a letter."""
    return text if text[:1].isalpha() else f"q-{text}"
