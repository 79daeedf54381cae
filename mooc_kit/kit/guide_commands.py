"""Guide endings: the commands at the end of each guide of the team, as a block to copy."""

from __future__ import annotations

from collections.abc import Sequence

from mooc_kit.completion_options.team_commands import BUILD, VALIDATE, completions, private_folder, receive
from mooc_kit.course.kit_file import TeamCommand
from mooc_kit.i18n import Messages
from mooc_kit.spec.model import Spec

_RULED = ("platform_completion", "authenticated_completion", "credit")


def ending(commands: Sequence[TeamCommand], messages: Messages) -> str:
    """The last chapter of a guide, in Markdown."""
    if not commands:
        return ""
    lines = []
    for command in commands:
        lines += ["", f"# {messages.text(command.why)}"] if command.why else []
        lines.append(f"mooc-kit {command.words}")
    block = "\n".join(lines[1:] if lines[0] == "" else lines)
    say = messages.text
    about = say(
        "In the folder of this kit. Words in CAPITALS are for you to fill in; each command tells more with `--help`."
    )
    return f"\n## {say('Commands')}\n\n{about}\n\n```shell\n{block}\n```\n"


def general_commands(spec: Spec) -> dict[str, tuple[TeamCommand, ...]]:
    """The commands of the guides that every course has, by the guide's path; those of an option are its own."""
    is_ruled = any(spec.offers(key) for key in _RULED)
    survey = f"goals map {private_folder(spec)}/answers/sign-up.csv --output {private_folder(spec)}/goals"
    goals = (TeamCommand("Group what people want into themes:", survey),) if spec.offers("participant_outcomes") else ()
    report = TeamCommand(
        "See what was reached beside what the course set out to:",
        f"report . {private_folder(spec)} --output {private_folder(spec)}/success.html",
    )
    return {
        "guides/accessible-content.md": (VALIDATE,),
        "guides/before-you-publish.md": (VALIDATE, TeamCommand("See the course as a tree:", "outline"), BUILD),
        "guides/evaluation.md": (receive(spec), *goals, *(completions(spec)[:1] if is_ruled else ()), report),
        "guides/facilitating.md": (receive(spec), *goals, TeamCommand("Look at the site:", "preview"), BUILD),
        "guides/materials.md": (VALIDATE,),
        "guides/writing-pages.md": (
            TeamCommand("See the pages while you write:", "preview"),
            TeamCommand("Make pages of files that you have:", "add pages FILE --module MODULE"),
            VALIDATE,
        ),
        "guides/moderating.md": (receive(spec),),
        "guides/after-the-first-run.md": (
            receive(spec),
            TeamCommand("Make this folder ready for the next run (--dry-run shows):", "next-run --start YYYY-MM-DD"),
        ),
        "guides/responsibilities.md": (
            TeamCommand("Write the team into course.yaml:", "set course.team.0.name 'NAME'"),
            VALIDATE,
        ),
        "guides/spreading-the-word.md": (TeamCommand("Build the site with its press page:", "build --target site"),),
    }
