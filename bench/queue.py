"""What the moderators' queue costs, however much waits; `python -m bench.queue`.

Each row: how many comments wait, the statements and rows of opening its page, its CPU time (ours
and PostgreSQL's, the best of some rounds) and that beside the first row's.
"""

import os
import sys
from importlib import import_module
from time import process_time
from typing import Any

from bench.options import Options

SIZES = (100, 100_000)
ROUNDS, PAGES = 5, 10
ADDRESS = "/admin/comments/waiting/"
# So many wait, of several authors, under one of ten articles; of some, readers have complained.
FILL = """
WITH made AS (
    INSERT INTO comments_comment (id, article_id, parent_id, tree_id, lft, rght, level, ordinal,
        replies_numbered, visible, thread_size, author_id, guest, name, email, website, text, html,
        revision, state, created_at)
    SELECT n, article.id, NULL, n, 1, 1000, 0, NULL, 0, false, 0, NULL,
        md5((n %% greatest(%(size)s / 5, 1))::text)::uuid, 'Gwen', '', '', words, words, 1, 'held',
        now() - n * interval '1 second'
    FROM generate_series(1, %(size)s) AS n
    JOIN (SELECT id, row_number() OVER () - 1 AS nth FROM articles_article) AS article
        ON article.nth = n %% 10,
    LATERAL (SELECT '<p>' || repeat('words that wait ' || n || ' ', 20) || '</p>') AS w (words)
    RETURNING id, article_id, created_at
), held AS (
    INSERT INTO comments_hold (id, article_id, comment_id, code, evidence)
    SELECT id, article_id, id, 'links', '3 links; limit 2' FROM made
), flagged AS (
    INSERT INTO comments_flag (id, article_id, comment_id, guest, reason, words, created_at)
    SELECT id, article_id, id, gen_random_uuid(), 'abuse', 'Words', created_at
    FROM made WHERE id %% 10 = 0
)
INSERT INTO comments_waiting (comment_id, article_id, since, urgency, reasons)
SELECT id, article_id, created_at, CASE WHEN id %% 10 = 0 THEN 2 ELSE 1 END,
    CASE WHEN id %% 10 = 0 THEN ARRAY['flag-abuse', 'links'] ELSE ARRAY['links'] END
FROM made
"""
EMPTY = "TRUNCATE comments_waiting, comments_hold, comments_flag, comments_comment CASCADE"


def main(sizes: tuple[int, ...]) -> None:
    os.environ.update(Options(folder="var/bench/queue").site_environment() | {"DEMO": "true"})
    import_module("django").setup()
    with import_module("bench.database").running() as database:
        client = moderator()
        print(f"{'waiting':>9} {'statements':>11} {'rows':>6} {'CPU':>9} {'beside the first':>17}")
        first = 0.0
        for size in sizes:
            fill(database, size)
            cost, milliseconds = measure(database, client)
            first = first or milliseconds
            ratio = milliseconds / first
            print(
                f"{size:9,} {cost.queries:11} {cost.sent:6} {milliseconds:6.1f} ms {ratio:16.2f} ×"
            )


def moderator() -> Any:
    accounts = import_module("django.contrib.auth.models")
    articles = import_module("articles.models")
    user = accounts.User.objects.create_user("mod", is_staff=True)
    user.groups.add(accounts.Group.objects.get(name="Moderators"))
    for number in range(10):
        articles.Article.objects.create(title=f"Article {number}", body="Words", state="published")
    client = import_module("django.test").Client(headers={"host": "127.0.0.1"})
    client.force_login(user)
    return client


def fill(database: Any, size: int) -> None:
    database.link.execute(EMPTY)
    database.link.execute(FILL, {"size": size})
    database.link.execute("VACUUM ANALYZE")


def measure(database: Any, client: Any) -> tuple[Any, float]:
    with import_module("bench.counts").counted() as cost:
        opened(client)
    rounds = []
    for _ in range(ROUNDS):
        before = process_time() + database.cpu_seconds()
        for _ in range(PAGES):
            opened(client)
        rounds.append(process_time() + database.cpu_seconds() - before)
    return cost, min(rounds) / PAGES * 1_000


def opened(client: Any) -> None:
    response = client.get(ADDRESS, secure=True)
    if response.status_code != 200 or b'id="w-' not in response.content:  # noqa: PLR2004 - a page
        raise SystemExit(f"no queue: {response.status_code}")


if __name__ == "__main__":
    main(tuple(map(int, sys.argv[1:])) or SIZES)
