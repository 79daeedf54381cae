"""What translators work from holds all that people can read, and a translation that is behind or unfit is not shown."""

from __future__ import annotations

import re
import runpy
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from babel.messages import Catalog
from babel.messages.pofile import read_po
from jinja2 import Environment, nodes
from pydantic import BaseModel

from docs import translations
from mooc_kit.commands.build import build_course
from mooc_kit.completion_options.authentic.section import EvidenceKind
from mooc_kit.completion_options.peer_badges.section import JudgedBy
from mooc_kit.completion_options.registry import options
from mooc_kit.i18n import Messages, has_language, messages_for, share_translated
from mooc_kit.kit.template_filters import WORDS, add_filters
from mooc_kit.spec.ask import Choice, asked_fields
from mooc_kit.spec.course_info import TeamRole
from mooc_kit.spec.design import DesignSpec
from mooc_kit.spec.model import AnyActivity
from mooc_kit.targets.site.script_texts import FOLDERS, TEMPLATES, messages_in, script_texts
from tests.shared import grown

ROOT = Path(__file__).parents[1]
SPANISH = """
# Spanish.
# State: complete
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Language: es\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Due {date}"
msgstr "Entrega: {date}"

msgid "Opens {date}"
msgstr "Se abre el {day}"

msgid "Closes {date}"
msgstr "Se cierra el {date.__class__}"

msgid "{n} week"
msgid_plural "{n} weeks"
msgstr[0] "una semana"
msgstr[1] "{n} semanas"
"""


@pytest.fixture
def spanish(tmp_path: Path) -> Path:
    """A folder of catalogues with one language in it."""
    file = tmp_path / "es/LC_MESSAGES/mooc_kit.po"
    file.parent.mkdir(parents=True)
    file.write_text(SPANISH, "utf-8")
    return tmp_path


def template_of(*messages: str) -> Catalog:
    made = Catalog()
    for message in messages:
        made.add(message, locations=[("mooc_kit/one.py", None)])
    return made


@pytest.fixture
def unlisted(monkeypatch: pytest.MonkeyPatch) -> Iterator[set[str]]:
    """The messages that are looked up while a test runs and that no translator could have seen."""
    with translations.TEMPLATE.open("rb") as stream:
        known = read_po(stream)
    missing: set[str] = set()
    text, plural = Messages.text, Messages.plural

    def watched_text(self: Messages, message: str, **values: object) -> str:
        if message and known.get(message) is None:
            missing.add(message)
        return text(self, message, **values)

    def watched_plural(self: Messages, one: str, many: str, n: int, **values: object) -> str:
        if known.get((one, many)) is None:
            missing.add(one)
        return plural(self, one, many, n, **values)

    monkeypatch.setattr(Messages, "text", watched_text)
    monkeypatch.setattr(Messages, "plural", watched_plural)
    yield missing


def test_the_template_and_every_language_are_up_to_the_sources_and_finished_languages_are_complete() -> None:
    states = []
    for file, data, state in translations.renewal():
        assert file.read_bytes() == data, f"{file.name} is behind the sources: run `make translations`"
        states += [state] if state else []
    assert not [str(state) for state in states if state.is_held and not state.is_complete]


def test_the_template_holds_words_for_people_and_no_names_of_the_programs_own() -> None:
    with translations.TEMPLATE.open("rb") as stream:
        found = [str(word) for entry in read_po(stream) if entry.id for word in [entry.id] if " " not in str(word)]
    assert not [word for word in found if "/" in word or "_" in word or not any(map(str.isalpha, word))]


@pytest.mark.parametrize("example", ["river-watch", "reading-health-numbers"])
def test_nothing_that_a_course_says_is_missing_in_the_template(
    example: str, tmp_path: Path, shared: Path, unlisted: set[str]
) -> None:
    """Together the two examples have all eight completion options."""
    grown(shared, example, tmp_path / "kit")
    for target in ("site", "open-edx", "moodle", "canvas", "common-cartridge", "scorm", "epub", "print"):
        build_course(tmp_path / "kit", (target,), tmp_path / "build")
    assert not sorted(unlisted)


