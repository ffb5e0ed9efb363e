"""Where in the admin something is."""

from django.urls import reverse


def comment_address(comment_id: int) -> str:
    return reverse("admin:comments_comment_change", args=[comment_id])


def person_address(key: str) -> str:
    """Where they can be banned; nowhere, if there is no key to tell them by."""
    return reverse("admin:comments_person", args=[key]) if key else ""


def undo_address(decision_id: int) -> str:
    return reverse("admin:comments_decision_undo", args=[decision_id])
