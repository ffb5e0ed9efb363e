"""Addresses of pages elsewhere, reduced to what tells one page from another."""

from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit

from comments.exchange.words import clean

TRACKING = {
    "fbclid", "gclid", "gclsrc", "dclid", "msclkid", "yclid", "igshid", "mc_cid", "mc_eid",
    "_ga", "ref_src", "replytocom",
}  # fmt: skip
LONGEST = 500
LONGEST_FRAGMENT = 100


def page_key(url: str) -> str:
    """The same for http and https, with and without www, slash at the end, or tracking."""
    try:
        parts = urlsplit(clean(url).strip())
        host = (parts.hostname or "").removeprefix("www.")
        port = "" if parts.port in {None, 80, 443} else f":{parts.port}"
    except ValueError:
        return ""
    key = f"{host}{port}{path_key(parts.path, parts.query)}"
    return key if len(key) <= LONGEST and key.isprintable() else ""


def path_key(path: str, query: str = "") -> str:
    """The same without its host: what tells the pages of one host apart."""
    path = quote(unquote(path), safe="/:@!$&'()*+,;=~-._", errors="replace").rstrip("/")
    known = [pair for pair in parse_qsl(query) if not _is_tracking(pair[0])]
    return path + (f"?{urlencode(known, errors='replace')}" if known else "")


def joined(site: str, path: str) -> str:
    try:
        return urljoin(site, path)
    except ValueError:
        return path


def slug_in(url: str) -> str:
    """The last part of the path, without an ending such as .html."""
    try:
        path = clean(unquote(urlsplit(clean(url).strip()).path)).rstrip("/")
    except ValueError:
        return ""
    stem, _, ending = path.rpartition("/")[2].rpartition(".")
    return stem if stem and ending.lower() in {"html", "htm", "php"} else path.rpartition("/")[2]


def fragment_of(url: str) -> str:
    return clean(url).partition("#")[2][:LONGEST_FRAGMENT]


def _is_tracking(name: str) -> bool:
    return name.lower().startswith("utm_") or name.lower() in TRACKING
