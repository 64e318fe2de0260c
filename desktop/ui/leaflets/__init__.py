"""Leaflets and print: the page in the middle, its words at the left, what the preflight says at the right."""
