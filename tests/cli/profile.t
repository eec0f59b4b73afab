#!/bin/sh
test_description='spunta-profile: profiles hold, or it is said what is wrong and where'
. "$(dirname "$0")/../lib.sh"

test_expect_success 'help, version, wrong use' '
	spunta-profile --help >help && test_grep "check FILE" help &&
	spunta-profile --version >version && test_grep "^spunta-profile [0-9]" version &&
	test_expect_code 2 spunta-profile 2>err && test_grep "spunta-profile check FILE" err &&
	test_expect_code 2 spunta-profile check 2>err &&
	test_expect_code 2 spunta-profile check missing.json 2>err && test_grep "missing.json" err
'
test_expect_success 'the example that docs/profiles.md teaches holds' '
	sed -n "/^\`\`\`json$/,/^\`\`\`$/p" "$SRC/docs/profiles.md" | sed "/^\`\`\`/d" >roccaspina.json &&
	test -s roccaspina.json &&
	spunta-profile check roccaspina.json >out && test_grep "profile roccaspina holds" out
'
test_expect_success 'every profile of ours holds, and is what its schema says' '
	for p in "$SRC"/normalize/profiles/*.json; do
		spunta-profile check "$p" >out || exit 1
		tr -d "\n\t" <"$p" >line && echo >>line &&
		spunta-validate --quiet --schema "$SRC/schemas/profile.schema.json" line || exit 1
	done
'
test_expect_success 'the schema knows the example of docs/profiles.md too' '
	tr -d "\n" <roccaspina.json >line && echo >>line &&
	spunta-validate --quiet --schema "$SRC/schemas/profile.schema.json" line
'
test_expect_success 'an example that fails is named, with what came instead' '
	sed "s/\"baseline\": 120/\"baseline\": 121/" roccaspina.json >bad.json &&
	test_expect_code 2 spunta-profile check bad.json 2>err &&
	test_grep "/examples/0: no record like .*121.* what came is: objective:3, indicator:3:1" err
'
test_expect_success 'a slip is named with its place in the file' '
	sed "s/\"sets\": \"objective.manager\"/\"sets\": \"objective.boss\"/" roccaspina.json >bad.json &&
	test_expect_code 2 spunta-profile check bad.json 2>err &&
	test_grep "bad.json: line [0-9]*, column [0-9]*: /lines/1/sets: objective has no field \"boss\"" err
'
test_done
