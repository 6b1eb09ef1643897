"""Imports as an operator lives with them: again, changed, shrunk, tried out, cut short."""

from dataclasses import replace
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.test import Client
from taggit.models import Tag
from wagtail.models import Page, PageLogEntry, Revision

from cms.accounts.models import User
from cms.authoring import runs
from cms.authoring.importing import BATCH
from cms.authoring.models import ImportRun
from cms.authoring.report import Tally
from cms.core import clock
from cms.core.processes import this_process
from cms.institutions.models import Institution
from cms.publication.documents import page_types
from cms.publication.models import Change, PublishedDocument
from content_pages.models import ItemPage
from tests.authoring.conftest import ImportLines, codes, item, written
from tests.factories import UserFactory
from tests.factories.clearing import go_live
from tests.worker.processes import ended_process

# What each saving of a page writes anew.
BOOKKEEPING = {"latest_revision", "latest_revision_created_at", "live_revision"}
# What the first revisions of imported items once held of their rows.
NO_ROWS: dict[str, list[Any]] = {
    "accessibility_features": [],
    "more_categories": [],
    "theme_links": [],
}
LINES = [{"titre": f"Visite {n}", "url": f"https://example.org/{n}"} for n in range(1, 5)]


def _outcomes(lines: list[dict[str, Any]]) -> list[str]:
    return [line["outcome"] for line in lines]


def test_imported_again_nothing_changes(import_lines: ImportLines) -> None:
    first = import_lines(*LINES)
    changes, revisions = Change.objects.count(), Revision.objects.count()
    again = import_lines(*LINES)
    assert _outcomes(again) == ["unchanged"] * 4
    assert [line["page"] for line in again] == [line["page"] for line in first]
    assert (Change.objects.count(), Revision.objects.count()) == (changes, revisions)


def test_a_changed_line_updates_one_item_and_nothing_else(import_lines: ImportLines) -> None:
    before = import_lines(*LINES)
    changes = Change.objects.count()
    changed = [*LINES[:2], LINES[2] | {"titre": "Autre titre", "duree_min": "10"}, LINES[3]]
    lines = import_lines(*changed)
    assert _outcomes(lines) == ["unchanged", "unchanged", "updated", "unchanged"]
    page = item(lines[2])
    assert (page.title, page.duration_minutes) == ("Autre titre", 10)
    assert lines[2]["page"] == before[2]["page"]
    [change] = Change.objects.filter(seq__gt=changes)
    assert change.key == page.translation_key


def test_an_update_leaves_alone_what_the_file_does_not_say(import_lines: ImportLines) -> None:
    [line] = import_lines({"handicap_adapt": "SOUS-TITRAGE"})
    page = item(line)
    page.rights_holder = "Ville de Montpellier"
    page.accessibility_features.update(verified_on="2026-01-01")
    go_live(page)
    import_lines({"handicap_adapt": "SOUS-TITRAGE", "titre": "Autre titre"})
    page = item(line)
    assert (page.title, page.rights_holder) == ("Autre titre", "Ville de Montpellier")
    assert str(page.accessibility_features.get().verified_on) == "2026-01-01"


def test_an_item_whose_institution_changed_moves(import_lines: ImportLines) -> None:
    rodin = {"org_nom": "Musée Rodin", "commune": "Paris"}
    import_lines({"titre": "Archives"}, rodin | {"titre": "Archives"})
    line, _other = import_lines(rodin | {"titre": "Archives"}, rodin | {"titre": "Archives"})
    assert line["outcome"] == "updated"
    assert line["page"]["path"] == "/fr/institutions/musee-rodin/archives-1/"
    assert codes(line["warnings"]) == {("institution", "moved")}
    assert PublishedDocument.objects.get(page_id=line["page"]["id"]).path == line["page"]["path"]


def test_an_item_taken_down_here_stays_down(import_lines: ImportLines) -> None:
    [line] = import_lines({})
    item(line).unpublish()
    [again] = import_lines({"titre": "Autre titre"})
    page = item(line)
    assert not page.live
    assert page.get_latest_revision_as_object().title == "Autre titre"
    assert codes(again["warnings"]) == {("page", "not_live")}


