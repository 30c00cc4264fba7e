"""Every kind of page the aid can show, each with the shortest and the longest that may stand on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from decision_aid import urls
from decision_aid.engine.library import Library
from decision_aid.engine.questionnaire import Answers, Reply
from tests.browser.service import TOO_OLD, Service

Case = Callable[..., Answers]

QUOTE: dict[str, Reply] = {
    "price": 4800,
    "priced": ("course",),
    "sessions": 4,
    "gap": 1,
    "repeat-price": 1500,
    "extras": 350,
    "paid": 1000,
    "rate": 2699,
    "promotion": 12,
    "monthly": 200,
}


@dataclass(frozen=True)
class Place:
    """Where a page is, and the address name in urls.py that serves it."""

    name: str
    path: str
    answers: Answers | None = None
    status: int = 200
    query: str = ""
    hours_old: float = 0

    def address(self, aid: Service, *, host: str = "127.0.0.1") -> str:
        token = [f"s={aid.token(self.answers, hours_old=self.hours_old)}"] if self.answers is not None else []
        query = "&".join([*token, *([self.query] if self.query else [])])
        return f"{aid.origin(host)}{self.path}{'?' if query else ''}{query}"


def everything_ticked(library: Library) -> Answers:
    """A person to whom everything applies, as far as a walk can go on: the longest pages there are."""
    given: dict[str, Reply] = {"age": ("50-over",)}
    for _ in library.questionnaire.pages:
        walk, _situation = library.questionnaire.replay(Answers(given))
        if walk.here is None:
            break
        for item in walk.here.item:
            together = tuple(one for one in item.codes() if one not in item.exclusive_codes() | {"self-harm"})
            given[item.link_id] = given.get(item.link_id) or together or (item.codes()[-1],)
    for page in library.questionnaire.pages:
        if page.stage == "walk":
            continue
        for item in page.item:
            together = tuple(one for one in item.codes() if one not in item.exclusive_codes())
            reply = together[: item.maximum or None] or item.codes()[:1]
            given[item.link_id] = reply if item.type == "choice" else QUOTE.get(item.link_id, item.minimum)
    # All ten ticked would leave nothing to ask the clinic, which is the shorter page.
    return Answers({**given, **QUOTE, "told": ("price", "harm")})


def every_place(library: Library, case: Case) -> dict[str, Place]:
    """All of them, by a name that says what is there."""
    return dict(_every_place(library, case))


def _every_place(library: Library, case: Case) -> Iterator[tuple[str, Place]]:
    long, none = everything_ticked(library), case("nothing-ticked")
    ready = case("all-four-hold")
    yield "start", Place("start", "/en/")
    yield "start again", Place("start", "/en/", none)
    for page in library.questionnaire.replay(long)[0].met:
        yield f"question {page.link_id}", Place("question", f"/en/questions/{page.link_id}/", long)
    yield "check answers, all ticked", Place("answers", "/en/answers/", long)
    yield "check answers, unfinished", Place("answers", "/en/answers/", Answers({"age": ("18-49",)}))
    for title, answers in {
        "all ticked": long,
        "not first": none,
        "not first, with a quote": none.with_(QUOTE),
        "defensible": ready.with_(QUOTE),
        "not yet": ready.with_({"money": ("need",)}),
        "find out first": none.with_({"scalp": ("skip",)}),
        "see someone first": none.with_({"scalp": ("pain",)}),
        "unfinished": Answers({"age": ("18-49",)}),
        "crisis": none.with_({"mood": ("self-harm",)}),
        "teen": Answers({"age": ("12-17",)}),
        "child": Answers({"age": ("under-12",)}),
    }.items():
        yield f"guidance, {title}", Place("guidance", "/en/guidance/", answers)
    yield "paper", Place("guidance-file", "/en/guidance/file/", long)
    yield "treatments", Place("treatments", "/en/treatments/")
    for treatment in library.treatments:
        yield f"treatment {treatment}", Place("treatment", f"/en/treatments/{treatment}/", none)
    yield "compare", Place("compare", "/en/compare/", none)
    many = "&".join(f"t={one}" for one in library.treatments)
    six = "&".join(f"t={one}" for one in list(library.treatments)[:6])
    yield "compare six", Place("compare", "/en/compare/", none, query=six)
    yield "compare too many", Place("compare", "/en/compare/", none, status=422, query=many)
    yield "expectations", Place("expectations", "/en/expectations/", long)
    yield "priorities", Place("priorities", "/en/priorities/")
    yield "priorities chosen", Place("priorities", "/en/priorities/", long)
    yield "offer", Place("offer", "/en/offer/")
    yield "offer worked out", Place("offer", "/en/offer/", long)
    yield "told", Place("told", "/en/offer/told/")
    yield "told ticked", Place("told", "/en/offer/told/", long)
    for kind in library.types:
        yield f"type {kind}", Place("type", f"/en/types/{kind}/", none)
    # Whatever else urls.py serves without further words in its address.
    for pattern in (*urls.patient, *urls.for_clinicians):
        name, path = str(pattern.name), f"/en/{pattern.pattern}"
        if name not in LISTED | PAGELESS and not pattern.pattern.converters:
            yield name, Place(name, path, long)
    yield "clinics", Place("clinics", "/en/clinics/")
    yield "clinics, a button", Place("clinics", "/en/clinics/", query="mode=button")
    yield "clinics, no such height", Place("clinics", "/en/clinics/", status=422, query="mode=frame&height=1")
    yield "clinics, test", Place("clinics-test", "/en/clinics/test/", query="page=https://clinic.example/")
    yield (
        "clinics, test of nothing",
        Place("clinics-test", "/en/clinics/test/", status=422, query="page=nothing"),
    )
    yield "a clinic's start", Place("start", "/c/demo/en/")
    yield "a clinic's question", Place("question", "/c/demo/en/questions/scalp/", none)
    yield "a clinic's guidance", Place("guidance", "/c/demo/en/guidance/", none)
    yield "waiting room, crisis", Place("guidance", f"{KIOSK}guidance/", none.with_({"mood": ("self-harm",)}))
    yield "waiting room, to take home", Place("guidance-file", f"{KIOSK}guidance/file/", none)
    yield "waiting room, question", Place("question", f"{KIOSK}questions/scalp/", none)
    yield "no such page", Place("", "/en/nowhere/", status=404)
    yield "too old", Place("", "/en/guidance/", none, status=410, hours_old=TOO_OLD)
    yield "unreadable", Place("", "/en/guidance/", status=400, query="s=gAAAAAB-not-one-of-ours")


KIOSK = "/c/demo/kiosk/en/"

LISTED = frozenset(
    {
        *("start", "question", "answers", "guidance", "guidance-file", "treatments", "treatment"),
        *("compare", "expectations", "priorities", "offer", "told"),
    }
)
"""Addresses that are given here with the answers that matter to them."""

PAGELESS = frozenset(
    {
        *("questions", "guidance-pdf", "guidance-txt", "guidance-json", "guidance-note-txt"),
        *("handout-pdf", "poster-pdf", "product-check-pdf"),
    }
)
"""Addresses that show no page of their own: one leads on, the others are files."""

KINDS = ("question", "treatment", "type", "guidance", "other")


def of_kind(places: dict[str, Place], kind: str) -> dict[str, Place]:
    """The pages of one kind: shares of about the same size, so that no test takes long."""
    return {title: place for title, place in places.items() if _kind(place) == kind}


def _kind(place: Place) -> str:
    return place.name if place.name in KINDS else "other"


OPEN_ALL = "document.querySelectorAll('details').forEach((one) => { one.open = true })"
"""For the debugger to run on a page, so that what can be unfolded is looked at as well."""
