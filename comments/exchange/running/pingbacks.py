"""Pingbacks and trackbacks: kept with their article, and shown nowhere."""

from articles.ids import new_id
from comments.exchange import ledger, threads
from comments.exchange.erased import ERASED
from comments.exchange.ledger import Book, Entry
from comments.exchange.moments import moment
from comments.exchange.recognising import recognise_pingbacks
from comments.exchange.running.course import Course, some_of
from comments.exchange.threads import Node
from comments.models import ImportRun, Pingback
from comments.rules import NAME_LENGTH

TOLD = ["name", "website", "text", "state", "created_at"]


def bring_pingbacks(course: Course) -> None:
    for group, article in course.articles.items():
        nodes = threads.pingbacks_of(course.staged, group)
        while some := some_of(nodes):
            with course.portion() as book:
                _bring(course, some, article, book)
            course.progress(len(some))


def _bring(course: Course, some: list[Node], article: int | None, book: Book) -> None:
    entries = ledger.known(course.run.source, "pingback", [node.key for node in some])
    if course.own:
        recognise_pingbacks(some, entries)
    made = [_made(course, node, article, entries.get(node.key), book) for node in some]
    if not course.is_dry:
        Pingback.objects.bulk_create(
            [pingback for pingback in made if pingback],
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=TOLD,
        )


def _made(
    course: Course, node: Node, article: int | None, entry: Entry | None, book: Book
) -> Pingback | None:
    known = entry.pingback_id if entry else None
    node.outcome, is_same = _outcome(node, entry, course.run)
    made: Pingback | None = None
    if article and not node.verdict and not is_same:
        made = _pingback_of(node, article, known or node.own_id or new_id(article))
    course.account.count("pingback", node.outcome, node.reason, node.place)
    if made or not known:
        said = (entry, "pingback", node.key, node.outcome, node.reason)
        book.enter(
            *said,
            article=article,
            pingback=made.pk if made else node.pingback,
            digest=node.digest,
            is_found=node.pingback is not None,
        )
    return made


def _outcome(node: Node, entry: Entry | None, run: ImportRun) -> tuple[str, bool]:
    """What becomes of it, and whether what is here stays as it is."""
    if node.verdict:
        return node.verdict, False
    if node.pingback is not None:
        return "unchanged", True
    if entry is None or entry.pingback_id is None:
        return "created", False
    if entry.reason == ERASED:
        node.reason = ERASED
        return "skipped", True
    if entry.digest != node.digest:
        return "updated", False
    return (entry.outcome if entry.run_id == run.pk else "unchanged"), True


def _pingback_of(node: Node, article: int, pk: int) -> Pingback:
    fields = node.fields
    return Pingback(
        id=pk,
        article_id=article,
        name=fields["name"][:NAME_LENGTH],
        website=fields["website"],
        text=fields["text"],
        state=fields["state"],
        created_at=moment(node.at),
    )
