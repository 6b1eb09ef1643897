"""Coulisses: the headless CMS behind a public culture portal."""

__version__ = "1.0.0"
