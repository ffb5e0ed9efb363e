"""The articles of the demonstration: where their words are and what became of some comments."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

from comments.exchange.document import ParsedThread
from comments.exchange.text import parse
from comments.rules import State
from comments.seeding.forest import forest
from comments.seeding.phrases import WORDS
from comments.seeding.plan import SeedArticle, SeedComment, timed
from comments.seeding.speech import Town

DAY = 24 * 60
LONG = 2_000

Change = Callable[[SeedComment], SeedComment]


def catalogue(seed: int = 1) -> list[SeedArticle]:
    """The same articles for the same seed; oldest last, as readers meet them."""
    makers = (quiet, footbridge, tides, clock, cinema, signs, seed_swap, draft)
    return [maker(Random(f"{seed}/{maker.__name__}")) for maker in makers]  # noqa: S311


def footbridge(rng: Random) -> SeedArticle:
    parsed = read("footbridge")
    comments = spoken(parsed)
    # The list under 11 starts again where a comment was: here it is, and it was removed.
    gap = comments.index(next(c for c in comments if c.text.startswith("Done, the shoes")))
    twice = replace(comments[gap - 1], state=State.REMOVED, reason="Posted twice")
    comments.insert(gap, twice)
    return SeedArticle(
        slug="footbridge",
        title="Ninety days without a footbridge",
        byline="Lorna Pike",
        summary="Tanner’s Weir is shut, two councils look at each other, and the mill side walks.",
        body=parsed.article_text,
        published_days_ago=6,
        comments=timed(comments, 6 * DAY, rng),
    )


def tides(rng: Random) -> SeedArticle:
    parsed = read("tides")
    changes = {
        "1.2": edited("`statistics.fmean` is faster!"),
        "3": became(State.REMOVED, "Boasting about pipes, and unfriendly with it"),
        "4": became(State.WITHDRAWN),
        "4.1": edited("It’s measured downwards from the bracket, so it’s right."),
        "6": became(State.SPAM, "Advertisement"),
        "7": became(State.HELD),
        "8.2": became(State.WITHDRAWN),
        "9": edited("Please could the print be larger?"),
    }
    return SeedArticle(
        slug="tide-table",
        title="A tide table that prints itself",
        byline="Kit Lowther",
        summary="A float, a pipe, sixty lines of Python: how the harbour office gave up copying.",
        body=parsed.article_text,
        published_days_ago=11,
        comments=timed(spoken(parsed, changes), 10 * DAY, rng),
        moderation="hold",
    )


def clock(rng: Random) -> SeedArticle:
    """One conversation in which each comment answers the one before, with some side branches."""
    parsed = read("clock")
    chain = [replace(c, depth=depth) for depth, c in enumerate(spoken(parsed), start=1)]
    town = Town(rng, people=40)
    # In reading order what else is said stands behind the chain, the deepest first.
    for answered in reversed(chain):
        if rng.random() < 1 / 4:
            chain += side_branch(answered, town)
    return SeedArticle(
        slug="church-clock",
        title="Should the church clock strike at night?",
        byline="The parish newsletter",
        summary="St Bride’s can be heard again. Not everybody was asleep to miss it.",
        body=parsed.article_text,
        published_days_ago=16,
        comments=timed(chain, 15 * DAY, rng),
    )


def side_branch(answered: SeedComment, town: Town) -> list[SeedComment]:
    branch: list[SeedComment] = []
    for place in forest(town.rng.choice((1, 1, 1, 2, 3)), town.rng):
        depth = answered.depth + place.depth
        branch.append(SeedComment(town.name(), town.remark(), depth))
    return branch


def cinema(rng: Random) -> SeedArticle:
    parsed = read("cinema")
    return SeedArticle(
        slug="picture-house",
        title="What should become of the old picture house?",
        byline="Lorna Pike and Idris Moran",
        summary="The doors have been shut since 1986. The open day drew more people than the fair.",
        body=parsed.article_text,
        published_days_ago=30,
        comments=timed(moderated(talk(LONG, rng), rng), 29 * DAY, rng),
    )


def talk(comments: int, rng: Random) -> list[SeedComment]:
    town = Town(rng)
    said: list[SeedComment] = []
    for place in forest(comments, rng):
        answered = None if place.parent is None else said[place.parent].name
        said.append(SeedComment(town.name(), town.words(answered), place.depth))
    return said


def moderated(comments: list[SeedComment], rng: Random) -> list[SeedComment]:
    """What happens to one comment in forty where many people talk."""
    following = [comment.depth for comment in comments[1:]] + [1]
    return [
        rng.choice(_fates(comment, answered=depth > comment.depth))(comment)
        if rng.random() < 1 / 40
        else comment
        for comment, depth in zip(comments, following, strict=True)
    ]


def _fates(comment: SeedComment, *, answered: bool) -> list[Change]:
    fates = [
        became(State.REMOVED, "Personal remarks"),
        became(State.WITHDRAWN),
        edited(comment.text.replace("the", "teh", 1)),
    ]
    # Nobody can answer what was never public.
    waiting = [became(State.HELD), became(State.SPAM, "Advertisement")]
    return fates if answered else fates + waiting


def signs(rng: Random) -> SeedArticle:
    parsed = read("signs")
    return SeedArticle(
        slug="market-signs",
        title="The market speaks عربي, עברית, فارسی, 中文 – and English",
        byline="Anouk Varga",
        summary="New signs above every row of the covered hall, in the scripts of those who trade.",
        body=parsed.article_text,
        published_days_ago=44,
        comments=timed(spoken(parsed), 20 * DAY, rng),
    )


def seed_swap(rng: Random) -> SeedArticle:
    parsed = read("seedswap")
    return SeedArticle(
        slug="seed-swap",
        title="Two hundred and eight envelopes",
        byline="The garden club",
        summary="What the spring seed swap brought, and what nobody took home.",
        body=parsed.article_text,
        published_days_ago=60,
        comments=timed(spoken(parsed), 9 * DAY, rng),
        closes_after_days=14,
    )


def quiet(_rng: Random) -> SeedArticle:
    return SeedArticle(
        slug="reading-room",
        title="The reading room is warm again",
        byline="Anouk Varga",
        summary="A boiler, a jumble sale and an envelope: opening hours from the first.",
        body=read("quiet").article_text,
        published_days_ago=0.1,
    )


def draft(_rng: Random) -> SeedArticle:
    return SeedArticle(
        slug="spring-walk",
        title="A spring walk by the quarry",
        byline="Lorna Pike",
        summary="",
        body=read("draft").article_text,
        published_days_ago=None,
    )


def read(name: str) -> ParsedThread:
    return parse((WORDS / f"{name}.txt").read_bytes())


def spoken(parsed: ParsedThread, changes: dict[str, Change] | None = None) -> list[SeedComment]:
    changes = changes or {}
    return [
        changes.get(comment.citation, unchanged)(
            SeedComment(comment.name, comment.text, comment.depth)
        )
        for comment in parsed.comments
    ]


def unchanged(comment: SeedComment) -> SeedComment:
    return comment


def became(state: State, reason: str = "") -> Change:
    return lambda comment: replace(comment, state=state, reason=reason)


def edited(earlier: str) -> Change:
    return lambda comment: replace(comment, earlier=earlier)
