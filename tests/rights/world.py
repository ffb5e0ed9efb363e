"""A person who has gone through every door of the site, each word of theirs told from others'."""

import json
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from django.contrib.auth.models import Group, Permission, User
from django.core.management import call_command
from django.test import Client

from articles.models import Article
from comments import actions
from comments.actions import About
from comments.dossier import asked
from comments.dossier.whom import Whom
from comments.identity import GUEST_COOKIE
from comments.models import Comment, Upload
from comments.people import Person, author_of
from comments.persons.keys import Key, account_person, email_person, guest_person
from comments.persons.origins import email_key
from comments.rules import FlagReason, Suspicion, Verb
from tests.cast import PASSWORD, account, make_article, mod, person, say
from tests.forms import words

ACCOUNT, NAME = "zanzibarina", "Quagga Kumquat"
EMAIL, OWN_EMAIL = "quagga@kumquat.example", "zanzibarina@kumquat.example"
WEBSITE = "https://kumquat.example/"
ADDRESS = "192.0.2.77"
SAID = "wombats dig deep burrows under old hedges while nobody looks at them by day"
SECRETS = ("zanzibarina", "quagga", "kumquat", "wombat")


@dataclass
class World:
    article: Article
    user: User
    guest: Person
    whom: Whom
    comments: list[Comment] = field(default_factory=list)

    def named(self) -> dict[str, Any]:
        return named(self.guest.guest)


def named(guest: UUID) -> dict[str, Any]:
    """All that they are known by, as an operator names it."""
    return {
        "account": [ACCOUNT],
        "email": [EMAIL, OWN_EMAIL],
        "guest": [str(guest)],
        "key": [],
        "website": [WEBSITE],
        "comment": [],
    }


def make_world() -> World:
    article = make_article(slug="open")
    user = _account()
    guest, first = _guest(article)
    world = World(article, user, guest, asked.whom(named(guest.guest)), [first])
    _write(world)
    _ask_moderators(world)
    _import(world)
    _decide(world)
    return world


def _account() -> User:
    """Made and renamed in the admin, which notes their name; signed in from two places."""
    root = Client()
    root.force_login(account("root", is_staff=True, is_superuser=True))
    both = {"password1": PASSWORD, "password2": PASSWORD, "usable_password": "true"}
    root.post("/admin/auth/user/add/", {"username": ACCOUNT, **both})
    user = User.objects.get(username=ACCOUNT)
    user.email, user.first_name, user.last_name = OWN_EMAIL, *NAME.split()
    user.save()
    user.groups.add(Group.objects.create(name="Readers"))
    user.user_permissions.add(Permission.objects.first())
    for _ in range(2):
        Client().force_login(user)
    return user


def _guest(article: Article) -> tuple[Person, Comment]:
    client = Client(REMOTE_ADDR=ADDRESS)
    signed = words(f"{SAID}.", name=NAME, email=EMAIL, website=WEBSITE)
    client.post(f"{article.get_absolute_url()}comments/", signed)
    first = Comment.objects.get(name=NAME)
    assert GUEST_COOKIE in client.cookies
    return author_of(first), first


def _write(world: World) -> None:
    """Something published, edited, held and answered."""
    author = person(world.user)
    mine = say(world.article, author, f"First {SAID}")
    actions.edit(mine.pk, author, f"Then {SAID}", 1)
    found = [Suspicion("words", f"“{NAME}”")]
    held = actions.post(world.article, world.guest, f"Held {SAID}", suspicions=found).comment
    say(world.article, "Ada", "An answer.", mine)
    world.comments += [mine, held]


def _ask_moderators(world: World) -> None:
    others = say(world.article, "Ben", "Something else.")
    for reader in (person(world.user), world.guest):
        actions.flag(others.pk, reader, FlagReason.ABUSE, f"It hurts {NAME}")
    mine = world.comments[1]
    actions.flag(mine.pk, Person(guest=UUID(int=1)), FlagReason.ABUSE, f"{NAME} is rude")
    actions.appeal(world.comments[2].pk, world.guest, f"I am {NAME}")


def _decide(world: World) -> None:
    """Each about them by another of their keys."""
    keys = [
        Key.read(account_person(world.user.pk)),
        Key.read(guest_person(world.guest.guest)),
        Key.read(email_person(email_key(EMAIL))),
    ]
    for key in keys:
        actions.add_note(key, mod(), f"Watch {NAME}")
        actions.ban(About(key, NAME), [key], mod(), until=None, reason=f"Go away, {NAME}")
    actions.hold_all(About(keys[1], NAME), mod(), f"{NAME} again")
    actions.moderate(Verb.SPAM, world.comments[0].pk, mod(), f"Spam of {NAME}")
    actions.moderate(Verb.REMOVE, world.comments[1].pk, mod(), f"Rude: {NAME}")


def _import(world: World) -> None:
    with TemporaryDirectory() as folder:
        bring_in(export_in(Path(folder)))
    world.comments += Comment.objects.filter(text__startswith="Imported")
    Upload.objects.create(by=world.user, names=["there.jsonl"], size=1, format="jsonl")


def export_in(folder: Path) -> Path:
    """Of the site where they were before."""
    author = {"name": NAME, "email": EMAIL, "website": WEBSITE, "created_at": "2012-06-01T12:00Z"}
    row = {"type": "comment", "article": "1", "markup": "plain", **author}
    rows = [
        {"understory": 1, "site": "there"},
        {"type": "article", "id": "1", "url": "https://there.example/1/", "title": "There"},
        {**row, "id": "1", "text": f"Imported {SAID}", "earlier": f"Before {SAID}"},
        {**row, "id": "2", "parent": "1", "name": "Cy", "email": "", "website": "", "text": "So?"},
        {**row, "id": "3", "kind": "pingback", "website": f"{WEBSITE}me/", "text": f"Ping {SAID}"},
    ]
    file = folder / "there.jsonl"
    file.write_text("".join(f"{json.dumps(each)}\n" for each in rows))
    return file


def bring_in(*files: Path, **options: Any) -> str:
    out = StringIO()
    said = {"stdout": out, "stderr": StringIO(), "verbosity": 0}
    call_command("import_comments", *files, **said, **options)
    return out.getvalue()
