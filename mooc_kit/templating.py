"""Jinja2 environments: made in this one place, so that every template meets the same rules.

A missing name is an error, blocks leave no blank lines, and whatever did not come with mooc-kit runs in a sandbox.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import BaseLoader, BytecodeCache, Environment
    from jinja2.runtime import Context

    from mooc_kit.i18n import Messages


def built_in(folder: str) -> BaseLoader:
    """The templates that come with mooc-kit, in `templates/FOLDER`."""
    from jinja2 import PackageLoader

    return PackageLoader("mooc_kit", f"templates/{folder}")


def environment(
    loader: BaseLoader | None = None,
    *,
    escapes_html: bool = True,
    is_trusted: bool = False,
    keeps_compiled: bool = False,
    messages: Messages | None = None,
    **settings: Any,
) -> Environment:
    """An environment for the templates of `loader`; without one, for texts (`from_string`).

    `is_trusted` leaves the sandbox out, for templates that came with mooc-kit and run thousands of times.
    `keeps_compiled` keeps what these are compiled to for later runs, in the user's cache. `messages` are the texts of
    the course's language: templates call them as `t`, `plural`, `date` and `number`. `settings` are Jinja2's own.
    """
    from jinja2 import Environment, StrictUndefined

    kind = Environment if is_trusted else sandbox()
    chosen = {  # autoescape is what the caller says
        "autoescape": escapes_html,
        "undefined": StrictUndefined,
        "trim_blocks": True,
        "lstrip_blocks": True,
        "keep_trailing_newline": True,
        **settings,
    }
    if keeps_compiled:
        chosen |= compiling_settings(f"{kind.__name__} {sorted(chosen.items(), key=str)}")
    made: Environment = kind(loader=loader, **chosen)
    if messages is not None:
        made.globals.update(_texts(messages))
    return made


def compiling_settings(kind: str) -> dict[str, Any]:
    """Settings of Jinja2 with which templates that came with mooc-kit are compiled once, for later runs too.

    `kind` names all that the compiled form depends on besides the template: what is compiled for the sandbox and what
    is not must never meet. So that it depends on no language, nothing is worked out while compiling.
    """
    return {"optimized": False, "bytecode_cache": _compiled(kind)}


@lru_cache(maxsize=16)
def _compiled(kind: str) -> BytecodeCache | None:
    import marshal
    from contextlib import suppress

    from jinja2 import BytecodeCache
    from jinja2.bccache import Bucket

    from mooc_kit.cache import current_folder
    from mooc_kit.files import write_whole

    place = current_folder("templates")
    if place is None:
        return None
    folder: Path = place

    class Compiled(BytecodeCache):
        """A file for each template, named by all that it was made from; one that is broken is made again."""

        def get_bucket(self, environment: Environment, name: str, filename: str | None, source: str) -> Bucket:
            key = hashlib.sha256(repr((kind, name, filename, source)).encode()).hexdigest()
            bucket = Bucket(environment, key, key)
            self.load_bytecode(bucket)
            return bucket

        def load_bytecode(self, bucket: Bucket) -> None:
            with suppress(OSError, ValueError, EOFError, TypeError):
                data = (folder / bucket.key).read_bytes()
                if hashlib.sha256(data[32:]).digest() == data[:32]:
                    bucket.code = marshal.loads(data[32:])  # noqa: S302  # from the user's own cache, and whole

        def dump_bytecode(self, bucket: Bucket) -> None:
            data = marshal.dumps(bucket.code)
            with suppress(OSError):
                write_whole(folder / bucket.key, hashlib.sha256(data).digest() + data)

    return Compiled()


def _texts(messages: Messages) -> dict[str, Any]:
    from markupsafe import escape

    def t(message: str, **values: object) -> str:
        found = escape(messages.text(message))
        return found.format(**values) if values else found

    def plural(one: str, many: str, n: int) -> str:
        return messages.plural(one, many, n)

    return {"t": t, "plural": plural, "date": messages.date, "number": messages.number}


def sandbox() -> Any:
    """The class of environment that everything runs in which did not come with mooc-kit."""
    from pathlib import PurePath

    from jinja2.sandbox import ImmutableSandboxedEnvironment

    from mooc_kit.template_budget import checked_product

    class Sandbox(ImmutableSandboxedEnvironment):
        """No attribute that begins with an underscore, nothing changed, and no file touched."""

        intercepted_binops = frozenset({"*", "**"})

        def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
            checked_product(operator, left, right)
            return super().call_binop(context, operator, left, right)

        def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
            return not isinstance(obj, PurePath) and super().is_safe_attribute(obj, attr, value)

    return Sandbox
