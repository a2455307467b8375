import pytest
from django.contrib.auth.models import User
from django.test import Client

from bot.accounts.models import SignInLink, person_with
from bot.accounts.permissions import GROUPS, Right

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shipped")]


def test_a_link_signs_in_once(client: Client) -> None:
    token = SignInLink.make(person_with("mair", "editor"))
    assert client.get(f"/sign-in/{token}?language=en").status_code == 200  # looking doesn't use it up
    assert client.post(f"/sign-in/{token}?language=en").status_code == 302
    assert client.get("/editorial/?language=en").status_code == 200
    again = Client().post(f"/sign-in/{token}?language=en")
    assert again.status_code == 410
    assert "has been used or has expired" in again.content.decode()


def test_the_database_holds_no_token() -> None:
    token = SignInLink.make(person_with("mair", "editor"))
    assert token not in SignInLink.objects.get().digest


def test_nobody_has_a_password() -> None:
    assert not person_with("mair", "editor").has_usable_password()


def test_who_is_not_signed_in_is_told_how(client: Client) -> None:
    response = client.get("/editorial/?language=en", follow=True)
    assert "You need to be signed in" in response.content.decode()


# Each page that changes or shows something, and the right that it needs.
GUARDED = {
    ("get", "/editorial/"): Right.READ,
    ("get", "/editorial/drafts/1"): Right.READ,
    ("get", "/editorial/drafts/1/preview"): Right.READ,
    ("get", "/editorial/releases"): Right.READ,
    ("post", "/editorial/drafts/new"): Right.EDIT,
    ("post", "/editorial/drafts/1/import"): Right.EDIT,
    ("post", "/editorial/drafts/1/withdraw"): Right.EDIT,
    ("post", "/editorial/drafts/1/build"): Right.EDIT,
    ("post", "/editorial/drafts/1/discard"): Right.EDIT,
    ("post", "/editorial/drafts/1/publish"): Right.PUBLISH,
    ("post", "/editorial/drafts/1/approve"): Right.PUBLISH,
    ("post", "/editorial/releases/0000/roll-back"): Right.PUBLISH,
    ("get", "/editorial/audit"): Right.AUDIT,
    ("get", "/editorial/audit.csv"): Right.AUDIT,
}


@pytest.mark.parametrize("group", GROUPS)
def test_each_role_may_do_its_own(group: str, client: Client) -> None:
    client.force_login(person_with("mair", group))
    for (method, path), right in GUARDED.items():
        refused = getattr(client, method)(path).status_code == 403
        assert refused == (right not in GROUPS[group]), (group, path)


def test_a_person_without_a_role_may_do_nothing(client: Client) -> None:
    client.force_login(User.objects.create(username="nobody"))
    for method, path in GUARDED:
        assert getattr(client, method)(path).status_code == 403
