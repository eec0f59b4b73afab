# spunta — GNU make, no configure. `make help` lists the targets.
#
# PREFIX, DESTDIR, CC, CFLAGS, LDFLAGS and PKG_CONFIG are the caller's; ours are added to them.
# MODE=release (default), asan (address and undefined-behaviour sanitizers) or coverage picks flags and build folder.

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

rooms = base extract normalize verify export
tools = $(patsubst tools/%.c,%,$(wildcard tools/*.c))
units = $(patsubst tests/unit/%.c,%,$(wildcard tests/unit/*.c))

# --- what the libraries want ---------------------------------------------------------------------

base_pkgs    = glib-2.0 gio-2.0 libcjson libpcre2-8
extract_pkgs = poppler-glib cairo libcrypto
verify_pkgs  =
export_pkgs  = sqlite3
normalize_pkgs =
all_pkgs = $(base_pkgs) $(extract_pkgs) $(verify_pkgs) $(export_pkgs)

# Asked once, and not at all for targets that compile nothing.
ifneq ($(filter-out help clean format install-deps distclean,$(or $(MAKECMDGOALS),all)),)
deps_ok := $(shell $(PKG_CONFIG) --exists $(all_pkgs) cmocka && echo yes)
ifeq ($(deps_ok),yes)
pkg_cflags := $(shell $(PKG_CONFIG) --cflags $(all_pkgs))
pkg_libs   := $(shell $(PKG_CONFIG) --libs $(all_pkgs)) -lgmp
test_libs  := $(shell $(PKG_CONFIG) --libs cmocka)
endif
endif

# --- flags -----------------------------------------------------------------------------------------

ours = -std=c17 -D_POSIX_C_SOURCE=200809L -I. -I$(build) -include base/banned.h \
	-Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wformat=2 -Wvla -Wundef \
	$(if $(WERROR),-Werror)
hardening = -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fPIE
hardening_ld = -pie -Wl,-z,relro,-z,now
ifeq ($(MODE),asan)
  CFLAGS := -O1 -g
  hardening = -fsanitize=address,undefined -fno-omit-frame-pointer -fno-sanitize-recover=undefined -fPIE
  hardening_ld = -fsanitize=address,undefined -pie
endif
ifeq ($(MODE),coverage)
  CFLAGS := -O0 -g
  hardening = --coverage
  hardening_ld = --coverage
endif
compile = $(CC) $(ours) $(hardening) $(pkg_cflags) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c
link    = $(CC) $(CFLAGS) $(hardening_ld) $(LDFLAGS) -Wl,--as-needed

.DELETE_ON_ERROR:
.SECONDARY:
.SUFFIXES:
.PHONY: all check demo help

all: $(tools:%=$(bin)/%)

# --- rooms ------------------------------------------------------------------------------------------
# A room is a folder of sources and, where it has data, a <room>.gresource.xml that bundles it.

define room
$(1)_src  := $$(wildcard $(1)/*.c)
$(1)_data := $$(wildcard $(1)/$(1).gresource.xml)
$(1)_obj  := $$($(1)_src:%.c=$$(build)/%.o) $$(if $$($(1)_data),$$(build)/$(1)/$(1)-data.o)
$$(build)/lib$(1).a: $$($(1)_obj)
	@mkdir -p $$(@D)
	@rm -f $$@
	$$(AR) rcs $$@ $$^
# sources see the header of the bundle
$$($(1)_src:%.c=$$(build)/%.o): $$(if $$($(1)_data),$$(build)/$(1)/$(1)-data.h)
endef
$(foreach r,$(rooms),$(eval $(call room,$(r))))

libs = $(foreach r,extract normalize verify export base,$(if $($(r)_obj),$(build)/lib$(r).a))

$(build)/%-data.c $(build)/%-data.h: %.gresource.xml
	@mkdir -p $(@D)
	glib-compile-resources --internal --sourcedir=. --c-name $(notdir $*) --generate-source --target=$(build)/$*-data.c $<
	glib-compile-resources --internal --sourcedir=. --c-name $(notdir $*) --generate-header --target=$(build)/$*-data.h $<

# the data files themselves are prerequisites: a changed profile is built in again
$(foreach r,$(rooms),$(if $($(r)_data),$(eval $(build)/$(r)/$(r)-data.c: $(shell sed -n 's|.*<file[^>]*>\(.*\)</file>.*|\1|p' $($(r)_data)))))

$(build)/%-data.o: $(build)/%-data.c
	$(CC) -I. $(hardening) $(pkg_cflags) $(CFLAGS) -MMD -MP -c -o $@ $<

$(build)/%.o: %.c
	@mkdir -p $(@D)
	$(compile) -o $@ $<

$(bin)/%: $(build)/tools/%.o $(libs)
	@mkdir -p $(@D)
	$(link) -o $@ $< $(libs) $(pkg_libs)

$(build)/tests/unit/%: $(build)/tests/unit/%.o $(libs)
	$(link) -o $@ $< $(libs) $(pkg_libs) $(test_libs)

-include $(wildcard $(build)/*/*.d $(build)/tests/unit/*.d)

unit-programs: $(units:%=$(build)/tests/unit/%)
