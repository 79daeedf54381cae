"""Themes: how the site looks, its templates, style sheet and scripts.

An institution's own, in the folder `theme/` of its kit, goes before ours file by file: a template, the whole style
sheet (`course.css`), rules after it (`extra.css`), and fonts and pictures for them. It is not trusted: its templates
run in a sandbox that reads no files and changes nothing, within bounds; its scripts are left out.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from pathlib import Path, PurePath
from traceback import format_exception
from typing import TYPE_CHECKING, Any

from mooc_kit.content import svg
from mooc_kit.content.language_of_parts import with_languages
from mooc_kit.course import kit_codes
from mooc_kit.i18n import Messages
from mooc_kit.problems import MoocKitError, Notice, Place
from mooc_kit.template_budget import OverBudget, within
from mooc_kit.templating import environment

if TYPE_CHECKING:
    from jinja2 import Environment

FOLDER = Path(str(files("mooc_kit"))) / "templates" / "site"
STYLE = "course.css"
PARTS = ("overview.css", "tables.css", "content.css", "forms.css", "tools.css")
"""The parts of the style sheet that only some pages need, in their order after the first one."""
BASE = "base.html.j2"
EXTRA_STYLE = "extra.css"
MATH_STYLE = "math.css"
"""The font for formulas, for pages that have some."""
WORKER = "service-worker.js"
ALONE = "one-file.js"
"""What only a page that is carried as one file needs."""
MOVED = "moved.js"
"""What only a course needs whose activities had other ids; it stands in the file of its outline."""
FINDER = "find-root.js"
"""What only the page for missing addresses needs, which carries it in itself."""
_IN_OTHERS = (WORKER, ALONE, MOVED, MATH_STYLE, FINDER)
KIT_FOLDER = "theme"
OURS = "ours/"
"""Before a template's name: ours, also where the kit has one of the same name, so that it can extend it."""
_CARRIED = frozenset({".css", ".woff2", ".svg", ".png", ".jpg", ".jpeg", ".webp"})
_LARGEST = 2_000_000


@dataclass(frozen=True)
class SiteTheme:
    """The look of the site of `kit`."""

    kit: Path

    @cached_property
    def files(self) -> dict[str, bytes]:
        """The kit's own files by name. What lies outside the kit (through a link) is not among them."""
        folder = self.kit / KIT_FOLDER
        if not folder.is_dir():
            return {}
        inside = self.kit.resolve()
        found = {}
        for path in sorted(folder.iterdir()):
            if path.is_file() and path.resolve().is_relative_to(inside) and path.stat().st_size <= _LARGEST:
                found[path.name] = path.read_bytes()
        return found

    @property
    def digest(self) -> str:
        """Another one for another look."""
        made = hashlib.sha256()
        for name, data in self.files.items():
            made.update(f"{name} {len(data)} ".encode())
            made.update(data)
        return made.hexdigest()

    @property
    def styles(self) -> tuple[str, ...]:
        """The style sheets of a page with everything, in order. A kit's own `course.css` is the whole of it."""
        return (STYLE, *self.parts, *((EXTRA_STYLE,) if self.has_extra_style else ()))

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts of the style sheet that pages may load beside the first."""
        if STYLE in self.files:
            return tuple(part for part in PARTS if part in self.files)
        # A kit's own frame of a page, from before there were parts, loads the first style sheet alone.
        own_base = self.files.get(BASE)
        return PARTS if own_base is None or b"parts_of_style" in own_base or b"ours/base.html.j2" in own_base else ()

    @property
    def has_extra_style(self) -> bool:
        return EXTRA_STYLE in self.files

    def notices(self) -> Iterator[Notice]:
        for name in self.files:
            what = f"{KIT_FOLDER}/{name}"
            if name.endswith(".j2") and not (FOLDER / name).is_file() and not self._is_included(name):
                yield Notice(what, "No page is made from a template of this name.", "It was left out.")
            elif not name.endswith(".j2") and PurePath(name).suffix.lower() not in _CARRIED and name != "README.md":
                yield Notice(what, "A theme may hold templates, style sheets, fonts and pictures.", "It was left out.")
            elif not self._is_carried(name) and not name.endswith(".j2") and name != "README.md":
                yield Notice(what, "The drawing could run a script, or cannot be read.", "It was left out.")

    def _is_carried(self, name: str) -> bool:
        ending = PurePath(name).suffix.lower()
        return ending in _CARRIED and (ending != ".svg" or svg.is_harmless(self.files[name]))

    def _is_included(self, name: str) -> bool:
        return any(
            name.encode() in data for other, data in self.files.items() if other.endswith(".j2") and other != name
        )

    def own_files(self) -> Iterator[tuple[str, bytes]]:
        """The style sheets, scripts of ours, fonts and pictures, by name."""
        found = {
            path.name: smaller_script(path) if path.suffix == ".js" else smaller_style(path)
            for path in FOLDER.iterdir()
            if path.suffix in (".css", ".js") and path.name not in _IN_OTHERS
        }
        if not self.parts:
            found[STYLE] += b"".join(found[part] for part in PARTS)
        found |= {name: data for name, data in self.files.items() if self._is_carried(name)}
        yield from sorted(found.items())

    def math_files(self) -> Iterator[tuple[str, bytes]]:
        """What shows formulas in a font that has them, for a course with formulas, by name."""
        found = {path.name: path.read_bytes() for path in FOLDER.glob("math*.woff2")}
        found[MATH_STYLE] = smaller_style(FOLDER / MATH_STYLE)
        yield from ((name, data) for name, data in sorted(found.items()) if name not in self.files)

    def environment(self, messages: Messages) -> Environment:
        """The templates of the site, speaking the language of `messages` through `t` and `plural`."""
        own = {name: data.decode("utf-8", "replace") for name, data in self.files.items() if name.endswith(".j2")}
        return _environment(messages, own) if own else _ours(messages)

    def render(self, template: str, env: Environment, context: dict[str, Any]) -> str:
        """`template` with `context`. Raises MoocKitError where the kit's own template is at fault."""
        return with_languages(self._rendered(template, env, context), context["dir"])

    def _rendered(self, template: str, env: Environment, context: dict[str, Any]) -> str:
        if not any(name.endswith(".j2") for name in self.files):
            return env.get_template(template).render(context)
        try:
            answer = json.loads(within(lambda: _attempt(template, env, context)))
        except OverBudget as error:
            raise self._problem(f"{KIT_FOLDER}/{template}", 1, str(error)) from error
        if "bug" in answer:
            raise RuntimeError(answer["bug"])
        if "html" not in answer:
            raise self._problem(answer["file"], answer["line"], answer["words"])
        return str(answer["html"])

    def _problem(self, file: str, line: int, words: str) -> MoocKitError:
        message = f"The template cannot be used: {words.splitlines()[0][:200] if words else 'it is broken'}"
        hint = "Compare it with the built-in template of the same name (docs: the web site, a look of your own)."
        return MoocKitError(kit_codes.BROKEN_TEMPLATE.at(Place(file, line, 1), message.rstrip(".") + ".", hint=hint))


