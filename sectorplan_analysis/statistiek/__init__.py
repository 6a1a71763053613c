"""Statistics behind 'Werkdruk en baanzekerheid'; what is computed with what stands in ``docs/statistiek.md``.

Everything here takes frames or series and returns plain results. A result that cannot be determined is an `Estimate`
with a reason in words and no numbers: never NaN, infinity or a warning.
"""
