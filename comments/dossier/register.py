"""Every column that could hold something about a person, and what becomes of it when they are
erased. A new column must be entered here, and in docs/privacy.md: tests ask for both.
"""

from enum import StrEnum


class Fate(StrEnum):
    ERASED = "erased"
    # Only when the words go too.
    WORDS = "erased with the words"
    # docs/privacy.md says why, and until when.
    STAYS = "stays"
    NOBODY = "about nobody"


def _table(erased: str = "", words: str = "", stays: str = "", nobody: str = "") -> dict[str, Fate]:
    fates = zip(Fate, (erased, words, stays, nobody), strict=True)
    return {column: fate for fate, columns in fates for column in columns.split()}


REGISTER: dict[str, dict[str, Fate]] = {
    "articles_article": _table(
        stays="title slug byline summary body body_html", nobody="state comments moderation"
    ),
    "articles_formerslug": _table(stays="slug"),
    "auth_group": _table(nobody="name"),
    "auth_permission": _table(nobody="name codename"),
    "auth_user": _table("username password first_name last_name email"),
    "auth_user_groups": _table("user_id"),
    "auth_user_user_permissions": _table("user_id"),
    "comments_addresshash": _table("address network"),
    "comments_appeal": _table("words"),
    "comments_comment": _table(
        "author_id guest name email email_key website submission", "text html", nobody="state"
    ),
    "comments_decision": _table(
        "person reason moderator_id", stays="moderator_name", nobody="verb before after"
    ),
    "comments_erasure": _table("moderator_id", stays="moderator_name", nobody="counts"),
    "comments_flag": _table("author_id guest words", nobody="reason"),
    "comments_hold": _table("evidence", nobody="code name"),
    "comments_importrun": _table(stays="files report", nobody="source format fingerprint"),
    "comments_ledgerrow": _table(
        "digest stored", stays="source_id", nobody="source kind outcome reason"
    ),
    "comments_note": _table("person words moderator_id", stays="moderator_name"),
    "comments_oldaddress": _table(stays="address fragment"),
    "comments_pingback": _table("name website text", nobody="state"),
    "comments_reason": _table(stays="name words"),
    "comments_revision": _table(words="text"),
    "comments_rule": _table(stays="name words", nobody="kind"),
    "comments_sanction": _table("key person name reason", nobody="does"),
    "comments_sketch": _table("hashes sought"),
    "comments_spamword": _table("word"),
    "comments_statechange": _table(nobody="before after"),
    "comments_told": _table(nobody="service"),
    "comments_upload": _table(
        "by_id",
        stays="by_name names map_name report fault",
        nobody="step format source site articles states stage",
    ),
    "comments_waiting": _table(nobody="reasons"),
    "comments_window": _table(stays="key"),
    "django_admin_log": _table("user_id object_id object_repr change_message"),
    "django_content_type": _table(nobody="app_label model"),
    "django_session": _table("session_key session_data"),
}


def columns(*fates: Fate) -> set[str]:
    """Those with one of these fates, as `table.column`."""
    return {
        f"{table}.{column}"
        for table, known in REGISTER.items()
        for column, fate in known.items()
        if fate in fates
    }
