"""manage.py evaluate_spam_filter: how good it is on labelled texts, without the database."""

import csv
from io import StringIO
from random import Random

import pytest
from django.core.management import CommandError, call_command

from comments.spam import evaluation as pure
from comments.spam.evaluation import Evaluation, Example, Outcome
from tests.spam.mail import ham, spam

TABLE = """\
220 spam, 203 ham

threshold  precision              recall       false positives
      0.5      98.5%         90.9% (200)             1.48% (3)
      0.7      98.5%         89.1% (196)             1.48% (3)
      0.8      98.9%         85.0% (187)             0.99% (2)
      0.9      99.4%         75.0% (165)             0.49% (1) <
     0.95      99.3%         67.7% (149)             0.49% (1)
     0.99      99.3%         65.9% (145)             0.49% (1)
    0.999      99.3%         65.0% (143)             0.49% (1)

At most 0.5% false positives:
   0.8336      99.5%         82.3% (181)             0.49% (1)
It takes 600 ham or more to be sure of so few.
"""
NO_LABEL = "is no label: 1, spam, true, 0, ham or false"
TOO_FEW = "too few: with one fold set aside 0 of one kind are left to learn from, 20 are needed"


@pytest.fixture
def write(tmp_path):
    def write(rows, columns=("text", "label")):
        path = tmp_path / "labelled.csv"
        with path.open("w", newline="") as file:
            csv.writer(file).writerows([columns, *rows])
        return path

    return write


def examples(count, labels=("spam", "ham"), seed=1):
    random = Random(seed)
    return [
        (kind(random), label)
        for _ in range(count)
        for kind, label in zip((spam, ham), labels, strict=True)
    ]


def evaluate(path, *options):
    out = StringIO()
    call_command("evaluate_spam_filter", path, "-v0", *options, stdout=out)
    return out.getvalue()


def refusal(path, *options):
    with pytest.raises(CommandError) as refused:
        evaluate(path, *options)
    return str(refused.value).removeprefix(f"{path}: ")


def test_what_would_be_found_and_what_wrongly(write):
    # With some of each that sound like the others.
    odd = [(ham(Random(seed)), "spam") for seed in range(20)]
    odd += [(spam(Random(seed)), "ham") for seed in range(3)]
    rows = [*examples(200), *odd]
    assert evaluate(write(rows)) == TABLE


@pytest.mark.parametrize("labels", [("1", "0"), ("True", "false"), (" SPAM", "Ham ")])
def test_labels_and_columns_may_have_other_names(labels, write):
    plain = evaluate(write(examples(60)))
    path = write(examples(60, labels), ("CONTENT", "CLASS"))
    assert evaluate(path, "--text", "CONTENT", "--label", "CLASS") == plain


def test_the_chosen_threshold_is_marked(write):
    lines = evaluate(write(examples(60)), "--threshold", "0.85").splitlines()
    assert [line.split()[0] for line in lines if line.endswith("<")] == ["0.85"]


def test_the_same_text_again_and_again_proves_nothing():
    """It is judged by the others, however often it was sent."""
    others = [Example(text, label == "spam") for text, label in examples(60)]
    new = Example("A new kind of message", is_spam=True)
    once, often = (pure.evaluate([*others, *[new] * count], 5).spam[60:] for count in (1, 50))
    assert often == once * 50


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "line 0: no column text; there are: none"),
        (b"text;label\na;1\n", "line 1: no column text; there are: text;label"),
        (b"text,kind\na,1\n", "line 1: no column label; there are: text, kind"),
        (b"text,label\na,1\nb,maybe\n", f"line 3: 'maybe' {NO_LABEL}"),
        (b"text,label\na\n", f"line 2: None {NO_LABEL}"),
        (b'text,label\n"a,1\n', "line 2: unexpected end of data"),
        (b"text,label\n\xe9,1\n", "not UTF-8: invalid continuation byte"),
        (b"text,label\n" + b"a" * 131_073, "line 2: field larger than field limit (131072)"),
        (b"text,label\na,1\nb,0\n", TOO_FEW),
    ],
)
def test_bad_files_are_refused_in_one_line(content, message, tmp_path):
    path = tmp_path / "labelled.csv"
    path.write_bytes(content)
    assert refusal(path) == message


def test_missing_files_are_refused(tmp_path):
    assert refusal(tmp_path / "none.csv") == "No such file or directory"
    assert refusal(tmp_path) == "Is a directory"


@pytest.mark.parametrize(
    ("option", "message"),
    [
        ("--threshold=2", "argument --threshold: 2 is not between 0 and 1"),
        ("--threshold=nan", "argument --threshold: nan is not between 0 and 1"),
        ("--threshold=x", "argument --threshold: invalid threshold value: 'x'"),
        ("--folds=1", "argument --folds: it takes two folds or more"),
    ],
)
def test_bad_options_are_refused(option, message, tmp_path):
    with pytest.raises(CommandError, match=f"^Error: {message}$"):
        evaluate(tmp_path / "any.csv", option)


def test_the_proposed_threshold_spares_all_but_half_a_percent():
    found = Evaluation(spam=[0.3, 0.7, 0.95], ham=[0.99, 0.8] + [0.5] * 398)
    assert found.safest() == Outcome(0.5001, 2, 2, 3, 400)
    one_more = Evaluation(spam=found.spam, ham=[*found.ham[1:], 0.6, 0.65])
    assert one_more.safest() == Outcome(0.6001, 2, 2, 3, 401)


def test_ham_that_looks_like_the_worst_spam_leaves_no_threshold():
    assert Evaluation(spam=[1.0], ham=[1.0]).safest() is None
