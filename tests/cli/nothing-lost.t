#!/bin/sh
test_description='what is a figure in the layout stands in some record, or is said to be unparsed'
. "$(dirname "$0")/../lib.sh"

command -v jq >/dev/null || test_skip_all 'jq is not installed'

. "$SRC/tests/figures.sh"

for layout in "$SRC"/tests/golden/*.layout.jsonl; do
	name=${layout##*/}
	test_expect_success "${name%.layout.jsonl}" '
		spunta-normalize "$layout" >records &&
		lost_in "$layout" records >lost && test -s said && test_must_be_empty lost
	'
done
for pdf in "$SRC"/fixtures/*.pdf; do
	name=$(basename "$pdf" .pdf)
	test ! -e "$SRC/tests/golden/$name.layout.jsonl" || continue
	case $name in cifrato-vuoto | protetto | scansione) continue ;; esac # a password, or nothing to read
	test_expect_success "$name.pdf" '
		spunta-extract "$pdf" >layout && spunta-normalize layout >records &&
		lost_in layout records >lost && test -s said && test_must_be_empty lost
	'
done
test_expect_success 'the end record counts records and what was not understood' '
	spunta-normalize "$SRC/tests/golden/prosa.layout.jsonl" >records &&
	n=$(grep -c "^{\"type\":\"unparsed\"" records) && test "$n" -gt 0 &&
	test_grep "\"records\":{.*\"unparsed\":$n[,}]" records
'
test_done
