"""Two institutions: what is the first one's own carries a word the second must never read."""

from dataclasses import dataclass, field
from datetime import date, time
from types import SimpleNamespace
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django_tasks_db.models import DBTaskResult
from wagtail.admin.models import EditingSession
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import (
    Comment,
    CommentReply,
    GroupPagePermission,
    Locale,
    PageLogEntry,
    UploadedFile,
)
from wagtail_localize.models import StringSegment, Translation, TranslationSource

from cms.accounts.tokens import IMPORT_SCOPE, issue_token
from cms.audit.models import Decision
from cms.authoring.models import ImportRun
from cms.authoring.schemas import Counts
from cms.core import clock
from cms.editorial.models import (
    FlagHit,
    FlagRule,
    FlagRuleVersion,
    Holiday,
    Release,
    ReleaseMember,
    ReviewRule,
    ReviewStage,
    SpotCheck,
    WorkingDay,
)
from cms.notifications.models import Message
from cms.publication.models import FailedSchedule
from cms.publication.preview.drafts import issue_preview_token
from content_pages.models import InstitutionIndexPage, ItemPage
from tests.admin.leaks.holdings import Held, give_holdings
from tests.factories import (
    DocumentFactory,
    ImageFactory,
    InstitutionFactory,
    InstitutionRecordFactory,
    ItemFactory,
    UserFactory,
    home_page,
)
from tests.factories.items import MEDIA

# Search boxes repeat what was searched for: a search asks for the beginning and must not complete.
MARK = "Secretarium"
SEARCHED = MARK[:6]
ROLES = ("contributor", "editor", "manager")


@dataclass
class House:
    """An institution with everything it may have; `word` begins the name of all that is private."""

    word: str
    record: Any = None
    page: Any = None
    members: dict[str, Any] = field(default_factory=dict)
    draft: Any = None
    live: Any = None
    image: Any = None
    document: Any = None
    second_page: Any = None
    held: Held = None  # type: ignore[assignment]
    # Of the preview that was shared, and of what its frontend shows.
    preview: str = ""
    more: SimpleNamespace = field(default_factory=SimpleNamespace)

    @property
    def ids(self) -> dict[str, Any]:
        """Every kind of thing an address names → the one of this house."""
        return {
            "page": self.draft.pk,
            "live": self.live.pk,
            "section": self.page.pk,
            "image": self.image.pk,
            "document": self.document.pk,
            "collection": self.record.collection_id,
            "group": self.record.group_id,
            "institution": self.record.pk,
            "user": self.members["editor"].pk,
            **vars(self.more),
        }


@dataclass
class World:
    theirs: House
    ours: House
    reader: Any
    operator: Any
    publisher: Any

    def people(self) -> dict[str, Any]:
        """Everybody who must not read a word: members of the other house, by their role."""
        return {
            **self.ours.members,
            "operator": self.operator,
            "reader": self.reader,
            "publisher": self.publisher,
        }


def build_world() -> World:
    home_page()
    theirs = build_house(House(MARK), "Opéra du Port")
    ours = build_house(House("Nostrum"), "Musée de l'Écluse")
    _meet(theirs, ours)
    return World(theirs, ours, *_others(ours))


def _meet(theirs: House, ours: House) -> None:
    """Our draft shows what is public of theirs: their institution as a partner, their live item."""
    item = ItemPage.objects.get(pk=ours.draft.pk)
    item.partners = [theirs.page]
    item.related_items.create(item_id=theirs.live.pk)
    item.save_revision(user=ours.members["editor"])


def _others(ours: House) -> tuple[Any, Any, Any]:
    """Who may enter the admin and nothing else, a member who imports, one who may do anything."""
    reader = UserFactory(username="reader", language="en")
    reader.user_permissions.add(permission("wagtailadmin", "access_admin"))
    operator = UserFactory(username="operator", language="en", member_of=ours.record)
    operator.user_permissions.add(
        *(permission("accounts", f"{verb}_apitoken") for verb in ("add", "change", "view")),
        *(permission("wagtailredirects", f"{verb}_redirect") for verb in ("add", "change")),
    )
    publisher = UserFactory(username="publisher", language="en", member_of=ours.record)
    group = Group.objects.create(name="Nostrum all rights")
    publisher.groups.add(group)
    for right in Permission.objects.filter(
        content_type__app_label="wagtailcore", codename__endswith="_page"
    ):
        GroupPagePermission.objects.create(group=group, page=ours.page, permission=right)
    return reader, operator, publisher


