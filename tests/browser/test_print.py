"""A page printed by the browser has what was folded away on the screen."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from pypdf import PdfReader

from decision_aid.engine.questionnaire import Answers
from tests.answers import library
from tests.browser.conftest import NewContext
from tests.browser.service import Service

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_what_is_known_is_printed_though_it_is_folded_on_the_screen(
    *, script: bool, aid: Service, case: Callable[..., Answers], new_context: NewContext
):
    page = new_context(java_script_enabled=script).new_page()
    page.goto(aid.address("/en/guidance/", case("all-four-hold")))
    passages = [passage.says[0] for passage in library().passages["exosomes"].passage]
    assert not page.get_by_text(passages[-1]).is_visible()
    with PdfReader(BytesIO(page.pdf())) as pdf:
        printed = "".join("".join(one.extract_text().split()) for one in pdf.pages)
    for says in passages:
        assert "".join(says.split()) in printed
