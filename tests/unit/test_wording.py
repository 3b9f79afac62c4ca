"""Numbers and dates as sentences have them."""

import datetime

import pytest

from defcoop import wording


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (wording.count(0, "event"), "no events"),
        (wording.count(1, "event"), "one event"),
        (wording.count(2, "series", "series"), "two series"),
        (wording.count(1200, "event"), "1,200 events"),
        (wording.span(40), "40 days"),
        (wording.span(365), "twelve months"),
        (wording.span(1096), "3.0 years"),
        (wording.percent_change(1.18), "+18 %"),
        (wording.percent_change(0.95), "−5 %"),
        (wording.percent_change(1.001), "±0 %"),
        (wording.of(12, 12), "all twelve"),
        (wording.of(0, 13), "none of 13"),
        (wording.of(3, 38), "three of 38"),
        (wording.edtf("2023-04-05"), "5 Apr 2023"),
        (wording.edtf("2022-09"), "Sep 2022"),
        (wording.edtf("2018~"), "about 2018"),
        (wording.edtf("2012-06-09/2012-06-10"), "9–10 Jun 2012"),
        (wording.edtf("2012-06-30/2012-07-01"), "30 Jun 2012–1 Jul 2012"),
        (wording.edtf("2012/2014"), "2012–2014"),
        (wording.edtf(""), ""),
        (wording.runs([6, 2, 3, 4, 3]), "2–4, 6"),
        (wording.runs([]), ""),
        (wording.heading("two of them."), "Two of them"),
        (wording.sentence("two of them"), "Two of them."),
        (wording.share(9, 12), "9 of 12 (75 %)"),
        (wording.share(0, 0), "none of none"),
        (wording.share_only(9, 12), "9 (75 %)"),
        (wording.span_of_year(0.5), "6 months"),
        (wording.span_of_year(1.0), "1 year"),
        (wording.short("Talks", 9), "Talks"),
        (wording.short("Talks (of the two), yearly", 9), "Talks"),
    ],
)
def test_words(call: str, text: str) -> None:
    assert call == text


def test_a_window_is_written_as_short_as_it_can_be() -> None:
    assert (
        wording.window(datetime.date(2000, 1, 1), datetime.date(2026, 7, 2)) == "2000 to July 2026"
    )
    assert wording.window(datetime.date(2024, 1, 1), datetime.date(2024, 12, 31)) == (
        "1 January 2024 to 31 December 2024"
    )
