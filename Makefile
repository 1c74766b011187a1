# SPDX-License-Identifier: Apache-2.0
#
# make run                    packages, build, the controller with its own NSD
#                             on 127.0.0.1 port 5300 and manifests/examples
#   KUBECONFIG=FILE           ... watching that cluster instead
# make test                   packages, then everything .ci/run runs
# make                        the program, build/k8s-nsd
# make unit                   table tests, golden cases, fuzz corpora
#   SAN=address,undefined     the same with sanitizers, in a tree of its own
# make e2e                    pytest against real NSD and kube-apiserver
# make cluster-test           manifests/base in a Kubernetes made for it; as root,
#                             on Debian 12
# make soak SOAK=1200         the program for so many seconds, among changes
#                             and faults by chance; SEED=N repeats a run
# make lint                   format, layering, doors, bans, sizes, manual,
#                             cppcheck
# make fuzz F=slicer T=60     one fuzz target for T seconds (clang)
# make fuzz-all T=60          each of them
# make bench                  the table of speed and memory
# make image                  build/k8s-nsd.oci.tar, which manifests/base runs;
#   IMAGE=NAME:TAG            under another name
# make install DESTDIR=...    the program, its templates and manual
#
# V=1 shows the commands, WERROR=1 makes warnings errors, CC=clang works.

PREFIX  ?= /usr/local
DESTDIR ?=
VERSION ?= $(shell git describe --always --dirty 2>/dev/null || echo unknown)
CFLAGS  ?= -O2 -g
SAN     ?=
WERROR  ?=
V       ?=
PKG_CONFIG ?= pkg-config
PYTHON  ?= /usr/bin/python3
CLANG   ?= clang

O ?= build$(if $(SAN),-san)$(if $(filter clang%,$(CC)),-clang)
Q := $(if $(V),,@)

WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wformat=2 -Wundef \
	-Wstrict-prototypes -Wmissing-prototypes -Wwrite-strings -Wvla \
	-Wno-missing-field-initializers $(if $(WERROR),-Werror)
SANITIZE := $(if $(SAN),-fsanitize=$(SAN) -fno-sanitize-recover=all)
BASE := -std=c11 -D_GNU_SOURCE -I. -MMD -MP -fno-common $(WARN) $(SANITIZE)

# The rooms, lowest first: each may use those before it (tests/lint.sh).
rooms := zonegen/base zonegen/record zonegen/claim zonegen/domain \
	zonegen/resolve zonegen/zone zonegen/version zonegen/lint zonegen/foreign \
	controller/base controller/tsig controller/config/read \
	controller/config controller/axfr \
	controller/object/part controller/object/kind controller/object \
	controller/kube/wire controller/kube/auth controller/kube/request \
	controller/kube/decide controller/kube controller/kube/manifest \
	controller/source \
	controller/publish/retain controller/publish/state \
	controller/publish/order \
	controller/publish/account controller/publish/catalog \
	controller/publish/feed controller/publish/transfer \
	controller/publish/nsd controller/publish/secondary \
	controller/publish/trial controller/publish/stage \
	controller/publish/git \
	controller/publish/history controller/publish/publication \
	controller/publish \
	controller/serve/answer controller/serve/page controller/serve \
	controller/notice \
	controller/command
# What a room at place $(1) may link: itself and those before it, the highest
# first, as static libraries want it.
libs_zonegen := ldns libidn2
libs_controller := ldns libidn2 libcjson libfyaml libcurl libevent
LIBS_zonegen := $(shell $(PKG_CONFIG) --libs $(libs_zonegen))
LIBS_controller = $(shell $(PKG_CONFIG) --libs $(libs_controller))
BASE += $(shell $(PKG_CONFIG) --cflags $(libs_controller))

