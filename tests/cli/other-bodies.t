#!/bin/sh
test_description='texts of bodies of all kinds: what is known by its wording is read, the rest is said to be unparsed'
. "$(dirname "$0")/../lib.sh"

command -v jq >/dev/null || test_skip_all 'jq is not installed'
. "$SRC/tests/figures.sh"

# The shipped schema, closed: no key is written that it does not describe.
jq 'def closed: if type == "object" and has("properties") and (has("additionalProperties") | not)
                then .additionalProperties = false else . end;
	.definitions |= with_entries(.value |= ((if has("title") then .properties += { type: {}, id: {} } else . end)
	                                        | walk(closed)))' "$SRC/schemas/records.schema.json" >closed.json

for text in "$SRC"/fixtures/enti/*.txt; do
	name=$(basename "$text" .txt)
	test_expect_success "$name: every record" '
		spunta-extract "$text" >layout && spunta-normalize layout >records &&
		jq -r -f "$SRC/tests/enti/summary.jq" records >actual &&
		test_cmp "$SRC/tests/enti/$name.expected" actual
	'
	test_expect_success "$name: no figure is lost" '
		lost_in layout records >lost && test_must_be_empty lost
	'
	accused=$SRC/tests/enti/$name.accused
	test -e "$accused" || accused=/dev/null
	test_expect_success "$name: every key is described, every reference holds, what is accused" '
		{ spunta-recompute records >findings || test $? -eq 1; } &&
		spunta-validate --quiet findings && spunta-validate --quiet --schema closed.json findings &&
		jq -r "select(.type == \"finding\" and .status != \"match\" and .severity != \"info\")
		       | \"\(.rule) \(.subject)\"" findings >actual &&
		test_cmp "$accused" actual
	'
done
test_expect_success 'dates, laws, grades, CIG, CUP, IBAN, telephones, chapters, protocols: none is a code' '
	for name in delibera opere-pubbliche rendiconto performance-individuale; do
		spunta-extract "$SRC/fixtures/enti/$name.txt" | spunta-normalize || return 1
	done >records &&
	jq -r "select(has(\"code\") or has(\"codes\") or has(\"objective_code\")) | .id" records >coded &&
	test_must_be_empty coded
'
for layout in "$SRC"/tests/golden/*.layout.jsonl; do
	name=${layout##*/}
	test_expect_success "${name%.layout.jsonl}: every key is described" '
		spunta-normalize "$layout" >records && { spunta-recompute records >findings || test $? -eq 1; } &&
		spunta-validate --quiet --schema closed.json findings
	'
done
test_done
