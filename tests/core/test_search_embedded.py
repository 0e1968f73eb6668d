"""What holds for the engine inside the database alone."""

import pytest
from django.db import connection

from core.models import SearchEntry
from core.search import SearchDocument
from core.search.engines import embedded_engine
from core.search.text import query_terms

pytestmark = pytest.mark.django_db


def test_deleting_an_entry_deletes_its_tokens():
    engine = embedded_engine()
    engine.put([SearchDocument("organisation", "1", "例示公司", "/x/")])

    SearchEntry.objects.all().delete()

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM core_search_tokens")
            assert cursor.fetchone() == (0,)
    assert engine.propose(query_terms("例示"), limit=9).matches == []
