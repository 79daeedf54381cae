"""Short cuts for plain languages and addresses: they say just what the libraries would that judge all others."""

from __future__ import annotations

import string
from itertools import product

import pytest
from email_validator import EmailNotValidError, validate_email
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from langcodes import standardize_tag, tag_is_valid
from pydantic import TypeAdapter, ValidationError

from mooc_kit.spec.fields import Email, Language

LANGUAGE, EMAIL = TypeAdapter(Language), TypeAdapter(Email)


def read(adapter: TypeAdapter[str], value: str) -> str | None:
    try:
        return adapter.validate_python(value)
    except ValidationError:
        return None


def test_every_language_of_two_letters_is_what_the_register_says() -> None:
    for letters in product(string.ascii_lowercase, repeat=2):
        tag = "".join(letters)
        assert read(LANGUAGE, tag) == (standardize_tag(tag) if tag_is_valid(tag) else None)


ENDS = ["com", "org", "c", "1", "arpa", "invalid", "local", "localhost", "onion", "test", "example", "notlocal"]
PARTS = st.lists(st.text("ab1._+-xn", min_size=1, max_size=6), min_size=1, max_size=3).map(".".join)


@pytest.mark.hypothesis
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(PARTS, PARTS, st.sampled_from(ENDS))
@example("a", "b" * 64, "com")
@example("a" * 65, "b", "org")
@example("ana.lopez", "mail.xn--p1ai", "org")
def test_every_address_is_what_the_library_says(local: str, domain: str, end: str) -> None:
    address = f"{local}@{domain}.{end}"
    try:
        wanted = validate_email(address, check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError:
        wanted = None
    assert read(EMAIL, address) == wanted
