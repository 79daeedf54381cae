"""A kit that somebody else made: what it brings along is data. It runs nothing, and decides nothing unseen."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pexpect
import pytest

from mooc_kit.completion_options.registry import sections
from mooc_kit.kit.apply_plan import Write, apply_writes, finish, pending_place
from mooc_kit.kit.render import render_kit
from mooc_kit.problems import UsageError
from mooc_kit.spec import load_spec
from mooc_kit.spec.edit import set_value
from tests.base_entries import base_entry, set_base_entry
from tests.conftest import Run, over_sound

PAGE = "content/modules/reading-the-river/why-watch.md"
OURS = "---\ntitle: Ours\n---\n\nWe wrote all of this.\n"
GIT = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org"]


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    kit = tmp_path_factory.mktemp("grown") / "kit"
    text = over_sound("completion: {authenticated_completion: null, credit: null}")
    loaded = load_spec(text, "course.yaml", sections())
    assert loaded.spec is not None, loaded.problems
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MOOC_KIT_CACHE", str(kit.parent / "somebody-elses-computer"))
        render_kit(loaded.spec, kit, spec_text=text)
    return kit


@pytest.fixture
def kit(grown: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """As cloned from somebody: this computer never rendered it."""
    monkeypatch.setenv("MOOC_KIT_CACHE", str(tmp_path / "cache"))
    return Path(shutil.copytree(grown, tmp_path / "kit"))


def everything(kit: Path) -> dict[str, bytes]:
    return {p.relative_to(kit).as_posix(): p.read_bytes() for p in kit.rglob("*") if p.is_file()}


def claim(kit: Path, path: str, text: str = OURS) -> None:
    """The kit claims that just this text was rendered at `path`, and nobody had touched it."""
    (kit / path).parent.mkdir(parents=True, exist_ok=True)
    (kit / path).write_text(text)
    set_base_entry(kit, f"{path}.base", text)


def change_title(kit: Path) -> None:
    file = kit / "course.yaml"
    file.write_text(set_value(file.read_text(), ("course", "title"), "River Keepers"))


# ---- what is pending -------------------------------------------------------------------------------------------------


def test_a_pending_update_that_came_with_a_kit_is_not_carried_out(kit: Path, mooc_kit: Run) -> None:
    pwned = kit.parent / "PWNED"
    subprocess.run([*GIT, "init", "-q"], cwd=kit, check=True)
    place = kit / ".mooc-kit/pending"
    place.mkdir()
    (place / "list.json").write_text('[{"path": ".git/config", "before": null, "after": "", "own": true}]')
    (place / "0").write_text(f'[core]\n\tfsmonitor = "touch {pwned}; false"\n')
    config = (kit / ".git/config").read_bytes()
    change_title(kit)
    for arguments in (["--check"], ["--diff"], [], ["--trust"], ["--yes"]):
        mooc_kit("update", "kit", *arguments)
    mooc_kit("set", "course.weeks", "5", "--kit", "kit")
    mooc_kit("add", "outcome", "Teach a neighbour", "--kit", "kit")
    assert (kit / ".git/config").read_bytes() == config
    subprocess.run(["git", "status"], cwd=kit, check=True, capture_output=True)
    assert not pwned.exists()
    assert "was not used" in mooc_kit("update", "kit").stderr


@pytest.mark.parametrize("name", [".git/config", ".GIT/config", "content/.git/hooks/x", "../x", "course.yaml", "con"])
def test_a_plan_with_a_hostile_path_writes_nothing_at_all(kit: Path, name: str) -> None:
    before = everything(kit)
    with pytest.raises(UsageError):
        apply_writes(kit, [Write("README.md", before["README.md"], b"new"), Write(name, None, b"x")])
    with pytest.raises(UsageError):
        apply_writes(kit, [Write("content/index.md", None, b"x", is_own=True)])
    assert everything(kit) == before


def test_notes_of_a_run_are_outside_of_the_kit_and_for_this_user_only(
    kit: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import mooc_kit.kit.apply_plan as applying

    def cut_off(*_: object) -> bool:
        raise KeyboardInterrupt

    before = everything(kit)
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(applying, "_put", cut_off)
        apply_writes(kit, [Write("README.md", before["README.md"], b"new\n")])
    place = pending_place(kit)
    assert place is not None
    assert not place.is_relative_to(kit)
    if os.name == "posix":
        assert place.stat().st_mode & 0o077 == 0
    assert everything(kit) == before
    assert finish(kit) == []
    assert (kit / "README.md").read_bytes() == b"new\n"


def test_where_nothing_is_kept_an_update_works_all_the_same(kit: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOOC_KIT_CACHE", "off")
    assert apply_writes(kit, [Write("README.md", (kit / "README.md").read_bytes(), b"new\n")]) == []
    assert (kit / "README.md").read_bytes() == b"new\n"


@pytest.mark.parametrize("link", ["template", "base"])
def test_a_link_in_the_place_of_what_mooc_kit_keeps_moves_nothing_of_an_authors(
    kit: Path, mooc_kit: Run, link: str
) -> None:
    shutil.rmtree(kit / f".mooc-kit/{link}", ignore_errors=True)
    (kit / f".mooc-kit/{link}").symlink_to(kit / "content")
    change_title(kit)
    before = everything(kit / "content")
    mooc_kit("update", "kit", "--yes")
    assert everything(kit / "content").keys() >= before.keys()
    assert all(".base" not in path for path in everything(kit / "content"))


# ---- the base --------------------------------------------------------------------------------------------------------


def test_a_base_that_claims_an_authors_page_does_not_make_it_go(kit: Path, mooc_kit: Run) -> None:
    claim(kit, "content/pages/ours.md")
    claim(kit, PAGE)
    (kit / "notes.md").write_text("my own\n")
    set_base_entry(kit, "notes.md.base", "anything\n")
    before = everything(kit)
    for arguments in ([], ["--keep"], ["--yes"]):
        result = mooc_kit("update", "kit", *arguments)
        assert result.returncode == 1
        assert "--trust" in result.stdout
        for path in ("content/pages/ours.md", PAGE, "notes.md"):
            assert (kit / path).read_bytes() == before[path]
    assert base_entry(kit, f"{PAGE}.base") == OURS.encode()  # still to be decided
    assert mooc_kit("update", "kit", "--trust").returncode == 0
    assert not (kit / "content/pages/ours.md").exists()
    assert (kit / "notes.md").read_text() == "my own\n"  # changed, and asked about as always


def test_lines_of_an_authors_do_not_go_because_a_base_claims_them(kit: Path, mooc_kit: Run) -> None:
    text = (kit / PAGE).read_text()
    above = text.replace("\n\n", "\n\nAnother one of mine, far from it.\n\n", 1)
    (kit / PAGE).write_text(f"{above}\nMy line.\n")
    set_base_entry(kit, f"{PAGE}.base", f"{text}\nMy line.\n")
    mooc_kit("update", "kit", "--yes")
    assert (kit / PAGE).read_text() == f"{above}\nMy line.\n"


@pytest.mark.parametrize(("answer", "stays"), [("n", True), ("y", False)])
def test_on_a_terminal_what_would_change_is_shown_and_asked(kit: Path, answer: str, stays: bool) -> None:
    claim(kit, "content/pages/ours.md")
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "120"}
    terminal = pexpect.spawn(
        sys.executable,
        ["-m", "mooc_kit", "update", "kit"],
        cwd=str(kit.parent),
        env=environment,
        encoding="utf-8",
        timeout=120,
    )
    terminal.expect("removed   content/pages/ours.md")
    terminal.expect("Do you know where this kit comes from")
    terminal.sendline(answer)
    terminal.expect(pexpect.EOF)
    assert (kit / "content/pages/ours.md").exists() is stays


def test_an_honest_teams_kit_is_brought_along_without_a_question(kit: Path, mooc_kit: Run) -> None:
    """Another computer, the same mooc-kit: what the record says is rendered again, and found to be so."""
    (kit / PAGE).write_text((kit / PAGE).read_text() + "\nOur words.\n")
    change_title(kit)
    result = mooc_kit("update", "kit")
    assert result.returncode == 0, result.stdout
    assert "River Keepers" in (kit / "content/index.md").read_text()
    assert (kit / PAGE).read_text().endswith("Our words.\n")


def test_what_was_rendered_here_needs_no_question_later(kit: Path, mooc_kit: Run) -> None:
    assert mooc_kit("update", "kit").returncode == 0
    set_base_entry(kit, "course.yaml.base", "spec: 1\n")  # so that it cannot be rendered again
    change_title(kit)
    result = mooc_kit("update", "kit")
    assert result.returncode == 0, result.stdout
    assert "River Keepers" in (kit / "content/index.md").read_text()


@pytest.mark.parametrize("name", [".git/HEAD.base", ".mooc-kit/kit.json.base", "con/x.md.base", "Course.yaml.base"])
def test_a_base_with_hostile_names_says_nothing(kit: Path, mooc_kit: Run, name: str) -> None:
    subprocess.run([*GIT, "init", "-q"], cwd=kit, check=True)
    target = kit / name.removesuffix(".base")
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text("x")
    set_base_entry(kit, name, target.read_bytes())
    before = target.read_bytes()
    mooc_kit("update", "kit", "--yes", "--trust")
    assert target.read_bytes() == before


# ---- the template ----------------------------------------------------------------------------------------------------


def pin(kit: Path, source: str, **files: str) -> None:
    folder = kit / ".mooc-kit/template"
    for name, text in {"cookiecutter.json": '{"folder": "x"}', **files}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    file = kit / ".mooc-kit/kit.json"
    data = json.loads(file.read_text())
    data["institution"] = {"source": source, "revision": "x", "answers": {}}
    file.write_text(json.dumps(data))


def test_a_template_that_came_with_a_kit_writes_nothing_unseen(kit: Path, mooc_kit: Run) -> None:
    pin(kit, "https://example.org/x.git", **{"{{cookiecutter.folder}}/Makefile": "all:\n\ttouch PWNED\n"})
    result = mooc_kit("update", "kit")
    assert result.returncode == 1
    assert not (kit / "Makefile").exists()
    assert base_entry(kit, "Makefile.base") is None
    assert mooc_kit("update", "kit", "--check").returncode == 1
    assert mooc_kit("update", "kit", "--trust").returncode == 0
    assert (kit / "Makefile").exists()
    assert mooc_kit("update", "kit").returncode == 0  # it is known now


def test_an_address_that_only_the_kit_names_is_not_fetched_unasked(kit: Path, mooc_kit: Run) -> None:
    elsewhere = kit.parent / "elsewhere"
    (elsewhere / "{{cookiecutter.folder}}").mkdir(parents=True)
    (elsewhere / "cookiecutter.json").write_text('{"folder": "x"}')
    (elsewhere / "{{cookiecutter.folder}}/evil.md").write_text("x")
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "x"]):
        subprocess.run([*GIT, *words], cwd=elsewhere, check=True)
    pin(kit, f"file://{elsewhere}")
    for arguments in ([], ["--check"], ["--diff"], ["--yes"]):
        result = mooc_kit("update", "kit", "--template", "latest", *arguments)
        assert result.returncode == 2
        assert "Nothing was fetched" in result.stderr
        assert not (kit / "evil.md").exists()
    assert mooc_kit("update", "kit", "--template", f"file://{elsewhere}").returncode == 0
    assert (kit / "evil.md").exists()
    assert mooc_kit("update", "kit", "--template", "latest").returncode == 0


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("kit.json", b"[" * 100_000),
        ("kit.json", b"[]"),
        ("kit.json", b'{"institution": [1]}'),
        ("kit.json", b'{"institution": {"answers": 3}}'),
        ("kit.json", b"\xff"),
        ("template/cookiecutter.json", b"[" * 100_000),
        ("template/cookiecutter.json", b'{"__prompts__": "x"}'),
        ("template/mooc-kit.yaml", b"\xff"),
        ("template/hooks/pre_gen_project.py", b"\xff"),
    ],
)
def test_a_damaged_record_ends_in_words(kit: Path, mooc_kit: Run, name: str, content: bytes) -> None:
    if name.startswith("template/"):
        pin(kit, "x")
    file = kit / ".mooc-kit" / name
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(content)
    result = mooc_kit("update", "kit", "--check")
    assert result.returncode in (0, 1, 2)
    assert "Traceback" not in result.stderr


# ---- git -------------------------------------------------------------------------------------------------------------


def settings(pwned: Path) -> dict[str, list[tuple[str, str]]]:
    """Every setting known to run a program, by the program's occasion."""
    run = f"touch {pwned}; cat"
    return {
        "filter": [("filter.x.clean", run), ("filter.x.smudge", run), ("filter.x.process", f"touch {pwned}")],
        "diff": [("diff.external", run), ("diff.x.command", run), ("diff.x.textconv", run)],
        "fsmonitor": [("core.fsmonitor", f"touch {pwned}; false")],
        "ssh": [
            ("core.sshCommand", f"touch {pwned}; false"),
            ("remote.origin.url", "ssh://nowhere.invalid/x"),
            ("remote.origin.promisor", "true"),
            ("extensions.partialClone", "origin"),
            ("core.gitProxy", f"touch {pwned}"),
        ],
        "ext": [
            ("remote.origin.url", f"ext::sh -c touch% {pwned}"),
            ("remote.origin.promisor", "true"),
            ("protocol.allow", "always"),
            ("protocol.ext.allow", "always"),
        ],
        "upload": [
            ("remote.origin.uploadpack", f"touch {pwned}; false"),
            ("remote.origin.promisor", "true"),
            ("uploadpack.packObjectsHook", f"touch {pwned}; false"),
        ],
        "pager": [
            ("core.pager", f"touch {pwned}"),
            ("pager.diff", f"touch {pwned}"),
            ("core.editor", run),
            ("alias.rev-parse", f"!touch {pwned}"),
            ("alias.diff", f"!touch {pwned}"),
        ],
        "credential": [("credential.helper", f"!touch {pwned}"), ("core.askPass", f"touch {pwned}")],
        "gpg": [("gpg.program", f"touch {pwned}"), ("log.showSignature", "true"), ("merge.x.driver", run)],
        "alternates": [("core.alternateRefsCommand", f"touch {pwned}"), ("core.hooksPath", ".hooks")],
    }


