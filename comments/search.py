"""Finds comments by their words and names, in whichever state they are."""

from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from comments.querysets import CommentQuerySet

# As the index has it (migration 0020): whole words of any language, none of them left out.
WORDS = """
to_tsvector('simple', comments_comment.name || ' ' || comments_comment.text)
    @@ (plainto_tsquery('simple', %s) && to_tsquery('simple', %s))
"""


def found(comments: CommentQuerySet, typed: str, *, by_address: bool) -> CommentQuerySet:
    """Those with all these words, the last of which may be only begun.

    `by_address`: or those of a guest whose e-mail address this is, in full. Never both at once:
    the index is of use only while it is asked alone.
    """
    if by_address and "@" in typed:
        theirs = comments.filter(email__iexact=typed.strip())
        if theirs.exists():
            return theirs
    first, _, last = typed.strip().rpartition(" ")
    asked = RawSQL(WORDS, [first, _begun(last)], BooleanField())  # noqa: S611 - values apart
    return comments.filter(asked)


def _begun(word: str) -> str:
    """Any word that begins so. Quoted, nothing in it is an operator."""
    quoted = word.replace("\\", "\\\\").replace("'", "''")
    return f"'{quoted}':*" if quoted else ""
