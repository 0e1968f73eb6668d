"""Routes of contracts, settlements and reviews."""

from django.urls import URLPattern

routes: list[URLPattern] = []
