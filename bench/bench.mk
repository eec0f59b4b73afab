# What reading costs.

.PHONY: bench bench-count

bench: all ## CPU, wall time and memory of spunta-extract against pdftotext -layout
	@BIN=$(bin) bench/run
	@echo
	@BIN=$(bin) bench/bulk

bench-count: $(bin)/spunta-extract ## instructions per page under callgrind, against bench/baseline.txt
	@BIN=$(bin) bench/count

# What tools/learn-furniture learns from
$(build)/bench/furniture-lines: $(build)/bench/furniture-lines.o $(libs)
	$(call quiet,LINK,$@)$(link) -o $@ $< $(libs) $(pkg_libs)
