"""Spec loading: the text of a course.yaml becomes a Spec, or every problem that stands in the way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mooc_kit.problems import Place, Problem
from mooc_kit.spec import spec_codes
from mooc_kit.spec.error_recovery import mend
from mooc_kit.spec.fields import SpecModel
from mooc_kit.spec.model import Spec, spec_model
from mooc_kit.spec.references import BADGES
from mooc_kit.spec.schema_errors import check_shape
from mooc_kit.spec.yaml_tree import Node, YamlTree, load_tree, read_text
from mooc_kit.suggest import nearest


@dataclass(frozen=True, slots=True)
class Loaded:
    """What came out of loading: `spec` where the file is whole; `draft` for further checks where it has mistakes.

    A draft has stand-ins where the file is wrong, so that the rules can still speak about everything else.
    """

    spec: Spec | None
    draft: Spec | None
    problems: list[Problem]


def load_spec(text: str, file: str, sections: Mapping[str, type[SpecModel]]) -> Loaded:
    """The spec in `text` and all problems of its YAML, its shape and its references.

    `sections` are the completion options' models by key, as the registry of options knows them.
    """
    model = spec_model(sections)
    tree, problems = load_tree(text, file)
    if tree is None:
        return Loaded(None, None, problems)
    spec, wrong = check_shape(model, tree)
    draft = spec if spec is not None else mend(model, tree)
    if draft is not None:
        draft._tree = tree
        broken = {(problem.place.line, problem.place.column) for problem in wrong}
        wrong += [p for p in check_references(draft) if (p.place.line, p.place.column) not in broken]
    return Loaded(spec, draft, [*problems, *wrong])


def draft_spec(value: Mapping[str, Any], sections: Mapping[str, type[SpecModel]]) -> Spec | None:
    """`value`, the plain data of a course.yaml in the making, as a spec with stand-ins for what is missing or wrong."""
    tree = YamlTree("course.yaml", Node(dict(value), 0, 0))
    draft = mend(spec_model(sections), tree)
    if draft is not None:
        draft._tree = tree
    return draft


def load_spec_file(path: Path, file: str, sections: Mapping[str, type[SpecModel]]) -> Loaded:
    text, problems = read_text(path, file)
    return Loaded(None, None, problems) if text is None else load_spec(text, file, sections)


def check_references(spec: Spec) -> Iterator[Problem]:
    """Ids that stand twice, and outcomes, weeks or activities that are named and do not exist."""
    yield from _twice(spec, (("outcomes", i, "id") for i in range(len(spec.outcomes))), [o.id for o in spec.outcomes])
    yield from _twice(spec, (("modules", i, "id") for i in range(len(spec.modules))), [m.id for m in spec.modules])
    walked = list(spec.walk())
    yield from _twice(spec, ((*path, "id") for path, _, _ in walked), [activity.id for _, _, activity in walked])
    yield from _taken_aliases(spec)
    yield from _twice(spec, (("success", i, "id") for i in range(len(spec.success))), [m.id for m in spec.success])
    known = [outcome.id for outcome in spec.outcomes]
    for m, module in enumerate(spec.modules):
        yield from unknown_ids(spec, ("modules", m, "outcomes"), module.outcomes, known, "outcome")
    for path, _, activity in walked:
        yield from unknown_ids(spec, (*path, "outcomes"), activity.outcomes or [], known, "outcome")


def unknown_ids(
    file: Spec | YamlTree, path: tuple[str | int, ...], named: Iterable[str], known: list[str], what: str
) -> Iterator[Problem]:
    """A problem for each of the `named` ids at `path` of the `file` that is not among the `known`."""
    for index, name in enumerate(named):
        if name in known:
            continue
        close = nearest(name, known)
        hint = f"Did you mean `{close[0]}`?" if close else f"Known: {', '.join(known) or 'none yet'}."
        place: Place = file.place((*path, index)) if isinstance(file, YamlTree) else file.place(*path, index)
        meant = f"{what}:{close[0] if close else ''}"
        yield spec_codes.NOT_FOUND.at(place, f'There is no {what} "{name}".', hint=hint, about=meant)


def _taken_aliases(spec: Spec) -> Iterator[Problem]:
    """A problem for each earlier id that is something else's id, or that two things claim."""
    modules = [(("modules", m), module) for m, module in enumerate(spec.modules)]
    badges = [((*BADGES, b), badge) for b, badge in enumerate(spec.badges())]
    for things in (modules, [(path, activity) for path, _, activity in spec.walk()], badges):
        owner = {thing.id: thing.id for _, thing in things}
        for path, thing in things:
            for index, alias in enumerate(thing.aliases):
                other = owner.setdefault(alias.rpartition("/")[2], thing.id)
                if other != thing.id:
                    message = f'The earlier id "{alias}" belongs to "{other}".'
                    hint = f"Links and marks go to {other}. Take this line out, or take the id out there."
                    yield spec_codes.TAKEN_ALIAS.at(spec.place(*path, "aliases", index), message, hint=hint)


def repeated_ids(spec: Spec, ids: Iterable[tuple[tuple[str | int, ...], str]]) -> Iterator[Problem]:
    """A problem for each id, given with its path, that stood before."""
    pairs = list(ids)
    yield from _twice(spec, (path for path, _ in pairs), [id for _, id in pairs])


def _twice(spec: Spec, paths: Iterable[tuple[str | int, ...]], ids: list[str]) -> Iterator[Problem]:
    if len(set(ids)) == len(ids):
        return
    seen: dict[str, Place] = {}
    for path, id in zip(paths, ids, strict=True):
        place = spec.place(*path)
        if id in seen:
            hint = f"It is already used on line {seen[id].line}. Give one of the two another id."
            yield spec_codes.DUPLICATE_ID.at(place, f'The id "{id}" stands twice.', hint=hint, about=id)
        else:
            seen[id] = place
