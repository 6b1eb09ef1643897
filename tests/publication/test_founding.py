"""`manage.py found_site` plants the tree of an empty system, once."""

import pytest
from django.core.management import call_command
from wagtail.models import Page, Site

from cms.publication.models import PublishedDocument

pytestmark = pytest.mark.django_db


def test_an_empty_system_gets_its_tree(capsys):
    Site.objects.all().delete()
    Page.objects.filter(depth=2).first().delete()
    for home in Page.objects.filter(depth=2):
        Page.objects.get(pk=home.pk).delete()
    welcome = Page.objects.get(depth=1).add_child(title="Welcome", slug="welcome")
    Site.objects.create(hostname="x.example", root_page=welcome, is_default_site=True)
    call_command("found_site", hostname="culture.example.org")
    assert PublishedDocument.objects.filter(kind="home").count() == 3
    assert PublishedDocument.objects.filter(kind="section").count() == 15
    assert set(
        PublishedDocument.objects.filter(kind="section", locale="fr").values_list("slug", flat=True)
    ) == {"categories", "institutions", "toolkit", "programmes", "news"}
    site = Site.objects.get()
    assert (site.hostname, site.root_page.slug) == ("culture.example.org", "home-fr")
    assert not Page.objects.filter(title="Welcome").exists()
    capsys.readouterr()
    call_command("found_site")
    assert "stands already" in capsys.readouterr().out