def test_an_item_deleted_here_is_not_made_again(import_lines: ImportLines) -> None:
    [line] = import_lines({})
    item(line).delete()
    [again] = import_lines({})
    assert again["outcome"] == "rejected"
    assert codes(again["errors"]) == {("id", "deleted")}


def test_an_item_an_editor_has_locked_is_left_alone(import_lines: ImportLines) -> None:
    [line] = import_lines({})
    ItemPage.objects.update(locked=True)
    [again] = import_lines({"titre": "Autre titre"})
    assert codes(again["errors"]) == {("page", "locked")}
    assert item(line).title != "Autre titre"


def test_lines_that_vanished_are_told_and_their_items_stay(import_lines: ImportLines) -> None:
    lines = import_lines(*LINES)
    shorter = import_lines(*LINES[:3])
    assert _outcomes(shorter) == ["unchanged"] * 3 + ["vanished"]
    assert shorter[3]["line"] is None
    assert shorter[3]["page"] == lines[3]["page"]
    assert item(lines[3]).live


def test_a_file_that_shrinks_by_half_stops_and_asks(import_lines: ImportLines) -> None:
    import_lines(*LINES)
    with pytest.raises(CommandError, match="--allow-shrink"):
        import_lines(*LINES[:2])
    assert ImportRun.objects.count() == 1
    assert _outcomes(import_lines(*LINES[:2], allow_shrink=True))[:2] == ["unchanged"] * 2


def test_a_dry_run_reports_the_same_and_writes_nothing(import_lines: ImportLines) -> None:
    pages, changes = Page.objects.count(), Change.objects.count()
    lines = [*LINES, {"titre": ""}]
    tried = import_lines(*lines, dry_run=True)
    assert "nothing was written" in import_lines.output
    assert (Page.objects.count(), Change.objects.count()) == (pages, changes)
    assert not Institution.objects.exists()
    assert not ImportRun.objects.exists()
    assert not User.objects.filter(username="command-line").exists()
    done = import_lines(*lines)
    assert [_without_ids(line) for line in done] == [_without_ids(line) for line in tried]


def _without_ids(line: dict[str, Any]) -> dict[str, Any]:
    page = line["page"]
    return line | {"page": page and page["path"]}


def test_the_operator_is_on_record(import_lines: ImportLines) -> None:
    user = UserFactory(group="Operators")
    [line] = import_lines({}, user=user.username)
    page = item(line)
    assert page.owner == user
    assert page.latest_revision is not None
    assert page.latest_revision.user == user
    entries = PageLogEntry.objects.filter(page=page).values_list("action", "user")
    assert set(entries) == {("wagtail.create", user.pk), ("wagtail.publish", user.pk)}
    run = ImportRun.objects.get()
    assert (run.user, run.state, run.lines, run.done) == (user, "done", 1, 1)


def test_the_first_revision_holds_what_was_imported(
    import_lines: ImportLines, client: Client
) -> None:
    """Whoever takes an imported item down and publishes it again gets all of it back."""
    [line] = import_lines({"handicap_adapt": "SOUS-TITRAGE"})
    page = item(line)
    address = f"/api/v1/items/{page.translation_key}"
    before = client.get(address).json()
    assert before["themes"]
    assert before["accessibility"]
    first = page.get_latest_revision()
    again = Revision.objects.get(pk=page.save_revision().pk)
    assert first.content == again.content | {name: first.content[name] for name in BOOKKEEPING}
    page.unpublish()
    assert client.get(address).status_code == 410
    go_live(first)
    after = client.get(address).json()
    assert {name for name in before if before[name] != after[name]} <= {"updated_at", "jsonld"}


