"""Question packages: zip files, opened within limits, with problems in the words of quizzes."""

from __future__ import annotations

from mooc_kit.archive import ArchiveError, ArchiveLimits, Damaged, TooLarge, is_zip, read_all
from mooc_kit.problems import Place, Problem
from mooc_kit.quizzes import quiz_codes

LIMITS = ArchiveLimits(files=5_000, bytes=200_000_000)


def files_in(data: bytes, file: str) -> tuple[dict[str, bytes], list[Problem]]:
    """The files of a package by their paths; what is no archive is one file, under "" as its path."""
    return read_archive(data, file) if is_zip(data) else ({"": data}, [])


def read_archive(data: bytes, file: str) -> tuple[dict[str, bytes], list[Problem]]:
    """The files in the archive by their paths. Refuses whatever is larger than a package of questions would be."""
    place = Place(file, 1, 1)
    try:
        return read_all(data, LIMITS), []
    except TooLarge as error:
        hint = "Unpack it yourself, and give the files in it."
        return {}, [quiz_codes.UNSAFE_FILE.at(place, str(error), hint=hint)]
    except Damaged:
        hint = "Download or export it anew; archives with a password cannot be read."
        return {}, [quiz_codes.BROKEN_FILE.at(place, "The archive is damaged.", hint=hint)]
    except ArchiveError as error:
        return {}, [quiz_codes.UNSAFE_FILE.at(place, str(error), hint="Export the package anew.")]