sources = $(wildcard $1/*.c)
archive = $O/$1.a
# $(call upto,room): the archives of room and of all before it, top first.
reverse = $(if $1,$(call reverse,$(wordlist 2,99,$1)) $(firstword $1))
index = $(words $(call before,$1,$(rooms)))
before = $(if $2,$(if $(filter $1,$(firstword $2)),x,x $(call before,$1,$(wordlist 2,99,$2))))
upto = $(foreach r,$(call reverse,$(wordlist 1,$(call index,$1),$(rooms))),$(if $(call sources,$r),$(call archive,$r)))

all: $O/k8s-nsd

program := $O/controller/main.o $(call upto,controller/command)
$O/k8s-nsd: $(program)
	$(call say,link,$@)
	$Q$(CC) $(SANITIZE) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS_controller)

# The same with seconds of 50 ms wherever it waits for the API server (limits.c):
# tests of what takes minutes.
$O/tests/quick/limits.o: controller/config/limits.c
	$(call say,cc,$< (quick))
	@mkdir -p $(@D)
	$Q$(CC) $(BASE) $(CPPFLAGS) $(CFLAGS) -DSECOND=50 -c -o $@ $<
$O/k8s-nsd-quick: $O/tests/quick/limits.o $(program)
	$(call say,link,$@)
	$Q$(CC) $(SANITIZE) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS_controller)

say = $(if $(V),,@echo "  $1	$2")

objects: $(patsubst %.c,$O/%.o,$(foreach r,$(rooms) controller,$(call sources,$r)))

# Templates become strings of the program.
$O/templates.c: $(wildcard templates/*.tmpl) tests/../Makefile
	$(call say,gen,$@)
	@mkdir -p $(@D)
	$Q{ echo '#include "controller/config/builtin.h"'; \
	for t in zone-header.tmpl nsd.conf.tmpl commit.tmpl; do \
		v=builtin_$$(echo $${t%.tmpl} | tr '.-' '__'); \
		echo "const char $$v[] ="; \
		sed 's/\\/\\\\/g; s/"/\\"/g; s/.*/"&\\n"/' templates/$$t; \
		echo ';'; done; } > $@
$O/templates.o: $O/templates.c
	$Q$(CC) $(BASE) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<

define room
$(call archive,$1): $(patsubst %.c,$O/%.o,$(call sources,$1)) \
	$(if $(filter controller/config,$1),$O/templates.o)
	$$(call say,ar,$$@)
	@mkdir -p $$(@D)
	@rm -f $$@
	$$Q$(AR) rcs $$@ $$^
endef
$(foreach r,$(rooms),$(if $(call sources,$r),$(eval $(call room,$r))))

$O/controller/command/version.o: EXTRA = \
	-DLIBRARIES='"$(foreach l,$(libs_controller),$l $(shell \
	$(PKG_CONFIG) --modversion $l)\n)"'
$O/controller/kube/request/easy.o $O/controller/command/output.o: EXTRA = -DVERSION='"$(VERSION)"'
$O/%.o: %.c
	$(call say,cc,$<)
	@mkdir -p $(@D)
	$Q$(CC) $(BASE) $(EXTRA) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<

# tests/unit/ROOM/test_NAME.c is linked with ROOM and the rooms before it only.
# What stands beside the tests of a folder helps them and those of the folders
# in it: an archive, of which a test takes what it names.  tests/unit/zonegen
# has the tests of zonegen as a whole.
tests := $(patsubst %.c,$O/%,$(foreach d,zonegen $(rooms),$(wildcard \
	tests/unit/$d/test_*.c)))
folders = $(if $(filter-out .,$1),$1 $(call folders,$(patsubst %/,%,$(dir $1))))
help = $(filter-out %.h,$(foreach d,$(filter-out tests,$(call folders,$1)), \
	$(filter-out $(wildcard $d/test_*.c),$(wildcard $d/*.c))))
define unit
$O/tests/unit/$1/help.a: $(patsubst %.c,$O/%.o,$(call help,tests/unit/$1))
	@mkdir -p $$(@D)
	@rm -f $$@
	$$Q$(AR) rcs $$@ $$^
$(patsubst %.c,$O/%,$(wildcard tests/unit/$1/test_*.c)): \
	$O/%: $O/%.o $O/tests/unit/$1/help.a $(call upto,$2)
	$$(call say,link,$$@)
	$$Q$(CC) $(SANITIZE) $(CFLAGS) $(LDFLAGS) -o $$@ $$^ \
		$(if $(filter zonegen%,$1),$(LIBS_zonegen),$$(LIBS_controller)) \
		-lcmocka
endef
$(foreach r,$(rooms),$(eval $(call unit,$r,$r)))
$(eval $(call unit,zonegen,zonegen/foreign))

# tests/fuzz/fuzz_NAME.c: with libFuzzer by make fuzz, with replay.c here.
fuzzers := $(patsubst tests/fuzz/fuzz_%.c,%,$(wildcard tests/fuzz/fuzz_*.c))
replays := $(foreach f,$(fuzzers),$O/tests/fuzz/replay_$f)
$O/tests/fuzz/replay_%: $O/tests/fuzz/fuzz_%.o $O/tests/fuzz/replay.o \
	$(call upto,controller/command)
	$(call say,link,$@)
	$Q$(CC) $(SANITIZE) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS_controller)

# The client of the API server alone, which the end-to-end tests follow.
$O/follow: $(patsubst %.c,$O/%.o,$(wildcard tests/client/*.c)) \
	$(call upto,controller/kube)
	$(call say,link,$@)
	$Q$(CC) $(SANITIZE) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS_controller)

# What the end-to-end tests preload: a wall clock that they move, files that
# cannot be written.  Not for the sanitizers, which want to be the first library.
preloads := $(patsubst tests/preload/%.c,$O/%.so,$(wildcard tests/preload/*.c))
$O/%.so: tests/preload/%.c
	$(call say,link,$@)
	@mkdir -p $(@D)
	$Q$(CC) $(BASE) -fPIC $(CFLAGS) -shared -o $@ $<

e2e-programs: $O/k8s-nsd $O/k8s-nsd-quick $O/follow $(if $(SAN),,$(preloads))

unit: $O/k8s-nsd $(tests) $(replays)
	@tests/unit.sh $O $(tests) $(replays)

e2e: e2e-programs
	tests/e2e.sh $O

F ?= name
T ?= 60
fuzz:
	@mkdir -p build-fuzz/corpus/$F
	@$(MAKE) -s O=build-fuzz CC=$(CLANG) SAN=address,undefined \
		CFLAGS="-g -O1 -fsanitize=fuzzer-no-link" build-fuzz/fuzz_$F
	build-fuzz/fuzz_$F -max_total_time=$T -rss_limit_mb=4096 -timeout=20 \
		-artifact_prefix=build-fuzz/ build-fuzz/corpus/$F \
		$(wildcard tests/fuzz/corpus/$F)
build-fuzz/fuzz_%: build-fuzz/tests/fuzz/fuzz_%.o $(call upto,controller/command)
	$Q$(CC) $(SANITIZE) -fsanitize=fuzzer $(CFLAGS) -o $@ $^ $(LIBS_controller)
fuzz-all:
	@for f in $(fuzzers); do $(MAKE) -s fuzz F=$$f T=$T || exit 1; done

lint:
	@tests/lint.sh

SOAK ?= 1200
SEED ?=
soak: $O/k8s-nsd-quick
	SOAK=$(SOAK) SEED=$(SEED) PYTHONDONTWRITEBYTECODE=1 \
		$(PYTHON) tests/e2e/soak.py $O/k8s-nsd-quick

$O/tests/bench/objectsize: $O/tests/bench/objectsize.o \
	$(call upto,controller/object)
	$(call say,link,$@)
	$Q$(CC) $(SANITIZE) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS_controller)

bench: $O/k8s-nsd $O/tests/bench/objectsize $O/turns.so $O/pidfd.so
	tests/bench.sh $O

test:
	@tests/packages.sh build test
	@tests/all.sh

run:
	@tests/packages.sh build run
	@$(MAKE) -s all
	@manifests/examples/run.sh $O \
		"$(if $(findstring command,$(origin KUBECONFIG)),$(KUBECONFIG))"

IMAGE ?= localhost/k8s-nsd:dev
cluster-test: image
	tests/cluster.sh $O

image: all
	@manifests/image/build.sh $O $(IMAGE) $(VERSION)

install: all
	install -D -m 0755 $O/k8s-nsd $(DESTDIR)$(PREFIX)/bin/k8s-nsd
	ln -sf k8s-nsd $(DESTDIR)$(PREFIX)/bin/kubectl-nsd
	install -d $(DESTDIR)$(PREFIX)/share/k8s-nsd/templates
	install -m 0644 templates/*.tmpl $(DESTDIR)$(PREFIX)/share/k8s-nsd/templates
	install -d $(addprefix $(DESTDIR)$(PREFIX)/share/man/,man5 man8)
	install -m 0644 controller/man/*.5 $(DESTDIR)$(PREFIX)/share/man/man5
	install -m 0644 controller/man/*.8 $(DESTDIR)$(PREFIX)/share/man/man8

clean:
	rm -rf build build-san build-clang build-san-clang build-fuzz

.PHONY: all objects unit e2e e2e-programs fuzz fuzz-all lint bench soak test cluster-test run image install clean
.SECONDARY:
-include $(shell find $O -path $O/image -prune -o -name '*.d' -type f -print 2>/dev/null)
