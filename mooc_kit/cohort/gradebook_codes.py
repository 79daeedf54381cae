"""The problem codes of gradebooks and rosters (G)."""

from __future__ import annotations

from mooc_kit.problems import Rule, Severity

_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE

UNKNOWN_FORMAT = Rule(
    "G101",
    "This is not a gradebook that can be read.",
    _E,
    "Gradebooks are told apart by their own headings; without them nobody knows what a number means.",
    "A,B,C\n1,2,3\n",
    "email,baseline-quiz\nama@example.org,85\n",
    example_is="files",
)
UNREADABLE = Rule(
    "G102",
    "The file cannot be read.",
    _E,
    "It is damaged, in another encoding, or of another kind than its name says.",
    "A spreadsheet that was renamed to grades.csv.",
    "The file as the platform exported it.",
    example_is="files",
)
ODD_ROW = Rule(
    "G103",
    "A row or a value was left out.",
    _W,
    "What cannot be understood is not guessed: a wrong guess decides about somebody's certificate.",
    "email,baseline-quiz\nama@example.org,eighty\n",
    "email,baseline-quiz\nama@example.org,80\n",
    example_is="files",
)
TWICE = Rule(
    "G104",
    "Somebody stands in the gradebook twice.",
    _W,
    "One person is given one credential. The better value of each activity counts.",
    "email,baseline-quiz\nama@example.org,80\nama@example.org,90\n",
    "email,baseline-quiz\nama@example.org,90\n",
    example_is="files",
)
LOOK_ALIKE = Rule(
    "G105",
    "Two addresses look alike.",
    _W,
    "Letters of another alphabet can stand in for ours. Somebody may want what belongs to another.",
    "ama@example.org and аma@example.org, whose first letter is Cyrillic",
    "Only ama@example.org",
    example_is="files",
)
NO_ACTIVITY = Rule(
    "G106",
    "A column fits no activity of the course.",
    _N,
    "It is left out. If it holds an activity, say which.",
    "A column `Final test`, and the course has the activity `baseline-quiz`.",
    "--map 'Final test=baseline-quiz'",
    example_is="files",
)
NOT_TOLD = Rule(
    "G107",
    "Nothing tells whether a required activity was done.",
    _E,
    "Without a column for it nobody could complete, or everybody would: neither is what the rule says.",
    "The rule asks for `why-watch`, and no gradebook has it.",
    "Add the platform's completion report, or take the activity's word for it: --assume-done why-watch",
    example_is="files",
)
BAD_MAP = Rule(
    "G108",
    "--map names an activity that the course does not have.",
    _E,
    "The column would count for nothing.",
    "--map 'Final test=basline-quiz'",
    "--map 'Final test=baseline-quiz'",
    example_is="files",
)
ODD_ROSTER = Rule(
    "G109",
    "A line of the roster was left out.",
    _W,
    "An identity record needs who, how, when and by whom; without one of them nobody could stand by it.",
    "learner,method,date\nama@example.org,document-check,yesterday\n",
    "learner,method,date,verifier\nama@example.org,document-check,2027-03-20,Open Rivers Institute\n",
    example_is="files",
)
NO_RULE = Rule(
    "G110",
    "The course has no rule by which somebody completes.",
    _E,
    "Completions are decided for platform_completion, authenticated_completion and credit.",
    "completion:\n  self_check: {}",
    "completion:\n  platform_completion: {}",
    example_is="files",
)
ODD_DECISION = Rule(
    "G112",
    "A line of assessors' decisions was left out.",
    _W,
    "A decision needs who it is about, who decided, on which day and how; else nobody could stand by it.",
    "learner,assessor,date,result\nama@example.org,,2027-06-20,awarded\n",
    "learner,assessor,date,result\nama@example.org,Dana Osei,2027-06-20,awarded\n",
    example_is="files",
)
NO_DECISIONS = Rule(
    "G113",
    "No decisions of assessors were given, so nobody is awarded credit.",
    _W,
    "A transcript says that an assessor found outcomes shown. That is signed only where it is recorded.",
    "mooc-kit completions grades.csv --roster roster.csv",
    "mooc-kit completions grades.csv --roster roster.csv --decisions decisions.csv",
    example_is="files",
)
NO_SCORES = Rule(
    "G114",
    "Nothing tells the scores of an activity that counts.",
    _E,
    "Everybody would have no points for it, and be told that their score is too low.",
    "A gradebook without the column of the peer review, and a report that says who handed it in.",
    "The gradebook with all columns of what the rule counts.",
    example_is="files",
)
UNREAD_DATE = Rule(
    "G115",
    "A date cannot be read, and --until asks for it.",
    _E,
    "What was done too late would count.",
    "mooc-kit completions report.csv --until 2027-06-01, and the report has `gestern` where a date belongs",
    "The same with dates like 2027-05-31.",
    example_is="files",
)
UNCLEAR_SCALE = Rule(
    "G116",
    "The scale of the scores is unclear.",
    _E,
    "0.9 is nine tenths of all points in one file and less than one percent in another; a guess would decide.",
    "email,baseline-quiz\nama@example.org,0.9\n",
    "email,baseline-quiz\nama@example.org,90\n",
    example_is="files",
)
READ_AS_PERCENT = Rule(
    "G117",
    "Numbers that may be points are read as percent.",
    _W,
    "In a plain table a bare number is percent. Where nobody has more than the activity gives points, it may be these.",
    "email,baseline-quiz\nama@example.org,9\n, and the quiz gives 10 points",
    "email,baseline-quiz\nama@example.org,9/10\n",
    example_is="files",
)

RULES: tuple[Rule, ...] = tuple(value for value in list(globals().values()) if isinstance(value, Rule))
