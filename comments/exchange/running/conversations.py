"""Threads of the source, by the thousand comments."""

from collections.abc import Iterator

from comments.exchange import newcomers, portions, recognising, threads
from comments.exchange.addresses import LONGEST, LONGEST_FRAGMENT, fragment_of, page_key
from comments.exchange.newcomers import Address
from comments.exchange.portions import Decided
from comments.exchange.recognising import Own
from comments.exchange.running.course import Course
from comments.exchange.threads import Node
from comments.locking import persistent

# So many comments are one portion, or a single thread if it is larger.
PORTION = 1_000

Portion = list[tuple[int | None, list[Node]]]


def bring_conversations(course: Course) -> None:
    for portion in _portions(course):
        _bring(course, portion)


def _portions(course: Course) -> Iterator[Portion]:
    portion: Portion = []
    size = 0
    for group, target in threads.groups(course.staged):
        if target.isdigit():
            course.articles[group] = int(target)
        article = course.articles.setdefault(group, None)
        for thread in threads.threads_of(course.staged, group):
            portion.append((article, thread))
            size += len(thread)
            if size >= PORTION:
                yield portion
                portion, size = [], 0
    if portion:
        yield portion


def _bring(course: Course, portion: Portion) -> None:
    _account_for(course, _stored(course, portion))
    if course.own:
        for article, nodes in portion:
            course.landing.land_comments(article, nodes)
    course.progress(sum(len(nodes) for _, nodes in portion))


@persistent
def _stored(course: Course, portion: Portion) -> Decided:
    with course.portion() as book:
        asked = {"will_store": not course.is_dry, "has_power": course.has_power}
        decided = portions.decide(portion, course.run, course.own, **asked)
        if not course.is_dry:
            portions.store(decided, book, course.now)
            newcomers.remember_addresses(_addresses(decided, course.own))
    return decided


def _account_for(course: Course, decided: Decided) -> None:
    for node in decided.counted():
        course.account.count("comment", node.outcome, node.reason, node.place)
        if node.outcome in {"created", "updated", "unchanged"}:
            course.account.states[node.fields["state"]] += 1
    course.account.tombstones += decided.tombstones


def _addresses(decided: Decided, own: Own | None) -> Iterator[Address]:
    for article, nodes in decided.threads:
        for node in nodes:
            if article and node.comment and node.outcome in {"created", "updated"}:
                for page, fragment in _old_addresses(node, own):
                    yield Address.of(decided.run.pk, page, fragment, article, node.comment)


def _old_addresses(node: Node, own: Own | None) -> Iterator[tuple[str, str]]:
    found = recognising.addresses(node, own) if own else [_old_address(node)]
    for page, fragment in found:
        if 0 < len(page) <= LONGEST and len(fragment) <= LONGEST_FRAGMENT:
            yield page, fragment


def _old_address(node: Node) -> tuple[str, str]:
    """The page and the anchor at which it was found; a bare anchor is one on its article's page."""
    url = node.fields.get("url", "")
    if not url:
        return "", ""
    page = node.address if url.startswith("#") else page_key(url)
    return page, fragment_of(url)
