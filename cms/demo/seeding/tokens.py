"""Tokens of the demo, meant to be printed: a system of an institution, and a reviewer's."""

from cms.accounts.models import ApiToken, User
from cms.accounts.tokens import issue_token
from cms.authoring.institution_tokens import claim_source
from cms.authoring.models import InstitutionToken
from cms.demo.seeding.ground import Ground, key_of
from cms.demo.seeding.people import PEOPLE
from cms.demo.tokens import DEMO_SOURCE, DEMO_TOKENS, Presented
from cms.institutions.models import Institution


def seed_tokens(ground: Ground) -> None:
    for one in DEMO_TOKENS:
        user = User.objects.get(username=one.username)
        if not ApiToken.objects.filter(user=user, name=one.name).exists():
            _make(one, user)


def _make(one: Presented, user: User) -> None:
    token, _plain = issue_token(user=user, name=one.name, scopes=list(one.scopes), plain=one.token)
    if home := PEOPLE[one.username].institution:
        institution = Institution.objects.get(key=key_of("institution", home))
        InstitutionToken.objects.create(token=token, institution=institution)
        claim_source(institution, DEMO_SOURCE)
