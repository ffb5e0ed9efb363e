"""Pages that may not be there: empty, so that nothing leads to them."""

from django.urls import NoReverseMatch, reverse


def person_address(key: str) -> str:
    """Of a person, where they can be banned."""
    return _address("admin:comments_person", key) if key else ""


def undo_address(decision_id: int) -> str:
    """Where a decision can be taken back."""
    return _address("admin:comments_decision_undo", decision_id)


def _address(name: str, about: str | int) -> str:
    try:
        return reverse(name, args=[about])
    except NoReverseMatch:
        return ""
