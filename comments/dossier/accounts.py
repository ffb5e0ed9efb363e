"""What an account leaves behind that is not ours: its sessions, and the admin's own log."""

from collections.abc import Iterator
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.auth import SESSION_KEY, get_user_model
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet

from comments.dossier.whom import Whom
from comments.persons.keys import Kind

READ_AT_ONCE = 1_000
MODERATES = "comments.moderate_comment"


def sessions_of(whom: Whom) -> list[str]:
    """Their keys. Whose a session is stands within it, so that all of them are read."""
    ids = {str(pk) for pk in whom.of(Kind.ACCOUNT)}
    return [key for key, owner in _owners() if owner in ids] if ids else []


def log_lines(whom: Whom) -> QuerySet[LogEntry]:
    """What the admin has noted about these accounts; it calls them by their names."""
    about = Q(content_type=ContentType.objects.get_for_model(get_user_model()))
    return LogEntry.objects.filter(about, object_id__in=map(str, whom.of(Kind.ACCOUNT)))


def staff_among(whom: Whom) -> list[Any]:
    accounts = whom.accounts()
    return [user for user in accounts if user.is_staff or user.has_perm(MODERATES)]


def forget(whom: Whom) -> None:
    """The accounts with all that hangs on them; whoever is signed in as one is signed out."""
    Session.objects.filter(pk__in=sessions_of(whom)).delete()
    log_lines(whom).update(object_id=None, object_repr="", change_message="")
    whom.accounts().delete()


def _owners() -> Iterator[tuple[str, Any]]:
    for session in Session.objects.order_by("pk").iterator(chunk_size=READ_AT_ONCE):
        yield str(session.pk), session.get_decoded().get(SESSION_KEY)
