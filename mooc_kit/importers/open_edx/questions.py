"""Questions from CAPA problems: each response of a problem becomes a question of the kit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mooc_kit.content.html_to_markdown import Readdress, html_to_markdown
from mooc_kit.importers.open_edx.drawn_numbers import calculated, with_names
from mooc_kit.importers.open_edx.gaps import fill_blanks

if TYPE_CHECKING:
    from lxml import etree

_RESPONSES = (
    "multiplechoiceresponse",
    "truefalseresponse",
    "choiceresponse",
    "stringresponse",
    "numericalresponse",
    "optionresponse",
)
_APART = (
    "choicehint",
    "correcthint",
    "stringequalhint",
    "regexphint",
    "compoundhint",
    "optionhint",
    "additional_answer",
)


def questions_of(problem: etree._Element, readdress: Readdress) -> tuple[list[dict[str, Any]], list[str]]:
    """The questions of `problem` as plain data without ids, and the kinds of responses that no question can hold."""
    from copy import deepcopy

    root = deepcopy(problem)
    found = [element for element in root.iter() if isinstance(element.tag, str) and element.tag.endswith("response")]
    lost = [element.tag for element in found if element.tag not in _RESPONSES]
    script = root.find(".//script")
    drawn = calculated(script) if script is not None else None
    if script is not None and (drawn is None or len(found) != 1):
        return [], sorted({*lost, "script"})
    hints = [_markdown(hint, readdress) for hint in root.iter("hint")]
    explained = "\n\n".join(_markdown(part, readdress) for part in root.iter("solution"))
    responses = [element for element in found if element.tag in _RESPONSES]
    above = _above(root, readdress)
    lists = [element for element in responses if element.tag == "optionresponse"]
    made: list[dict[str, Any]] = []
    gapped = [_words(r) for r in responses] if all(_is_inline(r) for r in responses) and responses else []
    if gapped and all(gapped) and len(responses) == len(found):
        answers = [gap["answers"] for gap in gapped if gap]
        question = fill_blanks(root, responses, answers, readdress)
        made = [{**question, "case_sensitive": bool(gapped[0] and gapped[0]["case_sensitive"])}] if question else []
        lost += [] if question else ["stringresponse"]
    elif len(lists) > 1 and len(lists) == len(responses) and (pairs := _pairs(lists, readdress)):
        made = [{"kind": "matching", "prompt": above or "…", **pairs}]
    else:
        for response in responses:
            question = {**drawn, **_unit(response)} if drawn else _question(response, readdress)
            if question is None:
                lost.append(response.tag)
                continue
            label = response.find("label")
            own = _markdown(label, readdress) if label is not None else ""
            prompt = "\n\n".join(part for part in (above if response is responses[0] else "", own) if part)
            made.append({"kind": question.pop("kind"), "prompt": prompt or "…", **question})
    for question in made:
        if drawn:
            question["prompt"] = with_names(question["prompt"], drawn["variables"])
        if explained:
            question["feedback"] = {**question.get("feedback", {}), "general": explained[:10_000]}
        if hints:
            question["hints"] = [hint for hint in hints if hint][:10]
    return made, lost


def _is_inline(response: etree._Element) -> bool:
    field = response.find(".//textline")
    return response.tag == "stringresponse" and (
        response.get("inline") == "1" or (field is not None and field.get("inline") == "1")
    )


def _above(root: etree._Element, readdress: Readdress) -> str:
    """What stands in the problem outside of its responses."""
    from copy import deepcopy

    rest = deepcopy(root)
    for element in list(rest.iter()):
        drop = isinstance(element.tag, str) and (
            element.tag in _RESPONSES or element.tag in ("demandhint", "solution", "script")
        )
        if drop and element.getparent() is not None:
            _remove(element)
    return _markdown(rest, readdress)


def _question(response: etree._Element, readdress: Readdress) -> dict[str, Any] | None:
    match response.tag:
        case "multiplechoiceresponse" | "truefalseresponse" | "choiceresponse":
            return _choices(response, readdress)
        case "stringresponse":
            return _words(response)
        case "numericalresponse":
            return _number(response)
        case _:
            return _list(response)


def _choices(response: etree._Element, readdress: Readdress) -> dict[str, Any] | None:
    choices = []
    for choice in response.iter("choice"):
        hints = [_markdown(h, readdress) for h in choice.findall("choicehint") if h.get("selected", "true") == "true"]
        text = _markdown(choice, readdress, _APART) or str(choice.get("name") or "")
        right = (choice.get("correct") or "").lower()
        made: dict[str, Any] = {"text": text or "…"}
        if right == "true":
            made["correct"] = True
        elif right == "partial":
            made["credit"] = round(float(choice.get("point_value") or 0.5) * 100)
        if "".join(hints):
            made["feedback"] = "\n\n".join(hints)
        choices.append(made)
    if len(choices) < 2:
        return None
    if response.tag == "choiceresponse":
        partial = (response.get("partial_credit") or "").lower() not in ("", "false")
        return {"kind": "multiple_response", "choices": choices, "partial": partial, "shuffle": False}
    if not any(choice.get("correct") for choice in choices):
        return None
    group = response.find("choicegroup")
    shuffled = group is not None and group.get("shuffle") == "true"
    return {"kind": "multiple_choice", "choices": choices, "shuffle": shuffled}


def _words(response: etree._Element) -> dict[str, Any] | None:
    kinds = (response.get("type") or "").lower().split()
    answers = [
        response.get("answer") or "",
        *(extra.get("answer") or "" for extra in response.iter("additional_answer")),
    ]
    if "regexp" in kinds:
        answers = [_from_pattern(answer) for answer in answers]
    else:
        answers = [part.replace("*", "\\*") for answer in answers for part in answer.split("_or_")]
    answers = [answer.strip() for answer in answers if answer.strip()]
    if not answers:
        return None
    return {"kind": "short_answer", "answers": answers, "case_sensitive": "ci" not in kinds}


def _from_pattern(pattern: str) -> str:
    """A pattern of words with .* for any letters; "" for one that says more."""
    import re

    plain = pattern.removeprefix("^").removesuffix("$").replace(".*", "\ue000")
    words = re.sub(r"\\(\W)", lambda found: str(found[1]) if found[1] != "*" else "\\*", plain)
    return words.replace("\ue000", "*") if not re.search(r"(?<!\\)[.+?()|\[\]{}^$]|\\[a-zA-Z]", plain) else ""


def _number(response: etree._Element) -> dict[str, Any] | None:
    import re

    answer = (response.get("answer") or "").strip()
    number = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
    span = re.fullmatch(rf"[\[(]\s*({number})\s*,\s*({number})\s*[\])]", answer)
    unit = _unit(response)
    if span:
        return {"kind": "numerical", "least": float(span[1]), "most": float(span[2]), **unit}
    if not re.fullmatch(number, answer):
        return None
    made: dict[str, Any] = {"kind": "numerical", "answer": _whole(float(answer)), **unit}
    for param in response.iter("responseparam"):
        margin = (param.get("default") or "").strip()
        if re.fullmatch(rf"{number}%", margin):
            made["tolerance_percent"] = min(float(margin[:-1]), 100.0)
        elif re.fullmatch(number, margin) and abs(float(margin)) > 2e-9 * abs(float(answer)):
            made["tolerance"] = _whole(float(f"{abs(float(margin)):.8g}"))
    return made


def _unit(response: etree._Element) -> dict[str, Any]:
    field = next((f for f in response.iter("formulaequationinput", "textline") if f.get("trailing_text")), None)
    return {"unit": field.get("trailing_text")} if field is not None else {}


def _list(response: etree._Element) -> dict[str, Any] | None:
    options = _options(response)
    if len(options) < 2 or not any(right for _, right in options):
        return None
    choices = [{"text": text or "…", **({"correct": True} if right else {})} for text, right in options]
    return {"kind": "multiple_choice", "choices": choices, "shuffle": False}


def _options(response: etree._Element) -> list[tuple[str, bool]]:
    import re

    chosen = response.find(".//optioninput")
    if chosen is None:
        return []
    if len(chosen):
        return [
            (" ".join((option.text or "").split()), (option.get("correct") or "").lower() == "true")
            for option in chosen.iter("option")
        ]
    texts = re.findall(r"'([^']*)'|\"([^\"]*)\"", chosen.get("options") or "")
    right = chosen.get("correct") or ""
    return [(a or b, (a or b) == right) for a, b in texts]


def _pairs(lists: list[etree._Element], readdress: Readdress) -> dict[str, Any] | None:
    """A matching question, where every list offers the same and each has its own right one."""
    offered = [[text for text, _ in _options(response)] for response in lists]
    rights = [next((text for text, right in _options(response) if right), "") for response in lists]
    labels = [_markdown(label, readdress) for label in (r.find("label") for r in lists) if label is not None]
    if any(one != offered[0] for one in offered) or len(set(rights)) < len(rights) or len(labels) < len(lists):
        return None
    if not all(rights) or not all(labels):
        return None
    pairs = [{"left": left, "right": right} for left, right in zip(labels, rights, strict=True)]
    return {"pairs": pairs, "distractors": [text for text in offered[0] if text and text not in rights]}


def _markdown(element: etree._Element, readdress: Readdress, without: tuple[str, ...] = ()) -> str:
    from copy import deepcopy

    from lxml import etree

    inside = deepcopy(element)
    inside.tail = None
    for child in list(inside.iter(*without)) if without else []:
        _remove(child)
    inside.tag = "div"
    inside.attrib.clear()
    for legend in inside.iter("label", "description"):
        legend.tag = "p"
    return html_to_markdown(etree.tostring(inside, encoding="unicode", method="html"), readdress)


def _remove(element: etree._Element) -> None:
    """Take an element out and leave the text behind it."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    if element.tail:
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _whole(value: float) -> float | int:
    return int(value) if value == int(value) and abs(value) < 1e15 else value
