"""What a visitor does and sees, in words for the tests."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page

from comments.models import Comment

SERIOUS = {"serious", "critical"}


def item(page: Page, comment: Comment) -> Locator:
    return page.locator(f"#c-{comment.pk}")


def said(page: Page, comment: Comment) -> Locator:
    """The comment itself, without its branch."""
    return page.locator(f"#c-{comment.pk} > article")


def new_thread(page: Page) -> Locator:
    return page.locator("#write form.write")


def open_reply(page: Page, comment: Comment) -> Locator:
    said(page, comment).get_by_role("link", name="Reply").click()
    return reply_form(page, comment)


def reply_form(page: Page, comment: Comment) -> Locator:
    return page.locator(f"#c-{comment.pk} > form.write")


def write(form: Locator, text: str, name: str = "Gwen") -> None:
    form.get_by_label("Comment").fill(text)
    field = form.get_by_label("Name")
    if field.count():
        field.fill(name)


def post(form: Locator) -> None:
    form.get_by_role("button", name="Post").click()


def conversation(page: Page) -> str:
    """The conversation as it stands in the page, but for how its times are told."""
    return page.locator("#conversation").evaluate(
        """(section) => {
            const copy = section.cloneNode(true);
            for (const time of copy.querySelectorAll("time")) {
                time.textContent = "";
                time.removeAttribute("title");
            }
            return copy.outerHTML;
        }"""
    )


def outline(page: Page) -> list[str]:
    """Each comment's words, indented as deep as its list stands."""
    return page.locator("#conversation .words").evaluate_all(
        """(all) => all.map((words) => {
            let depth = 0;
            for (let up = words.closest("ol"); (up = up.parentElement?.closest("ol")); ) depth += 1;
            return "  ".repeat(depth) + words.textContent.trim();
        })"""
    )


def overflows(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth > innerWidth")


def findings(page: Page) -> list[str]:
    """What axe-core holds to be a serious obstacle for somebody."""
    found = Axe().run(page).response["violations"]
    return [
        f"{finding['id']}: {node['html']}"
        for finding in found
        if finding["impact"] in SERIOUS
        for node in finding["nodes"]
    ]
