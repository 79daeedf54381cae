"""Canvas's formula questions in QTI 1.2: variables, a formula of one or several lines, and values that were drawn."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from mooc_kit.quizzes.formats.safe_xml import below, child, children, number_of, text_of


def calculated_fields(item: Any, fields: dict[str, Any]) -> dict[str, Any]:
    holder = next(below(item.element, "calculated"), None)
    if holder is None:
        return fields
    account = item.account
    account.text(child(holder, "var_sets"))  # values that were drawn are drawn anew from the same range
    for part in holder.iter():
        for key in set(part.keys()) & {"name", "scale", "decimal_places", "ident"}:
            account.attribute(part, key)
    variables = {
        var.get("name", ""): {
            "least": number_of(account.text(child(var, "min"))),
            "most": number_of(account.text(child(var, "max"))),
            "decimals": int(number_of(var.get("scale")) or 0),
        }
        for var in below(child(holder, "vars") if child(holder, "vars") is not None else holder, "var")
    }
    formulas = child(holder, "formulas")
    steps = [account.text(step) for step in below(formulas, "formula")] if formulas is not None else []
    formula = in_one_line(steps)
    names = "|".join(map(re.escape, variables))
    prompt = re.sub(rf"\\?\[({names})\\?\]", r"{\1}", fields["prompt"]) if names else fields["prompt"]
    tolerance = account.text(child(holder, "answer_tolerance"))
    margin = number_of(tolerance.rstrip("%")) or 0
    made = {
        **fields,
        "kind": "calculated",
        "prompt": prompt,
        "variables": variables,
        "formula": formula,
        "tolerance": 0 if "%" in tolerance else margin,
        "decimals": int(number_of(formulas.get("decimal_places")) or 0) if formulas is not None else 2,
    }
    if "%" in tolerance:
        made["tolerance_percent"] = margin
    if not _fits_sets(holder, made):
        item.doubt = "Its formula does not give the answers that the file has for the values that were drawn."
    return made


def in_one_line(steps: list[str]) -> str:
    """Canvas's formula of several lines (`x = n*x`, then `x+3`) as one: `(n*x)+3`."""
    known: dict[str, str] = {}

    def filled(expression: str) -> str:
        return re.sub(r"[A-Za-z_]\w*", lambda found: known.get(found[0], found[0]), expression.replace("^", "**"))

    last = ""
    for step in steps:
        name, sign, expression = step.partition("=")
        last = filled(expression if sign else step).strip()
        if sign:
            known[name.strip()] = f"({last})"
    return last


def _fits_sets(holder: Any, made: Mapping[str, Any]) -> bool:
    """Whether the formula gives the answers that stand beside the drawn values."""
    from mooc_kit.quizzes.formula import FormulaError, evaluate

    for drawn in below(holder, "var_set"):
        values = {var.get("name", ""): number_of(text_of(var)) or 0 for var in children(drawn, "var")}
        wanted = number_of(text_of(child(drawn, "answer")))
        try:
            got = evaluate(made["formula"], values)
        except FormulaError:
            return False
        near = max(made["tolerance"], abs(wanted or 0) * 1e-6, 0.51 * 10 ** -made["decimals"])
        if wanted is None or abs(got - wanted) > near:
            return False
    return True
