# SPDX-License-Identifier: Apache-2.0
"""The manual pages and README against the sources.

The tables of the program say which keys, commands, options, endpoints, kinds,
annotations, states and findings there are; each must be in the manual, and the
manual may have no other.  Every path that README and its like name must exist.
Prints each offence and one line of what was compared; exits 1 on any offence,
and when a table cannot be found or is empty.
"""

import json
import pathlib
import re
import sys

PAGE, CONFIG_PAGE = "controller/man/k8s-nsd.8", "controller/man/k8s-nsd.yaml.5"
GUIDES = ["README.md", "manifests/MIGRATION.md",
          "manifests/OPERATION.md", "zonegen/RULES.md",
          "controller/publish/RULES.md"]
README_LINES, README_COLUMNS = 200, 100
TOP = r"(?:controller|zonegen|tests|templates|manifests|\.ci)"


class Broken(Exception):
    pass


# --- C: the rows of a table ---

def uncomment(text):
    return re.sub(r"/\*.*?\*/|(\"(?:\\.|[^\"\\\n])*\")",
                  lambda m: m.group(1) or " ", text, flags=re.S)


def split(text):
    """text at its commas, but not at those inside brackets or strings."""
    parts, depth, start = [], 0, 0
    for token in re.finditer(r"\"(?:\\.|[^\"\\\n])*\"|[][(){},]", text):
        if token.group() in "([{":
            depth += 1
        elif token.group() in ")]}":
            depth -= 1
        elif token.group() == "," and depth == 0:
            parts.append(text[start:token.start()].strip())
            start = token.end()
    parts.append(text[start:].strip())
    return [part for part in parts if part]


def string(text):
    """The C string literals of text, one after the other; None: there is none.
    """
    found = re.findall(r"\"((?:\\.|[^\"\\\n])*)\"", text)
    return re.sub(r"\\(.)", r"\1", "".join(found)) if found else None


class Sources:
    def __init__(self, root):
        self.root = root

    def files(self, pattern):
        for room in ("controller", "zonegen"):
            yield from sorted((self.root / room).rglob(pattern))

    def initializer(self, file, name):
        """What stands between the braces of NAME[...] = { }, in the files that
        are called so, wherever they are."""
        start = re.compile(r"\b" + name + r"\s*\[[^]]*\]\s*=\s*\{")
        for path in self.files(file):
            text = uncomment(path.read_text())
            found = start.search(text)
            if not found:
                continue
            depth, at = 1, found.end()
            for token in re.finditer(r"\"(?:\\.|[^\"\\\n])*\"|[{}]",
                                     text[found.end():]):
                depth += {"{": 1, "}": -1}.get(token.group(), 0)
                if depth == 0:
                    at = found.end() + token.start()
                    break
            return text[found.end():at]
        raise Broken(f"no table {name}[] in any {file}")

    def rows(self, file, name):
        """Of each row the fields: those with a name by it, others by place."""
        rows = []
        for row in split(self.initializer(file, name)):
            designated = re.match(r"\[\s*(\w+)\s*\]\s*=\s*", row)
            body = row[designated.end():] if designated else row
            if not (body.startswith("{") and body.endswith("}")):
                raise Broken(f"{file}: a row of {name}[] is '{row[:40]}'")
            fields = {"index": designated.group(1)} if designated else {}
            for place, field in enumerate(split(body[1:-1])):
                named = re.match(r"\.(\w+)\s*=\s*", field)
                if named:
                    fields[named.group(1)] = field[named.end():]
                else:
                    fields[place] = field
            rows.append(fields)
        return rows

    def words(self, file, name):
        """The strings of a list of strings."""
        return [string(item) for item in split(self.initializer(file, name))
                if string(item) is not None]


# --- mdoc ---

