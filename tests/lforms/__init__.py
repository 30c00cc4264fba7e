"""NLM's LForms, a form renderer of others, as something to show our FHIR Questionnaire to.

Fetched into the environment for tests alone: its licence is the National Library of Medicine's own,
so no copy of it is kept beside our code or served to anybody. ``python -m tests.lforms`` fetches it.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

FOLDER = Path(sys.prefix) / "lforms"
VERSION = "40.1.3"
CHECKSUM = (
    "58baee4e6f817159da7c2d2b480437fdc36a871bdc941531c811baf1ab9bfee8"
    "5ad8d68af47f1965c1174d3b8e46e1b3cc2b74c1aedfbe1ba2799b5c0c874fcd"
)
"""SHA-512 of the package, as the registry lists it."""
FILES = {
    "zone.min.js": "package/dist/lforms/webcomponent/assets/lib/zone.min.js",
    "lhc-forms.js": "package/dist/lforms/webcomponent/lhc-forms.js",
    "lformsFHIR.min.js": "package/dist/lforms/fhir/R4/lformsFHIR.min.js",
    "styles.css": "package/dist/lforms/webcomponent/styles.css",
}


def fetch(folder: Path = FOLDER) -> None:
    """Put the few files that are needed into ``folder``, if the package is the one we know.

    ``npm install`` searches for ever among its dependencies; ``npm pack`` only downloads.
    """
    with tempfile.TemporaryDirectory() as work:
        command = ["npm", "pack", "--silent", "--pack-destination", work, f"lforms@{VERSION}"]
        # Read by npm in the folder it runs in; ours has nothing to say to it.
        subprocess.run(command, cwd=work, check=True, timeout=300, stdout=subprocess.DEVNULL)
        package = Path(work) / f"lforms-{VERSION}.tgz"
        found = hashlib.sha512(package.read_bytes()).hexdigest()
        if found != CHECKSUM:
            raise SystemExit(f"LForms {VERSION} is not the package we know: its SHA-512 is {found}")
        folder.mkdir(exist_ok=True)
        with tarfile.open(package) as opened:
            for name, path in FILES.items():
                member = opened.extractfile(path)
                if member is None:
                    raise SystemExit(f"LForms {VERSION} has no file {path}")
                (folder / name).write_bytes(member.read())
