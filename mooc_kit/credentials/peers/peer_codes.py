"""The problem codes of peer-awarded badges as files (P)."""

from __future__ import annotations

from mooc_kit.problems import Rule, Severity

_E = Severity.ERROR

NOT_A_BADGE = Rule(
    "P101",
    "This file is no request, judgement or badge.",
    _E,
    "Peer badges travel as the files that mooc-kit or the course's award page writes.",
    "a screenshot of a badge",
    "field-observer.badge.json",
    example_is="files",
)
BROKEN_CHAIN = Rule(
    "P102",
    "The badge does not hold.",
    _E,
    "A peer badge is worth what the chain of its judges is worth. Somewhere on the way to the first judges it breaks.",
    "a badge whose judge held no badge then",
    "a badge whose judges lead back to the first judges",
    example_is="files",
)
NO_FIRST_JUDGES = Rule(
    "P103",
    "The course names no first judges.",
    _E,
    "Every chain of awards begins with somebody whom the course trusts. Without their keys no badge can be checked.",
    "peer_badges without first_judges",
    "first_judges:\n  - {name: Ama Boateng, key: did:key:z6Mk...}",
    example_is="files",
)
BAD_KEY_FILE = Rule(
    "P104",
    "The key cannot be used.",
    _E,
    "With the key you sign in your name. A damaged key, or one locked with another passphrase, signs nothing.",
    "a key file with another passphrase",
    "the key file as the award page or mooc-kit badge key wrote it",
    example_is="files",
)
NOT_ENOUGH = Rule(
    "P105",
    "The judgements do not make a badge yet.",
    _E,
    "The course decides how many people must agree. Their judgements must be about the same request.",
    "one judgement where the badge needs two",
    "as many judgements of the same request as the badge needs",
    example_is="files",
)
CANNOT_JUDGE = Rule(
    "P106",
    "This judgement would not count.",
    _E,
    "Nobody judges their own request; a judge holds the badge already or is a first judge; every criterion is judged, "
    "and at least secure. A judgement that does not count is not written.",
    "a criterion judged below secure",
    "every criterion judged secure or better",
    example_is="files",
)
TRUST_FILE = Rule(
    "P107",
    "A file of the team's about badges does not hold.",
    _E,
    "Lists of revoked badges, checkpoints and the register count only when a first judge signed them.",
    "a line taken out of badges/register.ndjson",
    "the register as it was written",
    example_is="files",
)

RULES: tuple[Rule, ...] = tuple(value for value in list(globals().values()) if isinstance(value, Rule))
