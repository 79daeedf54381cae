"""Compiled templates and schemas, kept for later runs: quicker, and never other bytes."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import DictLoader
from jinja2.exceptions import SecurityError

from mooc_kit import templating
from mooc_kit.cache import VARIABLE
from mooc_kit.completion_options.registry import sections
from mooc_kit.kit.render import own_files, rendered_files
from mooc_kit.spec import load_spec
from tests.command_line import forget
from tests.conftest import over_sound

PRIVATE = "{{ ''.__class__.__name__ }}"


def kit(language: str = "en") -> dict[str, bytes]:
    """Every file of a kit, made by a run that remembers nothing."""
    forget()
    text = over_sound(f"course: {{language: {language}}}")
    spec = load_spec(text, "course.yaml", sections()).spec
    assert spec is not None
    files = rendered_files(spec)
    return files | own_files(spec, files, text)


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "kept"))
    return tmp_path / "kept"


def test_a_kit_has_the_same_bytes_whatever_earlier_runs_kept(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "off")
    fresh = {language: kit(language) for language in ("en", "ar")}
    monkeypatch.setenv(VARIABLE, str(kept))
    for _ in ("nothing", "everything"):
        for language, files in fresh.items():
            assert kit(language) == files, language
    compiled = [path for path in kept.rglob("templates/*/*") if path.is_file()]
    assert len(compiled) > 50
    for number, path in enumerate(compiled):
        data = path.read_bytes()
        path.write_bytes((b"", data[:-9], data[:40] + b"?" + data[41:], b"no code at all")[number % 4])
    assert kit() == fresh["en"]


def test_a_place_that_cannot_be_written_to_is_done_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv(VARIABLE, str(tmp_path / "file" / "below"))
    assert "course.yaml" not in kit()


def test_what_was_compiled_without_the_sandbox_does_not_run_in_it(kept: Path) -> None:
    loader = DictLoader({"page": PRIVATE})
    trusted = templating.environment(loader, is_trusted=True, keeps_compiled=True)
    assert trusted.get_template("page").render() == "str"
    with pytest.raises(SecurityError):
        templating.environment(loader, keeps_compiled=True).get_template("page").render()


def test_the_schemas_of_other_packages_options_are_not_kept(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from mooc_kit.kit import editor_schemas
    from mooc_kit.spec.fields import SpecModel

    ours = sections()
    assert "diary" not in str(editor_schemas.schema_of("course"))
    for field in ("pages", "weeks"):
        other = type("Diary", (SpecModel,), {"__module__": "other", "__annotations__": {field: "int"}, field: 1})
        monkeypatch.setattr(editor_schemas, "sections", lambda others={**ours, "diary": other}: others)
        assert field in str(editor_schemas.schema_of("course")["$defs"]["diary"])
