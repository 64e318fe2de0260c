"""``python -m forms.compile`` writes the built-in forms to ``forms/compiled``; ``--check`` only compares."""

import sys

from forms.codec import form_to_json
from forms.compile import compile_form
from forms.library import COMPILED, built_in_ids, built_in_source


def main(arguments: list[str]) -> int:
    """Write, or with ``--check`` compare, the compiled built-in forms; 1 when one is not up to date."""
    stale = []
    for form_id in built_in_ids():
        target = COMPILED / f"{form_id}.json"
        text = form_to_json(compile_form(built_in_source(form_id)))
        if target.is_file() and target.read_text(encoding="utf-8") == text:
            continue
        stale.append(target.name)
        if "--check" not in arguments:
            target.write_text(text, encoding="utf-8")
    print(
        f"{len(stale)} of {len(built_in_ids())} forms {'stale' if '--check' in arguments else 'written'}",
        *stale,
    )
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
