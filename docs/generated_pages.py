"""Generated pages: what the manual says about options, elements, codes, formats and changes, from the program itself.

A hook of mkdocs, so that these pages cannot disagree with what runs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import yaml
from mkdocs.structure.files import File, Files

from mooc_kit.checks.catalogue import all_rules
from mooc_kit.cohort.readers.sheets import shipped_readers
from mooc_kit.completion_options.base import PLACES
from mooc_kit.completion_options.registry import options
from mooc_kit.importers.registry import importers
from mooc_kit.kit.examples import list_examples
from mooc_kit.problems import Rule
from mooc_kit.quizzes.registry import formats
from mooc_kit.spec.ask import Choice
from mooc_kit.spec.design import ELEMENT_BEFORE_COMPLETION, DesignSpec
from mooc_kit.targets.registry import targets

ROOT = Path(__file__).parent.parent
FAMILIES = {
    "Y": "The file as YAML: syntax, keys that stand twice, size, depth, aliases",
    "S": "The shape of course.yaml: unknown keys, values, dates, languages, licences, addresses, ids, references",
    "A": "Alignment: every outcome is taught and shown; verbs that one can observe",
    "W": "Workload and dates",
    "D": "The twelve elements: choices that ask for something else to be there; what is left to write",
    "C": "The completion options, alone and together",
    "K": "The kit's files: missing, orphaned, links, images without description, private keys",
    "Q": "Quizzes, their analysis, and questions by participants",
    "R": "Rubrics",
    "F": "Tables of any kind: encoding, size, rows",
    "G": "Gradebooks, rosters, decisions about credit",
    "H": "What participants send: the inbox and the forms of the repository",
    "T": "Goals of participants, grouped into themes",
    "V": "Credentials: keys, ledger, issuing, verifying",
    "P": "Badges that peers award: chains of awards",
    "O": "Courses from elsewhere: importing",
    "I": "Rules of your institution's template. They are its own: `mooc-kit explain I101` tells one in a kit",
}
"""What the first letter of a code stands for, in the order of the page."""


def on_files(files: Files, config: Any) -> Files:
    pages = {
        "options.md": options_page,
        "elements.md": elements_page,
        "codes.md": codes_page,
        "formats.md": formats_page,
        "changes.md": changes_page,
    }
    made = {name: "\n".join(make()) for name, make in pages.items()}
    made |= {family_page(letter): "\n".join(codes_of_family(letter)) for letter in FAMILIES}
    for name, content in made.items():
        files.append(File.generated(config, name, content=content))
    return files


def on_page_markdown(markdown: str, **_: Any) -> str:
    """The gallery, with a section for each example in the place of its mark."""
    return markdown.replace("<!-- examples -->", "\n".join(gallery())) if "<!-- examples -->" in markdown else markdown


def gallery() -> Iterator[str]:
    for name, about in list_examples().items():
        spec = yaml.safe_load((ROOT / f"examples/{name}/course.yaml").read_text(encoding="utf-8"))
        course, chosen = spec["course"], spec["completion"]
        yield f"## {course['title']} {{#{name}}}\n"
        yield f"{about} For {_inside(course['audience'])}.\n" if course.get("audience") else f"{about}\n"
        yield f"- **How long:** {course['weeks']} weeks with {course['hours_per_week']} hours each"
        yield f"- **Evidence:** {', '.join(f'[{options()[key].title}](options.md#{key})' for key in chosen)}"
        yield f"- **Built for:** {', '.join(f'`{target}`' for target in spec['targets'])}"
        yield f"- **Yours with:** `mooc-kit new my-copy --example {name}`\n"
        wide, phone = (f"![{course['title']} {on}](images/gallery-{name}-{size}.png)" for on, size in SIZES)
        yield f'<div class="gallery" markdown>\n\n{wide}\n\n{phone}\n\n</div>\n'


def _inside(words: str) -> str:
    """Words as they stand inside of a sentence."""
    return words[:1].lower() + words.strip().rstrip(".")[1:]


SIZES = (("on a wide screen", "wide"), ("on a phone", "phone"))


def options_page() -> Iterator[str]:
    yield "# Evidence: the eight options\n"
    yield "*What will you provide to participants as evidence of their participation or completion?* Far more people"
    yield "sign up than finish, and someone can gain much without finishing. The first four options need no marking."
    yield "They work alone and together; how to give each is told in [Give evidence](evidence-how-to.md).\n"
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
        yield f"- **In `course.yaml`:** [`completion.{key}`](spec.md#completion-{key})"
        if option.rules:
            yield f"- **What `validate` looks at:** {', '.join(map(_link, option.rules))}"
        yield ""


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
        yield f"## {number}. {element.title} {{#{key}}}\n\n`{key}`: {element.about}\n"
        yield from _choices(element.model_fields["choices"].annotation.__args__[0])
        if key == ELEMENT_BEFORE_COMPLETION:
            number += 1
            yield f"## {number}. Completion options {{#completion-options}}\n"
            yield "The heart of it: [the eight options](options.md).\n"


def _choices(kind: type[Choice]) -> Iterator[str]:
    for member in kind:
        yield f"- `{member}`: {member.meaning}"
    yield ""


# ---- problem codes ---------------------------------------------------------------------------------------------------


def codes_page() -> Iterator[str]:
    """The list of all codes. Each has its anchor here, too: addresses from before the families had pages lead on."""
    yield "# Problem codes\n"
    yield "Each problem has a code, a place, what is wrong and what to do. Errors break a check; warnings do under"
    yield "`--strict`; notes never. `mooc-kit explain CODE` tells the same as the pages of the families, with a wrong"
    yield "and a right example. What people meet most often stands in [Troubleshooting](troubleshooting.md).\n"
    yield "| Codes | What they are about | How many |\n| --- | --- | --- |"
    for letter, about in FAMILIES.items():
        yield f"| [{letter}]({family_page(letter)}) | {about} | {len(_of_family(letter)) or 'yours'} |"
    yield ""
    for letter, about in FAMILIES.items():
        yield f"## [{letter}]({family_page(letter)}): {_short(about)} {{#family-{letter.lower()}}}\n"
        yield from (f"- {_link(rule)}{{#{rule.code.lower()}}} {_plain(rule.title)}" for rule in _of_family(letter))
        yield ""


def family_page(letter: str) -> str:
    return f"codes-{letter.lower()}.md"


def codes_of_family(letter: str) -> Iterator[str]:
    """The page of a family: each code with its reason and its examples."""
    about = FAMILIES[letter]
    yield "---\nsearch: {boost: 2}\n---\n"
    yield f"# {letter}: {_short(about)}\n"
    if about != _short(about):
        yield f"{about}.\n"
    for of, group in groupby(_of_family(letter), key=_option_of if letter == "C" else lambda _: ""):
        if of:
            yield f"## {of}\n"
        for rule in group:
            yield from _rule(rule, "###" if of else "##")


def _short(about: str) -> str:
    """What a family is about, without what stands in it."""
    return re.split("[:.]", about)[0]


def _of_family(letter: str) -> list[Rule]:
    return [rule for rule in all_rules().values() if rule.code.startswith(letter)]


def _option_of(rule: Rule) -> str:
    """The completion option whose rule it is."""
    return next((option.title for option in options().values() if rule in option.rules), "All options")


def _rule(rule: Rule, level: str) -> Iterator[str]:
    yield f"{level} {rule.code} {_plain(rule.title)} {{#{rule.code.lower()}}}\n"
    yield f"*{rule.severity.capitalize()}.* {rule.why}\n"
    for label, example in (("Wrong", rule.wrong), ("Right", rule.right)):
        yield f"{label} ({rule.example_is}):\n\n```yaml\n{example.rstrip()}\n```\n"


def _link(rule: Rule) -> str:
    return f"[{rule.code}]({family_page(rule.code[0])}#{rule.code.lower()})"


def _plain(text: str) -> str:
    """Words as they stand, in a heading of Markdown."""
    return re.sub(r"([*_<\[])", r"\\\1", text).rstrip(".")


# ---- formats ---------------------------------------------------------------------------------------------------------


def formats_page() -> Iterator[str]:
    yield "# Formats: what is read and what is written\n"
    yield "## What `build` writes {#targets}\n"
    yield "| Target | What it is |\n| --- | --- |"
    for target in targets().values():
        yield f"| [`{target.key}`]({PAGE_OF_TARGET[target.key]}) | **{target.title}.** {target.about} |"
    yield "\nEach lies in a folder of its own below `build/`, with `TARGET-NOTICES.md` beside it where something"
    yield "could not be carried over, and `AFTER-IMPORT.md` where something is left to do by hand. The same kit gives"
    yield "the same bytes.\n"
    yield "## What `import` reads {#imports}\n"
    yield "`mooc-kit import FILE FOLDER` knows them by what is in the file, whatever its name.\n"
    yield from (f"- {importer.title}" for importer in importers().values())
    yield "\n## Quizzes {#quizzes}\n"
    yield "For `mooc-kit quiz convert` and `quiz import`, and as files in `quizzes/`.\n"
    yield "| Format | Name for `--from`, `--to` | Endings | Read | Written |\n| --- | --- | --- | --- | --- |"
    for one in formats().values():
        endings = ", ".join(f"`{suffix}`" for suffix in one.suffixes)
        yield f"| {one.title} | `{one.key}` | {endings} | {_yes(one.reads)} | {_yes(one.writes)} |"
    yield "\n## Gradebooks {#gradebooks}\n"
    yield "For `mooc-kit completions`; [what is read of each](completions.md#what-it-reads).\n"
    yield from (f"- {title}" for title in shipped_readers())
    yield "\n## Reports {#reports}\n"
    yield "| `--format` | For | What it is |\n| --- | --- | --- |"
    yield "| `text` | people | The default: place, code, message, hint |"
    yield "| `json` | programs | All of it as data. Keys are only added |"
    yield "| `github` | GitHub | Annotations on the lines of a pull request |"
    yield "| `sarif` | code scanning | SARIF 2.1.0, with fingerprints, so that a finding is known again |"
    yield "| `junit` | test reports, GitLab | A test for each course |"
    yield "\n## Credentials {#credentials}\n"
    yield "What `issue` writes stands in [What is issued](credential-formats.md).\n"


def _yes(is_so: bool) -> str:
    return "yes" if is_so else "no"


PAGE_OF_TARGET = {
    "site": "site.md",
    "moodle": "moodle.md",
    "open-edx": "open-edx.md",
    "canvas": "canvas.md",
    "common-cartridge": "common-cartridge.md",
    "scorm": "scorm.md",
    "cmi5": "cmi5.md",
    "epub": "books.md",
    "print": "books.md",
}


# ---- changes ---------------------------------------------------------------------------------------------------------

KINDS = {"added": "New", "changed": "Changed", "fixed": "Fixed", "removed": "Gone"}


def changes_page() -> Iterator[str]:
    """What the next release brings, from the fragments in changelog.d/, then the releases of CHANGELOG.md."""
    yield "---\nsearch: {boost: 0.3}\n---\n"
    yield "# Changes\n"
    yield "What changes for users, newest first.\n"
    fragments = sorted((ROOT / "changelog.d").glob("*.*.md"))
    if fragments:
        yield "## Not released yet\n"
    for kind, heading in KINDS.items():
        texts = [path.read_text(encoding="utf-8").strip() for path in fragments if path.name.endswith(f".{kind}.md")]
        if texts:
            yield f"### {heading} {{#next-{kind}}}\n"
            yield from (text if text.startswith("- ") else "- " + text.replace("\n", "\n  ") for text in texts)
            yield ""
    yield (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").partition("<!-- releases -->")[2]
