from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from articles import ids
from articles.ids import BUCKET_BITS, LOW_BITS, LOW_COUNT, bucket_of, first_id_of, new_id


def test_ids_fit_into_64_bits_until_2093():
    year_2093 = int((2093 - 1970) * 365.2425 * 24 * 3600 * 1000)
    assert (year_2093 - ids.EPOCH_MS) << (BUCKET_BITS + LOW_BITS) < 1 << 63


def test_ids_come_in_order():
    made = [new_id() for _ in range(3 * LOW_COUNT)]
    assert made == sorted(set(made))


def test_threads_never_share_an_id():
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: [new_id() for _ in range(2_000)], range(8)))
    assert len({own for some in made for own in some}) == 16_000


@pytest.mark.parametrize("bucket", [0, 1, 700, 1023])
def test_a_comment_is_in_its_articles_bucket(bucket):
    article_id = (12_345 << BUCKET_BITS | bucket) << LOW_BITS | 77
    assert bucket_of(article_id) == bucket
    assert bucket_of(new_id(article_id)) == bucket
    assert bucket_of(new_id(new_id(article_id))) == bucket


def test_a_new_article_is_in_the_first_bucket():
    assert bucket_of(new_id()) == 0


@pytest.fixture
def moments(monkeypatch):
    """Of this test alone: ids never go back, and are not to stay in the year 2058."""
    monkeypatch.setattr(ids, "_moments", ids._Moments())


def test_an_id_tells_its_time(monkeypatch, moments):
    monkeypatch.setattr("time.time_ns", lambda: (ids.EPOCH_MS + (1 << 40)) * 1_000_000)
    assert new_id() >> (BUCKET_BITS + LOW_BITS) == 1 << 40


def test_the_first_id_of_a_moment_parts_what_was_made_before_from_the_rest(moments):
    begin = datetime.now(UTC)
    made = new_id()
    end = datetime.now(UTC) + timedelta(seconds=1)
    assert first_id_of(begin) <= made < first_id_of(end)
    assert first_id_of(datetime(1999, 1, 1, tzinfo=UTC)) == 0
