"""People who walk through the aid in tests: every question they will be asked, with their reply."""

from __future__ import annotations

from tests.web.journey import Replies

FORMS = ["offer", "offer/told", "priorities", "compare", "guidance/file", "claims", "place", "check",
         "clinicians/open"]  # fmt: skip
"""Where else, beside the questions, a person may send something."""

ON_NOTHING: Replies = {
    "age": "18-49",
    "onset": "years",
    "pace": "slow",
    "where": ["temples"],
    "how": ["thinner"],
    "hair-care": ["none"],
    "scalp": ["none"],
    "urgent": ["none"],
    "signs": ["none"],
    "cancer": ["no"],
    "before": ["none"],
    "health": ["none"],
    "pregnancy": ["none"],
    "caution": ["none"],
    "examined": "no",
    "tried": ["none"],
    "mood": ["none"],
    "offer": "no",
}
"""Slow thinning, nothing tried, nothing else ticked."""

ALL_FOUR: Replies = {
    **ON_NOTHING,
    "where": ["crown", "temples"],
    "examined": "pattern",
    "tried": ["finasteride-oral"],
    "finasteride-oral-months": "12-over",
    "finasteride-oral-regular": "as-told",
    "finasteride-oral-stopped": "still",
    "lately": "steady",
    "offer": "offered",
    "told-approval": "discussed",
    "expects": "maybe",
    "money": "at-peace",
}
"""Examined, stable on a medicine, and all four conditions hold."""

BURNING: Replies = {**ON_NOTHING, "scalp": ["pain"]}
"""The scalp burns."""

QUOTE: Replies = {"price": "$4,500", "priced": "course", "sessions": "3", "gap": "2", "paid": "500"}
