"""CAPA responses: what counts as right, as CAPA itself marks it; None where a kit's question cannot hold that."""

from __future__ import annotations

import re
from typing import Any

from mooc_kit.importers.open_edx.capa import GROUPS, HINTS, Capa, Place, joined
from mooc_kit.quizzes.formats.draft_questions import NO_WORDS
from mooc_kit.quizzes.formats.safe_xml import name_of

NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_FORGIVEN = 2e-9
_MATH_MARKS = re.compile(r"\\[()\[\]]|\[/?mathjax(?:inline)?\]|\$+")
"""The share of a number that our writer adds to a tolerance for binary rounding."""
_LISTED = re.compile(r"'((?:[^'\\]|\\.)*)'|\"((?:[^\"\\]|\\.)*)\"")


def question_of(capa: Capa, place: Place) -> dict[str, Any] | None:
    """The question at `place`, without its words."""
    match place.kind:
        case "multiplechoiceresponse" | "truefalseresponse" | "choiceresponse":
            return _choices(capa, place)
        case "stringresponse":
            return words(capa, place.response)
        case "numericalresponse":
            return _number(capa, place.response)
        case "optionresponse":
            return _list(capa, place)
    return None


# ---- choices ---------------------------------------------------------------------------------------------------------


def _choices(capa: Capa, place: Place) -> dict[str, Any] | None:
    groups = [part for part in place.element.iter() if name_of(part) in GROUPS]
    group = groups[0] if groups else place.element
    _group(capa, place.response, group)
    choices: list[dict[str, Any]] = []
    for choice in group.iter("choice"):
        made = _choice(capa, place, choice)
        if any(other["text"] == made["text"] for other in choices):
            capa.tell("A second answer with the same words", choice, "Nobody could tell the two apart.", "One is kept.")
            first = next(other for other in choices if other["text"] == made["text"])
            first.update({key: value for key, value in made.items() if key in ("correct", "credit")})
            continue
        choices.append(made)
    rights = [choice for choice in choices if choice.get("correct")]
    if len(choices) < 2:
        return None
    if place.kind == "choiceresponse":
        return _boxes(capa, place, choices)
    if place.kind == "truefalseresponse":
        return {"kind": "multiple_response", "choices": choices, "partial": False, "shuffle": False} if rights else None
    if not rights:
        return None
    if len(rights) > 1:
        instead = "Each gives all points, as on the platform; see whether it should."
        capa.tell("Several right answers", group, "People choose one of them.", instead)
    for other in rights[1:]:  # CAPA takes any of them for right
        del other["correct"]
        other["credit"] = 100
    shuffled = capa.get(group, "shuffle").lower() == "true"
    return {"kind": "multiple_choice", "choices": choices, "shuffle": shuffled}


def _group(capa: Capa, response: Any, group: Any) -> None:
    if pool := capa.get(group, "answer-pool"):
        capa.tell(f"That {pool} answers are drawn", group, instead="All are shown.")
    for explained in response.getparent().iter("targetedfeedback") if response.getparent() is not None else ():
        capa.account.used(explained)


def _choice(capa: Capa, place: Place, choice: Any) -> dict[str, Any]:
    said = [capa.markdown(hint) for hint in choice.findall("choicehint") if _is_for_chosen(capa, hint)]
    key = capa.get(choice, "explanation-id")
    said += [capa.markdown(told) for told in _targeted(place.response) if key and told.get("explanation-id") == key]
    text = capa.markdown(choice, HINTS) or capa.get(choice, "name")
    made: dict[str, Any] = {"text": text or NO_WORDS}
    right = capa.get(choice, "correct").lower()
    if right == "true":
        made["correct"] = True
    elif right.startswith("part"):
        value = capa.get(choice, "point_value", "0.5")
        made["credit"] = min(round(float(value) * 100, 2), 99) if re.fullmatch(NUMBER, value) else 50
    elif right not in ("", "false"):
        capa.tell(f"`choice correct={right[:40]}`", choice, "A program decides it.", "The answer counts as wrong.")
    if joined(said):
        made["feedback"] = joined(said)
    return made


def _is_for_chosen(capa: Capa, hint: Any) -> bool:
    capa.get(hint, "label")
    return capa.get(hint, "selected", "true").lower() == "true"


def _targeted(response: Any) -> list[Any]:
    """The feedback of the set that stands behind the response."""
    parent = response.getparent()
    sets = parent.getroottree().getroot().iter("targetedfeedback") if parent is not None else ()
    return list(sets)


