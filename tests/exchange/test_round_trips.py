"""All that a site holds goes out as our own lines, and comes in as it was."""

import pytest

from comments.models import LedgerRow
from tests.comments.health import assert_healthy
from tests.exchange.everything import differences, empty, everything
from tests.exchange.life import Life

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("seed", range(4))
def test_a_whole_site_comes_in_as_it_was(seed, export, bring_in):
    Life(seed).go_on(60)
    before, file = everything(), export()
    empty()
    dry = bring_in(file, dry_run=True)
    assert bring_in(file) == dry
    assert differences(everything(), before) == {}
    assert set(LedgerRow.objects.values_list("outcome", flat=True)) == {"created"}
    assert_healthy()


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(100, 106))
def test_any_site_comes_in_as_it_was(seed, export, bring_in):
    Life(seed).go_on(800)
    before, file = everything(), export()
    empty()
    bring_in(file)
    assert differences(everything(), before) == {}
    assert_healthy()
