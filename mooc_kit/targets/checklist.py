"""After-import checklist: what people still do by hand once a package is imported, and exactly where."""

from __future__ import annotations

from dataclasses import dataclass, field

AFTER_IMPORT = "AFTER-IMPORT.md"
"""Where it lies, beside the package."""


@dataclass(frozen=True)
class ChecklistStep:
    """One thing to do: `who` does it, and `how`, in single actions."""

    what: str
    how: tuple[str, ...]
    who: str = "Course team"
    why: str = ""
    checked: str = ""
    """The releases of the platform that the step was checked for, and by what."""


@dataclass
class Checklist:
    title: str
    about: str
    steps: list[ChecklistStep] = field(default_factory=list)

    def add(self, what: str, *how: str, who: str = "Course team", why: str = "", checked: str = "") -> None:
        self.steps.append(ChecklistStep(what, how, who, why, checked))

    def markdown(self) -> bytes:
        """The checklist as a Markdown file."""
        lines = [f"# {self.title}", "", self.about, ""]
        for number, step in enumerate(self.steps, start=1):
            lines += [f"## {number}. {step.what}", "", f"Who: {step.who}.{' ' + step.why if step.why else ''}", ""]
            lines += [f"- [ ] {action}" for action in step.how]
            lines += ["", f"Checked for {step.checked}."] if step.checked else []
            lines.append("")
        return "\n".join(lines).encode()
