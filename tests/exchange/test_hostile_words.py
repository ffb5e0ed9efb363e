"""Characters that no text in the database can hold are left out, wherever they are."""

import json

import pytest

from articles.models import Article
from comments.models import Comment, LedgerRow, OldAddress
from tests.exchange.elsewhere import There, disqus
from tests.exchange.writers import isso_list

pytestmark = pytest.mark.django_db

BAD = "\x00\x08\ud800"


def odd(value: object) -> object:
    """The same with such characters in each of its texts that is free."""
    fixed = {"article", "comment", "markdown", "published", "2015-01-01T00:00:00Z"}
    if isinstance(value, dict):
        return {key: odd(one) for key, one in value.items()}
    return f"{value}{BAD}" if isinstance(value, str) and value not in fixed else value


def test_in_our_own_lines(tmp_path, bring_in):
    article = {"type": "article", "id": "1", "url": "https://x.example/1?q=1", "title": "One"}
    comment = {"type": "comment", "id": "2", "article": "1", "name": "Ada", "text": "Yes."}
    more = {"url": "https://x.example/1#c-2", "earlier": "No.", "email": "a@x.example"}
    rows = [{"understory": 1, "site": "x"}, article, comment | more]
    file = tmp_path / f"export{BAD[1]}"
    file.write_text("\n".join(json.dumps(odd(row)) for row in rows))
    assert bring_in(file).splitlines()[1] == "Source: jsonl x"
    assert Article.objects.get().body == "<https://x.example/1?q=1>"
    assert Comment.objects.values_list("name", "text").get() == ("Ada", "Yes.")
    assert list(OldAddress.objects.order_by("fragment").values_list("fragment")) == [
        ("",),
        ("c-2",),
    ]


def test_in_lists_of_threads(tmp_path, bring_in):
    file = tmp_path / "export"
    file.write_bytes(isso_list([There(1, 1, name="ada" + BAD, words="Words." + BAD)]))
    bring_in(file)
    assert Comment.objects.values_list("name").get()[0].rstrip("?") == "ada"


def test_an_address_that_is_none_leads_nowhere(tmp_path, bring_in):
    file = tmp_path / "export"
    file.write_bytes(disqus([There(1, 1)]).replace(b"https://there.example/1/", b"https://[there"))
    bring_in(file)
    assert (OldAddress.objects.count(), LedgerRow.objects.count()) == (0, 2)
