# trueup: one plain GNU make file.  make deps, make, make demo, make test.
# MODE: release, asan, cov; each has its own object tree.
MODE ?= release
CC ?= cc
PREFIX ?= /usr/local
BINDIR ?= $(PREFIX)/bin
MANDIR ?= $(PREFIX)/share/man
PKG_CONFIG ?= pkg-config

MAKEFLAGS += --no-builtin-rules
# make V=1 shows the commands.
Q := $(if $(V),,@)
O := build/$(MODE)-$(notdir $(firstword $(CC)))

STD  := -std=c17 -D_POSIX_C_SOURCE=200809L -D_DEFAULT_SOURCE
WARN := -Wall -Wextra -Wpedantic -Wformat=2 -Wconversion -Wsign-conversion -Wshadow \
	-Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition -Wundef -Wvla -Wcast-qual \
	-Wwrite-strings -Wpointer-arith -Wswitch-enum -Wimplicit-fallthrough -Wnull-dereference \
	-Wdouble-promotion -Werror=format-security -Werror=implicit \
	-Werror=incompatible-pointer-types -Werror=int-conversion
HARD := -fstack-protector-strong -fno-strict-aliasing -fno-delete-null-pointer-checks \
	-fno-strict-overflow -fPIE -ffile-prefix-map=$(CURDIR)=.
release_CF := -O2 -g $(HARD) -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2
asan_CF    := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
cov_CF     := -O0 -g --coverage
release_LF := -pie -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack -Wl,--as-needed
asan_LF    := -fsanitize=address,undefined
cov_LF     := --coverage

LIBS     := libxml-2.0 libcrypto libcjson
LIB_CF   := $(subst -I,-isystem ,$(shell $(PKG_CONFIG) --cflags $(LIBS) 2>/dev/null))
LIB_LF   := $(shell $(PKG_CONFIG) --libs $(LIBS) 2>/dev/null)
LIB_LF   += $(shell $(PKG_CONFIG) --libs libpcre2-8 libarchive yaml-0.1 2>/dev/null)

# cairo and pango are loaded when a PDF is asked for; without their headers `pdf` is refused.
PDF      := $(if $(shell $(PKG_CONFIG) --exists pangocairo cairo-pdf && echo yes),pdf,no_pdf)
PDF_CF   := $(subst -I,-isystem ,$(shell $(PKG_CONFIG) --cflags pangocairo cairo-pdf 2>/dev/null))

