# Tidemark: `make deps` installs what is needed, `make` builds, `make demo` shows, `make check`
# tests.
# SANITIZE=1 builds with AddressSanitizer and UBSan (`make tsan` takes ThreadSanitizer); WERROR=1
# (or CI=true) makes warnings errors.

VERSION = 0.1.0
PREFIX ?= /usr/local
DATADIR = $(PREFIX)/share/tidemark

ifdef SANITIZE
BUILD ?= build/asan
CFLAGS ?= -O1 -g -fno-omit-frame-pointer
CHECKED = -fsanitize=address,undefined -fno-sanitize-recover=all
endif
BUILD ?= build/release
CFLAGS ?= -O2 -g

PACKAGES = lua5.4 yaml-0.1 libseccomp zlib nettle libutf8proc fontconfig
# Asked for once, when first used: `make deps all` installs before it asks.
PACKAGE_FLAGS = $(eval PACKAGE_FLAGS := $(shell pkg-config --cflags $(PACKAGES)))$(PACKAGE_FLAGS)
LIBRARIES = $(eval LIBRARIES := $(shell pkg-config --libs $(PACKAGES)) -lglpk -lm)$(LIBRARIES)
WARNINGS = -Wall -Wextra -Wconversion -Wshadow
ifneq (,$(filter-out 0,$(WERROR))$(filter true 1,$(CI)))
STRICT = -Werror
endif
COMPILE = $(CC) -std=gnu11 -D_GNU_SOURCE $(CFLAGS) -ffp-contract=off $(WARNINGS) $(CHECKED) -Isrc \
	-DTIDEMARK_VERSION='"$(VERSION)"' -DTIDEMARK_DATADIR='"$(DATADIR)"' \
	$(PACKAGE_FLAGS)
# Lua, a shared library, must find our exp, log and pow before the C library's.
EXPORTS = $(addprefix -Wl$(comma)--export-dynamic-symbol=,exp log pow)
comma = ,
LINK = $(CC) $(CFLAGS) $(CHECKED) $(LDFLAGS) $(EXPORTS)

# One source compiled per vector width: kernel_body.c and those that it includes.
WIDE = $(addprefix src/base/kernel_,32.c 64.c)
CFLAGS_base/kernel_16 = -O3
CFLAGS_base/kernel_32 = -O3 -mavx2 -mfma
CFLAGS_base/kernel_64 = -O3 -mavx512f -mprefer-vector-width=512

# Loops over draws and rows. Nothing reads errno or the flags of exceptions, so that a condition can
# become a choice between two values; no bit of a result depends on that.
DRAWS = -O3 -fno-math-errno -fno-trapping-math
CFLAGS_base/random = $(DRAWS)
CFLAGS_score/graph_block_mean = $(DRAWS)
CFLAGS_scenario/ensemble_block = $(DRAWS)
CFLAGS_scenario/ensemble_chance = $(DRAWS)
CFLAGS_scenario/ensemble_clock = $(DRAWS)
CFLAGS_scenario/ensemble_move = $(DRAWS)
NOT_ALONE = $(addprefix src/base/kernel_,body.c mean.c rank.c sums.c) \
	$(if $(filter x86_64%,$(shell $(CC) -dumpmachine)),,$(WIDE))

