"""Error recovery: a broken spec gets stand-ins where it is wrong, so that one run reports what else is."""

from __future__ import annotations

from copy import deepcopy
from typing import Any, TypeVar

from pydantic import BaseModel

from mooc_kit.spec.fields import slug
from mooc_kit.spec.schema_errors import broken_paths
from mooc_kit.spec.yaml_tree import YamlTree

M = TypeVar("M", bound=BaseModel)

_ROUNDS = 6  # a stand-in can uncover a mistake below it; real files settle in two rounds
_STAND_INS: dict[str, Any] = {"url": "https://example.org", "kind": "page", "measure": "other", "target": 1, "spec": 1}


def mend(model: type[M], tree: YamlTree) -> M | None:
    """The tree as a `model` with stand-ins for its broken parts, or None where too little is left."""
    if not isinstance(tree.value, dict):
        return None
    value = deepcopy(tree.value)
    for _ in range(_ROUNDS):
        broken = broken_paths(model, value)
        if not broken:
            return model.model_validate(value)
        # Deep ones and late ones first, so that removing a list's entry does not shift the others' paths.
        for kind, path in sorted(set(broken), key=lambda found: tuple(map(_order, found[1])), reverse=True):
            _mend_part(value, kind, path)
    return None


def _order(step: int | str) -> tuple[int, int, str]:
    return (1, step, "") if isinstance(step, int) else (0, 0, step)


def _mend_part(value: Any, kind: str, path: tuple[int | str, ...]) -> None:
    holder: Any = value
    for step in path[:-1]:
        try:
            holder = holder[step]
        except (KeyError, IndexError, TypeError):
            return
    last = path[-1]
    if kind in {"union_tag_invalid", "union_tag_not_found"}:
        item = holder[last]
        holder[last] = (
            {"id": "unknown", "title": "Unknown"}
            | {key: item[key] for key in ("id", "title", "outcomes") if isinstance(item, dict) and key in item}
            | {"kind": "page"}
        )
    elif isinstance(holder, dict) and isinstance(last, str):
        given = holder.pop(last, None)
        if kind == "list_type" and isinstance(given, str):
            holder[last] = [given]  # what was meant, so that nothing more is said of it
            return
        if kind == "missing" or (kind != "extra_forbidden" and last in ("id", "title", "text", "name", *_STAND_INS)):
            holder[last] = _stand_in(last, given, path)
    elif isinstance(holder, list) and isinstance(last, int) and last < len(holder):
        del holder[last]


def _stand_in(name: str, given: Any, path: tuple[int | str, ...]) -> Any:
    if name == "id":
        return slug(str(given or "")) or "-".join(str(step) for step in path if isinstance(step, int)) + "-unnamed"
    if name == "modules":
        return [{"id": "unnamed", "title": "Unnamed"}]
    if name == "course":
        return {"id": "unnamed", "title": "Unnamed"}
    return _STAND_INS.get(name, "Demonstrate it")
