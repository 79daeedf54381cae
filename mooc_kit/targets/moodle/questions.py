"""Moodle question entries: one version, the fields of all types, and the part of its own type."""

from __future__ import annotations

from hashlib import blake2b

from mooc_kit.quizzes.model import Essay, FillBlanks, Question, TrueFalse
from mooc_kit.targets.moodle.backup_builder import MADE, MAX_NAME, BackupBuilder, tagless
from mooc_kit.targets.moodle.question_kinds import fill_in, kind_name
from mooc_kit.targets.moodle.question_parts import TextWriter
from mooc_kit.targets.moodle.xml_tree import Element, below, new, nothing, number, put

PENALTY = 1 / 3
"""What each further try in a quiz with hints takes away."""


def bank_entries(builder: BackupBuilder, category: int, name: str, question: Question) -> list[Element]:
    """The entry of a question, and where it is a text with gaps to type in, the entries of its gaps before it."""
    to_html = TextWriter(builder, builder.id("question", name))
    kind = kind_name(question)
    title = question.title or builder.plain(question.prompt) or question.id
    text, parts = fill_in(to_html, kind, name, question)
    entries = [
        _entry(
            builder,
            category,
            part.name,
            part.body,
            parent=to_html.id,
            title=part.title,
            text=part.text,
            points=part.weight,
        )
        for part in parts.gaps
    ]
    after = question.feedback.general or ""
    if isinstance(question, Essay) and question.model_answer:
        after = f"{after}\n\n{question.model_answer}".strip()
    entry = _entry(
        builder,
        category,
        name,
        parts.body,
        title=title,
        text=text,
        points=question.points,
        question=question,
        after=after,
    )
    return [*entries, entry]


def _entry(
    builder: BackupBuilder,
    category: int,
    name: str,
    body: Element,
    *,
    parent: int = 0,
    title: str,
    text: str,
    points: float,
    question: Question | None = None,
    after: str = "",
) -> Element:
    id = builder.id("question", name)
    kind = body.tag.removeprefix("plugin_qtype_").removesuffix("_question")
    entry = new("question_bank_entry", id=builder.id("question_bank_entries", name))
    idnumber = question.id[:100] if question is not None else None
    put(entry, questioncategoryid=category, idnumber=idnumber, ownerid=None)
    versions = below(below(entry, "question_version"), "question_versions", id=builder.id("question_versions", name))
    put(versions, version=1, status="ready")
    element = below(below(versions, "questions"), "question", id=id)
    to_html = TextWriter(builder, id)
    scored = kind not in ("essay", "description")
    penalty = 1.0 if isinstance(question, TrueFalse) else PENALTY if scored and question is not None else 0.0
    digest = blake2b(f"{builder.course.id}/question/{name}".encode(), digest_size=12).hexdigest()
    put(
        element,
        parent=parent,
        name=_short(tagless(title)),
        questiontext=text,
        questiontextformat=1,
        generalfeedback=to_html(after, "generalfeedback"),
        generalfeedbackformat=1,
        defaultmark=number(points, 7),
        penalty=number(penalty, 7),
        qtype=kind,
        length=1,
        stamp=f"mooc-kit+{builder.course.id}+{digest}",
        timecreated=MADE,
        timemodified=MADE,
        createdby=None,
        modifiedby=None,
    )
    element.append(body)
    nothing(below(element, "plugin_qbank_comment_question"), "comments")
    nothing(below(element, "plugin_qbank_customfields_question"), "customfields")
    hints, tags = below(element, "question_hints"), below(element, "tags")
    if question is not None:
        _hints(builder, to_html, hints, name, question)
        _tags(builder, tags, name, question)
    return entry


def _hints(builder: BackupBuilder, to_html: TextWriter, hints: Element, name: str, question: Question) -> None:
    counts = None if isinstance(question, TrueFalse | FillBlanks) else 0
    for position, hint in enumerate(question.hints):
        id = builder.id("question_hints", f"{name}/{position}")
        put(
            below(hints, "question_hint", id=id),
            hint=to_html(hint, "hint", id),
            hintformat=1,
            shownumcorrect=counts,
            clearwrong=counts,
            options=None,
        )


def _tags(builder: BackupBuilder, tags: Element, name: str, question: Question) -> None:
    """Words to find it by, with the outcome, how hard it is and who wrote it, which Moodle has no fields for."""
    words = list(question.tags)
    words += [f"outcome:{question.outcome}"] if question.outcome else []
    words += [f"difficulty:{question.difficulty.value}"] if question.difficulty else []
    words += [f"author:{question.author}"] if question.author else []
    seen: set[str] = set()
    for word in words:
        raw = word[:MAX_NAME]
        if raw.lower() not in seen:
            seen.add(raw.lower())
            tag = below(
                tags, "tag", id=builder.id("tag_instance", f"{name}/{raw}"), contextid=builder.mapping.course_context
            )
            put(tag, name=raw.lower(), rawname=raw)


def _short(title: str, most: int = 120) -> str:
    return title if len(title) <= most else title[:most].rsplit(" ", 1)[0] + " …"
