"""Translation exchange (PO): a course's own texts for translators, and what they made of them, taken back.

`translations/TAG.po` in the kit is what the course is translated by: any editor of PO files opens it. It is brought up
to what the course says now; a changed text keeps its old translation beside it, marked for somebody to look at.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mooc_kit.commands.validate import kit_to_read
from mooc_kit.completion_options.registry import options
from mooc_kit.console import echo
from mooc_kit.content.po_files import brought_up, read, written
from mooc_kit.content.template_passages import has_same_tags
from mooc_kit.counting import counted
from mooc_kit.course.assemble import assemble
from mooc_kit.course.translation import FOLDER, Translation, other_languages
from mooc_kit.files import write_whole
from mooc_kit.i18n import language_name, messages_for
from mooc_kit.problems import UsageError, relative_name
from mooc_kit.safe_paths import inside

if TYPE_CHECKING:
    from babel.messages import Catalog

    from mooc_kit.spec.model import Spec

_MOST_TOLD = 10
_KEPT = re.compile(r"\]\(\s*<?([^)>\s]+)|\[\[|\$[^$\n]+\$|asset:\S+")
"""What a translation has as its text has it: where links lead, gaps to fill in, formulas."""


def translate(kit: Path, languages: Sequence[str], returned: Path | None) -> int:
    """Bring the files of `languages` (all others of the course, where none is named) up to what the course says.

    With `returned`, what translators filled into that file is taken into the one of its language first. Raises
    UsageError where there is no such language, and where the file is none of translations.
    """
    spec, _ = kit_to_read(kit)
    wanted = list(languages) or other_languages(spec)
    if not wanted:
        raise UsageError("Say into which language: `mooc-kit translate es`, and name it in course.yaml, `languages:`.")
    if returned is not None and len(wanted) != 1:
        raise UsageError("Say which language the file is in: `mooc-kit translate es --from returned.po`.")
    messages = _messages(spec, kit)
    for tag in wanted:
        if tag == spec.course.language:
            raise UsageError(f"The course is in {language_name(tag)} itself.")
        file = inside(kit, f"{FOLDER}/{tag}.po")
        catalogue = _read(file.read_bytes(), tag, file) if file.is_file() else _empty(tag)
        brought_up(catalogue, messages)
        _fill_from_ours(catalogue, tag)
        if returned is not None:
            _take(_read(returned.read_bytes(), tag, returned), catalogue, messages)
        file.parent.mkdir(exist_ok=True)
        write_whole(file, written(catalogue))
        _tell(catalogue, file)
        if tag not in spec.course.languages:
            all_ = ", ".join(dict.fromkeys([spec.course.language, *spec.course.languages, tag]))
            echo(f"  It is shown as soon as course.yaml names the language, below `course:`: languages: [{all_}]")
    return 0


def _messages(spec: Spec, kit: Path) -> Catalog:
    """The texts of the course as they are now, with the files that say them."""
    from babel.messages import Catalog

    made = Catalog(project=spec.course.id, version="", charset="utf-8", fuzzy=False)
    texts = Translation(spec.course.language, spec.course.language)  # what is asked for is what there is
    assemble(spec, kit, options(), translation=texts)
    for text, files in texts.asked.items():
        places: list[Any] = [(file, None) for file in files]  # Babel writes files without lines, but says it wants them
        made.add(text, locations=places)
    return made


def _empty(tag: str) -> Catalog:
    from babel import UnknownLocaleError
    from babel.messages import Catalog

    try:
        made = Catalog(locale=tag.replace("-", "_"), charset="utf-8", fuzzy=False)
    except (UnknownLocaleError, ValueError) as error:
        raise UsageError(f"{tag!r} is not a language code. Write it like es, ar or pt-BR.") from error
    made.header_comment = f"# The texts of the course in {language_name(tag)}.\n# Reviewed by: nobody yet"
    return made


def _read(data: bytes, tag: str, file: Path) -> Catalog:
    try:
        return read(data, tag)
    except ValueError as error:
        raise UsageError(f"{relative_name(file)} cannot be read as a PO file: {error}") from error


def _fill_from_ours(catalogue: Catalog, tag: str) -> None:
    """Fill in what the course says in just the words of mooc-kit, which are translated already."""
    say = messages_for(tag).text
    for entry in catalogue:
        if entry.id and not entry.string and (words := say(str(entry.id))) != entry.id:
            entry.string = words


def _take(given: Catalog, catalogue: Catalog, messages: Catalog) -> None:
    """Take what translators filled in, and tell what cannot be taken."""
    filled = {str(entry.id): str(entry.string) for entry in given if entry.id and entry.string and not entry.fuzzy}
    taken, unfit, changed = 0, [], [text for text in filled if text not in catalogue]
    for text, words in filled.items():
        entry = catalogue.get(text)
        if entry is None or (entry.string == words and not entry.fuzzy):
            continue
        if not fits(text, words):
            unfit.append(text)
            continue
        entry.string = words
        entry.flags.discard("fuzzy")
        entry.previous_id = []
        taken += 1
    brought_up(given, messages)
    for entry in given:
        there = catalogue.get(entry.id) if entry.id else None
        if there is not None and not there.string and entry.fuzzy and entry.string:
            there.string, there.previous_id = entry.string, entry.previous_id
            there.flags.add("fuzzy")
    echo(f"{counted(taken, 'text')} taken.")
    _list(f"{counted(len(changed), 'text')} changed in the course since, and were not taken as they are:", changed)
    _list(f"{counted(len(unfit), 'text')} lead elsewhere or have other gaps than the course's, and were left:", unfit)


def fits(text: str, words: str) -> bool:
    """Whether a translation has the links, gaps and formulas of its text."""
    return Counter(_KEPT.findall(text)) == Counter(_KEPT.findall(words)) and has_same_tags(text, words)


def _tell(catalogue: Catalog, file: Path) -> None:
    entries = [entry for entry in catalogue if entry.id]
    stale = [str(entry.id) for entry in entries if entry.fuzzy and entry.string]
    done = sum(1 for entry in entries if entry.string and not entry.fuzzy)
    share = 100 * done // max(len(entries), 1)
    echo(f"{relative_name(file)}: {share}% translated ({done} of {len(entries)}).")
    _list(f"  {counted(len(stale), 'text')} to look at again, since the course says something else now:", stale)


def _list(heading: str, texts: Sequence[str]) -> None:
    if texts:
        more = len(texts) - _MOST_TOLD
        echo(heading)
        for text in texts[:_MOST_TOLD]:
            echo(f"    {' '.join(text.split())[:100]}")
        if more > 0:
            echo(f"    and {more} more")
