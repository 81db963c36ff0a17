"""The command line: `detente <noun> <verb>`; the only package that prints, and one of two that ask what day it is."""

from detente.cli.main import main

__all__ = ["main"]