def test_a_theme_is_the_one_there_is_whatever_its_case(import_lines: ImportLines) -> None:
    """In any script, on any database; of several spellings in a file one is kept."""
    Tag.objects.create(name="Театр")
    lines = ("ТЕАТР|ОПЕРА", "театр|Опера")
    for line in import_lines(
        *(
            {"titre": themes, "url": f"https://example.org/{number}", "thematiques": themes}
            for number, themes in enumerate(lines)
        )
    ):
        assert len(item(line).themes.all()) == 2
    spelled = [tag.name.casefold() for tag in Tag.objects.all()]
    assert sorted(spelled) == ["опера", "театр"]


def test_first_revisions_that_an_earlier_version_left_without_rows_get_them(
    import_lines: ImportLines,
) -> None:
    """By a migration; what somebody has edited since stays as it is."""
    lines = [
        {"titre": title, "url": f"https://example.org/{title}", "handicap_adapt": "SOUS-TITRAGE"}
        for title in ("untouched", "edited")
    ]
    untouched, edited = (item(line) for line in import_lines(*lines))
    whole = untouched.get_latest_revision().content
    for page in (untouched, edited):
        Revision.objects.filter(pk=page.latest_revision_id).update(
            content=page.get_latest_revision().content | NO_ROWS
        )
    edited.accessibility_features = []
    edited.save_revision()
    migration = import_module("content_pages.migrations.0007_rows_of_first_revisions")
    for _again in range(2):
        migration.give_rows_back(apps, None)
        untouched.refresh_from_db()
        assert untouched.get_latest_revision().content == whole
        edited.refresh_from_db()
        assert edited.get_latest_revision().content["accessibility_features"] == []
    assert untouched.get_latest_revision_as_object().full_clean() is None


def test_without_a_name_the_command_line_is_on_record(import_lines: ImportLines) -> None:
    [line] = import_lines({})
    owner = item(line).owner
    assert owner is not None
    assert owner.username == "command-line"
    assert not owner.has_usable_password()


def test_who_may_not_submit_may_not_import(import_lines: ImportLines) -> None:
    user = UserFactory(group="Editors")
    with pytest.raises(CommandError, match="may not submit"):
        import_lines({}, user=user.username)
    with pytest.raises(CommandError, match="no active user"):
        import_lines({}, user="nobody")
    assert not ItemPage.objects.exists()


class _Stumbling:
    """The real builder, except for one title."""

    def __init__(self, builder: Any) -> None:
        self.builder = builder
        self.window = builder.window

    def parts(self, page: Any, context: Any) -> Any:
        if page.title == "Visite 2":
            raise RuntimeError("cannot be drawn")
        return self.builder.parts(page, context)


@pytest.mark.parametrize("dry_run", [False, True])
def test_a_line_that_cannot_be_projected_is_rejected_alone(
    import_lines: ImportLines, dry_run: bool
) -> None:
    page_type = page_types.page_type_of(ItemPage)
    assert page_type is not None
    page_types.register(replace(page_type, builder=_Stumbling(page_type.builder)))
    try:
        lines = import_lines(*LINES, dry_run=dry_run)
    finally:
        page_types.register(page_type)
    assert _outcomes(lines) == ["created", "rejected", "created", "created"]
    assert codes(lines[1]["errors"]) == {("page", "not_publishable")}
    assert ItemPage.objects.count() == (0 if dry_run else 3)


def test_what_the_gate_refuses_is_told_by_field_and_leaves_the_item_as_it_was(
    import_lines: ImportLines, monkeypatch: pytest.MonkeyPatch
) -> None:
    [line] = import_lines({})
    [again] = import_lines({"url": "https://example.org/" + "a" * 1100})
    assert again["outcome"] == "rejected"
    assert again["errors"][0]["field"] == "url"
    assert item(line).access_url == "https://museefabre.example.org/ranc"


