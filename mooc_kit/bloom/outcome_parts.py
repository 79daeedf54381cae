"""Parts of a learning outcome: performance, condition and criterion (Mager, 1962), read from English texts.

In another language the text is one part, unless its team says its parts; the language's table tells what is done in it.

The performance is what is done, and with or to what; the condition says how or with what help, the criterion how well.
A team that means it otherwise says so beside the outcome (`parts:`), and then nothing is read from the text. An
outcome may name two performances ("Find out why a loaf failed and decide what to change"): each is a part of its own,
since each is taught and judged in a way of its own; a title speaks of the first. Nothing is guessed from grammar that
the word lists do not carry: where no verb is known, the whole text is one part.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from mooc_kit.bloom import verbs
from mooc_kit.bloom.kinds import Level, Performance
from mooc_kit.bloom.language_tables import table_for
from mooc_kit.bloom.levels import ENGLISH, base_form, is_english, known_verb, level_of_verb, without_opening
from mooc_kit.bloom.performances import BY_LEVEL, performance_of

# "with" and "for" are not among them: "compare a river with a canal" names an object, not a condition.
_CONDITION = (
    r"without|using|by means of|with the help of|within|under|given|in (?:your|their) own words"
    r"|on (?:your|their) own|from memory"
)
_AMOUNT = (
    r"(?:\d+|an?\s+(?:half|quarter|minute|hour|day|week|month)|half|two|three|four|five|six|seven|eight|nine|ten|twelve"
    r"|fifteen|twenty|thirty)"
)
_CRITERION = (
    rf"at least|at most|no more than|with (?:at most|at least|no more than|fewer than)|in (?:under|less than|at most)"
    rf"|(?:within|under)\s+{_AMOUNT}|to within|so that"
)
# "At a rate of at least 100" is one phrase: what is cut off never leaves a hanging "of".
_TAIL = re.compile(
    rf"(?<!\bof)(?<!\bto)(?<!\bfor)(?<!\bwith)(?<!\bin)[,\s]+(?=(?:{_CRITERION}|{_CONDITION})\b)", re.IGNORECASE
)
_PRONOUNS = "|".join(sorted(verbs.PRONOUNS))
_SAME_THING = re.compile(rf",?\s+(?:and|then)\s+(?:then\s+)?([^\W\d_]+)\s+(?:{_PRONOUNS})\b.*", re.IGNORECASE)
_SEAMS = tuple(
    re.compile(rf"(?:,\s*|\s+)(?={words})", re.IGNORECASE)
    for words in (
        r"(?<=,\s)",
        r"(?:and|or|with|without|for|from|by|so|while|when|before|after|until|if|because)\b",
        r"(?:that|which|who|whose|where)\b",
        r"(?:of|in|on|at|to|about|into|over|under|between|through)\b",
    )
)
"""Where a long title is cut, best places first: at a comma, before a further phrase, a clause, a preposition."""
_HANGING = verbs.PREPOSITIONS | verbs.DETERMINERS | {"and", "or", "that", "which"}
_IS_CRITERION = re.compile(rf"(?:{_CRITERION})", re.IGNORECASE)
_SECOND = re.compile(r",?\s+(?:and|then)\s+(?:then\s+)?(?=([^\W\d_]+)\b)", re.IGNORECASE)
_THIRD_PERSON = {"your": "their", "you": "they", "yourself": "themselves", "yours": "theirs", "our": "their"}
_SECOND_PERSON = re.compile(rf"\b(?:{'|'.join(_THIRD_PERSON)})\b", re.IGNORECASE)
_DOUBLING = re.compile(r"[^aeiou][aeiou][bdgklmnprt]\Z")


@dataclass(frozen=True)
class OutcomePart:
    """One performance of an outcome. Texts have no full stop; all but `verb` may be ""."""

    verb: str
    """What is done, with its particle, small letters: "find out"."""
    object: str = ""
    condition: str = ""
    """How, where, with or without which help: "without a recipe"."""
    criterion: str = ""
    """How well, how many, how fast: "within ten minutes"."""
    read: tuple[Level | None, Performance] | None = None
    """What the table of another language than English says of it."""

    @property
    def performance(self) -> Performance:
        return self.read[1] if self.read is not None else performance_of(self.verb, self.object)

    @property
    def level(self) -> Level | None:
        return self.read[0] if self.read is not None else level_of_verb(self.verb.split(" ", 1)[0])

    @property
    def doing(self) -> str:
        """The performance without its condition: "bake a loaf"."""
        return f"{self.verb} {self.object}".strip()

    @property
    def in_short(self) -> str:
        """The performance without what is then done with the same thing: "make a plan", of "... and discuss it"."""
        again = _SAME_THING.search(self.object)
        object_ = self.object[: again.start()] if again and known_verb(again[1].lower()) else self.object
        return f"{self.verb} {object_}".strip()

    @property
    def whole(self) -> str:
        """All of it: "bake a loaf without a recipe within an hour"."""
        return " ".join(word for word in (self.doing, self.condition, self.criterion) if word)

    @property
    def topic(self) -> str:
        """What it is about, as a title: "A sourdough loaf at home", "Why a loaf failed", "Working in a team"."""
        if not self.object:
            return _capital(self.verb)
        if self.read is not None:
            return _capital(self.doing)  # in Spanish and Arabic the verb of an outcome is a noun as well
        again = _SAME_THING.search(self.object)  # "an old map and compare it with ..." is about the map
        if again and known_verb(again[1].lower()):
            return OutcomePart(self.verb, self.object[: again.start()]).topic
        first = self.object.split(" ", 1)[0].lower()
        head, _, particle = self.verb.partition(" ")
        is_bare = first in verbs.DETERMINERS and self.object.count(" ") == 1  # "A colony" says too little
        if first in verbs.PREPOSITIONS or head in verbs.WITH_COMPLEMENT or (is_bare and known_verb(head)):
            return _capital(f"{_gerund(head)} {particle} {self.object}".replace("  ", " "))
        return _capital(self.object)


Said = str | tuple[OutcomePart, ...]
"""An outcome as it is handed on: its text, or its parts where these say more."""


def parts_of(text: str) -> tuple[OutcomePart, ...]:
    """The performances that an outcome's text names, in their order; at least one."""
    rest = without_opening(text).rstrip(" .;")
    pieces, start = [], 0
    for found in _SECOND.finditer(rest):
        if known_verb(found[1].lower()) and _whole(rest[start : found.start()]) and _is_done_to(rest[found.end() :]):
            pieces.append(rest[start : found.start()])
            start = found.end()
    pieces.append(rest[start:])
    return tuple(_part(piece) for piece in pieces)


