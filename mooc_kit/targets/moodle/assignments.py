"""Moodle assignments and workshops: work to hand in, with native rubrics and peer assessment."""

from __future__ import annotations

import json
from html import escape

from mooc_kit.course.model import Assignment, PeerReview
from mooc_kit.rubrics.model import Rubric
from mooc_kit.targets.moodle.activity_completion import Made, when
from mooc_kit.targets.moodle.activity_mapping import MoodleActivity
from mooc_kit.targets.moodle.backup_builder import MADE, MAX_WORKSHOP, BackupBuilder, end_of, tagless
from mooc_kit.targets.moodle.xml_tree import Element, below, new, nothing, number, put

SETUP = 10
"""The phase in which a workshop begins; a facilitator opens it for submissions."""
REVIEW_DAYS = 7
_RUBRIC_OPTIONS = {
    "sortlevelsasc": 1,
    "lockzeropoints": 1,
    "showdescriptionteacher": 1,
    "showdescriptionstudent": 1,
    "showscoreteacher": 1,
    "showscorestudent": 1,
    "enableremarks": 1,
    "showremarksstudent": 1,
}
# With lockzeropoints the grade is the rubric's points out of all its points, the way this course counts them.


def most_points(activity: Assignment) -> int:
    """What the activity is worth in Moodle: its points; where it has none, its rubric's, which then count nothing."""
    return activity.points or (activity.rubric.max_points if activity.rubric else 0)


def assignment(builder: BackupBuilder, spot: MoodleActivity, activity: Assignment) -> Made:
    lead = ""
    if "link" in activity.submission:
        words = builder.text("You can hand in a link: put its address into the text field.")
        lead = f"<p>{escape(words)}</p>"
    html, files = builder.intro(activity.body_html + lead, spot)
    done = when(activity, completionsubmit=1)
    tell_ranges(builder, activity.rubric)
    body = put(
        new("assign", id=spot.instance),
        name=builder.name(activity.title),
        intro=html,
        introformat=1,
        alwaysshowdescription=1,
        submissiondrafts=0,
        sendnotifications=0,
        sendlatenotifications=0,
        sendstudentnotifications=1,
        duedate=end_of(activity.due),
        cutoffdate=0,
        gradingduedate=0,
        allowsubmissionsfromdate=0,
        grade=most_points(activity),
        timemodified=MADE,
        completionsubmit=done.rules.get("completionsubmit", 0),
        requiresubmissionstatement=0,
        teamsubmission=0,
        requireallteammemberssubmit=0,
        teamsubmissiongroupingid=0,
        blindmarking=0,
        hidegrader=0,
        revealidentities=0,
        attemptreopenmethod="manual",
        maxattempts=-1,
        markingworkflow=0,
        markingallocation=0,
        markinganonymous=0,
        preventsubmissionnotingroup=0,
        activity="",
        activityformat=1,
        timelimit=0,
        submissionattachments=0,
    )
    nothing(body, "userflags", "submissions", "grades")
    _plugins(builder, spot, below(body, "plugin_configs"), activity.submission)
    nothing(body, "overrides")
    return Made(body, done, files, _grading(builder, spot, activity.rubric), expected=end_of(activity.due))


def _plugins(builder: BackupBuilder, spot: MoodleActivity, configs: Element, submission: tuple[str, ...]) -> None:
    """How work is handed in, and how feedback is given."""
    rows: list[tuple[str, str, str, str | int]] = [
        ("onlinetext", "assignsubmission", "enabled", int("text" in submission or "link" in submission)),
        ("onlinetext", "assignsubmission", "wordlimit", 0),
        ("onlinetext", "assignsubmission", "wordlimitenabled", 0),
        ("file", "assignsubmission", "enabled", int("file" in submission)),
        ("file", "assignsubmission", "maxfilesubmissions", 5),
        ("file", "assignsubmission", "maxsubmissionsizebytes", 0),
        ("file", "assignsubmission", "filetypeslist", ""),
        ("comments", "assignsubmission", "enabled", 0),
        ("comments", "assignfeedback", "enabled", 1),
        ("comments", "assignfeedback", "commentinline", 0),
        ("editpdf", "assignfeedback", "enabled", 0),
        ("offline", "assignfeedback", "enabled", 0),
        ("file", "assignfeedback", "enabled", 0),
    ]
    for plugin, subtype, name, value in rows:
        id = builder.id("assign_plugin_config", f"{spot.name}/{subtype}/{plugin}/{name}")
        put(below(configs, "plugin_config", id=id), plugin=plugin, subtype=subtype, name=name, value=value)


