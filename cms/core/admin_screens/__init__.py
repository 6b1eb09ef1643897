"""Wagtail's own screens, where they show more than the asker may see: each narrowed by the rule.

Hooks and viewsets do it where Wagtail offers them. The others are views of the same addresses that
come first in `cms/urls.py`.
"""
