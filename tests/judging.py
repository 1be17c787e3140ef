"""Judges of others over both samples, each kind of page: `make judges`.

axe (experimental rules too), IBM's Equal Access checker and HTML_CodeSniffer (WCAG 2 AA) look at
every page in both languages, wide and light, on a phone and dark. What they call a violation or an
error fails; what they would have a person look at fails as well, unless tests/judges/known.toml
says why it stays. What a virtual screen reader says of four pages, in order, stands in
tests/cases/spoken/ (KAITEI_WRITE_CASES=1 writes it anew, to be read). Lighthouse looks at the large
sample (lighthouse.py). They come from npm, locked in tests/judges/.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
import time
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

import browser as chromium
import large
import lighthouse
import pictures
import sites
import test_layout

REPO = Path(__file__).resolve().parent.parent
MODULES = REPO / "build" / "judges" / "node_modules"
KNOWN = REPO / "tests" / "judges" / "known.toml"
# On a phone everything that folds stands open, so that no words are left unread. The menu, which
# then lies over the page, is looked at alone.
OPEN = """() => {
  for (const one of document.querySelectorAll("main details")) one.open = true;
}"""
MENU = """() => {
  document.querySelector(".k-menu").open = true;
  for (const one of document.querySelectorAll("main :not(h1, :has(h1))")) one.hidden = true;
}"""
LOOKS = {
    "wide": (1280, 900, "light", None),
    "phone": (360, 780, "dark", OPEN),
    "menu": (360, 780, "light", MENU),
}
HOME = ("", "en/")
MORE = (
    "follow/", "privacy-policy/compare/?from=1&to=3", "privacy-policy/3/marked/",
    "privacy-policy/wordings/", "privacy-policy/parallel/", "search/?q=800", "404.html",
)  # fmt: skip
# Each gives [weight, rule, what it says, where], with "error" for what always fails.
JUDGES = {
    "axe": (
        "axe-core/axe.min.js",
        """async () => {
          const values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice",
            "experimental"];
          const found = await axe.run(document, { runOnly: { type: "tag", values },
            resultTypes: ["violations"] });
          return found.violations.flatMap((one) => one.nodes.map(
            (node) => ["error", one.id, one.help, node.html]));
        }""",
    ),
    "ibm": (
        "accessibility-checker-engine/ace.js",
        """async () => {
          const report = await new ace.Checker().check(document, ["IBM_Accessibility", "WCAG_2_2"]);
          return report.results.filter((one) => one.value[1] !== "PASS").map((one) => [
            one.value[0] === "VIOLATION" && one.value[1] === "FAIL" ? "error" : "look",
            one.ruleId, one.message, one.snippet]);
        }""",
    ),
    "htmlcs": (
        "html_codesniffer/build/HTMLCS.js",
        """() => new Promise((resolve) => HTMLCS.process("WCAG2AA", document, () => resolve(
          HTMLCS.getMessages().filter((one) => one.type !== HTMLCS.NOTICE).map((one) => [
            one.type === HTMLCS.ERROR ? "error" : "look", one.code, one.msg,
            one.element.outerHTML?.slice(0, 300) ?? ""]))))""",
    ),
}


SCRIPT = "text/javascript"
READER = "@guidepup/virtual-screen-reader/lib/esm/index.browser.js"
SPOKEN = {
    "policy": "privacy-policy/",
    "announcement": "privacy-policy/3/changes/",
    "compare": "privacy-policy/compare/?from=1&to=3",
    "history": "privacy-policy/history/",
}
SPEAK = """async () => {
  const { virtual } = await import("/judge.js");
  // A span that only keeps an amount on one line stops no reader but the virtual one.
  for (const one of document.querySelectorAll("span.k-amount")) one.replaceWith(...one.childNodes);
  document.body.normalize();
  await virtual.start({ container: document.body });
  for (let n = 0; n < 5000 && await virtual.lastSpokenPhrase() !== "end of document"; n++)
    await virtual.next();
  return virtual.spokenPhraseLog();
}"""
# What begins and ends without a name of its own is left out: what is read are words and places.
UNNAMED = re.compile(r"end of .*|(paragraph|strong|time|list|group|code|insertion|deletion)$")


@dataclass
class Finding:
    """What a judge says of a rule: how often, with the first of its sentences and places."""

    said: str
    where: str
    count: int = 0


Findings = dict[tuple[str, str, str], Finding]  # by judge, weight, rule


def judge(browser, root: str, addresses: list[str], took: Counter[str]) -> Findings:
    """What the judges say of the pages at these addresses, each loaded once a look for all."""
    found: Findings = {}
    scripts = {name: (MODULES / script).read_text("utf-8") for name, (script, _) in JUDGES.items()}
    for look, (width, height, scheme, first) in LOOKS.items():
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, bypass_csp=True
        )
        for address in (one for one in addresses if look != "menu" or one in HOME):
            page = context.new_page()
            page.goto(root + address)
            if first:
                page.evaluate(first)
            for name, (_, run) in JUDGES.items():  # in any order they say the same
                begun = time.monotonic()
                page.evaluate(scripts[name])
                for weight, rule, said, where in page.evaluate(run):
                    place = f"{address} ({look}): {' '.join(where.split())[:200]}"
                    one = found.setdefault((name, weight, rule), Finding(said[:200], place))
                    one.count += 1
                took[name] += time.monotonic() - begun
            page.close()
        context.close()
    return found


def spoken(browser, root: str) -> list[str]:
    """The pages of which a screen reader says another thing than the cases, each with the first."""
    wrong = []
    source = (MODULES / READER).read_text("utf-8")
    for name, address in ((f"{n}.{x}", a) for n, a in SPOKEN.items() for x in ("ja", "en")):
        page = browser.new_context(bypass_csp=True).new_page()
        page.route("**/judge.js", lambda route: route.fulfill(body=source, content_type=SCRIPT))
        page.goto(root + ("en/" if name.endswith("en") else "") + address)
        said = [one for one in page.evaluate(SPEAK) if not UNNAMED.match(one)]
        page.context.close()
        case = REPO / "tests" / "cases" / "spoken" / f"{name}.txt"
        if os.environ.get("KAITEI_WRITE_CASES"):
            case.write_text("\n".join([*said, ""]), "utf-8")
        for line, wanted in zip_longest(said, case.read_text("utf-8").splitlines()):
            if line != wanted:
                wrong.append(f"{case.name}: said {line!r} where the case has {wanted!r}")
                break
    return wrong


def main(names: list[str]) -> int:
    """Build both samples, have them judged, say what was found; `names` are some addresses."""
    if not MODULES.is_dir():
        print("*** NO JUDGES: npm could not bring them (see above); nothing was judged ***")
        return 1
    listed = tomllib.loads(KNOWN.read_text("utf-8"))["known"]
    known = {(one["judge"], one["rule"]) for one in listed}
    wrong, seen, took = 0, set(), Counter[str]()
    for size, found in judged(names, took):
        for (name, weight, rule), one in sorted(found.items()):
            stays = weight != "error" and (name, rule) in known
            seen.add((name, rule))
            wrong += 0 if stays else one.count
            word = "stays" if stays else weight
            print(f"{size}: {word}: {name} {rule} ({one.count} times)", flush=True)
            if not stays:
                print(f"    {one.said}\n    {one.where}")
    for name, rule in sorted(known - seen) if not names else ():
        print(f"listed in {KNOWN.name}, but nobody says so any more: {name} {rule}")
    print(", ".join(f"{name} {seconds:.0f} s" for name, seconds in took.items()))
    print(f"{wrong} to be mended")
    return 1 if wrong else 0


def judged(names: list[str], took: Counter[str]) -> Iterator[tuple[str, Findings]]:
    """What the judges say of each sample."""
    with tempfile.TemporaryDirectory() as place, chromium.chromium() as browser:
        small, big = Path(place) / "site", Path(place) / "large-site"
        pictures.build_small(small)
        sites.build(large.root(Path(place) / "large"), large.DAY, big)
        for size, site in (("small", small), ("large", big)):
            own = (*test_layout.PAGES[size], *(MORE if size == "small" else ("404.html",)))
            all_of = [lang + one for one in own for lang in ("", "en/")]
            chosen = [one for one in all_of if not names or one in names]
            with pictures.served(site) as root:
                found = judge(browser, root, chosen, took)
                begun, told = time.monotonic(), []
                if size == "small":
                    told = [("screen reader", one) for one in spoken(browser, root)]
            if size == "large":
                said = lighthouse.short(browser, site, chosen, MODULES)
                told = [("lighthouse", one) for one in said]
            took["lighthouse" if size == "large" else "screen reader"] = time.monotonic() - begun
            for name, said in told:
                found[name, "error", said] = Finding("", "", 1)
            yield size, found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
