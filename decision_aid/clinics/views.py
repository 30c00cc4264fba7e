"""The staff area: a clinic's people see and change their own clinic, and nothing else.

``own_clinic`` is the one gate: it finds the clinic among those of the person who asks, so another's is
as absent (404) as one that does not exist. Every change is written into Django's admin log, with who
and what. The operator's side is Django's admin.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from axes.helpers import get_cool_off
from django.contrib import messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.contrib.auth.views import LoginView, LogoutView, PasswordChangeView
from django.contrib.contenttypes.models import ContentType
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse, reverse_lazy

from decision_aid.clinics import figures as counted
from decision_aid.clinics import passwords
from decision_aid.clinics.counts import today
from decision_aid.clinics.forms import ClinicForm
from decision_aid.clinics.gate import place_of
from decision_aid.clinics.models import Clinic

ClinicView = Callable[[HttpRequest, Clinic], HttpResponse]
StaffView = Callable[..., HttpResponse]


def staff_page(
    request: HttpRequest, name: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    return render(request, f"staff/{name}.html", context, status=status, using="staff")


def own_clinic(*methods: str) -> Callable[[ClinicView], StaffView]:
    """Hand the view the clinic of this slug, if it is one of the person's own."""

    def decorate(view: ClinicView) -> StaffView:
        @wraps(view)
        @login_required
        def opened(request: HttpRequest, *, slug: str) -> HttpResponse:
            clinic = get_object_or_404(cast("User", request.user).clinics.defer("logo"), slug=slug)
            if request.method not in {*methods, "HEAD"}:
                return HttpResponseNotAllowed(methods)
            return view(request, clinic)

        return opened

    return decorate


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """My clinics."""
    user = cast("User", request.user)
    return staff_page(request, "home", {"clinics": user.clinics.defer("logo"), "operator": user.is_staff})


def operators_door(request: HttpRequest) -> HttpResponse:
    """Where the admin sends who may not enter. Signing in to it is signing in; more than that is no help."""
    if request.user.is_authenticated and not request.user.is_staff:
        raise Http404
    return HttpResponseRedirect(f"{reverse('staff-sign-in')}?{request.GET.urlencode(safe='/')}")


@own_clinic("GET", "POST")
def clinic(request: HttpRequest, clinic: Clinic) -> HttpResponse:
    form = ClinicForm(request.POST or None, request.FILES or None, instance=clinic)
    if request.method == "POST" and form.is_valid():
        saved = form.save()
        if form.changed_data:
            _record(request, saved, [str(form[name].label) for name in form.changed_data])
        messages.success(request, "Saved. Your pages show it within half a minute.")
        return HttpResponseRedirect(reverse("staff-clinic", kwargs={"slug": saved.slug}), status=303)
    kept = Clinic.objects.defer("logo").get(pk=clinic.pk)  # the form has written into the other one
    context = {"clinic": kept, "form": form, "generator": _about(kept), "test": _about(kept, "clinics-test")}
    return staff_page(request, "clinic", context, status=422 if form.is_bound else 200)


def _record(request: HttpRequest, clinic: Clinic, fields: list[str]) -> None:
    """As the admin writes it down, so that the operator finds both in one place."""
    LogEntry.objects.create(
        user=cast("User", request.user),
        content_type=ContentType.objects.get_for_model(Clinic),
        object_id=str(clinic.pk),
        object_repr=clinic.name,
        action_flag=CHANGE,
        change_message=json.dumps([{"changed": {"fields": fields}}]),
    )


def _about(clinic: Clinic, page: str = "clinics") -> str:
    """Where this clinic's snippet is made, or its page tested."""
    return f"{reverse(page, kwargs={'language': clinic.languages[0]})}?clinic={clinic.slug}"


@own_clinic("GET")
def counts(request: HttpRequest, clinic: Clinic) -> HttpResponse:
    figures = counted.figures(clinic, today=today())
    context = {
        "clinic": clinic,
        "figures": figures,
        "chart": counted.chart(figures),
        "several": len(clinic.languages) > 1 or len({row.language for row in figures.rows}) > 1,
    }
    return staff_page(request, "counts", context)


@own_clinic("GET")
def counts_csv(request: HttpRequest, clinic: Clinic) -> HttpResponse:
    figures = counted.figures(clinic, today=today())
    response = HttpResponse(figures.as_csv(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{clinic.slug}-counts.csv"'
    return response


@own_clinic("GET")
def logo(request: HttpRequest, clinic: Clinic) -> HttpResponse:
    """The picture as it is kept, so that its people can see what was taken in."""
    if not clinic.logo_mark:
        raise Http404
    return HttpResponse(bytes(clinic.logo), content_type=clinic.logo_kind)


class SignIn(LoginView):
    template_name = "staff/sign_in.html"
    template_engine = "staff"
    redirect_authenticated_user = True

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if passwords.tried_too_often(place_of(request)):
            return locked_out(request)
        return super().post(request, *args, **kwargs)

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class SignOut(LogoutView):
    template_engine = "staff"


class Password(PasswordChangeView):
    template_name = "staff/password.html"
    template_engine = "staff"
    success_url = reverse_lazy("staff")

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(self.request, "Your password is changed. Everywhere else you are signed out.")
        return super().form_valid(form)


def refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A post without the token of our own form."""
    return staff_page(request, "refused", {}, status=403)


def locked_out(request: HttpRequest, *_: Any) -> HttpResponse:
    """Too many wrong passwords."""
    wait = get_cool_off(request)
    response = staff_page(
        request, "locked", {"minutes": int(wait.total_seconds() // 60) if wait else 0}, status=429
    )
    if wait:
        response["Retry-After"] = str(int(wait.total_seconds()))
    return response
