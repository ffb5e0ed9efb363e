"""The admin works under the policy that keeps foreign scripts out."""

import pytest
from django.contrib.auth.models import User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def complaints(page):
    found = []
    page.on("console", lambda message: found.append(message.text))
    # Browsers ask for it wherever a page names none.
    page.route("**/favicon.ico", lambda route: route.fulfill(status=204))
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


def test_an_article_can_be_written(page, live_server, complaints):
    User.objects.create_superuser("root", password="pw")
    page.goto(f"{live_server.url}/admin/login/?next=/admin/articles/article/add/")
    page.get_by_label("Username").fill("root")
    page.get_by_label("Password").fill("pw")
    page.get_by_role("button", name="Log in").click()
    # Shown only once the admin's own scripts have run.
    page.get_by_role("link", name="Today").first.wait_for()
    assert complaints == []


def test_a_script_of_a_stranger_does_not_run(page, live_server, complaints):
    page.goto(f"{live_server.url}/admin/login/")
    page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'),"
        " {textContent: 'document.title = \"stolen\"'}))"
    )
    assert page.title() != "stolen"
    assert "script-src 'self'" in complaints[0]
