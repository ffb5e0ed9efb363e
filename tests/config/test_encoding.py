import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType

from comments.models import Comment
from tests.cast import alice, make_article, mod, say
from tests.pages import errors, soup, typed

pytestmark = pytest.mark.django_db

FORM = "application/x-www-form-urlencoded"


def post(client, body, content_type):
    address = f"{make_article().get_absolute_url()}comments/"
    return client.generic("POST", address, body, content_type=content_type)


@pytest.mark.parametrize("codec", ["utf-7", "utf-16", "latin-1", "undefined", "unicode_escape"])
def test_words_are_utf_8_whatever_a_request_says_of_them(client, codec):
    body = "name=Gwen&text=Grüße".encode()
    assert post(client, body, f"{FORM}; charset={codec}").status_code == 302
    assert Comment.objects.get().text == "Grüße"


def test_no_codec_makes_half_characters(client):
    part = '--x\r\nContent-Disposition: form-data; name="{}"\r\n\r\n{}\r\n'
    body = part.format("name", "Gwen") + part.format("text", r"\ud800") + "--x--\r\n"
    content_type = "multipart/form-data; boundary=x; charset=unicode_escape"
    assert post(client, body.encode(), content_type).status_code == 302
    assert Comment.objects.get().text == r"\ud800"


def test_words_in_another_encoding_are_asked_for_again(client):
    response = post(client, b"name=Gwen&text=Gr%FC%DFe", f"{FORM}; charset=latin-1")
    assert response.status_code == 422
    assert errors(response) == ["Some characters could not be read. Please type them again."]
    assert typed(response, "text") == "Gr\ufffd\ufffde"


@pytest.mark.parametrize("path", ["/articles/a%00/", "/admin/r/{sessions}/%00/"])
def test_nothing_is_at_an_address_with_nul(client, path):
    client.force_login(alice())
    sessions = ContentType.objects.get(app_label="sessions", model="session")
    assert client.get(path.format(sessions=sessions.pk)).status_code == 404


def test_nul_in_a_search_finds_nothing(client):
    say(make_article(), "Ada", "words")
    client.force_login(mod())
    for query, count in [("", 1), ("?state__exact=published", 1), ("?state__exact=%00", 0)]:
        page = soup(client.get(f"/admin/comments/comment/{query}"))
        assert len(page.select("#result_list tbody tr")) == count


@pytest.mark.parametrize("name", [settings.SESSION_COOKIE_NAME, "csrftoken", "guest", "messages"])
def test_a_cookie_with_nul_is_as_good_as_none(client, name):
    client.cookies.load(rf'{name}="\000 and more"')
    assert client.get("/").status_code == 200
