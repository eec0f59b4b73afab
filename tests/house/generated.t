#!/bin/sh
test_description='the files that are kept and made from schemas/records.json are as it makes them (else: make generated)'
. "$(dirname "$0")/../lib.sh"
cd "$SRC" || exit 1
DERIVE=$DERIVED/schemas/derive
export DERIVE

tools/generated "$SCRATCH/made" 2>"$SCRATCH/err" || cat "$SCRATCH/err" >&2
for file in schemas/records.schema.json schemas/profile.schema.json schemas/export.xsd docs/streams.md \
	man/spunta-records.5 export/sql/sqlite.sql export/sql/postgres.sql; do
	test_expect_success "$file" 'test_cmp "$SCRATCH/made/$file" "$SRC/$file"'
done
test_expect_success 'what is wrong with records.json is said with its place' '
	sed "s/\"to\": \"mission\"/\"to\": \"misson\"/" "$SRC/schemas/records.json" >bad.json &&
	test_expect_code 2 "$DERIVE" types bad.json 2>err >out &&
	test_grep "bad.json: line [0-9]*, column [0-9]*: /types/programme/keys/mission: there is no type \"misson\"" err &&
	sed "s/\"holds\": \"money\"/\"holds\": \"mony\"/" "$SRC/schemas/records.json" >bad.json &&
	test_expect_code 2 "$DERIVE" schema bad.json 2>err >out && test_grep "/types/project/keys/.*\"holds\" is one of text" err
'
test_done
