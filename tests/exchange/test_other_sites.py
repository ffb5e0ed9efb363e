"""Two sites of a program that names none count their comments alike: none takes another's place."""

from dataclasses import replace

import pytest
from django.core.management import CommandError

from comments.models import Comment
from tests.exchange.elsewhere import There
from tests.exchange.writers import isso

pytestmark = pytest.mark.django_db

FIRST = [There(number, 1, words=f"First {number}", minute=number) for number in range(1, 5)]
SECOND = [There(number, 1, words=f"Second {number}", minute=90 + number) for number in range(1, 5)]


@pytest.fixture
def bring(bring_in, tmp_path):
    def bring(comments, **options):
        file = tmp_path / "comments.db"
        file.write_bytes(isso(comments))
        return bring_in(file, **options)

    bring(FIRST)
    return bring


def texts():
    return sorted(Comment.objects.values_list("text", flat=True))


def test_another_site_under_the_same_name_is_refused(bring):
    with pytest.raises(CommandError, match=r"4 of 4 comments .* give it a --source of its own"):
        bring(SECOND)
    assert texts() == [f"First {number}" for number in range(1, 5)]


def test_under_a_name_of_its_own_it_comes_in(bring):
    bring(SECOND, source="isso second")
    assert len(texts()) == 8


def test_one_whose_time_was_changed_there_is_the_same(bring):
    changed = [*FIRST[:3], replace(FIRST[3], words="Changed", minute=600)]
    bring([*changed, There(5, 1, words="First 5", minute=700)])
    assert texts() == ["Changed", "First 1", "First 2", "First 3", "First 5"]
