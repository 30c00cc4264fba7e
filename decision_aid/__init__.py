"""A decision aid for people who are offered exosome treatment for hair loss.

Three packages, imports in one direction:

- ``engine``: what the aid means. Pure Python, knows nothing of the web.
- ``web``: how a patient meets it. Django views and templates, no database.
- ``content``: what it says. TOML, the only place clinicians and editors touch.

``web`` may import ``engine``; ``engine`` imports the standard library and pydantic.
"""
