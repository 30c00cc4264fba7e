"""Every address of the service, on one screen."""

from django.urls import include, path

from decision_aid.web import asides, clinicians, ledger, reading, views

patient = [
    path("", views.start, name="start"),
    path("questions/", views.questions, name="questions"),
    path("questions/<slug:page>/", views.question, name="question"),
    path("answers/", views.answers, name="answers"),
    path("guidance/", views.guidance, name="guidance"),
    path("guidance/file/", views.file, name="guidance-file"),
    path("guidance.pdf", views.guidance_pdf, name="guidance-pdf"),
    path("guidance.txt", views.guidance_txt, name="guidance-txt"),
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
    path("clinicians/", clinicians.clinicians, name="clinicians"),
    path("clinicians/handout.pdf", clinicians.handout_pdf, name="handout-pdf"),
    path("clinicians/poster.pdf", clinicians.poster_pdf, name="poster-pdf"),
    path("clinicians/product-check/", clinicians.product_check, name="product-check"),
    path("clinicians/product-check.pdf", clinicians.product_check_pdf, name="product-check-pdf"),
    path("clinicians/script/", clinicians.script, name="script"),
]

urlpatterns = [
    path("", views.home, name="home"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("clinicians/", clinicians.home, name="clinicians-home"),
    path("evidence/studies.csv", ledger.studies_csv, name="studies-csv"),
    path("evidence/studies.json", ledger.studies_json, name="studies-json"),
    path("<slug:language>/", include(patient)),
]

handler400 = views.bad_request
handler404 = views.not_found
handler500 = views.server_error
