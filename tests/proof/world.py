"""Everybody, and a comment of each kind in each state, each with a word of its own."""

from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.utils import timezone

from articles.models import Article
from comments import actions
from comments.actions import About
from comments.identity import GUEST_COOKIE
from comments.models import (
    Comment,
    Erasure,
    ImportRun,
    LedgerRow,
    OldAddress,
    Pingback,
    Reason,
    Rule,
    Upload,
)
from comments.people import Person
from comments.persons.keys import Key
from comments.rules import FlagReason, State, Verb
from tests.cast import account, alice, bob, charlie, make_article, mod, person, say

ANONYMOUS, GUEST, AUTHOR, OTHER = "anonymous", "author (guest)", "author", "other author"
# Let into the admin, but with no rights there: what else would a page's own guard keep out?
CLERK, MODERATOR, EDITOR, SUPERUSER = "clerk", "moderator", "editor", "superuser"
ROLES = (ANONYMOUS, GUEST, AUTHOR, OTHER, CLERK, MODERATOR, EDITOR, SUPERUSER)
AUTHORS = frozenset({GUEST, AUTHOR})
MODERATORS = frozenset({MODERATOR, EDITOR, SUPERUSER})
STAFF = MODERATORS | {CLERK}
EDITORS = frozenset({EDITOR, SUPERUSER})
ROOT = frozenset({SUPERUSER})
EVERYBODY = frozenset(ROLES)
NOBODY: frozenset[str] = frozenset()
SIGNED_IN = EVERYBODY - {ANONYMOUS, GUEST}

KINDS = tuple(State)
# Readers see the place of these, for the sake of the published reply beneath.
ANSWERED = tuple(f"{state}, answered" for state in ("held", "removed", "withdrawn"))
VERBS = {"held": Verb.HOLD, "spam": Verb.SPAM, "removed": Verb.REMOVE}
EMAIL = "gwen@hidden.example"
OLD_PLACE = "there.example/2012/open"


@dataclass
class Secret:
    """Words that only some may read, wherever they come up."""

    words: str
    readers: frozenset[str]


@dataclass
class World:
    article: Article
    guest: Person
    accounts: dict[str, User]
    # By who wrote them and what became of them.
    comments: dict[tuple[str, str], Comment] = field(default_factory=dict)
    secrets: list[Secret] = field(default_factory=list)
    numbers: dict[int, str] = field(default_factory=dict)
    # What addresses are filled with.
    names: dict[str, Any] = field(default_factory=dict)
    cookies: dict[str, Any] = field(default_factory=dict)

    def client(self, who: str, **options: Any) -> Client:
        client = Client(**options)
        client.cookies.load({key: morsel.value for key, morsel in self.cookies[who].items()})
        return client

    def comment_for(self, who: str, kind: str) -> Comment:
        """The comment of this kind that `who` is asked about: an author's own."""
        return self.comments[GUEST if who == GUEST else AUTHOR, kind]


def make_world() -> World:
    guest = Person(name="Gwen", email=EMAIL, guest=uuid4())
    accounts = {
        AUTHOR: bob(),
        OTHER: charlie(),
        CLERK: account("clerk", is_staff=True),
        MODERATOR: mod(),
        EDITOR: alice(),
        SUPERUSER: account("root", is_staff=True, is_superuser=True),
    }
    world = World(make_article(slug="open"), guest, accounts)
    for who, author in ((GUEST, guest), (AUTHOR, person(accounts[AUTHOR]))):
        for kind in (*KINDS, *ANSWERED):
            world.comments[who, kind] = _comment(world, who, author, kind)
    _ask(world, GUEST, guest)
    _ask(world, AUTHOR, person(accounts[AUTHOR]))
    _remember_addresses(world)
    emails = [EMAIL, *(user.email for user in accounts.values())]
    world.secrets += [Secret(email, MODERATORS) for email in emails]
    world.numbers = {comment.pk: comment.number for comment in world.comments.values()}
    _name(world)
    _bring(world)
    world.cookies = {who: _cookies(world, who) for who in ROLES}
    return world


