#!/bin/sh
test_description='the files that are kept and made from schemas/records.json and from --help are as it makes them (else: make generated)'
. "$(dirname "$0")/../lib.sh"
cd "$SRC" || exit 1
# shellcheck disable=SC2153 # of lib.sh
DERIVE=$DERIVED/schemas/derive
export DERIVE

tools/generated "$SCRATCH/made" 2>"$SCRATCH/err" || cat "$SCRATCH/err" >&2
for file in schemas/records.schema.json schemas/profile.schema.json schemas/export.xsd docs/streams.md \
	completions/spunta completions/_spunta completions/spunta.fish man/spunta-records.5 export/sql/sqlite.sql export/sql/postgres.sql; do
	test_expect_success "$file" 'test_cmp "$SCRATCH/made/$file" "$SRC/$file"'
done
test_expect_success 'what is wrong with records.json is said with its place' '
	sed "s/\"to\": \"mission\"/\"to\": \"misson\"/" "$SRC/schemas/records.json" >bad.json &&
	test_expect_code 2 "$DERIVE" types bad.json 2>err >out &&
	test_grep "bad.json: line [0-9]*, column [0-9]*: /types/programme/keys/mission: there is no type \"misson\"" err &&
	sed "s/\"holds\": \"money\"/\"holds\": \"mony\"/" "$SRC/schemas/records.json" >bad.json &&
	test_expect_code 2 "$DERIVE" schema bad.json 2>err >out && test_grep "/types/project/keys/.*\"holds\" is one of text" err
'
test_expect_success 'the type that schemas/README.md shows is all it takes' '
	{ echo "{" && sed -n "/^\`\`\`json$/,/^\`\`\`$/p" "$SRC/schemas/README.md" | sed "/^\`\`\`/d" && echo "}"; } >type.json &&
	jq --slurpfile new type.json ".types = (\$new[0] + .types)" "$SRC/schemas/records.json" >more.json &&
	"$DERIVE" types more.json >c && test_grep "{ \"staff\", false, staff }" c && test_grep "{ \"objective\", SP_FORM_REF, \"objective\", false, NULL }" c &&
	"$DERIVE" words more.json >c && test_grep "{ \"staff\", { \"profilo di personale\", \"staff profile\" }" c &&
	"$DERIVE" schema more.json >made.schema.json &&
	echo "{\"type\":\"staff\",\"id\":\"staff:1\",\"title\":7}" >line && test_expect_code 1 spunta-validate --strict-schema --schema made.schema.json line 2>err >out &&
	test_grep "title is" err &&
	"$DERIVE" model more.json "$SRC/export/tables.json" >model && test_grep "\"name\": \"units\", \"type\": \"figure\"" model &&
	"$DERIVE" profile more.json "$SRC/schemas/profile.schema.json" >renewed && test_grep "\"staff\"" renewed &&
	"$DERIVE" man more.json "$SRC/man/spunta-records.5" >page && test_grep "^.It Cm staff" page
'
test_done
