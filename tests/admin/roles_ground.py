"""What every role finds when the table of roles is tried, and how each action is tried.

A trial does the thing through the front door and says whether it was done.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from taggit.models import Tag
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, Page, Site

from cms.accounts.models import ApiToken
from cms.accounts.roles import MEMBERS, Role
from cms.accounts.tokens import IMPORT_SCOPE, issue_token
from cms.authoring.models import ImportRun
from cms.core import clock
from cms.editorial.models import FlagRule, Holiday, Release, ReviewRule, SpotCheck, WorkingDay
from cms.editorial.spot_checks import report
from cms.editorial.workflow import services
from cms.institutions.models import Application, Institution
from cms.media.models import Image
from cms.notifications.models import MailText, Message
from cms.publication.models import FrontendSettings
from content_pages.models import InstitutionPage, ItemPage, NewsIndexPage, NewsPage, ThemeName
from tests.admin.conftest import form_of, signed_in
from tests.authoring.conftest import written
from tests.editorial.ground import approve_at_desk, lift_workflow
from tests.factories import ImageFactory, InstitutionFactory, ItemFactory, UserFactory
from tests.factories.clearing import clear, go_live

RECORDS = "/admin/institution_records"
User = get_user_model()


class Ground:
    """A person of one role, an institution (theirs, if they are a member), and a colleague.

    Laid once for many trials, each of which is undone: rows are read anew where they are asked for.
    """

    def __init__(self, role: Role) -> None:
        house = InstitutionFactory(published=True)
        record = house.institution
        self._house, self._record = house.pk, record.pk
        self._colleague = UserFactory(member_of=record).pk
        if role in MEMBERS:
            person = UserFactory(member_of=record, member_of__role=role.value, language="en")
        elif role == Role.ADMINISTRATOR:
            person = UserFactory(superuser=True, language="en")
        else:
            person = UserFactory(group=f"{role.label}s", language="en")
        self._person = person.pk
        self.client = signed_in(person)

    @property
    def house(self) -> Any:
        return InstitutionPage.objects.get(pk=self._house)

    @property
    def record(self) -> Institution:
        return Institution.objects.get(pk=self._record)

    @property
    def person(self) -> Any:
        return User.objects.get(pk=self._person)

    @property
    def colleague(self) -> Any:
        return User.objects.get(pk=self._colleague)

    def item(self, owner: Any) -> Any:
        item = ItemFactory(parent=self.house, owner=owner, image=None)
        item.save_revision(user=owner)
        return item

    def post_form(self, address: str, **changes: Any) -> Any:
        """What a browser posts; without a form there, the changes alone."""
        try:
            data = form_of(self.client, address)
        except AssertionError:
            data = {}
        return self.client.post(address, data | changes)


def _edit(page: Page) -> str:
    return f"/admin/pages/{page.pk}/edit/"


def _retitled(ground: Ground, page: Any) -> bool:
    ground.post_form(_edit(page), title="Un autre titre")
    return bool(Page.objects.get(pk=page.pk).draft_title == "Un autre titre")


def draft(ground: Ground) -> bool:
    address = f"/admin/pages/add/content_pages/itempage/{ground.house.pk}/"
    ground.post_form(address, title="Une nuit", slug="une-nuit")
    made = ItemPage.objects.filter(slug="une-nuit").first()
    return made is not None and _retitled(ground, made)


def edit(ground: Ground) -> bool:
    return _retitled(ground, ground.item(ground.colleague)) and _retitled(ground, ground.house)


def submit(ground: Ground) -> bool:
    item = ground.item(ground.person)
    ground.post_form(_edit(item), **COMPLETE, **{"action-submit": "1"})
    return item.workflow_states.exists()


def review(ground: Ground) -> bool:
    """Approve, and correct what an approved page shows of its image."""
    image = ImageFactory(collection=ground.record.collection, uploaded_by_user=ground.person)
    item = ground.item(ground.colleague)
    item.image, item.image_alt = image, "Un pont"
    item.save_revision(user=ground.colleague)
    item.get_workflow().start(item, ground.colleague)
    approve_at_desk(ground.client, item)
    approved = Page.objects.get(pk=item.pk).live
    if not approved:
        go_live(item)
    assert _renamed(ground, image) == approved, "whoever approves corrects what was approved"
    return approved


def assign(ground: Ground) -> bool:
    """Give a review to a moderator."""
    moderator = UserFactory(group="Moderators")
    item = ground.item(ground.colleague)
    submission = services.submit(page=item, user=ground.colleague)
    (review,) = submission.reviews.all()
    sent = {"act": "assign", "assignee": moderator.pk, "reviews": [review.pk]}
    ground.client.post(f"/admin/desk/{submission.pk}/", sent)
    return bool(submission.reviews.filter(assignee=moderator).exists())


def emergency(ground: Ground) -> bool:
    item = ground.item(ground.colleague)
    ground.client.post(
        f"/admin/moderation/pages/{item.pk}/publish-in-emergency/", {"reason": "La salle ferme."}
    )
    return bool(Page.objects.get(pk=item.pk).live)


def audit(ground: Ground) -> bool:
    return ground.client.get(reverse("audit_log")).status_code == 200


def spot_checks(ground: Ground) -> bool:
    item = ground.item(ground.colleague)
    go_live(item)
    check = report(page=item, user=ground.colleague, text="Le lien est mort.")
    ground.client.post(f"/admin/spot-checks/{check.pk}/settle/", {"outcome": "fine"})
    check.refresh_from_db()
    return check.status == SpotCheck.Status.FINE


def review_rules(ground: Ground) -> bool:
    rule = {
        "name": "Loteries",
        "active": "on",
        "attribute_0": "title",
        "operator_0": "contains",
        "value_0": "loterie",
    }
    ground.client.post("/admin/flag_rules/new/", rule)
    asked = ReviewRule.objects.get(kind="editorial")
    form = {"stage": asked.stage_id, "kind": "accessibility", "group": asked.group_id}
    form |= {"quorum": "2", "asked": "accessibility"}
    ground.client.post("/admin/review_rules/new/", form)
    ground.client.post("/admin/holidays/new/", {"day": "2031-07-14", "name": "Fête"})
    day = {"weekday": "0", "opens": "09:00", "closes": "12:00"}
    ground.client.post("/admin/working_days/new/", day)
    kept = (FlagRule, Holiday, WorkingDay)
    asks = ReviewRule.objects.filter(kind="accessibility", quorum=2).exists()
    return asks and all(model.objects.exists() for model in kept)


def publish(ground: Ground) -> bool:
    """Where nothing is reviewed; else nobody publishes but by approving."""
    lift_workflow()
    item = ground.item(ground.person)
    ground.post_form(_edit(item), **COMPLETE, **{"action-publish": "1"})
    if not Page.objects.get(pk=item.pk).live:
        return False
    ground.client.post(f"/admin/pages/{item.pk}/unpublish/")
    return not Page.objects.get(pk=item.pk).live


# What an item's form lacks of a complete item: its streams are drawn by script.
COMPLETE = {
    "media-count": "1",
    "media-0-type": "external_link",
    "media-0-order": "0",
    "media-0-deleted": "",
    "media-0-value-url": "https://example.org/coulisses",
    "media-0-value-title": "Les coulisses",
}


def lock(ground: Ground) -> bool:
    item = ground.item(ground.person)
    ground.client.post(f"/admin/pages/{item.pk}/lock/")
    locked = Page.objects.get(pk=item.pk).locked
    ground.client.post(f"/admin/pages/{item.pk}/unlock/")
    return locked and not Page.objects.get(pk=item.pk).locked


def releases(ground: Ground) -> bool:
    """Make one, put a page in and publish it."""
    item = clear(ground.item(ground.colleague))
    ground.client.post("/admin/releases/new/", {"title": "Ensemble"})
    release = Release.objects.first()
    address = f"/admin/releases/{release.pk if release else 1}"
    ground.client.post(f"{address}/add/", {"page": item.pk})
    ground.client.post(f"{address}/publish/")
    return Page.objects.get(pk=item.pk).live


def portal_pages(ground: Ground) -> bool:
    index = NewsIndexPage.objects.get(locale__language_code="fr")
    address = f"/admin/pages/add/content_pages/newspage/{index.pk}/"
    ground.post_form(address, title="Le portail ouvre", slug="le-portail-ouvre")
    return NewsPage.objects.filter(slug="le-portail-ouvre").exists()


def themes(ground: Ground) -> bool:
    tag = Tag.objects.create(name="mer")
    ground.client.post(f"/admin/themes/edit/{tag.pk}/", {"name": "mer", "name_ru": "море"})
    return ThemeName.objects.filter(tag=tag, language="ru", name="море").exists()


def mail_texts(ground: Ground) -> bool:
    body = "{% for entry in entries %}{{ entry.text }}{% endfor %}"
    text = {"subject": "{{ day }}", "body": body}
    ground.client.post("/admin/mail-texts/digest/en/", text)
    return MailText.objects.filter(event="digest", locale="en").exists()


def failed_mail(ground: Ground) -> bool:
    message = Message.objects.create(
        event="digest", user=ground.person, locale="en", state=Message.State.FAILED
    )
    ground.client.post(f"/admin/reports/failed-mail/{message.pk}/dismiss/")
    return not Message.objects.filter(pk=message.pk).exists()


def upload(ground: Ground) -> bool:
    file = SimpleUploadedFile("b.png", ImageFactory().file.read(), content_type="image/png")
    ground.client.post(
        "/admin/images/add/",
        {
            "title": "Le pont",
            "file": file,
            "collection": ground.record.collection_id,
            "description": "Un pont",
            "credit": "Anne Morel",
            "licence": "cc_by",
            "tags": "",
        },
    )
    made = Image.objects.filter(title="Le pont").first()
    return made is not None and _renamed(ground, made)


def edit_files(ground: Ground) -> bool:
    return _renamed(
        ground,
        ImageFactory(collection=ground.record.collection, uploaded_by_user=ground.colleague),
    )


def _renamed(ground: Ground, image: Image) -> bool:
    ground.client.post(
        f"/admin/images/{image.pk}/",
        {
            "title": "La rive",
            "collection": image.collection_id,
            "description": "Une rive",
            "credit": "Anne Morel",
            "licence": "cc_by",
            "tags": "",
        },
    )
    return Image.objects.get(pk=image.pk).title == "La rive"


def propose_record(ground: Ground) -> bool:
    ground.post_form(f"{RECORDS}/edit/{ground.record.pk}/", town="Saint-Nazaire")
    ground.record.refresh_from_db()
    return ground.record.has_unpublished_changes


def members(ground: Ground) -> bool:
    newcomer = UserFactory(username="nadia")
    ground.client.post(
        f"{RECORDS}/members/{ground.record.pk}/", {"person": "nadia", "role": "editor"}
    )
    return bool(ground.record.memberships.filter(user=newcomer).exists())


def decide_record(ground: Ground) -> bool:
    record = ground.record
    record.town = "Saint-Nazaire"
    record.save_revision(user=ground.colleague)
    ground.post_form(f"{RECORDS}/edit/{record.pk}/", **{"action-publish": "1"})
    published = Institution.objects.get(pk=record.pk).town == "Saint-Nazaire"
    record.refresh_from_db()
    record.town = "Brest"
    record.save_revision(user=ground.colleague)
    ground.client.post(f"{RECORDS}/decline/{record.pk}/", {"reason": ""})
    declined = not Institution.objects.get(pk=record.pk).has_unpublished_changes
    assert published == declined, "whoever publishes declines"
    return published


def applications(ground: Ground) -> bool:
    waiting = Application.objects.create(
        legal_name="Phare",
        kind="museum",
        town="Brest",
        language="fr",
        contact_name="A",
        contact_email="a@example.org",
        state="waiting",
        confirmed_at=clock.now(),
    )
    ground.client.post(
        f"/admin/applications/{waiting.pk}/", {"act": "reject", "reject-reasons": ["duplicate"]}
    )
    waiting.refresh_from_db()
    return waiting.state == "rejected"


def standing(ground: Ground) -> bool:
    ground.client.post(
        f"{RECORDS}/standing/{ground.record.pk}/",
        {"verification_state": "suspended", "trust_level": "watched"},
    )
    ground.record.refresh_from_db()
    return ground.record.verification_state == "suspended"


def onboard(ground: Ground) -> bool:
    ground.post_form(f"{RECORDS}/add/", legal_name="Archives de la Baie", kind="archive")
    return Institution.objects.filter(legal_name="Archives de la Baie").exists()


def imports(ground: Ground) -> bool:
    _token, plain = issue_token(user=ground.person, name="test", scopes=[IMPORT_SCOPE])
    file = SimpleUploadedFile("lines.csv", written({"titre": "Visite"}), content_type="text/csv")
    answer = Client(headers={"Authorization": f"Bearer {plain}"}).post(
        "/api/v1/imports", {"file": file, "mapping": "culture_gouv"}
    )
    assert answer.status_code in {202, 403}
    return bool(answer.status_code == 202)


def decide_imports(ground: Ground) -> bool:
    """Over HTTP at once, and in the admin afterwards."""
    _token, plain = issue_token(user=ground.person, name="test", scopes=[IMPORT_SCOPE])
    file = SimpleUploadedFile("lines.csv", written({"titre": "Visite"}), content_type="text/csv")
    answer = Client(headers={"Authorization": f"Bearer {plain}"}).post(
        "/api/v1/imports", {"file": file, "mapping": "culture_gouv", "publish": "true"}
    )
    assert answer.status_code in {202, 403}
    run = ImportRun.objects.create(
        mapping="culture_gouv",
        source="earlier",
        file_name="earlier.csv",
        file_digest="0" * 64,
        lines=1,
        user=ground.colleague,
        state="done",
    )
    page = ground.item(ground.colleague)
    run.pages.create(page_id=page.pk, title=page.title, digest="0" * 64)
    ground.client.post(f"/admin/reports/imports/{run.pk}/decide/", {"reason": "Vérifié"})
    run.refresh_from_db()
    assert (run.decided_at is not None) == (answer.status_code == 202)
    return bool(answer.status_code == 202)


def tokens(ground: Ground) -> bool:
    ground.client.post(
        "/admin/api_tokens/new/",
        {"name": "a", "scopes": [IMPORT_SCOPE], "days": "30", "user": ground.person.pk},
    )
    token = ApiToken.objects.filter(user=ground.person).first()
    if token is None:
        return False
    ground.client.post(f"/admin/api_tokens/{token.pk}/revoke/")
    token.refresh_from_db()
    return token.revoked_at is not None


def institution_tokens(ground: Ground) -> bool:
    ground.client.post(
        f"/admin/institution-tokens/{ground.record.pk}/",
        {"name": "Billetterie", "source": "billetterie", "scopes": ["items:write"], "days": "90"},
    )
    return ApiToken.objects.filter(user=ground.person, binding__institution=ground.record).exists()


def redirects(ground: Ground) -> bool:
    ground.client.post(
        "/admin/redirects/add/",
        {
            "old_path": "/ailleurs",
            "site": "",
            "is_permanent": "on",
            "redirect_link": "https://example.org/fr/",
        },
    )
    return Redirect.objects.exists()


def people(ground: Ground) -> bool:
    ground.client.post(
        "/admin/users/new/",
        {
            "username": "nadia",
            "email": "nadia@example.org",
            "first_name": "Nadia",
            "last_name": "Belkacem",
            "password1": "a-long-enough-password",
            "password2": "a-long-enough-password",
            "groups": [Group.objects.get(name="Moderators").pk],
        },
    )
    return get_user_model().objects.filter(username="nadia", groups__name="Moderators").exists()


def collections(ground: Ground) -> bool:
    root = Collection.get_first_root_node()
    ground.client.post("/admin/collections/add/", {"name": "Affiches", "parent": root.pk})
    return Collection.objects.filter(name="Affiches").exists()


def settings(ground: Ground) -> bool:
    site = Site.objects.get()
    ground.client.post(
        f"/admin/settings/publication/frontendsettings/{site.pk}/",
        {"frontend_url": "https://culture.example.org", "preview_path": "/preview?token={token}"},
    )
    return FrontendSettings.objects.exclude(frontend_url="").exists()


TRIALS: Mapping[str, Callable[[Ground], bool]] = {
    trial.__name__: trial
    for trial in (
        *(assign, emergency, audit, spot_checks, review_rules),
        *(draft, edit, submit, review, publish, lock, portal_pages, themes, upload, edit_files),
        *(mail_texts, failed_mail, releases),
        *(propose_record, members, decide_record, standing, applications, onboard, imports),
        *(decide_imports, tokens, institution_tokens, redirects),
        *(people, collections, settings),
    )
}
