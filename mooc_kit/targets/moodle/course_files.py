"""Moodle course files: settings, sections, calendar, and ways to enrol."""

from __future__ import annotations

from datetime import timedelta
from html import escape

from mooc_kit.course.model import Group, LiveSession, Module
from mooc_kit.targets.moodle.activity_mapping import MoodleSection
from mooc_kit.targets.moodle.backup_builder import MADE, BackupBuilder, end_of, moment
from mooc_kit.targets.moodle.badges import TEACHING_ROLES, moodle_language
from mooc_kit.targets.moodle.files import Area
from mooc_kit.targets.moodle.images import course_image
from mooc_kit.targets.moodle.resources import session_event
from mooc_kit.targets.moodle.xml_tree import Element, Value, below, new, nothing, put
from mooc_kit.targets.site.labels import Labels

NO_GROUPS, SEPARATE_GROUPS, VISIBLE_GROUPS = 0, 1, 2
ENABLED, DISABLED = 0, 1
STUDENT = 5
ROLES = {**TEACHING_ROLES, STUDENT: "student"}
DATES, SUMMARY = "mooc-kit-dates", "mooc-kit-summary"
"""Classes by which a later import tells apart what was written into a section's text."""
ENROLMENT = "enrolment_and_facilitation"


def group_mode(builder: BackupBuilder) -> int:
    """Whether people work in groups, as the design decided."""
    if builder.course.chose(ENROLMENT, "participant-led-groups"):
        return SEPARATE_GROUPS
    return VISIBLE_GROUPS if builder.course.chose(ENROLMENT, "structured-cohorts") else NO_GROUPS


def course_settings(builder: BackupBuilder) -> Element:
    """course/course.xml."""
    course = builder.course
    ends = course.start + timedelta(weeks=course.weeks, days=-1) if course.start else None
    summary = "".join(f"<p>{escape(words)}</p>" for words in (course.subtitle, course.summary) if words)
    root = new("course", id=builder.mapping.course_id, contextid=builder.mapping.course_context)
    put(
        root,
        shortname=course.id,
        fullname=builder.name(course.title),
        idnumber=course.id,
        summary=summary,
        summaryformat=1,
        format="topics",
        showgrades=1,
        newsitems=0,
        startdate=moment(course.start) or MADE,
        enddate=end_of(ends),
        marker=0,
        maxbytes=0,
        legacyfiles=0,
        showreports=0,
        visible=1,
        groupmode=group_mode(builder),
        groupmodeforce=0,
        defaultgroupingid=0,
        lang=moodle_language(course.language),
        theme="",
        timecreated=MADE,
        timemodified=MADE,
        requested=0,
        showactivitydates=1,
        showcompletionconditions=1,
        pdfexportfont=None,
        enablecompletion=1,
        completionnotify=0,
    )
    put(below(root, "category", id=1), name="mooc-kit", description=None)
    nothing(root, "tags", "customfields")
    options = below(root, "courseformatoptions")
    for name, value in (("hiddensections", 0), ("coursedisplay", 0)):
        put(below(options, "courseformatoption"), format="topics", sectionid=0, name=name, value=value)
    return root


def course_image_files(builder: BackupBuilder) -> list[int]:
    """The course's image, put into its file area; gives the ids of its rows."""
    path, data = course_image(builder)
    return builder.files.add(Area(builder.mapping.course_context, "course", "overviewfiles"), path, data)


def calendar(builder: BackupBuilder) -> Element:
    """course/calendar.xml: the live sessions."""
    root = new("events")
    for _, activity in builder.course.activities():
        event = session_event(builder, activity) if isinstance(activity, LiveSession) else None
        if event is not None:
            root.append(event)
    return root


