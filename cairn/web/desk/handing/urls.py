"""Addresses of one's own devices, below `/<language>/desk/devices/`."""

from django.urls import path

from cairn.web.desk.handing import devices

urlpatterns = [
    path("", devices.page, name="devices"),
    path("new/", devices.new, name="device_new"),
]
