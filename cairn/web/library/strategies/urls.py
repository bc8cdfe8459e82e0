"""Strategies, below `/<language>/library/strategies/`."""

from django.urls import path

from cairn.web.library.strategies import listing, page

urlpatterns = [
    path("", listing.strategies, name="strategies"),
    path("all.jsonl", listing.strategy_file, name="strategy_file"),
    path("<str:ref>.jsonl", listing.strategy_alone, name="strategy_alone"),
    path("<str:ref>/", page.strategy, name="strategy"),
]
