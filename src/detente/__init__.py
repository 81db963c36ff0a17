"""Détente: the open workbench for defence diplomacy."""

__version__ = "2026.11"
