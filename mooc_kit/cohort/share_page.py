"""Share pages: one credential shown to whoever has its unguessable address. The page does not name the person."""

from __future__ import annotations

from datetime import datetime

from mooc_kit.credentials.certificate_design import Design
from mooc_kit.credentials.share_shape import template
from mooc_kit.i18n import messages_for


def address_of(base: str, id: str) -> str:
    """Where the share page of the credential `id` lies on the site at `base`."""
    return f"{base}/credentials/{id.removeprefix('urn:uuid:')}.html"


def page(design: Design, *, name: str, description: str, issuer: str, id: str, valid_from: str, base: str) -> bytes:
    """The page of one credential: what it is, a link that checks it, a link that adds it to a profile."""
    messages = messages_for(design.language)
    when = datetime.fromisoformat(valid_from)
    short = id.removeprefix("urn:uuid:")
    words = {
        "own": messages.text("In its own words:"),
        "about": messages.text("About the course"),
        "by": messages.text("Given by"),
        "check": messages.text("Check it"),
        "profile": messages.text("Add to a LinkedIn profile"),
    }
    text: str = template().render(
        design=design,
        dir=messages.dir,
        name=name,
        description=description,
        issuer=issuer,
        date=messages.date(when.date()),
        verify=f"../verify.html#c={short}",
        profile=profile_link(name, issuer, when, address_of(base, id), id),
        words=words,
        ink="#20262b" if _is_light(design.primary) else "#ffffff",
    )
    return text.encode()


def profile_link(name: str, organisation: str, when: datetime, url: str, id: str) -> str:
    """The address with which somebody adds the credential to a professional profile (LinkedIn's form)."""
    from urllib.parse import urlencode

    values = {
        "startTask": "CERTIFICATION_NAME",
        "name": name,
        "organizationName": organisation,
        "issueYear": when.year,
        "issueMonth": when.month,
        "certUrl": url,
        "certId": id,
    }
    return "https://www.linkedin.com/profile/add?" + urlencode(values)


def _is_light(colour: str) -> bool:
    red, green, blue = (int(colour[n : n + 2], 16) for n in (1, 3, 5))
    return 299 * red + 587 * green + 114 * blue > 150_000
