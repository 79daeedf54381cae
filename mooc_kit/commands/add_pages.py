"""Pages from documents: Word, slides, HTML and Markdown become pages of a module, with their pictures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from mooc_kit.commands.edit_spec import bring_along, change, free, open_spec
from mooc_kit.console import echo
from mooc_kit.counting import counted
from mooc_kit.files import write_whole
from mooc_kit.importers.documents.page import ConvertedPage, NotConverted
from mooc_kit.kit import undo_log
from mooc_kit.kit.apply_plan import Write
from mooc_kit.problems import UsageError, relative_name
from mooc_kit.spec.edit import with_entry
from mooc_kit.spec.fields import slug
from mooc_kit.spec.yaml_text import yaml_text

KINDS = (".docx", ".pptx", ".html", ".htm", ".md", ".markdown")


def add_pages(kit: Path, sources: Sequence[Path], module: str | None) -> int:
    """Make pages of `sources`, files or folders, at the end of `module`; gives the exit status.

    What could not come along is told with its place. Raises UsageError, before anything is written, where a file
    cannot be read or the module is not there.
    """
    spec = open_spec(kit)
    modules = [one for one in spec.value.get("modules") or [] if isinstance(one, dict) and one.get("id")]
    number = _chosen(modules, module)
    pages = [(path, _read(path, folder)) for path, folder in _files(sources)]
    if not pages:
        raise UsageError(f"There is nothing here that can become a page: {', '.join(KINDS)}.")
    folder = f"content/modules/{modules[number]['id']}"
    taken = {str(a.get("id")) for one in modules for a in one.get("activities") or [] if isinstance(a, dict)}
    text, files = spec.text, {}
    for _, page in pages:
        id = free(slug(page.title)[:50] or "page", taken | {p.stem for p in (kit / folder).glob("*.md")})
        taken.add(id)
        entry = {"id": id, "kind": "page", "title": page.title}
        text = with_entry(text, ("modules", spec.value["modules"].index(modules[number]), "activities"), entry)
        files[f"{folder}/{id}.md"] = f"---\n{yaml_text({'title': page.title})}---\n\n{page.body}\n"
    told = f"{counted(len(pages), 'page')} added to {modules[number]['id']}"
    change(spec, text, told)
    status = bring_along(spec.kit)  # first: what the update writes is the starting point, these words are the team's
    pictures = {f"content/media/{name}": data for _, page in pages for name, data in page.pictures.items()}
    made = pictures | {name: words.encode() for name, words in files.items()}
    undo_log.note(kit, told, [Write(name, _lying(kit / name), data) for name, data in made.items()], joins=True)
    for name, data in made.items():
        write_whole(kit / name, data)
    for (source, page), name in zip(pages, files, strict=True):
        echo(f"{source.name} -> {name}" + (f", {counted(len(page.pictures), 'picture')}" if page.pictures else ""))
        for lost in dict.fromkeys(page.lost):
            echo(f"    did not come along, or needs a look: {lost}")
    return status


def _lying(file: Path) -> bytes | None:
    return file.read_bytes() if file.is_file() else None


def _chosen(modules: Sequence[dict[str, Any]], wanted: str | None) -> int:
    ids = [str(one["id"]) for one in modules]
    if wanted in ids:
        return ids.index(str(wanted))
    if wanted is None and len(ids) == 1:
        return 0
    listed = "\n".join(f"    {one['id']}  {one.get('title', '')}" for one in modules)
    said = f"There is no module {wanted!r}." if wanted else "Into which module? Say it with --module."
    raise UsageError(f"{said} There are:\n{listed}")


def _files(sources: Sequence[Path]) -> Iterator[tuple[Path, Path]]:
    """Each document with the folder from which its pictures may come."""
    for source in sources:
        if source.is_dir():
            found = (path for path in source.rglob("*") if path.is_file() and path.suffix.lower() in KINDS)
            yield from ((path, source) for path in sorted(found) if not path.name.startswith(("~$", ".")))
        elif source.suffix.lower() in KINDS and source.is_file():
            yield source, source.parent
        else:
            old = {".doc": ".docx", ".odt": ".docx", ".ppt": ".pptx", ".odp": ".pptx"}.get(source.suffix.lower())
            hint = f" Save it as {old} first." if old else f" It takes {', '.join(KINDS)} and folders of them."
            raise UsageError(f"{relative_name(source)} cannot become a page.{hint}")


def _read(path: Path, folder: Path) -> ConvertedPage:
    title = path.stem.replace("_", " ").replace("-", " ").strip()
    title = title[:1].upper() + title[1:]
    try:
        match path.suffix.lower():
            case ".docx":
                from mooc_kit.importers.documents.word import read_word

                page = read_word(path, title)
            case ".pptx":
                from mooc_kit.importers.documents.slides import read_slides

                page = read_slides(path, title)
            case ".html" | ".htm":
                from mooc_kit.importers.documents.texts import read_html

                page = read_html(path, title, folder)
            case _:
                from mooc_kit.importers.documents.texts import read_markdown

                page = read_markdown(path, title, folder)
    except OSError as error:
        raise NotConverted(f"{path.name} cannot be read: {error}") from None
    if not page.body.strip():
        page.lost.append("everything: no words were found in it")
    return page
