"""Pages of the manual that follow from the program itself, so that they cannot disagree with it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mkdocs.structure.files import File, Files
from pydantic import BaseModel

from mooc_kit.checks.catalogue import all_rules
from mooc_kit.completion_options.base import PLACES
from mooc_kit.completion_options.registry import options
from mooc_kit.spec.ask import Choice, asked_fields
from mooc_kit.spec.design import ELEMENT_BEFORE_COMPLETION, DesignSpec
from mooc_kit.spec.model import CourseInfo, ModuleSpec, OutcomeSpec, Spec, SuccessMeasure
from mooc_kit.spec.packages import Cmi5Settings, ScormSettings


def on_files(files: Files, config: Any) -> Files:
    pages = {"options.md": options_page, "elements.md": elements_page, "spec.md": spec_page, "codes.md": codes_page}
    for name, made in pages.items():
        files.append(File.generated(config, name, content="\n".join(made())))
    return files


def options_page() -> Iterator[str]:
    yield "# Evidence: the eight options\n"
    yield "*What will you provide to participants as evidence of their participation or completion?* Far more people"
    yield "sign up than finish, and someone can gain much without finishing. The first four options need no marking."
    yield "They work alone and together.\n"
    yield from standings()
    for key, option in options().items():
        yield f"## {option.title} {{#{key}}}\n"
        yield f"{option.about}\n"
        for label, words in (
            ("Asks", option.asks),
            ("Gives", option.gives),
            ("Needs", option.needs),
            ("Costs", option.costs),
        ):
            yield f"- **{label}:** {words}"
        if option.requires:
            yield f"- **Only together with:** {', '.join(f'`{name}`' for name in option.requires)}"
        yield f"\nIn `course.yaml`, under `completion: {key}:`\n"
        yield from _table(option.Spec)
        if option.rules:
            yield (
                "\nIts rules: "
                + ", ".join(f"[{rule.code}](codes.md#{rule.code.lower()})" for rule in option.rules)
                + "\n"
            )


def standings() -> Iterator[str]:
    """What stands behind each option at each place, from the options' own data."""
    yield "● says that something stands there for the participant or the team to use; the words say what.\n"
    yield f"| Option | {' | '.join(PLACES.values())} |"
    yield "| --- |" + " --- |" * len(PLACES)
    for key, option in options().items():
        cells = (option.where.get(place) for place in PLACES)
        shown = (f"{'● ' if cell.is_there else ''}{cell.says}" if cell else "" for cell in cells)
        yield f"| [`{key}`](#{key}) | {' | '.join(shown)} |"
    yield ""


def elements_page() -> Iterator[str]:
    yield "# The twelve elements\n"
    yield "A course team walks through twelve elements and chooses. None of them is right for everyone. They stand"
    yield "under `design:` in `course.yaml`; every element may be left out.\n"
    number = 0
    for key, info in DesignSpec.model_fields.items():
        number += 1
        element = next(arg for arg in info.annotation.__args__ if arg is not type(None))
        yield f"## {number}. {element.title}\n\n`{key}`: {element.about}\n"
        kind = element.model_fields["choices"].annotation.__args__[0]
        yield from _choices(kind)
        if key == ELEMENT_BEFORE_COMPLETION:
            number += 1
            yield f"## {number}. Completion options\n\nThe heart of it: [the eight options](options.md).\n"


def spec_page() -> Iterator[str]:
    yield "# course.yaml, key by key\n"
    yield "Editors complete keys and values and show these texts: each kit carries the schema, and the first line of"
    yield "its `course.yaml` points to it. `mooc-kit schema` prints it.\n"
    for heading, model in (
        ("course", CourseInfo),
        ("outcomes", OutcomeSpec),
        ("modules", ModuleSpec),
        ("success", SuccessMeasure),
        ("packages: scorm", ScormSettings),
        ("packages: cmi5", Cmi5Settings),
    ):
        yield f"## {heading}\n"
        yield from _table(model)
    yield "\n## activities of a module\n"
    kinds = ModuleSpec.model_fields["activities"].annotation.__args__[0]
    for kind in kinds.__args__[0].__args__ if hasattr(kinds, "__metadata__") else kinds.__args__:
        yield f"### kind: {kind.model_fields['kind'].annotation.__args__[0]}\n"
        yield from _table(kind)
    yield "\n## The other keys\n"
    yield "- `spec`: the version of this format, `1`."
    yield "- `design`: [the twelve elements](elements.md)."
    yield "- `completion`: [the eight options](options.md)."
    yield "- `targets`: what is built, in order. `site` where nothing is said."
    yield "- `ignore`: problem codes that the team lives with: `ignore: [{code: W107, because: Our reason}]`.\n"
    yield f"The top level holds: {', '.join(f'`{name}`' for name in Spec.model_fields)}."


def codes_page() -> Iterator[str]:
    yield "# Problem codes\n"
    yield "`mooc-kit explain CODE` tells the same. Errors break CI; warnings do under `--strict`; notes never.\n"
    for code, rule in all_rules().items():
        yield f"## {code} {{#{code.lower()}}}\n"
        yield f"**{rule.title}** ({rule.severity})\n\n{rule.why}\n"
        for label, example in (("Wrong", rule.wrong), ("Right", rule.right)):
            yield f"{label} ({rule.example_is}):\n\n```yaml\n{example.rstrip()}\n```\n"


def _table(model: type[BaseModel]) -> Iterator[str]:
    yield "| Key | Question | Default |\n| --- | --- | --- |"
    choices: list[tuple[str, type[Choice]]] = []
    for field in asked_fields(model):
        default = "needed" if field.is_required else _default(field.default)
        words = f"{field.ask.question} {field.ask.help}".strip().replace("|", "\\|")
        yield f"| `{field.key}` | {words} | {default} |"
        choices += [(field.key, kind) for kind in _choice_types(field.annotation)]
    yield ""
    for key, kind in choices:
        yield f"`{key}` can be:\n"
        yield from _choices(kind)


def _default(value: Any) -> str:
    if value in (None, [], {}):
        return ""
    if isinstance(value, BaseModel):
        return "see below"
    if isinstance(value, list):
        return ", ".join(f"`{item}`" for item in value)
    return f"`{str(value).lower()}`" if isinstance(value, bool) else f"`{value}`"


def _choices(kind: type[Choice]) -> Iterator[str]:
    for member in kind:
        yield f"- `{member}`: {member.meaning}"
    yield ""


def _choice_types(annotation: Any) -> Iterator[type[Choice]]:
    if isinstance(annotation, type) and issubclass(annotation, Choice):
        yield annotation
    for part in getattr(annotation, "__args__", ()):
        yield from _choice_types(part)