REMOTE = ("ssh", "ext", "upload")
"""These exclude each other: each is another way to the one remote repository."""
Settings = dict[str, list[tuple[str, str]]]
KINDS: dict[str, Callable[[Settings], list[tuple[str, str]]]] = {
    "local": lambda every: [pair for kind, pairs in every.items() if kind not in REMOTE for pair in pairs],
    **{kind: lambda every, kind=kind: every[kind] for kind in REMOTE},  # type: ignore[misc]
}
Planted = Callable[[str], tuple[Path, Path]]


@pytest.fixture
def planted(kit: Path, tmp_path: Path) -> Planted:
    def plant(kind: str) -> tuple[Path, Path]:
        pwned = tmp_path / "PWNED"
        hooks = kit / ".hooks"
        hooks.mkdir()
        for name in ("post-index-change", "reference-transaction", "post-checkout", "pre-auto-gc"):
            (hooks / name).write_text(f"#!/bin/sh\ntouch {pwned}\n")
            (hooks / name).chmod(0o755)
        (kit / ".gitattributes").write_text("* filter=x diff=x merge=x\n")
        for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "One"]):
            subprocess.run([*GIT, *words], cwd=kit, check=True)
        (kit / "content/index.md").write_text("changed\n")
        included = kit / ".git/included"
        for key, value in KINDS[kind](settings(pwned)):
            subprocess.run(["git", "config", "--file", str(included), key, value], check=True)
        subprocess.run(["git", "config", "core.repositoryFormatVersion", "1"], cwd=kit, check=True)
        subprocess.run(["git", "config", "include.path", "included"], cwd=kit, check=True)
        text = included.read_text()
        config = kit / ".git/config"
        config.write_text(config.read_text() + text)
        shutil.copytree(hooks, kit / ".git/hooks", dirs_exist_ok=True)
        assert not pwned.exists()
        return kit, pwned

    return plant


