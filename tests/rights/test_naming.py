"""Who is meant is named, and is somebody; who it could be too is told."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.cast import bob, guest, make_article, say

pytestmark = pytest.mark.django_db


def test_who_it_could_be_too_is_told_and_left_out(tmp_path):
    gwen = guest(email="Gwen@Example.org")
    say(make_article(), gwen, "One")
    bob().delete()
    found, err = tmp_path / "a.zip", StringIO()
    call_command("export_person", email=["gwen@example.org"], output=found, stderr=err, verbosity=0)
    assert f"--key g{gwen.guest.hex}: “Gwen”, 1 comment\n" in err.getvalue()


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ({}, "Name an account, an e-mail address, a guest, a website or a comment."),
        ({"email": ["notanemail"]}, "notanemail is no e-mail address."),
        ({"email": [""]}, " is no e-mail address."),
        ({"website": [" / "]}, "No website is named."),
        ({"account": ["nobody"]}, "There is no account “nobody”."),
        ({"guest": ["abc"]}, "abc is no guest's identity."),
        ({"guest": ["0123:abc:def"]}, "0123:abc:def: this site has not signed this identity."),
        ({"key": ["x" + "0" * 32]}, f"x{'0' * 32} is an address or a network, which many"),
        ({"key": ["?"]}, "'?' is no person's key."),
    ],
)
def test_what_names_nobody_is_refused(named, said, tmp_path):
    file = tmp_path / "none.zip"
    with pytest.raises(CommandError) as refused:
        call_command("export_person", output=file, **named)
    assert (str(refused.value)[: len(said)], file.exists()) == (said, False)