def permission(app: str, codename: str) -> Any:
    """Its primary key."""
    return ContentType.objects.filter(app_label=app, permission__codename=codename).values_list(
        "permission", flat=True
    )[0]


def build_house(house: House, public_name: str) -> House:
    house.record = InstitutionRecordFactory(legal_name=f"{house.word} SARL", town="Nantes")
    house.page = InstitutionFactory(
        published=True, title=public_name, institution=house.record, locale="fr"
    )
    house.members = {role: _member(house, role) for role in ROLES}
    _files(house)
    _pages(house)
    _around(house)
    _elsewhere(house)
    house.held = give_holdings(house)
    return house


def _member(house: House, role: str) -> Any:
    return UserFactory(
        username=f"{house.word.lower()}-{role}",
        first_name=house.word,
        last_name=role,
        member_of=house.record,
        member_of__role=role,
        language="en",
    )


def _files(house: House) -> None:
    own = {
        "collection": house.record.collection,
        "uploaded_by_user": house.members["editor"],
        "credit": f"{house.word} photo",
    }
    colour = "teal" if house.word == MARK else "maroon"
    house.image = ImageFactory(
        title=f"{house.word} image",
        description=f"{house.word} alt",
        file__filename=f"{house.word.lower()}.png",
        file__color=colour,
        **own,
    )
    house.document = DocumentFactory(
        title=f"{house.word} document",
        file__filename=f"{house.word.lower()}.txt",
        file__data=house.word.encode(),
        **own,
    )
    for file in (house.image, house.document):
        file.tags.add(f"{house.word} tag")


def _pages(house: House) -> None:
    editor = house.members["editor"]
    house.live = ItemFactory(parent=house.page, title=f"Ouverte {house.page.title}", published=True)
    house.live.title = f"{house.word} new title"
    house.live.save_revision(user=editor)
    house.page.title = f"{house.word} new name"
    house.page.save_revision(user=editor)
    house.page.refresh_from_db()
    house.draft = ItemFactory(
        parent=house.page,
        title=f"{house.word} draft",
        summary=f"{house.word} summary",
        image=house.image,
        media=[
            *MEDIA,
            ("file", {"document": house.document, "title": f"{house.word} file"}),
        ],
        owner=editor,
        themes=[f"{house.word} theme"],
    )
    house.draft.save_revision(user=editor, log_action=True)
    house.draft.refresh_from_db()
    other = ItemFactory(parent=house.page, title=f"{house.word} second", owner=editor)
    other.save_revision(user=editor, log_action=True)
    house.second_page, house.more.second = other, other.pk


def _around(house: House) -> None:
    """Workflow, comments, lock, sessions, previews: what gathers around a draft."""
    editor, draft = house.members["editor"], ItemPage.objects.get(pk=house.draft.pk)
    workflow = draft.get_workflow()
    state = workflow.start(draft, editor)
    comment = Comment.objects.create(
        page=draft, user=editor, text=f"{house.word} comment", contentpath="title"
    )
    CommentReply.objects.create(comment=comment, user=editor, text=f"{house.word} reply")
    second = ItemPage.objects.get(pk=house.more.second)
    second.locked, second.locked_by, second.locked_at = True, editor, clock.now()
    second.save(clean=False)
    token, house.preview = issue_preview_token(revision=draft.latest_revision, user=editor)
    schedule = FailedSchedule.objects.create(
        revision=draft.latest_revision, at=clock.now(), attempts=1, error=f"{house.word} error"
    )
    release = Release.objects.create(title=f"{house.word} release", note=f"{house.word} note")
    ReleaseMember.objects.create(release=release, page_id=house.live.pk)
    session = EditingSession.objects.create(
        user=editor,
        content_type=ContentType.objects.get_for_model(ItemPage),
        object_id=str(draft.pk),
        last_seen_at=clock.now(),
    )
    PageLogEntry.objects.log_action(
        draft,
        "wagtail.comments.create",
        user=editor,
        data={"comment": {"contentpath": "title", "text": f"{house.word} comment"}},
    )
    house.more.__dict__.update(
        **_kept_rules(house),
        revision=draft.latest_revision_id,
        workflow_state=state.pk,
        task_state=state.current_task_state_id,
        task=state.current_task_state.task_id,
        workflow=workflow.pk,
        comment=comment.pk,
        submission=state.submission.pk,
        decision=str(Decision.objects.filter(page_id=draft.pk).latest("at").pk),
        preview_token=token.pk,
        failed_schedule=schedule.pk,
        release=release.pk,
        session=session.pk,
    )


