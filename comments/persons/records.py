"""What is known of a person: their comments, and what moderators have decided and noted."""

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from comments.models import AddressHash, Comment, Decision, Note, Sanction
from comments.persons.keys import Key, Kind

COLUMN = {Kind.ACCOUNT: "author_id", Kind.GUEST: "guest", Kind.EMAIL: "email_key"}

# Decisions about the person, and those that were about or have changed a comment of theirs.
DECISIONS = """
WITH theirs AS ({comments})
SELECT id FROM comments_decision WHERE person = %s
UNION SELECT id FROM comments_decision WHERE comment_id IN (SELECT id FROM theirs)
UNION SELECT decision_id FROM comments_statechange WHERE comment_id IN (SELECT id FROM theirs)
    AND decision_id IS NOT NULL
ORDER BY id DESC LIMIT %s
"""


def comments_of(key: Key) -> QuerySet[Comment]:
    """All that a person wrote, or all that came from a network as long as that is known."""
    if column := COLUMN.get(key.kind):
        return Comment.objects.filter(**{column: key.value})
    hashes = kept_addresses().filter(**{address_column(key.kind): key.value})
    return Comment.objects.filter(pk__in=hashes.values("comment"))


def address_column(kind: Kind) -> str:
    return "network" if kind == Kind.NETWORK else "address"


def kept_addresses() -> QuerySet[AddressHash]:
    """What has not expired: it may lie there for a while after that."""
    return AddressHash.objects.filter(expires_at__gt=Now())


def decisions_about(key: Key, most: int) -> list[Decision]:
    sql, values = comments_of(key).order_by().values("id").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(DECISIONS.format(comments=sql), [*values, str(key), most])
        ids = [row[0] for row in cursor.fetchall()]
    found = Decision.objects.filter(pk__in=ids).select_related("comment", "cause", "undone_by")
    return list(found.defer("comment__html").order_by("-id"))


def notes_on(key: Key) -> QuerySet[Note]:
    return Note.objects.filter(person=str(key))


def sanctions_on(key: Key) -> QuerySet[Sanction]:
    """Those that were decided about the person, and those about others that meet them."""
    found = Sanction.objects.filter(Q(person=str(key)) | Q(key=str(key)))
    return found.select_related("decision", "lifted_by")