def _boxes(capa: Capa, place: Place, choices: list[dict[str, Any]]) -> dict[str, Any] | None:
    way = capa.get(place.response, "partial_credit").lower()
    partial = way not in ("", "false")
    if partial and len(choices) > 1:
        halves = way == "halves"
        what = "That each mistake halves the points" if halves else "That a wrong box left empty gives its part, too,"
        capa.tell(what, place.response, instead="Each right box that is ticked gives its part; a wrong one takes it.")
    for choice in choices:
        if choice.pop("credit", None) is not None:
            capa.tell("Part of the points for a box to tick", place.response, instead="It counts as wrong.")
    if not any(choice.get("correct") for choice in choices):
        capa.tell("That no box is to be ticked", place.response, "A question here has a right answer.")
        return None
    return {"kind": "multiple_response", "choices": choices, "partial": partial, "shuffle": False}


def _list(capa: Capa, place: Place) -> dict[str, Any] | None:
    choices = options_of(capa, place)
    rights = [choice for choice in choices if choice.get("correct")]
    if len(choices) < 2 or not rights:
        return None
    for other in rights[1:]:
        del other["correct"]
        other["credit"] = 100
    return {"kind": "multiple_choice", "choices": choices, "shuffle": False}


def options_of(capa: Capa, place: Place) -> list[dict[str, Any]]:
    """What a list offers, as choices."""
    chosen = next((part for part in place.element.iter() if name_of(part) == "optioninput"), None)
    if chosen is None:
        return []
    made: list[dict[str, Any]] = []
    if len(chosen):
        for option in chosen.iter("option"):
            text = capa.markdown(option, HINTS) or NO_WORDS
            said = joined([capa.markdown(hint) for hint in option.findall("optionhint")])
            for hint in option.findall("optionhint"):
                capa.get(hint, "label")
            right = capa.get(option, "correct").lower() == "true"
            made.append({"text": text, **({"correct": True} if right else {}), **({"feedback": said} if said else {})})
    else:
        right_text = capa.get(chosen, "correct")
        for first, second in _LISTED.findall(capa.get(chosen, "options")):
            words_ = re.sub(r"\\(.)", r"\1", first or second)
            made.append({"text": plain_markdown(words_), **({"correct": True} if words_ == right_text else {})})
    unique: dict[str, dict[str, Any]] = {}
    for choice in made:
        unique[choice["text"]] = {**choice, **{k: v for k, v in unique.get(choice["text"], {}).items() if v}}
    return list(unique.values())


def plain_markdown(plain: str) -> str:
    from html import escape

    from mooc_kit.content.html_to_markdown import html_to_markdown

    return html_to_markdown(escape(plain, quote=False)) or NO_WORDS


# ---- words -----------------------------------------------------------------------------------------------------------


def words(capa: Capa, response: Any) -> dict[str, Any] | None:
    """A typed answer. A pattern that says more than "any letters here" is told, and no question is made of it."""
    kinds = capa.get(response, "type").lower().split()
    is_pattern = "regexp" in kinds
    given: list[tuple[Any, str]] = [(response, capa.get(response, "answer"))]
    for extra in response.iter("additional_answer"):
        capa.account.used(extra)
        given.append((extra, capa.get(extra, "answer") or (extra.text or "").strip()))
    answers: list[dict[str, Any]] = []
    unread = []
    for element, answer in given:
        said = joined([_said(capa, hint) for hint in element.findall("correcthint")]) if element is not response else ""
        texts = [_from_pattern(answer)] if is_pattern else [t.replace("*", "\\*") for t in re.split("_or_", answer)]
        if is_pattern and answer.strip() and not texts[0]:
            unread.append(answer)
        answers += [
            {"text": text.strip(), **({"feedback": said} if said else {})}
            for text in texts
            if text.strip() and len(text) <= 400
        ]
    if unread:
        capa.tell(f"The pattern `{unread[0][:80]}`", response, "A question here knows no regular expressions.")
        return None
    if not answers:
        return None
    for hint in response.iter("stringequalhint"):
        answer = capa.get(hint, "answer")
        if answer.strip():
            answers.append(
                {"text": answer.strip().replace("*", "\\*")[:400], "credit": 0, "feedback": _said(capa, hint)}
            )
    feedback = _feedback(capa, response)
    plain = [answer["text"] if len(answer) == 1 else answer for answer in answers]
    return {"kind": "short_answer", "answers": plain, "case_sensitive": "ci" not in kinds, **feedback}


