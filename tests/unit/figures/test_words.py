"""Numbers and dates as sentences have them."""

import datetime

import pytest

from defcoop.figures import words


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (words.count(0, "event"), "no events"),
        (words.count(1, "event"), "one event"),
        (words.count(2, "series", "series"), "two series"),
        (words.count(1200, "event"), "1,200 events"),
        (words.span(40), "40 days"),
        (words.span(365), "twelve months"),
        (words.span(1096), "3.0 years"),
        (words.percent_change(1.18), "+18 %"),
        (words.percent_change(0.95), "−5 %"),
        (words.percent_change(1.001), "±0 %"),
        (words.of(12, 12), "all twelve"),
        (words.of(0, 13), "none of 13"),
        (words.of(3, 38), "three of 38"),
        (words.edtf("2023-04-05"), "5 Apr 2023"),
        (words.edtf("2022-09"), "Sep 2022"),
        (words.edtf("2018~"), "about 2018"),
        (words.edtf("2012-06-09/2012-06-10"), "9–10 Jun 2012"),
        (words.edtf("2012-06-30/2012-07-01"), "30 Jun 2012–1 Jul 2012"),
        (words.edtf("2012/2014"), "2012–2014"),
        (words.edtf(""), ""),
        (words.runs([6, 2, 3, 4, 3]), "2–4, 6"),
        (words.runs([]), ""),
        (words.heading("two of them."), "Two of them"),
        (words.sentence("two of them"), "Two of them."),
        (words.share(9, 12), "9 of 12 (75 %)"),
        (words.share(0, 0), "none of none"),
        (words.share_only(9, 12), "9 (75 %)"),
        (words.span_of_year(0.5), "6 months"),
        (words.span_of_year(1.0), "1 year"),
        (words.short("Talks", 9), "Talks"),
        (words.short("Talks (of the two), yearly", 9), "Talks"),
    ],
)
def test_words(call: str, text: str) -> None:
    assert call == text


def test_a_window_is_written_as_short_as_it_can_be() -> None:
    assert words.window(datetime.date(2000, 1, 1), datetime.date(2026, 7, 2)) == "2000 to July 2026"
    assert words.window(datetime.date(2024, 1, 1), datetime.date(2024, 12, 31)) == (
        "1 January 2024 to 31 December 2024"
    )
