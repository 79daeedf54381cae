"""EPUB target: a course as an e-book, to be read anywhere and without a network."""

from mooc_kit.targets.epub.target import Epub

__all__ = ["Epub"]
