"""Routes of jobs, questions, bids and awards."""

from django.urls import URLPattern

routes: list[URLPattern] = []
