"""Every address of the service, on one screen."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path, register_converter
from django.views.generic import RedirectView

from decision_aid.clinics import views as staff_views
from decision_aid.web import (
    asides,
    clinic_page,
    clinicians,
    embedding,
    fhir_pages,
    ledger,
    opening,
    reading,
    views,
)

patient = [
    path("", views.start, name="start"),
    path("questions/", views.questions, name="questions"),
    path("questions/<slug:page>/", views.question, name="question"),
    path("answers/", views.answers, name="answers"),
    path("guidance/", views.guidance, name="guidance"),
    path("guidance/file/", views.file, name="guidance-file"),
    path("guidance.pdf", views.guidance_pdf, name="guidance-pdf"),
    path("guidance.txt", views.guidance_txt, name="guidance-txt"),
    path("guidance.json", views.guidance_json, name="guidance-json"),
    path("guidance/note/", views.note, name="guidance-note"),
    path("guidance/note/<slug:kind>.txt", views.note_txt, name="guidance-note-txt"),
    path("treatments/", reading.treatments, name="treatments"),
    path("treatments/<slug:treatment>/", reading.treatment, name="treatment"),
    path("compare/", reading.compare, name="compare"),
    path("expectations/", reading.expectations, name="expectations"),
    path("check/", asides.check, name="check"),
    path("priorities/", asides.priorities, name="priorities"),
    path("offer/", reading.offer, name="offer"),
    path("offer/told/", asides.told, name="told"),
    path("evidence/", ledger.evidence, name="evidence"),
    path("science/", ledger.science, name="science"),
    path("types/", ledger.types, name="types"),
    path("types/<slug:type>/", ledger.type_page, name="type"),
    path("claims/", asides.claims, name="claims"),
    path("place/", asides.place, name="place"),
    path("how-it-decides/", ledger.how_it_decides, name="how-it-decides"),
    path("about/", reading.about, name="about"),
    path("about/standards/", ledger.standards, name="standards"),
    path("about/privacy/", reading.privacy, name="privacy"),
]

for_clinicians = [
    path("clinicians/", clinicians.clinicians, name="clinicians"),
    path("clinicians/handout.pdf", clinicians.handout_pdf, name="handout-pdf"),
    path("clinicians/poster.pdf", clinicians.poster_pdf, name="poster-pdf"),
    path("clinicians/product-check/", clinicians.product_check, name="product-check"),
    path("clinicians/product-check.pdf", clinicians.product_check_pdf, name="product-check-pdf"),
    path("clinicians/script/", clinicians.script, name="script"),
    path("clinicians/open/", opening.open_file, name="clinicians-open"),
]

# A tablet in a waiting room: the same pages, but nothing is printed, saved or sent from there.
shared_screen = [
    path("guidance/file/", views.no_paper, name="guidance-file"),
    path("guidance.pdf", views.no_paper, name="guidance-pdf"),
    path("guidance.txt", views.no_paper, name="guidance-txt"),
    path("guidance.json", views.no_paper, name="guidance-json"),
    path("guidance/note/", views.no_paper, name="guidance-note"),
    path("guidance/note/<slug:kind>.txt", views.no_paper, name="guidance-note-txt"),
    *patient,
]


class Kiosk:
    """The one word ``kiosk`` in a path, so that its pages have addresses of their own to reverse."""

    regex = "kiosk"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Kiosk, "kiosk")

staff: list[URLPattern | URLResolver] = [
    path("", staff_views.home, name="staff"),
    path("sign-in/", staff_views.SignIn.as_view(), name="staff-sign-in"),
    path("sign-out/", staff_views.SignOut.as_view(), name="staff-sign-out"),
    path("password/", staff_views.Password.as_view(), name="staff-password"),
    path("clinics/<slug:slug>/", staff_views.clinic, name="staff-clinic"),
    path("clinics/<slug:slug>/logo/", staff_views.logo, name="staff-logo"),
    path("clinics/<slug:slug>/counts/", staff_views.counts, name="staff-counts"),
    path("clinics/<slug:slug>/counts.csv", staff_views.counts_csv, name="staff-counts-csv"),
    # One door: signing in to the admin is signing in.
    path("admin/login/", staff_views.operators_door),
    path("admin/", admin.site.urls),
]

urlpatterns = [
    path("", clinic_page.home, name="home"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("evidence/studies.csv", ledger.studies_csv, name="studies-csv"),
    path("evidence/studies.json", ledger.studies_json, name="studies-json"),
    path("clinicians/", clinic_page.home, {"page": "clinicians"}, name="clinicians-anywhere"),
    path("clinicians/open/", clinic_page.home, {"page": "clinicians-open"}, name="clinicians-open-anywhere"),
    path("fhir/Questionnaire/exosome-hair-loss", fhir_pages.questionnaire, name="fhir-questionnaire"),
    path("embed/check.json", embedding.check, name="embed-check"),
    path("embed/<str:name>", embedding.file, name="embed-file"),
    path("c/<slug:clinic>/", clinic_page.home, name="clinic-home"),
    path("c/<slug:clinic>/theme.css", clinic_page.theme, name="clinic-theme"),
    path("c/<slug:clinic>/logo", clinic_page.logo, name="clinic-logo"),
    path("c/<slug:clinic>/<kiosk:kiosk>/", clinic_page.home, name="kiosk-home"),
    path("c/<slug:clinic>/<kiosk:kiosk>/<slug:language>/", include(shared_screen)),
    path("c/<slug:clinic>/<slug:language>/", include(patient)),
    path("staff", RedirectView.as_view(pattern_name="staff")),
    path("staff/", include(staff)),
    path("<slug:language>/clinics/", embedding.clinics, name="clinics"),
    path("<slug:language>/clinics/test/", embedding.test_page, name="clinics-test"),
    path("<slug:language>/", include(patient + for_clinicians)),
]

handler400 = views.bad_request
handler404 = views.not_found
handler500 = views.server_error
