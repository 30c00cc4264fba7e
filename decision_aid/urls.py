"""Every address of the service, on one screen."""

from django.urls import include, path

from decision_aid.web import reading, views

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
    path("priorities/", reading.priorities, name="priorities"),
    path("offer/", reading.offer, name="offer"),
    path("offer/told/", reading.told, name="told"),
    path("about/", reading.about, name="about"),
    path("about/privacy/", reading.privacy, name="privacy"),
]

urlpatterns = [
    path("", views.home, name="home"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("<slug:language>/", include(patient)),
]

handler400 = views.bad_request
handler404 = views.not_found
handler500 = views.server_error
