"""The references of a backup: every id that one file names must be the id of something that another file holds."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from urllib.parse import unquote

from lxml import etree

Element = etree._Element
NULL = "$@NULL@$"
EMPTY = hashlib.sha1(b"").hexdigest()
_LINK = re.compile(r"\$@(\w+?)VIEWBYID\*(\d+)@\$")
_FILE = re.compile(r'@@PLUGINFILE@@/([^"\s]+)')


def reference_problems(members: Mapping[str, bytes]) -> Iterator[str]:
    """Everything that does not fit together, in words."""
    backup = _Backup(members)
    yield from backup.contents()
    yield from backup.activities()
    yield from backup.files()
    yield from backup.grades()
    yield from backup.questions()
    yield from backup.rules()
    yield from backup.links()
    yield from backup.ids()


class _Backup:
    def __init__(self, members: Mapping[str, bytes]) -> None:
        self.members = members
        self.xml = {name: etree.fromstring(data) for name, data in members.items() if name.endswith(".xml")}
        self.modules = {
            name.split("/")[1]: self.xml[name]
            for name in self.xml
            if name.startswith("activities/") and "/module." in name
        }
        self.course = self.xml["course/course.xml"]
        self.roots = {
            folder: self.xml[f"activities/{folder}/{folder.rpartition('_')[0]}.xml"] for folder in self.modules
        }
        self.by_module = {root.get("moduleid"): folder for folder, root in self.roots.items()}
        self.sections = {
            e.get("id"): e for n, e in self.xml.items() if n.startswith("sections/") and n.endswith("section.xml")
        }

    def contents(self) -> Iterator[str]:
        """moodle_backup.xml names what is there, and nothing else."""
        root = self.xml["moodle_backup.xml"]
        listed = {
            e.findtext("directory", "").partition("/")[2]: e
            for e in root.iter("activity")
            if e.find("directory") is not None
        }
        if set(listed) != set(self.modules):
            yield f"moodle_backup.xml lists other activities than there are: {sorted(set(listed) ^ set(self.modules))}"
        sections = {e.findtext("sectionid") for e in root.iter("section") if e.find("sectionid") is not None}
        if sections != set(self.sections):
            yield f"moodle_backup.xml lists other sections than there are: {sorted(sections ^ set(self.sections))}"
        settings = {e.findtext("name") for e in root.iter("setting")}
        for folder in [*self.modules, *(f"section_{id}" for id in self.sections)]:
            for what in ("included", "userinfo"):
                if f"{folder}_{what}" not in settings:
                    yield f"moodle_backup.xml has no setting {folder}_{what}"
        for name in ("original_course_id", "original_course_contextid"):
            wanted = self.course.get("id" if name.endswith("_id") else "contextid")
            if root.findtext(f".//{name}") != wanted:
                yield f"moodle_backup.xml: {name} is not {wanted}"

    def activities(self) -> Iterator[str]:
        """Modules, sections and contexts agree."""
        for folder, module in self.modules.items():
            root = self.roots[folder]
            if root.get("moduleid") != module.get("id") or folder != f"{root.get('modulename')}_{module.get('id')}":
                yield f"{folder}: its module, its file and its folder have different ids"
            if root[0].get("id") != root.get("id") or root[0].tag != root.get("modulename"):
                yield f"{folder}: <activity> and <{root[0].tag}> do not fit together"
            section = self.sections.get(module.findtext("sectionid"))
            if section is None:
                yield f"{folder}: its section is not there"
            elif module.get("id") not in section.findtext("sequence", "").split(","):
                yield f"{folder}: its section does not list it"
            elif section.findtext("number") != module.findtext("sectionnumber"):
                yield f"{folder}: the number of its section is another"
            yield from self._availability(folder, module.findtext("availability", NULL))
        contexts = Counter(root.get("contextid") for root in self.roots.values())
        yield from (f"context {id} is used {n} times" for id, n in contexts.items() if n > 1)
        for id, section in self.sections.items():
            for module_id in filter(None, section.findtext("sequence", "").split(",")):
                if module_id not in self.by_module:
                    yield f"section {id} lists the module {module_id}, which is not there"
            yield from self._availability(f"section {id}", section.findtext("availabilityjson", NULL))

    def _availability(self, where: str, text: str) -> Iterator[str]:
        if text == NULL:
            return
        tree = json.loads(text)
        if len(tree["c"]) != len(tree["showc"]):
            yield f"{where}: availability says not for each condition whether it is shown"
        for condition in tree["c"]:
            if condition["type"] == "completion":
                folder = self.by_module.get(str(condition["cm"]))
                if folder is None:
                    yield f"{where}: availability names the module {condition['cm']}, which is not there"
                elif self.modules[folder].findtext("completion") == "0":
                    yield f"{where}: availability waits for {folder}, which is never complete"

    def files(self) -> Iterator[str]:
        """Rows, pool and uses of files agree."""
        contexts = {root.get("contextid") for root in self.roots.values()} | {self.course.get("contextid")}
        rows = {row.get("id"): row for row in self.xml["files.xml"]}
        used = set()
        for id, row in rows.items():
            digest = row.findtext("contenthash", "")
            used.add(digest)
            if row.findtext("contextid") not in contexts:
                yield f"files.xml: the file {id} lies in a context that is not there"
            if digest == EMPTY:
                continue
            data = self.members.get(f"files/{digest[:2]}/{digest}")
            if data is None:
                yield f"files.xml: the content of {row.findtext('filename')} is not there"
            elif hashlib.sha1(data).hexdigest() != digest or str(len(data)) != row.findtext("filesize"):
                yield f"files.xml: the content of {row.findtext('filename')} is another"
        for name in self.members:
            if name.startswith("files/") and name.rpartition("/")[2] not in used:
                yield f"{name} is used nowhere"
        for name, root in self.xml.items():
            if name.endswith("inforef.xml"):
                yield from (f"{name}: no file {e.text}" for e in root.iterfind(".//file/id") if e.text not in rows)
        for where, context, root, references in self._texts():
            names = {
                f"{row.findtext('filepath', '')}{row.findtext('filename')}".lstrip("/"): id
                for id, row in rows.items()
                if row.findtext("contextid") == context
            }
            known = (
                {e.text for e in self.xml[references].iterfind(".//file/id")} if references in self.xml else set(rows)
            )
            for element in root.iter():
                for found in _FILE.findall(element.text or ""):
                    id = names.get(unquote(found))
                    if id is None:
                        yield f"{where}: there is no file {found}"
                    elif id not in known:
                        yield f"{where}: inforef.xml does not name the file {found}"

    def _texts(self) -> Iterator[tuple[str, str, Element, str]]:
        for folder, root in self.roots.items():
            yield folder, str(root.get("contextid")), root, f"activities/{folder}/inforef.xml"
        for id, section in self.sections.items():
            yield f"section {id}", str(self.course.get("contextid")), section, f"sections/section_{id}/inforef.xml"
        yield "questions.xml", str(self.course.get("contextid")), self.xml["questions.xml"], ""

    def grades(self) -> Iterator[str]:
        """Items lie in categories that are there; weights and points are sound."""
        book = self.xml["gradebook.xml"]
        categories = {e.get("id"): e for e in book.iter("grade_category")}
        for id, category in categories.items():
            parent = category.findtext("parent")
            if parent != NULL and parent not in categories:
                yield f"gradebook.xml: category {id} has no parent"
            path = category.findtext("path", "").strip("/").split("/")
            if path[-1] != id or not set(path) <= set(categories) or str(len(path)) != category.findtext("depth"):
                yield f"gradebook.xml: category {id} has a wrong path"
        instances = Counter(e.findtext("iteminstance") for e in book.iter("grade_item"))
        if set(instances) != set(categories) or any(n > 1 for n in instances.values()):
            yield "gradebook.xml: not every category has one item"
        for folder, root in self.roots.items():
            items = {e.get("id"): e for e in self.xml[f"activities/{folder}/grades.xml"].iter("grade_item")}
            named = {e.text for e in self.xml[f"activities/{folder}/inforef.xml"].iterfind(".//grade_item/id")}
            if set(items) != named:
                yield f"{folder}: inforef.xml names other grade items than grades.xml has"
            for item in items.values():
                if item.findtext("categoryid") not in categories:
                    yield f"{folder}: a grade item lies in a category that is not there"
                if item.findtext("iteminstance") != root.get("id") or item.findtext("itemmodule") != root.get(
                    "modulename"
                ):
                    yield f"{folder}: a grade item belongs to another activity"
                if Decimal(item.findtext("gradepass", "0")) > Decimal(item.findtext("grademax", "0")):
                    yield f"{folder}: more points are needed to pass than there are"
            module = self.modules[folder]
            needs = module.findtext("completiongradeitemnumber")
            numbers = {item.findtext("itemnumber") for item in items.values()}
            if needs != NULL and needs not in numbers:
                yield f"{folder}: completion asks for a grade that is not there"

    def questions(self) -> Iterator[str]:
        """Quizzes ask what the bank holds."""
        bank = self.xml["questions.xml"]
        categories = {e.get("id"): e for e in bank.iter("question_category")}
        entries = {e.get("id"): e for e in bank.iter("question_bank_entry")}
        questions = {e.get("id"): e for e in bank.iter("question")}
        for id, category in categories.items():
            if category.findtext("parent") not in (*categories, "0"):
                yield f"questions.xml: the category {id} has no parent"
            if category.findtext("contextid") != self.course.get("contextid"):
                yield f"questions.xml: the category {id} lies in another context"
            numbers = Counter(e.findtext("idnumber") for e in category.iter("question_bank_entry"))
            yield from (f"questions.xml: the idnumber {n} twice" for n, c in numbers.items() if n != NULL and c > 1)
        for entry in entries.values():
            if entry.findtext("questioncategoryid") != entry.getparent().getparent().get("id"):  # type: ignore[union-attr]
                yield f"questions.xml: the entry {entry.get('id')} names another category"
        stamps = Counter(e.findtext("stamp") for e in [*categories.values(), *questions.values()])
        yield from (f"questions.xml: the stamp {stamp} twice" for stamp, n in stamps.items() if n > 1)
        for id, question in questions.items():
            yield from _question(id or "", question, questions)
        for folder, root in self.roots.items():
            if root.get("modulename") != "quiz":
                continue
            named = {e.text for e in self.xml[f"activities/{folder}/inforef.xml"].iterfind(".//question_category/id")}
            if not named <= set(categories):
                yield f"{folder}: inforef.xml names categories that are not there"
            for reference in root.iter("question_reference", "question_set_reference"):
                yield from self._reference(folder, root, reference, entries, named)
            marks = sum((Decimal(e.findtext("maxmark", "0")) for e in root.iter("question_instance")), Decimal(0))
            if abs(marks - Decimal(root.findtext(".//sumgrades", "0"))) > Decimal("0.00001"):
                yield f"{folder}: sumgrades is not the sum of the marks"
            slots = [e.findtext("slot") for e in root.iter("question_instance")]
            if slots != [str(n) for n in range(1, len(slots) + 1)]:
                yield f"{folder}: its slots are not numbered one after the other"

    def _reference(
        self,
        folder: str,
        root: Element,
        reference: Element,
        entries: Mapping[str | None, Element],
        named: set[str | None],
    ) -> Iterator[str]:
        if reference.findtext("usingcontextid") != root.get("contextid"):
            yield f"{folder}: a slot belongs to another context"
        if reference.tag == "question_reference":
            entry = entries.get(reference.findtext("questionbankentryid"))
            if entry is None:
                yield f"{folder}: a slot asks a question that is not there"
            elif entry.findtext("questioncategoryid") not in named:
                yield f"{folder}: inforef.xml does not name the category of a question"
            return
        condition = json.loads(reference.findtext("filtercondition", ""))
        for category in condition["filter"]["category"]["values"]:
            if str(category) not in named:
                yield f"{folder}: a slot draws from a category that inforef.xml does not name"
        if reference.findtext("questionscontextid") != self.course.get("contextid"):
            yield f"{folder}: a slot draws from another context"

    def rules(self) -> Iterator[str]:
        """Completion and badges rest on activities that can be completed."""
        for criterion in self.xml["completion.xml"].iter("course_completion_criteria"):
            if criterion.findtext("criteriatype") == "4":
                yield from self._completable(
                    "completion.xml", criterion.findtext("moduleinstance"), criterion.findtext("module")
                )
        images = Counter(
            row.findtext("itemid")
            for row in self.xml["files.xml"]
            if row.findtext("component") == "badges" and row.findtext("filename") in ("f1.png", "f2.png", "f3.png")
        )
        roles = {role.get("id") for role in self.xml["roles.xml"]}
        for badge in self.xml["badges.xml"]:
            if images[badge.get("id")] != 3:
                yield f"badges.xml: {badge.findtext('name')} has not its three images"
            kinds = [criterion.findtext("criteriatype") for criterion in badge.iter("criterion")]
            if "0" not in kinds or len(kinds) < 2:
                yield f"badges.xml: {badge.findtext('name')} can be given to nobody"
            for parameter in badge.iter("parameter"):
                name, _, id = parameter.findtext("name", "").partition("_")
                if name == "module":
                    yield from self._completable("badges.xml", id, None)
                elif (name == "role" and id not in roles) or (name == "course" and id != self.course.get("id")):
                    yield f"badges.xml: there is no {name} {id}"

    def _completable(self, where: str, module: str | None, kind: str | None) -> Iterator[str]:
        folder = self.by_module.get(module)
        if folder is None:
            yield f"{where}: there is no module {module}"
        elif self.modules[folder].findtext("completion") == "0":
            yield f"{where}: {folder} is never complete"
        elif kind and kind != folder.rpartition("_")[0]:
            yield f"{where}: {folder} is called a {kind}"

    def links(self) -> Iterator[str]:
        """Links lead to activities that are there, of the kind that they say."""
        for name, root in self.xml.items():
            for element in root.iter():
                for kind, id in _LINK.findall(element.text or ""):
                    folder = self.by_module.get(id)
                    known = id == self.course.get("id") if kind == "COURSE" else folder == f"{kind.lower()}_{id}"
                    if not known:
                        yield f"{name}: a link leads to {kind} {id}, which is not there"
                if re.search(r'(href|src)="(course|asset|kit):', element.text or ""):
                    yield f"{name}: a link of the kit was left as it is"

    def ids(self) -> Iterator[str]:
        """No two things of a kind have the same id."""
        seen: Counter[tuple[str, str]] = Counter()
        for name, root in self.xml.items():
            if name in ("roles.xml",) or name.endswith("inforef.xml"):
                continue
            for element in root.iter():
                id = element.get("id")
                if (
                    id
                    and element.tag not in ("activity", "category", "grade_setting")
                    and element.getparent() is not None
                ):
                    seen[str(element.tag), id] += 1
        yield from (f"two <{tag}> have the id {id}" for (tag, id), n in seen.items() if n > 1)


def _question(id: str, question: Element, questions: Mapping[str | None, Element]) -> Iterator[str]:
    answers = {e.get("id") for e in question.iter("answer")}
    parent = question.findtext("parent")
    if parent not in (*questions, "0"):
        yield f"questions.xml: the question {id} has no parent"
    for tag in ("trueanswer", "falseanswer"):
        if question.find(f".//{tag}") is not None and question.findtext(f".//{tag}") not in answers:
            yield f"questions.xml: {tag} of the question {id} is not there"
    for record in question.iter("numerical_record", "calculated_record"):
        if record.findtext("answer") not in answers:
            yield f"questions.xml: a record of the question {id} has no answer"
    sequence = question.findtext(".//multianswer/sequence")
    if sequence is not None:
        parts = sequence.split(",")
        if not all(part in questions and questions[part].findtext("parent") == id for part in parts):
            yield f"questions.xml: the gaps of the question {id} are not there"
        marks = re.findall(r"\{#(\d+)\}", question.findtext("questiontext", ""))
        if marks != [str(n) for n in range(1, len(parts) + 1)]:
            yield f"questions.xml: the text of the question {id} has other gaps"