def _kept_rules(house: House) -> dict[str, int]:
    """What head moderators keep, and what they look at again."""
    rule = FlagRule.objects.create(name=f"{house.word} rule")
    version = FlagRuleVersion.objects.create(rule=rule, number=1, conditions=[])
    FlagHit.objects.create(version=version, page_id=house.draft.pk, digest="0" * 64)
    stage = ReviewStage.objects.create(name="Stage")  # its name is the house's, for everybody
    review_rule = ReviewRule.objects.create(
        stage=stage, kind="editorial", group=Group.objects.get(name="Moderators")
    )
    check = SpotCheck.objects.create(
        page_id=house.live.pk,
        digest="0" * 64,
        origin=SpotCheck.Origin.REPORT,
        text=f"{house.word} report",
    )
    weekday = WorkingDay.objects.count()
    day = WorkingDay.objects.create(weekday=weekday, opens=time(9), closes=time(18))
    holiday = Holiday.objects.create(day=date(2031, 1, 1 + weekday), name=f"{house.word} holiday")
    return {
        "flag_rule": rule.pk,
        "review_rule": review_rule.pk,
        "spot_check": check.pk,
        "working_day": day.pk,
        "holiday": holiday.pk,
    }


def _elsewhere(house: House) -> None:
    editor = house.members["editor"]
    api_token, _plain = issue_token(user=editor, name=f"{house.word} token", scopes=[IMPORT_SCOPE])
    run = ImportRun.objects.create(
        mapping="culturecheznous",
        source=house.word.lower(),
        file_name=f"{house.word}.csv",
        file_digest="0" * 64,
        lines=1,
        user=editor,
        state="done",
        counts=dict.fromkeys(Counts.model_fields, 0),
    )
    redirect = Redirect.objects.create(
        old_path=f"/{house.word.lower()}", redirect_page=house.draft.page_ptr
    )
    upload = UploadedFile.objects.create(
        file=ContentFile(house.word.encode(), name=f"{house.word.lower()}-upload.txt"),
        uploaded_by_user=editor,
        for_content_type=ContentType.objects.get_for_model(type(house.document)),
    )
    task = DBTaskResult.objects.create(
        task_path="cms.nothing",
        args_kwargs={"args": [f"{house.word} argument"], "kwargs": {}},
        backend_name="default",
        status="FAILED",
        exception_class_path="",
        traceback=f"{house.word} error",
    )
    mail = Message.objects.create(
        event="digest",
        user=editor,
        locale="en",
        context={"day": house.word, "entries": []},
        state=Message.State.FAILED,
        error=f"{house.word} error",
    )
    house.more.__dict__.update(
        task_result=task.pk,
        mail=str(mail.pk),
        api_token=api_token.pk,
        import_run=run.pk,
        import_uid=str(run.uid),
        redirect=redirect.pk,
        upload=upload.pk,
        **_translation(house),
    )


def _translation(house: House) -> dict[str, Any]:
    """The draft on its way into English."""
    section = InstitutionIndexPage.objects.get(locale__language_code="en")
    if not section.get_children().filter(translation_key=house.page.translation_key).exists():
        InstitutionFactory(
            published=True, locale="en", translation_of=house.page, title=f"The {house.page.slug}"
        )
    source, _created = TranslationSource.get_or_create_from_instance(house.draft)
    source.update_from_db()
    translation = Translation.objects.create(
        source=source, target_locale=Locale.objects.get(language_code="en")
    )
    translation.save_target(user=house.members["editor"], publish=False)
    segments = source.overridablesegment_set.filter(context__path="image")
    return {
        "translation_source": source.pk,
        "translation": translation.pk,
        "string_segment": StringSegment.objects.filter(source=source)[0].pk,
        "overridable_segment": segments.get().pk,
    }
