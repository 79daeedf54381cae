"""A team over a year: authors write, options come and go, branches meet, mooc-kit grows. No authored byte is lost."""

from __future__ import annotations

import subprocess
from pathlib import Path

from mooc_kit.kit.merge_base import read_base
from mooc_kit.kit.provenance import Provenance
from mooc_kit.spec.edit import set_value
from mooc_kit.spec.write import spec_text
from tests.base_entries import base_entry, set_base_entry
from tests.conftest import Run, over_sound, plain


class Team:
    """A kit in git, and every sentence that somebody wrote into it."""

    def __init__(self, kit: Path, mooc_kit: Run) -> None:
        self.kit, self.mooc_kit = kit, mooc_kit
        self.sentences: list[bytes] = []
        self.git("init", "-q", "-b", "main")
        self.commit("Grow the course")

    def git(self, *arguments: str) -> str:
        names = ["-c", "user.name=Ama", "-c", "user.email=ama@example.org", "-c", "merge.conflictStyle=merge"]
        result = subprocess.run(["git", *names, *arguments], cwd=self.kit, capture_output=True, text=True, check=False)
        assert result.returncode == 0, f"{arguments}: {result.stdout}{result.stderr}"
        return result.stdout

    def commit(self, why: str) -> None:
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", why)
        self.look()

    def write(self, path: str, after: str = "") -> None:
        """Somebody adds a sentence of their own to a page: at its end, or after the line that holds `after`."""
        sentence = f"Sentence {len(self.sentences)}: at our bend of the river, the água is « clear » – mostly.".encode()
        file = self.kit / path
        lines = file.read_bytes().splitlines(keepends=True)
        at = next((n + 1 for n, line in enumerate(lines) if after and after.encode() in line), len(lines))
        lines.insert(at, b"\n" + sentence + b"\n")
        file.write_bytes(b"".join(lines))
        self.sentences.append(sentence)

    def spec(self, *path: str | int, to: object) -> None:
        file = self.kit / "course.yaml"
        file.write_text(set_value(file.read_text(), path, to))

    def replace_in_spec(self, old: str, new: str) -> None:
        file = self.kit / "course.yaml"
        assert old in file.read_text()
        file.write_text(file.read_text().replace(old, new))

    def update(self, *arguments: str, status: int = 0) -> str:
        result = self.mooc_kit("update", str(self.kit), *arguments)
        assert result.returncode == status, result.stdout + result.stderr
        self.look()
        return result.stdout

    def look(self) -> None:
        """Every sentence stands in the working folder, whole, outside of what mooc-kit keeps for itself."""
        files = [p for p in self.kit.rglob("*") if p.is_file() and not {".git", ".mooc-kit"} & set(p.parts)]
        everything = b"\n".join(p.read_bytes() for p in files)
        lost = [sentence.decode() for sentence in self.sentences if sentence not in everything]
        assert not lost


def a_spec(change: str) -> str:
    """The sound spec with a change, in the form in which mooc-kit writes."""
    return spec_text({key: value for key, value in plain(over_sound(change)).items() if value is not None})


