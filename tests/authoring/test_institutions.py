"""The same institution under several spellings is one; homonyms of two towns are two."""

import pytest
from wagtail.models import Collection, GroupPagePermission

from cms.institutions.models import Institution
from content_pages.models import InstitutionPage
from tests.authoring.conftest import ImportLines, codes, item
from tests.factories import InstitutionFactory


@pytest.mark.parametrize(
    ("one", "other", "town"),
    [
        ("ARCHEA", "Archéa", "Louvres"),
        ("Comédie-Française", "comédie française", "Paris"),
        ("Bibliothèque nationale de France (BNF)", "BNF", "Paris"),
        ("UMA", "UMA (Universal Museum of Art)", "Paris"),
        ("Le Centre des monuments nationaux", "Centre des Monuments nationaux", "Paris"),
        ("Bretagne Culture Diversité", "Bretagne culture et diversité", "Lorient"),
        ("Musée des Beaux-Arts", "Musée des beaux-arts de Caen", "Caen"),
        ("Archives départementales - Jura", "Archives départementales du Jura", "Montmorot"),
        ("FRAC Bretagne", "Fonds régional d'art contemporain - Bretagne", "Rennes"),
        ("Musée d’Archéologie", "Musée d'Archéologie", "Nemours"),
    ],
)
def test_spellings_of_one_name_are_one_institution(
    import_lines: ImportLines, one: str, other: str, town: str
) -> None:
    lines = import_lines(
        {"org_nom": one, "commune": town}, {"org_nom": other, "commune": town.upper()}
    )
    assert [line["outcome"] for line in lines] == ["created", "created"]
    assert Institution.objects.count() == 1
    assert InstitutionPage.objects.get(locale__language_code="fr").get_children().count() == 2


@pytest.mark.parametrize("town", ["75004 Paris", "PARIS 4e", "Paris cedex 04", "paris"])
def test_a_town_is_the_same_however_it_is_written(import_lines: ImportLines, town: str) -> None:
    import_lines({"commune": "Paris"}, {"commune": town})
    assert Institution.objects.get().town == "Paris"


def test_homonyms_of_two_towns_are_two_with_addresses_that_tell_them_apart(
    import_lines: ImportLines,
) -> None:
    import_lines(
        {"org_nom": "Musée des Beaux-Arts", "commune": "Lyon"},
        {"org_nom": "Musée des Beaux-Arts", "commune": "Dijon"},
    )
    slugs = set(InstitutionPage.objects.values_list("slug", flat=True))
    assert slugs == {"musee-des-beaux-arts", "musee-des-beaux-arts-dijon"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Archives (départementales)", "Archives (municipales)"),
        ("Musée d'Orsay", "Musée de Cluny"),
        ("Centre Pompidou", "Studio 13/16 - Centre Pompidou"),
    ],
)
def test_different_names_stay_different(import_lines: ImportLines, one: str, other: str) -> None:
    import_lines({"org_nom": one}, {"org_nom": other})
    assert Institution.objects.count() == 2


def test_the_record_is_made_from_the_best_of_all_lines(import_lines: ImportLines) -> None:
    bare = {"org_adresse": "", "lat": "", "lon": "", "geo": ""}
    name = {"org_nom": "MUSÉE FABRE"}
    import_lines(name | bare, {"code_postal": ""}, {})
    record = Institution.objects.get()
    assert record.legal_name == "Musée Fabre"
    assert record.address == "13, rue Montpellieret"
    assert (record.latitude, record.longitude) == (43.611213, 3.880154)
    assert (record.postal_code, record.territory) == ("34000", "fr_76")
    assert (record.kind, record.ownership) == ("museum", "local")


@pytest.mark.parametrize(
    ("postal_code", "town", "territory"),
    [
        ("10120", "Troyes", "fr_44"),
        ("1000", "Bourg-en-Bresse", "fr_84"),
        ("97200", "Fort-de-France", "fr_02"),
        ("97500", "Saint-Pierre", "fr_pm"),
        ("20200", "Bastia", "fr_94"),
        ("01030", "Bruxelles, Belgique", ""),
        ("", "Rome, Italie", ""),
    ],
)
def test_the_territory_follows_from_the_postal_code(
    import_lines: ImportLines, postal_code: str, town: str, territory: str
) -> None:
    import_lines({"code_postal": postal_code, "commune": town})
    assert Institution.objects.get().territory == territory


@pytest.mark.parametrize("point", [("", ""), ("95", "3"), ("abc", "3"), ("nan", "1")])
def test_a_point_that_is_not_on_earth_is_left_out(
    import_lines: ImportLines, point: tuple[str, str]
) -> None:
    [line] = import_lines({"lat": point[0], "lon": point[1], "geo": ""})
    assert line["outcome"] == "created"
    assert Institution.objects.get().latitude is None


def test_an_institution_comes_with_its_group_collection_and_public_page(
    import_lines: ImportLines,
) -> None:
    [line] = import_lines({})
    record = Institution.objects.get()
    page = InstitutionPage.objects.get(institution=record)
    assert page.live
    assert page.summary == "Musée – Montpellier (Occitanie)."
    assert item(line).get_parent().pk == page.pk
    held = GroupPagePermission.objects.filter(page=page).values_list(
        "group", "permission__codename"
    )
    assert set(held) == {(record.group_id, "add_page"), (record.editors_id, "change_page")}
    assert Collection.objects.get(institution=record).get_parent().depth == 1
    assert Collection.find_problems() == ([], [], [], [], [])


def test_an_institution_that_was_here_before_is_used_and_not_changed(
    import_lines: ImportLines,
) -> None:
    page = InstitutionFactory(
        published=True, institution__legal_name="MUSÉE FABRE", institution__town="Montpellier"
    )
    [line] = import_lines({})
    record = Institution.objects.get()
    assert item(line).get_parent().pk == page.pk
    assert (record.legal_name, record.address) == ("MUSÉE FABRE", page.institution.address)


def test_an_institution_renamed_here_is_still_the_one_the_file_means(
    import_lines: ImportLines,
) -> None:
    import_lines({})
    record = Institution.objects.get()
    record.legal_name = "Musée Fabre et hôtel Sabatier"
    record.save()
    import_lines({}, {"titre": "Autre chose"})
    assert Institution.objects.count() == 1


@pytest.mark.parametrize("state", ["suspended", "closed"])
def test_nothing_is_published_for_an_institution_that_is_barred(
    import_lines: ImportLines, state: str
) -> None:
    import_lines({})
    Institution.objects.update(verification_state=state)
    _first, second = import_lines({}, {"titre": "Autre chose"})
    assert second["outcome"] == "rejected"
    assert codes(second["errors"]) == {("institution", "institution_barred")}
