"""The other types of hair loss: what they can look like, who to see, what is known to help.

Never a diagnosis: features that can fit, the usual course, and what has been studied. Each says
what exosome evidence exists for it, which is often one person or none.
"""

from __future__ import annotations

from pydantic import Field

from decision_aid.engine.evidence import Certainty, Number, Rate, Status, Studied
from decision_aid.engine.values import Ageing, Frozen, Level, Plain
from decision_aid.engine.wording import Tier


class TypeOption(Frozen):
    """Something used for one type: what it is, its US status, what it does and what it may harm.

    The first of ``harm_says`` is the gravest: paper prints it beside the option. ``for_whom`` is
    one line, and ``contraindications`` one for a clinician. ``course`` are sentences of the type's
    own course, on paper the figures of an option that is waiting.
    """

    id: str
    name: str
    what: str
    for_whom: str
    contraindications: Plain | None = None
    course: tuple[str, ...] = ()
    course_certainty: Certainty | None = None
    status: Status
    status_says: str
    status_source: tuple[str, ...] = ()
    status_level: Level | None = None
    benefit: tuple[Rate, ...] = ()
    benefit_studied: tuple[Studied, ...] = ()
    harm: tuple[Rate, ...] = ()
    harm_says: tuple[str, ...] = Field(min_length=1)
    harm_source: tuple[str, ...] = ()
    stopping: str = ""


class HairLossType(Ageing):
    """One type other than pattern hair loss.

    ``exosomes_set_aside`` where the safety table blocks them: paper then shows them without a price.
    """

    id: str
    name: str
    order: int
    what: str
    features: tuple[str, ...] = Field(min_length=1)
    see: str
    tier: Tier
    course: tuple[str, ...] = Field(min_length=1)
    course_source: tuple[str, ...] = Field(min_length=1)
    course_level: Level
    ask: tuple[str, ...] = ()
    option: tuple[TypeOption, ...] = ()
    research: tuple[str, ...] = ()
    exosomes: str
    exosomes_set_aside: bool
    exosomes_source: tuple[str, ...] = ()
    numbers: dict[str, Number] = Field(default_factory=dict)
