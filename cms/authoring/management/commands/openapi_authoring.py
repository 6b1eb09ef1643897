"""Prints the OpenAPI document of the authoring API."""

import json
from typing import Any

from django.core.management.base import BaseCommand
from django.test import RequestFactory
from django.urls import resolve, reverse


class Command(BaseCommand):
    help = "Print the OpenAPI 3.1 document of the authoring API."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        address = reverse("authoring_api:openapi-json")
        answer = resolve(address).func(RequestFactory().get(address))
        self.stdout.write(json.dumps(json.loads(answer.content), indent=2, ensure_ascii=False))
