"""The one address of OAI-PMH."""

from django.urls import path

from cairn.api.public.oai.door import harvest

app_name = "oai"
urlpatterns = [path("", harvest, name="harvest")]
