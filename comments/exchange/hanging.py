"""What hangs on an import and keeps it in place. Ask while what it brought is gathered."""

from comments.exchange.brought import Values
from comments.exchange.erased import ERASED
from comments.exchange.happened import table_of
from comments.models import ImportRun
from comments.statements import ask


def _others(kind: str, *columns: str, articles: bool = False) -> str:
    """Rows about what it brought that it did not bring."""
    about = [(column, "undone_comments") for column in columns]
    about += [("article_id", "undone_articles")] if articles else []
    found = " UNION ".join(
        f"SELECT o.id FROM {table_of(kind)} o JOIN {gathered} u ON u.id = o.{column}"
        for column, gathered in about
    )
    return f"""({found}) AS found WHERE NOT EXISTS (
        SELECT FROM undone_log l WHERE l.kind = '{kind}' AND l.id = found.id)"""


# Whatever another import has brought is one of its rows.
NOT_MINE = """
NOT EXISTS (SELECT FROM undone_comments u WHERE u.id = c.id) AND NOT EXISTS (
    SELECT FROM comments_ledgerrow l WHERE l.comment_id = c.id AND l.made_in_id IS NOT NULL)
"""
OTHER_RUN = "l.run_id <> %(run)s AND l.made_in_id IS DISTINCT FROM %(run)s"

# By what one and what many are called, each a count of what follows; anything that is found here
# keeps the import in place.
HANGS = {
    (
        "line of the log that it brought, from which nothing is ever deleted",
        "lines of the log that it brought, from which nothing is ever deleted",
    ): "undone_log WHERE kind IN ('decision', 'change', 'move', 'note')",
    ("reply or thread from here", "replies or threads from here"): f"""(
        SELECT c.id FROM comments_comment c JOIN undone_comments p ON p.id = c.parent_id
        WHERE {NOT_MINE} UNION
        SELECT c.id FROM comments_comment c JOIN undone_articles a ON a.id = c.article_id
        WHERE {NOT_MINE}) AS found""",
    ("decision", "decisions"): _others("decision", "comment_id", articles=True),
    ("change of state", "changes of state"): _others("change", "comment_id"),
    ("move", "moves"): _others("move", "comment_id", "from_parent_id", "to_parent_id"),
    ("flag", "flags"): _others("flag", "comment_id"),
    ("appeal", "appeals"): _others("appeal", "comment_id"),
    (
        "flag or appeal that it brought and that is answered",
        "flags or appeals that it brought and that are answered",
    ): """(
        SELECT f.id FROM comments_flag f JOIN undone_log l ON l.kind = 'flag' AND l.id = f.id
        WHERE f.decision_id IS NOT NULL UNION ALL
        SELECT a.id FROM comments_appeal a JOIN undone_log l ON l.kind = 'appeal' AND l.id = a.id
        WHERE a.decision_id IS NOT NULL) AS found""",
    ("ban that it brought and that was lifted", "bans that it brought and that were lifted"): """
        comments_sanction s JOIN undone_log l ON l.kind = 'sanction' AND l.id = s.id
        WHERE s.lifted_by_id IS NOT NULL""",
    ("comment that was edited here", "comments that were edited here"): """
        comments_comment c JOIN undone_comments u ON u.id = c.id
        WHERE c.edited_at > %(started)s""",
    ("article that was changed here", "articles that were changed here"): """
        articles_article a JOIN undone_articles u ON u.id = a.id WHERE a.updated_at > u.made_at""",
    ("rule of an article's own", "rules of articles' own"): """
        comments_rule r JOIN undone_articles a ON a.id = r.article_id""",
    # Without their lines in the ledger, the next import would bring them back.
    ("erased row", "erased rows"): f"undone_lines WHERE reason = '{ERASED}'",
    (
        "row of an earlier import that it updated",
        "rows of an earlier import that it updated",
    ): "comments_ledgerrow WHERE run_id = %(run)s AND outcome = 'updated'",
    ("row of another import", "rows of other imports"): f"""(
        SELECT l.id FROM comments_ledgerrow l JOIN undone_comments u ON u.id = l.comment_id
        WHERE {OTHER_RUN} UNION
        SELECT l.id FROM comments_ledgerrow l JOIN undone_articles u ON u.id = l.article_id
        WHERE {OTHER_RUN} UNION
        SELECT l.id FROM comments_ledgerrow l JOIN undone_pingbacks u ON u.id = l.pingback_id
        WHERE {OTHER_RUN}) AS found""",
    ("pingback from elsewhere", "pingbacks from elsewhere"): """
        comments_pingback p JOIN undone_articles a ON a.id = p.article_id
        WHERE NOT EXISTS (SELECT FROM undone_pingbacks u WHERE u.id = p.id)""",
    ("old address from another import", "old addresses from other imports"): """(
        SELECT o.id FROM comments_oldaddress o JOIN undone_articles u ON u.id = o.article_id
        WHERE o.run_id <> %(run)s UNION
        SELECT o.id FROM comments_oldaddress o JOIN undone_comments u ON u.id = o.comment_id
        WHERE o.run_id <> %(run)s) AS found""",
}


def why_not(run: ImportRun) -> str:
    """Why an import stays; empty if it can be taken back."""
    hangs = _hangs(run)
    verb = "hangs" if sum(n for n, _what in hangs) == 1 else "hang"
    listed = ", ".join(f"{n:,} {what}" for n, what in hangs)
    return f"the import stays, since on it {verb} {listed}" if hangs else ""


def _hangs(run: ImportRun) -> list[tuple[int, str]]:
    values = Values.of(run)._asdict()
    found = [
        (int(ask(f"SELECT count(*) FROM {asked}", values)[0][0]), called)
        for called, asked in HANGS.items()
    ]
    return [(n, called[n != 1]) for n, called in found if n]
