"""An analyst's hour in JupyterLab: open, run, choose, follow to a source, take away, schedule."""

import re
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import desk
from tests.browser.conftest import STRANGER, TOKEN, WAIT

expect.set_options(timeout=WAIT)


def text_of(pdf: bytes, folder: Path) -> str:
    """Return the text of a PDF as another program reads it."""
    path = folder / "report.pdf"
    path.write_bytes(pdf)
    done = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True)
    return done.stdout


def test_lab_opens_on_the_landing_page_which_leads_to_the_reports(page: Page, server: str) -> None:
    page.goto(f"{server}/?token={TOKEN}")
    expect(page.locator(".jp-Notebook h1")).to_contain_text("the reports")
    page.get_by_role("link", name="cadence").click()
    expect(page.locator(".lm-TabBar-tab.jp-mod-current")).to_contain_text("cadence.ipynb")


def test_from_a_choice_to_a_source_to_a_file(page: Page, server: str, tmp_path: Path) -> None:
    desk.open_notebook(page, server, "cadence")
    desk.run_all(page)
    desk.scroll_to_top(page)

    # A choice in the form redraws the figure in place and is told as a command.
    before = page.locator(desk.FIGURE).first.inner_html()
    page.locator(".parameter-choices button", has_text="sea").click()
    expect(page.locator(".parameter-status")).to_contain_text("Redrew")
    assert page.locator(".parameter-command code").inner_text() == (
        "defcoop build cadence -p domains=sea"
    )
    after = page.locator(desk.FIGURE).first.inner_html()
    assert after != before
    assert "Navy-to-Navy Staff Talks" in after
    assert "Annual Summit" in before
    assert "Annual Summit" not in after

    # What the declaration does not allow is refused in the words of the command line.
    page.locator(".parameter-date input[type=date]").nth(1).fill("1900-01-01")
    expect(page.locator("[role=alert]")).to_contain_text("'first_day': 1900-01-01 is below")
    page.locator(".parameter-date input[type=date]").nth(1).fill("2000-01-01")

    # Pointing at a mark says what it is; choosing it shows who says so.
    figure = desk.first_figure(page)
    spot = figure.evaluate(desk.ONE_MARK)
    figure.hover(position=spot)
    tip = page.locator(".guide-tip:visible")
    expect(tip).to_have_text(re.compile(r"\d{4}.*sources?$"))
    title = tip.inner_text().split(" \N{MIDDLE DOT} ")[0]
    figure.click(position=spot)
    panel = page.locator(".guide-pointer section:visible").first
    expect(panel.locator("h4")).to_have_text(title)
    expect(panel.locator("tbody tr").first).to_be_visible()

    # So does a row of the data, searched for and chosen.
    page.locator(".guide-switch").first.click()
    found = page.locator(".dt-container").first
    found.locator("input[type=search]").fill("Maritime Affairs Dialogue")
    found.locator("tbody tr td").first.click()
    expect(panel.locator("h4")).to_contain_text("Maritime Affairs Dialogue")
    link = panel.locator("tbody a").first
    assert link.get_attribute("href").startswith("http")
    assert "noopener" in link.get_attribute("rel")

    # What is taken away is the report as chosen, without what was there for a person only.
    pdf = desk.export(page, "Report_pdf")
    assert pdf.startswith(b"%PDF-1.7")
    words = text_of(pdf, tmp_path)
    assert "Cadence of the dialogues" in words
    assert "domains" in words
    assert "Search and sort" not in words
    assert "cannot be shown" not in words
    html = desk.export(page, "Report_html").decode()
    assert "<svg" in html
    assert "Search and sort" not in html
    assert "widget" not in html
    assert re.search(r'href="#[^"]*"[^>]*>\[?\d+', html)  # citations are numbered, as in a build


def test_a_saved_notebook_opens_without_its_kernel(page: Page, server: str, project: Path) -> None:
    desk.open_notebook(page, server, "profile")
    desk.run_all(page)
    desk.scroll_to_top(page)
    with page.expect_response(desk.saving("profile")) as saved:
        page.keyboard.press("Control+s")
    assert saved.value.ok
    expect(page.locator(".parameter-form")).to_be_visible()  # on the screen nothing changes
    text = (project / "notebooks" / "profile.ipynb").read_text()
    assert "<svg" in text
    assert "widget-view" not in text

    desk.shut_down(page)
    page.goto(f"{server}/lab/tree/notebooks/profile.ipynb?reset")
    first = page.locator(".jp-OutputArea-output", has_text="Run all cells")
    expect(first).to_have_text("Run all cells: a form to choose the parameters appears here.")
    expect(page.locator(desk.FIGURE).first).to_be_attached()
    expect(page.get_by_text("Error displaying widget")).to_have_count(0)


@pytest.mark.parametrize("name", ["report_pdf", "report_html"])
def test_a_notebook_that_is_not_ours_is_exported_too(page: Page, server: str, name: str) -> None:
    address = f"{server}/nbconvert/{name}/notebooks/{STRANGER}?download=true&token={TOKEN}"
    response = page.request.get(address, headers={"Referer": f"{server}/lab"})
    assert response.ok
    assert response.body().startswith(b"%PDF" if name == "report_pdf" else b"<!DOCTYPE html>")


def test_a_job_yields_a_pdf(page: Page, server: str, project: Path, tmp_path: Path) -> None:
    desk.open_notebook(page, server, "profile")
    page.locator("[data-command='scheduling:create-from-notebook']").first.click()
    page.locator("button[title='Add new parameter']").click()
    page.locator("[name=parameter-0-name]").fill("first_day")
    page.locator("[name=parameter-0-value]").fill("2010-01-01")
    page.locator("[name=parameter-0-value]").press("Tab")
    page.get_by_role("button", name="Create", exact=True).click()
    job = page.evaluate(desk.FINISHED_JOB)
    assert job["status"] == "COMPLETED", job["status_message"]
    page.request.get(
        f"{server}/scheduler/jobs/{job['job_id']}/download_files",
        headers={"Referer": f"{server}/lab"},
    )
    files = page.evaluate(desk.DOWNLOADED_FILES, job["job_id"])
    assert {one["file_format"] for one in files} >= {"pdf", "html", "ipynb"}
    path = next(one["file_path"] for one in files if one["file_format"] == "pdf")
    words = text_of((project / path).read_bytes(), tmp_path)
    assert "2010-01-01" in words  # the parameter arrived, as text
