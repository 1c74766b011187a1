# SPDX-License-Identifier: Apache-2.0
"""The rules of the house, checked on the text of the sources.

Prints 'FILE:LINE: offence' for each and exits 1 on any.  Comments and the
insides of strings do not count as code: blank() removes them first.
"""

import pathlib
import re
import sys

FUNCTION, FILE, HEADER, COLUMNS = 60, 500, 120, 80

# A library and the only files that may include its headers.
DOORS = [
    ("libcurl", r"curl/",
     ["controller/kube/request/http.c", "controller/kube/request/easy.h",
      "controller/kube/request/easy.c", "controller/serve/client.c"]),
    ("cJSON", r"(cjson/|cJSON)", ["controller/base/json.c"]),
    ("libfyaml", r"libfyaml", ["controller/base/yaml.c"]),
    ("libevent", r"(event2/|event\.h|evhttp)",
     ["controller/base/loop.c"]),
    ("ldns", r"ldns/", ["zonegen/record/rdataldns.c", "zonegen/base/digest.c",
      "controller/tsig/hmac.c", "controller/publish/nsd/query.c"]),
    ("libidn2", r"idn2", ["zonegen/record/label.c"]),
]

# Words that may not be called: (message, pattern, rooms, files let off).
CALLS = [
    ("banned function",
     r"(strcpy|strcat|strncpy|strncat|stpcpy|sprintf|vsprintf|gets|strtok"
     r"|atoi|atol|atoll|atof|gmtime|localtime|ctime|asctime|mktemp|tmpnam"
     r"|tempnam|alloca|system|popen)",
     ["zonegen", "controller", "tests"], []),
    ("memory comes from zonegen/base/mem.h",
     r"(malloc|calloc|realloc|reallocarray|strdup|strndup|asprintf|vasprintf)",
     ["zonegen", "controller"], ["zonegen/base/mem.c"]),
    ("processes are started by controller/base/process.c",
     r"(fork|vfork|execv|execve|execvp|execvpe|execl|execlp|execle|fexecve"
     r"|posix_spawn|posix_spawnp)",
     ["zonegen", "controller"],
     ["controller/base/process.c", "controller/command/reaper.c"]),
    ("zonegen never logs", r"(printf|fprintf|vprintf|vfprintf|puts|fputs"
     r"|putchar|fputc|putc|perror|dprintf|vdprintf|syslog|warn|warnx|err|errx)",
     ["zonegen"], []),
    ("zonegen never reads a clock",
     r"(time|clock|clock_gettime|gettimeofday|ftime|timespec_get)",
     ["zonegen"], []),
]
# The last words before abort(), when memory is out.
CALLS_LET_OFF = {("zonegen/base/mem.c", "zonegen never logs")}


def blank(text):
    """text with comments, strings and characters emptied, lines kept."""
    pattern = re.compile(
        r"/\*.*?\*/|//[^\n]*|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'",
        re.S)

    def empty(match):
        token = match.group()
        lines = "\n" * token.count("\n")
        return token[0] + token[0] + lines if token[0] in "\"'" else " " + lines

    return pattern.sub(empty, text)


def rooms_of(root):
    """The rooms of the Makefile, lowest first."""
    rooms = re.search(r"^rooms := ((?:.*\\\n)*.*)",
                      (root / "Makefile").read_text(), re.M)
    return rooms.group(1).replace("\\\n", " ").split()


def columns(line):
    return len(line.expandtabs(8))


