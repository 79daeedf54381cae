"""Trust in a kit's record: which changes of a plan rest on nothing but what the kit says about itself.

What mooc-kit rendered then (`.mooc-kit/base.txt`) decides whether a page is an author's or may be replaced, moved or
removed. That record is believed where this computer made it, or where mooc-kit renders the same again from the spec
of that time; else a person sees the changes first. The same goes for the files of a template that came with the kit.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from mooc_kit.kit.institution import Institution
from mooc_kit.kit.merge_base import MergeBase, entry
from mooc_kit.kit.provenance import Provenance
from mooc_kit.kit.render import rendered_files
from mooc_kit.kit.template_context import kit_context
from mooc_kit.kit.update import Action, Change, UpdatePlan
from mooc_kit.spec import Spec

HELD = "this computer did not make the record that says so"
_INSTEAD = {Action.REMOVED: Action.LEFT}


def doubtful(
    plan: UpdatePlan, base: MergeBase, old: Spec | None, known: Provenance, from_template: Collection[str]
) -> list[Change]:
    """The changes of `plan` that only the kit's own record speaks for.

    `old` is the spec of the time when `base` was rendered. `from_template` are the paths that a template yields which
    this computer does not know.
    """
    found = [change for change in plan.changes if change.before != change.after and change.path in from_template]
    claimed = [
        change
        for change in plan.changes
        if change.before is not None and change.before != change.after and change not in found and change.path in base
    ]
    vouched = vouched_for([change.path for change in claimed], base, old, known)
    return found + [change for change in claimed if change.path not in vouched]


def vouched_for(paths: Collection[str], base: MergeBase, old: Spec | None, known: Provenance) -> set[str]:
    """Those of `paths` for which `base` says what this computer rendered, or renders again from the `old` spec."""
    mine = {path for path in paths if known.is_rendered(path, base)}
    again = _again(old) if mine != set(paths) else {}
    return mine | {path for path in paths if path in again and base.is_same(path, again[path])}


def template_paths(spec: Spec, template: Institution | None, known: Provenance) -> Collection[str]:
    """What `template` yields for `spec`; nothing where the template was used on this computer before."""
    if template is None or known.is_template(template.template.files):
        return ()
    return template.rendered(kit_context(spec), spec.course.language).keys()


def held_back(plan: UpdatePlan, held: Collection[Change]) -> UpdatePlan:
    """The plan with every change that is `held` left undone, and said to be."""
    return UpdatePlan(
        [
            replace(change, action=_INSTEAD.get(change.action, Action.KEPT), after=change.before, about=HELD)
            if change in held
            else change
            for change in plan.changes
        ]
    )


def records_of(held: Collection[Change]) -> set[str]:
    """The entries of the base that stay as they are while the files that they speak of do."""
    return {entry(change.path, data) for change in held for data in (b"", b"\0")}


def _again(old: Spec | None) -> Mapping[str, bytes]:
    """What this mooc-kit renders from the spec of that time, without any template of the kit's."""
    if old is None:
        return {}
    try:
        return rendered_files(old)
    except Exception:  # the spec of that time may be unfinished, or made to fail: then it proves nothing
        return {}
