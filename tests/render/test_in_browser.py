"""The page in real Chromium: no violation, no request, sorting, the explorable network."""

import shutil

import pytest

from nbpress.render import render
from tests.render.corpus import CORPUS
from tests.render.notebooks import figure, report

CHROMIUM = (
    shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine: pages go unseen"),
]

VIEWS = {
    "light": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
    "dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 844}, "color_scheme": "light"},
}
PAGES = [
    "report",
    "report-contents",
    "report-interactive",
    "report-japanese",
    "report-long-title",
    "math",
    "footnotes",
    "lists",
    "code-fence",
    "frame-multiindex",
    "great-table",
    "table-long",
    "table-very-wide",
    "error",
    "hostile-html",
    "languages",
    "png-with-options",
    "html-in-markdown",
]
NETWORK = {
    "nodes": [
        {"id": "m", "label": "Ministers", "layer": "minister", "x": 0, "y": 2, "sources": ["s1"]},
        {"id": "x", "label": "Exercise", "layer": "service", "x": 1, "y": 0, "sources": ["s2"]},
        {"id": "t", "label": "Talks", "layer": "service", "x": 2, "y": 0, "sources": []},
    ],
    "edges": [
        {
            "source": "m",
            "target": "x",
            "kind": "oversees",
            "first": "2012",
            "last": "2024",
            "sources": ["s2"],
        },
        {"source": "m", "target": "t", "kind": "establishes", "year": 2019, "sources": ["s1"]},
    ],
}


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def open_page(browser, tmp_path):
    """Open HTML in a view; the page keeps what it asked the network for and what went wrong."""
    contexts = []

    def opener(html, view="light", **more):
        path = tmp_path / f"page-{len(contexts)}.html"
        path.write_bytes(html)
        context = browser.new_context(**VIEWS[view], **more)
        contexts.append(context)
        page = context.new_page()
        page.asked, page.troubles = [], []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("console", lambda message: page.troubles.append(message.text))
        page.on("pageerror", lambda error: page.troubles.append(str(error)))
        page.goto(path.as_uri())
        return page

    yield opener
    for context in contexts:
        context.close()


def violations(page):
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [(item["id"], item["nodes"][0]["html"][:160]) for item in found]


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("name", PAGES)
def test_no_violation_and_no_request(name, view, open_page):
    page = open_page(render([CORPUS[name]], "html").content, view)
    assert [address for address in page.asked[1:] if not address.startswith("data:")] == []
    assert page.troubles == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    # Everything that is folded away is looked at too.
    page.evaluate("document.querySelectorAll('details').forEach((box) => { box.open = true; })")
    page.evaluate("dispatchEvent(new Event('resize'))")
    assert violations(page) == []


@pytest.mark.parametrize("view", VIEWS)
def test_binder_and_network_have_no_violation(view, open_page):
    chapters = [
        report("## One\n\nx", figure("net", interactive=NETWORK)),
        report("## Two\n\ny", figure()),
    ]
    page = open_page(render(chapters, "html", title="Both").content, view)
    assert violations(page) == []
    assert page.troubles == []


WIDE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="468pt" height="200pt" viewBox="0 0 468 200">'
    '<text x="400" y="100" font-size="7">label</text></svg>'
)
FRAMES = """[...document.querySelectorAll('.card, .board')].filter((box) => box.clientWidth)
    .map((box) => [box.getAttribute('role'), box.tabIndex, box.scrollWidth > box.clientWidth])"""

SCROLLED = """() => { window.scrolled = new Promise((done) =>
    document.activeElement.addEventListener('scroll', done, { once: true })); }"""


