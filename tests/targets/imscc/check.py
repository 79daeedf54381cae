"""Check cartridges in a folder against the schemas of Common Cartridge 1.1 and the rules that importers keep.

`python -m tests.targets.imscc.check CONFORMANCE FOLDER` names what is wrong in each. The rules are those that Moodle's
converter, Canvas's importer and cc2olx were seen to keep, in our words.
"""

from __future__ import annotations

import io
import re
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag

from lxml import etree
from lxml import html as lxml_html

CP = "{http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1}"
CANVAS = "{http://canvas.instructure.com/xsd/cccv1p0}"
QTI = "{http://www.imsglobal.org/xsd/ims_qtiasiv1p2}"
SCHEMAS = {
    "manifest": "ccv1p1_imscp_v1p2_v1p0.xsd",
    "topic": "ccv1p1_imsdt_v1p1.xsd",
    "webLink": "ccv1p1_imswl_v1p1.xsd",
    "questestinterop": "ccv1p1_qtiasiv1p2p1_v1p0.xsd",
}
PROFILES = {
    f"cc.{kind}.v0p1"
    for kind in ("multiple_choice", "multiple_response", "true_false", "fib", "pattern_match", "essay")
}
TYPES = re.compile(
    r"webcontent|imswl_xmlv1p1|imsdt_xmlv1p1|imsqti_xmlv1p2/imscc_xmlv1p1/assessment|"
    r"associatedcontent/imscc_xmlv1p1/learning-application-resource"
)


def members_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rule_problems(members: dict[str, bytes]) -> Iterator[str]:
    """What is wrong by the importers' rules."""
    raw = members["imsmanifest.xml"]
    if next(iter(members)) != "imsmanifest.xml":
        yield "the manifest is not the first member"
    if b' xmlns="http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"' not in raw[:1024]:
        yield "Moodle finds no default namespace in the first kilobyte"
    root = etree.fromstring(raw)
    if root.findtext(f"{CP}metadata/{CP}schema") != "IMS Common Cartridge":
        yield "Canvas knows cartridges by another name"
    ids = Counter(element.get("identifier") for element in root.iter() if element.get("identifier"))
    yield from (f"the identifier {id} stands {n} times" for id, n in ids.items() if n > 1)
    yield from (f"{id} is no XML name" for id in ids if not re.fullmatch(r"[A-Za-z_][\w.-]*", id))
    resources = {found.get("identifier"): found for found in root.iter(f"{CP}resource")}
    named = {file.get("href") for file in root.iter(f"{CP}file")}
    yield from (f"{path} is named and not there" for path in named if path not in members)
    yield from (f"{path} is there and not named" for path in members if path not in named | {"imsmanifest.xml"})
    for found in resources.values():
        if not TYPES.fullmatch(found.get("type")):
            yield f"the type {found.get('type')} is unknown"
        if found.get("intendeduse") not in (None, "lessonplan", "syllabus", "unspecified"):
            yield "an intended use that Moodle refuses"
    for element in (*root.iter(f"{CP}item"), *root.iter(f"{CP}dependency")):
        if element.get("identifierref") not in (None, *resources):
            yield f"{element.get('identifierref')} is no resource"
    for path, content in members.items():
        if b"<webLink" in content[:200] and "course_settings/canvas_export.txt" not in members:
            address = next(etree.fromstring(content).iter("{*}url")).get("href")
            if re.search("[&<]", address):
                yield f"{path}: Moodle's import ends at {address}, for its &"
        if path.endswith(".xml") and path.partition("/")[2] != "assessment_meta.xml":
            yield from quiz_problems(path, etree.fromstring(content))