def _attempt(template: str, env: Environment, context: dict[str, Any]) -> bytes:
    """The page as JSON, or where and why the template fails."""
    from jinja2 import TemplateError, TemplateSyntaxError

    try:
        answer: dict[str, Any] = {"html": env.get_template(template).render(context)}
    except TemplateSyntaxError as error:
        answer = {"file": error.filename or "", "line": error.lineno, "words": error.message or ""}
    except MemoryError:
        raise
    except Exception as error:
        where = _place_in(error)
        if where is None and not isinstance(error, TemplateError | OverBudget):
            answer = {"bug": "".join(format_exception(error))}
        else:
            file, line = where or (f"{KIT_FOLDER}/{template}", 1)
            answer = {"file": file, "line": line, "words": str(error)}
    return json.dumps(answer).encode()


def own_templates(kit: Path) -> list[str]:
    """The templates that a kit brings for the pages of its site: what they hold runs there, scripts among it."""
    return [f"{KIT_FOLDER}/{name}" for name in SiteTheme(kit).files if name.endswith(".j2")]


@lru_cache(maxsize=4)
def _ours(messages: Messages) -> Environment:
    """Our own templates, loaded once: for programs that build more than once."""
    return _environment(messages, {})


def _environment(messages: Messages, own: dict[str, str]) -> Environment:
    from jinja2 import ChoiceLoader, FileSystemLoader, FunctionLoader, PrefixLoader

    def load(name: str) -> tuple[str, str, None] | None:
        return (own[name], f"{KIT_FOLDER}/{name}", None) if name in own else None

    ours = FileSystemLoader(FOLDER)
    loader = ChoiceLoader([FunctionLoader(load), ours, PrefixLoader({OURS.rstrip("/"): ours})])
    return environment(loader, is_trusted=not own, keeps_compiled=not own, messages=messages)


def _place_in(error: BaseException) -> tuple[str, int] | None:
    """The innermost line of one of the kit's templates that `error` passed through."""
    found, trace = None, error.__traceback__
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename
        if name.startswith(f"{KIT_FOLDER}/"):
            found = name, trace.tb_lineno
        trace = trace.tb_next
    return found


def script(name: str) -> str:
    """A script of ours as the site sends it."""
    return smaller_script(FOLDER / name).decode()


@cache
def smaller_script(path: Path) -> bytes:
    """Without comments and indents, a fifth of what a phone on a slow network would fetch."""
    from rjsmin import jsmin

    smaller: str = jsmin(path.read_text("utf-8"))
    return f"{smaller}\n".encode()


@cache
def smaller_style(path: Path) -> bytes:
    """Without comments and white space, a tenth of what every page would fetch."""
    from rcssmin import cssmin

    smaller: str = cssmin(path.read_text("utf-8"))
    return f"{smaller}\n".encode()