def parts_said(said: Said, language: str = ENGLISH) -> tuple[OutcomePart, ...]:
    """The parts of an outcome in `language` as its team gave them, or as they are read from its text."""
    if not isinstance(said, str):
        return said if is_english(language) else tuple(_read(part, language) for part in said)
    return parts_of(said) if is_english(language) else (_as_one(said, language),)


def topic_of(said: Said, most: int = 50, language: str = ENGLISH) -> str:
    """A title for what an outcome is about, of `most` letters at most, cut between words and never inside a phrase
    that would leave a hanging "of" or "and"."""
    topic, table = parts_said(said, language)[0].topic, table_for(language)
    if len(topic) <= most:
        return topic
    ends = (max((found.start() for found in seam.finditer(topic, 0, most)), default=0) for seam in _SEAMS)
    end = next((end for end in ends if " " in topic[:end]), 0)
    words = (topic[:end] if end else topic[: most + 1].rsplit(" ", 1)[0]).rstrip(" ,;:").split(" ")
    hanging = _HANGING if table is None else table.hanging
    while len(words) > 1 and words[-1].lower() in hanging:
        words.pop()
    return " ".join(words)


def in_third_person(text: str) -> str:
    """`text` said of participants: "your own words" becomes "their own words"."""
    return _SECOND_PERSON.sub(lambda found: _THIRD_PERSON[found[0].lower()], text)