def _grading(builder: BackupBuilder, spot: MoodleActivity, rubric: Rubric | None) -> Element:
    """The native rubric of an assignment: advanced grading."""
    areas = new("areas")
    if rubric is None:
        return areas
    area = below(areas, "area", id=builder.id("grading_areas", spot.name))
    put(area, areaname="submissions", activemethod="rubric")
    definition = below(below(area, "definitions"), "definition", id=builder.id("grading_definitions", spot.name))
    put(
        definition,
        method="rubric",
        name=builder.name(rubric.title),
        description=builder.markdown(rubric.about),
        descriptionformat=1,
        status=20,
        timecreated=MADE,
        timemodified=MADE,
        options=json.dumps(_RUBRIC_OPTIONS, separators=(",", ":")),
    )
    criteria = below(below(definition, "plugin_gradingform_rubric_definition"), "criteria")
    for position, row in enumerate(rubric.criteria, 1):
        name = f"{spot.name}/{row.id}"
        criterion = below(criteria, "criterion", id=builder.id("gradingform_rubric_criteria", name))
        put(criterion, sortorder=position, description=tagless(row.title), descriptionformat=0)
        levels = below(criterion, "levels")
        for level in row.levels:
            element = below(levels, "level", id=builder.id("gradingform_rubric_levels", f"{name}/{level.id}"))
            words = tagless(f"{level.title}\n{builder.plain(level.descriptor)}")
            put(element, score=number(row.points_of(level)), definition=words, definitionformat=0)
    nothing(definition, "instances")
    return areas


def workshop(builder: BackupBuilder, spot: MoodleActivity, activity: PeerReview) -> Made:
    """A workshop: its points are those of the work; judging others gives none, as in the course's rule."""
    html, files = builder.intro(activity.body_html, spot)
    done = when(activity)
    text = builder.text
    hand_in = text("Hand in your work. Others will read it and judge it with the rubric.")
    thanks = text("Thank you for reading each other. Look at what others said about your work.")
    reviews = builder.messages.plural(
        "Read {n} work of another participant with the rubric, and say what is strong and what is missing.",
        "Read {n} works of other participants with the rubric, and say what is strong and what is missing.",
        activity.reviews_given,
    )
    starts, ends = (0, end_of(activity.due)) if activity.due else (0, 0)
    body = put(
        new("workshop", id=spot.instance),
        name=builder.name(activity.title, MAX_WORKSHOP),
        intro=html,
        introformat=1,
        instructauthors=f"<p>{escape(hand_in)}</p>",
        instructauthorsformat=1,
        instructreviewers=f"<p>{escape(reviews)}</p>",
        instructreviewersformat=1,
        timemodified=MADE,
        phase=SETUP,
        useexamples=0,
        usepeerassessment=1,
        useselfassessment=0,
        grade=number(most_points(activity)),
        gradinggrade=number(0),
        strategy="rubric" if activity.rubric else "comments",
        evaluation="best",
        gradedecimals=2,
        submissiontypetext=1 if {"text", "link"} & set(activity.submission) else 0,
        submissiontypefile=1 if "file" in activity.submission else 0,
        nattachments=3,
        submissionfiletypes=None,
        latesubmissions=1,
        maxbytes=0,
        examplesmode=0,
        submissionstart=starts,
        submissionend=ends,
        assessmentstart=ends and ends + 60,
        assessmentend=ends and ends + REVIEW_DAYS * 86_400,
        conclusion=f"<p>{escape(thanks)}</p>",
        conclusionformat=1,
        overallfeedbackmode=1,
        overallfeedbackfiles=0,
        overallfeedbackfiletypes=None,
        overallfeedbackmaxbytes=0,
    )
    for strategy in ("accumulative", "comments", "numerrors", "rubric"):
        form = below(body, f"subplugin_workshopform_{strategy}_workshop")
        if strategy == "rubric" and activity.rubric is not None:
            _dimensions(builder, spot, form, activity.rubric)
    if activity.rubric is None:
        _comments(builder, spot, body)
    nothing(body, "subplugin_workshopeval_best_workshop", "examplesubmissions", "submissions", "aggregations")
    _tell(builder, activity)
    tell_ranges(builder, activity.rubric)
    return Made(body, done, files, expected=end_of(activity.due))


