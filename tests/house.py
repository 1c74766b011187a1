# SPDX-License-Identifier: Apache-2.0
"""The house as the linker and the reader see it.

house.py circles OBJECTS: no file calls a room above its own, and no files call
each other in a circle, inside a room or between rooms.
house.py names OBJECTS: a global is declared in the header of its own file and
nowhere else, begins with a noun of the file, and other files of the program use
it, or a test of what its file does with it; a file includes its own header
first; a struct tag has one meaning; a room has few files.

OBJECTS is the folder with an object for each source (make objects).  Prints
'FILE:LINE: offence' for each and exits 1 on any.
"""

import collections
import pathlib
import re
import subprocess
import sys

from lint import blank, rooms_of

ROOM = 16  # .c files
SERIES = ["controller/source", "controller/object/kind", "controller/command"]

# Globals that need neither prefix nor header, and why.
LET_OFF = {
    "main": "the C library calls it",
    "_gnutls_global_init_skip": "GnuTLS looks for it",
    "xmalloc": "the C library's word, which does not return NULL",
    "xcalloc": "the same",
    "xreallocarray": "the same",
    "xstrdup": "the same",
    "xgrow": "beside them",
}


def nouns(word):
    """word for one thing and for several."""
    some = {word, word + "s", word + "es", re.sub("y$", "ies", word)}
    return some | {re.sub(end, to, word) for end, to in
                   (("s$", ""), ("es$", ""), ("ies$", "y"))}


def begins(symbol, noun):
    """whether symbol is noun and more: rr_type_text is rrtype's."""
    words = symbol.strip("_").split("_")
    heads = {"".join(words[:n]) for n in range(1, len(words))}
    if len(words) > 1:
        heads.add("".join(words))
    return bool(heads & nouns(noun))


def declared(text):
    """What text declares: its words but for static things and the insides of
    bodies, parameters, and values."""
    text = re.sub(r"^[ \t]*#(.*\\\n)*.*", "", text, flags=re.M)
    text = re.sub(r"^\{.*?^\}", ";", text, flags=re.M | re.S)
    kept, depth = [], 0
    for token in re.findall(r"\w+\s*\(|\w+|\s+|.", text):
        if not depth:
            kept.append(token)
        if token[-1] in "({" and (depth or token != "("):
            depth += 1
        elif token in ")}" and depth:
            depth -= 1
    return {word for statement in "".join(kept).split(";")
            if not re.search(r"\b(static|typedef)\b", statement)
            for word in re.findall(r"\w+", re.sub(
                r"\b(struct|union|enum)\s+\w+|=.*", "", statement,
                flags=re.S))}


