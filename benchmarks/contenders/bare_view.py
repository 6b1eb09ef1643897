"""Two views that do nothing but answer; BENCH_FIXED names the folder with their bytes."""

import os
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.urls import path

_FOLDER = Path(os.environ["BENCH_FIXED"])
_DETAIL = (_FOLDER / "detail.json").read_bytes()
_LIST = (_FOLDER / "list.json").read_bytes()


def _answer(body: bytes) -> HttpResponse:
    return HttpResponse(
        body, content_type="application/json", headers={"Content-Length": str(len(body))}
    )


def detail(request: HttpRequest, slug: str) -> HttpResponse:
    return _answer(_DETAIL)


def listing(request: HttpRequest) -> HttpResponse:
    return _answer(_LIST)


urlpatterns = [path("items/<str:slug>", detail), path("items", listing)]