def test_on_a_phone_a_drawing_scrolls_in_its_frame_and_keeps_its_labels_readable(open_page):
    shown = [figure("wide", svg=WIDE), figure("net", interactive=NETWORK)]
    phone = open_page(render([report(*shown)], "html").content, "phone")
    assert phone.evaluate(FRAMES) == [["region", 0, True], ["region", 0, True]]
    assert phone.get_by_role("region", name="It rained more in wide").count() == 1
    assert phone.get_by_role("region", name="Network of Figure 2").count() == 1
    # 7 points of a drawing of 468 points, in pixels of the screen.
    assert phone.evaluate("document.querySelector('.card svg').clientWidth * 7 / 468") > 10
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    phone.get_by_role("region", name="It rained more in wide").focus()
    phone.evaluate(SCROLLED)
    phone.keyboard.press("ArrowRight")
    assert phone.evaluate("window.scrolled.then(() => document.activeElement.scrollLeft)") > 0


def test_on_a_desk_and_on_paper_nothing_scrolls(open_page):
    html = render([report(figure("wide", svg=WIDE))], "html").content
    assert open_page(html).evaluate(FRAMES) == [["group", -1, False]]
    paper = open_page(html, "phone")
    paper.emulate_media(media="print")
    assert not paper.evaluate(FRAMES)[0][2]


def test_fonts_of_the_page_are_its_own(open_page):
    page = open_page(render([CORPUS["languages"]], "html").content)
    page.evaluate("document.fonts.ready")
    loaded = page.evaluate("[...document.fonts].filter(f => f.status === 'loaded').length")
    assert loaded >= 3


def test_everything_reads_without_script(open_page):
    page = open_page(
        render([CORPUS["report-interactive"]], "html").content, java_script_enabled=False
    )
    assert page.locator("figure .card svg").is_visible()
    assert not page.locator("figure .network").is_visible()
    page.locator("details.data summary").click()
    assert page.locator("details.data table").is_visible()


def test_sorting_by_number_and_back(open_page):
    page = open_page(render([CORPUS["table-long"]], "html").content)
    first = page.locator("tbody tr").first
    assert first.inner_text().split() == ["0", "0"]
    button = page.get_by_role("button", name="n", exact=True)
    button.click()
    button.click()
    assert first.inner_text().split() == ["159", "25281"]
    assert page.locator("th").first.get_attribute("aria-sort") == "descending"


def test_data_download(open_page):
    page = open_page(render([CORPUS["report"]], "html").content)
    page.locator("#figure-rain details summary").click()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Download rain.csv").click()
    assert waiting.value.suggested_filename == "rain.csv"
    assert waiting.value.path().read_text().startswith("month,millimetres")


@pytest.fixture
def network(open_page):
    return open_page(render([report(figure("net", interactive=NETWORK))], "html").content)


def test_focus_shows_ties_and_sources(network):
    network.get_by_role("button", name="Ministers, minister, 2 ties").focus()
    told = network.locator(".network .detail").inner_text()
    assert "oversees: Exercise (2012–2024); sources: s2" in told
    assert "establishes: Talks (2019); sources: s1" in told
    assert "Sources: s1" in told
    network.keyboard.press("Escape")
    assert "Point at a node" in network.locator(".network .detail").inner_text()


def test_layers_and_years_filter(network):
    lines = network.locator(".network line")
    assert [lines.nth(index).is_visible() for index in range(2)] == [True, True]
    network.get_by_role("slider").fill("2015")
    assert [lines.nth(index).is_visible() for index in range(2)] == [True, False]
    network.get_by_role("checkbox", name="service").uncheck()
    assert network.get_by_role("button", name="Exercise").count() == 0


def test_printed_picture_can_be_had_back(network):
    assert not network.locator("figure .card").is_visible()
    network.get_by_role("button", name="Show the printed picture").click()
    assert network.locator("figure .card svg").is_visible()
    assert not network.locator("figure .network").is_visible()


def test_paper_shows_the_picture_not_the_network(network):
    network.emulate_media(media="print")
    assert network.locator("figure .card svg").is_visible()
    assert not network.locator("figure .network").is_visible()


def test_skip_link_is_the_first_stop(open_page):
    page = open_page(render([CORPUS["report-contents"]], "html").content)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the text"
