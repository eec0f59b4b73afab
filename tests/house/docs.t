#!/bin/sh
test_description='the manual knows every program and every option; help, manual and statuses agree'
. "$(dirname "$0")/../lib.sh"

options () { # PROGRAM: its long options, from its own help
	"$1" --help | sed -n 's/^  \(-[a-z], \)\{0,1\}--\([a-z-]*\).*/\2/p'
}

# What of a page is the same in any language: options, formats, files, other pages
signs () { # PAGE
	grep -o -e "Fl -[a-z-]*" -e "^\.It Cm [a-z]*" -e "^\.Xr .*" -e "^\.Dl .*" -e "^\\$ .*" "$1" | sed "s/ [,.:;)]*\$//" | sort -u
}
for page in "$SRC"/man/it/*.1; do
	name=${page##*/}
	test_expect_success "$name in Italian has the options, formats and examples of the English page" '
		signs "$SRC/man/$name" >want && signs "$page" >got && test_cmp want got
	'
done
for program in "$BIN"/spunta*; do
	name=${program##*/}
	page=$SRC/man/$name.1
	test_expect_success "$name has a manual page" 'test -s "$page"'
	test_expect_success "$name: the manual has its sections" '
		for section in NAME SYNOPSIS DESCRIPTION "EXIT STATUS" EXAMPLES; do test_grep "^\.Sh $section" "$page" || return 1; done
	'
	test "$name" != spunta || continue # it has commands, no options of its own
	test_expect_success "$name: every option of --help stands in the manual" '
		options "$program" >options && test -s options &&
		while read -r option; do
			grep -q -e "Fl -$option" "$page" || { echo "--$option is not in man/$name.1" >&2; return 1; }
		done <options
	'
	test_expect_success "$name: every option of the manual stands in --help" '
		sed -n "s/^\.It .*Fl -\([a-z-]*\).*/\1/p" "$page" | sort -u >documented &&
		"$program" --help >help && while read -r option; do
			grep -q -e "--$option" help || { echo "--$option is only in man/$name.1" >&2; return 1; }
		done <documented
	'
done
test_expect_success 'spunta(7) explains every diagnosis' '
	sed -n "s/^DIAG([A-Z_a-z]*, \"\([a-z-]*\)\".*/\1/p" "$SRC/base/diag-codes.def" >words && test -s words &&
	while read -r word; do
		grep -q "^\.It Cm $word" "$SRC/man/spunta.7" || { echo "$word is not in man/spunta.7" >&2; return 1; }
	done <words
'
test_expect_success 'spunta-records(5) names every type of record of the schemas' '
	cat "$SRC"/schemas/*.schema.json | sed -n "s/.*\"const\": \"\([a-z_]*\)\".*/\1/p" | sort -u >types && test -s types &&
	while read -r type; do
		grep -q "Cm $type" "$SRC/man/spunta-records.5" || { echo "$type is not in man/spunta-records.5" >&2; return 1; }
	done <types
'
test_expect_success 'one version everywhere' '
	version=$(sed -n "s/^.define SP_VERSION *\"\(.*\)\"/\1/p" "$SRC/base/prog.h") &&
	test_grep "^softwareVersion: \"*$version" "$SRC/publiccode.yml" && test_grep "^## \[*$version" "$SRC/CHANGELOG.md"
'
test_expect_success 'links between the documents lead somewhere' '
	cd "$SRC" && for file in *.md docs/*.md fixtures/README.md; do
		sed -n "s/.*](\([^)#:]*\)[)#].*/\1/p" "$file" | while read -r link; do
			test -e "$(dirname "$file")/$link" || echo "$file: $link"
		done
	done >"$SCRATCH/dead" && test_must_be_empty "$SCRATCH/dead"
'
# bulk/parallel.c names those of GNU parallel
test_expect_success 'no message names an option that there is not' '
	for program in "$BIN"/spunta-*; do "$program" --help; done | grep -o -e "--[a-z][a-z-]*" | sort -u >there &&
	(cd "$SRC" && perl -0777 -ne "
		s!/\\*.*?\\*/!!gs;
		while (/\"((?:[^\"\\\\]|\\\\.)*)\"/g) { my \$t = \$1; print \"\$1\\n\" while \$t =~ /(?<![\\w-])(--[a-z][a-z-]+)/g }
	" $(ls */*.c */*/*.c | grep -v "^tests/\|^bulk/parallel.c\|^base/jw.c")) | sort -u >named && test -s named &&
	comm -23 named there >wrong && test_must_be_empty wrong
'
if command -v mandoc >/dev/null; then
	test_expect_success 'the manual is clean mdoc' 'cd "$SRC" && mandoc -T lint -W warning man/*.[0-9] man/it/*.1 >&2'
else
	test_skip 'the manual is clean mdoc' 'mandoc is not installed'
fi
test_done