def printed_words(node: nodes.Node) -> Iterator[str]:
    """The words that an expression of a template brings along itself, but for those that it looks up."""
    if isinstance(node, nodes.Const):
        if isinstance(node.value, str) and re.search(r"[^\W\d_]{2}|^s$", node.value):
            yield node.value
    elif isinstance(node, nodes.CondExpr | nodes.Filter):
        parts = (node.expr1, node.expr2) if isinstance(node, nodes.CondExpr) else (node.node, *node.args)
        is_key = isinstance(node, nodes.Filter) and node.name in ("replace", "map", "selectattr", "format")
        yield from (word for part in (parts[:1] if is_key else parts) if part for word in printed_words(part))
    elif not isinstance(node, nodes.Call | nodes.Compare | nodes.Test | nodes.Getitem | nodes.Getattr):
        yield from (word for part in node.iter_child_nodes() for word in printed_words(part))


def test_no_template_of_a_kit_puts_sentences_together_from_words_that_nobody_can_translate() -> None:
    """As in `week{{ "s" if … }}`."""
    templates = [*TEMPLATES.glob("course/en/**/*"), *(ROOT / "mooc_kit/completion_options").glob("*/templates/en/*")]
    found, read = [], 0
    for file in (file for file in templates if file.is_file() and ".md" in file.name):
        read += 1
        for output in Environment().parse(file.read_text("utf-8")).find_all(nodes.Output):
            parts = [part for part in output.nodes if not isinstance(part, nodes.TemplateData)]
            found += [f"{file.name}: {word}" for part in parts for word in printed_words(part) if "://" not in word]
        found += re.findall(r"\w\{%[^%]* [!=]= 1 %\}s\{%.*", file.read_text("utf-8"))
    assert read > 60
    assert not found


def asked_of(model: type[BaseModel]) -> Iterator[str]:
    """Each question of a section, and of the groups and lists in it."""
    for field in asked_fields(model):
        yield field.ask.question
        for kind in parts_of(field.annotation):
            yield from asked_of(kind)


