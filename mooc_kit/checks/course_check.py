"""Course checks: the spec's shape, the design, the options' rules, and the kit around it, in one pass."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from mooc_kit.cache import Cache
from mooc_kit.checks.causes import causes_first, without_echo
from mooc_kit.checks.design_codes import PLANS_ONLY
from mooc_kit.checks.design_rules import check_course, check_design, check_targets
from mooc_kit.checks.institution_rules import check_institution
from mooc_kit.checks.translation_rules import check_translations
from mooc_kit.completion_options.option_rules import check_all
from mooc_kit.completion_options.registry import options, sections
from mooc_kit.course import kit_codes
from mooc_kit.course.model import Course
from mooc_kit.course.private_keys import private_key_in
from mooc_kit.course.review_record import open_comments
from mooc_kit.course.translation import Translation, other_languages, read_translation
from mooc_kit.credentials.published import FOLDER as PUBLISHED
from mooc_kit.credentials.published import read_published
from mooc_kit.i18n import speak_for
from mooc_kit.problems import Place, Problem, Report, Severity, relative_name
from mooc_kit.spec.ignore import apply_ignores
from mooc_kit.spec.load import load_spec
from mooc_kit.spec.model import Spec
from mooc_kit.spec.yaml_tree import read_text

SPEC_FILE = "course.yaml"
_LONGEST = 100_000  # bytes; what people write by hand is shorter
_KEY_NAMES = {".pem", ".key", ".p12", ".pfx", ".jwk", ".json"}


@dataclass(frozen=True)
class Checked:
    """What a check found. `spec` and `course` are None where too much is wrong to have them."""

    spec: Spec | None
    course: Course | None
    problems: list[Problem]
    folder: Path | None = None

    @property
    def is_sound(self) -> bool:
        """Whether something may be made of it: a course without errors, but for those of plans of evaluation."""
        stops = [problem for problem in self.problems if problem.code not in PLANS_ONLY]
        return self.spec is not None and self.course is not None and Report(stops).is_ok()


def check_text(text: str, file: str, targets: Collection[str] = ()) -> Checked:
    """A spec without a kit around it. `targets` are the names that can be built (none: not checked)."""
    spec, draft, problems = _check_spec(text, file, targets)
    return Checked(spec, None, _kept(draft, without_echo(problems)))


def check_path(path: Path, targets: Collection[str] = (), cache: Cache | None = None) -> Checked:
    """A course.yaml, or the folder of a kit: then with every file of the kit. `kept` spares reading pages again."""
    folder = path if path.is_dir() else path.parent
    file = folder / SPEC_FILE if path.is_dir() else path
    name = relative_name(file)
    speak_for(folder)
    text, problems = read_text(file, name)
    if text is None:
        return Checked(None, None, problems)
    spec, draft, problems = _check_spec(text, name, targets)
    has_kit = path.is_dir() or (file.name == SPEC_FILE and (folder / ".mooc-kit").is_dir())
    if draft is None or not has_kit:
        return Checked(spec, None, _kept(draft, without_echo(problems)))
    from mooc_kit.course.assemble import assemble

    shown = "" if relative_name(folder) == "." else relative_name(folder)
    if spec is None:
        if _tells_of_files(problems, text):
            problems += assemble(draft, folder, options(), shown, cache).problems
        problems += bad_contents(folder, shown)
        return Checked(None, None, _kept(draft, without_echo(problems)))
    assembled = assemble(spec, folder, options(), shown, cache)
    published, odd = read_published(
        folder / PUBLISHED, f"{shown}/{PUBLISHED}" if shown else PUBLISHED, spec.course.url or ""
    )
    course = replace(assembled.course, published=published)
    translated = list(_translations(spec, folder, shown, cache))
    course = replace(course, translations=tuple(course for course, _ in translated))
    problems += check_translations(spec, [words for _, words in translated])
    problems += [*assembled.problems, *odd, *check_course(spec, course), *bad_contents(folder, shown)]
    problems += open_comments(folder, shown)
    problems += check_institution(spec, folder, shown)
    problems = causes_first(problems, folder, shown, text)
    return Checked(spec, course, _kept(spec, problems), folder)


def _translations(spec: Spec, folder: Path, shown: str, cache: Cache | None) -> Iterator[tuple[Course, Translation]]:
    """The course in each of its other languages. What is wrong with its files was told of the first one."""
    from mooc_kit.course.assemble import assemble

    for tag in other_languages(spec):
        words = read_translation(folder, tag, spec.course.language)
        yield assemble(spec, folder, options(), shown, cache, translation=words).course, words


def _check_spec(text: str, file: str, targets: Collection[str]) -> tuple[Spec | None, Spec | None, list[Problem]]:
    """The spec, the draft to go on with, and all problems of shape, references, design and options."""
    loaded = load_spec(text, file, sections())
    problems = list(loaded.problems)
    draft = loaded.draft
    if draft is not None:
        broken = {(p.place.line, p.place.column) for p in problems}
        found = [*check_design(draft), *check_all(draft), *(check_targets(draft, targets) if targets else ())]
        # A rule that speaks about a place whose shape is wrong would speak about our stand-in.
        problems += [p for p in found if loaded.spec is not None or (p.place.line, p.place.column) not in broken]
    return loaded.spec, draft, problems


_FILES_FOLLOW = frozenset({"spec", "outcomes", "modules", "completion"})
"""The parts of course.yaml that say which files there are, and what may stand in them."""


def _tells_of_files(problems: Iterable[Problem], text: str) -> bool:
    """Whether a course.yaml that is not whole still says what belongs in the kit: not where a part is wrong that the
    files follow, since our stand-ins for it would be what they do not fit."""
    lines = text.splitlines()
    wrong = {_part(lines, problem.place.line) for problem in problems if problem.severity is Severity.ERROR}
    return not wrong & _FILES_FOLLOW


def _part(lines: Sequence[str], line: int) -> str:
    """The key of the top level that line number `line` belongs to; "spec" for what concerns all."""
    above = (text.partition(":")[0].strip() for text in reversed(lines[:line]) if text[:1].isalpha())
    return next(above, "spec")


def _kept(draft: Spec | None, problems: list[Problem]) -> list[Problem]:
    return problems if draft is None else list(apply_ignores(draft, problems))


def bad_contents(folder: Path, name: str) -> Iterator[Problem]:
    """A problem for each file of the kit that holds a private key or an unresolved conflict."""
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if inside.parts[0] in (".git", "build", "node_modules"):
            continue
        if not path.is_file() or path.is_symlink():
            continue
        if path.suffix not in _KEY_NAMES and path.stat().st_size > _LONGEST:
            continue
        with path.open("rb") as stream:
            data = stream.read(1_000_000)
        shown = f"{name}/{inside.as_posix()}" if name else inside.as_posix()
        found = private_key_in(data)
        if found and (path.suffix in _KEY_NAMES or found.startswith(b"-----BEGIN")):
            hint = "Delete it from the repository and its history, and make a new key outside the kit."
            yield kit_codes.PRIVATE_KEY.at(Place(shown, 1, 1), hint=hint)
        if b"<<<<<<< " in data and inside.parts[0] != ".mooc-kit":
            yield from _conflict(data, shown)


def _conflict(data: bytes, shown: str) -> Iterator[Problem]:
    from mooc_kit.git import conflict_at  # most runs need nothing else of git

    start = conflict_at(data)
    if start >= 0:
        place = Place(shown, data.count(b"\n", 0, start) + 1, 1)
        yield kit_codes.CONFLICT_LEFT.at(place, hint="Keep what is right, and delete the other version and the marks.")