def quiz_problems(path: str, root: Any) -> Iterator[str]:
    if root.tag != f"{QTI}questestinterop":
        return
    items = list(root.iter(f"{QTI}item"))
    if not items:
        yield f"{path}: a quiz without questions ends Moodle's whole import"
    for item in items:
        fields = {
            f.findtext(f"{QTI}fieldlabel"): f.findtext(f"{QTI}fieldentry") for f in item.iter(f"{QTI}qtimetadatafield")
        }
        name = f"{path}: {item.get('ident')}"
        if fields.get("cc_profile") not in PROFILES:
            yield f"{name} has no profile that Moodle knows"
        idents = {label.get("ident") for label in item.iter(f"{QTI}response_label")}
        if fields.get("cc_profile") == "cc.true_false.v0p1" and idents != {"true", "false"}:
            yield f"{name}: Moodle asks for the idents true and false"
        if fields.get("cc_profile") == "cc.multiple_response.v0p1":
            full = [c for c in item.iter(f"{QTI}respcondition") if c.findtext(f"{QTI}setvar") == "100"]
            known = [v for c in full for v in c.iter(f"{QTI}varequal") if v.get("case") == "Yes"]
            if not any(v.getparent().tag != f"{QTI}not" for v in known):
                yield f"{name}: Moodle finds no right answer without case"
        rights = [v.text for v in item.iter(f"{QTI}varequal")]
        if idents and not idents.issuperset(rights):
            yield f"{name} names an answer that is not there"
        if fields.get("cc_profile") in PROFILES - {"cc.essay.v0p1"}:
            found = {"cc2olx": up_to_the_first_stop(item), "Moodle": taken_by_moodle(item)}
            meant = meant_by_the_scores(item)
            yield from (f"{name}: {reader} takes {got} for right" for reader, got in found.items() if got != meant)
        if fields.get("cc_profile") in {"cc.multiple_choice.v0p1", "cc.true_false.v0p1"}:
            to_all = {note for c in _conditions(item) if c.get("continue") == "Yes" for note in _notes(c)}
            if len(meant) == 1 and not to_all <= {"general_fb"}:
                yield f"{name}: Moodle shows {to_all} to everybody"


def _conditions(item: Any) -> list[Any]:
    return list(item.iter(f"{QTI}respcondition"))


def _named(condition: Any, *paths: str) -> list[str]:
    return [test.text for path in paths for test in condition.findall(f"{QTI}conditionvar/{path}")]


def _notes(condition: Any) -> list[str]:
    return [note.get("linkrefid") for note in condition.findall(f"{QTI}displayfeedback")]


def meant_by_the_scores(item: Any) -> set[str]:
    """The answers of all conditions that give points, but for those that must not be there."""
    tests = [t for c in _conditions(item) if c.findtext(f"{QTI}setvar") for t in c.iter(f"{QTI}varequal")]
    return {test.text for test in tests if test.getparent().tag != f"{QTI}not"}


def up_to_the_first_stop(item: Any) -> set[str]:
    """What cc2olx takes for right: all that is named up to the first condition that does not go on."""
    found: set[str] = set()
    for condition in _conditions(item):
        groups = [[f"{QTI}varequal"], [f"{QTI}and/{QTI}varequal", f"{QTI}or/{QTI}varequal"]]
        found.update(next((named for paths in groups if (named := _named(condition, *paths))), []))
        if condition.get("continue", "No") == "No":
            break
    return found


def taken_by_moodle(item: Any) -> set[str]:
    """What Moodle's converter takes for right, by kind."""
    scoring = [c for c in _conditions(item) if c.findtext(f"{QTI}setvar") == "100"]
    if not any(True for _ in item.iter(f"{QTI}response_label")):
        return set(_named(scoring[0], f"{QTI}varequal"))  # of the first condition alone
    if item.find(f".//{QTI}response_lid").get("rcardinality") == "Multiple":
        chosen = [v for c in scoring for v in c.iter(f"{QTI}varequal") if v.get("case") == "Yes"]
        return {v.text for v in chosen if v.getparent().tag != f"{QTI}not"}
    last = {named[0]: c for c in _conditions(item) if (named := _named(c, f"{QTI}varequal"))}
    return {id for id, condition in last.items() if condition.findtext(f"{QTI}setvar")}


def link_problems(members: dict[str, bytes]) -> Iterator[str]:
    """Links inside the cartridge that lead nowhere."""
    is_canvas = "course_settings/canvas_export.txt" in members
    known = canvas_targets(members) if is_canvas else set()
    for path, content in members.items():
        for url in addresses(path, content):
            target = unquote(urldefrag(url)[0])
            if re.match(r"(?:https?|mailto|tel):|/equation_images/|#|data:", url) or not target:
                continue
            if re.match(r"(?:course|asset|kit):", url):
                yield f"{path}: {url} was not resolved"
            elif target.startswith("$IMS-CC-FILEBASE$/"):
                file = target.partition("/")[2]
                if not ({file, f"web_resources/{file}"} & members.keys()):
                    yield f"{path}: there is no file {file}"
            elif is_canvas and target.startswith("$"):
                if target.split("wiki_page_migration_id=")[-1] not in known and target not in known:
                    yield f"{path}: {target} leads nowhere"
            elif not is_canvas and path.endswith(".html") and target not in members:
                yield f"{path}: there is no {target} beside it"


def addresses(path: str, content: bytes) -> list[str]:
    """Every address in a page, a topic or a question."""
    if path.endswith(".html"):
        texts = [content.decode()]
    elif path.endswith((".xml", ".qti")):
        texts = [text for element in etree.fromstring(content).iter() if (text := element.text) and "<" in text]
    else:
        return []
    found = []
    for text in texts:
        tree = lxml_html.fromstring(f"<div>{text}</div>" if not path.endswith(".html") else text)
        found += [str(url) for url in tree.xpath("//@href | //@src | //@poster")]
    return found


