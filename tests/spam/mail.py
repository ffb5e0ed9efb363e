"""Comments made up for the filter: what neighbours say of a footbridge, and what is sold there."""

from random import Random

PEOPLE = "the council|my neighbour|the ferryman|our school|the baker|nobody|the engineer"
DOINGS = "walked over|repaired|photographed|complained about|measured|painted|missed"
THINGS = "the footbridge|the old pier|the towpath|the railing|the lamp|the steps|the sign"
WHENS = "yesterday|in the rain|before school|last spring|again|on Monday|as a child"

OFFERS = "casino|payday loans|replica watches|crypto profits|cheap pills|followers"
CALLS = "Click here|Visit now|Sign up today|Message me|Earn money at home|100% free"
HOSTS = "win.example.top|best-deals.example.xyz|bonus.example.ru|deal.example.com"


def ham(random: Random) -> str:
    said = [_sentence(random) for _ in range(random.randint(1, 3))]
    if random.random() < 0.1:
        said.append("There is a map at https://example.org/map.")
    return " ".join(said)


def spam(random: Random) -> str:
    link = f"https://{_one_of(HOSTS, random)}/{random.randrange(1_000)}"
    parts = [_one_of(CALLS, random), _one_of(OFFERS, random), link]
    if random.random() < 0.3:
        parts.append(_sentence(random))
    random.shuffle(parts)
    return "! ".join(parts)


def _sentence(random: Random) -> str:
    parts = [_one_of(kind, random) for kind in (PEOPLE, DOINGS, THINGS, WHENS)]
    return " ".join(parts).capitalize() + "."


def _one_of(kind: str, random: Random) -> str:
    return random.choice(kind.split("|"))
