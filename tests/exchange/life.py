"""A site as people make it, at random: all that they and its moderators do, in any order."""

from random import Random
from uuid import uuid4

from django.utils import timezone

from articles.models import Article
from comments import actions
from comments.actions import About, Refused
from comments.models import Comment, Decision, Pingback, Reason, Sanction
from comments.people import Person, author_of
from comments.persons.keys import Key, key_of
from comments.rules import FlagReason, Suspicion, Verb
from tests import cast

WORDS = ["Yes.", "No *way*.", "> quoted\n\nand answered", "https://a.example/", "שלום 🙂", "1. a"]
STATES = [Verb.PUBLISH, Verb.HOLD, Verb.SPAM, Verb.REMOVE, Verb.RESTORE]
MARKS = [Verb.CLOSE, Verb.OPEN, Verb.PIN, Verb.UNPIN, Verb.PICK, Verb.UNPICK]


class Life:
    def __init__(self, seed: int) -> None:
        self.rng = Random(seed)
        self.mod = cast.mod()
        people = [cast.guest(name, email=f"{name[0]}@example.org") for name in ("Ada", "Ben Öz")]
        self.people = [*people, *map(cast.person, (cast.bob(), cast.charlie(), self.mod))]
        self.articles = [self._article(number) for number in range(3)]
        self.reason = Reason.objects.create(name="Rude", words="It was rude.", position=3)

    def go_on(self, steps: int) -> None:
        doings = [self.post] * 8 + [self.edit, self.withdraw, self.moderate, self.moderate]
        doings += [self.move, self.mark, self.flag, self.appeal, self.keep, self.undo, self.undo]
        doings += [self.sanction, self.note, self.close_article, self.moderate_person, self.link]
        for _ in range(steps):
            try:
                self.rng.choice(doings)()
            except Refused:
                continue

    def _article(self, number: int) -> Article:
        article = cast.make_article(title=f"Article {number}", summary="In *short*.")
        article.slug = f"renamed-{number}"
        # 0: as soon as it is published, None: never.
        article.closes_after_days = (None, 7, 0)[number]
        article.save()
        return article

    def _comment(self) -> Comment:
        found = Comment.objects.order_by("pk")
        return found[self.rng.randrange(len(found))] if found else self.post()

    def post(self) -> Comment:
        article = self.rng.choice(self.articles)
        above = list(Comment.objects.filter(article=article).values_list("pk", flat=True))
        parent = self.rng.choice([None, *above[-6:]])
        doubts = [Suspicion("links", "3 links", name="Links")] if self.rng.random() < 0.1 else []
        words = self.rng.choice(WORDS) + f" {self.rng.random()}"
        author = self.rng.choice(self.people)
        return actions.post(article, author, words, parent_id=parent, suspicions=doubts).comment

    def edit(self) -> None:
        comment = self._comment()
        words = f"Better: {self.rng.random()}"
        actions.edit(comment.pk, author_of(comment), words, comment.revision)

    def withdraw(self) -> None:
        comment = self._comment()
        actions.withdraw(comment.pk, author_of(comment))

    def moderate(self) -> None:
        branch = self.rng.random() < 0.5
        said = {"cause": self.rng.choice([None, self.reason]), "tells_author": branch}
        actions.moderate(
            self.rng.choice(STATES), self._comment().pk, self.mod, "so", branch=branch, **said
        )

    def move(self) -> None:
        target = self.rng.choice([None, self._comment().pk])
        actions.move(self._comment().pk, self.mod, target)

    def mark(self) -> None:
        actions.mark(self.rng.choice(MARKS), self._comment().pk, self.mod)

    def flag(self) -> None:
        reader = self.rng.choice([*self.people, Person(name="Flo", guest=uuid4())])
        reason = self.rng.choice(list(FlagReason))
        actions.flag(self._comment().pk, reader, reason, "look", counts=self.rng.random() < 0.5)

    def appeal(self) -> None:
        comment = self._comment()
        actions.appeal(comment.pk, author_of(comment), "please")

    def keep(self) -> None:
        actions.keep(self._comment().pk, self.mod)

    def undo(self) -> None:
        decisions = list(Decision.objects.values_list("pk", flat=True))
        if decisions:
            actions.undo(self.rng.choice(decisions), self.mod)

    def _about(self) -> About:
        comment = self._comment()
        return About(Key.read(key_of(comment)), comment.name)

    def sanction(self) -> None:
        about = self._about()
        # Nobody who is banned or held says anything more.
        other = About(Key.read(f"g{uuid4().hex}"), "Zed") if self.rng.random() < 0.7 else about
        if self.rng.random() < 0.5:
            actions.hold_all(other, self.mod, "watch")
        elif self.rng.random() < 0.7:
            until = timezone.now() if self.rng.random() < 0.5 else None
            actions.ban(other, [other.person], self.mod, until=until, reason="rude")
        else:
            found = Sanction.objects.values_list("pk", flat=True)
            actions.lift(list(found), about, self.mod)

    def note(self) -> None:
        actions.add_note(self._about().person, self.mod, "Wrote to us.")

    def close_article(self) -> None:
        article = self.rng.choice(self.articles)
        actions.mark_article(self.rng.choice([Verb.CLOSE, Verb.OPEN]), article.pk, self.mod)

    def moderate_person(self) -> None:
        actions.moderate_person(self.rng.choice(STATES[:4]), self._about(), self.mod, "all")

    def link(self) -> None:
        Pingback.objects.create(
            article=self.rng.choice(self.articles),
            name="There",
            website="https://there.example/",
            text="[…]",
            state="held",
            created_at=timezone.now(),
        )