def canvas_targets(members: dict[str, bytes]) -> set[str]:
    """What Canvas's importer can find: pages by their ids, and other things by kind and id."""
    known = {"$CANVAS_COURSE_REFERENCE$/modules", "$CANVAS_COURSE_REFERENCE$/pages"}
    for path, content in members.items():
        if path.startswith("wiki_content/"):
            known.add(str(lxml_html.fromstring(content).xpath("string(//meta[@name='identifier']/@content)")))
        elif path.endswith("assignment_settings.xml"):
            known.add(f"$CANVAS_OBJECT_REFERENCE$/assignments/{path.partition('/')[0]}")
        elif path.endswith("assessment_meta.xml"):
            known.add(f"$CANVAS_OBJECT_REFERENCE$/quizzes/{path.partition('/')[0]}")
        elif path.endswith("_meta.xml") and "/" not in path:
            known.add(f"$CANVAS_OBJECT_REFERENCE$/discussion_topics/{path.removesuffix('_meta.xml')}")
    modules = etree.fromstring(members["course_settings/module_meta.xml"])
    known |= {f"$CANVAS_OBJECT_REFERENCE$/modules/{m.get('identifier')}" for m in modules.iter(f"{CANVAS}module")}
    return known


def canvas_problems(members: dict[str, bytes]) -> Iterator[str]:
    """What Canvas's own settings name and that is not there."""
    if "course_settings/canvas_export.txt" not in members:
        return
    settings = {
        path: etree.fromstring(data)
        for path, data in members.items()
        if path.endswith(".xml") and path != "imsmanifest.xml"
    }
    ids = {e.get("identifier") for root in settings.values() for e in root.iter() if e.get("identifier")}
    manifest = etree.fromstring(members["imsmanifest.xml"])
    ids |= {e.get("identifier") for e in manifest.iter(f"{CP}resource")}
    ids |= canvas_targets(members)
    for path, root in settings.items():
        for element in root.iter():
            tag = etree.QName(element).localname
            if tag.endswith(("identifierref", "identifier_ref")) and element.text and element.text not in ids:
                yield f"{path}: {tag} {element.text} is not there"
    idents = Counter(
        item.get("ident")
        for path, data in members.items()
        if path.endswith(".qti")
        for item in etree.fromstring(data).iter(f"{QTI}item")
    )
    yield from (f"the question {id} stands in two quizzes" for id, n in idents.items() if n > 1)
    for path, data in members.items():
        if path.endswith(".qti"):
            for group in etree.fromstring(data).iter(f"{QTI}section"):
                pick = group.findtext(f"{QTI}selection_ordering/{QTI}selection/{QTI}selection_number")
                if pick and int(pick) > len(group.findall(f"{QTI}item")):
                    yield f"{path}: a group draws {pick} of {len(group.findall(f'{QTI}item'))}"


def schema_problems(members: dict[str, bytes], schemas: Path) -> Iterator[str]:
    """What the schemas of Common Cartridge 1.1 do not allow."""
    cache: dict[str, Any] = {}
    for path, data in members.items():
        if not path.endswith(".xml"):
            continue
        root = etree.fromstring(data)
        name = SCHEMAS.get(etree.QName(root).localname)
        if name:
            schema = cache.setdefault(name, None) or _schema(schemas / name)
            cache[name] = schema
            if not schema.validate(root):
                yield from (f"{path}:{error.line}: {error.message[:200]}" for error in schema.error_log)


def _schema(path: Path) -> Any:
    class Beside(etree.Resolver):
        def resolve(self, url: str, _: str, context: Any) -> Any:
            beside = path.parent / url.rpartition("/")[2]
            if beside.exists():
                return self.resolve_filename(str(beside), context)
            return self.resolve_string('<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"/>', context)

    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(Beside())
    return etree.XMLSchema(etree.parse(str(path), parser))


def problems_of(members: dict[str, bytes]) -> list[str]:
    return [*rule_problems(members), *link_problems(members), *canvas_problems(members)]


def main(conformance: Path, folder: Path) -> int:
    found = [] if list(folder.glob("*.imscc")) else [f"{folder}: there is no cartridge"]
    for path in sorted(folder.glob("*.imscc")):
        members = members_of(path.read_bytes())
        problems = [*problems_of(members), *schema_problems(members, conformance / "schemas" / "cc11")]
        found += [f"{path.name}: {problem}" for problem in problems]
    for problem in found:
        print(problem)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
