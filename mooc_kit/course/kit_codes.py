"""Problem codes of a kit's files (K)."""

from __future__ import annotations

from mooc_kit.problems import Rule, Severity

MISSING_FILE = Rule(
    "K101",
    "A file of the kit is missing.",
    Severity.ERROR,
    "The spec names something whose words live in a file; without the file the page would be empty.",
    "course.yaml lists the activity `protocol`, and content/modules/sampling/protocol.md is not there.",
    "The file is there, or the activity is taken out of course.yaml.",
    example_is="files",
)
ORPHAN_FILE = Rule(
    "K102",
    "Nothing refers to this file.",
    Severity.WARNING,
    "Work that is not part of the course is easily lost, and often means that an id was changed in one place only.",
    "content/modules/sampling/protokol.md is there, and course.yaml has the activity `protocol`.",
    "The file is named after the activity: content/modules/sampling/protocol.md.",
    example_is="files",
)
FRONT_MATTER = Rule(
    "K103",
    "The lines between --- at the top of a page cannot be read.",
    Severity.ERROR,
    "They hold the page's title and settings.",
    "---\ntitle: Rivers: an introduction\n---\n",
    '---\ntitle: "Rivers: an introduction"\n---\n',
    example_is="page file",
)
NO_ALT_TEXT = Rule(
    "K104",
    "An image has no alternative text.",
    Severity.ERROR,
    "People who use a screen reader, and people whose network is too slow for images, get nothing in its place.",
    "![](river.jpg)\n",
    "![A volunteer lowers a bottle into the river](river.jpg)\n",
    example_is="page file",
)
BROKEN_LINK = Rule(
    "K105",
    "A link or image leads to a file that is not in the kit.",
    Severity.ERROR,
    "Participants would meet a dead end.",
    "[the protocol](protokol.md)\n",
    "[the protocol](protocol.md)\n",
    example_is="page file",
)
UNSAFE_HTML = Rule(
    "K106",
    "Scripts and the like are taken out of pages.",
    Severity.WARNING,
    "A page that runs scripts could read what participants keep in their browser. What is taken out is missing there.",
    "<script>alert(1)</script>\n",
    "Plain Markdown, or HTML without scripts, forms and event handlers.\n",
    example_is="page file",
)
PRIVATE_KEY = Rule(
    "K107",
    "A private key lies in the kit.",
    Severity.ERROR,
    "Whoever can read the repository can issue certificates in your name. Treat the key as lost: make a new one.",
    "keys/issuer.pem holds -----BEGIN PRIVATE KEY-----",
    "Keys are kept outside the kit.",
    example_is="files",
)
OUTSIDE_KIT = Rule(
    "K108",
    "A link leads out of the kit's folder.",
    Severity.ERROR,
    "Only files in the kit travel with the course.",
    "![A chart](../../../private/chart.png)\n",
    "![A chart](../../images/chart.png)\n",
    example_is="page file",
)
WRONG_FORMULA = Rule(
    "K109",
    "A formula cannot be shown.",
    Severity.ERROR,
    "Formulas are written in LaTeX and become MathML, which browsers show and screen readers read out.",
    "The rate is $\\frac{deaths$.\n",
    "The rate is $\\frac{\\text{deaths}}{\\text{people}}$.\n",
    example_is="page file",
)
BROKEN_IMAGE = Rule(
    "K110",
    "An image cannot be shown.",
    Severity.ERROR,
    "Participants would see a broken picture, or their phone would run out of memory.",
    "photo.jpg is a damaged file, or measures 20,000 by 20,000 pixels.",
    "photo.jpg opens in an image viewer, and measures at most a few thousand pixels on each side.",
    example_is="files",
)
NO_TITLE = Rule(
    "K111",
    "A recording has no title.",
    Severity.ERROR,
    "The title tells what there is to see or hear before anything is loaded, and names the player for screen readers.",
    "::: video https://vimeo.com/123456\nHello.\n:::\n",
    "::: video https://vimeo.com/123456 How to sample\nHello.\n:::\n",
    example_is="page file",
)
NO_CAPTIONS = Rule(
    "K112",
    "A video has no captions.",
    Severity.WARNING,
    "People who do not hear it, or have no sound where they are, miss what is said.",
    "sampling.mp4 lies in the kit, and nothing beside it.",
    "sampling.vtt lies beside sampling.mp4.",
    example_is="files",
)
NO_TRANSCRIPT = Rule(
    "K113",
    "A recording has no transcript.",
    Severity.WARNING,
    "With a transcript people can read instead, search, translate, and take part where the network is too slow.",
    "::: video https://vimeo.com/123456 How to sample\n:::\n",
    "::: video https://vimeo.com/123456 How to sample\nI stand in the river and fill the bottle upstream.\n:::\n",
    example_is="page file",
)
LARGE_FILE = Rule(
    "K114",
    "A file is too large for many participants.",
    Severity.WARNING,
    "On a phone with a slow network 25 MB take minutes and may cost a day's wage.",
    "A page links to a slide deck of 80 MB.",
    "A page links to the deck as a PDF of 3 MB.",
    example_is="files",
)
ACTIVE_FILE = Rule(
    "K115",
    "A file could run a script in the course's name.",
    Severity.ERROR,
    "Opened from the course's own address it could read what participants keep in their browser.",
    "A page links to exercise.html in the kit, or shows a drawing (SVG) with a script in it.",
    "The exercise is in a zip file; the drawing is saved without scripts.",
    example_is="files",
)

