"""Problem codes of keys, issuing and verifying (V)."""

from __future__ import annotations

from mooc_kit.problems import Rule, Severity

_E, _W = Severity.ERROR, Severity.WARNING

KEY_IN_KIT = Rule(
    "V101",
    "The keys would lie inside a kit.",
    _E,
    "A kit is shared: with the team, in git, often with the world. Whoever has the key can sign in your name.",
    "mooc-kit keys new --keys my-course/keys",
    "mooc-kit keys new --keys ~/keys/river-watch",
    example_is="files",
)
NO_KEYRING = Rule(
    "V102",
    "There is no signing key here.",
    _E,
    "Credentials are signed, so that anyone can check them without asking you.",
    "mooc-kit issue completions.parquet, before any key was made.",
    "mooc-kit keys new --did https://rivers.example.org/watch, once; then mooc-kit issue.",
    example_is="files",
)
KEYRING_BROKEN = Rule(
    "V103",
    "The key cannot be read.",
    _E,
    "A key that is open to others, damaged, or locked with another passphrase must not be used.",
    "The passphrase is another one than when the key was made.",
    "The passphrase is right, and only you can read the file (mode 0600).",
    example_is="files",
)
KEY_EXISTS = Rule(
    "V104",
    "There are keys here already.",
    _E,
    "A new key in its place would make everything that was signed before impossible to check.",
    "mooc-kit keys new, a second time.",
    "mooc-kit keys rotate: the old key stays for checking, the new one signs.",
    example_is="files",
)
BAD_DID = Rule(
    "V105",
    "This address cannot be the issuer's.",
    _E,
    "The issuer is found at an https address, where anyone can look its public keys up.",
    "mooc-kit keys new --did rivers.example.org",
    "mooc-kit keys new --did https://rivers.example.org/watch",
    example_is="files",
)
NOT_VERIFIED = Rule(
    "V201",
    "The credential does not hold.",
    _E,
    "Something was changed after it was signed, it was revoked, or it is somebody else's.",
    "A badge in which the name of the course was changed by hand.",
    "The badge as it was issued.",
    example_is="files",
)
NO_SUCH_CREDENTIAL = Rule(
    "V202",
    "The ledger has no such credential or person.",
    _E,
    "Only what was issued from this ledger can be revoked or deleted here.",
    "mooc-kit revoke with the id of another course's badge.",
    "mooc-kit revoke with an id from mooc-kit ledger export.",
    example_is="files",
)
LEDGER_BROKEN = Rule(
    "V203",
    "The ledger cannot be used.",
    _E,
    "It holds what was issued; without it nobody could tell what is still to be issued.",
    "The file is not a ledger, belongs to another course, or is in use.",
    "The ledger beside the credentials that were issued before.",
    example_is="files",
)
NOTHING_TO_ISSUE = Rule(
    "V204",
    "The course gives nothing that could be issued.",
    _E,
    "Certificates are issued for platform_completion, authenticated_completion and credit.",
    "A course whose only completion option is self_check.",
    "completion:\n  platform_completion: {}",
    example_is="files",
)
NOT_SIGNED_YET = Rule(
    "V205",
    "The agreement with the partner is not signed: nothing is issued for it.",
    _W,
    "An authenticated certificate or credit that nobody has agreed to would promise what no one keeps.",
    "agreement: in-negotiation",
    "agreement: signed",
    example_is="files",
)
STILL_OPEN = Rule(
    "V211",
    "Questions about the credit are open, and nobody answers for issuing it: none of it is issued.",
    _E,
    "A credit that a board, a registry or another university then does not take costs its holder a year. Either the "
    "questions are settled, or somebody with a name says that it is given all the same.",
    "completion:\n  credit:\n    settled: [which-board]",
    "completion:\n  credit:\n    settled: [which-board]\n"
    "    risk_accepted: {by: 'Daniel Okafor, dean', date: 2027-05-01}",
    example_is="files",
)
OTHER_DECISIONS = Rule(
    "V206",
    "The file of completions does not fit the course.",
    _E,
    "It was decided for another course, or by an older version.",
    "mooc-kit issue with the completions of another course.",
    "mooc-kit completions GRADEBOOK, and then mooc-kit issue.",
    example_is="files",
)
NO_ADDRESS = Rule(
    "V207",
    "The course has no address: its credentials cannot be revoked.",
    _W,
    "Revocation works by a list that lies on the course's site, and the QR code leads to its verify page.",
    "course:\n  id: river-watch\n  (no url)",
    "course:\n  id: river-watch\n  url: https://rivers.example.org/watch",
    example_is="files",
)
ODD_SUBJECT = Rule(
    "V285",
    "A line of the table of DIDs cannot be used.",
    _E,
    "A credential that is bound to the wrong key belongs, for every wallet, to somebody else.",
    "learner,id\nama@example.org,z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK\n",
    "learner,id\nama@example.org,did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK\n",
    example_is="files",
)
CANNOT_PRINT = Rule(
    "V208",
    "A certificate cannot be drawn.",
    _E,
    "A name with a letter that no font has would come out with an empty box in it.",
    "A name in Devanagari, on a machine without a font for it.",
    "The Noto fonts are installed, or their folder is named in MOOC_KIT_FONTS.",
    example_is="files",
)
CANNOT_WRITE = Rule(
    "V209",
    "The credentials cannot be written there.",
    _E,
    "What was written before stays, and the next run goes on from there.",
    "mooc-kit issue completions.parquet -o /a/full/disk",
    "mooc-kit issue completions.parquet -o credentials",
    example_is="files",
)
ENGINE_FAILED = Rule(
    "V210",
    "The processes that sign do not get through.",
    _E,
    "Nothing is lost by it: what was written stays, and the next run goes on from there.",
    "mooc-kit issue completions.parquet --workers 64, on a machine with little memory.",
    "mooc-kit issue completions.parquet --workers 1",
    example_is="files",
)

RULES: tuple[Rule, ...] = tuple(value for value in list(globals().values()) if isinstance(value, Rule))

OTHER_RUN = Rule(
    "V250",
    "The ledger is that of an earlier run.",
    _E,
    "Each run has a ledger of its own. In that of the run before, somebody who takes part again would count as decided "
    "anew, and lose the credential that they hold.",
    "mooc-kit issue completions.parquet, for the autumn run, into the folder of the spring run.",
    "mooc-kit issue completions.parquet --output credentials/run-2027-09-06",
    example_is="files",
)
