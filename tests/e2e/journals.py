# SPDX-License-Identifier: Apache-2.0
"""A journal as the controller leaves it when it is killed: what its zone file
is behind (zonegen/version/journal.h)."""

import hashlib

from controller import ZONE


class Journal:
    """Of the zone as its files have it, by entries that each change the
    address of www."""

    def __init__(self, one):
        text = one.zone_text()
        self.path = one.zone_file().with_suffix(".journal")
        self.serial, self.text = one.serial(), ""
        head = text[text.index("$ORIGIN"):].split("\n")
        self.head = [line for line in head[:6]
                     if "\tIN\tA" not in line]
        self.last = next(line for line in head if line.startswith("www\t"))
        origins = one.zone_file().with_suffix(".origins").read_text()
        self.origins = [line for line in origins.split("\n")
                        if line.startswith(("www\t", "owner\twww\t"))]

    def follow(self):
        """Behind what is in the journal already."""
        self.text = self.path.read_text()
        lines = self.text.split("\n")
        last = max(i for i, line in enumerate(lines)
                   if line.startswith("entry\t"))
        self.serial = int(lines[last].split("\t")[2])
        entry = lines[last + 1:]
        self.head = [line[1:] for line in entry if line.startswith("=")]
        self.last = next(line[1:] for line in entry
                         if line.startswith("+www\t"))
        return self

    def add(self, address, before=(), behind=()):
        """An entry that gives www this address, between other lines."""
        after = self.serial + 1
        new = "\t".join([*self.last.split("\t")[:-1], address])
        lines = [f"={line}".replace(f"\t{self.serial}\t", f"\t{after}\t")
                 for line in self.head]
        lines += [*before, "@www", f"-{self.last}", f"+{new}"]
        lines += [*(f":{line}" for line in self.origins), *behind]
        body = "".join(f"{line}\n" for line in lines)
        digest = hashlib.sha256(body.encode()).hexdigest()
        self.text += (f"entry\t{self.serial}\t{after}\t{len(lines)}"
                      f"\t{digest}\n{body}")
        self.head = [line[1:] for line in lines[:len(self.head)]]
        self.serial, self.last = after, new
        return self

    def write(self, behind=""):
        self.path.write_text(self.text + behind)
        return self

    def aside(self):
        """The damaged ones that were kept."""
        return sorted(self.path.parent.glob(f"{ZONE}.journal.bad-*"))
