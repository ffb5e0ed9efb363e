"""People who act on one branch through the site, each in a browser of their own."""

from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.test import Client

from comments.models import Comment, Decision
from comments.rules import MODERATION, FlagReason, Verb
from tests.moderation.desk import client_of
from tests.pages import soup

# A question, a form shown again, a refusal and what is gone are answers too; an error would be
# raised.
ANSWERS = {200, 302, 403, 404, 409, 422}


FLAGS = list(FlagReason)


@dataclass
class Racer:
    account: Any
    random: Random
    # All that is there to act upon, by everybody.
    comments: list[int]
    steps: int
    client: Client = field(init=False)
    done: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.client = client_of(self.account)

    def run(self) -> None:
        deeds, weights = zip(*self.deeds().items(), strict=True)
        for deed in self.random.choices(deeds, weights, k=self.steps):
            getattr(self, deed)()

    def deeds(self) -> dict[str, int]:
        raise NotImplementedError

    def any(self) -> int:
        return self.random.choice(self.comments)

    def send(self, deed: str, address: str, **sent: Any) -> Any:
        response = self.client.post(address, sent)
        assert response.status_code in ANSWERS, (address, sent, response)
        # Nobody reads them, so they would be carried along.
        self.client.cookies.pop("messages", None)
        self.done[deed] += self.succeeded(response)
        return response

    def succeeded(self, response: Any) -> bool:
        told = response.wsgi_request._messages._queued_messages
        return response.status_code == 302 and {m.level for m in told} <= {messages.SUCCESS}


class Moderator(Racer):
    def deeds(self) -> dict[str, int]:
        return {"moderate": 6, "move": 3, "undo": 4, "mark": 1}

    def moderate(self) -> None:
        verb = self.random.choice(list(MODERATION))
        branch = {"branch": "on"} if self.random.random() < 0.4 else {}
        address = f"/admin/comments/comment/{self.any()}/moderate/"
        response = self.send("moderate", address, verb=verb, reason="Because", **branch)
        if response.status_code == 200:
            seen = soup(response).select_one("[name=previewed]")["value"]
            more = branch | {"previewed": seen}
            self.send("moderate", address, verb=verb, reason="Because", **more)

    def move(self) -> None:
        alone = self.random.random() < 0.2
        where = {"alone": "on"} if alone else {"target": str(self.any())}
        self.send("move", f"/admin/comments/comment/{self.any()}/move/", **where)

    def undo(self) -> None:
        # One of the latest, since of older ones nothing may be left.
        latest = Decision.objects.order_by("-id").values_list("pk", flat=True)[:10]
        if latest:
            self.send("undo", f"/admin/comments/decision/{self.random.choice(latest)}/undo/")

    def mark(self) -> None:
        verb = self.random.choice([Verb.CLOSE, *[Verb.OPEN] * 3, Verb.PIN, Verb.UNPIN])
        self.send("mark", f"/admin/comments/comment/{self.any()}/mark/", verb=verb)


@dataclass
class Author(Racer):
    # The texts of each comment of theirs, the newest last.
    words: dict[int, list[str]] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)

    def deeds(self) -> dict[str, int]:
        return {"reply": 5, "edit": 3, "withdraw": 1, "flag": 2, "unflag": 1, "appeal": 2}

    def reply(self) -> None:
        text, parent = str(uuid4()), self.any()
        response = self.send("reply", f"/comments/{parent}/reply/", text=text)
        if response.status_code != 302:
            self.refused.append(text)
            return
        own = int(response["Location"].rpartition("#c-")[2])
        self.words[own] = [text]
        self.comments.append(own)

    def edit(self) -> None:
        if own := self.own():
            text, seen = str(uuid4()), len(self.words[own])
            response = self.send("edit", f"/comments/{own}/edit/", text=text, revision=seen)
            (self.words[own] if response.status_code == 302 else self.refused).append(text)

    def withdraw(self) -> None:
        if own := self.own():
            self.send("withdraw", f"/comments/{own}/withdraw/")

    def flag(self) -> None:
        self.send("flag", f"/comments/{self.any()}/flag/", reason=self.random.choice(FLAGS))

    def unflag(self) -> None:
        self.send("unflag", f"/comments/{self.any()}/unflag/")

    def appeal(self) -> None:
        if own := self.own():
            self.send("appeal", f"/comments/{own}/appeal/", text="Why?")

    def own(self) -> int | None:
        return self.random.choice(list(self.words)) if self.words else None


def stored_words() -> dict[int, list[str]]:
    return {
        comment.pk: [*(r.text for r in comment.revisions.order_by("id")), comment.text]
        for comment in Comment.objects.all()
    }
