"""Bloom's verb table: which verbs of an outcome can be observed, and at which level of the revised taxonomy.

Source: Anderson and Krathwohl (eds.), A Taxonomy for Learning, Teaching, and Assessing, 2001; the verbs are those that
course teams commonly use. A verb that fits several levels stands at the one where it is used most in open courses.
"""

from __future__ import annotations

REMEMBER = """
    cite count define find identify label list locate match memorise memorize name note quote recall
    recite recognise recognize record repeat reproduce retrieve select spell state tabulate tell
    trace
""".split()

UNDERSTAND = """
    associate clarify classify confirm convert describe discuss distinguish exemplify explain
    express extend generalise generalize give illustrate infer interpret introduce outline
    paraphrase predict relate rephrase report restate review rewrite show summarise summarize
    translate
""".split()

APPLY = """
    act administer adapt apply assemble bake brew calculate carry catch change clean code choose collect communicate
    complete compute conduct configure connect construct contribute control cook cut demonstrate
    deliver deploy dramatise dramatize draw employ engage execute exercise facilitate fit fold follow
    gather grow guide handle harvest help implement install instruct interview join keep knit lead listen
    maintain make manage map measure mend mix modify mount navigate observe operate organise
    organize participate perform plant play practise practice prepare present produce provide
    publish read repair run sample schedule serve set sew share sharpen simulate sing sketch solve speak store submit
    support swim talk teach test train transfer treat use utilise utilize visit walk wash weigh weave weld wire work
""".split()

ANALYSE = """
    analyse analyze appraise attribute audit break calibrate categorise categorize chart compare
    contrast correlate debate debug deconstruct deduce detect diagnose diagram differentiate
    discover discriminate dissect divide estimate examine experiment explore graph inspect inventory
    investigate link monitor model order prioritise prioritize profile question research rank search
    separate sequence simplify sort structure study subdivide survey
""".split()

EVALUATE = """
    advise advocate argue assess certify challenge check coach commend conclude consider convince
    critique criticise criticize decide defend determine discount evaluate grade judge justify
    mediate mentor moderate negotiate persuade rate recommend reconcile reflect reject resolve rule
    score standardise standardize test-drive validate value verify vet weigh-up
""".split()

CREATE = """
    animate author blend blog build campaign combine comment compile compose conceive craft create
    curate design develop devise direct edit film formulate found generate hypothesise hypothesize
    imagine improvise innovate integrate invent launch mix-media pitch plan programme program
    propose prototype reconstruct redesign remix revise reorganise reorganize set-up shape speculate
    synthesise synthesize tell-stories transform video write
""".split()

# Families of performances, where the level alone does not say what better work looks like (see `performances`).

MAKE = """
    animate author bake brew build code compose construct cook craft create crochet design develop draw
    draft edit film grow illustrate knit make mix paint photograph prototype produce programme program publish
    record redesign remix sew shape sketch weave weld write
""".split()

DECIDE = "choose decide prioritise prioritize recommend select".split()

COMMUNICATE = """
    advise advocate argue communicate convince debate deliver guide instruct interview introduce negotiate
    persuade pitch present speak talk teach tell train translate
""".split()

COOPERATE = "coach collaborate contribute cooperate facilitate join lead mediate mentor moderate participate".split()

REFLECT = "reflect".split()

PRONOUNS = frozenset("it them this that these those one".split())
DETERMINERS = frozenset(
    "a all an any each every her his how its my our the their these this what when where which who why your".split()
)
"""Words that no verb begins with: an outcome that does names a thing instead of a performance."""

CLAUSES = frozenset("how what when where which who why".split())
"""Words that begin a clause: what follows is no thing that could be made."""

PREPOSITIONS = frozenset(
    """
    about across after against along among around as at before between by during for from in into of off on onto over
    through to together towards under up upon with within without
    """.split()
)
WITH_COMPLEMENT = frozenset("get help hold keep leave let".split())
"""Verbs that say of their object what becomes of it: "a starter alive" says nothing without "keep"."""

DOUBLED = frozenset("commit debug infer permit prefer program refer submit transfer".split())
"""Verbs of several syllables that double their last letter before -ing."""

# fmt: off
PARTICLES = {
    "act": ("out",), "break": ("down",), "bring": ("about", "together"), "build": ("up",), "carry": ("out",),
    "come": ("up",), "cut": ("down", "back"), "draw": ("up",), "figure": ("out",), "fill": ("in", "out"),
    "find": ("out",), "give": ("up",), "hand": ("in", "over"), "keep": ("up",), "lay": ("out",),
    "look": ("after", "up"),
    "make": ("up",), "map": ("out",), "pick": ("out",), "plan": ("out",), "point": ("out",), "put": ("together", "up"),
    "reflect": ("on", "upon"), "set": ("up", "out"), "sort": ("out",), "sum": ("up",), "take": ("apart", "part"),
    "tell": ("apart",), "think": ("through",), "try": ("out",), "turn": ("down", "into"), "wire": ("up",),
    "work": ("out", "through"), "write": ("down", "up"),
}
# fmt: on
"""Words that belong to the verb before them: "find out", "set up"."""

UNOBSERVABLE: dict[str, tuple[str, ...]] = {
    "understand": ("explain", "summarise", "give an example of"),
    "know": ("list", "state", "describe"),
    "learn": ("describe", "use", "demonstrate"),
    "appreciate": ("explain the value of", "compare", "defend"),
    "grasp": ("explain", "illustrate"),
    "comprehend": ("explain", "paraphrase"),
    "realise": ("explain", "recognise"),
    "realize": ("explain", "recognize"),
    "believe": ("argue for", "justify"),
    "enjoy": ("choose", "share"),
    "feel": ("describe", "express"),
    "think": ("question", "compare", "judge"),
    "aware": ("identify", "describe"),
    "familiar": ("use", "describe"),
    "familiarise": ("use", "describe"),
    "familiarize": ("use", "describe"),
    "acquainted": ("identify", "describe"),
    "become": ("demonstrate", "use"),
    "gain": ("demonstrate", "use"),
    "acquire": ("demonstrate", "use"),
    "master": ("perform", "use without help"),
    "improve": ("demonstrate", "revise"),
    "increase": ("demonstrate", "explain"),
    "enhance": ("demonstrate", "revise"),
    "internalise": ("apply", "explain"),
    "internalize": ("apply", "explain"),
    "perceive": ("identify", "describe"),
    "see": ("identify", "describe"),
    "care": ("support", "argue for"),
    "respect": ("explain", "support"),
    "want": ("plan", "choose"),
    "hope": ("plan", "propose"),
}
"""Words that nobody can see another person do, with verbs that say what would show it."""

ADVERBS = frozenset(
    """
    accurately actively appropriately carefully clearly competently confidently correctly creatively
    critically effectively efficiently fluently fully independently openly safely successfully
    systematically together well
    """.split()
)
