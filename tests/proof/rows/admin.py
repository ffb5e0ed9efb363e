"""Django's own pages of the admin, for each model that is registered."""

from collections.abc import Callable, Iterable

from tests.proof.table import Cell, Row, Sent, staff
from tests.proof.world import CLERK, EDITORS, KINDS, MODERATORS, NOBODY, ROOT, STAFF, World

Values = Sent | Callable[[World, Cell], Sent]

ARTICLE = {"title": "New", "body": "Words"} | {
    "state": "published",
    "comments": "open",
    "moderation": "publish",
}
MORE_OF_ARTICLE = frozenset(
    {"slug", "byline", "summary", "published_at", "closes_after_days", "comments", "moderation"}
)
RULE = {"name": "Links", "number": "2"}
TRY_RULE = "/admin/comments/rule/{rule}/change/"
REASON = {"name": "New", "words": "What the author reads.", "position": "1"}
NEW_USER = {"username": "dora"} | dict.fromkeys(("password1", "password2"), "a fox said otherwise")


def model(
    at: str,
    one: str,
    see: Iterable[str],
    *,
    add: Iterable[str] = NOBODY,
    change: Iterable[str] = NOBODY,
    delete: Iterable[str] = NOBODY,
    new: Values | None = None,
    changed: Values | None = None,
    kinds: tuple[str, ...] = ("published",),
    optional: frozenset[str] = frozenset(),
    add_at: str = "add/",
) -> list[Row]:
    """A model's list and its pages; who may not `add`, `change` or `delete` is refused."""
    page = f"/admin/{at}/{{{one}}}/"
    return [
        Row(f"/admin/{at}/", staff(see), staff(see), {}, quiet=True),
        Row(f"/admin/{at}/{add_at}", staff(add), staff(add, 302), new, optional=optional),
        Row(f"{page}change/", staff(see), staff(change, 302), changed, kinds, optional),
        Row(f"{page}delete/", staff(delete), staff(delete, 302), {"post": "yes"}, kinds),
        Row(f"{page}history/", staff(see), kinds=kinds),
        Row(page, staff(STAFF, 302), kinds=kinds),
    ]


def seen(world: World, _cell: Cell) -> Sent:
    return ARTICLE | {"slug": "changed", "seen": world.article.updated_at.isoformat()}


def known(world: World, _cell: Cell) -> Sent:
    joined = world.accounts["other author"].date_joined
    return {
        "username": "charles",
        "date_joined_0": f"{joined:%Y-%m-%d}",
        "date_joined_1": f"{joined:%H:%M:%S}",
    }


def app_list(cell: Cell) -> int | str:
    """Of an app without anything for them nobody hears that it is there."""
    return staff(STAFF, 404 if cell.who == CLERK else 200)(cell)


ROWS = [
    Row("/admin/", staff(STAFF)),
    Row("/admin/jsi18n/", staff(STAFF)),
    Row("/admin/autocomplete/", staff()),
    Row("/admin/r/{content_type}/{article}/", staff(STAFF, 302)),
    Row("/admin/comments/", app_list),
    Row("/admin/comments/comment/dashboard/", staff(MODERATORS)),
    Row("/admin/nowhere/", staff(STAFF, 404)),
    *model(
        "auth/group",
        "group",
        ROOT,
        add=ROOT,
        change=ROOT,
        delete=ROOT,
        new={"name": "New"},
        changed={"name": "Newer"},
    ),
    *model(
        "auth/user", "user", ROOT, add=ROOT, change=ROOT, delete=ROOT, new=NEW_USER, changed=known
    ),
    Row(
        "/admin/auth/user/{user}/password/",
        staff(ROOT),
        staff(ROOT, 302),
        NEW_USER | {"usable_password": "true"},
    ),
    *model(
        "articles/article",
        "article",
        EDITORS,
        add=EDITORS,
        change=EDITORS,
        new=ARTICLE,
        optional=MORE_OF_ARTICLE,
        changed=seen,
    ),
    *model("comments/comment", "comment", MODERATORS, kinds=KINDS),
    *model("comments/decision", "decision", MODERATORS),
    *model("comments/erasure", "erasure", EDITORS),
    *model("comments/pingback", "pingback", MODERATORS),
    *model(
        "comments/rule",
        "rule",
        EDITORS,
        add=EDITORS,
        change=EDITORS,
        delete=EDITORS,
        new=RULE,
        changed=RULE,
        optional=frozenset({"article", "enabled"}),
        add_at="add/?kind=links",
    ),
    Row("/admin/comments/rule/add/", staff(EDITORS)),
    Row(TRY_RULE, staff(EDITORS), staff(EDITORS), RULE | {"_try": "1", "most": "100"}, quiet=True),
    *model(
        "comments/reason",
        "reason",
        EDITORS,
        add=EDITORS,
        change=EDITORS,
        new=REASON,
        changed=REASON,
        optional=frozenset({"is_active"}),
    ),
    *model("comments/sanction", "sanction", MODERATORS),
]
