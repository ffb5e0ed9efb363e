"""What somebody was looked for by, in words: it is also what they are told that was searched."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models.functions import Lower

from comments.dossier.whom import Whom
from comments.models import Comment
from comments.persons.keys import Key, Kind
from comments.persons.wording import CALLED, short


def names_of(whom: Whom) -> list[str]:
    """As an operator named them; else as their keys do."""
    websites = (f"website {website}" for website in whom.websites)
    comments = (f"comment {pk}" for pk in whom.comments)
    return list(whom.named) or [*map(called, whom.keys), *websites, *comments]


def called(key: Key) -> str:
    return f"{CALLED[key.kind]} {_value(key)}"


def _value(key: Key) -> Any:
    if key.kind == Kind.ACCOUNT:
        account = get_user_model().objects.filter(pk=str(key.value)).first()
        return account.get_username() if account else key.value
    return _addresses(key) if key.kind == Kind.EMAIL else key.value


def _addresses(key: Key) -> str:
    """An address may have come with an import as nothing but its hash."""
    written = Comment.objects.filter(email_key=key.value).exclude(email="").order_by()
    found = written.values_list(Lower("email"), flat=True).distinct()
    return ", ".join(sorted(found)) or short(key)
