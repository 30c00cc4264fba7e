"""A decision aid for people who are offered exosome treatment for hair loss.

Four packages, imports in one direction:

- ``engine``: what the aid means. Pure Python, knows nothing of the web.
- ``web``: how a patient meets it. Django views and templates, no models.
- ``clinics``: who may frame the aid, under which name, and how often it was used. The only models.
- ``content``: what it says. TOML, the only place clinicians and editors touch.

``web`` may import ``engine``, and of ``clinics`` only ``known``, ``counts`` and ``shades``; ``engine``
imports the standard library and pydantic. Patients meet ``web``; a clinic's people meet ``clinics``,
below ``/staff/``.
"""