class Page:
    def __init__(self, root, name):
        self.name = name
        self.sections = {}  # (section, subsection): its lines
        here = ("", "")
        for line in (root / name).read_text().split("\n"):
            if line.startswith(".Sh "):
                here = (line[4:], "")
            elif line.startswith(".Ss "):
                here = (here[0], line[4:])
            elif not line.startswith('.\\"'):
                self.sections.setdefault(here, []).append(line)

    def lines(self, section=None, subsection=None):
        return [line for (title, sub), lines in self.sections.items()
                if (section is None or title == section) and
                (subsection is None or sub == subsection)
                for line in lines]

    def items(self, macro, section=None, subsection=None):
        """(what stands behind .It MACRO, the lines of the item) for each."""
        items, item = [], None
        for line in self.lines(section, subsection):
            if line.startswith(f".It {macro} "):
                item = (line[5 + len(macro):], [])
                items.append(item)
            elif item is not None:
                item[1].append(line)
        return items


def plain(lines):
    """Text without its macros, on one line."""
    text = " ".join(re.sub(r"^\.\w+ ?", "", line) for line in lines)
    return re.sub(r"\s+", " ", text)


# --- The comparisons ---

class Manual:
    def __init__(self, root):
        self.root = root
        self.sources = Sources(root)
        self.page = Page(root, PAGE)
        self.config_page = Page(root, CONFIG_PAGE)
        self.offences = 0
        self.counts = []

    def say(self, where, message):
        self.offences += 1
        print(f"{where}: {message}")

    def compare(self, where, what, wanted, found):
        """Both are the same set, and not an empty one."""
        self.counts.append(f"{len(set(wanted))} {what}")
        if not wanted:
            self.say(where, f"{what}: the sources have none")
        for word in sorted(set(wanted) - set(found)):
            self.say(where, f"{what}: '{word}' is missing")
        for word in sorted(set(found) - set(wanted)):
            self.say(where, f"{what}: there is no '{word}'")
        for word in sorted(set(found)):
            if found.count(word) > 1:
                self.say(where, f"{what}: '{word}' is there twice")

    def keys(self):
        rows = self.sources.rows("keys.c", "config_keys")
        rows = {string(row[0]).removesuffix("[]"): row for row in rows}
        items = self.config_page.items("Ic")
        self.compare(CONFIG_PAGE, "keys", list(rows),
                     [head.split()[0] for head, _ in items])
        for head, lines in items:
            row = rows.get(head.split()[0])
            if row:
                self.key(head.split()[0], row, head + " " + plain(lines))

    def key(self, key, row, text):
        """Its default, its range and its words are told."""
        wanted = []
        if row.get("required") == "true":
            wanted.append("Required.")
        default = row.get("fallback", row.get(5))
        default = string(default) if default else {
            "read_bool": "false", "read_u32": "0"}.get(row[1])
        if default is not None:
            value = json.loads(default)
            if isinstance(value, list):
                value = ", ".join(value)
            if isinstance(value, bool):
                value = str(value).lower()
            wanted.append(f"Default: {value}.")
        if row[1] in ("read_u32", "read_size"):
            wanted.append(f"Range: {self.number(row[3])} to "
                          f"{self.number(row[4])}.")
        if row.get("words", "kinds") != "kinds":  # those stand once
            for file in ("keys.c", "profile.c"):
                try:
                    wanted += self.sources.words(file, row["words"])
                    break
                except Broken:
                    continue
        for word in wanted:
            if not re.search(r"(?<!\w)" + re.escape(word), text):
                self.say(CONFIG_PAGE, f"{key}: '{word}' is missing")

    def number(self, text):
        limits = {"UINT32_MAX": 4294967295, "TTL_MAX": 2147483647}
        return limits.get(text) or int(text)

    def commands(self):
        names = [string(row[0])
                 for row in self.sources.rows("main.c", "commands")]
        found = [sub for section, sub in self.page.sections
                 if section == "COMMANDS" and sub]
        self.compare(PAGE, "commands", names, found)
        synopsis = plain(self.page.lines("SYNOPSIS"))
        for name in names:
            if not re.search(rf"(?<!\S){re.escape(name)}(?!\S)", synopsis):
                self.say(PAGE, f"SYNOPSIS: '{name}' is missing")
        self.options(names)

    def options(self, names):
        """Of each command, from the rows of its file; order.c is of many."""
        wanted = []
        for name in names:
            file = name.replace("-", "") + ".c"
            try:
                rows = self.sources.rows(file, "rows")
            except Broken:
                rows = []
            wanted += [f"{name} --{string(row[0])}" for row in rows
                       if row.get("word") != "true"]
        for order in self.sources.rows("order.c", "orders"):
            of = order["index"].removeprefix("POSTED_")
            wanted += [
                f"{string(order[0])} --{string(split(row[1][1:-1])[0])}"
                for row in self.sources.rows("order.c", "options")
                if {of, "ALL"} & set(row[0].split())
                and ".word" not in row[1]]
        found = [f"{name} --{option}" for name in names
                 for head, _ in self.page.items("Fl", "COMMANDS", name)
                 for option in re.findall(r"(?<!\S)-([\w-]+)", head)]
        self.compare(PAGE, "options", wanted, found)

    def endpoints(self):
        wanted = [("POST " if row[1] == "true" else "GET ") + string(row[0])
                  for row in self.sources.rows("routes.c", "endpoints")]
        found = [head.split("?")[0].strip()
                 for head, _ in self.page.items("Ic", "LOCAL API")]
        self.compare(PAGE, "endpoints", wanted, sorted(set(found)))

    def pages(self):
        wanted = ["GET " + string(row[0])
                  for row in self.sources.rows("pages.c", "pages_by_path")]
        found = [head.split("?")[0].strip()
                 for head, _ in self.page.items("Ic", "WEB PAGES")]
        self.compare(PAGE, "pages", [*wanted, "GET /style.css"], found)

    def metrics(self):
        """Each path and metric, from the strings of the sources."""
        wanted = ["GET " + string(row[0])
                  for row in self.sources.rows("probes.c", "paths")]
        text = uncomment((self.root / "controller/serve/answer/metrics.c")
                         .read_text())
        wanted += re.findall(r'"(k8s_nsd_\w+)"', text)
        found = [word for head, _ in
                 self.page.items("Ic", "HEALTH AND METRICS")
                 for word in head.split(" , ")]
        self.compare(PAGE, "paths and metrics", wanted, found)

    def kinds(self):
        wanted = [string(row[0]) for row in self.sources.rows(
            "kinds.c", "kinds")]
        found = [word for head, _ in self.page.items("Ic", "KINDS", "")
                 for word in re.findall(r"\w+", head.split(" Pq ")[0])]
        self.compare(PAGE, "kinds", wanted, found)
        claiming = self.sources.words("keys.c", "kinds")
        self.compare(CONFIG_PAGE, "kinds of resources", claiming,
                     self.item_words("resources", "Cm"))

    def item_words(self, key, macro):
        for head, lines in self.config_page.items("Ic"):
            if head.split()[0] == key:
                return [line.split()[1] for line in lines
                        if line.startswith(f".{macro} ")]
        return []

    def annotations(self):
        wanted = {*self.sources.words("annotationword.c",
                                      "annotationword_all"),
                  *self.sources.words("meta.c", "kept")}
        found = [head.split()[0] for head, _ in self.page.items(
            "Ic", "KINDS", "Annotations and labels")]
        self.compare(PAGE, "annotations", sorted(wanted), found)

    def findings(self):
        rows = self.sources.rows("finding.c", "ids")
        words = {row["index"]: string(row[0]) for row in rows}
        severities = {row["index"]: row[1].removeprefix("SEVERITY_").lower()
                      for row in rows}
        wanted = [f"{words[index]} ({severities[index]})" for index in words]
        items = self.page.items("Ic", "FINDINGS")
        self.compare(PAGE, "findings", wanted,
                     [re.sub(r"^(\w+) Pq (\w+)$", r"\1 (\2)", head)
                      for head, _ in items])
        self.checks(words, items)

    def checks(self, words, items):
        """Those that may be off, in both pages."""
        wanted = None
        for file in ("finding.c", "lint.c"):
            try:
                wanted = [words[index] for index in split(
                    self.sources.initializer(file, "switches"))]
                break
            except Broken:
                continue
        if wanted is None:
            raise Broken("no table switches[] in any finding.c or lint.c")
        self.compare(CONFIG_PAGE, "checks that may be off", wanted,
                     self.item_words("zones[].lint.off", "Ic"))
        self.compare(PAGE, "checks of published zones", wanted,
                     [head.split()[0] for head, lines in items
                      if "Also of published zones." in lines])

    def states(self):
        """Words of explain and status."""
        for file, table, command in (
                ("sourcestatus.c", "words", "status"),
                ("fate.c", "words", "explain")):
            wanted = [string(item) for item in split(
                self.sources.initializer(file, table))]
            found = [head.split()[0]
                     for head, _ in self.page.items("Cm", "COMMANDS", command)]
            self.compare(PAGE, f"states of {command}", wanted, found)

    # --- Guides ---

    def guides(self):
        named = 0
        for guide in GUIDES:
            path = self.root / guide
            if not path.exists():
                self.say(guide, "is not there")
                continue
            for number, line in enumerate(path.read_text().split("\n"), 1):
                named += self.names(guide, number, line)
        self.counts.append(f"{named} paths")
        if not named:
            self.say("README.md", "names no path")
        self.readme()

    def names(self, guide, number, line):
        """Each path, file and function that the line names is there."""
        words = re.findall(rf"(?<![\w/.-])({TOP}/[\w./-]*\w|{TOP}/)", line)
        words += re.findall(r"`([\w-]+\.(?:c|h|py|sh|md|tmpl))`", line)
        words += [link for link in re.findall(r"\]\(([^)#]+)\)", line)
                  if "://" not in link]
        for word in sorted(set(words)):
            if not self.is_there(guide, word):
                self.say(f"{guide}:{number}", f"there is no '{word}'")
        for function in re.findall(r"`(\w+)\(\)`", line):
            if not self.is_function(function):
                self.say(f"{guide}:{number}", f"there is no {function}()")
        return len(words)

    def is_there(self, guide, word):
        beside = (self.root / guide).parent / word
        if (self.root / word).exists() or beside.exists():
            return True
        return "/" not in word and any(
            any((self.root / top).rglob(word)) for top in
            ("controller", "zonegen", "tests", "templates", "manifests"))

    def is_function(self, name):
        call = re.compile(rf"\b{name}\(")
        return any(call.search(path.read_text())
                   for path in self.sources.files("*.h"))

    def readme(self):
        text = (self.root / "README.md").read_text()
        lines = text.split("\n")[:-1]
        if len(lines) > README_LINES:
            self.say("README.md", f"{len(lines)} lines, {README_LINES} allowed")
        for number, line in enumerate(lines, 1):
            if len(line) > README_COLUMNS:
                self.say(f"README.md:{number}", f"{len(line)} columns")
        makefile = (self.root / "Makefile").read_text()
        rooms = re.search(r"^rooms := ((?:.*\\\n)*.*)", makefile, re.M)
        rooms = rooms.group(1).replace("\\\n", " ").split() if rooms else []
        self.compare("README.md", "rooms", rooms, re.findall(
            r"^\| `((?:zonegen|controller)/[\w/]+)` \|", text, re.M))
        self.counts.append(f"{len(lines)} lines of README")

    def run(self):
        for check in (self.keys, self.commands, self.endpoints, self.pages,
                      self.metrics, self.kinds, self.annotations,
                      self.findings, self.states, self.guides):
            try:
                check()
            except Broken as broken:
                self.say("tests/manual.py", str(broken))
        print("manual: " + ", ".join(self.counts))
        return 1 if self.offences else 0


if __name__ == "__main__":
    sys.exit(Manual(pathlib.Path(__file__).resolve().parent.parent).run())