class House:
    def __init__(self, root, objects):
        self.root = root
        self.offences = 0
        self.rooms = rooms_of(root)
        self.text = {
            path.relative_to(root).as_posix(): blank(path.read_text())
            for top in ("zonegen", "controller")
            for path in sorted((root / top).rglob("*.[ch]"))}
        self.declared = {name: declared(text)
                         for name, text in self.text.items()}
        self.files = [name for name in self.text if name.endswith(".c")]
        self.tags = self.meanings()
        self.tested = {
            word for top in ("unit", "fuzz", "bench")
            for path in (root / "tests" / top).rglob("*.[ch]")
            for word in re.findall(r"\w+", blank(path.read_text()))}
        self.defined = {}  # symbol: the file that defines it
        self.wanted = collections.defaultdict(set)  # file: symbols
        self.symbols(objects)

    def symbols(self, objects):
        paths = [str(objects / f"{name[:-2]}.o") for name in self.files]
        said = subprocess.run(["nm", "-A", "-g", *paths], text=True,
                              check=True, stdout=subprocess.PIPE).stdout
        files = dict(zip(paths, self.files))
        for line in said.splitlines():
            path, kind, symbol = re.fullmatch(
                r"(.*?):[ 0-9a-f]* (\w) (\S+)", line).groups()
            if kind in "Uwv":
                self.wanted[files[path]].add(symbol)
            else:
                self.defined[symbol] = files[path]

    def say(self, name, word, message):
        """message about the line of name that has word first."""
        line = 1
        for number, text in enumerate(self.text[name].split("\n"), 1):
            if re.search(rf"\b{word}\b", text):
                line = number
                break
        self.offences += 1
        print(f"{name}:{line}: {message}")

    # circles

    def circles(self):
        calls = {name: collections.defaultdict(list) for name in self.files}
        for name in self.files:
            for symbol in sorted(self.wanted[name]):
                if self.defined.get(symbol, name) != name:
                    calls[name][self.defined[symbol]].append(symbol)
        for name in self.files:
            for other, symbols in calls[name].items():
                if self.storey(other) > self.storey(name):
                    self.say(name, symbols[0], "calls a room above: "
                             f"{', '.join(symbols)} of {other}")
        told = set()
        for name in self.files:
            circle = shortest(calls, name)
            if circle and frozenset(circle) not in told:
                told.add(frozenset(circle))
                self.circle(calls, circle)

    def circle(self, calls, circle):
        first = circle[0]
        steps = [calls[one][two]
                 for one, two in zip(circle, circle[1:] + [first])]
        way = "".join(f" -> {name} ({', '.join(symbols)})"
                      for name, symbols in zip(circle[1:] + [first], steps))
        self.say(first, steps[0][0], f"circle: {first}{way}")

    def storey(self, name):
        room = name.rsplit("/", 1)[0]
        return self.rooms.index(room) if room in self.rooms else len(self.rooms)

    # names

    def names(self):
        for symbol, name in sorted(self.defined.items(),
                                   key=lambda item: item[::-1]):
            if symbol not in LET_OFF:
                self.own_header(symbol, name)
                self.prefix(symbol, name)
                self.used(symbol, name)
        for name in self.files:
            self.first_include(name)
        self.one_meaning()
        self.sizes()

    def own_header(self, symbol, name):
        room, noun = name[:-2].rsplit("/", 1)
        headers = [name[:-1] + "h"]
        story = room.rsplit("/", 1)[-1]
        if symbol.replace("_", "") == story + noun:
            headers.append(f"{room}/{story}.h")  # a row of the room's table
        found = [other for other in self.text
                 if other != name and symbol in self.declared[other]]
        strangers = [other for other in found if other not in headers]
        if len(found) == len(strangers):
            self.say(name, symbol, f"{symbol} is not declared in {headers[0]}"
                     + (f" but in {' and '.join(found)}" if found else ""))
        else:
            for other in strangers:
                self.say(other, symbol, f"{symbol} is declared once more, "
                                        f"{name} has a header")

    def prefix(self, symbol, name):
        room, noun = name[:-2].rsplit("/", 1)
        story = room.rsplit("/", 1)[-1]
        own = {tag for tag, places in self.tags.items() if any(
            place.startswith(f"{name[:-1]}{end}:")
            for place in places for end in "ch")}
        if not any(begins(symbol, own_noun.replace("_", ""))
                   for own_noun in {noun, story, story + noun} | own):
            self.say(name, symbol, f"{symbol} begins neither with {noun}_ nor "
                     f"with its room, {story}_, nor with a struct of its own")

    def used(self, symbol, name):
        if any(symbol in wanted for wanted in self.wanted.values()):
            return
        if len(re.findall(rf"\b{symbol}\b", self.text[name])) < 2:
            self.say(name, symbol, f"{symbol} is used nowhere")
        elif symbol not in self.tested:
            self.say(name, symbol, f"{symbol} is used in {name} alone, and not "
                                   "static")

    def first_include(self, name):
        header = name[:-1] + "h"
        text = (self.root / name).read_text()
        found = re.search(r'^\s*#\s*include\s*[<"]([^>"]*)', text, re.M)
        if header in self.text and (not found or found.group(1) != header):
            self.say(name, "include", f"{header} is not included first")

    def meanings(self):
        """tag: each place that defines it"""
        places = collections.defaultdict(list)
        for name, text in self.text.items():
            for found in re.finditer(
                    r"\b(?:struct|union|enum)\s+(\w+)\s*\{", text):
                line = text.count("\n", 0, found.start()) + 1
                places[found.group(1)].append(f"{name}:{line}")
        return places

    def one_meaning(self):
        for tag, places in sorted(self.tags.items()):
            for place in places if len(places) > 1 else []:
                others = [other for other in places if other != place]
                more = f" and {len(others) - 1} more" if others[1:] else ""
                self.offences += 1
                print(f"{place}: the tag '{tag}' has another meaning in "
                      f"{others[0]}{more}")

    def sizes(self):
        count = collections.Counter(n.rsplit("/", 1)[0] for n in self.files)
        for room, files in sorted(count.items()):
            if files > ROOM and room not in SERIES:
                self.offences += 1
                print(f"{room}:1: a room of {files} .c files, {ROOM} allowed")


def shortest(calls, start):
    """The shortest way along calls from start back to it, or None."""
    before = {start: None}
    todo = collections.deque([start])
    while todo:
        name = todo.popleft()
        for other in sorted(calls[name]):
            if other == start:
                circle = [name]
                while before[circle[-1]]:
                    circle.append(before[circle[-1]])
                return circle[::-1]
            if other not in before:
                before[other] = name
                todo.append(other)
    return None


if __name__ == "__main__":
    house = House(pathlib.Path(__file__).resolve().parent.parent,
                  pathlib.Path(sys.argv[2]))
    {"circles": house.circles, "names": house.names}[sys.argv[1]]()
    sys.exit(1 if house.offences else 0)
