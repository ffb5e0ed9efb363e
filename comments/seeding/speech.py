"""Puts people and their words together out of phrases, the same for the same random numbers."""

from random import Random

from comments.seeding import phrases

# Few write often, many write once.
REGULARS = 24


class Town:
    """The people who talk, and what they say."""

    def __init__(self, rng: Random, people: int = 400) -> None:
        self.rng = rng
        self.names = [self._invented_name() for _ in range(people)]

    def name(self) -> str:
        names = self.names[:REGULARS] if self.rng.random() < 1 / 3 else self.names
        return self.rng.choice(names)

    def words(self, answered: str | None) -> str:
        """What somebody says, to the one who is `answered`, or to all."""
        if answered and self.rng.random() < 1 / 5:
            return self.remark()
        paragraphs = [self._paragraph() for _ in range(self._paragraphs())]
        start = phrases.ANSWERS if answered else phrases.OPENINGS
        if self.rng.random() < 2 / 3:
            paragraphs[0] = f"{self._filled(start, answered)} {paragraphs[0]}"
        if self.rng.random() < 1 / 4:
            paragraphs.append(self._filled(phrases.CLOSINGS))
        return "\n\n".join(paragraphs)

    def remark(self) -> str:
        return self.rng.choice(phrases.REMARKS)

    def _paragraphs(self) -> int:
        return self.rng.choices((1, 2, 3, 6), (70, 20, 8, 2))[0]

    def _paragraph(self) -> str:
        kinds = [phrases.CLAIMS, phrases.REASONS, phrases.ASIDES][: self.rng.randint(1, 3)]
        return " ".join(self._filled(kind) for kind in kinds)

    def _filled(self, choices: tuple[str, ...], answered: str | None = None) -> str:
        thing, who = self.rng.choice(phrases.THINGS), self.rng.choice(phrases.PEOPLE)
        use, use2 = self.rng.sample(phrases.USES, 2)
        return self.rng.choice(choices).format(
            name=answered,
            use=use,
            use2=use2,
            thing=thing,
            thing_cap=thing[0].upper() + thing[1:],
            who=who,
            who_cap=who[0].upper() + who[1:],
            sum=self.rng.choice(phrases.SUMS),
        )

    def _invented_name(self) -> str:
        kind = self.rng.random()
        if kind < 1 / 12:
            return self.rng.choice(phrases.HANDLES)
        first, last = self.rng.choice(phrases.FIRST_NAMES), self.rng.choice(phrases.LAST_NAMES)
        if kind < 1 / 4:
            return first
        return f"{first} {last[0]}." if kind < 1 / 3 else f"{first} {last}"
