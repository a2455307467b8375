"""Accounts of people who no longer sign in go, and one person is given or erased theirs."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from bot.accounts.configuration import Provider
from bot.accounts.models import Identity, ProviderSession, keyed, person_with
from bot.editorial.models import Draft
from bot.privacy import accounts, requests
from bot.privacy.accounts import Accounts
from bot.review.models import DigestReader
from knowledge.audit import Audit
from knowledge.errors import HoliError
from tests.bot.privacy.conftest import Home

pytestmark = pytest.mark.django_db
ISSUER, ADDRESS = "https://id.example", "mair@council.example"
LONG_AGO = timezone.now() - timedelta(days=400)
BEFORE = timezone.now() - timedelta(days=365)


@pytest.fixture
def mair() -> User:
    person = person_with(ADDRESS, "editor")
    User.objects.filter(pk=person.pk).update(email=ADDRESS, last_login=LONG_AGO)
    Identity.objects.create(person=person, issuer=ISSUER, subject="sub-of-mair")
    DigestReader.objects.create(person=person, email=ADDRESS, language="cy")
    return person


def drafted(person: User) -> None:
    Draft.objects.create(title="Cars", base="x", created_by=person)


def test_who_has_not_signed_in_for_long_goes(mair: User) -> None:
    recent = person_with("nia", "editor")
    assert (Accounts().expired(BEFORE), Accounts().expire(BEFORE)) == (1, 1)
    assert list(User.objects.all()) == [recent]
    assert not Identity.objects.exists()


def test_of_who_has_done_something_the_name_stays_and_nothing_else(mair: User) -> None:
    drafted(mair)
    assert (Accounts().expire(BEFORE), Accounts().expire(BEFORE)) == (1, 0)
    mair.refresh_from_db()
    assert (mair.username, mair.email, mair.groups.count()) == (ADDRESS, "", 0)
    assert not DigestReader.objects.exists()
    assert list(Identity.objects.values_list("issuer", "subject")) == [("", keyed(ISSUER, "sub-of-mair"))]
    assert Identity.of(ISSUER, "sub-of-mair").get().person == mair


def test_an_account_that_was_closed_stays_closed(mair: User) -> None:
    User.objects.update(is_active=False)
    assert (Accounts().expire(BEFORE), Accounts().expired(BEFORE)) == (1, 0)
    assert Identity.of(ISSUER, "sub-of-mair").get().person == mair


def test_sessions_that_ended_go(mair: User) -> None:
    past, coming = timezone.now() - timedelta(hours=1), timezone.now() + timedelta(hours=1)
    for key, end in (("old", past), ("new", coming)):
        Session.objects.create(session_key=key, session_data="x", expire_date=end)
        ProviderSession.objects.create(key=key, person=person_with("nia", "editor"), sid="s", ends_at=end)
    Accounts().expire(BEFORE)
    assert [one.session_key for one in Session.objects.all()] == ["new"]
    assert [one.key for one in ProviderSession.objects.all()] == ["new"]


@pytest.mark.parametrize("asked", [{"email": ADDRESS.upper()}, {"identity": "sub-of-mair"}])
def test_a_person_is_found_given_and_erased(
    mair: User, client: Client, settings: Settings, asked: dict[str, str]
) -> None:
    settings.HOLI_PROVIDER = Provider(ISSUER, "holi", "x", "", {})
    client.force_login(mair)
    kept = requests.find(**asked)
    assert (kept.conversations, kept.people) == ([], [mair])
    given = accounts.export(mair)
    assert given["account"]["roles"] == ["editor"]
    assert given["identities"] == [{"issuer": ISSUER, "subject": "sub-of-mair"}]
    assert accounts.erase(mair)
    for model in (User, Session, DigestReader):
        assert not model._default_manager.exists()
    with pytest.raises(HoliError, match=r"[Nn]obody"):
        requests.find(**asked)


def test_without_a_provider_nobody_is_known_by_an_identity(settings: Settings) -> None:
    settings.HOLI_PROVIDER = None
    with pytest.raises(HoliError, match="HOLI_OIDC_ISSUER"):
        requests.find(identity="sub-of-mair")


def test_an_erased_address_is_in_no_byte_of_the_databases(home: Home) -> None:
    home.python(
        "-c",
        f"""
import django
django.setup()
from django.contrib.auth.models import User
User.objects.create(username={ADDRESS!r}, email={ADDRESS!r})
""",
    )
    assert ADDRESS.encode() in home.bytes()
    said = home.holi("erase", "--email", ADDRESS, "--yes").stdout
    assert "Erased 1 accounts, 0 of them but for their names." in said
    assert ADDRESS.encode() not in home.bytes()
    assert ADDRESS not in Audit(home.folder).entries()[-1].line