def tell_ranges(builder: BackupBuilder, rubric: Rubric | None) -> None:
    """Tells where judges could choose within a level: Moodle's levels have one number."""
    if rubric is not None and any(x.points_from is not None for row in rubric.criteria for x in row.levels):
        builder.notice(
            f'The ranges of points in the rubric "{rubric.title}"',
            "A level of Moodle's rubrics gives one number.",
            "Each level gives the most of its range.",
        )


def _dimensions(builder: BackupBuilder, spot: MoodleActivity, form: Element, rubric: Rubric) -> None:
    put(below(form, "workshopform_rubric_config"), layout="list")
    for position, row in enumerate(rubric.criteria, 1):
        name = f"{spot.name}/{row.id}"
        dimension = below(form, "workshopform_rubric_dimension", id=builder.id("workshopform_rubric", name))
        put(dimension, sort=position, description=f"<p>{escape(row.title)}</p>", descriptionformat=1)
        levels = [
            (row.points_of(level), level.id, level.title, builder.markdown(level.descriptor)) for level in row.levels
        ]
        if min(points for points, *_ in levels) > 0:
            # A workshop counts from its lowest level up: without one at zero, the lowest would be worth nothing.
            title, words = nothing_yet(builder)
            levels.insert(0, (0, "", title, f"<p>{escape(words)}</p>"))
        for points, id, title, html in levels:
            level = below(
                dimension, "workshopform_rubric_level", id=builder.id("workshopform_rubric_levels", f"{name}/{id}")
            )
            words = f"<p><strong>{escape(title)}</strong></p>{html}"
            put(level, grade=number(points), definition=words, definitionformat=1)


def nothing_yet(builder: BackupBuilder) -> tuple[str, str]:
    """Title and descriptor of the level below all others."""
    return builder.text("Nothing yet"), builder.text("The work shows nothing of this that could be judged.")


def _comments(builder: BackupBuilder, spot: MoodleActivity, body: Element) -> None:
    """Without a rubric, reviewers write: one question of the strategy that only comments."""
    form = body.find("subplugin_workshopform_comments_workshop")
    if form is not None:
        id = builder.id("workshopform_comments", spot.name)
        words = builder.text("What is strong in this work, and what would make it better?")
        put(
            below(form, "workshopform_comments_dimension", id=id),
            sort=1,
            description=f"<p>{escape(words)}</p>",
            descriptionformat=1,
        )


def _tell(builder: BackupBuilder, activity: PeerReview) -> None:
    name = f'"{activity.title}"'
    builder.notice(
        f"Sharing out the works of {name}",
        "A Moodle backup holds no settings for it.",
        f"AFTER-IMPORT.md says how to give each participant {activity.reviews_given} works.",
    )
    if activity.rubric is not None and any(min(x.points for x in row.levels) > 0 for row in activity.rubric.criteria):
        builder.notice(
            f"The rubric of {name} as it stands",
            "A Moodle workshop gives no points for the lowest level.",
            f'Each criterion has one level more, "{nothing_yet(builder)[0]}" with 0 points: so grades come out right.',
        )
