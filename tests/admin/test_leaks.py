import time, io, zipfile, os, logging
import pytest
from django.db import transaction
from django.test import Client
from tests.admin.leaks.world import MARK, build_world
from tests.admin.leaks.search_tables import lay_search_tables
from tests.admin.leaks.addresses import addresses, listings
from tests.admin.conftest import signed_in

def body(response):
    raw = b"".join(response.streaming_content) if response.streaming else response.content
    if raw[:2] == b"PK":
        z = zipfile.ZipFile(io.BytesIO(raw))
        raw = b"".join(z.read(n) for n in z.namelist())
    return raw.decode("utf8", "replace")

def test_w(db):
    logging.disable(logging.CRITICAL)
    lay_search_tables()
    w = build_world()
    n = 0
    t = time.time()
    import collections
    leaks = collections.defaultdict(set)
    for name, person in w.people().items():
        if name not in os.environ.get("WHO", "editor,publisher,operator").split(','): continue
        client = signed_in(person)
        ids = w.theirs.ids
        urls = [*listings(ids), *addresses(ids)]
        if name in ('publisher','manager'): urls += [*addresses(w.ours.ids)]
        print(name, len(urls), time.time()-t)
        for a in urls:
            for method in os.environ.get("HOW", "get").split(','):
                n += 1
                with transaction.atomic():
                    try:
                        r = getattr(client, method)(a.path)
                        text = body(r); status = r.status_code
                    except Exception as e:
                        status = 500; text = repr(e) + " " + __import__("traceback").format_exc()[-300:].replace(MARK,"")
                    transaction.set_rollback(True)
                if status >= 500 or MARK.lower() in text.lower():
                    i = text.lower().find(MARK.lower())
                    leaks[a.pattern].add((name, status, method, a.path, ' '.join(text[max(0,i-100):i+60].split()) if status<500 else text[:500]))
    print(n, time.time()-t)
    for k, v in leaks.items():
        print("==", k, len(v))
        for x in sorted(v)[:6]: print("   ", x)
