"""Prints the OpenAPI document of the public API."""

import json
from typing import Any

from django.core.management.base import BaseCommand

from cms.delivery.openapi.document import openapi_document


class Command(BaseCommand):
    help = "Print the OpenAPI 3.1 document of the public API."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(json.dumps(openapi_document(), indent=2, ensure_ascii=False))
