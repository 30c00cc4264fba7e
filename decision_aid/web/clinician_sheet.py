"""The clinician's page of a person's paper: how much of the summary it has room for.

Hides how long a text is in print: it is set here word by word with the widths of the typeface, so that
the page is filled and still one page for the fullest person. Lines are as narrow as those of A4, and the
page as short as Letter, so that both papers tell the same.
"""

from __future__ import annotations

from collections.abc import Iterable

from decision_aid.engine.summary import Section, Summary
from decision_aid.web.room import fitted


def _widths(thousandths: str) -> tuple[float, ...]:
    """Of the characters from space to tilde, in the size of the type."""
    return tuple(int(one) / 1000 for one in thousandths.split())


REGULAR = _widths(
    """
    280 286 301 651 592 919 731 160 299 299 485 606 210 362 210 387 648 407 548 576 614 588 598 510 615
    595 210 210 553 628 553 480 778 626 613 645 669 569 552 694 694 392 512 631 541 824 693 714 592 724
    614 592 558 690 593 856 623 575 607 317 387 344 552 372 243 525 566 485 564 538 314 558 550 252 245
    492 262 845 550 548 566 574 349 471 326 540 461 684 481 449 460 344 237 344 555
    """
)
BOLD = _widths(
    """
    312 303 390 765 610 969 725 210 335 335 485 595 271 373 272 440 659 440 579 600 624 607 626 537 624
    571 272 272 569 612 569 547 781 678 643 658 688 597 566 718 701 424 561 663 552 858 717 746 629 756
    650 610 607 686 644 886 685 650 618 340 440 344 582 400 288 552 596 510 596 563 365 593 571 300 259
    555 318 882 571 576 596 599 376 508 376 567 530 740 539 521 505 381 254 381 537
    """
)

Run = tuple[str, bool]
"""Some words, and whether they are bold."""

MM = 72 / 25.4
TYPE = 11
COLUMN = (210 - 2 * 13 - 38) * MM
"""Points of a line beside the titles: static/css/document.css has the millimetres."""
BOXED = COLUMN - 4 * MM - 2.4
"""The same in the box of the flags."""
LINE = TYPE * 1.2
RULE = 1.1 * MM + 0.5
"""What each section takes beside its lines."""
BOX = 2.4 * MM + 2.4 - RULE
ROOM = (279.4 - 11 - 20) * MM - (25 + 2) * MM - 1
"""Points from the label to the foot of the page."""
WRITING = 10.5 * MM + 0.5
"""One line to write on."""
SPARE = 1.005
"""Letters stand a little closer or further apart than their widths say."""


def on_one_page(summary: Summary) -> Summary:
    """The summary with its sections cut to what the page has room for; flags stay whole."""
    flags = summary.section("flags")
    least = len(summary.words.writing) * WRITING + (height(flags) if flags else 0)
    return fitted(summary, height, ROOM - least, least=1)


def blank_lines(summary: Summary) -> range:
    """More lines to write on, where the page has room left for them."""
    taken = sum(map(height, summary.sections)) + len(summary.words.writing) * WRITING
    return range(max(0, int((ROOM - taken) // WRITING)))


def height(section: Section) -> float:
    """Points that a section takes on the page, or a little less than that."""
    boxed = section.id == "flags"
    lines = sum(lines_of(one, BOXED if boxed else COLUMN) for one in _paragraphs(section))
    return lines * LINE + RULE + (BOX if boxed else 0)


def _paragraphs(section: Section) -> list[list[Run]]:
    """What begins a line of its own, as the template has it."""
    if section.id in {"flags", "tried"}:
        found = [
            [(f"{one.label}:" if one.label and one.words else one.label, True), ("; ".join(one.words), False)]
            for one in section.entries
        ]
    else:
        found = [[(". ".join(one.text for one in section.entries), False)]]
    if section.more:
        found[-1].append((f"+{section.more} more", True))
    return found


def lines_of(runs: Iterable[Run], width: float) -> int:
    """How many lines these words fill, one after the other."""
    lines, at = 1, 0.0
    for text, bold in runs:
        gap = width_of(" ", bold=bold)
        for word in text.split():
            long = width_of(word, bold=bold)
            if at and at + gap + long > width:
                lines, at = lines + 1, long
            else:
                at += long + (gap if at else 0)
    return lines


def width_of(text: str, *, bold: bool) -> float:
    """Points; text is plain ASCII, as all of the summary is."""
    widths = BOLD if bold else REGULAR
    return sum(widths[ord(one) - 32] for one in text) * TYPE * SPARE