SOURCES = $(filter-out $(NOT_ALONE),$(sort $(wildcard src/*/*.c)))
PRELUDE = $(sort $(wildcard src/lua/prelude/*.lua))
OBJECTS = $(SOURCES:src/%.c=$(BUILD)/obj/%.o) $(BUILD)/obj/lua/prelude.o
PROGRAM = $(BUILD)/tidemark
ARCHIVE = $(BUILD)/libtidemark.a
UNITS = $(patsubst %.c,$(BUILD)/%,$(sort $(wildcard tests/unit/test_*.c)))
FUZZERS = $(patsubst %.c,$(BUILD)/%,$(sort $(wildcard tests/fuzz/fuzz_*.c)))
BENCHES = $(patsubst %.c,$(BUILD)/%,$(sort $(wildcard tests/bench/*.c)))
FAULT = $(addprefix $(BUILD)/tests/fault/,fail.so stop tidemark)

all: $(PROGRAM)
objects: $(OBJECTS)
tests: $(PROGRAM) $(UNITS) $(FUZZERS) $(if $(SANITIZE),,$(FAULT))

deps:
	@.ci/deps

demo: all
	@TIDEMARK=$(PROGRAM) .ci/demo

lint: objects
	.ci/lint --objects $(BUILD)/obj

check: objects
	$(MAKE) tests
	$(MAKE) tests SANITIZE=1 BUILD=build/asan
	$(MAKE) objects CC=clang BUILD=build/clang
	@perl tests/run --jobs 2 lint=$(BUILD) release=$(BUILD) asan=build/asan valgrind=$(BUILD)

check-all: check fuzz tsan
	@perl tests/run --jobs 2 valgrind-all=$(BUILD)
	@WHOLE=1 perl tests/run --only hostile_lua asan=build/asan
	@WHOLE=1 TEST_SECONDS=3600 perl tests/run --only fault/re release=$(BUILD)
	@WHOLE=1 perl tests/run --only test_edit release=$(BUILD)
	@WHOLE=1 TEST_SECONDS=3600 perl tests/run --only vintages release=$(BUILD)
	@FAULT_BOTH=1 TEST_SECONDS=3600 perl tests/run --only fault/fault.t release=$(BUILD)

# What works with several threads, under ThreadSanitizer.
TSAN_TESTS = $(shell sed -n 's,^test_,build/tsan/tests/unit/test_,p' tests/tsan.list)
tsan:
	$(MAKE) BUILD=build/tsan CFLAGS='-O1 -g -fno-omit-frame-pointer' CHECKED=-fsanitize=thread \
	    build/tsan/tidemark $(TSAN_TESTS)
	@perl tests/run --jobs 2 tsan=build/tsan

# Each fuzz target, or the one named by FUZZ=, for FUZZ_SECONDS under libFuzzer.
FUZZ = $(patsubst tests/fuzz/fuzz_%.c,%,$(sort $(wildcard tests/fuzz/fuzz_*.c)))
FUZZ_SECONDS = 60
fuzz: $(FUZZ:%=fuzz-%)
fuzz-%:
	$(MAKE) CC=clang BUILD=build/fuzz CFLAGS='-O1 -g' \
	    CHECKED=-fsanitize=fuzzer-no-link,address,undefined build/fuzz/libfuzzer/$*
	@mkdir -p build/fuzz/corpus/$*
	build/fuzz/libfuzzer/$* -max_total_time=$(FUZZ_SECONDS) -timeout=10 -print_final_stats=1 \
	    build/fuzz/corpus/$* tests/fuzz/corpus/$*

bench: all $(BENCHES)
	@TIDEMARK=$(PROGRAM) BENCH=$(BUILD)/tests/bench tests/bench/run

# The parts of the pages that the program writes itself.
docs: all
	@TIDEMARK=$(PROGRAM) .ci/docs

fmt:
	clang-format -i $(wildcard src/*/*.[ch] tests/*/*.[ch])

SHARED = $(shell find indicators data scripts -type f)
PAGES = LICENSE README.md data/README.md $(shell find docs examples -type f)
install: all
	install -D -m 755 $(PROGRAM) $(DESTDIR)$(PREFIX)/bin/tidemark
	for file in $(SHARED); do install -D -m 644 $$file $(DESTDIR)$(DATADIR)/$$file; done
	for page in $(wildcard man/*.1); do \
	    install -D -m 644 $$page $(DESTDIR)$(PREFIX)/share/man/man1/$${page#man/}; done
	for page in $(PAGES); do \
	    install -D -m 644 $$page $(DESTDIR)$(PREFIX)/share/doc/tidemark/$$page; done

clean:
	rm -rf build out

.PHONY: all objects tests deps demo docs lint check check-all fuzz tsan bench fmt install clean \
	FORCE
.DELETE_ON_ERROR:
.SECONDARY:

$(PROGRAM): $(BUILD)/obj/cli/main.o $(ARCHIVE)
	$(LINK) -o $@ $^ $(LIBRARIES)

$(ARCHIVE): $(filter-out %/cli/main.o,$(OBJECTS))
	@rm -f $@
	$(AR) rcs $@ $^

# Everything is compiled again when the way to compile it changes.
ifneq (,$(filter deps,$(MAKECMDGOALS)))
$(BUILD)/flags: | deps
endif
$(BUILD)/flags: FORCE
	@mkdir -p $(@D)
	@echo "$(subst ",,$(COMPILE))" | cmp -s - $@ || echo "$(subst ",,$(COMPILE))" >$@

$(BUILD)/obj/%.o: src/%.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(COMPILE) $(STRICT) $(CFLAGS_$*) -MMD -MP -c -o $@ $<

$(BUILD)/obj/lua/prelude.o: $(BUILD)/prelude.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(COMPILE) $(STRICT) -MMD -MP -c -o $@ $<

$(BUILD)/prelude.c: $(PRELUDE) .ci/prelude
	@mkdir -p $(@D)
	.ci/prelude $(PRELUDE) >$@

$(BUILD)/tests/unit/%: tests/unit/%.c $(ARCHIVE)
	@mkdir -p $(@D)
	$(COMPILE) $(STRICT) -MMD -MP -o $@ $< $(ARCHIVE) $(LDFLAGS) $(EXPORTS) $(LIBRARIES) -lcmocka

$(BUILD)/tests/fuzz/%: tests/fuzz/%.c tests/fuzz/driver.c $(ARCHIVE)
	@mkdir -p $(@D)
	$(COMPILE) $(STRICT) -MMD -MP -o $@ $< tests/fuzz/driver.c $(ARCHIVE) $(LIBRARIES)

$(BUILD)/libfuzzer/%: tests/fuzz/fuzz_%.c $(ARCHIVE)
	@mkdir -p $(@D)
	$(COMPILE) -fsanitize=fuzzer -o $@ $^ $(LIBRARIES)

$(BUILD)/tests/bench/%: tests/bench/%.c $(ARCHIVE)
	@mkdir -p $(@D)
	$(COMPILE) $(STRICT) -MMD -MP -o $@ $< $(ARCHIVE) $(LIBRARIES)

# The program with an arena whose every allocation can be made to fail.
WRAPPED = $(addprefix -Wl$(comma)--wrap=arena_,alloc grow text printf)
$(BUILD)/tests/fault/tidemark: $(BUILD)/obj/cli/main.o tests/fault/arena.c $(ARCHIVE)
	@mkdir -p $(@D)
	$(COMPILE) $(STRICT) -o $@ $^ $(LDFLAGS) $(EXPORTS) $(WRAPPED) $(LIBRARIES)

$(BUILD)/tests/fault/%.so: tests/fault/%.c
	@mkdir -p $(@D)
	$(COMPILE) $(STRICT) -fPIC -shared -o $@ $< -ldl

$(BUILD)/tests/fault/stop: tests/fault/stop.c
	@mkdir -p $(@D)
	$(COMPILE) $(STRICT) -o $@ $<

-include $(OBJECTS:.o=.d) $(UNITS:=.d) $(FUZZERS:=.d) $(BENCHES:=.d)