def test_a_year_in_which_no_authored_byte_is_lost(mooc_kit: Run, tmp_path: Path) -> None:
    answers = tmp_path / "answers.yaml"
    answers.write_text(a_spec("completion: {authenticated_completion: null, credit: null, peer_badges: null}"))
    template = tmp_path / "template"
    policy = template / "{{ cookiecutter.folder }}/content/pages/policy.md"
    policy.parent.mkdir(parents=True)
    (template / "cookiecutter.json").write_text('{"folder": "x", "office": "the registrar"}')
    policy.write_text("---\ntitle: Policy\n---\n\nAsk {{ cookiecutter.office }}.\n\n## Fees\n\nThere are none.\n")
    institute = Team(template, mooc_kit)
    grown = mooc_kit("new", "kit", "--from", "answers.yaml", "--template", f"file://{template}")
    assert grown.returncode == 0, grown.stderr
    team = Team(tmp_path / "kit", mooc_kit)

    # January: everybody writes, everywhere.
    written = [
        "content/index.md",
        "content/modules/reading-the-river/why-watch.md",
        "content/modules/sampling/index.md",
        "content/modules/baselines/local-baselines.md",
        "content/pages/privacy.md",
        "guides/facilitating.md",
        "guides/evaluation.md",
        "content/pages/policy.md",
        "README.md",
        "content/completion/how-to-complete.md",
    ]
    for path in written:
        if (team.kit / path).exists():
            if path != "README.md":  # its last line names the course: a new title there would be a conflict
                team.write(path)
            team.write(path, after="## ")
    quiz = team.kit / "quizzes/baseline-quiz.yaml"
    quiz.write_text(quiz.read_text() + "# Sentence in YAML: ask about the spring flood.\n")
    team.sentences.append(b"# Sentence in YAML: ask about the spring flood.")
    photo = b"\x89PNG\r\n\x1a\n\0 a photo of the weir"
    (team.kit / "content/weir.png").write_bytes(photo)
    team.commit("Write")
    assert "up to date" in team.update()

    # February: peers shall award badges.
    (team.kit / "course.yaml").write_text(a_spec("completion: {authenticated_completion: null, credit: null}"))
    assert "added     badges/field-observer.yaml" in team.update()
    team.write("content/completion/judging-badges.md")
    team.write("content/completion/judging-badges.md", after="## ")
    team.commit("Let peers award badges")

    # March, on two branches: one renames an activity and writes, the other adds a module; both update.
    team.git("checkout", "-q", "-b", "rename")
    team.replace_in_spec("why-watch", "why-we-watch")
    assert "moved" in team.update("--yes")
    team.write("content/modules/reading-the-river/why-we-watch.md")
    team.commit("Call it what it is")
    before_merge = list(team.sentences)
    team.git("checkout", "-q", "main")
    team.sentences = [s for s in team.sentences if s != before_merge[-1]]
    team.spec("course", "title", to="River Keepers")
    team.spec("course", "weeks", to=5)
    team.update()
    team.write("content/modules/speaking-up/index.md")
    team.commit("A title that people remember")
    team.git("merge", "-q", "--no-edit", "rename")
    team.sentences += [s for s in before_merge if s not in team.sentences]
    team.look()
    team.update()
    team.commit("Bring the branches together")
    assert mooc_kit("update", "kit", "--check").returncode == 0
    assert "River Keepers" in (team.kit / "content/index.md").read_text()

    # May: the institution words its policy anew. It arrives when the team asks for it, around what the team wrote.
    policy.write_text(policy.read_text().replace("Ask {{", "Write to {{"))
    institute.commit("Be clear")
    assert "up to date" in team.update()
    assert "merged    content/pages/policy.md" in team.update("--template", "latest")
    assert "Write to the registrar." in (team.kit / "content/pages/policy.md").read_text()
    team.commit("Take the institution's new template")

    # June: a newer mooc-kit words some pages anew. As if an older one had rendered other lines before.
    for path in ("guides/facilitating.md", "guides/evaluation.md", "guides/moderating.md"):
        base = base_entry(team.kit, f"{path}.base")
        if base is None:
            continue
        first, older = base.decode().splitlines()[0], "# As it was called in the older version"
        set_base_entry(team.kit, f"{path}.base", base.decode().replace(first, older, 1))
        (team.kit / path).write_text((team.kit / path).read_text().replace(first, older, 1))
    Provenance().remember(read_base(team.kit).texts)
    team.commit("(time passes)")
    assert "merged" in team.update()
    assert "older version" not in (team.kit / "guides/facilitating.md").read_text()
    team.commit("Update to the new mooc-kit")

    # August: both changed the same line. Both stand there, and the check finds it until somebody decides.
    heading = (team.kit / "guides/materials.md").read_text().splitlines()[0]
    words = (team.kit / "guides/materials.md").read_text().replace(heading, "# An old heading", 1)
    (team.kit / "guides/materials.md").write_text(words)
    set_base_entry(team.kit, "guides/materials.md.base", words)
    Provenance().remember(read_base(team.kit).texts)
    materials = team.kit / "guides/materials.md"
    materials.write_text(materials.read_text().replace("# An old heading", "# Sentence: where our maps come from"))
    team.sentences.append(b"# Sentence: where our maps come from")
    assert "conflict" in team.update(status=1)
    assert "K120" in mooc_kit("validate", "kit").stdout
    ours = [line for line in materials.read_text().splitlines() if not line.startswith(("<<<", "===", ">>>", heading))]
    materials.write_text("\n".join(ours) + "\n")
    team.commit("Decide for our heading")
    assert "K120" not in mooc_kit("validate", "kit").stdout

    # November: badges are over. What somebody wrote about judging stays; what nobody touched goes.
    team.spec("completion", "peer_badges", to=None)
    told = team.update()
    assert "left      content/completion/judging-badges.md" in told
    assert not (team.kit / "badges/field-observer.yaml").exists()
    team.commit("Close the badges")

    # December: the year is over. Everything is there, and the kit is what its spec says.
    assert mooc_kit("update", "kit", "--check").returncode == 0
    assert (team.kit / "content/weir.png").read_bytes() == photo
    assert len(team.sentences) > 15
    history = team.git("log", "--format=%s").splitlines()
    assert history[0] == "Close the badges"
    assert "Bring the branches together" in history