CONFLICT_LEFT = Rule(
    "K120",
    "Both versions of a conflict stand in a file.",
    Severity.ERROR,
    "Where two people, or an author and a new version, changed the same lines, both stand between <<<<<<< and >>>>>>>. "
    "Participants would read both, and the marks.",
    "A page with `<<<<<<< yours`, two versions of a sentence, and `>>>>>>> mooc-kit`.",
    "The sentence that is right, without the marks.",
    example_is="files",
)
CANNOT_CHECK = Rule(
    "K121",
    "A course could not be checked.",
    Severity.ERROR,
    "Something failed in mooc-kit itself. Where many courses are checked at once, the others are checked all the same.",
    "(a mistake in mooc-kit, or in a package that adds options to it)",
    "(a version without it)",
    example_is="files",
)

NO_DATE = Rule(
    "K131",
    "An announcement has no date.",
    Severity.ERROR,
    "People and their feed readers sort news by its day; it cannot be guessed from a file.",
    "---\ntitle: We begin on Monday\n---\nSee you there.\n",
    "---\ntitle: We begin on Monday\ndate: 2027-02-26\n---\nSee you there.\n",
    example_is="kit",
)

BROKEN_TEMPLATE = Rule(
    "K132",
    "A template of the theme cannot be used.",
    Severity.ERROR,
    "The pages made from it would be missing. Templates run in a sandbox: they read no files and change nothing.",
    "theme/base.html.j2 holds {{ course.titel }}",
    "theme/base.html.j2 holds {{ course.title }}",
    example_is="kit",
)

SPEC_CHANGED = Rule(
    "K195",
    "course.yaml has changed since the kit's files were made.",
    Severity.ERROR,
    "Files that the new course.yaml needs are not made yet, or some are left of what it no longer has. Whatever "
    "follows from that would be told file by file, and one command mends it.",
    "course.yaml has a new activity `bottles`, and `mooc-kit update` was not run since.",
    "After `mooc-kit update` there is content/modules/sampling/bottles.md.",
    example_is="files",
)
UNKNOWN_BLOCK = Rule(
    "K196",
    "There is no block of this name.",
    Severity.WARNING,
    "The line is shown to participants as it stands, colons and all, and what follows it gets no box of its own.",
    "::: warnning\nDeep water.\n:::\n",
    "::: warning\nDeep water.\n:::\n",
    example_is="page file",
)
NOT_DRAWN = Rule(
    "K175",
    "A diagram written as code is not drawn.",
    Severity.WARNING,
    "Pages run no program that draws, so that they open from a disk and in every platform. Participants see the code.",
    "```mermaid\ngraph TD; Sample --> Result\n```\n",
    "![A sample leads to a result](images/sample.svg)\n",
    example_is="page file",
)
NOT_CLOSED = Rule(
    "K197",
    "A block begins and does not end.",
    Severity.WARNING,
    "All that follows on the page belongs to it: the rest of the page stands in the box, or is shown as code.",
    "::: warning\nDeep water.\n\n## And now\n",
    "::: warning\nDeep water.\n:::\n\n## And now\n",
    example_is="page file",
)
NO_LINK = Rule(
    "K160",
    "A link or a picture stands on the page as plain text.",
    Severity.WARNING,
    "Participants see brackets and an address, and nothing to click. A space in an address ends it, and an address "
    "that leads to a folder of your own computer, or runs a script, is no link.",
    "[the map](my map.png)\n",
    "[the river](https://rivers.example.org)\n",
    example_is="page file",
)
NO_HEADING_MARK = Rule(
    "K161",
    "A heading needs a space after its #.",
    Severity.WARNING,
    "The line is shown to participants as it stands, with its marks, and is no heading.",
    "##At the water\n",
    "## At the water\n",
    example_is="page file",
)
HEADINGS = Rule(
    "K198",
    "The headings of a page do not build on each other.",
    Severity.NOTE,
    "People who use a screen reader find their way by the levels of headings. The page's title is the first level.",
    "## Before\n\n#### At the water\n",
    "## Before\n\n### At the water\n",
    example_is="page file",
)
NO_HEADING = Rule(
    "K199",
    "A link leads to a heading that is not there.",
    Severity.WARNING,
    "Participants would land at the top of the page, and look for what is meant.",
    "[below](#at-the-watre)\n\n## At the water\n",
    "[below](#at-the-water)\n\n## At the water\n",
    example_is="page file",
)

TAKEN_PAGE_NAME = Rule(
    "K125",
    "An earlier name of a page is another page's name.",
    Severity.WARNING,
    "A link to an earlier address can lead to one place only: to the page that is there.",
    "content/pages/house-rules.md has `aliases: [conduct]`, and there is content/pages/conduct.md.",
    "content/pages/house-rules.md has `aliases: [rules]`, and no page has this name.",
    example_is="files",
)
NOT_PUBLIC = Rule(
    "K140",
    "This file does not belong on the course's site.",
    Severity.ERROR,
    "What lies in publish/ is put on the site as it is, for everybody to read. A ledger or a key there would be lost.",
    "publish/ledger.sqlite",
    "publish/did.json and publish/status/0.json, as mooc-kit issue wrote them",
    example_is="files",
)
KEYS_ELSEWHERE = Rule(
    "K141",
    "The published keys are those of another address.",
    Severity.WARNING,
    "Whoever checks a credential looks for its keys at the address that stands in the issuer's name.",
    "publish/did.json of did:web:old.example.org, in a course at https://rivers.example.org",
    "publish/did.json of did:web:rivers.example.org",
    example_is="files",
)

RULES: tuple[Rule, ...] = tuple(value for value in list(globals().values()) if isinstance(value, Rule))
