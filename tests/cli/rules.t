#!/bin/sh
test_description='spunta-rules: what is checked is named and explained, files of rules are tried'
. "$(dirname "$0")/../lib.sh"

sed -n '/^```rules$/,/^```$/p' "$SRC/docs/rules.md" | sed '/^```/d' >own.rules

test_expect_success 'help, version, wrong use' '
	spunta-rules --help >help && test_grep "explain RULE" help &&
	spunta-rules --version >version && test_grep "^spunta-rules [0-9]" version &&
	test_expect_code 2 spunta-rules 2>err && test_grep "spunta-rules list" err &&
	test_expect_code 2 spunta-rules explain 2>err &&
	test_expect_code 2 spunta-rules list weighted-share 2>err &&
	test_expect_code 2 spunta-rules explain no-such-rule 2>err && test_grep "no-such-rule" err &&
	test_expect_code 2 spunta-rules check missing.rules 2>err && test_grep "missing.rules" err
'
test_expect_success 'the catalogue: name, severity, what it states' '
	spunta rules list >list && test_grep "^weighted-share  *error  *The weighted achievement" list &&
	test_grep "^code-gap  *info" list && test_grep "^header-year  *warn" list && test_grep "^merged-objective  *info" list &&
	cut -d" " -f1 list | sort | uniq -d >twice && test_must_be_empty twice
'
test_expect_success 'all about one' '
	spunta rules explain gross-up >out && test_grep "^### gross-up" out && test_grep "^Example: " out && test_grep "^- severity: warn" out
'
test_expect_success 'a file of one'"'"'s own is tried, and listed beside the others' '
	spunta rules check own.rules >out && echo "own.rules: rule own-funds-share holds (3 examples)" >want &&
	echo "own.rules: rule chapters-total holds (2 examples)" >>want && test_cmp want out &&
	spunta rules --rules own.rules list >list && test_grep "^own-funds-share *warn" list && test_grep "^weighted-share" list
'
test_expect_success 'an example that fails is told with its line' '
	sed "s/own_share = 0.2/own_share = 0.1/" own.rules >wrong.rules &&
	test_expect_code 2 spunta rules check wrong.rules 2>err &&
	test_grep "wrong.rules: line [0-9]*: rule own-funds-share: the example \"one fifth exactly\"" err
'
test_expect_success 'a rule about the document looks at the rows of the stream, too' '
	cat >whole.rules <<-\EOT &&
	rule funds-there
	    states-it: x
	    states-en: x
	    about: document
	    rows: project
	    field: kind
	    holds: count(own_funds) > 1
	    fails-as: contradiction
	    message-it: x
	    message-en: x
	    severity: warn
	    source: this test
	    example: two
	        {"type":"document","kind":"piao"}
	        {"type":"project","id":"project:1","own_funds":{"raw":"10","value":10}}
	        {"type":"project","id":"project:2","own_funds":{"raw":"10","value":10}}
	        gives match
	    example: one
	        {"type":"document","kind":"piao"}
	        {"type":"project","id":"project:1","own_funds":{"raw":"10","value":10}}
	        gives contradiction
	EOT
	spunta rules check whole.rules >out && test_grep "rule funds-there holds (2 examples)" out
'
test_expect_success 'rules that would never end are refused, or stopped with a reason' '
	cat >square.rules <<-\EOT &&
	rule square
	    states-it: x
	    states-en: x
	    about: project
	    rows: project
	    field: number
	    holds: sum(own_funds) > 0
	    severity: info
	    message-it: x
	    message-en: x
	    source: x
	    example: one
	        {"type":"project","id":"project:1","own_funds":1}
	        gives match
	    example: none
	        {"type":"x","id":"x:1"}
	        gives nothing
	EOT
	spunta-rules --quiet check square.rules &&
	{ echo "{\"type\":\"document\",\"schema\":\"spunta-records/1\"}" &&
		awk "BEGIN { for (i = 1; i <= 2400; i++) printf \"{\\\"type\\\":\\\"project\\\",\\\"id\\\":\\\"project:%d\\\",\\\"own_funds\\\":1}\\n\", i }" &&
		echo "{\"type\":\"end\",\"records\":{\"project\":2400}}"; } >many &&
	test_expect_code 3 spunta-recompute --only-findings --rules square.rules many >out 2>err &&
	test_grep "rule square: more than [0-9]* rows" err && test_not_ended out &&
	sed "s/sum(own_funds) > 0/sum(count()) > 0/" square.rules >nested.rules &&
	test_expect_code 2 spunta-rules check nested.rules 2>err && test_grep "nested.rules: line 7: .*within another" err
'
test_done