def parts_of(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from parts_of(part)


def test_all_that_a_design_record_says_can_be_translated() -> None:
    with translations.TEMPLATE.open("rb") as stream:
        known = read_po(stream)
    words = {word for option in options().values() for word in (option.title, option.about, *asked_of(option.Spec))}
    elements = [part for field in DesignSpec.model_fields.values() for part in parts_of(field.annotation)]
    words |= {word for element in elements for word in (element.title, element.about)}  # type: ignore[attr-defined]
    choices = [kind for kind in Choice.__subclasses__() if kind.__module__.startswith("mooc_kit.")]
    words |= {member.meaning for kind in choices for member in kind}
    assert len(words) > 200
    assert not {word for word in words if word and known.get(word) is None}
    kinds = {get_args(kind.model_fields["kind"].annotation)[0] for kind in parts_of(AnyActivity)}
    assert {re.sub("[-_]", " ", value) for value in (*TeamRole, *kinds, *EvidenceKind, *JudgedBy)} == WORDS


def test_kits_templates_count_in_words_and_reach_into_nothing(spanish: Path) -> None:
    environment = Environment()
    add_filters(environment, messages_for("es-MX", spanish))
    shown = environment.from_string('{{ plural("{n} week", "{n} weeks", n) }}, {{ text("{a.real} {a}", a=n) }}')
    assert [shown.render(n=n) for n in (1, 0.5, 2)] == [
        "una semana, {a.real} 1",
        "0.5 semanas, {a.real} 0.5",
        "2 semanas, {a.real} 2",
    ]
    english = messages_for("en")
    assert [english.plural("{n} hour", "{n} hours", n) for n in (0.5, 1, 1.0, 2)] == [
        "0.5 hours",
        "1 hour",
        "1.0 hour",
        "2 hours",
    ]


def test_each_page_finds_the_messages_of_its_scripts_as_translators_do() -> None:
    with translations.TEMPLATE.open("rb") as stream:
        listed = [(name, str(entry.id)) for entry in read_po(stream) if entry.id for name, _ in entry.locations]
    scripts = [path for folder in FOLDERS for path in (TEMPLATES / folder).glob("*.js")]
    assert len(scripts) > 50
    for path in scripts:
        name = path.relative_to(ROOT).as_posix()
        assert set(messages_in(path.name)) == {message for file, message in listed if file == name}, name


def test_scripts_say_nothing_through_keys_that_only_a_table_would_know() -> None:
    with translations.TEMPLATE.open("rb") as stream:
        said = [str(entry.id) for entry in read_po(stream) if any(name.endswith(".js") for name, _ in entry.locations)]
    assert not [message for message in said if re.fullmatch(r"\w*([a-z][A-Z]|_)\w*", message)]


def test_pages_of_an_english_course_carry_no_texts_and_those_of_others_just_what_their_scripts_say(
    spanish: Path,
) -> None:
    (spanish / "es/LC_MESSAGES/mooc_kit.po").write_text(
        SPANISH + '\nmsgid "Mark as done"\nmsgstr "Marcar como hecho"\n\nmsgid "Copy"\nmsgstr "Copiar"\n', "utf-8"
    )
    assert script_texts(messages_for("en"), ("store.js", "progress.js", "page-tools.js")) == {}
    messages = messages_for("es", spanish)
    assert script_texts(messages, ("store.js", "progress.js")) == {"Mark as done": "Marcar como hecho"}


def test_a_changed_english_sentence_is_stale_until_somebody_has_looked_at_it(spanish: Path) -> None:
    file = spanish / "es/LC_MESSAGES/mooc_kit.po"
    data, state = translations.renewed(file, template_of("Due on {date}", "Due {day}", "Something new"))
    assert (state.translated, state.is_complete, state.is_held) == (0, False, True)
    assert state.stale
    assert b'#| msgid "Due {date}"' in data
    file.write_bytes(data)
    assert messages_for("es", spanish).text("Due on {date}", date="3") == "Due on 3"
    assert translations.renewed(file, template_of("Due on {date}", "Due {day}", "Something new"))[0] == data


def test_a_translation_that_fills_in_something_else_is_told_and_not_used(spanish: Path) -> None:
    file = spanish / "es/LC_MESSAGES/mooc_kit.po"
    _, state = translations.renewed(file, template_of("Due {date}", "Opens {date}", "Closes {date}"))
    assert state.unfit == ("Opens {date}", "Closes {date}")
    assert share_translated("es", spanish) == 0.5
    messages = messages_for("es", spanish)
    assert messages.text("Opens {date}", date="3") == "Opens 3"
    assert messages.text("Closes {date}", date="3") == "Closes 3"
    assert messages.plural("{n} week", "{n} weeks", 1) == "una semana"


def test_a_wheel_carries_the_compiled_form_which_says_the_same(spanish: Path, tmp_path: Path) -> None:
    root, place = tmp_path / "checkout", tmp_path / "made"
    (root / "mooc_kit").mkdir(parents=True)
    place.mkdir()
    (root / "mooc_kit/i18n.py").write_bytes((ROOT / "mooc_kit/i18n.py").read_bytes())
    (spanish / "es").rename(root / "mooc_kit/es")
    (root / "mooc_kit/locale").mkdir()
    (root / "mooc_kit/es").rename(root / "mooc_kit/locale/es")
    hook = runpy.run_path(str(ROOT / "hatch_build.py"))
    ((made, name),) = hook["compiled_catalogues"](root, place).items()
    assert name == "mooc_kit/locale/es/LC_MESSAGES/mooc_kit.mo"
    installed = tmp_path / "installed/es/LC_MESSAGES/mooc_kit.mo"
    installed.parent.mkdir(parents=True)
    installed.write_bytes(Path(made).read_bytes())
    assert has_language("es-MX", tmp_path / "installed")
    assert share_translated("es-MX", tmp_path / "installed") == 0.5
    assert messages_for("es-MX", tmp_path / "installed").text("Due {date}", date="3") == "Entrega: 3"
