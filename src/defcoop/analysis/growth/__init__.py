"""Whether a count grows.

Start here:

- `trends`: growth a year, with and without the pandemic, periods compared, change of the rate
- `counts`: events by year and group; `exposure` says what part of a year was observed
- `ratetrend`, `changepoint`, `periods`: the models behind `trends`, from arrays
- `poisson`: exact limits of a count and the test of its dispersion
- `scale`: days, ships and people of an event, where a source states them
"""
