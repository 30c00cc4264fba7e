"""A validator that finds nothing wrong with a bad file would prove nothing about a good one."""

import pytest

from tests.verapdf import a3a_failures, ua1_failures

GOOD = "<html lang=en><head><title>Good</title></head><body><h1>Heading</h1><p>Text.</p></body></html>"
BAD = "<html><body><h1>Heading</h1><h4>Skips two levels</h4></body></html>"


@pytest.mark.slow
def test_verapdf_passes_a_good_file_and_names_what_is_wrong_with_a_bad_one(tmp_path):
    from weasyprint import HTML

    good, bad = tmp_path / "good.pdf", tmp_path / "bad.pdf"
    for path, text in ((good, GOOD), (bad, BAD)):
        HTML(string=text).write_pdf(path, pdf_variant="pdf/ua-1")
    failures = ua1_failures([good, bad])
    assert failures[good] == []
    broken = {failure.split()[0] for failure in failures[bad]}
    assert {"7.1-9", "7.2-29"} <= broken  # no title, no language
    # Good for a screen reader is not yet good for an archive: no colour profile, no identifier of its own.
    assert a3a_failures([good])[good] != []
