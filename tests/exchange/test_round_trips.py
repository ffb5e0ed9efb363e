"""All that a site holds goes out as our own lines, and comes in as it was."""

import json

import pytest

from comments.models import LedgerRow
from tests.comments.health import assert_healthy
from tests.exchange.everything import differences, empty, everything
from tests.exchange.life import Life

ELSEWHERE: list[dict[str, object]] = [
    {"understory": 1, "site": "there"},
    {"type": "article", "id": "1", "url": "https://there.example/it/", "title": "It"},
    {"type": "comment", "id": "2", "article": "1", "text": "One", "url": "#c2", "likes": 3},
    {"type": "comment", "id": "3", "article": "1", "text": "[…]", "kind": "pingback"},
]

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("seed", range(3))
def test_a_whole_site_comes_in_as_it_was(seed, export, bring_in):
    Life(seed).go_on(60)
    before, file = everything(), export()
    empty()
    dry = bring_in(file, dry_run=True)
    assert bring_in(file) == dry
    assert differences(everything(), before) == {}
    assert set(LedgerRow.objects.values_list("outcome", flat=True)) == {"created"}
    assert_healthy()


def test_what_came_from_elsewhere_goes_on(tmp_path, export, bring_in):
    """With its votes, and where it was found before."""
    first = tmp_path / "first.jsonl"
    first.write_text("\n".join(map(json.dumps, ELSEWHERE)))
    bring_in(first)
    before, file = everything(), export()
    empty()
    bring_in(file)
    assert differences(everything(), before) == {}
    assert [len(before[name]) for name in ("OldAddress", "Pingback", "votes")] == [2, 1, 1]


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(100, 106))
def test_any_site_comes_in_as_it_was(seed, export, bring_in):
    Life(seed).go_on(800)
    before, file = everything(), export()
    empty()
    bring_in(file)
    assert differences(everything(), before) == {}
    assert_healthy()
