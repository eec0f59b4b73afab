# spunta — GNU make, no configure. `make help` lists the targets.
#
# PREFIX, DESTDIR, CC, CFLAGS, LDFLAGS and PKG_CONFIG are the caller's; ours are added to them.
# MODE=release (default), asan (address and undefined-behaviour sanitizers), fuzz or coverage picks flags and build folder.
# V=1 shows the commands.

MODE       ?= release
PREFIX     ?= /usr/local
DESTDIR    ?=
PKG_CONFIG ?= pkg-config
CFLAGS     ?= -O2 -g
WERROR     ?=

bindir  = $(PREFIX)/bin
datadir = $(PREFIX)/share
mandir  = $(datadir)/man

build = build/$(if $(filter release,$(MODE)),obj,$(MODE))
bin   = build/bin$(if $(filter release,$(MODE)),,-$(MODE))

rooms = base extract normalize verify export bulk
tools = $(patsubst tools/%.c,%,$(wildcard tools/*.c))
units = $(patsubst tests/unit/%.c,%,$(wildcard tests/unit/*.c))

# --- what the libraries want ---------------------------------------------------------------------

base_pkgs    = glib-2.0 libpcre2-8 libcjson
extract_pkgs = poppler-glib gio-2.0 cairo libcrypto libxml-2.0 lept libseccomp
verify_pkgs  =
export_pkgs  = sqlite3 libxml-2.0 xlsxwriter zlib
normalize_pkgs =
all_pkgs = $(base_pkgs) $(extract_pkgs) $(verify_pkgs) $(export_pkgs)

# Asked once, and not at all for targets that compile nothing.
ifneq ($(filter-out help clean format install-deps distclean,$(or $(MAKECMDGOALS),all)),)
deps_ok := $(shell $(PKG_CONFIG) --exists $(all_pkgs) 2>/dev/null && echo yes)
ifeq ($(deps_ok),yes)
pkg_cflags := $(shell $(PKG_CONFIG) --cflags $(all_pkgs))
pkg_libs   := $(shell $(PKG_CONFIG) --libs $(all_pkgs)) -lgmp -lm
test_libs  := $(shell $(PKG_CONFIG) --libs cmocka 2>/dev/null)
# Of two libraries only the headers are wanted; they are loaded when --ocr and --to=postgres ask for them.
late_flags := $(shell $(PKG_CONFIG) --exists tesseract && echo -DSPUNTA_OCR && $(PKG_CONFIG) --cflags tesseract) \
	$(shell $(PKG_CONFIG) --exists libpq && echo -DSPUNTA_POSTGRES && $(PKG_CONFIG) --cflags libpq)
endif
endif

# --- flags -----------------------------------------------------------------------------------------

ours = -std=c17 -D_GNU_SOURCE -I. -include base/banned.h \
	-Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wformat=2 -Wvla -Wundef \
	$(if $(WERROR),-Werror)
# Not on every machine: what the compiler refuses is left out
on_this_machine := $(foreach f,-fstack-clash-protection -fcf-protection,\
	$(shell $(CC) -Werror $(f) -E -x c /dev/null >/dev/null 2>&1 && echo $(f)))
# The folder is told nobody, so that the same programs come out of any
hardening = -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -fstack-protector-strong $(on_this_machine) -fPIE -ffile-prefix-map=$(CURDIR)=.
hardening_ld = -pie -Wl,-z,relro,-z,now
ifeq ($(MODE),asan)
  CFLAGS := -O1 -g
  hardening = -fsanitize=address,undefined -fno-omit-frame-pointer -fno-sanitize-recover=undefined -fPIE
  hardening_ld = -fsanitize=address,undefined -pie
endif
ifeq ($(MODE),fuzz)
  CFLAGS := -O1 -g
  hardening = -fsanitize=fuzzer-no-link,address,undefined -fno-omit-frame-pointer -fno-sanitize-recover=undefined -fPIE
  hardening_ld = -fsanitize=address,undefined -pie
endif
ifeq ($(MODE),coverage)
  CFLAGS := -O0 -g
  hardening = --coverage
  hardening_ld = --coverage
endif
compile = $(CC) $(ours) $(hardening) $(pkg_cflags) $(late_flags) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c
# malloc is asked for by name so that base/memory.c's is taken, also where only libraries call it
link    = $(CC) $(CFLAGS) $(hardening_ld) $(LDFLAGS) -Wl,--as-needed -Wl,-u,malloc

# What was compiled with other flags is compiled anew: objects depend on a file that holds the flags of the last time.
flags     := $(build)/flags
flags_now := $(filter-out ccache -Werror,$(compile) $(link))
dry_run   := $(findstring n,$(filter-out --%,$(firstword -$(MAKEFLAGS))))
ifeq ($(deps_ok)$(dry_run),yes)
ifneq ($(flags_now),$(strip $(file <$(flags))))
$(shell mkdir -p $(build))$(file >$(flags),$(flags_now))
endif
endif
$(flags): ; # a dry run writes nothing

# Before a command: what it makes, in one line
quiet = $(if $(filter 1,$(V)),,@printf '  %-5s%s\n' $(1) $(2:$(CURDIR)/%=%);)

.DELETE_ON_ERROR:
.SECONDARY:
.SUFFIXES:
.PHONY: all check demo help generated

all: $(tools:%=$(bin)/%)

# --- rooms ------------------------------------------------------------------------------------------
# A room is a folder of sources, with folders in it, and, where it has data, the files that its programs carry
# (base/resource.h).

data_extract   := extract/page/furniture.tsv extract/page/letters.model extract/tables/weights/tables.tsv
data_normalize := $(sort $(wildcard normalize/profiles/*.json)) normalize/classification.tsv
data_verify    := verify/findings/messages.txt $(sort $(wildcard verify/rules/*.rules)) $(build)/verify/rules/programmes.rules \
	$(patsubst %,schemas/%,draft-07.json layout.schema.json records.schema.json profile.schema.json)
data_export    := $(patsubst %,export/html/page.%,css html js) $(patsubst %,export/html/tables.%,css html) export/html/overview.html \
	$(build)/export/model.json export/sql/views.sql $(sort $(wildcard verify/rules/*.rules))

# C that is made of data: base/italian/words.h and "made from schemas/records.json" below
made_base      := italian/lists catalogue
made_normalize := record-types
made_export    := words-tables

define room
$(1)_src  := $$(wildcard $(1)/*.c $(1)/*/*.c)
$(1)_obj  := $$($(1)_src:%.c=$$(build)/%.o) $$(made_$(1):%=$$(build)/$(1)/%.o) $$(if $$(data_$(1)),$$(build)/$(1)/data.o)
$$(build)/lib$(1).a: $$($(1)_obj)
	@mkdir -p $$(@D)
	@rm -f $$@
	$$(call quiet,AR,$$@)$$(AR) rcs $$@ $$^
$$(build)/$(1)/data.c: tools/bundle Makefile $$(data_$(1))
	@mkdir -p $$(@D)
	$$(call quiet,DATA,$$@)tools/bundle $(1) $$(data_$(1)) >$$@
$$(build)/$(1)/data.o: $$(build)/$(1)/data.c $$(data_$(1))
endef
$(foreach r,$(rooms),$(eval $(call room,$(r))))

libs = $(foreach r,extract normalize verify export bulk base,$(if $($(r)_obj),$(build)/lib$(r).a))

# base/italian/words.h
$(build)/base/italian/lists.c: tools/words $(sort $(wildcard base/italian/*.words))
	@mkdir -p $(@D)
	$(call quiet,MAKE,$@)tools/words $(filter %.words,$^) >$@

# base/language.h
$(build)/base/catalogue.c: tools/catalogue po/it.po
	@mkdir -p $(@D)
	$(call quiet,MAKE,$@)tools/catalogue po/it.po >$@

$(made_base:%=$(build)/base/%.o): %.o: %.c $(flags)
	$(call quiet,CC,$<)$(compile) -o $@ $<

# one source for what normalize names and for what rules look up
$(build)/verify/rules/programmes.rules: normalize/classification.tsv tools/programmes
	@mkdir -p $(@D)
	$(call quiet,MAKE,$@)tools/programmes $< >$@

# --- made from schemas/records.json (schemas/derive.c says what) -----------------------------------------
# What only the programs read is made while building; what people and other programs read stands in the tree, is written
# by `make generated`, and tests/house/generated.t holds it to its source.

derive  = $(build)/schemas/derive
records = schemas/records.json

$(derive): $(build)/schemas/derive.o $(build)/libbase.a
	$(call quiet,LINK,$@)$(link) -o $@ $< $(build)/libbase.a $(pkg_libs)

$(build)/normalize/record-types.c: $(derive) $(records)
	@mkdir -p $(@D)
	$(call quiet,MAKE,$@)$(derive) types $(records) >$@
$(build)/export/words-tables.c: $(derive) $(records)
	@mkdir -p $(@D)
	$(call quiet,MAKE,$@)$(derive) words $(records) >$@
$(build)/export/model.json: $(derive) $(records) export/tables.json
	@mkdir -p $(@D)
	$(call quiet,MAKE,$@)$(derive) model $(records) export/tables.json >$@
$(foreach r,normalize export,$(made_$(r):%=$(build)/$(r)/%.o)): %.o: %.c $(flags)
	$(call quiet,CC,$<)$(compile) -o $@ $<

generated: all ## write what is kept in the tree and made: schemas, XSD, streams.md, manual, completions
	BIN=$(bin) DERIVE=$(derive) tools/generated .
	$(again) all # which carry the new schemas

$(build)/%/data.o: $(build)/%/data.c $(flags)
	$(call quiet,CC,$<)$(CC) -I. $(hardening) $(pkg_cflags) $(CFLAGS) -MMD -MP -c -o $@ $<

$(build)/%.o: %.c $(flags)
	@mkdir -p $(@D)
	$(call quiet,CC,$<)$(compile) -o $@ $<

$(bin)/%: $(build)/tools/%.o $(libs)
	@mkdir -p $(@D)
	$(call quiet,LINK,$@)$(link) -o $@ $< $(libs) $(pkg_libs)

# what learns the weights of extract/ reads documents with these
$(build)/bench/%: $(build)/bench/%.o $(libs)
	$(call quiet,LINK,$@)$(link) -o $@ $< $(libs) $(pkg_libs)

$(build)/tests/unit/%: $(build)/tests/unit/%.o $(libs)
	$(call quiet,LINK,$@)$(link) -o $@ $< $(libs) $(pkg_libs) $(test_libs)

$(build)/tests/robust/nomemory.so: tests/robust/nomemory.c
	@mkdir -p $(@D)
	$(call quiet,LINK,$@)$(CC) -O2 -shared -fPIC -o $@ $<

# base stands alone: its tests link nothing else
$(build)/tests/unit/base_%: $(build)/tests/unit/base_%.o $(build)/libbase.a
	$(call quiet,LINK,$@)$(link) -o $@ $< $(build)/libbase.a $(pkg_libs) $(test_libs)

-include $(wildcard $(build)/*/*.d $(build)/*/*/*.d)

unit-programs: $(units:%=$(build)/tests/unit/%)

# Without the libraries nothing compiles; check and demo install them first and then call make again.
ifneq ($(filter all unit-programs tests install check-% golden lint,$(or $(MAKECMDGOALS),all)),)
ifneq ($(deps_ok),yes)
$(error libraries are missing ($(all_pkgs)); on Debian, tools/install-deps installs them)
endif
endif

# --- tests --------------------------------------------------------------------------------------------

PROVE      ?= prove --failures --comments
# One more than there are processors: some tests wait
JOBS       ?= $(shell expr $$(nproc 2>/dev/null || echo 1) + 1)
test_files  = $(sort $(wildcard tests/cli/*.t tests/golden/*.t tests/robust/*.t tests/house/*.t))
test_env    = BIN=$(CURDIR)/$(bin) DERIVED=$(CURDIR)/$(build) FUZZ=$(CURDIR)/$(build)/fuzz G_DEBUG=fatal-criticals CMOCKA_MESSAGE_OUTPUT=TAP
again       = +@$(MAKE) --no-print-directory

.PHONY: unit-programs tests check-unit check-cli check-headers check-golden check-robust check-asan check-valgrind check-deb check-slurm \
	golden coverage lint mutate format install uninstall dist clean distclean install-deps

check: ## install what is missing, build, run every test
	@tools/install-deps build test
	+@$(MAKE) --no-print-directory -j$(JOBS) tests

demo: ## install what is missing, build, check a faulty sample document
	@tools/install-deps build
	$(again) all
	@echo '$$ spunta run fixtures/valore-pubblico-errori.pdf'
	@$(bin)/spunta run fixtures/valore-pubblico-errori.pdf || test $$? -eq 1

# Slow files first, so that the last job is a short one.
slow_tests = tests/cli/bulk% tests/robust/%
tests: all unit-programs fuzz-programs $(build)/tests/robust/nomemory.so
	$(test_env) $(PROVE) -j$(JOBS) --exec '' $(sort $(units:%=$(build)/tests/unit/%)) \
		$(filter $(slow_tests),$(test_files)) $(filter-out $(slow_tests),$(test_files))

check-unit: unit-programs ## the unit tests only
	$(test_env) $(PROVE) -j$(JOBS) --exec '' $(sort $(units:%=$(build)/tests/unit/%))

check-cli: all ## the tests of the programs' behaviour only
	$(test_env) $(PROVE) -j$(JOBS) --exec '' $(filter tests/cli/%,$(test_files))

check-golden: all ## the fixtures' streams against tests/golden
	$(test_env) $(PROVE) --exec '' tests/golden/golden.t

check-robust: all fuzz-programs $(build)/tests/robust/nomemory.so ## damaged documents and streams
	$(test_env) $(PROVE) -j$(JOBS) --exec '' $(filter tests/robust/%,$(test_files))

check-headers: ## each header compiles alone; includes follow the arrows
	$(test_env) CC='$(CC)' HEADER_FLAGS='$(filter-out -W%,$(ours)) $(pkg_cflags) $(late_flags)' $(PROVE) --exec '' tests/house/headers.t


check-asan: ## every test, built with the address and undefined-behaviour sanitizers
	$(again) MODE=asan G_SLICE=always-malloc LSAN_OPTIONS=suppressions=$(CURDIR)/tests/lsan.supp:print_suppressions=0 tests

check-valgrind: all unit-programs ## unit tests and filters under valgrind
	@tools/install-deps build test develop
	$(test_env) UNIT=$(CURDIR)/$(build)/tests/unit tests/valgrind

check-deb: ## the Debian packages: built from the last commit, looked at by lintian, tried
	@tools/install-deps build test package
	$(test_env) $(PROVE) --exec '' tests/deb/packages.t

check-slurm: all ## docs/bulk.md's array job on a real Slurm of one machine (wants root)
	@tools/install-deps build test cluster
	$(test_env) $(PROVE) --exec '' tests/slurm/array.t

golden: all ## rewrite tests/golden from what the programs say now
	BIN=$(CURDIR)/$(bin) tests/golden/rewrite

coverage: ## which lines the tests never reach
	$(again) MODE=coverage tests
	gcovr --root . --object-directory build/coverage --filter '(base|extract|normalize|verify|export|tools)/' \
		--sort-uncovered --print-summary

# --- daily habits -------------------------------------------------------------------------------------

# Libraries' headers are the system's: what is wrong in them is not ours to mend.
lint: all ## static checks (QUICK=1: one minute of them); a checker that is not installed is named and left out
	@QUICK='$(QUICK)' CC='$(CC)' FLAGS='$(ours) $(patsubst -I/%,-isystem/%,$(pkg_cflags) $(late_flags))' JOBS='$(JOBS)' SINCE='$(SINCE)' tests/lint

mutate: ## which test notices a shifted constant of base/, extract/ and verify/ (SAMPLE=N SEED=N: of some): hours without a sample
	@tools/mutate $(if $(SAMPLE),--sample $(SAMPLE)) $(if $(SEED),--seed $(SEED))

format: ## clang-format new C files, and the lines of others that differ from SINCE (HEAD^)
	@git ls-files --others --exclude-standard -- '*.c' '*.h' | xargs -r clang-format -i
	@git clang-format --force --extensions c,h $(or $(SINCE),HEAD^)

install-deps: ## install the Debian packages for building and testing
	@tools/install-deps build test

clean: ## remove what was built
	rm -rf build

distclean: clean

help: ## this list
	@echo 'make [TARGET] [MODE=release|asan|coverage] [V=1] [WERROR=1] [PREFIX=/usr/local] [DESTDIR=]'
	@echo '  all              build the programs in build/bin (default)'
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/\1	\2/p' $(MAKEFILE_LIST) | while IFS='	' read -r t d; do \
		printf '  %-16s %s\n' "$$t" "$$d"; done

# --- installing ---------------------------------------------------------------------------------------

version  = $(shell sed -n 's/^.define SP_VERSION *"\(.*\)"/\1/p' base/prog.h)
compdir  = $(datadir)/bash-completion/completions
zshdir   = $(datadir)/zsh/site-functions
fishdir  = $(datadir)/fish/vendor_completions.d
docdir   = $(datadir)/doc/spunta
man1     = $(wildcard man/*.1)
man5     = $(wildcard man/*.5)
man7     = $(wildcard man/*.7)
man_it   = $(wildcard man/it/*.1)
schemas  = $(wildcard schemas/*.schema.json schemas/*.xsd)
INSTALL ?= install

install: all ## install programs, manual, completions and schemas under DESTDIR/PREFIX
	$(INSTALL) -d $(addprefix $(DESTDIR),$(bindir) $(mandir)/man1 $(mandir)/man5 $(mandir)/man7 $(mandir)/it/man1 $(compdir) $(zshdir) $(fishdir) \
		$(datadir)/spunta/schemas $(docdir))
	$(INSTALL) -m 755 $(tools:%=$(bin)/%) $(DESTDIR)$(bindir)
	$(INSTALL) -m 644 $(man1) $(DESTDIR)$(mandir)/man1
	$(INSTALL) -m 644 $(man5) $(DESTDIR)$(mandir)/man5
	$(INSTALL) -m 644 $(man7) $(DESTDIR)$(mandir)/man7
	$(INSTALL) -m 644 $(man_it) $(DESTDIR)$(mandir)/it/man1
	$(INSTALL) -m 644 completions/spunta $(DESTDIR)$(compdir)
	for t in $(filter-out spunta,$(tools)); do ln -sf spunta $(DESTDIR)$(compdir)/$$t; ln -sf spunta.fish $(DESTDIR)$(fishdir)/$$t.fish; done
	$(INSTALL) -m 644 completions/_spunta $(DESTDIR)$(zshdir)
	$(INSTALL) -m 644 completions/spunta.fish $(DESTDIR)$(fishdir)
	$(INSTALL) -m 644 $(schemas) $(DESTDIR)$(datadir)/spunta/schemas
	$(INSTALL) -m 644 README.md README.it.md CHANGELOG.md LICENSE CITATION.cff $(DESTDIR)$(docdir)

uninstall: ## remove what install put there
	rm -f $(tools:%=$(DESTDIR)$(bindir)/%) $(tools:%=$(DESTDIR)$(compdir)/%) $(DESTDIR)$(zshdir)/_spunta $(tools:%=$(DESTDIR)$(fishdir)/%.fish)
	rm -f $(man1:man/%=$(DESTDIR)$(mandir)/man1/%) $(man5:man/%=$(DESTDIR)$(mandir)/man5/%) \
		$(man7:man/%=$(DESTDIR)$(mandir)/man7/%) $(man_it:man/it/%=$(DESTDIR)$(mandir)/it/man1/%)
	rm -rf $(DESTDIR)$(datadir)/spunta $(DESTDIR)$(docdir)

dist: ## a tarball of the last commit in build/
	@mkdir -p build
	git archive --format=tar --prefix=spunta-$(version)/ HEAD | gzip -9n >build/spunta-$(version).tar.gz
	@echo build/spunta-$(version).tar.gz

# A room may bring rules of its own.
-include $(wildcard */*.mk */*/*.mk)
