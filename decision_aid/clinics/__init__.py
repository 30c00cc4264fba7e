"""Clinics: who may frame the aid, and under which name. The only models there are."""
