from tests.lforms import fetch

fetch()
