"""Whom an archive or an erasure is about, and where in the admin that is."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from comments.dossier.whom import Whom
from comments.models import Comment
from comments.moderation.addresses import comment_address, person_address
from comments.moderation.persons.profile import Profile
from comments.persons.wording import CALLED, short


@dataclass(frozen=True)
class Subject:
    """`name` is what the page calls them, and what has to be typed; `told_by` tells which one."""

    whom: Whom
    name: str
    told_by: str
    home: str
    export: str
    erase: str


def person(profile: Profile) -> Subject:
    key = str(profile.key)
    name = profile.account.get_username() if profile.account else profile.name
    return Subject(
        whom=Whom((profile.key,)),
        name=" ".join(str(name).split()),
        told_by=f"{CALLED[profile.key.kind]} {short(profile.key)}",
        home=person_address(key),
        export=reverse("admin:comments_person_export", args=[key]),
        erase=reverse("admin:comments_person_erase", args=[key]),
    )


def comment(one: Comment) -> Subject:
    """By itself: nothing tells what else its author wrote."""
    return Subject(
        whom=Whom((), comments=(one.pk,)),
        name=" ".join(one.name.split()),
        told_by=_("this comment alone"),
        home=comment_address(one.pk),
        export=reverse("admin:comments_comment_export", args=[one.pk]),
        erase=reverse("admin:comments_comment_erase", args=[one.pk]),
    )