def _as_one(text: str, language: str) -> OutcomePart:
    """An outcome in another language than English, from its verb on, as it stands there."""
    table = table_for(language)
    rest = (text if table is None else table.without_opening(text)).strip().rstrip(" .;؛")
    verb, _, object_ = rest.partition(" ")
    return _read(OutcomePart(_small(verb), object_), language)


def _read(part: OutcomePart, language: str) -> OutcomePart:
    """`part` with what the table of its language says of its verb."""
    table = table_for(language)
    verb = table.first_verb(part.doing) if table is not None else ""
    level = table.levels.get(verb) if table is not None else None
    usual = BY_LEVEL[level] if level is not None else Performance.OTHER
    return replace(part, read=(level, table.families.get(verb, usual) if table is not None else usual))


def _whole(words: str) -> bool:
    """Whether `words` name a performance with an object of its own: in "read and write letters" and in "draw a map and
    share it" there is only one."""
    first, *rest = words.split() or [""]
    return bool(rest) and not first.endswith(",") and re.sub(r"\W", "", rest[0]).lower() not in verbs.PRONOUNS


def _is_done_to(words: str) -> bool:
    """Whether `words` surely begin with a verb and not with a noun of the same letters: "survey and interview data"."""
    rest = words.split()[1:]
    return bool(rest) and rest[0].lower() in verbs.DETERMINERS | verbs.PREPOSITIONS


def _part(text: str) -> OutcomePart:
    words = text.strip().split()
    while len(words) > 1 and re.sub(r"\W", "", words[0]).lower() in verbs.ADVERBS:
        words.pop(0)
    if not words or words[0].lower() in verbs.DETERMINERS:
        # A thing instead of a performance: what one can show of it is an explanation.
        return OutcomePart("explain", " ".join(words), "")
    verb = base_form(re.sub(r"[^\w-]", "", words[0]).lower())
    if not known_verb(verb):
        verb = _small(words[0])  # perhaps none at all: "L'eau ..."
    rest = words[1:]
    if rest and rest[0].lower() in verbs.PARTICLES.get(verb, ()):
        verb = f"{verb} {rest.pop(0).lower()}"
    elif words[0].endswith(","):
        while len(rest) > 3 and (rest[0].endswith(",") or (rest[1] in ("and", "or") and known_verb(rest[2].lower()))):
            verb = f"{verb}, {rest.pop(0).lower().rstrip(',')}"  # "clean, dry and store seed"
    if len(rest) > 2 and rest[0].lower() in ("and", "or") and known_verb(rest[1].lower()):
        verb, rest = f"{verb} {rest[0].lower()} {rest[1].lower()}", rest[2:]
    object_, *tail = (piece.strip(" ,") for piece in _TAIL.split(" " + " ".join(rest)))
    criterion = " ".join(piece for piece in tail if _IS_CRITERION.match(piece))
    return OutcomePart(verb, object_, " ".join(p for p in tail if not _IS_CRITERION.match(p)), criterion)


def _gerund(verb: str) -> str:
    if verb.endswith("ie"):
        return verb[:-2] + "ying"
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")):
        return verb[:-1] + "ing"
    one_syllable = len(re.findall(r"[aeiouy]+", verb)) == 1
    if verb in verbs.DOUBLED or (one_syllable and _DOUBLING.search(verb)):
        return verb + verb[-1] + "ing"
    return verb + "ing"


def _small(word: str) -> str:
    """`word` with a small first letter, unless it is an abbreviation."""
    return word[:1].lower() + word[1:] if word[1:2].islower() or len(word) < 2 else word


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
