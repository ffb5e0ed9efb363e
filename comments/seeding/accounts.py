"""Accounts for trying the roles. Made in demo mode only: everyone knows their passwords."""

from typing import NamedTuple

from django.contrib.auth.models import Group, User


class DemoAccount(NamedTuple):
    name: str
    password: str
    what_for: str
    group: str = ""
    is_superuser: bool = False


DEMO_ACCOUNTS = [
    DemoAccount("mod", "moss-and-lichen", "moderates comments", group="Moderators"),
    DemoAccount("editor", "ink-and-paper", "writes articles, moderates", group="Editors"),
    DemoAccount("admin", "root-and-branch", "may do everything", is_superuser=True),
    DemoAccount("reader", "tea-and-toast", "comments with an account"),
]


def make_demo_accounts() -> int:
    """Make those that are missing; returns how many. Existing ones keep their passwords."""
    known = set(User.objects.values_list("username", flat=True))
    missing = [account for account in DEMO_ACCOUNTS if account.name not in known]
    for account in missing:
        _make(account)
    return len(missing)


def _make(account: DemoAccount) -> None:
    user = User.objects.create_user(
        account.name,
        f"{account.name}@example.org",
        account.password,
        is_staff=bool(account.group) or account.is_superuser,
        is_superuser=account.is_superuser,
    )
    if account.group:
        user.groups.add(Group.objects.get(name=account.group))