@pytest.mark.django_db(transaction=True)
def test_an_import_cut_short_is_completed_by_the_next(tmp_path: Path) -> None:
    lines = [{"titre": f"Visite {n}"} for n in range(1, BATCH + 6)]
    file = tmp_path / "lines.csv"
    file.write_bytes(written(*lines))
    user = UserFactory(superuser=True)
    prepared = runs.prepare(
        path=file, mapping_name="culture_gouv", user=user, allow_shrink=False, publish=True
    )
    run = runs.open_run(prepared, user=user, file_name="lines.csv")

    def pull_the_plug(tally: Tally) -> None:
        if tally.done >= BATCH:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        runs.import_prepared(prepared, run=run, report=None, tell=pull_the_plug)
    run.refresh_from_db()
    assert (run.state, run.done) == ("interrupted", BATCH)
    assert ItemPage.objects.filter(live=True).count() == BATCH
    assert PublishedDocument.objects.filter(kind="item").count() == BATCH

    again = ImportLines(tmp_path)(*lines)
    assert _outcomes(again) == ["unchanged"] * BATCH + ["created"] * 5
    assert PublishedDocument.objects.filter(kind="item").count() == BATCH + 5
    numbers = list(Change.objects.order_by("seq").values_list("seq", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))


def test_one_import_of_a_source_at_a_time(import_lines: ImportLines) -> None:
    import_lines({})
    run = ImportRun.objects.get()
    ImportRun.objects.update(state="running", finished_at=None, sign_of_life=clock.now())
    with pytest.raises(CommandError, match="under way"):
        import_lines({})
    assert _outcomes(import_lines({}, dry_run=True)) == ["unchanged"]
    ImportRun.objects.filter(pk=run.pk).update(process=ended_process())
    assert _outcomes(import_lines({})) == ["unchanged"]
    run.refresh_from_db()
    assert run.state == "interrupted"


def test_a_run_nobody_hears_of_is_given_up(import_lines: ImportLines) -> None:
    import_lines({})
    run = ImportRun.objects.get()
    ImportRun.objects.update(
        state="running", process="elsewhere/1/1", sign_of_life=clock.now() - timedelta(minutes=4)
    )
    import_lines({})
    run.refresh_from_db()
    assert run.state == "interrupted"


def test_on_a_healthy_system_reconcile_finds_nothing_after_an_import(
    import_lines: ImportLines, capsys: pytest.CaptureFixture[str]
) -> None:
    import_lines(*LINES)
    changes = Change.objects.count()
    call_command("reconcile")
    assert Change.objects.count() == changes


def test_a_dry_run_over_several_batches_counts_what_the_import_counts(
    import_lines: ImportLines,
) -> None:
    """Institutions come again after batches, titles too; lines are unreadable, or refused."""
    import_lines(
        {"titre": "Visite 0", "org_nom": "Musée 0"}, {"titre": "Visite 1", "org_nom": "Musée 1"}
    )
    lines = [
        {
            "titre": "" if n % 17 == 9 else f"Visite {n % 30}",
            "org_nom": "" if n % 23 == 11 else f"Musée {n % 7}",
            "url": "nowhere" if n % 19 == 5 else f"https://example.org/{n}",
        }
        for n in range(2 * BATCH + 15)
    ]
    before = (Page.objects.count(), Institution.objects.count(), Revision.objects.count())
    tried = import_lines(*lines, dry_run=True)
    assert (Page.objects.count(), Institution.objects.count(), Revision.objects.count()) == before
    done = import_lines(*lines)
    assert [_gist(line) for line in tried] == [_gist(line) for line in done]
    assert set(_outcomes(done)) == {"created", "updated", "rejected"}


def _gist(line: dict[str, Any]) -> tuple[Any, ...]:
    """All but the page: a namesake of an earlier batch would have taken the number in its path."""
    return line["line"], line["outcome"], codes(line["errors"]), codes(line["warnings"])


def test_a_run_whose_process_is_seen_to_live_is_waited_for(import_lines: ImportLines) -> None:
    """A database that is locked for long keeps it from saying anything."""
    import_lines({})
    an_hour_ago = clock.now() - timedelta(hours=1)
    ImportRun.objects.update(
        state="running", finished_at=None, process=this_process(), sign_of_life=an_hour_ago
    )
    with pytest.raises(CommandError, match="under way"):
        import_lines({})