@pytest.mark.parametrize("kind", KINDS)
def test_no_setting_of_a_strangers_repository_runs_a_program(
    planted: Planted, mooc_kit: Run, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    kit, pwned = planted(kind)
    if kind in REMOTE:  # a partial clone: an object is missing, and git would fetch it
        tree = subprocess.run(
            ["git", "--no-pager", "-c", "core.fsmonitor=false", "rev-parse", "HEAD:content/index.md"],
            cwd=kit,
            capture_output=True,
            text=True,
            check=False,
        ).stdout.strip()
        pwned.unlink(missing_ok=True)
        (kit / f".git/objects/{tree[:2]}/{tree[2:]}").unlink()
    monkeypatch.setenv("GIT_PAGER", f"touch {pwned}")
    for command in (
        ["validate", "kit", "--changed-since", "HEAD"],
        ["diff", "HEAD", "kit", "--kit", "kit"],
        ["diff", "HEAD", "HEAD", "--kit", "kit"],
        ["update", "kit", "--check"],
        ["update", "kit", "--trust"],
        ["new", "other", "--from", "kit/course.yaml", "--template", f"file://{kit}"],
        ["outline", "kit"],
        ["set", "course.weeks", "5", "--kit", "kit"],
    ):
        result = mooc_kit(*command)
        assert "Traceback" not in result.stderr, result.stderr
        assert not pwned.exists(), command


def test_revisions_are_read_as_git_means_them(kit: Path, mooc_kit: Run) -> None:
    (kit / ".gitignore").write_text("draft/\n*.log\n")
    for words in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-qm", "One"], ["tag", "-am", "x", "v1"]):
        subprocess.run([*GIT, *words], cwd=kit, check=True)
    since = lambda name: mooc_kit("validate", "kit", "--changed-since", name)  # noqa: E731
    (kit / "draft").mkdir()
    (kit / "draft/x.md").write_text("x")
    (kit / "out.log").write_text("x")
    file = kit / "content/index.md"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    for name in ("HEAD", "main", "v1", "v1^{commit}"):
        assert "No course differs" in since(name).stdout, name
    (kit / "new.md").write_text("x")
    assert "No course differs" not in since("HEAD").stdout
    subprocess.run([*GIT, "add", "-A"], cwd=kit, check=True)
    subprocess.run([*GIT, "commit", "-qm", "Two"], cwd=kit, check=True)
    assert "No course differs" in since("HEAD").stdout
    assert "No course differs" not in since("HEAD~1").stdout
    assert "No course differs" not in since("v1").stdout
    subprocess.run([*GIT, "checkout", "-q", "-B", "side", "v1"], cwd=kit, check=True)
    assert "No course differs" in since("main").stdout  # main went on; this branch changed nothing
    assert since("no-such").returncode == 2
    assert since("--all").returncode == 2
    packed = subprocess.run([*GIT, "gc", "-q"], cwd=kit, check=True)
    assert packed.returncode == 0
    assert "No course differs" in since("main~1").stdout
