"""Check SCORM and cmi5 packages in a folder against the standards' schemas, and the rules that platforms keep.

`python -m tests.lms.check CONFORMANCE FOLDER` names what is wrong in each. The rules are those that Moodle, the SCORM
XBlock of Open edX and CATAPULT were seen to keep, in our words.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import etree

from tests.lms.packages import zip_members

CP = {"1.2": "{http://www.imsproject.org/xsd/imscp_rootv1p1p2}", "2004": "{http://www.imsglobal.org/xsd/imscp_v1p1}"}
FOLDERS = {"1.2": "scorm12", "2004": "scorm2004_4th"}
CMI5 = "{https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd}"
_RESERVED = ("endpoint", "fetch", "actor", "activityId", "registration")


def scorm_problems(members: dict[str, bytes], version: str) -> Iterator[str]:
    """What is wrong by the rules that platforms keep."""
    if next(iter(members)) != "imsmanifest.xml":
        yield "the manifest is not the first member"
    root, cp = etree.fromstring(members["imsmanifest.xml"]), CP[version]
    said = root.findtext(f"{cp}metadata/{cp}schemaversion")
    if said != {"1.2": "1.2", "2004": "2004 4th Edition"}[version]:
        yield f"the version is said to be {said}"
    ids = Counter(element.get("identifier") for element in root.iter() if element.get("identifier"))
    yield from (f"the identifier {id} stands {n} times" for id, n in ids.items() if n > 1)
    yield from (f"{id} is no XML name" for id in ids if not re.fullmatch(r"[A-Za-z_][\w-]*", id))
    resources = root.findall(f".//{cp}resource")
    if not resources or not resources[0].get("href"):
        yield "Open edX launches the first resource, which has no address"
    named = {unquote(file.get("href") or "") for file in root.iter(f"{cp}file")}
    yield from (f"{name} is not listed" for name in sorted(set(members) - named - {"imsmanifest.xml"}))
    yield from (f"{name} is not there" for name in sorted(named - set(members)))
    yield from (f"{name} has letters that not every platform unpacks" for name in members if not name.isascii())
    known = {found.get("identifier") for found in resources}
    yield from (
        f"the line {item.get('identifier')} leads nowhere"
        for item in root.iter(f"{cp}item")
        if item.get("identifierref") not in known
    )


def cmi5_problems(members: dict[str, bytes]) -> Iterator[str]:
    """What is wrong by the rules of the specification that its schema cannot say."""
    root = etree.fromstring(members["cmi5.xml"])
    things = [root.find(f"{CMI5}course"), *root.iter(f"{CMI5}block"), *root.iter(f"{CMI5}au")]
    ids = Counter(thing.get("id") for thing in things if thing is not None)
    yield from (f"the id {id} stands {n} times" for id, n in ids.items() if n > 1)
    yield from (f"{id} is no absolute IRI" for id in ids if not re.match(r"[a-z][a-z0-9+.-]*:\S+$", id or ""))
    for unit in root.iter(f"{CMI5}au"):
        url = urlsplit(unit.findtext(f"{CMI5}url") or "")
        if unquote(url.path) not in members:
            yield f"{url.path} is not there"
        if any(f"{word}=" in url.query for word in _RESERVED):
            yield f"{url.query} has a word that the platform adds"
    if not list(root.iter(f"{CMI5}au")):
        yield "there is nothing to launch"


def main(conformance: Path, folder: Path) -> int:
    sys.path.insert(0, str(conformance))
    import xsdcheck  # type: ignore[import-not-found]  # the checker of shared/conformance

    failed = 0
    paths = sorted(folder.rglob("*.zip"))
    if not paths:
        print(f"{folder}: no package is in it", file=sys.stderr)
        return 1
    for path in paths:
        members = zip_members(path.read_bytes())
        if "cmi5.xml" in members:
            name, problems = "cmi5.xml", list(cmi5_problems(members))
            xsd = conformance / "schemas" / "cmi5" / "CourseStructure.xsd"
        else:
            version = "2004" if "2004" in path.stem.rpartition("-")[2] else "1.2"
            name, problems = "imsmanifest.xml", list(scorm_problems(members, version))
            xsd = conformance / "schemas" / FOLDERS[version] / "_wrapper.xsd"
        schema, _ = xsdcheck.schema(str(xsd), [str(xsd.parent)])
        if not schema.validate(etree.fromstring(members[name])):
            problems += [f"line {error.line}: {error.message}" for error in schema.error_log][:5]
        for problem in problems:
            print(f"{path.name}: {problem}", file=sys.stderr)
        failed += bool(problems)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
