"""What is held about a person, table by table, and what becomes of it when it is erased.

Each part is one statement, whatever its size. `{theirs}` are the ids of the person's comments.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from comments.dossier.whom import THEIRS, Whom
from comments.exchange.erased import ERASED
from comments.statements import ask

# What readers see where a name was.
NAMELESS = "Deleted reader"

ABOUT = "person = ANY(%(keys)s::text[])"
PINGED = """
EXISTS (SELECT FROM unnest(%(websites)s::text[]) AS given (site)
    WHERE comments_pingback.website = site OR starts_with(comments_pingback.website, site || '/'))
"""


class What(StrEnum):
    COMMENTS = "comments"
    EARLIER = "earlier texts"
    HOLDS = "evidence of holds"
    ADDRESSES = "hashes of addresses"
    SKETCHES = "sketches of texts"
    LESSONS = "lessons of the spam filter"
    FLAGS = "flags they made"
    FLAGGED = "words of flags on their comments"
    APPEALS = "words of appeals"
    DECISIONS = "decisions"
    NOTES = "notes"
    BANS = "bans"
    IMPORTED = "rows of imports"
    PINGBACKS = "pingbacks"
    ACCOUNTS = "accounts"
    SESSIONS = "sessions"
    ADMIN_LOG = "lines of the admin's own log"


@dataclass(frozen=True)
class Part:
    """Rows of a table, and what is written into their columns; nothing: they are deleted."""

    what: What
    table: str
    where: str
    sets: dict[str, str] = field(default_factory=dict)
    # Only when the words go too.
    only_words: bool = False

    def count(self, whom: Whom) -> int:
        where = self.where.format(theirs=THEIRS)
        return int(ask(f"SELECT count(*) FROM {self.table} WHERE {where}", whom.values)[0][0])

    def erase(self, whom: Whom, theirs: str) -> None:
        where = self.where.format(theirs=theirs)
        ask(f"{self._verb()} WHERE {where}", whom.values)

    def _verb(self) -> str:
        if not self.sets:
            return f"DELETE FROM {self.table}"
        sets = ", ".join(f"{column} = {value}" for column, value in self.sets.items())
        return f"UPDATE {self.table} SET {sets}"


def _beneath(table: str, *, but: str = "", column: str = "comment_id") -> tuple[str, str]:
    return f"comments_{table}", f"{column} IN ({{theirs}})" + (f" AND {but}" if but else "")


def _differs(sets: dict[str, str]) -> str:
    """Of a comment that was named by itself nothing may be left but its place."""
    return f"({' OR '.join(f'{name} IS DISTINCT FROM {value}' for name, value in sets.items())})"


SKIPPED = {"digest": "NULL", "outcome": "'skipped'", "reason": f"'{ERASED}'"}
FORGOTTEN = SKIPPED | {"stored": "NULL"}

# What tells who somebody is goes always; so do their words to moderators, and moderators' about
# them. Rows of the log stay, and say what was decided, when and by whom.
BESIDES = [
    Part(What.EARLIER, *_beneath("revision", but="text <> ''"), {"text": "''"}, only_words=True),
    Part(What.HOLDS, *_beneath("hold", but="evidence <> ''"), {"evidence": "''"}),
    Part(What.ADDRESSES, *_beneath("addresshash")),
    Part(What.SKETCHES, *_beneath("sketch")),
    Part(What.FLAGGED, *_beneath("flag", but="words <> ''"), {"words": "''"}),
    Part(
        What.FLAGS,
        "comments_flag",
        "(author_id = ANY(%(accounts)s::int[]) OR guest = ANY(%(guests)s::uuid[]))",
        {"author_id": "NULL", "guest": "NULL", "words": "''"},
    ),
    Part(What.APPEALS, *_beneath("appeal", but="words <> ''"), {"words": "''"}),
    Part(
        What.DECISIONS,
        "comments_decision",
        f"({ABOUT} OR comment_id IN ({{theirs}}) AND reason <> '')",
        {"person": f"CASE WHEN {ABOUT} THEN '' ELSE person END", "reason": "''"},
    ),
    Part(What.NOTES, "comments_note", ABOUT, {"person": "''", "words": "''"}),
    Part(What.BANS, "comments_sanction", f"({ABOUT} OR key = ANY(%(keys)s::text[]))"),
    Part(What.IMPORTED, *_beneath("ledgerrow", but=_differs(FORGOTTEN)), FORGOTTEN),
    Part(
        What.IMPORTED,
        "comments_ledgerrow",
        f"pingback_id IN (SELECT id FROM comments_pingback WHERE {PINGED})",
        SKIPPED,
    ),
    Part(
        What.PINGBACKS,
        "comments_pingback",
        PINGED,
        {"name": f"'{NAMELESS}'", "website": "''", "text": "''"},
    ),
]
LESSONS = Part(What.LESSONS, *_beneath("spamlesson"))
NOBODY = {
    "name": f"'{NAMELESS}'",
    "author_id": "NULL",
    "guest": "NULL",
    "email": "''",
    "email_key": "NULL",
    "website": "''",
    "submission": "NULL",
}
WORDLESS = {"text": "''", "html": "''"}


# Lines of our own log that were imported have the ids of what they became.
LOGGED = {
    f"comments_{kind}": kind for kind in ("hold", "flag", "appeal", "decision", "note", "sanction")
}


def _line_of(part: Part) -> Part:
    """The lines of the ledger about these rows: forgotten before the rows are."""
    ids = f"SELECT id::text FROM {part.table} WHERE {part.where}"
    where = f"kind = '{LOGGED[part.table]}' AND source_id IN ({ids})"
    return Part(What.IMPORTED, "comments_ledgerrow", where, FORGOTTEN)


def parts(*, words: bool) -> list[Part]:
    lines = [_line_of(part) for part in BESIDES if part.table in LOGGED]
    return lines + [part for part in BESIDES if words or not part.only_words]


def comments(*, words: bool) -> Part:
    """The comments themselves: last, as all else is found by what tells whose they are."""
    sets = NOBODY | WORDLESS if words else NOBODY
    return Part(What.COMMENTS, *_beneath("comment", column="id", but=_differs(sets)), sets)
