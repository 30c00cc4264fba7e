"""The conventional way: a django-formtools wizard that asks the same questions, with its defaults.

A session wizard, sessions in the database, fields as Django renders them, the middleware of a new
project that a form needs. It is spared what a real service would add: design, compression, a content
security policy. The database is SQLite in its faster mode.
"""
