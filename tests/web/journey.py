"""A person without a screen: reads the HTML that came, fills its forms, follows its links.

Nothing is known of the aid but what a page says: a reply that a form does not offer cannot be given,
a link that is not there cannot be followed, and ``at`` refuses to hand out a page that was not reached.
Every answer of the server is kept in ``responses``, redirects included.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

from django.test import Client
from django.urls import resolve

Replies = Mapping[str, str | Sequence[str]]
VOID = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "path", "source", "wbr"})


class NotThere(AssertionError):
    """Something was asked of a page that was not reached, or that the page does not have."""


@dataclass
class Control:
    name: str
    kind: str
    value: str
    on: bool


@dataclass
class Form:
    action: str
    method: str
    controls: list[Control] = field(default_factory=list)

    def names(self) -> list[str]:
        return list(dict.fromkeys(one.name for one in self.controls))

    def fill(self, name: str, reply: str | Sequence[str]) -> None:
        """Choose exactly these codes, or type this text."""
        controls = [one for one in self.controls if one.name == name]
        if not controls:
            raise NotThere(f"this form has no {name}; it has {', '.join(self.names())}")
        wanted = [reply] if isinstance(reply, str) else list(reply)
        if controls[0].kind not in {"radio", "checkbox"}:
            controls[0].value = wanted[0]
            return
        if unknown := set(wanted) - {one.value for one in controls}:
            raise NotThere(f"{name} does not offer {', '.join(sorted(unknown))}")
        for one in controls:
            one.on = one.value in wanted

    def pairs(self) -> list[tuple[str, str]]:
        """What a browser would send."""
        return [
            (one.name, one.value) for one in self.controls if one.on or one.kind not in {"radio", "checkbox"}
        ]


class Page(HTMLParser):
    """One page as read: title, text, tags with their attributes, links by their words, forms."""

    def __init__(self, html: str, *, address: str = "", status: int = 200) -> None:
        super().__init__()
        self.html, self.address, self.status = html, address, status
        self.title = ""
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.links: list[tuple[str, str]] = []
        self.forms: list[Form] = []
        self.headings: list[str] = []
        self._text: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()

    @property
    def path(self) -> str:
        return urlsplit(self.address).path

    @property
    def token(self) -> str:
        return parse_qs(urlsplit(self.address).query).get("s", [""])[0]

    @property
    def text(self) -> str:
        """Everything a person can read, with single spaces."""
        return " ".join("".join(self._text).split())

    @property
    def h1(self) -> str:
        return self.headings[0] if self.headings else ""

    def form(self) -> Form:
        if len(self.forms) != 1:
            raise NotThere(f"{self.path} has {len(self.forms)} forms")
        return self.forms[0]

    def link(self, words: str) -> str:
        for text, address in self.links:
            if " ".join(text.split()) == words:
                return address
        raise NotThere(f"{self.path} has no link called {words!r}")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.append((tag, given))
        if tag not in VOID:
            self._open.append(tag)
        if tag == "a":
            self.links.append(("", given.get("href", "")))
        elif tag == "h1":
            self.headings.append("")
        elif tag == "form":
            self.forms.append(Form(given.get("action", ""), given.get("method", "get")))
        elif tag == "input" and "name" in given:  # one without a name is never sent
            kind = given.get("type", "text")
            self.forms[-1].controls.append(
                Control(given["name"], kind, given.get("value", ""), "checked" in given)
            )
        if tag in {"p", "li", "dt", "dd", "td", "th", "br", "div", "h1", "h2", "h3", "legend", "label"}:
            self._text.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if "title" in self._open and "svg" not in self._open:
            self.title += data
            return
        self._text.append(data)
        if "a" in self._open:
            text, address = self.links[-1]
            self.links[-1] = (text + data, address)
        if "h1" in self._open:
            self.headings[-1] += data


class Journey:
    """One person's way through the aid, from the start page on."""

    def __init__(self, client: Client, home: str = "/en/") -> None:
        self.client = client
        self.home = home
        self.responses: list[Any] = []
        self.page = Page("")

    def open(self, address: str, *, status: int = 200) -> Page:
        """Load an address as if typed or clicked, follow where it sends, expect this status there."""
        return self._arrive(self.client.get(address), address, status)

    def follow(self, words: str) -> Page:
        """Click the link of this page that has these words."""
        return self.open(urljoin(self.page.address, self.page.link(words)))

    def send(self, replies: Replies | None = None, *, status: int = 200) -> Page:
        """Fill the form of this page and press its button."""
        form = self.page.form()
        for name, reply in (replies or {}).items():
            form.fill(name, reply)
        # A browser sends "?" to the page itself without a query; urljoin would keep the old one.
        action = self.page.path + form.action if form.action.startswith("?") else form.action
        sent = self.client.post(
            action,
            urlencode(form.pairs()),
            content_type="application/x-www-form-urlencoded",
            headers={"Sec-Fetch-Site": "same-origin"},
        )
        return self._arrive(sent, action, status)

    def start(self) -> Page:
        self.open(self.home)
        return self.follow("Start")

    def walk(self, replies: Replies, *, until: str = "") -> Page:
        """Answer every question asked until the walk, or the page ``until``, is reached.

        Every question asked must have a reply, and every reply must be asked for.
        """
        given: set[str] = set()
        while resolve(self.page.path).url_name == "question" and not self.page.path.endswith(f"/{until}/"):
            asked = self.page.form().names()
            if missing := [name for name in asked if name not in replies]:
                raise NotThere(f"{self.page.path} asks {missing} and there is no reply")
            if set(asked) <= given:
                raise NotThere(f"{self.page.path} asks the same again")
            given |= set(asked)
            self.send({name: replies[name] for name in asked})
        if not until and (never := set(replies) - given):
            raise NotThere(f"nobody asked {sorted(never)}")
        return self.page

    def at(self, name: str, **kwargs: str) -> Page:
        """The page, if this is it. Nothing may be said of a page that was not reached."""
        found = resolve(self.page.path)
        door = {"language", "clinic", "kiosk"}
        here = {key: value for key, value in found.kwargs.items() if key not in door}
        if found.url_name != name or here != kwargs:
            raise NotThere(f"wanted {name} {kwargs}, was at {self.page.path}")
        return self.page

    def fetch(self, words: str) -> Any:
        """What a link of this page leads to when that is not a page: a text or a PDF."""
        response = self.client.get(urljoin(self.page.address, self.page.link(words)))
        self.responses.append(response)
        return response

    def _arrive(self, response: Any, address: str, status: int) -> Page:
        self.responses.append(response)
        for _ in range(5):
            if response.status_code not in {302, 303}:
                break
            address = urljoin(address, response["Location"])
            response = self.client.get(address)
            self.responses.append(response)
        if response.status_code != status:
            raise NotThere(f"{urlsplit(address).path} answered {response.status_code}, not {status}")
        self.page = Page(response.text, address=address, status=response.status_code)
        return self.page
