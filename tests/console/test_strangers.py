"""What others try, in a real browser: pages of other ports, names that lead here, hostile data."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.async_api import BrowserContext, expect

from acme_ticketing_sandbox import LocalAcme
from tests.console.conftest import REBOUND, Console
from tests.sandbox.caller import Caller

pytestmark = pytest.mark.asyncio(loop_scope="session")

# What a page can ask of another port by scripts; what comes back is what it could read.
ASK = """async url => {
  const read = [];
  const noted = promise => promise.then(value => read.push(value), () => null);
  const send = (path, how) => noted(fetch(url + path, how).then(answer => answer.text()));
  for (const path of ["/_sandbox/state", "/_sandbox/state-file", "/_console/venue", "/_console/"]) {
    await send(path);
    await send(path, {mode: "no-cors"});
  }
  const fault = JSON.stringify({kind: "closed"});
  await send("/_sandbox/faults", {method: "POST", body: fault});
  await send("/_sandbox/faults", {method: "POST", body: fault, headers: {"content-type": "application/json"}});
  await send("/_sandbox/faults", {method: "POST", body: fault, mode: "no-cors"});
  await send("/_sandbox/clock/advance", {method: "POST", body: '{"seconds": 60}', mode: "no-cors", credentials: "include"});
  navigator.sendBeacon(url + "/_sandbox/clock/advance", '{"seconds": 60}');
  await new Promise(done => {
    const events = new EventSource(url + "/_console/events");
    events.onopen = () => { read.push("events"); events.close(); done(); };
    events.onerror = () => { events.close(); done(); };
  });
  return read.filter(text => text);
}"""
# What it can do with its elements: scripts, forms, frames.
EMBED = """async url => {
  const read = [];
  const ended = node => new Promise(done => { node.onload = node.onerror = done; });
  for (const path of ["/_sandbox/state", "/_console/main.js"]) {
    const script = document.createElement("script");
    script.src = url + path;
    script.onload = () => read.push(path);
    document.body.append(script);
    await new Promise(done => { script.addEventListener("load", done); script.onerror = done; });
  }
  const frame = document.createElement("iframe");
  frame.name = "frame";
  document.body.append(frame);
  const form = document.createElement("form");
  Object.assign(form, {method: "post", action: url + "/_sandbox/reset", target: "frame"});
  form.enctype = "text/plain";
  document.body.append(form);
  const loaded = ended(frame);
  form.submit();
  await loaded;
  const framed = ended(frame);
  frame.src = url + "/_console/";
  await framed;
  try { read.push(frame.contentDocument.body.textContent); } catch { /* it is of another origin */ }
  return read;
}"""


class _Page(BaseHTTPRequestHandler):
    """An empty page."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>Elsewhere</title>")

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def elsewhere() -> Iterator[str]:
    """Serve a page on another port of this machine."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Page) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


async def test_a_page_on_another_port_can_neither_read_nor_change(
    context: BrowserContext, elsewhere: str, url: str, acme: LocalAcme, caller: Caller
) -> None:
    """By no way that browsers give it."""
    caller.buy()
    before = acme.clock.now()
    page = await context.new_page()
    await page.goto(elsewhere)

    async with asyncio.timeout(30):
        assert await page.evaluate(ASK, url) == []
        assert await page.evaluate(EMBED, url) == []

    assert acme.faults == []
    assert (len(acme.calls), len(acme.state.orders), acme.clock.now()) == (1, 16, before)


async def test_the_attack_would_work_on_the_own_page(console: Console, acme: LocalAcme) -> None:
    """So the test above can fail: from the sandbox's own address the same code reads and changes."""
    before = acme.clock.now()
    async with asyncio.timeout(30):
        read = await console.page.evaluate(ASK, console.url)

    assert any("eventTemplates" in str(each) for each in read)
    assert read[-1] == "events"
    assert len(acme.faults) == 3
    assert acme.clock.now() >= before + 60


async def test_a_name_that_leads_here_is_refused(
    context: BrowserContext, url: str, acme: LocalAcme
) -> None:
    """DNS rebinding: the page's own name leads to this machine, so nothing is of another origin."""
    page = await context.new_page()
    port = url.rpartition(":")[2]
    for path in ("/_console/", "/_console/events", "/_sandbox/state"):
        answer = await page.goto(f"http://{REBOUND}:{port}{path}")
        assert answer is not None
        assert answer.status == 403
        assert "not to 'rebound.example.com" in await answer.text()
    done = await page.evaluate(
        "async () => (await fetch('/_sandbox/faults', {method: 'POST', body: '{}'})).status"
    )
    assert done == 403
    assert acme.faults == []


async def test_a_link_from_elsewhere_opens_the_page(
    context: BrowserContext, elsewhere: str, url: str
) -> None:
    """Opening it does nothing, so a guide may link to it."""
    page = await context.new_page()
    await page.goto(elsewhere)
    await page.evaluate("url => { location.href = url }", f"{url}/_console/")

    await expect(page.locator("#connection")).to_have_text("Connected")


SCRIPT = "<script>window.hacked = 1</script><img src=x onerror='window.hacked = 1'>"
TURNED = "\u202eevil\u202c \u2066\u2067"
LONG = "y" * 100_000


async def test_hostile_names_are_text(console: Console, acme: LocalAcme, caller: Caller) -> None:
    """Markup, text that turns others around, and very long text, wherever data is shown."""
    for event, name in zip(acme.state.events, (SCRIPT, TURNED, LONG), strict=False):
        event["name"] = name
    cart = {"items": [], "notes": SCRIPT + TURNED + LONG}
    headers = {**caller.headers("/v2/b2c/"), "x-acme-request-uuid": SCRIPT}
    caller.send("POST", f"/v2/b2c/carts?{'q' * 5000}=<img src=x onerror=alert(1)>", cart, headers)
    caller.send("GET", "/<script>window.hacked = 1</script>")
    dialogs: list[str] = []
    console.page.on("dialog", lambda dialog: dialogs.append(dialog.message))

    await expect(console.rows).to_have_count(2)
    await console.rows.last.click()
    opened = console.page.get_by_label("The opened call")
    await expect(opened.get_by_label("Request: body")).to_contain_text("<script>window.hacked")
    await expect(opened.get_by_label("Request: body")).to_contain_text(LONG)
    sample = await console.page.locator("#sample").inner_text()
    assert "\u202e" not in sample
    venue = await console.tab("Venue")
    await expect(venue.get_by_text("<script>window.hacked")).to_be_visible()
    turned = venue.get_by_text("evil")
    assert await turned.evaluate("node => getComputedStyle(node).unicodeBidi") == "isolate"
    for title in ("Calls", "Limits", "Faults", "State"):
        await console.tab(title)
    assert await console.page.evaluate("window.hacked") is None
    assert await console.page.locator("img, #panels script").count() == 0
    assert dialogs == []


async def test_the_browser_would_stop_a_script_all_the_same(console: Console) -> None:
    """The policy of the page allows its own files and no more."""
    blocked = await console.page.evaluate("""async () => {
      const told = new Promise(done => addEventListener("securitypolicyviolation", done));
      const script = document.createElement("script");
      script.textContent = "window.hacked = 1";
      document.body.append(script);
      return (await told).effectiveDirective;
    }""")
    assert blocked == "script-src-elem"
    assert await console.page.evaluate("window.hacked") is None
