#!/bin/sh
test_description='spunta-validate: lines pass through, what does not hold is said with place, rule and a sentence'
. "$(dirname "$0")/../lib.sh"

# a small stream of records that holds
cat >good.jsonl <<'END'
{"type":"document","schema":"spunta-records/1","name":"a.pdf","sha256":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08","bytes":5,"media_type":"application/pdf","kind":"public-value-status","body":null,"period":null,"acts":[]}
{"type":"public_value","id":"public_value:02","code":"02","title":"Una città che si muove","extra":{"kept":true}}
{"type":"contribution","id":"contribution:02.01","public_value":"public_value:02","code":"02.01","weight":{"raw":"15%","value":15,"unit":"%"},"achievement":{"raw":"40,00%","value":40.00,"unit":"%"},"weighted":null}
{"type":"something_new","value":1e2}
{"type":"end","records":{"public_value":1,"contribution":1,"something_new":1}}
END
sed 's/"value":15,/"value":"15",/; s/public_value:02","code":"02.01"/public_value:03","code":"02.01"/' good.jsonl >bad.jsonl
cat >number.json <<'END'
{ "type": "number", "maximum": 100 }
END
printf '1\n120\n"x"\n' >numbers.jsonl

test_expect_success 'help and version' '
	spunta-validate --help >help &&
	test_grep "^Usage:" help && test_grep "strict-schema" help && test_grep "Exit status" help &&
	spunta-validate --version >version && test_grep "^spunta-validate [0-9]" version
'
test_expect_success 'a stream that holds comes out as it went in' '
	spunta-validate good.jsonl >actual 2>err &&
	test_cmp good.jsonl actual && test_must_be_empty err
'
test_expect_success 'from standard input, named or not' '
	spunta-validate <good.jsonl >actual && test_cmp good.jsonl actual &&
	spunta-validate - <good.jsonl >actual && test_cmp good.jsonl actual &&
	{ head -c 300 good.jsonl; sleep 1; tail -c +301 good.jsonl; } | spunta-validate >actual &&
	test_cmp good.jsonl actual
'
test_expect_success 'every violation is said, the lines still come out, the status is 1' '
	test_expect_code 1 spunta-validate bad.jsonl >actual 2>err &&
	test_cmp bad.jsonl actual &&
	cat >expected <<-\END &&
	spunta-validate: bad.jsonl: line 3: contribution:02.01: weight.value is "15": a number or null is needed (at /weight/value; records.schema.json#/definitions/value/type)
	spunta-validate: bad.jsonl: line 3: contribution:02.01: it refers to "public_value:03", which is not in the stream (at /public_value; reference)
	END
	test_cmp expected err
'
test_expect_success '--quiet passes nothing on' '
	spunta-validate --quiet good.jsonl >actual && test_must_be_empty actual &&
	test_expect_code 1 spunta-validate --quiet bad.jsonl >actual 2>err &&
	test_must_be_empty actual && test_line_count = 2 err
'
test_expect_success '--diagnostics=json: one object a violation' '
	test_expect_code 1 spunta-validate --quiet --diagnostics=json bad.jsonl 2>err &&
	cat >expected <<-\END &&
	{"program":"spunta-validate","severity":"error","code":"invalid-record","file":"bad.jsonl","line":3,"record":"contribution:02.01","field":"/weight/value","rule":"records.schema.json#/definitions/value/type","message":"weight.value is \"15\": a number or null is needed"}
	{"program":"spunta-validate","severity":"error","code":"invalid-record","file":"bad.jsonl","line":3,"record":"contribution:02.01","field":"/public_value","rule":"reference","message":"it refers to \"public_value:03\", which is not in the stream"}
	END
	test_cmp expected err
'
test_expect_success '--schema judges any JSON Lines' '
	test_expect_code 1 spunta-validate --schema number.json numbers.jsonl >actual 2>err &&
	test_cmp numbers.jsonl actual &&
	cat >expected <<-\END &&
	spunta-validate: numbers.jsonl: line 2: the record is 120: the greatest allowed is 100 (number.json#/maximum)
	spunta-validate: numbers.jsonl: line 3: the record is "x": a number is needed (number.json#/type)
	END
	test_cmp expected err
'
test_expect_success '--schema on a stream of ours: its grammar is judged too' '
	echo true >any.json &&
	test_expect_code 1 spunta-validate --quiet --schema any.json bad.jsonl 2>err &&
	test_line_count = 1 err && test_grep "which is not in the stream" err
'
test_expect_success 'exact numbers, large and small' '
	echo "{\"multipleOf\":0.01}" >cents.json &&
	echo 4.35 >cents.jsonl && echo 99999999999999999999999999.99 >>cents.jsonl &&
	spunta-validate --schema cents.json cents.jsonl >actual && test_cmp cents.jsonl actual &&
	echo 4.355 | test_expect_code 1 spunta-validate --schema cents.json 2>err
'
test_expect_success 'other documents: not fetched, found in --schema-dir' '
	echo "{\"\$ref\":\"http://example.org/a/number.json\"}" >remote.json &&
	test_expect_code 2 spunta-validate --schema remote.json numbers.jsonl >actual 2>err &&
	test_must_be_empty actual && test_grep "nothing is fetched" err && test_grep "schema-dir" err &&
	test_expect_code 2 spunta-validate --schema remote.json --schema-dir "$SCRATCH" numbers.jsonl 2>err &&
	test_grep "save it as .*/a/number.json" err &&
	mkdir -p a example.org/a && cp number.json a &&
	test_expect_code 1 spunta-validate --schema remote.json --schema-dir . numbers.jsonl 2>err &&
	test_grep "http://example.org/a/number.json#/maximum" err &&
	echo true >example.org/a/number.json &&
	spunta-validate --quiet --schema remote.json --schema-dir . numbers.jsonl
'
test_expect_success '--strict-schema refuses what draft-07 does not know' '
	echo "{\"maximun\":100}" >slip.json &&
	spunta-validate --quiet --schema slip.json numbers.jsonl &&
	test_expect_code 2 spunta-validate --strict-schema --schema slip.json numbers.jsonl 2>err &&
	test_grep "slip.json: #/maximun: draft-07 has no such keyword" err
'
test_expect_success 'the shipped schemas are strict, are valid by their meta-schema, and their examples hold' '
	for s in layout records; do
		spunta-validate --strict-schema --schema "$SRC/schemas/$s.schema.json" </dev/null &&
		tr -d "\n" <"$SRC/schemas/$s.schema.json" >line && echo >>line &&
		spunta-validate --quiet --schema "$SRC/schemas/draft-07.json" line || return 1
	done
'
test_expect_success 'the streams of the tests hold' '
	for s in "$SRC"/tests/streams/*.jsonl; do
		test ! -e "$s" || spunta-validate --quiet "$s" || return 1
	done
'
test_expect_success 'layout and records agree on what a document line says of its file' '
	echo "{\"properties\":{\"a\":{\"allOf\":[{\"\$ref\":\"urn:spunta:layout:1#/definitions/document\"},{\"\$ref\":\"urn:spunta:records:1#/definitions/document\"}]}}}" >both.json &&
	head -n 1 good.jsonl | sed "s/^/{\"a\":/; s/\$/}/" >line &&
	test_expect_code 1 spunta-validate --quiet --schema both.json line 2>err &&
	test_line_count = 1 err && test_grep "a.schema is \"spunta-records/1\": \"spunta-layout/1\" is needed" err
'

# --- wrong input -------------------------------------------------------------------------------------

test_expect_success 'an unknown option, too many files, a missing file, a directory' '
	test_expect_code 2 spunta-validate --shema x 2>err && test_grep "did you mean --schema" err &&
	test_expect_code 2 spunta-validate a b 2>err && test_grep "one too many" err &&
	test_expect_code 2 spunta-validate missing.jsonl 2>err && test_grep "missing.jsonl" err &&
	test_expect_code 2 spunta-validate . 2>err && test_grep "directory" err &&
	test_expect_code 2 spunta-validate --schema missing.json good.jsonl 2>err && test_grep "missing.json" err
'
test_expect_success 'a stream that names no schema of ours' '
	sed "s/records.1/records\/2/" good.jsonl >other.jsonl &&
	test_expect_code 2 spunta-validate other.jsonl >actual 2>err &&
	test_must_be_empty actual && test_grep "no schema is shipped for \"spunta-records/2\"" err
'
test_expect_success 'a stream cut short, not ours, or with something behind it' '
	sed \$d good.jsonl >cut.jsonl &&
	test_expect_code 2 spunta-validate cut.jsonl >actual 2>err &&
	test_grep "stops after line 4 without its end record" err && test_not_ended actual &&
	test_expect_code 2 spunta-validate numbers.jsonl 2>err &&
	test_expect_code 2 spunta-validate /dev/null 2>err && test_grep "empty" err &&
	cat good.jsonl good.jsonl >twice.jsonl &&
	test_expect_code 2 spunta-validate twice.jsonl 2>err && test_grep "line 6: a line after the end record" err &&
	sed 2d good.jsonl >lost.jsonl &&
	test_expect_code 2 spunta-validate lost.jsonl >actual 2>err && test_not_ended actual &&
	test_grep "the end record says public_value: 1, but 0 came" err
'
test_expect_success 'a bad line: what and where' '
	sed "3s/:15,/:015,/" good.jsonl >damaged.jsonl &&
	test_expect_code 2 spunta-validate damaged.jsonl >actual 2>err &&
	test_grep "damaged.jsonl: line 3: column" err && test_line_count = 2 actual
'
test_expect_success 'a schema that runs in a circle' '
	echo "{\"anyOf\":[{\"\$ref\":\"#\"}]}" >circle.json &&
	test_expect_code 2 spunta-validate --schema circle.json numbers.jsonl 2>err &&
	test_grep "circle.json: #: it leads back to itself" err
'
test_expect_success 'a pattern that backtracks without end' '
	echo "{\"pattern\":\"^(a+)+\$\"}" >runaway.json &&
	echo "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab\"" >runaway.jsonl &&
	test_expect_code 3 spunta-validate --schema runaway.json runaway.jsonl >actual 2>err &&
	test_grep "line 1: .*backtracks without end" err && test_must_be_empty actual
'
test_expect_success 'a line of 50 MB' '
	{ printf \"; head -c 50000000 /dev/zero | tr "\\0" x; echo \"; } >long.jsonl &&
	test_expect_code 3 spunta-validate --schema number.json long.jsonl >actual 2>err &&
	test_grep "line 1 has more than 32 MiB" err
'
test_expect_success 'a line of 30 MB is judged' '
	{ printf \"; head -c 30000000 /dev/zero | tr "\\0" x; echo \"; } >long.jsonl &&
	test_expect_code 1 spunta-validate --quiet --schema number.json long.jsonl 2>err &&
	test_line_count = 1 err && test "$(wc -c <err)" -lt 300
'
test_expect_success 'nesting of 100,000, in a line and in a schema' '
	{ head -c 100000 /dev/zero | tr "\\0" "["; head -c 100000 /dev/zero | tr "\\0" "]"; echo; } >deep.jsonl &&
	test_expect_code 2 spunta-validate --schema number.json deep.jsonl 2>err && test_grep "nested too deeply" err &&
	test_expect_code 2 spunta-validate --schema deep.jsonl numbers.jsonl 2>err && test_grep "nested too deeply" err
'

# --- surroundings ------------------------------------------------------------------------------------

test_expect_success 'a full disk and a closed pipe' '
	test_expect_code 3 spunta-validate good.jsonl >/dev/full 2>err && test_grep "cannot write standard output" err &&
	for i in 1 2 3 4 5 6 7 8 9 10; do cat numbers.jsonl numbers.jsonl numbers.jsonl numbers.jsonl; done >many.jsonl &&
	echo true >any.json &&
	spunta-validate --schema any.json many.jsonl | head -n 1 >actual && test_line_count = 1 actual
'
test_expect_success 'the same in another locale, its words aside, and twice' '
	test_locale it_IT.UTF-8 &&
	LC_ALL=it_IT.UTF-8 test_expect_code 1 spunta-validate bad.jsonl >actual.it 2>err.it &&
	test_expect_code 1 spunta-validate bad.jsonl >actual 2>err &&
	test_cmp actual actual.it && sed "s,: riga ,: line ,; s,(in /,(at /," err.it >err.en && test_cmp err err.en && test_grep "riga 3" err.it
'
test_done
