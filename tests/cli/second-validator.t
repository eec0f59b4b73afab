#!/bin/sh
test_description='a second validator (python3-jsonschema) comes to the same verdict on every line'
. "$(dirname "$0")/../lib.sh"

python=''
for candidate in python3 /usr/bin/python3; do
	test -n "$python" || ! "$candidate" -c 'import jsonschema; jsonschema.Draft7Validator' 2>/dev/null || python=$candidate
done
test -n "$python" || test_skip_all 'python3-jsonschema is not installed'
second () {
	PYTHONDONTWRITEBYTECODE=1 "$python" "$SRC/tests/second_validator.py" "$@"
}

# first SCHEMA STREAM: the numbers of the lines that do not hold, by ours; the grammar of streams is no schema's
first () {
	spunta-validate --quiet --diagnostics=json --schema "$1" "$2" 2>said
	test $? -le 1 &&
	sed -n 's/.*"line":\([0-9]*\),.*"rule":"[^"]*#.*/\1/p' said | sort -nu
}

# same SCHEMA STREAM
same () {
	first "$1" "$2" >ours && second judge "$1" "$2" >theirs && test_cmp ours theirs
}

schema_of () {
	case $(head -n 1 "$1") in
	*'"schema":"spunta-layout/1"'*) echo "$SRC/schemas/layout.schema.json" ;;
	*) echo "$SRC/schemas/records.schema.json" ;;
	esac
}

for schema in layout records; do
	test_expect_success "the schema of $schema is accepted, its examples hold" "
		second schema \$SRC/schemas/$schema.schema.json
	"
done

# what there is of streams: written by hand, kept as golden, and just made from the fixtures
for stream in "$SRC"/tests/streams/*.jsonl "$SRC"/tests/golden/*.jsonl; do
	test ! -e "$stream" || cp "$stream" .
done
for pdf in "$FIXTURES"/*.pdf; do
	name=$(basename "$pdf" .pdf)
	spunta-extract "$pdf" >"$name.layout.jsonl" 2>/dev/null &&
	spunta-normalize "$name.layout.jsonl" 2>/dev/null | spunta-recompute >"$name.records.jsonl" 2>/dev/null
	test -s "$name.layout.jsonl" || rm "$name.layout.jsonl"
	test -s "$name.records.jsonl" || rm -f "$name.records.jsonl"
done
for stream in *.jsonl; do
	test_expect_success "$stream" 'same "$(schema_of "$stream")" "$stream"'
done
for stream in valore-pubblico.layout.jsonl indicatori.findings.jsonl progetti.findings.jsonl valore-pubblico.findings.jsonl; do
	test ! -e "$stream" || test_expect_success "damaged variants of $stream" '
		second mutate "$stream" >damaged &&
		same "$(schema_of "$stream")" damaged &&
		test "$(wc -l <ours)" -gt 50
	'
done
test_done
