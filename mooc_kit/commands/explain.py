"""Built-in reference: the completion options, the problem codes and the schemas of files."""

from __future__ import annotations

from pathlib import Path

from mooc_kit.completion_options.facts import OptionFacts, option_facts
from mooc_kit.console import console, styled
from mooc_kit.problems import Rule, UsageError
from mooc_kit.suggest import nearest


def tell_options() -> None:
    from rich.table import Table

    table = Table(title="Evidence of participation or completion: the options", title_justify="left", show_lines=True)
    table.add_column("Option", no_wrap=True)
    table.add_column("What it is")
    for key, option in option_facts().items():
        table.add_row(styled((key, "bold")), styled((option.title, "bold"), f"\n{option.about}"))
    console().print(table)
    console().print("More about one of them: mooc-kit options NAME")


def tell_option(name: str) -> None:
    known = option_facts()
    key = name.replace("-", "_").lower()
    if key not in known:
        close = nearest(key, known)
        hint = f" Did you mean {close[0]}?" if close else ""
        raise UsageError(f"There is no completion option {name!r}.{hint} Known: {', '.join(known)}.")
    _tell(known[key])


def _tell(option: OptionFacts) -> None:
    out = console()
    out.print(styled((option.title, "bold"), f"  ({option.key})\n{option.about}\n"))
    for label, text in (
        ("Asks", option.asks),
        ("Gives", option.gives),
        ("Needs", option.needs),
        ("Costs", option.costs),
    ):
        out.print(styled((label, "bold"), f"  {text}"))
    if option.requires:
        out.print(styled(("Only together with", "bold"), "  " + ", ".join(option.requires)))
    if option.suits:
        out.print(styled(("Suits", "bold"), "  " + ", ".join(option.suits)))
    out.print(f"\nIn course.yaml, under completion: {option.key}:")
    for key, question in option.fields:
        out.print(styled("  ", (key, "bold"), "  " + question))
    if option.rules:
        out.print("\nIts rules (mooc-kit explain CODE):")
        for code, title in option.rules:
            out.print(f"  {code}  {title}")


def print_schema(what: str) -> None:
    """Print the JSON Schema of a kind of file: "course", "quiz" or another of `mooc_kit.kit.editor_schemas.KINDS`."""
    import json

    from mooc_kit.console import echo
    from mooc_kit.kit.editor_schemas import schema_of

    echo(json.dumps(schema_of(what), indent=2, ensure_ascii=False))


def _institution_rules() -> dict[str, Rule]:
    """The rules of the institution's template, where the current folder is a kit that was grown from one."""
    from mooc_kit.checks.institution_files import ABOUT, FOLDER

    file = Path(FOLDER) / ABOUT
    if not file.is_file():
        return {}
    from mooc_kit.checks.institution_rules import as_rule, read_about

    about, _ = read_about(file.read_text(encoding="utf-8", errors="replace"), ABOUT)
    return {rule.code: as_rule(rule) for rule in about.rules} if about is not None else {}


def list_codes() -> None:
    from mooc_kit.checks.catalogue import all_rules

    for code, rule in sorted({**all_rules(), **_institution_rules()}.items()):
        console().print(f"{code}  {rule.severity:8}{rule.title}")


def explain_code(code: str) -> None:
    from mooc_kit.checks.catalogue import all_rules

    rules = {**all_rules(), **_institution_rules()}
    rule = rules.get(code.upper())
    if rule is None:
        close = nearest(code, rules, most=3)
        hint = f" Near it: {', '.join(close)}." if close else ""
        raise UsageError(f"There is no problem code {code!r}.{hint} `mooc-kit explain` lists them all.")
    out = console()
    out.print(styled((rule.code, "bold"), f"  {rule.severity}  "), end="")
    out.print(rule.title + "\n")
    out.print(rule.why + "\n")
    for label, example in (("Wrong", rule.wrong), ("Right", rule.right)):
        out.print(styled((label, "bold")))
        for line in example.rstrip("\n").splitlines():
            out.print(f"    {line}")
        out.print()
