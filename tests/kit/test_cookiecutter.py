"""Templates made for plain cookiecutter: rendered alike by both programs, and bounded where nobody vouched for them."""

from __future__ import annotations

import json
import subprocess
import zipfile
from pathlib import Path

import pytest
from cookiecutter.main import cookiecutter

from mooc_kit.commands.new import open_template
from mooc_kit.completion_options.registry import sections
from mooc_kit.kit import bake_process
from mooc_kit.kit.institution import Institution, institution
from mooc_kit.kit.template_context import kit_context
from mooc_kit.kit.template_files import fetch
from mooc_kit.problems import UsageError
from mooc_kit.spec import load_spec
from tests.conftest import SOUND

TOP = "{{cookiecutter.slug}}"
VARIABLES = {
    "project": "River Watch",
    "slug": "{{ cookiecutter.project|lower|replace(' ', '-') }}",
    "level": ["basic", "{{ cookiecutter.slug }}-plus"],
    "is_public": True,
    "links": {"home": "https://{{ cookiecutter.slug }}.example.org"},
    "_copy_without_render": ["raw", "*.tmpl"],
    "_private": "{{ not rendered }}",
    "__derived": "{{ cookiecutter.slug|upper }}",
    "__prompts__": {"project": "What is it called?", "level": {"__prompt__": "Which level?", "basic": "The first"}},
}
FILES = {
    f"{TOP}/{{{{cookiecutter.slug}}}}.md": "{% if true %}\n# {{ cookiecutter.project }}\n{% endif %}\n\nLast\n",
    f"{TOP}/{{% if cookiecutter.level == 'basic' %}}basic.md{{% endif %}}": "{{ cookiecutter.__derived }}",
    f"{TOP}/guides/windows.md": "one {{ cookiecutter.level }}\r\ntwo {{ cookiecutter.is_public }}\r\n",
    f"{TOP}/guides/{{{{ cookiecutter.level }}}}/links.json": "{{ cookiecutter.links|jsonify }}\n",
    f"{TOP}/guides/base.md": "{% extends 'layout.md' %}{% block a %}{{ cookiecutter._private }}{% endblock %}\n",
    f"{TOP}/raw/kept.md": "{{ as it is }}",
    f"{TOP}/kept.tmpl": "{{ cookiecutter.slug }}",
    f"{TOP}/slug.txt": "{{ 'Grüße an alle'|slugify }}",
    "templates/layout.md": "Layout: {% block a %}{% endblock %}",
    "hooks/post_gen_project.py": "open('hooked.txt', 'w').write('{{ cookiecutter.slug }}')\n",
}


def template(folder: Path, variables: object = VARIABLES, files: dict[str, str] = FILES) -> Path:
    for name, text in {"cookiecutter.json": json.dumps(variables), **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return folder


def rendered(made: Institution) -> dict[str, bytes]:
    spec = load_spec(SOUND.read_text(), "course.yaml", sections()).spec
    assert spec is not None
    return made.rendered(kit_context(spec), "en")


def small(folder: Path, text: str, name: str = "page.md") -> Institution:
    return institution(fetch(str(template(folder, {"slug": "x"}, {f"{TOP}/{name}": text}))))


@pytest.mark.parametrize("answers", [{}, {"project": "Fix {{ a }} Flat", "level": "fix-{{ a }}-flat-plus"}])
def test_a_plain_template_gives_the_same_bytes_in_both_programs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answers: dict[str, str]
) -> None:
    folder = template(tmp_path / "plain")
    (folder / TOP / "picture.png").write_bytes(bytes(range(256)))
    monkeypatch.setenv("HOME", str(tmp_path))
    plain = {name: value.replace("{{ a }}", "a") for name, value in answers.items()}
    if plain:
        # Cookiecutter knows only the unrendered words of a choice, where nobody is there to be asked.
        plain["level"] = "{{ cookiecutter.slug }}-plus"
    theirs = Path(
        cookiecutter(
            str(folder),
            no_input=True,
            extra_context=plain,
            output_dir=str(tmp_path / "out"),
            default_config=True,
            accept_hooks=False,
        )
    )
    given = {name: value.replace("{{ a }}", "a") for name, value in answers.items()}
    ours = rendered(institution(fetch(str(folder))).answered(given))
    expected = {path.relative_to(theirs).as_posix(): path.read_bytes() for path in theirs.rglob("*") if path.is_file()}
    assert ours == expected
    assert len(ours) == (8 if answers else 9)  # basic.md is for the basic level alone


def test_an_answer_is_taken_word_for_word(tmp_path: Path) -> None:
    folder = template(tmp_path / "a", {"slug": "x", "motto": ""}, {f"{TOP}/a.md": "{{ cookiecutter.motto }}"})
    made = institution(fetch(str(folder))).answered({"motto": '{{ 1 + 1 }} "and" {% so on %} ä'})
    assert rendered(made) == {"a.md": '{{ 1 + 1 }} "and" {% so on %} ä'.encode()}


