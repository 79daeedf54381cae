"""Honest wording: a self-made certificate speaks as the person who made it, and claims nothing for anybody else.

The words are English ones; of a certificate in another language only what is English in it can be judged.
"""

from __future__ import annotations

import re

from mooc_kit.i18n import PSEUDO

# Verbs in the form that only somebody else's act has: "X certifies", "is awarded", "issued by".
_ACTS = r"(?:certif(?:ies|y)|awards?|confers?|grants?|attests?|accredits?|endorses?|verif(?:ies|y)|confirms?)"
_ACTED = r"(?:certified|awarded|conferred|granted|attested|accredited|endorsed|verified|issued|recogni[sz]ed|approved)"
_NAME = "\ue000"
"""Stands for the institution's and the course's name (a character that no text of a spec needs)."""
_CLAIMS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?:certifies|awards|confers|grants|attests|accredits|endorses|verifies)\b(?! (?:that )?my\b)",
        rf"\b(?:is|was|am|has been|have been) (?:hereby |officially |duly )?{_ACTED}\b(?! by (?:me|myself)\b)",
        rf"\b{_ACTED} (?:to .{{1,60}} )?by (?!me\b|myself\b|my own\b|the (?:person|participant|holder)\b)",
        r"\bthis (?:is to )?certif(?:y|ies)\b",
        r"\b(?:hereby|officially) (?:awarded|certified|granted|conferred|recogni[sz]ed)\b",
        rf"\b(?:we|the (?:course|team|institution|institute|university|college|school|faculty|board|platform)) "
        rf"(?:hereby )?{_ACTS}\b",
        rf"{_NAME}[^.!?]{{0,30}}?\b(?:has |have |hereby )?{_ACTS}\b",
        r"\bon behalf of\b",
        r"\baccredited\b|\bdiploma\b|\bacademic (?:credit|degree)\b|\bofficial (?:certificate|transcript|record)\b",
    )
)
_INSTITUTIONAL_TITLE = re.compile(
    r"\bcertificate of (?:completion|achievement|accomplishment|attendance|participation|merit)\b|\bdiploma\b",
    re.IGNORECASE,
)
_OWN_TITLE = re.compile(r"\bself|\bmy\b|\bown\b", re.IGNORECASE)
_OWN_VOICE = re.compile(
    r"\b(?i:self)-?(?:certif|made|declar|attest|issued)"
    r"|\bI\b[^.!?]*\b(?:certify|declare|confirm|state|attest|say|vouch)\b"
    r"|\bcertif(?:y|ied) (?:by )?myself\b"
)
_DENIED = re.compile(r"\b(?:not|no|nobody|never|neither|nor|without|none)\b|n't\b", re.IGNORECASE)
_SENTENCES = re.compile(r"(?<=[.!?;])\s+|\n+")


def claim_in(text: str, *names: str) -> str:
    """The words of `text` that claim an award by somebody else, among them the `names`; "" where there are none."""
    # Names are taken out first: a course may be called "No awards, no diploma", and nothing is claimed by that.
    for name in sorted(filter(None, names), key=len, reverse=True):
        text = re.sub(re.escape(name), _NAME, text, flags=re.IGNORECASE)
    for sentence in _SENTENCES.split(text):
        if _DENIED.search(sentence):  # "It is not awarded by …" is what we want people to say
            continue
        for pattern in _CLAIMS:
            if found := pattern.search(sentence):
                return found.group().replace(_NAME, "…").strip()
    return ""


def title_claim(title: str, *names: str) -> str:
    """The words of a title, `names` left out, that read as an institution's; "" where it says whose it is."""
    for name in filter(None, names):
        title = title.replace(name, _NAME)
    found = _INSTITUTIONAL_TITLE.search(title)
    return found.group() if found and not _OWN_TITLE.search(title) else ""


def has_own_voice(text: str) -> bool:
    """Whether the person speaks: "I certify …", "self-certified"."""
    return _OWN_VOICE.search(text) is not None


def can_be_judged(language: str) -> bool:
    """Whether the words above are those of `language` (BCP 47)."""
    return language.split("-", maxsplit=1)[0].lower() == "en" and language.lower() not in PSEUDO
