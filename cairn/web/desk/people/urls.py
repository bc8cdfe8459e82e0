"""Addresses of what concerns people and their accounts, below `/<language>/desk/`."""

from django.urls import path

from cairn.web.desk.people import (
    asking,
    held,
    inviting,
    listing,
    one,
    providers,
    recoveries,
    requests,
    sessions,
    working,
)

urlpatterns = [
    path("people/", listing.page, name="people"),
    path("people/recoveries/", recoveries.page, name="recoveries"),
    path("people/recoveries/stop/", recoveries.stop, name="recovery_stop"),
    path("people/recoveries/<str:ref>/", recoveries.paper, name="recovery_paper"),
    path("working-name/", working.page, name="working_name"),
    path("access/", asking.page, name="access"),
    path("people/requests/<str:ref>/", requests.page, name="role_request"),
    path("people/<str:body>/invite/", inviting.new, name="invite"),
    path("people/invitations/<str:ref>/", inviting.paper, name="invitation_paper"),
    path("people/invitations/<str:ref>/act/", inviting.act, name="invitation_act"),
    path("people/<str:body>/<str:who>/", one.page, name="person"),
    path("sign-ins/", sessions.page, name="sign_ins"),
    path("providers/", providers.page, name="providers"),
    path("held/", held.page, name="held"),
    path("held/file/", held.file, name="held_file"),
]