def section_file(builder: BackupBuilder, section: MoodleSection) -> tuple[Element, list[int]]:
    """section.xml, and the ids of the files that its text uses."""
    what, _, id = section.name.partition("/")
    name: str | None
    availability: str | None = None
    if what == "module":
        module = next(module for module in builder.course.modules if module.id == id)
        name, html = builder.name(module.title), _module_html(builder, module)
        if builder.course.has_fixed_dates and module.opens:
            opens = moment(module.opens)
            availability = f'{{"op":"&","c":[{{"type":"date","d":">=","t":{opens}}}],"showc":[true]}}'
    elif what == "group":
        name, html = Labels(builder.messages).group(Group(id)), ""
    else:
        name, html = builder.name(builder.course.title), builder.course.home_html + _outcomes_html(builder)
    text, files = builder.html(html, Area(builder.mapping.course_context, "course", "section", section.id))
    root = new("section", id=section.id)
    sequence = ",".join(str(spot.module) for spot in builder.mapping.inside(section))
    put(
        root,
        number=section.number,
        name=name,
        summary=text,
        summaryformat=1,
        sequence=sequence,
        visible=1,
        availabilityjson=availability,
        component=None,
        itemid=None,
        timemodified=MADE,
    )
    return root, files


def _module_html(builder: BackupBuilder, module: Module) -> str:
    parts = []
    if module.opens:
        week = builder.text("Week {n}", n=module.week)
        ends = module.opens + timedelta(days=6)
        days = f"{builder.messages.date(module.opens)} – {builder.messages.date(ends)}"
        parts.append(f'<p class="{DATES}"><strong>{escape(week)}</strong> · {escape(days)}</p>')
    if module.summary:
        parts.append(f'<p class="{SUMMARY}">{escape(module.summary)}</p>')
    served = " ".join(f"outcome-{escape(id)}" for id in module.outcomes)
    return f'<div id="module-{escape(module.id)}" class="{served}">{"".join(parts)}{module.body_html}</div>'


def _outcomes_html(builder: BackupBuilder) -> str:
    if not builder.course.outcomes:
        return ""
    items = "".join(f'<li id="outcome-{escape(o.id)}">{escape(o.text)}</li>' for o in builder.course.outcomes)
    return f"<h4>{escape(builder.text('What you will be able to do'))}</h4><ul>{items}</ul>"


def enrolments(builder: BackupBuilder) -> Element:
    """course/enrolments.xml: by hand always; by oneself, and as a guest where the course stays open to read."""
    is_open_to_read = builder.course.chose("sustaining", "public-archiving")
    last_day = moment(builder.course.start) + 14 * 86_400 if builder.course.has_fixed_dates else 0
    root = new("enrolments")
    rows = below(root, "enrols")
    kinds: list[tuple[str, dict[str, Value]]] = [
        ("manual", {"status": ENABLED, "roleid": STUDENT, "customint1": 1, "expirythreshold": 86_400}),
        ("guest", {"status": ENABLED if is_open_to_read else DISABLED, "roleid": 0, "password": ""}),
        (
            "self",
            {
                "status": ENABLED,
                "roleid": STUDENT,
                "enrolenddate": last_day,
                "expirythreshold": 86_400,
                "customint1": 0,
                "customint2": 0,
                "customint3": 0,
                "customint4": 1,
                "customint5": 0,
                "customint6": 1,
            },
        ),
    ]
    for kind, values in kinds:
        usual: dict[str, Value] = {
            "enrol": kind,
            "status": DISABLED,
            "name": None,
            "enrolperiod": 0,
            "enrolstartdate": 0,
            "enrolenddate": 0,
            "expirynotify": 0,
            "expirythreshold": 0,
            "notifyall": 0,
            "password": None,
            "cost": None,
            "currency": None,
            "roleid": 0,
            **{f"customint{n}": None for n in range(1, 9)},
            **{f"customchar{n}": None for n in (1, 2, 3)},
            "customdec1": None,
            "customdec2": None,
            **{f"customtext{n}": None for n in range(1, 5)},
            "timecreated": MADE,
            "timemodified": MADE,
        }
        element = below(rows, "enrol", id=builder.id("enrol", kind))
        put(element, **{**usual, **values})
        nothing(element, "user_enrolments")
    return root


def roles(builder: BackupBuilder) -> Element:
    """roles.xml: the roles that enrolments and badges name, by the names that every Moodle knows."""
    root = new("roles_definition")
    for id, name in ROLES.items():
        put(
            below(root, "role", id=id),
            name="",
            shortname=name,
            nameincourse=None,
            description="",
            sortorder=id,
            archetype=name,
        )
    return root


def group_settings() -> Element:
    """groups.xml: no group yet; whoever runs the course makes them when people have enrolled."""
    root = new("groups")
    nothing(root, "groupcustomfields")
    nothing(below(root, "groupings"), "groupingcustomfields")
    return root
