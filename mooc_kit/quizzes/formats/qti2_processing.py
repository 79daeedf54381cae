"""Response processing of QTI 2.x and 3.0: evaluates how an item scores a response, and which feedback it then shows.

Source: IMS QTI 2.1, Assessment Test, Section and Item Information Model, chapters 8 (response processing) and 15
(expressions). What is not evaluated here raises Unreadable: nobody guesses a key.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from mooc_kit.quizzes.formats.safe_xml import name_of, text_of

Value = Any
"""None is NULL; a list is a container; else a str, float or bool."""
_SIMPLE_PATTERN = re.compile(r"(?:\[(\w)(\w)\]|\\([^\w\s])|(\.\*)|([\w \-,']))")


class Unreadable(Exception):
    """The processing holds something that is not evaluated here; the message names it."""


class _Exit(Exception):
    """`exitResponse`: the processing ends here."""


def local(element: Any) -> str:
    """The element's name in the manner of QTI 2: qti-choice-interaction is choiceInteraction."""
    name = name_of(element).removeprefix("qti-")
    return re.sub(r"-(\w)", lambda found: found[1].upper(), name)


def attribute(element: Any, name: str) -> str:
    """An attribute by its name in QTI 2, also where QTI 3 writes it with hyphens."""
    hyphened = re.sub(r"[A-Z]", lambda found: f"-{found[0].lower()}", name)
    found: str = element.get(name) or element.get(hyphened) or ""
    return found


def simple_pattern(pattern: str) -> str | None:
    """An answer with `*` for any letters that means what the regular expression does, or None where there is none."""
    found = list(_SIMPLE_PATTERN.finditer(pattern))
    if "".join(match[0] for match in found) != pattern:
        return None
    parts = []
    for match in found:
        small, capital, sign, anything, plain = match.groups()
        if small and small.lower() != capital.lower():
            return None
        parts.append("*" if anything else (small or sign or plain).replace("*", "\\*"))
    return "".join(parts)


class Processing:
    """The response processing of one item."""

    def __init__(self, item: Any) -> None:
        self.item = item
        self.rules = next((part for part in item if local(part) == "responseProcessing"), None)
        self.declared = {attribute(d, "identifier"): d for d in item if local(d) == "responseDeclaration"}
        self.outcomes = {attribute(d, "identifier"): d for d in item if local(d) == "outcomeDeclaration"}
        self.template = attribute(self.rules, "template").rpartition("/")[2] if self.rules is not None else ""

    @property
    def scores(self) -> bool:
        """Whether the item says at all how a response is scored."""
        return self.rules is not None and (bool(self.template) or len(self.rules) > 0)

    def run(self, responses: Mapping[str, Value]) -> dict[str, Value]:
        """The outcomes for the responses. Raises Unreadable, also where a rule lacks a part."""
        try:
            return self._run(responses)
        except (TypeError, ValueError, IndexError, KeyError, ZeroDivisionError, OverflowError):
            raise Unreadable("an expression that does not fit its values") from None

    def _run(self, responses: Mapping[str, Value]) -> dict[str, Value]:
        state = _State(self, responses)
        if self.rules is None:
            return state.values
        name = re.sub(r"\.xml$", "", self.template)
        if len(self.rules):
            with suppress(_Exit):
                state.rules(self.rules)
        elif name == "match_correct":
            response = state.response("RESPONSE")
            state.values["SCORE"] = float(response is not None and _same(response, state.correct("RESPONSE")))
        elif name == "map_response":
            state.values["SCORE"] = state.mapped("RESPONSE")
        elif name:
            raise Unreadable(f"the template {name[:60]}")
        return state.values


