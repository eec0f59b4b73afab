#!/bin/sh
test_description='spunta-export --to=xml: valid by its schema, and by another validator'
. "$(dirname "$0")/../lib.sh"

STREAMS=$SRC/tests/streams
XSD=$SRC/schemas/export.xsd
xpath () { # FILE EXPRESSION
	xmllint --xpath "$2" "$1"
}
named () { # NAME: a step to elements of that name
	printf "*[local-name()='%s']" "$1"
}

test_expect_success 'the schema kept for reading is what is used' '
	spunta-export --print-schema=xml >xsd && test_cmp "$XSD" xsd && xmllint --noout "$XSD"
'
for name in valore-pubblico progetti indicatori; do
	test_expect_success "$name: valid for the program and for xmllint; counts and sums are the database's" '
		spunta-export --to=xml --check -o "$name.xml" "$STREAMS/$name.findings.jsonl" && xmllint --noout --schema "$XSD" "$name.xml" &&
		spunta-export --to=sqlite -o "$name.sqlite" "$STREAMS/$name.findings.jsonl" &&
		for table in contribution project indicator finding total; do
			test "$(xpath "$name.xml" "count(//$(named records)/$(named $table))")" = \
				"$(sqlite3 -batch "$name.sqlite" "SELECT count(*) FROM ${table}s")" || return 1
		done &&
		for field in weight weighted own_funds target actuals; do
			xpath "$name.xml" "//$(named $field)/@value" 2>none | sed "s/[^0-9.-]//g" | awk "{ s += \$1 } END { printf \"%.3f\\n\", s }" >got &&
			sqlite3 -batch "$name.sqlite" "SELECT printf('\''%.3f'\'', total(value)) FROM figures WHERE field = '\''$field'\''" >want &&
			test_cmp want got || return 1
		done
	'
done
test_expect_success 'from the fixtures, valid' '
	spunta run --to=xml "$FIXTURES/stato-dup.pdf" >out.xml; xmllint --noout --schema "$XSD" out.xml
'
test_expect_success 'the schema sees what is wrong' '
	sed "s/<public_value>public_value:04</<public_value>public_value:44</" valore-pubblico.xml >broken.xml && ! cmp -s broken.xml valore-pubblico.xml &&
	test_must_fail xmllint --noout --schema "$XSD" broken.xml 2>err && test_grep "contributions_public_value" err &&
	sed "s/value=\"20\"/value=\"venti\"/" valore-pubblico.xml >broken.xml && test_must_fail xmllint --noout --schema "$XSD" broken.xml
'
test_expect_success 'what XML cannot hold is replaced, and that is said' '
	sed "s/Pagamenti puntuali/Paga\\\\u0001menti\\\\uffff \\\\t<\&/" "$STREAMS/valore-pubblico.findings.jsonl" >odd &&
	spunta-export --to=xml --check -o odd.xml odd 2>err && test_grep "warning: control characters" err && test_line_count = 1 err &&
	xmllint --noout --schema "$XSD" odd.xml && xpath odd.xml "string(//$(named public_value)[3]/$(named title))" >got &&
	printf "Paga\357\277\275menti\357\277\275 \t<&\n" >want && test_cmp want got
'
test_expect_success 'on standard output, the same bytes; --check wants a file' '
	spunta-export --to=xml "$STREAMS/progetti.findings.jsonl" >out.xml && test_cmp progetti.xml out.xml &&
	test_expect_code 2 spunta-export --to=xml --check "$STREAMS/progetti.findings.jsonl" >out 2>err && test_grep "name one with -o" err && test_must_be_empty out
'
test_expect_success 'cut: exit 2; a full disk: exit 3; nothing appears' '
	mkdir folder && cd folder && head -n 9 "$STREAMS/progetti.findings.jsonl" >../cut && test_expect_code 2 spunta-export --to=xml -o x.xml ../cut &&
	test_expect_code 3 sh -c "ulimit -f 8; exec spunta-export --to=xml -o x.xml \"\$1\" 2>../err" sh "$STREAMS/valore-pubblico.findings.jsonl" &&
	test_grep "cannot write" ../err && test_expect_code 3 sh -c "spunta-export --to=xml \"\$1\" >/dev/full" sh "$STREAMS/valore-pubblico.findings.jsonl" &&
	test -z "$(ls -A)"
'
test_done
