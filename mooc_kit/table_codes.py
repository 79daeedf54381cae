"""Problem codes of tables: files that cannot be read whole, or not as they were meant."""

from __future__ import annotations

from mooc_kit.problems import Rule, Severity

UNREADABLE = Rule(
    "F101",
    "The table cannot be read.",
    Severity.ERROR,
    "It is damaged, or of another kind than its name says. A table that is read in part says something else.",
    "A PDF that was renamed to grades.csv.",
    "The file as the platform or the spreadsheet program exported it.",
    example_is="files",
)
GUESSED_ENCODING = Rule(
    "F102",
    "The table is not in UTF-8, and was read as Windows-1252.",
    Severity.WARNING,
    "Numbers are safe; a letter of a name may be another one than was meant, and names stand on certificates.",
    "A CSV that an older Excel saved as `CSV`.",
    "The same saved as `CSV UTF-8`, or as XLSX.",
    example_is="files",
)
SHEET_LEFT_OUT = Rule(
    "F103",
    "Another sheet of the workbook was left out.",
    Severity.WARNING,
    "One sheet of a workbook is read: the first that shows something. What stands on others counts for nothing.",
    "A workbook with a sheet for each group.",
    "A file for each group.",
    example_is="files",
)
TOO_LARGE = Rule(
    "F104",
    "The table is too large.",
    Severity.ERROR,
    "A file that would fill the computer's memory is refused before it does.",
    "A workbook whose last cell stands in column XFD.",
    "The same without the columns that are not needed, or in several files.",
    example_is="files",
)
RULES: tuple[Rule, ...] = (UNREADABLE, GUESSED_ENCODING, SHEET_LEFT_OUT, TOO_LARGE)
