"""Articles of the source, with their lines in the ledger and where they were found."""

from comments.exchange import ledger, newcomers, recognising
from comments.exchange.ledger import Book, Entry
from comments.exchange.matching import BY_ID
from comments.exchange.newcomers import Address, Found
from comments.exchange.recognising import TAKEN
from comments.exchange.running.course import Course
from comments.models import ImportRun


def bring_articles(course: Course) -> None:
    for some in newcomers.articles_of(course.staged):
        with course.portion() as book:
            _bring(course, some, book)


def _bring(course: Course, some: list[Found], book: Book) -> None:
    _look_for_taken(some)
    made = {} if course.is_dry else newcomers.make([found for found in some if found.is_new])
    here = {key: article.pk for key, article in made.items()}
    here |= {found.key: int(found.target) for found in some if found.is_here}
    course.articles |= {found.group: here[found.key] for found in some if found.key in here}
    entries = ledger.known(course.run.source, "article", [found.key for found in some])
    for found in some:
        _account_for(course, found, here.get(found.key), entries.get(found.key), book)
    addresses = [
        Address.of(course.run.pk, address, "", here[found.key], None)
        for found in some
        if found.key in here
        for address in found.addresses
    ]
    if not course.is_dry:
        newcomers.remember_addresses(addresses)


def _look_for_taken(some: list[Found]) -> None:
    own = [found for found in some if found.has_own_id]
    free = recognising.free_articles(int(found.key) for found in own)
    for found in own:
        found.is_taken = int(found.key) not in free


def _account_for(
    course: Course, found: Found, article: int | None, entry: Entry | None, book: Book
) -> None:
    outcome, reason = _outcome(found, entry, course.run)
    course.account.count("article", outcome, reason, found.place)
    if entry is None or (entry.article_id is None and article):
        # What has the address of another stays with it, should it get one of its own.
        stands = article or course.articles.get(found.group)
        said = (entry, "article", found.key, outcome, reason)
        book.enter(*said, article=stands, digest=found.digest)
    if course.own:
        course.landing.land_article(found, article, is_new=outcome == "created")
        if article and (found.is_new or found.how == BY_ID or (entry and entry.made_in_id)):
            course.own.articles.add(article)


def _outcome(found: Found, entry: Entry | None, run: ImportRun) -> tuple[str, str]:
    if found.verdict:
        return found.verdict, found.reason
    if found.is_new:
        return "created", TAKEN if found.is_taken else ""
    if entry and entry.article_id and entry.run_id == run.pk:
        return entry.outcome, entry.reason
    if entry and entry.article_id:
        is_same = entry.digest == found.digest
        return "unchanged", "" if is_same else "changed there and left as it is here"
    return "unchanged", f"found here {found.how}"
