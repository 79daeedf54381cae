"""Kit rendering: the course template by cookiecutter, then activities' and options' files, then an institution's.

Everything is made in a folder beside the wanted one and moved there in one step, so that nobody meets half a kit.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from importlib.resources import as_file
from importlib.resources import files as package_files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mooc_kit import __version__
from mooc_kit.completion_options.base import KitFile
from mooc_kit.completion_options.registry import options
from mooc_kit.content.template_passages import translated
from mooc_kit.course.rendered_files import SPEC
from mooc_kit.files import folder_beside, write_fresh
from mooc_kit.i18n import Messages, messages_for
from mooc_kit.kit.activity_files import kit_files, option_files
from mooc_kit.kit.bake import PROJECT, bake, resolved, sandboxed_environment
from mooc_kit.kit.editor_schemas import kit_schemas
from mooc_kit.kit.guide_commands import ending, general_commands
from mooc_kit.kit.guide_index import PATH as GUIDES
from mooc_kit.kit.guide_index import guide_index
from mooc_kit.kit.merge_base import base_files
from mooc_kit.kit.pin import PIN, pin_file
from mooc_kit.kit.provenance import Provenance
from mooc_kit.kit.template_context import kit_context
from mooc_kit.problems import UsageError
from mooc_kit.safe_paths import inside, require_safe, same_file
from mooc_kit.spec.model import Spec
from mooc_kit.spec.schema import schema_path
from mooc_kit.templating import compiling_settings

if TYPE_CHECKING:
    from jinja2 import Environment

    from mooc_kit.kit.institution import Institution

FALLBACK = "en"


def refuse_existing(folder: Path) -> None:
    """Raises UsageError where `folder` is there already and holds something: nothing is ever overwritten."""
    if folder.is_dir() and not any(folder.iterdir()):
        return
    if folder.exists() or folder.is_symlink():
        raise UsageError(f"{folder} exists already, and mooc-kit never overwrites a folder. Choose another name.")


def render_kit(
    spec: Spec,
    folder: Path,
    *,
    spec_text: str,
    institution: Institution | None = None,
    authored: Mapping[str, bytes] | None = None,
    is_ours: bool = False,
) -> list[str]:
    """Render the kit of `spec` into the new `folder`; `spec_text` becomes its course.yaml. Gives the files' paths.

    `authored` are files, by path, that exist already (from another platform): they stand in place of the usual ones.
    Updates leave them alone, but where they come from a kit of ours (`is_ours`).
    """
    refuse_existing(folder)
    authors = frozenset(authored or ()) if not is_ours else frozenset()
    language = spec.course.language
    context = kit_context(spec)
    for path in authored or {}:
        require_safe(path, "The course", may_be_kits_own=False)
    with temporary_beside(folder) as place:
        if institution is not None:
            institution.run_hook("pre_gen_project", place, context, language)
        rendered = write_kit(spec, place, spec_text=spec_text, institution=institution, authors=authors)
        for path, data in (authored or {}).items():
            _put(place, path, data)
        if institution is not None:
            institution.run_hook("post_gen_project", place, context, language)
        if folder.is_dir():
            folder.rmdir()
        place.rename(folder)
    template = institution.template if institution is not None else None
    Provenance().remember(
        rendered,
        template.files if template else None,
        template.source if template else "",
        trusts=institution is not None and institution.trusts,
    )
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def write_kit(
    spec: Spec,
    place: Path,
    *,
    spec_text: str,
    institution: Institution | None = None,
    authors: Collection[str] = (),
) -> dict[str, bytes]:
    """Every file of the kit, written below `place`, an empty folder; gives those that authors work on.

    Updates will leave those of `authors` alone.
    """
    files = rendered_files(spec, institution)
    own = own_files(spec, files, spec_text, institution, authors=authors)
    for path in files:
        require_safe(path, "The course", may_be_kits_own=False)
    for path, data in {**files, SPEC: spec_text.encode(), **own}.items():
        _put(place, path, data)
    return files


def own_files(
    spec: Spec,
    files: Mapping[str, bytes],
    spec_text: str,
    institution: Institution | None = None,
    pinned: bytes | None = None,
    *,
    authors: Collection[str] = (),
) -> dict[str, bytes]:
    """What mooc-kit keeps for itself in a kit, below `.mooc-kit/`: schema, pins, and the base for updates.

    `pinned` is the version pin that is in the kit already; `authors` are files that are their authors' own.
    """
    pins: dict[str, Any] = {"mooc_kit": __version__, "template": "course", "language": spec.course.language}
    if institution is not None:
        pins["institution"] = institution.pins()
    return {
        **(institution.own_files() if institution is not None else {}),
        **{schema_path(kind): _json(schema) for kind, schema in kit_schemas().items()},
        ".mooc-kit/kit.json": _json(pins),
        PIN: pin_file(pinned),
        **base_files(files, spec_text, authors),
    }


def rendered_files(spec: Spec, institution: Institution | None = None) -> dict[str, bytes]:
    """The files that authors work on, as they are rendered for `spec`, by their paths in the kit, sorted.

    Those of the institution's template are laid over the others.
    """
    context = kit_context(spec)
    language = spec.course.language
    course_templates = package_files("mooc_kit").joinpath("templates", "course")
    messages = messages_for(language)
    made = _bake(course_templates, language, context)
    for path, commands in general_commands(spec).items():
        if path in made:
            made[path] = made[path].rstrip() + b"\n" + ending(commands, messages).encode()
    parts = environment(course_templates, language, "parts", is_ours=True)
    for file in kit_files(spec):
        _add(made, file, parts, context, messages)
    known = options()
    environments: dict[str, Environment] = {}
    for key, file in option_files(spec):
        if key not in environments:
            is_ours = type(known[key]).__module__.startswith("mooc_kit.")
            environments[key] = environment(known[key].templates(), language, is_ours=is_ours)
        _add(made, file, environments[key], context, messages)
    if institution is not None:
        made.update(institution.rendered(context, language))
        for one, other in same_file({*made, SPEC}):
            raise UsageError(f"The kit would hold {one!a} and {other!a}, which are the same on some computers.")
    made.setdefault(GUIDES, guide_index(made, messages))
    return dict(sorted(made.items()))


def environment(templates: Traversable, language: str, *below: str, is_ours: bool = False) -> Environment:
    """A sandboxed Jinja2 environment over the folders of `templates` for `language`, then English.

    `is_ours` as in `sandboxed_environment`.
    """
    from jinja2 import FunctionLoader

    folders = [(tag, templates.joinpath(tag, *below)) for tag in language_folders(templates, language)]

    def load(name: str) -> str | None:
        for tag, folder in folders:
            file = folder.joinpath(name)
            if file.is_file():
                return _in_language(file.read_text(encoding="utf-8"), name, tag, language)
        return None

    # Each template is rendered a few times at most: compiling is what costs. Those of other packages' options are
    # found by what is in them, as ours are.
    settings = {"cookiecutter": {"_jinja2_env_vars": _settings()}}
    made = sandboxed_environment(language, is_ours=is_ours)(settings)
    made.loader = FunctionLoader(load)
    return made


def _settings() -> dict[str, Any]:
    """Of Jinja2, for the templates that come with mooc-kit and its options."""
    blocks = {"trim_blocks": True, "lstrip_blocks": True}
    return {**blocks, **compiling_settings(f"cookiecutter's, sandboxed {blocks}")}


def language_folders(templates: Traversable, language: str) -> list[str]:
    """The names of the folders to look in, best first: the whole tag, its first part, English."""
    wanted = [language, language.split("-", maxsplit=1)[0], FALLBACK]
    return [tag for tag in dict.fromkeys(wanted) if templates.joinpath(tag).is_dir()]


def _bake(templates: Traversable, language: str, context: dict[str, Any]) -> dict[str, bytes]:
    """The files of the cookiecutter template for the language (English where it has none)."""
    tag = next(
        tag for tag in language_folders(templates, language) if templates.joinpath(tag, "cookiecutter.json").is_file()
    )
    with as_file(templates.joinpath(tag)) as template, tempfile.TemporaryDirectory() as work:
        repo, output = Path(work).resolve() / "template", Path(work).resolve() / "output"
        shutil.copytree(template, repo, ignore=shutil.ignore_patterns("parts"))
        if _is_to_translate(tag, language):
            for file in repo.rglob("*.md*"):
                write_fresh(file, _in_language(file.read_text(encoding="utf-8"), file.name, tag, language))
        fixed = {"folder": PROJECT, "language": language, "_jinja2_env_vars": _settings()}
        answers = resolved(repo, {}, sandboxed_environment(language, is_ours=True), fixed)
        make = sandboxed_environment(language, output, is_ours=True)
        kit = bake(repo, {**context, **answers}, output, make)
        return {path.relative_to(kit).as_posix(): path.read_bytes() for path in kit.rglob("*") if path.is_file()}


def _is_to_translate(tag: str, language: str) -> bool:
    """Whether templates from the folder `tag` are in English and `language` is not.

    What a language has in a folder of its own was translated there, as a whole.
    """
    return tag == FALLBACK and messages_for(language).is_translated


def _in_language(text: str, name: str, tag: str, language: str) -> str:
    """The template `text` from the folder `tag`, its passages in `language` so far as they are translated."""
    if ".md" not in name or not _is_to_translate(tag, language):
        return text
    return translated(text, messages_for(language).text)


def _add(
    made: dict[str, bytes], file: KitFile, templates: Environment, context: dict[str, Any], messages: Messages
) -> None:
    """The file as bytes, unless an earlier one has its path."""
    if file.path in made:
        return
    if file.data is not None:
        made[file.path] = file.data
    elif file.text is not None:
        made[file.path] = file.text.encode()
    else:
        text = templates.get_template(file.template).render({**context, **file.context})
        made[file.path] = (f"{text.rstrip()}\n{ending(file.commands, messages)}" if file.commands else text).encode()


def _put(place: Path, name: str, data: bytes) -> None:
    path = inside(place, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_fresh(path, data)


def _json(value: Any) -> bytes:
    return (json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode()


@contextmanager
def temporary_beside(folder: Path) -> Iterator[Path]:
    """A new folder next to `folder` (so that a rename is enough), gone again if something goes wrong."""
    with folder_beside(folder.absolute().parent, folder.name) as place:
        place.chmod(0o755)
        yield place
