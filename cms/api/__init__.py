"""Open data: what the pages show, for machines, in ``/api/v1/``.

Reading needs no key. Every answer comes through the selectors of the pages, so
that nothing is open here which is not open there.
"""
