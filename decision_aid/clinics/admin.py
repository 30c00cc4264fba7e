"""The operator's side, at /staff/admin/: clinics, people, the record of changes and of sign-ins.

Django's admin as it comes, with three limits: the record cannot be altered, a person is switched off
and not deleted (their entries in the record would go with them), and there are no groups, because
being among a clinic's people is the only right there is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group, User
from django.http import HttpRequest

from decision_aid.clinics.forms import ClinicForm
from decision_aid.clinics.models import Clinic

if TYPE_CHECKING:  # Django's own classes take no parameter when they run
    ClinicModelAdmin = admin.ModelAdmin[Clinic]
    RecordModelAdmin = admin.ModelAdmin[LogEntry]
    UserModelAdmin = UserAdmin[User]
else:
    ClinicModelAdmin = RecordModelAdmin = admin.ModelAdmin
    UserModelAdmin = UserAdmin

admin.site.site_header = admin.site.site_title = "Decision aid: operator"
admin.site.index_title = "Clinics, people and records"
admin.site.site_url = "/staff/"
admin.site.unregister(Group)
admin.site.unregister(User)


@admin.register(Clinic)
class ClinicAdmin(ClinicModelAdmin):
    form = ClinicForm
    fields = ClinicForm.field_order
    list_display = ("name", "slug", "active", "sells_exosomes", "region", "changed")
    list_filter = ("active", "sells_exosomes", "region")
    search_fields = ("name", "slug")
    filter_horizontal = ("people",)
    prepopulated_fields: ClassVar[dict[str, Sequence[str]]] = {"slug": ("name",)}

    def get_fields(self, request: HttpRequest, obj: Clinic | None = None) -> Any:
        return [one for one in ClinicForm.field_order if one != "no_logo" or (obj and obj.logo_mark)]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer("logo")


@admin.register(User)
class PeopleAdmin(UserModelAdmin):
    list_display = ("username", "email", "is_active", "is_superuser", "last_login")
    list_filter = ("is_active", "is_superuser")
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("Person", {"fields": ("first_name", "last_name", "email")}),
        (
            "May",
            {
                "fields": ("is_active", "is_staff", "is_superuser"),
                "description": "Staff status and superuser status are for operators. Somebody who works at "
                "a clinic needs neither: choose them on the page of the clinic, under People.",
            },
        ),
        ("Dates", {"fields": ("last_login", "date_joined")}),
    )

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False


@admin.register(LogEntry)
class RecordAdmin(RecordModelAdmin):
    """Who changed what and when. To be read only."""

    list_display = ("action_time", "user", "content_type", "object_repr", "action_flag", "get_change_message")
    list_filter = ("action_flag", "content_type")
    date_hierarchy = "action_time"
    search_fields = ("object_repr", "change_message", "user__username")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: LogEntry | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: LogEntry | None = None) -> bool:
        return False