def test_a_default_follows_the_answers_before_it(tmp_path: Path) -> None:
    questions = {q.name: q for q in institution(fetch(str(template(tmp_path / "a")))).questions()}
    assert list(questions) == ["project", "slug", "level", "is_public"]
    assert questions["level"].text == "Which level?"
    assert questions["is_public"].choices == ("yes", "no")
    assert questions["slug"].default_after({"project": "Two Words"}) == "two-words"


@pytest.mark.parametrize(
    "text",
    [
        "{{ 'a'*10**9 }}",
        "{{ 9**(9**9) }}",
        "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
    ],
)
def test_a_text_that_would_use_up_the_computer_is_stopped(tmp_path: Path, text: str) -> None:
    with pytest.raises(UsageError, match="needs more than"):
        rendered(small(tmp_path / "evil", text))


def test_a_template_cannot_fill_the_disk(tmp_path: Path) -> None:
    files = {f"{TOP}/{number}.md": "{{ 'a' * 9000000 }}" for number in range(8)}
    with pytest.raises(UsageError, match="more than 50 MB"):
        rendered(institution(fetch(str(template(tmp_path / "evil", {"slug": "x"}, files)))))


@pytest.mark.parametrize("name", ["../../gotcha", "/tmp/gotcha-of-a-template", "a/../../gotcha"])
def test_a_name_never_leads_out(tmp_path: Path, name: str) -> None:
    variables = {"slug": "x", "where": name}
    files = {f"{TOP}/{{{{ cookiecutter.where }}}}": "x"}
    with pytest.raises(UsageError, match="leads out"):
        rendered(institution(fetch(str(template(tmp_path / "evil", variables, files)))))
    with pytest.raises(UsageError, match="leads out"):
        rendered(institution(fetch(str(template(tmp_path / "slug", {"slug": name}, {f"{TOP}/a.md": "x"})))))


def test_extensions_are_loaded_only_with_trust(tmp_path: Path) -> None:
    files = {
        f"{TOP}/a.md": "{{ 'abc'|backwards }}",
        "own_words.py": "from jinja2.ext import Extension\nclass Words(Extension):\n"
        "    def __init__(self, environment):\n        super().__init__(environment)\n"
        "        environment.filters['backwards'] = lambda text: text[::-1]\n",
    }
    folder = template(tmp_path / "extended", {"slug": "x", "_extensions": ["own_words.Words"]}, files)
    with pytest.raises(UsageError, match="--trust"):
        institution(fetch(str(folder)))
    assert rendered(open_template(str(folder), {}, trusts=True)) == {"a.md": b"cba"}


def test_one_template_of_several_is_named_by_its_folder(tmp_path: Path) -> None:
    template(tmp_path / "many/first", {"slug": "x"}, {f"{TOP}/a.md": "first"})
    (tmp_path / "many/cookiecutter.json").write_text('{"templates": {"one": {"path": "./first"}}}')
    with pytest.raises(UsageError, match=r"--directory: \./first"):
        institution(fetch(str(tmp_path / "many")))
    assert rendered(institution(fetch(str(tmp_path / "many"), directory="first"))) == {"a.md": b"first"}
    with zipfile.ZipFile(tmp_path / "many.zip", "w") as archive:
        archive.write(tmp_path / "many/first/cookiecutter.json", "many-1.0/first/cookiecutter.json")
    assert fetch(str(tmp_path / "many.zip"), directory="many-1.0/first").directory == "many-1.0/first"
    with pytest.raises(UsageError, match="leads out"):
        fetch(str(tmp_path / "many"), directory="../many")


def test_a_certain_revision_is_checked_out(tmp_path: Path) -> None:
    folder = template(tmp_path / "ours", {"slug": "x"}, {f"{TOP}/a.md": "old"})
    git = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", "-C", str(folder)]
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "One"], ["tag", "v1"]):
        subprocess.run([*git, *words], check=True)
    (folder / TOP / "a.md").write_text("new")
    subprocess.run([*git, "commit", "-qam", "Two"], check=True)
    address = f"file://{folder}"
    assert rendered(institution(fetch(address, checkout="v1"))) == {"a.md": b"old"}
    assert rendered(institution(fetch(address))) == {"a.md": b"new"}


def test_abbreviations_are_cookiecutters(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, str]] = []

    def noted(address: str, revision: str, directory: str) -> None:
        asked.append((address, revision))

    monkeypatch.setattr("mooc_kit.kit.template_files._from_git", noted)
    fetch("gh:us/ours")
    fetch("gl:us/ours#v2")
    assert asked == [("https://github.com/us/ours.git", ""), ("https://gitlab.com/us/ours.git", "v2")]


def test_a_template_is_rendered_once_for_the_same_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = small(tmp_path / "a", "x")
    first = rendered(made)
    monkeypatch.setattr(bake_process, "_call", lambda *_, **__: pytest.fail("a second process"))
    assert rendered(made) == first
