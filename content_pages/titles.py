"""Finding pages by their title, in the admin's listings."""

from django.db.models import Q

LONGEST = 100


def title_contains(words: str, field: str = "draft_title") -> Q:
    """Every word in the title, whatever its case.

    SQLite folds the case of ASCII letters only; `Театр` is found by `театр` because the usual
    spellings are asked for.
    """
    found = Q()
    for word in words[:LONGEST].split():
        spellings = {word, word.lower(), word.upper(), word.capitalize()}
        anyhow = Q()
        for spelling in sorted(spellings):
            anyhow |= Q(**{f"{field}__icontains": spelling})
        found &= anyhow
    return found
