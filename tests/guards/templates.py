"""What templates may not contain: arithmetic, inline styles and scripts, text that is marked as safe."""

from __future__ import annotations

import re

from jinja2 import Environment, nodes

ARITHMETIC = (nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Pow, nodes.Neg)
RECKONING_FILTERS = {"sum", "round", "abs", "int", "float", "min", "max"}

EXPRESSION = re.compile(r"\{#.*?#\}|\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
INLINE = {
    "a <style> element": re.compile(r"<style\b", re.IGNORECASE),
    "a <script> without src": re.compile(r"<script\b(?![^>]*\bsrc=)", re.IGNORECASE),
    "a style attribute": re.compile(r"<[^<>]*\sstyle\s*=", re.IGNORECASE),
    "an on... attribute": re.compile(r"<[^<>]*\son[a-z]+\s*=", re.IGNORECASE),
    "a javascript: address": re.compile(r"javascript:", re.IGNORECASE),
}


def arithmetic(source: str, environment: Environment) -> list[str]:
    """Reckoning in a template: what is shown is reckoned, rounded and tested in the core."""
    tree = environment.parse(source)
    found = [f"{node.lineno}: {type(node).__name__}" for node in tree.find_all(ARITHMETIC)]
    for node in tree.find_all(nodes.Filter):
        if node.name in RECKONING_FILTERS:
            found.append(f"{node.lineno}: |{node.name}")
    return found


def marked_safe(source: str, environment: Environment) -> list[str]:
    """Text that leaves the escaping: a name with < would be read as HTML."""
    tree = environment.parse(source)
    unsafe = [f"{node.lineno}: |safe" for node in tree.find_all(nodes.Filter) if node.name == "safe"]
    return unsafe + [f"{node.lineno}: autoescape" for node in tree.find_all(nodes.ScopedEvalContextModifier)]


def inline(source: str) -> list[str]:
    """Styles and scripts inside the page: the content policy refuses them."""
    html = EXPRESSION.sub("x", source)
    return [what for what, pattern in INLINE.items() if pattern.search(html)]