def _feedback(capa: Capa, response: Any) -> dict[str, Any]:
    said: dict[str, str] = {}
    if right := joined([_said(capa, hint) for hint in response.findall("correcthint")]):
        said["correct"] = right
    for hint in response.iter("regexphint"):
        if hint.get("answer") == ".*":
            capa.get(hint, "answer")
            said["incorrect"] = joined([said.get("incorrect", ""), _said(capa, hint)])
    return {"feedback": said} if said else {}


def _said(capa: Capa, hint: Any) -> str:
    """A hint, after the word that stands before it in place of "Correct" or "Incorrect"."""
    label = capa.get(hint, "label")
    said = capa.markdown(hint)
    return f"{plain_markdown(label)}: {said}" if label.strip() and said else said


def _from_pattern(pattern: str) -> str:
    """A pattern of words with .* for any letters; "" for one that says more."""
    plain = pattern.removeprefix("^").removesuffix("$").replace(".*", "\ue000")
    literal = re.sub(r"\\(\W)", lambda found: str(found[1]) if found[1] != "*" else "\\*", plain)
    return literal.replace("\ue000", "*") if not re.search(r"(?<!\\)[.+?()|\[\]{}^$]|\\[a-zA-Z]", plain) else ""


# ---- numbers ---------------------------------------------------------------------------------------------------------


def _number(capa: Capa, response: Any) -> dict[str, Any] | None:
    answer = capa.get(response, "answer").strip()
    rule = _rule(capa, response, answer)
    if rule is None:
        if answer:
            capa.tell(f"The answer `{answer[:60]}`", response, "It is no number that can be worked out here.")
        return None
    margins = _margin(capa, response, rule)
    also = []
    for extra in response.iter("additional_answer"):
        capa.account.used(extra)
        text = (capa.get(extra, "answer") or extra.text or "").strip()
        other = _rule(capa, extra, text)
        if other is None:
            capa.tell(f"The further answer `{text[:60]}`", extra, "It is no number that can be worked out here.")
            continue
        said = joined([_said(capa, hint) for hint in extra.findall("correcthint")])
        also.append({**other, **(margins if "answer" in other else {}), **({"feedback": said} if said else {})})
    return {
        "kind": "numerical",
        **rule,
        **(margins if "answer" in rule else {}),
        **({"also": also} if also else {}),
        **unit_of(capa, response),
        **_feedback(capa, response),
    }


def _rule(capa: Capa, element: Any, answer: str) -> dict[str, Any] | None:
    span = re.fullmatch(r"([\[(])\s*([^,]+?)\s*,\s*([^,]+?)\s*([\])])", answer)
    if span:
        least, most = _value(span[2]), _value(span[3])
        if least is None or most is None or least > most:
            return None
        if "(" in span[1] or ")" in span[4]:
            capa.tell(f"That the ends of {answer[:60]} do not count", element, instead="They count.")
        return {"least": least, "most": most}
    value = _value(answer)
    return None if value is None else {"answer": value}


def _value(text: str) -> float | int | None:
    """A number as CAPA's calculator reads it: `1.5`, `6*10^3`, `sqrt(2)/2`; None for what needs more than that."""
    from mooc_kit.quizzes.formula import FormulaError, evaluate

    plain = text.strip().replace("^", "**")
    if re.fullmatch(NUMBER, plain):
        return _whole(float(plain))
    if not plain or "$" in plain:
        return None
    try:
        return _whole(float(evaluate(plain, {"pi": 3.141592653589793, "e": 2.718281828459045})))
    except FormulaError:
        return None


def _margin(capa: Capa, response: Any, rule: dict[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for param in response.iter("responseparam"):
        capa.account.used(param)
        margin = capa.get(param, "default").strip()
        if re.fullmatch(rf"{NUMBER}%", margin):
            made["tolerance_percent"] = min(abs(float(margin[:-1])), 100.0)
        elif re.fullmatch(NUMBER, margin):
            if abs(float(margin)) > _FORGIVEN * abs(float(rule.get("answer") or 0)):
                made["tolerance"] = _whole(float(f"{abs(float(margin)):.8g}"))
        elif margin:
            capa.tell(f"The tolerance `{margin[:40]}`", param, "It is no number.", "The answer must be exact.")
    return made


def unit_of(capa: Capa, response: Any) -> dict[str, Any]:
    for part in response.iter("formulaequationinput", "textline"):
        # A unit is plain words, which people type too: `\(m/s^2\)` is m/s^2.
        if text := _MATH_MARKS.sub("", capa.get(part, "trailing_text")).strip():
            return {"unit": text[:400]}
    return {}


def _whole(value: float) -> float | int:
    return int(value) if value == int(value) and abs(value) < 1e15 else value