def _comment(world: World, who: str, author: Person, kind: str) -> Comment:
    state, _, answered = kind.partition(", ")
    words = f"wombat{'1' if answered else '0'}{state}{'g' if who == GUEST else 'a'}"
    comment = say(world.article, author, f"Here is {words}.")
    if answered:
        say(world.article, "Ada", "Published beneath.", comment)
    if state == State.WITHDRAWN:
        actions.withdraw(comment.pk, author)
    elif verb := VERBS.get(state):
        actions.moderate(verb, comment.pk, world.accounts[MODERATOR], f"because {words}")
        world.secrets.append(Secret(f"because {words}", MODERATORS))
    if state != State.PUBLISHED:
        world.secrets.append(Secret(words, MODERATORS | {who}))
    return Comment.objects.get(pk=comment.pk)


def _ask(world: World, who: str, author: Person) -> None:
    """A reader has reported what is published, and the author has appealed against spam."""
    flagged, spam = (world.comments[who, kind].pk for kind in ("published", "spam"))
    reader, words = person(world.accounts[OTHER]), "flagged for a kangaroo"
    actions.flag(flagged, reader, FlagReason.ABUSE, words)
    appeal = f"no wallaby {who}"
    actions.appeal(spam, author, appeal)
    world.secrets += [Secret(words, MODERATORS | {OTHER}), Secret(appeal, MODERATORS | {who})]


def _remember_addresses(world: World) -> None:
    """All of it came from elsewhere."""
    run = ImportRun.objects.create(source="there", format="wxr", files="there", fingerprint=uuid4())
    place = {"run": run, "article": world.article, "address": OLD_PLACE}
    OldAddress.objects.create(**place)
    for comment in world.comments.values():
        OldAddress.objects.create(**place, comment=comment, fragment=f"comment-{comment.pk}")


def _name(world: World) -> None:
    """One thing of each sort, for the addresses that are about it."""
    elsewhere = make_article(slug="elsewhere")
    published = world.comments[AUTHOR, "published"]
    decided = world.comments[AUTHOR, "removed"].decisions.get()
    nobody = About(Key.read(f"a{account('eve').pk}"), "eve")
    held = actions.hold_all(nobody, world.accounts[MODERATOR])
    world.names = {
        "slug": "open",
        "content_type": ContentType.objects.get_for_model(Article).pk,
        "article": world.article.pk,
        "comment": published.pk,
        "decision": decided.pk,
        "rule": Rule.objects.create(name="Many links", kind="links", number=3).pk,
        "reason": Reason.objects.create(name="Rude", words="It was rude.").pk,
        "person": f"a{world.accounts[AUTHOR].pk}",
        "erasure": Erasure.objects.create(counts={"comments": 1}).pk,
        "pingback": Pingback.objects.create(
            article=world.article, name="Quokka", text="…", state="held", created_at=timezone.now()
        ).pk,
        "sanction": held.sanctions.get().pk,
        "user": world.accounts[OTHER].pk,
        "group": world.accounts[MODERATOR].groups.get().pk,
        "elsewhere": say(elsewhere, "Ada", "Beneath another article.").pk,
    }


def _bring(world: World) -> None:
    """An export that waits for its import, and one that came in."""
    said = {"format": "wxr", "source": "there"}
    run = ImportRun.objects.create(**said, files="numbat.xml", fingerprint=uuid4())
    line = {"kind": "other", "source_id": "1", "outcome": "skipped"}
    LedgerRow.objects.create(source="there", run=run, **line)
    upload = Upload.objects.create(
        **said, names=["bandicoot.xml"], by_name="alice", articles="create", size=7, step="tried"
    )
    world.names |= {"run": run.pk, "upload": upload.pk}
    world.secrets += [Secret(words, EDITORS) for words in ("numbat.xml", "bandicoot.xml")]


def _cookies(world: World, who: str) -> Any:
    client = Client()
    if who in world.accounts:
        client.force_login(world.accounts[who])
    if who == GUEST and world.guest.guest:
        client.cookies[GUEST_COOKIE] = _signed(world.guest.guest.hex)
    return client.cookies


def _signed(value: str) -> str:
    from django.core.signing import get_cookie_signer

    return get_cookie_signer(salt=GUEST_COOKIE).sign(value)
