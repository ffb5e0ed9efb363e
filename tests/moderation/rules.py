"""The rules in the admin: their addresses, and what an editor reads and sends there."""

from comments.models import Rule
from tests.pages import flat, soup

RULES = "/admin/comments/rule/"
LINKS = "https://a.example.org/ https://b.example.org/"


def page_of(rule):
    return f"{RULES}{rule.pk}/change/"


def rule(kind="links", number=1, **values):
    return Rule.objects.create(name="Many links", kind=kind, number=number, **values)


def add(client, kind, **values):
    sent = {"name": "The rule", "article": "", "enabled": "on"} | values
    return client.post(f"{RULES}add/?kind={kind}", sent)


def errors(response):
    return [flat(error) for error in soup(response).select(".errorlist li")]


def listed(client):
    page = soup(client.get(RULES))
    for label in page.select(".on-phone"):
        label.extract()
    rows = page.select("#result_list tbody tr")
    return [[flat(cell) for cell in row.select("th, td:not(.action-checkbox)")] for row in rows]


def fields(response):
    names = {field["name"] for field in soup(response).select("#rule_form [name]")}
    return names & {"name", "number", "minutes", "words", "article", "enabled"}
