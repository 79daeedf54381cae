"""Jinja2 environments: the one place where they are made, so that every template meets the same rules.

A missing name is an error, blocks leave no blank lines, and whatever did not come with mooc-kit runs in a sandbox.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import BaseLoader, Environment

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
    messages: Messages | None = None,
    **settings: Any,
) -> Environment:
    """An environment for the templates of `loader`; without one, for texts (`from_string`).

    `is_trusted` leaves the sandbox out, for templates that came with mooc-kit and run thousands of times. `messages`
    are the texts of the course's language: templates call them as `t`, `plural`, `date` and `number`. `settings` are
    Jinja2's own.
    """
    from jinja2 import Environment, StrictUndefined

    kind = Environment if is_trusted else sandbox()
    made: Environment = kind(
        **{  # autoescape is what the caller says
            "loader": loader,
            "autoescape": escapes_html,
            "undefined": StrictUndefined,
            "trim_blocks": True,
            "lstrip_blocks": True,
            "keep_trailing_newline": True,
            **settings,
        }
    )
    if messages is not None:
        made.globals.update(_texts(messages))
    return made


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

    class Sandbox(ImmutableSandboxedEnvironment):
        """No attribute that begins with an underscore, nothing changed, and no file touched."""

        def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
            return not isinstance(obj, PurePath) and super().is_safe_attribute(obj, attr, value)

    return Sandbox
