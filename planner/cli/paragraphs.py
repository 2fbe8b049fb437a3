"""Paragraphs as a terminal shows them: broken between words, where it ends; elsewhere a paragraph is a line."""

from __future__ import annotations

import shutil
import sys
import textwrap

import click


def wrapped(paragraph: str, columns: int) -> str:
    """Return a paragraph in lines of some columns, each with the blanks that it begins with.

    A figure or code is never broken: the blanks inside a figure are not such that one may break at, and what is longer
    than a line stands on one of its own.
    """
    text = paragraph.lstrip(" ")
    indent = " " * (len(paragraph) - len(text))
    return textwrap.fill(
        text,
        columns,
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def print_paragraph(paragraph: str) -> None:
    """Print a paragraph, broken into lines where it goes to a terminal."""
    click.echo(wrapped(paragraph, shutil.get_terminal_size().columns) if sys.stdout.isatty() else paragraph)
