"""Files that others made are copied in as they are; a checksum tells if one has changed."""

import hashlib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("static/fonts", "static/vendor", "tests/vendor")
LIST = ROOT / "static/vendor/CHECKSUMS"


def written_down() -> dict[str, str]:
    pairs = (line.split(maxsplit=1) for line in LIST.read_text(encoding="utf-8").splitlines())
    return {path: checksum for checksum, path in pairs}


def test_every_vendored_file_has_the_checksum_we_wrote_down():
    found = {
        path.relative_to(ROOT).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in FOLDERS
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and path != LIST
    }
    assert found == written_down()


def test_the_htmx_we_serve_is_the_one_that_django_htmx_ships():
    import django_htmx

    shipped = Path(django_htmx.__file__).parent / "static/django_htmx/htmx-4.min.js"
    assert (ROOT / "static/vendor/htmx.min.js").read_bytes() == shipped.read_bytes()