class _State:
    """One run: the responses, and the outcomes as they change."""

    def __init__(self, processing: Processing, responses: Mapping[str, Value]) -> None:
        self.processing, self.responses = processing, responses
        self.values: dict[str, Value] = {}
        for name, declaration in processing.outcomes.items():
            default = next((part for part in declaration if local(part) == "defaultValue"), None)
            values = [text_of(value) for value in default] if default is not None else []
            kind = attribute(declaration, "baseType")
            found = [_typed(kind, value) for value in values]
            is_single = attribute(declaration, "cardinality") in ("single", "")
            zero = 0.0 if kind in ("float", "integer") else None
            self.values[name] = (found[0] if found else zero) if is_single else found or None

    # ---- rules -----------------------------------------------------------------------------------------------------

    def rules(self, holder: Any) -> None:
        for rule in holder:
            match local(rule):
                case "responseCondition":
                    self.condition(rule)
                case "setOutcomeValue":
                    (expression,) = rule
                    self.values[attribute(rule, "identifier")] = self.value(expression)
                case "responseProcessingFragment":
                    self.rules(rule)
                case "exitResponse":
                    raise _Exit
                case "":
                    pass
                case other:
                    raise Unreadable(other)

    def condition(self, rule: Any) -> None:
        for branch in rule:
            if local(branch) == "responseElse":
                self.rules(branch)
                return
            test, *then = branch
            if self.value(test) is True:
                self.rules(then)
                return

    # ---- expressions -----------------------------------------------------------------------------------------------

    def response(self, name: str) -> Value:
        return self.responses.get(name)

    def correct(self, name: str) -> Value:
        declaration = self.processing.declared.get(name)
        found = (
            next((part for part in declaration if local(part) == "correctResponse"), None)
            if declaration is not None
            else None
        )
        if declaration is None or found is None:
            return None
        values = [_typed(attribute(declaration, "baseType"), text_of(value)) for value in found]
        return values[0] if attribute(declaration, "cardinality") == "single" and values else values

    def mapped(self, name: str) -> float:
        """The points that the mapping of a response gives: each value once, within the bounds."""
        declaration = self.processing.declared.get(name)
        mapping = (
            next((part for part in declaration if local(part) == "mapping"), None) if declaration is not None else None
        )
        if mapping is None:
            raise Unreadable("a mapping that is not there")
        entries = [
            (attribute(e, "mapKey"), float(attribute(e, "mappedValue") or 0), attribute(e, "caseSensitive"))
            for e in mapping
        ]
        default = float(attribute(mapping, "defaultValue") or 0)
        given = self.response(name)
        total = 0.0
        for value in dict.fromkeys(map(_key, given if isinstance(given, list) else [] if given is None else [given])):
            fits = (
                worth
                for key, worth, case in entries
                if value == key or (case == "false" and value.lower() == key.lower())
            )
            total += next(fits, default)
        low, high = attribute(mapping, "lowerBound"), attribute(mapping, "upperBound")
        total = max(total, float(low)) if low else total
        return min(total, float(high)) if high else total

    def value(self, expression: Any) -> Value:
        name = local(expression)
        if name in ("variable", "correct", "mapResponse", "default"):
            return self._named(name, attribute(expression, "identifier"))
        if name == "baseValue":
            return _typed(attribute(expression, "baseType"), text_of(expression))
        if name == "null":
            return None
        parts = [self.value(part) for part in expression if local(part)]
        if name in _ANY:
            return _ANY[name](parts, expression)
        if name not in _WITH_ALL:
            raise Unreadable(name)
        return None if any(part is None for part in parts) else _WITH_ALL[name](parts, expression)

    def _named(self, what: str, name: str) -> Value:
        if what == "correct":
            return self.correct(name)
        if what == "mapResponse":
            return self.mapped(name)
        if what == "default":
            raise Unreadable("default")
        if name in self.values:
            return self.values[name]
        if name in self.processing.declared:
            return self.response(name)
        raise Unreadable(f"the variable {name[:60]}")


def _part(element: Any | None, name: str) -> Any | None:
    return next((part for part in element if local(part) == name), None) if element is not None else None


def _typed(kind: str, text: str) -> Value:
    try:
        return float(text) if kind in ("float", "integer") else text.strip() == "true" if kind == "boolean" else text
    except ValueError:
        raise Unreadable(f"the number {text[:40]!r}") from None


def _key(value: Value) -> str:
    return f"{value:.12g}" if isinstance(value, float) else str(value)


