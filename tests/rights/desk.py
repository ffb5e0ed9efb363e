"""What an editor reads and presses on the page that erases."""

from tests.pages import flat, soup


def counts(response):
    return [flat(row) for row in soup(response).select(".counts li")]


def meant(response):
    return [flat(row) for row in soup(response).select("form[method=get] .keys label")]


def who(response):
    return flat(soup(response).select_one(".who"))


def fate(response):
    return flat(soup(response).select_one(".fate"))


def press(client, response, caption, **values):
    """The button, with all that its form carries and what is ticked or typed besides."""
    button = soup(response).find("button", string=caption)
    form = button.find_parent("form")
    sent: dict[str, list[str]] = {}
    for field in [*form.select("[type=hidden], [name][checked]"), button]:
        if "name" in field.attrs:
            sent.setdefault(field["name"], []).append(field["value"])
    asked = response.request
    here = f"{asked['PATH_INFO']}?{asked['QUERY_STRING']}"
    address = button.get("formaction") or form.get("action") or here
    return getattr(client, form["method"])(address, sent | values)
