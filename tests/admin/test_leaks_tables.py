"""What is compared when others have tried their hand: every table that can hold rows of a house."""

from tests.admin.leaks.belongings import OWNED, Watch, belongings, unclaimed
from tests.admin.leaks.world import World

# Written when something is published, or with a page's own form: the page's revision tells.
SELDOM = {
    *("content_pages.RelatedItem", "content_pages.AccessibilityFeature"),
    *("content_pages.Contribution", "content_pages.RightsWindow", "institutions.Channel"),
    *("publication.StalePage", "publication.DuePage", "publication.FormerPath"),
}


def test_every_table_says_whose_its_rows_are() -> None:
    """A new model: say in `belongings.py` how a row says whose it is, or that it is nobody's."""
    assert unclaimed() == []


def test_the_house_has_something_in_them(world: World, db: None) -> None:
    """Nothing changes where nothing is."""
    rows = belongings(world.theirs)
    assert {label for label in OWNED if not rows[label]} == SELDOM


def test_what_is_written_is_noticed(world: World, db: None) -> None:
    """The comparison can fail."""
    watch = Watch(world.theirs)
    with watch.listening():
        world.theirs.record.invitations.update(role="manager")
    assert watch.changed() == ["institutions.Invitation"]
    assert watch.changed(since_ever=True) == ["institutions.Invitation"]
    with watch.listening():
        world.ours.record.refresh_from_db()
    assert watch.changed() == []
