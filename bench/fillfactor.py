"""How much room on a page lets replies update it in place; `python -m bench.fillfactor`.

Each row: how full pages are made, and after a thousand replies into one thread of ten thousand the
share of updated comments that touched no index (HOT), the log's bytes a reply, the table's size.
"""

import os
from importlib import import_module
from random import Random
from typing import Any

from bench.options import Options

FILLFACTORS = (100, 95, 85, 70)
SIZE, REPLIES = 10_000, 1_000
HOT = """
SELECT n_tup_hot_upd::float / n_tup_upd, pg_relation_size(relid) / 1024
FROM pg_stat_user_tables WHERE relname = 'comments_comment'
"""


def main() -> None:
    os.environ.update(Options(folder="var/bench/fillfactor").site_environment())
    import_module("django").setup()
    database = import_module("bench.database")
    print("fillfactor    HOT   log/reply   table")
    for fillfactor in FILLFACTORS:
        with database.running() as counted:
            hot, kilobytes, log = measure(counted, fillfactor)
        print(f"{fillfactor:10} {hot:6.1%} {log:9} B {kilobytes:6} kB", flush=True)


def measure(counted: Any, fillfactor: int) -> tuple[float, int, int]:
    counted.link.execute(f"ALTER TABLE comments_comment SET (fillfactor = {fillfactor})")
    article = import_module("bench.articles").plant_one("one", SIZE)
    counted.link.execute("VACUUM ANALYZE")
    counted.link.execute("SELECT pg_stat_reset()")
    counted.reset()
    reply_to_many(article.id)
    log = counted.counts().wal_bytes // REPLIES
    import_module("django.db").connection.close()
    counted.link.execute("SELECT pg_stat_force_next_flush()")
    hot, kilobytes = counted.link.execute(HOT).fetchone()
    return hot, kilobytes, log


def reply_to_many(article_id: int) -> None:
    models, actions = import_module("comments.models"), import_module("comments.actions")
    people, rng = import_module("comments.people"), Random(1)
    found = models.Comment.objects.filter(article=article_id, level__lt=50)
    parents = list(found.values_list("pk", flat=True))
    article = models.Comment.objects.get(pk=parents[0]).article
    for _ in range(REPLIES):
        author = people.Person(name="Gwen")
        actions.post(article, author, "It shuts on **Monday**.", parent_id=rng.choice(parents))


if __name__ == "__main__":
    main()
