from django.http import HttpRequest, HttpResponse
from django.urls import path

from tests.bench.formtools_app.wizard import Wizard


def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain")


urlpatterns = [path("", Wizard.as_view()), path("healthz", healthz)]
