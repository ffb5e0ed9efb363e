"""Pages as readers ask for them, each beside the floor's page of the same comments."""

from collections.abc import Iterator
from dataclasses import dataclass

from bench import ground
from bench.articles import Planted
from bench.load import Repeated
from bench.requests import Page, fetch, get
from bench.rounds import Match, Pair, Side
from bench.servers import Server

# The whole conversation on one page.
WHOLE: str | None = "?view=whole"
NOT_MODIFIED = 304

# Twelve levels down in the longest thread, with about twenty comments beneath it.
DEEP = """
SELECT id FROM (
    SELECT * FROM comments_comment WHERE tree_id = (
        SELECT tree_id FROM comments_comment WHERE article_id = %s
        GROUP BY tree_id ORDER BY count(*) DESC LIMIT 1)
    ORDER BY abs(level - 12), id LIMIT 200
) AS c ORDER BY abs(20 - (
    SELECT count(*) FROM comments_comment d
    WHERE d.tree_id = c.tree_id AND d.lft > c.lft AND d.lft < c.rght)), id LIMIT 1
"""


@dataclass(frozen=True)
class Read:
    """A view of an article. `pair` is None where the site has no such view."""

    view: str
    article: Planted
    connections: int
    pair: Pair | None


@dataclass(frozen=True)
class Reader:
    match: Match
    site: Server
    cold: Server
    floor: Server

    def read(self, article: Planted) -> Iterator[Read]:
        newest = f"{article.address}?order=newest"
        first = fetch(self.site.port, newest)
        beside = ground.same_as(self.match.database, first, newest=True)
        warm, cold = self._asks(self.site, newest), self._asks(self.cold, newest)
        for connections in self.match.options.connections:
            yield self._measure("first page, warm", article, warm, beside, connections)
            yield self._measure("first page, cold", article, cold, beside, connections)
        unchanged = self._asks_again(newest, first) if first.etag else None
        yield self._measure("first page, 304", article, unchanged, beside)
        yield from self._others(article)

    def _others(self, article: Planted) -> Iterator[Read]:
        deep = self.match.database.link.execute(DEEP, [article.id]).fetchone() or (0,)
        views = {
            "oldest first": article.address,
            "a comment deep inside": f"/comments/{deep[0]}/",
            "the form to reply": f"/comments/{deep[0]}/reply/",
        }
        for view, path in views.items():
            page = fetch(self.site.port, path)
            beside = ground.same_as(self.match.database, page, newest=False)
            yield self._measure(view, article, self._asks(self.site, path), beside)
        everything = self._asks(self.cold, article.address + WHOLE) if WHOLE else None
        beside = ground.whole(self.match.database, article)
        yield self._measure("the whole conversation", article, everything, beside)

    def _measure(
        self, view: str, article: Planted, ours: Side | None, beside: str, connections: int = 0
    ) -> Read:
        """On the middle of the numbers of connections if none is given."""
        several = self.match.options.connections
        connections = connections or several[len(several) // 2]
        floor = self._asks(self.floor, beside)
        pair = self.match.pair(ours, floor, connections) if ours else None
        return Read(view, article, connections, pair)

    def _asks(self, server: Server, path: str) -> Side:
        return Side(server, lambda number: [Repeated(get(path))] * number)

    def _asks_again(self, path: str, page: Page) -> Side:
        # As the browser that was given the page, and with it the form's cookie.
        request = get(path, If_None_Match=page.etag or "", Cookie=page.cookie)
        return Side(self.site, lambda number: [Repeated(request, NOT_MODIFIED)] * number)
