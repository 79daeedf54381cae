"""Paper: documents to print, typeset by Typst from data; what authors wrote is data there and never markup."""

PAPERS = ("a4", "us-letter")
"""Sizes of paper, by the names that Typst knows."""
