"""Build the vendored style sheets from a folder of `npm pack NAME@version` tarballs. A developer's tool, not run-time.

    python static/vendor/build.py FOLDER

Per package one tarball: an installed tree would hoist older versions of the same component next to the pinned ones.
The theme keeps only the custom properties that the components or the portal's own style sheets can reach.
"""

from __future__ import annotations

import re
import sys
import tarfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
OWN = HERE.parent / "css"

# package -> version. Only packages under EUPL-1.2; see README.md for the ones that must never come in.
CANDIDATE = {
    "button": "1.1.0",
    "data-badge": "1.0.5",
    "heading": "1.1.3",
    "link": "2.0.3",
    "number-badge": "1.1.5",
    "paragraph": "2.1.3",
    "skip-link": "1.0.5",
}
UTRECHT = {
    "accordion": "4.0.1",
    "action-group": "4.0.1",
    "alert": "4.0.2",
    "badge-list": "4.0.1",
    "body": "3.0.0",
    "breadcrumb-nav": "3.0.1",
    "checkbox": "3.0.1",
    "data-list": "3.0.1",
    "form-field": "3.0.1",
    "form-field-description": "3.0.1",
    "form-field-error-message": "3.0.1",
    "form-fieldset": "3.0.1",
    "form-label": "3.0.1",
    "nav-bar": "3.2.1",
    "nav-list": "2.0.1",
    "ordered-list": "4.0.1",
    "page-body": "1.0.1",
    "page-footer": "4.0.2",
    "page-header": "3.0.2",
    "page-layout": "2.0.1",
    "pagination": "3.0.1",
    "radio-button": "3.0.1",
    "select": "3.0.1",
    "separator": "3.0.1",
    "status-badge": "2.0.1",
    "table": "3.0.1",
    "textarea": "4.0.1",
    "textbox": "4.0.1",
    "unordered-list": "3.1.1",
}
THEME = ("@nl-design-system-unstable/voorbeeld-design-tokens", "7.4.1")
FONT = ("@fontsource-variable/source-sans-3", "5.3.0")
FONT_FILES = ("source-sans-3-latin-wght-normal.woff2", "source-sans-3-latin-ext-wght-normal.woff2")

NOTICE = "/*! Licence: EUPL-1.2 (LICENSE-EUPL-1.2.md beside this file). Built by build.py; do not edit.\n{0} */\n"


def member(folder: Path, package: str, version: str, name: str) -> bytes:
    """The bytes of one file of a packed package; a missing tarball or file ends the run with its name."""
    tarball = folder / f"{package.lstrip('@').replace('/', '-')}-{version}.tgz"
    if not tarball.is_file():
        sys.exit(f"missing {tarball.name}: run `npm pack {package}@{version}` in {folder}")
    with tarfile.open(tarball) as archive:
        found = archive.extractfile(f"package/{name}")
        if found is None:
            sys.exit(f"{tarball.name} has no {name}")
        return found.read()


def tidy(css: str) -> str:
    """Without comments (each package's notice is in the header) and without source map references."""
    return re.sub(r"/\*.*?\*/", "", css.replace('@charset "UTF-8";', ""), flags=re.DOTALL).strip()


def components(folder: Path) -> str:
    """All component style sheets in one, each after its name and version."""
    parts: list[str] = []
    names: list[str] = []
    for name, version in CANDIDATE.items():
        package = f"@nl-design-system-candidate/{name}-css"
        parts.append(tidy(member(folder, package, version, f"dist/{name}.css").decode()))
        names.append(f"   {package}@{version}")
    for name, version in UTRECHT.items():
        package = f"@utrecht/{name}-css"
        parts.append(tidy(member(folder, package, version, "dist/index.min.css").decode()))
        names.append(f"   {package}@{version}")
    holders = "   Copyright (c) NL Design System Community, Gemeente Utrecht, Frameless B.V."
    return NOTICE.format("\n".join([*names, holders])) + "\n".join(parts) + "\n"


def theme(folder: Path, users: str) -> str:
    """The example theme under the class `nlds-thema`, pruned to what `users` can reach through `var()`."""
    css = tidy(member(folder, *THEME, "dist/theme.css").decode())
    tokens = dict(re.findall(r"(--[\w-]+):\s*([^;]+);", css))
    wanted = set(re.findall(r"var\(\s*(--[\w-]+)", users))
    keep: set[str] = set()
    while wanted:
        name = wanted.pop()
        if name in tokens and name not in keep:
            keep.add(name)
            wanted.update(re.findall(r"var\(\s*(--[\w-]+)", tokens[name]))
    lines = [f"  {name}: {tokens[name]};" for name in tokens if name in keep]
    about = f"   {THEME[0]}@{THEME[1]}: {len(lines)} of {len(tokens)} tokens, selector renamed to .nlds-thema"
    return NOTICE.format(about) + ".nlds-thema {\n" + "\n".join(lines) + "\n}\n"


def main(folder: Path) -> None:
    """Write the style sheets, the fonts and the licence texts into this folder."""
    sheet = components(folder)
    own = "".join(path.read_text() for path in sorted(OWN.glob("*.css")))
    (HERE / "nlds.css").write_text(sheet)
    (HERE / "nlds-basis-thema.css").write_text(theme(folder, sheet + own))
    (HERE / "LICENSE-EUPL-1.2.md").write_bytes(member(folder, *THEME, "LICENSE.md"))
    (HERE / "LICENSE-OFL-1.1.txt").write_bytes(member(folder, *FONT, "LICENSE"))
    for name in FONT_FILES:
        (HERE / name).write_bytes(member(folder, *FONT, f"files/{name}"))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
