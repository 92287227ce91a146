"""A real browser on a real `gongkai serve`: front door, search across scripts, a report, a named query."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from chain_kit import COMMAND, environment
from playwright.sync_api import Browser, Page, expect, sync_playwright
from sample_home import sample_home as sample_home

pytestmark = pytest.mark.browser
expect.set_options(timeout=15_000)  # default 5,000; two cores may be busy with other tests
CHROMIUM = os.environ.get("GONGKAI_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
CHIXI = "440781110"


@pytest.fixture(scope="module")
def address(sample_home: Path) -> Iterator[str]:
    """Start the web pages as a user does, on a port the system chooses; end them by their own process."""
    pages = subprocess.Popen(
        [*COMMAND, "serve", "--home", str(sample_home), "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=sys.stderr,
        text=True,
        env=environment(PYTHONUNBUFFERED="1"),
    )
    try:
        assert pages.stdout is not None
        told = pages.stdout.readline()  # printed once the port is listened on
        found = re.search(r"http://127\.0\.0\.1:\d+", told)
        assert found, told
        yield found[0]
    finally:
        pages.terminate()
        pages.wait(20)
        pages.stdout.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None or not Path(CHROMIUM).exists():
        pytest.skip("missing chromium: set GONGKAI_CHROMIUM or put one on PATH")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A page that fails its test when the browser complains: an error, a blocked script, a request elsewhere."""
    context = browser.new_context(base_url=address, viewport={"width": 1280, "height": 900})
    complaints: list[str] = []

    def said(message: Any) -> None:
        if message.type in ("error", "warning"):
            complaints.append(message.text)

    opened = context.new_page()
    opened.on("console", said)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("request", lambda request: request.url.startswith(address) or complaints.append(request.url))
    yield opened
    context.close()
    assert complaints == []


def test_the_front_page_leads_to_a_report(page: Page) -> None:
    page.goto("/")
    expect(page.locator(".tiles")).to_contain_text("年报")
    page.locator("table.overview tr", has_text="台山市赤溪镇人民政府").locator("td a", has_text="✗ 2").click()
    expect(page.locator("h1")).to_have_text("台山市赤溪镇人民政府 · 2022")


def test_a_traditional_word_of_two_characters_finds_simplified_text(page: Page) -> None:
    page.goto("/")
    page.locator(".big-find input[name=q]").fill("村務")
    page.locator(".big-find button").click()
    hit = page.locator("ul.hits li", has_text="台山市赤溪镇人民政府 2020").first
    expect(hit.locator("mark").first).to_have_text("村务")
    hit.locator("a").click()
    expect(page.locator("h1")).to_have_text("台山市赤溪镇人民政府 · 2020")


def test_a_failing_cell_is_seen_and_leads_to_its_explanation(page: Page) -> None:
    page.goto(f"/-/report/{CHIXI}/2022")
    cell = page.locator("table.requests td.failing").first
    cell.scroll_into_view_if_needed()
    expect(cell).to_be_visible()
    painted = cell.evaluate("cell => getComputedStyle(cell).backgroundColor")
    red, green, blue = (int(n) for n in re.findall(r"\d+", painted)[:3])
    assert red > 240 > max(green, blue)
    expect(cell.locator("a").first).to_have_text("7")
    table, content = (page.locator(found).bounding_box() for found in ("table.requests", "section.content"))
    assert table is not None
    assert content is not None
    assert table["x"] + table["width"] <= content["x"] + content["width"] + 1  # the table fits a common screen
    cell.locator("a.mark").first.click()
    told = page.locator("li.finding:target")
    expect(told).to_be_visible()
    expect(told).to_contain_text("received and carried in make 8, handled and carried out make 7")


def test_the_archived_page_is_reached_and_runs_nothing(page: Page) -> None:
    page.goto(f"/-/report/{CHIXI}/2022")
    page.locator("a.archived").click()
    page.locator("a.view").click()
    expect(page.locator("div.gongkai")).to_contain_text("Archived copy")
    expect(page.locator("td", has_text="第二十条第（一）项")).to_have_count(1)
    expect(page.locator("script")).to_have_count(0)


def test_a_named_query_shows_its_answer_and_takes_parameters(page: Page) -> None:
    page.goto("/")
    page.locator(".questions a", has_text="Whose tables do not add up").click()
    expect(page.locator("h1")).to_contain_text("哪些表格勾稽不符")
    expect(page.locator("table.rows-and-columns tbody tr", has_text="T3-BAL").first).to_be_visible()
    page.locator("input[name=year]").fill("2022")
    page.locator("form.sql input[type=submit]").click()
    page.wait_for_url("**year=2022**")
    assert set(page.locator("td.col-year").all_inner_texts()) == {"2022"}
    page.locator("td.col-year a").first.click()
    expect(page.locator("h1")).to_have_text("台山市赤溪镇人民政府 · 2022")


def test_a_table_page_works_with_its_menus_and_facets(page: Page) -> None:
    page.goto("/")
    page.locator("header.top nav a", has_text="Reports").click()
    expect(page.locator("dl.column-descriptions")).to_be_visible()
    page.locator(".facet-results a", has_text="t2019").first.click()
    page.wait_for_url("**template=t2019**")
    assert set(page.locator("td.col-template").all_inner_texts()) == {"t2019"}
    page.locator("th[data-column=year] svg").click()
    expect(page.locator(".dropdown-menu", has_text="Facet by this")).to_be_visible()


def test_a_report_prints_on_paper(page: Page) -> None:
    page.goto(f"/-/report/{CHIXI}/2021")
    page.emulate_media(media="print")
    expect(page.locator("header.top")).to_be_hidden()
    expect(page.locator("table.requests")).to_be_visible()
    assert page.pdf(format="A4", landscape=True).startswith(b"%PDF-")
