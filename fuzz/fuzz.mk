# fuzz/NAME.c is a target. make check replays the inputs of each; make fuzz looks for new ones with clang's libFuzzer.

fuzz_parts   = replay record notation
fuzz_targets = $(sort $(filter-out $(fuzz_parts),$(patsubst fuzz/%.c,%,$(wildcard fuzz/*.c))))
FUZZ_SECONDS ?= 60

.PHONY: fuzz fuzz-long fuzz-programs

fuzz-programs: $(fuzz_targets:%=$(build)/fuzz/%)

$(build)/fuzz/page: $(build)/fuzz/notation.o

# With libFuzzer its main, else ours
fuzz_main = $(if $(filter fuzz,$(MODE)),,$(build)/fuzz/replay.o)
$(fuzz_targets:%=$(build)/fuzz/%): $(build)/fuzz/%: $(build)/fuzz/%.o $(fuzz_main) $(libs)
	$(call quiet,LINK,$@)$(link) $(if $(filter fuzz,$(MODE)),-fsanitize=fuzzer) -o $@ $(filter %.o,$^) $(libs) $(pkg_libs)

$(build)/fuzz/record: $(build)/fuzz/record.o $(build)/fuzz/notation.o $(libs)
	$(call quiet,LINK,$@)$(link) -o $@ $(filter %.o,$^) $(libs) $(pkg_libs)

fuzz: ## look for inputs that break the programs, 60 s a target (FUZZ_SECONDS=N, FUZZ="amount page")
	+@$(MAKE) --no-print-directory MODE=fuzz CC=clang fuzz-programs
	@BIN=build/fuzz/fuzz SECONDS_EACH=$(FUZZ_SECONDS) fuzz/run $(or $(FUZZ),$(fuzz_targets))

fuzz-long: ## the same, an hour a target
	@$(MAKE) --no-print-directory fuzz FUZZ_SECONDS=3600
