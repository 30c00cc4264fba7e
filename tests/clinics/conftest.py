"""What every test of the clinics' side can rely on: nothing remembered, two clinics, people of each."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth.models import User
from django.test import Client

from decision_aid.clinics import counts, known
from decision_aid.clinics.models import Clinic

PASSWORD = "a long walk by the sea"
BACKEND = "django.contrib.auth.backends.ModelBackend"


def found(slug: str) -> known.Clinic:
    """As the patient side has it."""
    clinic = known.find(slug)
    assert clinic is not None
    return clinic


@pytest.fixture(autouse=True)
def _nothing_remembered(settings) -> Iterator[None]:
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = True
    # The real one takes half a second, which is its purpose.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.TODAY = datetime.date(2026, 11, 24)  # what begins before midnight may end after it
    known.forget()
    counts.drop()
    yield
    known.forget()
    counts.drop()


@pytest.fixture
def person(db) -> Callable[..., User]:
    def make(name: str, *clinics: Clinic, operator: bool = False) -> User:
        user = User.objects.create_user(name, password=PASSWORD, is_staff=operator, is_superuser=operator)
        user.clinics.set(clinics)
        return user

    return make


@pytest.fixture
def north(db) -> Clinic:
    clinic = Clinic(slug="north", name="North Street", sells_exosomes=True, price_from=1800)
    clinic.save()
    return clinic


@pytest.fixture
def south(db) -> Clinic:
    clinic = Clinic(slug="south", name="South Hill", sells_exosomes=False, origins=["https://south.example"])
    clinic.save()
    return clinic


@pytest.fixture
def signed_in(client: Client) -> Callable[[User], Client]:
    def sign_in(user: User) -> Client:
        client.force_login(user, backend=BACKEND)
        return client

    return sign_in
