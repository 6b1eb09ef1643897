"""Sentences in three languages, put together at random from a fixed seed: of the length and variety
of the real thing, so that bodies, indexes and compression meet what they will meet in life."""

from random import Random

LOCALES = ("fr", "ru", "en")

_WHO = {
    "fr": (
        *(
            "La cheffe d'atelier",
            "Le régisseur général",
            "Une danseuse du ballet",
            "La restauratrice",
        ),
        *("Le conservateur des peintures", "Un ingénieur du son", "La médiatrice du musée"),
        *("Le chœur d'enfants", "Une bibliothécaire", "La costumière", "Le projectionniste"),
    ),
    "ru": (
        *("Заведующая мастерской", "Главный режиссёр", "Балерина труппы", "Реставратор"),
        *("Хранитель коллекции живописи", "Звукорежиссёр", "Экскурсовод музея"),
        *("Детский хор", "Библиотекарь", "Художница по костюмам", "Киномеханик"),
    ),
    "en": (
        *("The head of the workshop", "The stage manager", "A dancer of the company"),
        *("The restorer", "The keeper of paintings", "A sound engineer", "The museum's guide"),
        *("The children's choir", "A librarian", "The wardrobe mistress", "The projectionist"),
    ),
}
_DOES = {
    "fr": (
        *("raconte comment naît", "montre pas à pas", "ouvre pour la première fois"),
        *("accompagne depuis vingt ans", "reconstitue d'après les archives", "filme de près"),
        *("compare deux versions de", "explique aux plus jeunes", "répète tout l'hiver"),
    ),
    "ru": (
        *("рассказывает, как рождается", "шаг за шагом показывает", "впервые открывает"),
        *("двадцать лет сопровождает", "восстанавливает по архивам", "снимает вблизи"),
        *("сравнивает две версии:", "объясняет самым юным", "всю зиму репетирует"),
    ),
    "en": (
        *("tells how it begins:", "shows step by step", "opens for the first time"),
        *("has looked after for twenty years", "rebuilds from the archives", "films up close"),
        *("compares two versions of", "explains to the youngest", "rehearses all winter"),
    ),
}
_WHAT = {
    "fr": (
        *(
            "un décor de douze mètres",
            "la grande symphonie",
            "une nuit au musée",
            "le rideau de scène",
        ),
        *("une partition oubliée", "les réserves du château", "le carnet d'un voyageur"),
        *("un orgue à trois claviers", "la maquette de la ville", "une toile retrouvée"),
    ),
    "ru": (
        *("декорацию в двенадцать метров", "большую симфонию", "ночь в музее", "занавес сцены"),
        *("забытую партитуру", "фонды дворца", "дневник путешественника"),
        *("орган с тремя мануалами", "макет города", "найденное полотно"),
    ),
    "en": (
        *("a set twelve metres high", "the great symphony", "a night at the museum"),
        *(
            "the stage curtain",
            "a forgotten score",
            "the castle's stores",
            "a traveller's notebook",
        ),
        *("an organ of three manuals", "the model of the town", "a canvas found again"),
    ),
}
_WHERE = {
    "fr": (
        "sous les combles",
        "face au public",
        "au bord du canal",
        "derrière le rideau",
        "à l'aube",
    ),
    "ru": ("под крышей", "перед публикой", "у канала", "за занавесом", "на рассвете"),
    "en": ("under the roof", "in front of an audience", "by the canal", "behind the curtain"),
}
SLUGS = {"fr": "les-coulisses", "ru": "za-kulisami", "en": "behind-the-scenes"}


def sentence(locale: str, rng: Random) -> str:
    parts = (rng.choice(bank[locale]) for bank in (_WHO, _DOES, _WHAT, _WHERE))
    return " ".join(parts) + "."


def summary(locale: str, rng: Random) -> str:
    return sentence(locale, rng)[:200]


def paragraph(locale: str, rng: Random, sentences: int) -> str:
    """Rich text as the editor stores it."""
    return "<p>" + " ".join(sentence(locale, rng) for _ in range(sentences)) + "</p>"


def title(locale: str, rng: Random, token: str) -> str:
    """A title that ends in the item's token, the part that reprints replace."""
    what, where = rng.choice(_WHAT[locale]), rng.choice(_WHERE[locale])
    return f"{what[0].upper()}{what[1:]} {where}, {token}"


def slug(locale: str, token: str) -> str:
    return f"{SLUGS[locale]}-{token}"
