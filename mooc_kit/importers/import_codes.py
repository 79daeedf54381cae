"""The problem codes of importing (O)."""

from __future__ import annotations

from mooc_kit.problems import Rule, Severity

NOT_AN_ARCHIVE = Rule(
    "O101",
    "This file is not a course package.",
    Severity.ERROR,
    "Packages are compressed archives (.tar.gz, .zip, .mbz) or folders; anything else was exported in another way or "
    "was damaged on its way.",
    "mooc-kit import course.pdf river-watch",
    "mooc-kit import course.tar.gz river-watch",
    example_is="files",
)
UNSAFE_MEMBER = Rule(
    "O102",
    "The package names a file outside its folder.",
    Severity.ERROR,
    "Only what lies in the package is read, so that no package can reach other files of a computer.",
    "A member with the name ../../.bashrc, an absolute path, or a link to a file elsewhere.",
    "Every member has a path below the package's folder.",
    example_is="files",
)
TOO_LARGE = Rule(
    "O103",
    "The package is larger than can be read.",
    Severity.ERROR,
    "A small archive can unpack to more than a computer holds; there is a limit on files and on bytes.",
    "An archive that unpacks to 100 GB.",
    "Videos lie on a video site, and the package holds pages, problems and images.",
    example_is="files",
)
UNKNOWN_KIND = Rule(
    "O104",
    "This kind of package is not known.",
    Severity.ERROR,
    "Nothing in it tells that it is a course in one of the formats that mooc-kit reads.",
    "A zip file of photos.",
    "The file that the platform's own export of the whole course gives.",
    example_is="files",
)
BROKEN_MEMBER = Rule(
    "O105",
    "A file in the package cannot be read.",
    Severity.ERROR,
    "It is not well-formed, or not in the encoding that it should be in.",
    "<course><chapter></course>",
    "<course><chapter/></course>",
    example_is="files",
)
NO_COURSE = Rule(
    "O106",
    "The package holds no course content.",
    Severity.ERROR,
    "A course needs at least one part with something in it.",
    "An export made before anything was written.",
    "An export with at least one page or problem.",
    example_is="files",
)

RULES: tuple[Rule, ...] = (NOT_AN_ARCHIVE, UNSAFE_MEMBER, TOO_LARGE, UNKNOWN_KIND, BROKEN_MEMBER, NO_COURSE)