class Lint:
    def __init__(self, root):
        self.root = root
        self.offences = 0
        self.rooms = rooms_of(root)

    def say(self, path, line, message):
        self.offences += 1
        print(f"{path}:{line}: {message}")

    def files(self):
        skip = re.compile(r"(\.git|build[^/]*|__pycache__|\.pytest_cache)$")
        todo = [self.root]
        while todo:
            for path in sorted(todo.pop().iterdir()):
                if path.is_symlink():
                    continue
                if path.is_dir():
                    if not skip.match(path.name):
                        todo.append(path)
                else:
                    yield path

    def run(self):
        seen = 0
        for path in self.files():
            name = path.relative_to(self.root).as_posix()
            if re.search(r"^tests/(cases|fuzz/corpus)/.*/", name):
                continue  # the data of tests: any bytes
            text = path.read_text(errors="replace")
            self.licence(name, text)
            if re.match(r"(zonegen|controller|tests)/.*\.[ch]$", name):
                seen += 1
                self.source(name, text)
        if not seen:
            self.say("tests/lint.py", 1, "found no source at all")
        return 1 if self.offences else 0

    def licence(self, name, text):
        scripted = text.startswith("#!")
        if not (scripted or name == "Makefile" or re.search(
                r"\.([ch]|sh|py|ya?ml|go)$", name)):
            return
        lines = text.split("\n", 2)
        if "SPDX-License-Identifier: Apache-2.0" not in lines[
                1 if scripted and len(lines) > 1 else 0]:
            self.say(name, 1, "no SPDX line")

    def source(self, name, text):
        code = blank(text).split("\n")
        self.sizes(name, text.split("\n"), code)
        self.includes(name, text)
        for message, words, rooms, let_off in CALLS:
            if name.split("/")[0] not in rooms or name in let_off:
                continue
            if (name, message) in CALLS_LET_OFF:
                continue
            # A call: the word and a parenthesis; a member or a declared
            # function pointer of that name is not one.
            call = re.compile(r"(?<![\w.>])" + words + r"\s*\(")
            for number, line in enumerate(code, 1):
                found = call.search(line)
                if found:
                    self.say(name, number, f"{message}: {found.group(1)}")
        if name.startswith("zonegen/") and name != "zonegen/base/mem.c":
            for number, line in enumerate(code, 1):
                if re.search(r"\b(stderr|stdout)\b", line):
                    self.say(name, number, "zonegen never logs")

    def sizes(self, name, lines, code):
        if lines and lines[-1] == "":
            lines = lines[:-1]
        for number, line in enumerate(lines, 1):
            if columns(line) > COLUMNS:
                self.say(name, number, f"{columns(line)} columns")
        limit = HEADER if name.endswith(".h") else FILE
        if len(lines) > limit:
            self.say(name, len(lines), f"{len(lines)} lines, {limit} allowed")
        start = 0
        for number, line in enumerate(code, 1):
            if line.startswith("{"):
                start = number
            elif line.startswith("}") and start:
                if number - start > FUNCTION:
                    self.say(name, start,
                             f"function of {number - start} lines")
                start = 0

    def includes(self, name, text):
        room = name.rsplit("/", 1)[0]
        allowed = None
        if room in self.rooms:
            allowed = self.rooms[:self.rooms.index(room) + 1]
        for number, line in enumerate(text.split("\n"), 1):
            found = re.match(r'\s*#\s*include\s*[<"]([^>"]*)[>"]', line)
            if not found:
                continue
            header = found.group(1)
            for library, pattern, doors in DOORS:
                if re.match(pattern, header) and name not in doors:
                    self.say(name, number,
                             f"{library} stays behind {' and '.join(doors)}")
            if '"' in line.split(header)[0]:
                self.layer(name, number, header, allowed)
            elif header.split("/")[0] in ("zonegen", "controller", "tests"):
                self.say(name, number, "our own headers stand in quotes")

    def layer(self, name, number, header, allowed):
        room = header.rsplit("/", 1)[0] if "/" in header else ""
        if room not in self.rooms:
            if not (name.startswith("tests/") and room.startswith("tests")):
                self.say(name, number,
                         f"'{header}' is not ROOM/FILE.h of a room")
        elif allowed is not None and room not in allowed:
            self.say(name, number, f"layering: {name.rsplit('/', 1)[0]} may "
                                   f"not use {room}")


if __name__ == "__main__":
    sys.exit(Lint(pathlib.Path(__file__).resolve().parent.parent).run())
