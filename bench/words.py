"""What the index of words costs a reply; `python -m bench.words`.

After a thousand replies into one thread of ten thousand, with the index and without it: the CPU
time of a reply (ours and PostgreSQL's), its statements, its bytes of the log, and the share of
updated comments that touched no index (HOT).
"""

import os
from importlib import import_module
from time import process_time
from typing import Any

from bench.fillfactor import HOT, REPLIES, SIZE, reply_to_many
from bench.options import Options

WITHOUT = "DROP INDEX comment_words"


def main() -> None:
    os.environ.update(Options(folder="var/bench/words").site_environment())
    import_module("django").setup()
    database = import_module("bench.database")
    print("index        CPU/reply  PostgreSQL  statements  log/reply    HOT")
    for name, without in (("with", ""), ("without", WITHOUT)) * 2:
        with database.running() as counted:
            counted.link.execute(without)
            measure(counted, name)


def measure(counted: Any, name: str) -> None:
    article = import_module("bench.articles").plant_one("one", SIZE)
    counted.link.execute("VACUUM ANALYZE")
    counted.link.execute("SELECT pg_stat_reset()")
    counted.reset()
    ours, theirs = process_time(), counted.cpu_seconds()
    reply_to_many(article.id)
    ours, theirs = process_time() - ours, counted.cpu_seconds() - theirs
    counts = counted.counts()
    import_module("django.db").connection.close()
    counted.link.execute("SELECT pg_stat_force_next_flush()")
    hot, _ = counted.link.execute(HOT).fetchone()
    print(
        f"{name:10} {(ours + theirs) / REPLIES * 1_000:8.2f} ms {theirs / REPLIES * 1_000:8.2f} ms "
        f"{counts.queries / REPLIES:11.1f} {counts.wal_bytes // REPLIES:8} B {hot:6.1%}",
        flush=True,
    )


if __name__ == "__main__":
    main()
