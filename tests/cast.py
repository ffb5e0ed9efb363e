"""The people of the tests, and what they write.

alice is an editor and wrote the article, bob commented, charlie is a stranger, mod moderates.
"""

from importlib import import_module
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.contrib.auth.models import Group, User

from articles.models import Article
from comments import actions
from comments.models import Comment
from comments.people import Person

PASSWORD = "open sesame, said the fox"
INDENT = 2


def alice() -> User:
    return account("alice", "Editors")


def bob() -> User:
    return account("bob")


def charlie() -> User:
    return account("charlie")


def mod() -> User:
    return account("mod", "Moderators")


def account(name: str, group: str | None = None, **values: Any) -> User:
    """The account of this name, made at first mention; members of a group are staff."""
    found = User.objects.filter(username=name).first()
    if found is not None:
        return found
    values = {"email": f"{name}@example.org", "is_staff": group is not None} | values
    user = User.objects.create_user(name, password=PASSWORD, **values)
    if group is not None:
        user.groups.add(_group(group))
    return user


def guest(name: str = "Gwen", **values: Any) -> Person:
    """Somebody without an account, known by a cookie of their own."""
    return Person(name=name, guest=uuid4(), **values)


def person(user: User) -> Person:
    return Person(name=user.get_full_name() or user.get_username(), user_id=user.pk)


def make_article(**values: Any) -> Article:
    """An article that is published and open to comments, unless `values` say otherwise."""
    state = Article.State.PUBLISHED
    given = {"title": "The footbridge", "byline": "Alice", "body": "It shuts on Monday."}
    return Article.objects.create(**{**given, "state": state, **values})


def say(
    article: Article, author: User | Person | str, text: str, parent: Comment | None = None
) -> Comment:
    """Post as an account, as a guest, or as a new guest of this name."""
    if isinstance(author, str):
        author = guest(author)
    elif isinstance(author, User):
        author = person(author)
    parent_id = None if parent is None else parent.pk
    return actions.post(article, author, text, parent_id=parent_id).comment


def converse(article: Article, drawing: str) -> list[Comment]:
    """Say what is drawn, one comment a line, each indented beneath the one it answers:

    Ada: Where does it go?
      Ben: Over the river.
        Ada: Thank you.
    """
    said: list[Comment] = []
    path: list[Comment] = []
    lines = [line for line in drawing.splitlines() if line.strip()]
    margin = _indent(lines[0])
    for line in lines:
        depth, rest = divmod(_indent(line) - margin, INDENT)
        assert rest == 0, f"drawn between two levels: {line}"
        assert 0 <= depth <= len(path), f"drawn beneath nothing: {line}"
        name, _, text = line.strip().partition(": ")
        del path[depth:]
        path.append(say(article, name, text, path[-1] if path else None))
        said.append(path[-1])
    return said


def drawn(article: Article) -> str:
    """The article's conversation as `converse` would draw it, from the trees' own order."""
    comments = Comment.objects.under(article).in_reading_order()
    return "\n".join(
        f"{' ' * INDENT * comment.level}{comment.name}: {comment.text}" for comment in comments
    )


def first_rules() -> None:
    """The rules that a new site begins with."""
    # As below.
    import_module("comments.migrations.0013_first_rules").make_rules(apps, None)


def _group(name: str) -> Group:
    # A transactional test before this one has emptied all tables, and the groups with them.
    import_module("comments.migrations.0003_groups").make_groups(apps, None)
    import_module("comments.migrations.0026_erasures").let_editors(apps, None)
    import_module("comments.migrations.0027_uploads").let_editors(apps, None)
    return Group.objects.get(name=name)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
