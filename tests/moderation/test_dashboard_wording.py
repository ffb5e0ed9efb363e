"""How the dashboard tells numbers and waits."""

import pytest

from comments.moderation.dashboard.wording import count, wait

MINUTE, HOUR, DAY = 60, 60 * 60, 24 * 60 * 60


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (None, ""),
        (0, "0 s"),
        (59.9, "59 s"),
        (MINUTE, "1 min"),
        (HOUR - 1, "59 min"),
        (HOUR, "1 h"),
        (HOUR + 61 * MINUTE, "2 h 1 min"),
        (DAY, "1 d"),
        (DAY + 59 * MINUTE, "1 d"),
        (2 * DAY + 4 * HOUR, "2 d 4 h"),
        (1_234 * DAY, "1,234 d"),
    ],
)
def test_a_wait_is_told_in_its_two_largest_units(seconds, words) -> None:
    assert wait(seconds) == words


def test_thousands_are_parted() -> None:
    assert [count(999), count(1_234_567), count(None)] == ["999", "1,234,567", "0"]
