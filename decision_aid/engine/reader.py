"""Files to records: reads TOML, decodes it, and turns every error into a fault with its place."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from decision_aid.engine.checks import Faults
from decision_aid.engine.values import Frozen

Model = TypeVar("Model", bound=Frozen)


class Reader:
    """Reads and decodes files; every decoding error becomes a fault with its place."""

    def __init__(self, folder: Path, faults: Faults) -> None:
        self.folder = folder
        self.faults = faults

    def data(self, name: str) -> dict[str, Any] | None:
        try:
            return tomllib.loads((self.folder / name).read_text(encoding="utf-8"))
        except FileNotFoundError:
            self.faults.add(name, "", "the file is missing", "put it back or correct CONTENT_FOLDER")
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            self.faults.add(name, "", f"it is not valid TOML: {error}", "correct the line named")
        return None

    def decode(self, name: str, path: str, data: Any, model: type[Model]) -> Model | None:
        try:
            return model.model_validate(data)
        except ValidationError as error:
            for one in error.errors(include_url=False):
                place = ".".join(str(part) for part in one["loc"])
                wrong = one["msg"]
                remedy = {
                    "missing": "add the field",
                    "extra_forbidden": "remove the field or correct its spelling",
                }.get(one["type"], "correct the value")
                self.faults.add(name, f"{path}{place}", wrong, remedy)
            return None

    def one(self, name: str, model: type[Model]) -> Model | None:
        data = self.data(name)
        return None if data is None else self.decode(name, "", data, model)

    def table(self, name: str, model: type[Model]) -> dict[str, Model]:
        found = {}
        for key, value in (self.data(name) or {}).items():
            decoded = self.decode(name, f"{key}.", value, model)
            if decoded is not None:
                found[key] = decoded
        return found

    def many(self, subfolder: str, model: type[Model]) -> dict[str, Model]:
        found = {}
        paths = sorted((self.folder / subfolder).glob("*.toml"))
        if not paths:
            self.faults.add(f"{subfolder}/", "", "the folder has no content", "put its files back")
        for path in paths:
            name = f"{subfolder}/{path.name}"
            decoded = self.one(name, model)
            if decoded is not None:
                found[name] = decoded
        return found

    def named(self, subfolder: str, model: type[Model]) -> dict[str, Model]:
        """As ``many``, for records whose id is the name of their file."""
        found = self.many(subfolder, model)
        for name, record in found.items():
            one = getattr(record, "id", "")
            if name != f"{subfolder}/{one}.toml":
                self.faults.add(name, "id", f"the id is {one}", "give the file the id as its name")
        return found
