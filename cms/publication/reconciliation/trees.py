"""What `reconcile` looks at in the trees of pages and collections: that they are trees.

It is named and not mended: Wagtail's `fixtree` does that, while nobody writes.
"""

from collections.abc import Iterator
from functools import partial
from itertools import chain

from django.db.models import Q
from django.db.models.functions import Length
from wagtail.models import Collection, Page

from cms.core.subtrees import below
from cms.publication.reconciliation.reconcile import Difference, Suspect

Tree = type[Page] | type[Collection]
REMEDY = "stop web and worker, then run manage.py fixtree"


def trees() -> Iterator[Suspect]:
    """Every node has a parent, the depth of its path, and as many children as it says."""
    for model in (Page, Collection):
        for pk in chain.from_iterable(model.find_problems()):
            yield partial(_node, model, pk)


def _node(model: Tree, pk: int) -> Difference | None:
    """One that seemed wrong: it, its parent and its children, as they are at one moment."""
    path = model.objects.filter(pk=pk).values_list("path", flat=True).first()
    if path is None:
        return None
    above = path[: -model.steplen]
    longer = model.objects.annotate(length=Length("path"))
    family = longer.filter(
        Q(path__in=[path, above]) | (below(path) & Q(length=len(path) + model.steplen))
    )
    known = {row.path: row for row in family}
    node = known.pop(path, None)
    if node is None:  # it was moved meanwhile
        return None
    parent = known.pop(above, None)
    wrong = [
        said
        for said, holds in {
            "its path is none": len(path) % model.steplen or set(path) - set(model.alphabet),
            "it has no parent": above and parent is None,
            f"its depth is said to be {node.depth}": node.depth * model.steplen != len(path),
            f"it says {node.numchild} children and has {len(known)}": node.numchild != len(known),
        }.items()
        if holds
    ]
    if not wrong:
        return None
    where = f"{model._meta.model_name} {pk} ({', '.join(wrong)}); {REMEDY}"
    return Difference("the tree is damaged", where, lambda: None, lasting=True)
