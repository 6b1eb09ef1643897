"""Small files as institutions' systems write them, and what an import made of them."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.utils.translation import override

from cms.accounts.models import User
from cms.accounts.tokens import issue_token
from cms.settings import base
from content_pages.models import ItemPage

LINE = {
    "id": "1",
    "org_nom": "Musée Fabre",
    "org_adresse": "13, rue Montpellieret",
    "code_postal": "34000",
    "commune": "Montpellier",
    "url": "https://museefabre.example.org/ranc",
    "niveau_enfant": "",
    "titre": "Jean Ranc, un Montpelliérain à la cour des rois",
    "activite": "Expos, musées",
    "public": "Tous publics",
    "type_ressource": "EXPOSITIONS VIRTUELLES",
    "thematiques": "PEINTURE|MUSÉES",
    "handicap_adapt": "",
    "duree_txt": "Le temps d’une soirée",
    "perennite": "Accès permanent",
    "rattachement": "Collectivité territoriale",
    "thematique_autre": "",
    "autre_precise": "",
    "geo": "43.611213,3.880154",
    "lat": "43.611213",
    "lon": "3.880154",
    "duree_min": "120",
    "description": "Le module interactif mène de section en section.\nOn y lit tous les textes.",
    "date": "2022-08-01",
}
OFFICIAL = {
    "identifiant_id": "1",
    "nom_de_l_organisme": "Musée Fabre",
    "adresse_de_l_organisme": "13, rue Montpellieret",
    "code_postal": "34000",
    "commune": "Montpellier",
    "lien_vers_la_ressource": "https://museefabre.example.org/ranc",
    "description_des_contenus_et_de_l_experience_proposes_min_200_max_500_caracteres": "Visite.",
    "si_enfants_merci_de_preciser_le_niveau_scolaire": "Maternelle|Primaire",
    "titre_de_la_ressource": "Jean Ranc",
    "activite_proposee_apprendre_se_divertir_s_informer": "Expos, musées",
    "public_cible": "Enfants",
    "types_de_ressources_proposees": "EXPOSITIONS VIRTUELLES",
    "thematiques": "PEINTURE|MUSÉES",
    "contenus_adaptes_aux_types_de_handicap": "SOUS-TITRAGE (ST)",
    "temps_d_activite_estime_lecture_ecoute_visionnage_jeu": "Le temps d’un vrai déjeuner",
    "accessibilite_perennite_de_la_ressource": "Accès gratuit exceptionnel et limité dans le temps",
    "rattachement_de_l_organisme": "Organisme privé",
    "autre_precisez": "",
    "si_limite_dans_le_temps_precisez_jusqu_a_quelle_date": "31/12/2030",
    "geolocalisation_ban": "43.611213, 3.880154",
}


def written(*lines: dict[str, str], form: dict[str, str] = LINE) -> bytes:
    """A file with these lines, each a variation on the form's; ids count up unless given."""
    text = io.StringIO()
    writer = csv.DictWriter(text, form, delimiter=";", lineterminator="\n")
    writer.writeheader()
    key = next(iter(form))
    writer.writerows(form | {key: str(n)} | line for n, line in enumerate(lines, start=1))
    return text.getvalue().encode()


URL = "/api/v1/imports"


class System:
    """An operator's system: a client with a token. What it uploads is decided, unless told."""

    def __init__(self, user: User, scopes: list[str]) -> None:
        self.user = user
        self.token, plain = issue_token(user=user, name="test", scopes=scopes)
        self.client = Client(headers={"Authorization": f"Bearer {plain}"}, enforce_csrf_checks=True)

    def upload(self, content: bytes, **fields: str) -> Any:
        file = SimpleUploadedFile("lines.csv", content, content_type="text/csv")
        form = {"file": file, "mapping": "culture_gouv", "publish": "true"} | fields
        return self.client.post(URL, {key: value for key, value in form.items() if value != "-"})

    def get(self, address: str) -> Any:
        return self.client.get(address)


class ImportLines:
    """Imports files with the command, decided unless it is told not to, and reads its reports."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.output = ""

    def __call__(
        self, *lines: dict[str, str], form: dict[str, str] = LINE, **options: Any
    ) -> list[dict[str, Any]]:
        """The report of importing these lines."""
        return self.bring(written(*lines, form=form), **options)

    def bring(self, content: bytes, **options: Any) -> list[dict[str, Any]]:
        """The report of importing a file with this content."""
        file, report = self.folder / "lines.csv", self.folder / "report.jsonl"
        file.write_bytes(content)
        out = io.StringIO()
        options = {"mapping": "culture_gouv", "report": report, "publish": True} | options
        call_command("import_items", file, stdout=out, **options)
        self.output = out.getvalue()
        return [json.loads(line) for line in report.read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def import_lines(db: None, tmp_path: Path) -> ImportLines:
    return ImportLines(tmp_path)


@pytest.fixture(autouse=True)
def _tasks_wait(settings: Any, tmp_path: Path) -> Iterator[None]:
    """As in life, tasks wait for the worker, and files lie in a folder of their own."""
    settings.TASKS = base.TASKS
    settings.VAR_DIR = tmp_path / "var"
    with override("en"):
        yield


def item(report: dict[str, Any]) -> ItemPage:
    """The page a report line speaks of."""
    page: ItemPage = ItemPage.objects.get(pk=report["page"]["id"])
    return page


def codes(notes: list[dict[str, str]]) -> set[tuple[str, str]]:
    return {(note["field"], note["code"]) for note in notes}
