"""The public API, version 1: it only grows; what breaks it fails against the stored description."""

from django.urls import path

from cairn.api.public.interface import api

urlpatterns = [path("", api.urls)]