SRC := $(sort $(wildcard checker/*.c checker/*/*.c rules/lang/*.c reports/*.c reports/seal/*.c \
	reports/$(PDF)/*.c))
OBJ := $(SRC:%.c=$(O)/%.o) $(O)/gen/mapping_data.o $(O)/gen/core_pack.o
# What unit tests, fuzz targets and the test driver link: all but main().
LIB := $(filter-out $(O)/checker/main.o,$(OBJ))

CF = $(STD) $(WARN) $($(MODE)_CF) $(LIB_CF) -I. -include checker/base/banned.h $(CPPFLAGS) $(CFLAGS)

.PHONY: all
# By name: .SECONDARY below would leave a missing one alone where build/trueup of another mode is newer.
all: $(O)/trueup build/trueup

build/trueup: $(O)/trueup
	@mkdir -p build
	@cp -f $< $@.tmp && mv -f $@.tmp $@

$(O)/trueup: $(OBJ)
	@echo "  LINK  $@"
	$(Q)$(CC) $($(MODE)_LF) $(LDFLAGS) -o $@ $^ $(LIB_LF) $(LDLIBS)

# The program as it is without cairo and pango, for the test of what it then says.
$(O)/no-pdf/trueup: $(filter-out $(O)/reports/pdf/%,$(OBJ)) $(O)/reports/no_pdf/absent.o
	@mkdir -p $(@D)
	$(Q)$(CC) $($(MODE)_LF) $(LDFLAGS) -o $@ $(sort $^) $(LIB_LF) $(LDLIBS)

# Makefile is a prerequisite: changed flags rebuild.
$(O)/%.o: %.c Makefile
	@mkdir -p $(@D)
	@echo "  CC    $<"
	$(Q)$(CC) $(CF) -MMD -MP -c -o $@ $<

# What `od -An -v -tx1` prints, as the elements of an array.
AS_CHARS := sed 's/ *\([0-9a-f][0-9a-f]\)/(char)0x\1,/g'

# The shipped mappings, as bytes of a table: checker/read/mapping_set.h says what it looks like.
MAPPINGS := $(sort $(wildcard checker/read/mappings/*.json))
$(O)/gen/mapping_data.c: $(MAPPINGS) checker/read/mappings/detect.awk Makefile
	@mkdir -p $(@D)
	$(Q){ echo '#include "checker/read/mapping_set.h"'; n=0; \
	for f in $(MAPPINGS); do n=$$((n + 1)); \
		echo "static const char text$$n[] = {"; od -An -v -tx1 $$f | $(AS_CHARS); echo '0};'; \
		echo "static const char detect$$n[] = {"; \
		awk -f checker/read/mappings/detect.awk $$f | od -An -v -tx1 | $(AS_CHARS); echo '0};'; \
	done; \
	echo 'const struct shipped_mapping shipped_mappings[] = {'; n=0; \
	for f in $(MAPPINGS); do n=$$((n + 1)); \
		echo "{\"$$(basename $$f .json)\", text$$n, sizeof(text$$n) - 1, detect$$n, sizeof(detect$$n) - 1},"; \
	done; \
	echo '{0, 0, 0, 0, 0}};'; } > $@.tmp
	@mv -f $@.tmp $@

# The shipped rule pack, calendars and profiles, as bytes: rules/lang/pack.h says what they look like.
# The pack stands there twice: whole, and without its tests, which are nine tenths of it.
CALENDARS := $(sort $(wildcard rules/packs/calendars/*.jsonc))
PROFILES := $(sort $(wildcard rules/packs/profiles/*.jsonc))
$(O)/gen/core_pack.c: rules/packs/core.rules.jsonc rules/packs/plain.awk $(CALENDARS) $(PROFILES) Makefile
	@mkdir -p $(@D)
	$(Q){ echo '#include "rules/lang/pack.h"'; echo 'const char pack_core_text[] = {'; \
		od -An -v -tx1 $< | $(AS_CHARS); \
		echo '0};'; echo 'const size_t pack_core_len = sizeof(pack_core_text) - 1;'; \
		echo 'const char pack_core_plain[] = {'; \
		awk -f rules/packs/plain.awk $< | od -An -v -tx1 | $(AS_CHARS); \
		echo '0};'; echo 'const size_t pack_core_plain_len = sizeof(pack_core_plain) - 1;'; n=0; \
	for f in $(CALENDARS) $(PROFILES); do n=$$((n + 1)); \
		echo "static const char text$$n[] = {"; \
		od -An -v -tx1 $$f | $(AS_CHARS); echo '0};'; \
	done; n=0; \
	echo 'const struct pack_text shipped_calendars[] = {'; \
	for f in $(CALENDARS); do n=$$((n + 1)); \
		echo "{\"$$(basename $$f)\", text$$n, sizeof(text$$n) - 1},"; done; \
	echo '{0, 0, 0}};'; echo 'const struct pack_text shipped_profiles[] = {'; \
	for f in $(PROFILES); do n=$$((n + 1)); \
		echo "{\"$$(basename $$f)\", text$$n, sizeof(text$$n) - 1},"; done; \
	echo '{0, 0, 0}};'; } > $@.tmp
	@mv -f $@.tmp $@

$(O)/reports/pdf/%.o: CPPFLAGS += $(PDF_CF)

$(O)/gen/%.o: $(O)/gen/%.c Makefile
	@echo "  CC    $<"
	$(Q)$(CC) $(CF) -MMD -MP -c -o $@ $<

# Unit tests: one program a file, cmocka, TAP.
UNIT := $(patsubst tests/unit/%.c,$(O)/unit/%,$(wildcard tests/unit/test_*.c))
$(O)/unit/%: tests/unit/%.c $(LIB) Makefile
	@mkdir -p $(@D)
	$(Q)$(CC) $(CF) -MMD -MP -o $@ $< $(LIB) $($(MODE)_LF) $(LDFLAGS) -lcmocka $(LIB_LF)

.PHONY: unit
unit: $(UNIT)
	prove --exec tests/tool/tap $(UNIT)

# Fuzz targets, replayed over their stored corpora by a plain main (no clang needed).
FUZZ := $(patsubst tests/fuzz/%.c,$(O)/fuzz/%,$(wildcard tests/fuzz/fuzz_*.c))
$(O)/fuzz/fuzz_%: tests/fuzz/fuzz_%.c tests/fuzz/driver.c $(LIB) Makefile
	@mkdir -p $(@D)
	$(Q)$(CC) $(CF) -o $@ $< tests/fuzz/driver.c $(LIB) $($(MODE)_LF) $(LDFLAGS) $(LIB_LF)

# The same targets for libFuzzer, with sanitizers (clang); tests/fuzz/README.md says how to run them.
.PHONY: fuzzers libfuzzer
LIBFUZZER := $(patsubst tests/fuzz/%.c,$(O)/libfuzzer/%,$(wildcard tests/fuzz/fuzz_*.c))
fuzzers:
	@$(MAKE) --no-print-directory CC=clang MODE=asan O=build/fuzzers CFLAGS=-fsanitize=fuzzer-no-link libfuzzer
libfuzzer: $(LIBFUZZER)
$(O)/libfuzzer/fuzz_%: tests/fuzz/fuzz_%.c $(LIB) Makefile
	@mkdir -p $(@D)
	$(Q)$(CC) $(CF) -fsanitize=fuzzer -o $@ $< $(LIB) $($(MODE)_LF) $(LDFLAGS) $(LIB_LF)

# Test tools: programs that link the same objects.
TOOLS := $(patsubst tests/tool/%.c,$(O)/tool/%,$(filter-out tests/tool/model_%.c,$(wildcard tests/tool/*.c)))
$(O)/tool/judge_dump: $(O)/tests/tool/model_out.o
$(O)/tool/%: tests/tool/%.c $(LIB) Makefile
	@mkdir -p $(@D)
	$(Q)$(CC) $(CF) -MMD -MP -o $@ $(filter %.c %.o,$^) $($(MODE)_LF) $(LDFLAGS) $(LIB_LF)

# Reading against bare parsers on generated files: ratios, memory, budgets met or missed.
BENCH := $(O)/bench/bench $(O)/bench/whole $(O)/bench/eval
$(O)/bench/%: tests/bench/%.c tests/bench/generate.c tests/bench/generate.h $(LIB) Makefile
	@mkdir -p $(@D)
	$(Q)$(CC) $(CF) -o $@ $(filter %.c %.o,$^) $($(MODE)_LF) $(LDFLAGS) $(LIB_LF)

bench: $(O)/trueup $(BENCH)
	@sh tests/bench/run.sh $(O)

# ---- packages ----
BUILD_PKGS := gcc make pkg-config libxml2-dev libssl-dev libcjson-dev libpcre2-dev \
	libarchive-dev libyaml-dev libcairo2-dev libpango1.0-dev fonts-noto-core
TEST_PKGS  := $(BUILD_PKGS) libcmocka-dev perl clang libclang-rt-14-dev libxml2-utils jq openssl \
	openssh-client python3 python3-jsonschema python3-prometheus-client mandoc tidy shellcheck \
	poppler-utils qpdf fonts-droid-fallback chromium

.PHONY: deps test-deps
deps:
	@sh tests/tool/deps $(BUILD_PKGS)
test-deps:
	@sh tests/tool/deps $(TEST_PKGS)
	@sh tests/tool/schemas
	@sh tests/tool/npm

# ---- what a stranger runs ----
.PHONY: demo
demo: deps
	@$(MAKE) --no-print-directory -j$(JOBS) all
	@sh tests/tool/demo

.PHONY: test
test: test-deps
	@$(MAKE) --no-print-directory -j$(JOBS) build-tests
	@$(MAKE) --no-print-directory check

# Compiling runs on all cores; tests run one after the other, so that their output can be read.
JOBS ?= $(shell nproc 2>/dev/null || echo 1)
.PHONY: build-tests
build-tests: all $(UNIT) $(FUZZ) $(TOOLS)

.PHONY: check check-all reads lint fuzz-replay cli docs manuals same-bytes bless bench corpus
check: all lint unit reads rules org formats cli docs corpus fuzz-replay judges

# The shipped rules' own tests, and the language against the specification's (where the corpus is).
.PHONY: rules org judges judges-all
rules: all $(O)/tool/cel_conformance $(O)/tool/due_dump
	prove -o --exec '' tests/tool/rules-tap
	DUE_DUMP=$(O)/tool/due_dump PYTHONDONTWRITEBYTECODE=1 prove -o --exec python3 tests/judge/periods.py

# Do the tests beside the shipped rules bite? Each change of an expression or a default must fail one.
.PHONY: rule-mutants
rule-mutants: $(O)/tool/rule_mutants
	@$(O)/tool/rule_mutants tests/tool/rule_mutants.allowed

# The fixture organisation against the numbers derived by hand.
org: all
	prove -o --exec python3 tests/org/expected.py

# Every reader's account, taken apart by other programs.
reads: all
	prove -o --exec python3 $(wildcard tests/read/*.py)

# Real exports, where they are: records and result words as other programs count them.
corpus: all
	prove -o --exec python3 $(wildcard tests/corpus/*.py)

# Every format by a stock validator and against report.json.
.PHONY: formats
formats: all $(O)/no-pdf/trueup
	TRUEUP_NO_PDF=$(CURDIR)/$(O)/no-pdf/trueup prove -o --exec sh $(wildcard tests/formats/*.sh)

# The second judge, written apart, and the invariants, on random models (make judges SEEDS="x y").
SEEDS ?= a c
judges: all $(O)/tool/judge_dump
	for seed in $(SEEDS); do \
		JUDGE_DUMP=$(O)/tool/judge_dump prove -o --exec sh tests/judge/compare.sh :: 1000 $$seed || exit 1; \
	done
	PYTHONDONTWRITEBYTECODE=1 prove -o --exec python3 tests/judge/folders.py :: $(O)/tool/judge_dump fixtures
	PYTHONDONTWRITEBYTECODE=1 prove -o --exec python3 tests/judge/properties.py :: $(O)/tool/judge_dump 300
	PYTHONDONTWRITEBYTECODE=1 prove -o --exec python3 tests/judge/shrink_test.py :: $(O)/tool/judge_dump

# Every invariant and the U property of every rule on as many models; what the models reach is counted.
PROPERTIES ?= 20000
.PHONY: properties
properties: $(O)/tool/judge_dump
	PYTHONDONTWRITEBYTECODE=1 prove -o --exec python3 tests/judge/properties.py :: $(O)/tool/judge_dump $(PROPERTIES) long $(JOBS)

# Small changes of the judgement, one at a time: a test must fail. MUTATE="--count 500 --seed 7" for more.
MUTATE ?= --count 50 --seed 1
# coverage: line coverage of the same two rooms by the same tests; below 95 % it fails.
.PHONY: mutate coverage
mutate coverage: mutate-programs
	@CC='$(CC)' CF='$(CF)' PYTHONDONTWRITEBYTECODE=1 python3 tests/mutate/$@.py $(O)/mut $(if $(filter mutate,$@),$(MUTATE))

# Programs that load the two rooms, and before them libfirst.so: empty here, elsewhere what replaces a file of them.
ROOMS := $(filter checker/judge/% checker/join/%,$(SRC))
MUT_TESTS := $(notdir $(basename $(shell grep -lE \
	'checker/j(udge|oin)/|(join|rules|kinds|cells)_help|model_build|report_sample' tests/unit/test_*.c)))
MUT_PROGRAMS := $(addprefix $(O)/mut/,trueup judge_dump $(MUT_TESTS))
MUT_LINK = $(CC) $($(MODE)_LF) $(LDFLAGS) -Wl,--export-dynamic,-rpath,'$$ORIGIN' -o $@ $(sort $(filter %.o,$^)) \
	-L$(O)/mut -Wl,--no-as-needed -lfirst -Wl,--as-needed -lrooms -lcmocka $(LIB_LF)
MUT_LIB := $(filter-out $(ROOMS:%.c=$(O)/%.o),$(LIB))
.PHONY: mutate-programs mutate-built
mutate-built: $(MUT_PROGRAMS)
	@:
mutate-programs:
	@$(MAKE) --no-print-directory -j$(JOBS) mutate-built
$(O)/mut/checker/%.o: checker/%.c Makefile
	@mkdir -p $(@D)
	$(Q)$(CC) $(CF) -fPIC -MMD -MP -c -o $@ $<
$(O)/mut/librooms.so: $(ROOMS:%.c=$(O)/mut/%.o)
	$(Q)$(CC) -shared -o $@ $^
$(O)/mut/libfirst.so: Makefile
	@mkdir -p $(@D)
	$(Q)$(CC) -shared -o $@ -x c /dev/null
$(O)/mut/trueup: $(O)/checker/main.o
$(O)/mut/judge_dump: $(O)/tests/tool/judge_dump.o $(O)/tests/tool/model_out.o
$(MUT_TESTS:%=$(O)/mut/%): $(O)/mut/%: $(O)/tests/unit/%.o
$(MUT_PROGRAMS): $(MUT_LIB) $(O)/mut/librooms.so $(O)/mut/libfirst.so
	$(Q)$(MUT_LINK)

# The same at length: what the generator reaches, models of one more seed, every property.
judges-all: all $(O)/tool/judge_dump properties
	PYTHONDONTWRITEBYTECODE=1 prove -o --exec python3 tests/judge/folders.py :: $(O)/tool/judge_dump corpus
	PYTHONDONTWRITEBYTECODE=1 python3 tests/judge/gen.py --coverage cover 2000
	PYTHONDONTWRITEBYTECODE=1 python3 tests/judge/scale.py $(O)/tool/judge_dump z9 20000 $(JOBS)

lint:
	prove --exec sh tests/lint/layers.sh tests/lint/headers.sh tests/lint/words.sh

# The golden cases of tests/cli are one program; -o shows what differs.
cli: all
	prove -o --exec sh tests/tool/run-cli $(wildcard tests/cli/*.sh)

docs: all
	prove -o --exec sh $(wildcard tests/docs/*.sh)

# The manual pages that are made from the program's own tables.
manuals: all
	tests/tool/man-messages build/trueup > checker/trueup-messages.5
	tests/tool/man-config checker/trueup.schema.json > checker/trueup.json.5
	tests/tool/man-report reports/trueup-report-1.schema.json > reports/trueup-report.json.5
	tests/tool/records-schema > checker/model/trueup-records-1.schema.json
	tests/tool/readme-table build/trueup README.md > build/README.md && cp build/README.md README.md

# Another compiler and another optimisation give the same reports.
OTHERS := build/same-clang build/same-O0
same-bytes: all
	@$(MAKE) --no-print-directory CC=clang O=build/same-clang build/same-clang/trueup
	@$(MAKE) --no-print-directory CFLAGS='-O0 -U_FORTIFY_SOURCE' O=build/same-O0 build/same-O0/trueup
	TRUEUP_OTHERS="$(OTHERS:%=%/trueup)" prove -o --exec sh tests/cli/determinism.sh

fuzz-replay: $(FUZZ)
	@for f in $(FUZZ); do c=fixtures/corpus/$$(basename $$f | sed 's/^fuzz_//'); \
		if [ -d $$c ]; then $$f $$c || exit 1; fi; done
	@$(O)/fuzz/fuzz_reader fixtures/good fixtures/hostile

bless: all
	BLESS=1 tests/tool/run-cli $(CASE)

check-all: check
	TRUEUP_WORDS=100000 $(O)/unit/test_read_words
	@$(MAKE) --no-print-directory rule-mutants judges-all
	@$(MAKE) --no-print-directory MODE=asan -j$(JOBS) build-tests
	@$(MAKE) --no-print-directory MODE=asan unit fuzz-replay smash
	@$(MAKE) --no-print-directory CC=clang -j$(JOBS) build-only

# Fixtures and corpus files, mutated at random: SMASH="--seed 7 --runs 5000 --seconds 3600" for more.
SMASH ?= --runs 100 --seconds 90
.PHONY: smash
smash: $(O)/trueup
	python3 tests/tool/smash.py --bin $(O)/trueup $(SMASH)

# The expression language against a file of the specification's tests: make conformance CEL=FILE
.PHONY: conformance
conformance: $(O)/tool/cel_conformance
	@$(O)/tool/cel_conformance $(CEL)

.PHONY: build-only
build-only: $(OBJ)

.PHONY: install
install: all
	install -d $(DESTDIR)$(BINDIR) $(DESTDIR)$(MANDIR)/man1 $(DESTDIR)$(MANDIR)/man5
	install -m 0755 build/trueup $(DESTDIR)$(BINDIR)/trueup
	install -m 0644 $(wildcard checker/*.1) $(DESTDIR)$(MANDIR)/man1/
	install -m 0644 $(wildcard checker/*.5 reports/*.5) $(DESTDIR)$(MANDIR)/man5/

.PHONY: clean
clean:
	rm -rf build

.DELETE_ON_ERROR:
.SECONDARY:
-include $(shell find $(O) -name '*.d' 2>/dev/null)