def _same(one: Value, other: Value) -> bool:
    if isinstance(one, list) and isinstance(other, list):
        return sorted(map(_key, one)) == sorted(map(_key, other))
    return bool(one == other)


def _match(parts: list[Value], expression: Any) -> bool:
    for variable in expression:  # an ordered container is compared in its order
        if local(variable) in ("variable", "correct") and isinstance(parts[0], list):
            declared = [d for d in _root(expression) if local(d) == "responseDeclaration"]
            own = next((d for d in declared if attribute(d, "identifier") == attribute(variable, "identifier")), None)
            if own is not None and attribute(own, "cardinality") == "ordered":
                return bool(parts[0] == parts[1])
    return _same(parts[0], parts[1])


def _root(element: Any) -> Any:
    return next((above for above in element.iterancestors() if local(above) == "assessmentItem"), element)


def _equal(parts: list[Value], expression: Any) -> bool:
    mode = attribute(expression, "toleranceMode") or "exact"
    if mode == "exact":
        return bool(parts[0] == parts[1])
    margins = [float(part) for part in attribute(expression, "tolerance").split()] or [0.0]
    below, above = margins[0], margins[-1]
    if mode == "relative":
        below, above = abs(parts[0]) * below / 100, abs(parts[0]) * above / 100
    return bool(parts[0] - below <= parts[1] <= parts[0] + above)


def _string_match(parts: list[Value], expression: Any) -> bool:
    one, other = (str(part) for part in parts)
    if attribute(expression, "caseSensitive") == "false":
        one, other = one.lower(), other.lower()
    return other in one if attribute(expression, "substring") == "true" else one == other


def _pattern_match(parts: list[Value], expression: Any) -> bool:
    pattern = simple_pattern(attribute(expression, "pattern"))
    if pattern is None:  # a stranger's expression is never run: it may take for ever
        raise Unreadable("a regular expression")
    words = [re.escape(part.replace("\\*", "*")) for part in re.split(r"(?<!\\)\*", pattern)]
    folded = re.IGNORECASE if "[" in attribute(expression, "pattern") else 0
    return re.fullmatch(".*".join(words), str(parts[0]), folded) is not None


def _logic(parts: list[Value], which: bool) -> Value:
    """Three-valued `or` (which=True) and `and` (which=False)."""
    return which if which in parts else None if None in parts else not which


_ANY: dict[str, Callable[[list[Value], Any], Value]] = {
    "isNull": lambda parts, _: parts[0] in (None, "", []),
    "and": lambda parts, _: _logic(parts, False),
    "or": lambda parts, _: _logic(parts, True),
    "multiple": lambda parts, _: _joined(parts),
    "ordered": lambda parts, _: _joined(parts),
}
_WITH_ALL: dict[str, Callable[[list[Value], Any], Value]] = {
    "not": lambda parts, _: not parts[0],
    "match": _match,
    "equal": _equal,
    "stringMatch": _string_match,
    "patternMatch": _pattern_match,
    "member": lambda parts, _: parts[0] in parts[1],
    "contains": lambda parts, _: all(value in parts[0] for value in parts[1]),
    "gt": lambda parts, _: parts[0] > parts[1],
    "gte": lambda parts, _: parts[0] >= parts[1],
    "lt": lambda parts, _: parts[0] < parts[1],
    "lte": lambda parts, _: parts[0] <= parts[1],
    "sum": lambda parts, _: sum(parts),
    "subtract": lambda parts, _: parts[0] - parts[1],
    "product": lambda parts, _: _product(parts),
    "max": lambda parts, _: max(parts),
    "min": lambda parts, _: min(parts),
    "divide": lambda parts, _: parts[0] / parts[1] if parts[1] else None,
    "containerSize": lambda parts, _: float(len(parts[0])),
}


def _product(parts: list[Value]) -> float:
    made = 1.0
    for part in parts:
        made *= part
    return made


def _joined(parts: list[Value]) -> Value:
    return [
        value for part in parts if part is not None for value in (part if isinstance(part, list) else [part])
    ] or None
