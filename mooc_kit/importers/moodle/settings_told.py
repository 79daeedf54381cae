"""Moodle settings: what a backup says beyond what the importer reads, told by the value that is not Moodle's own.

A backup writes every setting of every activity, most of them as Moodle has them from the start. `_READ` names what the
importer reads, `_SAYS_NOTHING` what holds no choice of the course's team (numbers of rows, times of change, layout),
`_USUAL` the values that a setting begins with. Whatever else stands there becomes a notice.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mooc_kit.problems import Notice
from mooc_kit.quizzes.formats.account import Account, XmlConventions

NULL = "$@NULL@$"
_NO_CHOICE = frozenset({"", NULL, "0", "0.0", "0.00", "0.000", "0.00000", "0.0000000", "-1", "-", "a:0:{}", "[]", "{}"})
"""Values by which a setting is off, or left as it is."""
# fmt: off
_READ = frozenset("""
    name intro content externalurl fullname shortname summary lang startdate enddate idnumber completion
    completionexpected visible visibleoncoursepage sequence number itemid component
    password grade questionsperpage navmethod shuffleanswers reviewrightanswer attempts_number timelimit timeclose
    shufflequestions requiresafeexambrowser duedate
    submissiontypetext submissiontypefile gradinggrade strategy submissionend
    anonymous typ label presentation required allowmultiple text
    itemtype iteminstance itemnumber grademax gradepass weightoverride aggregationcoef2 categoryid
    criteriatype moduleinstance method timestart timeduration
    score definition description imagecaption status plugin subtype value course_points
    """.split())  # noqa: SIM905
_SAYS_NOTHING = frozenset("""
    introformat contentformat infoformat questiontextformat generalfeedbackformat summaryformat descriptionformat
    definitionformat format activityformat
    instructauthorsformat instructreviewersformat conclusionformat page_after_submitformat feedbacktextformat
    timecreated timemodified added revision sortorder sort position depth path parent stamp version uuid sequence
    modulename module sectionid sectionnumber visibleold course courseid categoryid userid usercreated usermodified
    itemmodule quizid slot page firstslot usingcontextid component questionarea questionbankentryid questionid question
    questionscontextid questioncategoryid includingsubcategories filtercondition tagid quizgradeitemid
    displaynumber maxmark sumgrades cmid templateid badgeid critid repeatid instance timesort
    display displayoptions legacyfiles legacyfileslast tobemigrated filterfiles showexpanded printintro popup
    layout theme marker newsitems maxbytes showreports coursedisplay hiddensections numsections pdfexportfont
    automaticenddate category requested cacherev originalcourseid allowed_modules restrictmodules
    showuserpicture showblocks decimalpoints questiondecimalpoints gradedecimals reviewattempt reviewmaxmarks
    optionflags penaltyscheme review subnetmask itemname iteminfo gradetype needsupdate grademin multfactor
    minmaxtouse aggregateonlygraded aggregateoutcomes aggregatesubcats hasvalue template options phase evaluation
    nattachments rsstype rssarticles trackingtype maxattachments assesstimestart assesstimefinish warnafter blockafter
    blockperiod param1 param2 param3 param4 param5 param6 param7 param8 param9 param10 type
    singletemplate listtemplate listtemplateheader listtemplatefooter addtemplate rsstemplate rsstitletemplate
    csstemplate jstemplate asearchtemplate defaultsort defaultsortdir manageapproved config notification comments
    nextcron issuername issuerurl issuercontact message messagesubject attachment language fullmessage
    maxgrade mingrade alwaysshowdescription sendnotifications sendlatenotifications sendstudentnotifications
    markinganonymous maxfilesubmissions maxsubmissionsizebytes exportformat
    showsebtaskbar showwificontrol showreloadbutton showtime showkeyboardlayout allowuserquitseb linkquitseb
    userconfirmquit enableaudiocontrol muteonstartup allowreloadinexam showsebdownloadlink activemethod areaname
    completiongradeitemnumber aggregation summaryformat contextid stackversion displayinstructions
    layoutelement layoutstructure layoutcolumns layoutcolumnorientation togglealignment toggleiconposition
    toggleiconset toggleallhover toggleforegroundcolour togglebackgroundcolour togglebackgroundhovercolour
    ownerid createdby modifiedby length contextlevel contextinstanceid contexturl
    parameter indent gradecat valueformat valuetrust shortname completionnotify showgrades showactivitydates
    showcompletionconditions enablecompletion groupmodeforce defaultgroupingid
    """.split())  # noqa: SIM905
_SHOWN = {"69888", "69904", "4352", "4368"}
_USUAL = {
    "downloadcontent": {"1"}, "completionview": {"1"},
    "completionsubmit": {"1"}, "completionpassgrade": {"1"}, "completionminattempts": {"1"}, "completionentries": {"1"},
    "completionposts": {"1"}, "completiondiscussions": {"1"}, "completionreplies": {"1"},
    "overduehandling": {"autosubmit", "autoabandon"}, "graceperiod": {"86400"}, "grademethod": {"1"},
    "preferredbehaviour": {"deferredfeedback", "immediatefeedback", "adaptive", "adaptivenopenalty", "interactive"},
    "reviewcorrectness": _SHOWN, "reviewmarks": _SHOWN, "reviewspecificfeedback": _SHOWN,
    "reviewgeneralfeedback": _SHOWN, "reviewoverallfeedback": _SHOWN, "publish": {"1"}, "showresults": {"1"},
    "attemptreopenmethod": {"manual", "none", "untilpass"}, "maxattempts": {"1"},
    "usepeerassessment": {"1"}, "overallfeedbackmode": {"1"}, "forcesubscribe": {"1", "2"},
    "showavailability": {"1"}, "sectionformat": {"1"},
}
# fmt: on
_WORDS = {
    "timeopen": "The day on which it opens",
    "cutoffdate": "The last day on which late work is taken",
    "allowsubmissionsfromdate": "The day from which work is taken",
    "gradingduedate": "The day by which work is graded",
    "instructauthors": "The instructions for handing in",
    "instructreviewers": "The instructions for judging",
    "conclusion": "The words at the end",
    "page_after_submit": "The words that thank people",
    "feedbacktext": "The words about a whole result",
    "activity": "The instructions that are shown while people work",
    "droplow": "How many of the lowest grades are dropped",
    "keephigh": "How many of the highest grades are kept",
    "groupmode": "That groups work apart",
    "teamsubmission": "That groups hand in together",
    "blindmarking": "That graders do not see who handed in",
    "approval": "That entries are looked at before others see them",
    "assessed": "That people rate what others write",
    "heading": "A heading among the questions",
    "rawname": "A tag",
    "tagname": "That questions are drawn by a tag",
    "requireprevious": "That a question waits for the one before it",
    "availabilityjson": "The conditions under which it opens",
}
# What people did; and `plugin_configs`, which have a way of their own.
_OTHERWHERE = """
    submissions grades attempts overrides userflags discussions subscriptions digests readposts trackedprefs
    poststags records recordstags completeds answers ratings aggregations grade_grades manual_awards instances
    course_completions course_completion_crit_completions plugin_configs
    """.split()  # noqa: SIM905
_NO_CONDITION = '"c":[]'
_MOODLE = XmlConventions(
    means_nothing=lambda name, value: (
        name in _READ
        or name in _SAYS_NOTHING
        or value in _USUAL.get(name, ())
        or value in _NO_CHOICE
        or (name == "availabilityjson" and _NO_CONDITION in value)
    ),
    words=_WORDS,
    silent_attributes=frozenset({"id", "contextid", "moduleid", "modulename", "version"}),
    why="A kit has no place for it.",
)


_HIDDEN = {"visible": "That it is hidden", "visibleoncoursepage": "That no list of the course has it"}
"""What is told of these settings where they are off."""
_USUAL_WAYS = ("comments", "editpdf")
"""How people who grade answer in Moodle, unless its team chose otherwise."""


class SettingsTold:
    """What the settings of a backup say that has no place in a kit."""

    def __init__(self) -> None:
        self._account = Account(_MOODLE)

    def settle(self, element: Any, title: str, *without: str) -> None:
        """Tell the settings of one part of the course, by its title; `without` names elements that were used."""
        for tag, what in _HIDDEN.items():
            if element.findtext(tag) == "0":
                instead = "It is in the kit; take it out where it should not be seen."
                self._account.tell(what, title[:60], 1, why="A kit has no hidden parts.", instead=instead)
        self._account.settle(element, title[:60], (*_OTHERWHERE, *without))

    def plugins(self, configs: Any, title: str) -> None:
        """Tell what the ways of handing in and of giving feedback are set to, but for which of them are on."""
        for config in configs:
            plugin, name, value = (config.findtext(part) or "" for part in ("plugin", "name", "value"))
            is_read = config.findtext("subtype") == "assignsubmission" and plugin in ("onlinetext", "file")
            if (
                value in _NO_CHOICE
                or name in _SAYS_NOTHING
                or (name == "enabled" and (is_read or plugin in _USUAL_WAYS))
            ):
                continue
            self._account.tell(f"`{plugin} {name}: {value[:40]}`", title[:60], 1)

    def notices(self) -> Iterator[Notice]:
        for notice in self._account.notices(""):
            yield Notice(notice.what, notice.why, notice.instead)
