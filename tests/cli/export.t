#!/bin/sh
test_description='spunta-export: one model of tables in every format; complete, or not at all'
. "$(dirname "$0")/../lib.sh"

STREAMS=$SRC/tests/streams
VP=$STREAMS/valore-pubblico.findings.jsonl
PROJECTS=$STREAMS/progetti.findings.jsonl
INDICATORS=$STREAMS/indicatori.findings.jsonl

query () { # DATABASE SQL
	sqlite3 -batch "$1" "$2"
}
# A file of a folder as rows of "column=value" for one column, without header; python reads RFC 4180.
column () { # CSV HEADER
	python3 -c 'import csv, sys
for row in csv.DictReader(open(sys.argv[1], newline="", encoding="utf-8")): print(row[sys.argv[2]])' "$1" "$2"
}

test_expect_success 'help, version, list' '
	spunta-export --help >help && test_grep "dialect" help &&
	spunta-export --version >version && test_grep "^spunta-export [0-9]" version &&
	spunta-export --list >list && test_grep "^csv " list && test_grep "^sqlite " list && test_grep "needs -o FOLDER" list
'
test_expect_success 'wrong arguments: exit 2 and what to do' '
	test_expect_code 2 spunta-export "$VP" 2>err && test_grep "say with --to which format" err &&
	test_expect_code 2 spunta-export --to=ods "$VP" 2>err && test_grep "no such format" err &&
	test_expect_code 2 spunta-export --to=csv "$VP" 2>err && test_grep "name a folder for them with -o" err &&
	test_expect_code 2 spunta-export --to=csv --lang=fr -o out "$VP" 2>err && test_grep "it or en" err &&
	test_expect_code 2 spunta-export --to=csv --dialect=tab -o out "$VP" 2>err && test_grep "excel-it" err &&
	test_expect_code 2 spunta-export --to=csv --dialekt=x -o out "$VP" 2>err && test_grep "did you mean --dialect" err &&
	test_expect_code 2 spunta-export --to=csv -o out missing 2>err && test_grep "cannot open missing" err &&
	test ! -e out
'
test_expect_success 'standard input, given or not' '
	spunta-export --to=json <"$VP" >a && spunta-export --to=json - <"$VP" >b && spunta-export --to=json "$VP" >c &&
	test_cmp a b && test_cmp a c
'

test_expect_success 'several documents in one run: files, or streams one behind the other' '
	spunta-export --to=csv -o pair "$VP" "$PROJECTS" && cat "$VP" "$PROJECTS" | spunta-export --to=csv -o joined && diff -r pair joined &&
	column pair/documents.csv "Nome del file" | sort >names && cat "$VP" "$PROJECTS" | jq -r "select(.type == \"document\").name" | sort >want &&
	test_line_count = 2 names && test_cmp want names &&
	for to in sqlite xlsx; do
		spunta-export --to=$to -o pair.$to "$VP" "$PROJECTS" && cat "$VP" - <"$PROJECTS" | spunta-export --to=$to -o joined.$to && cmp pair.$to joined.$to || return 1
	done &&
	query pair.sqlite "SELECT count(*) FROM contributions" >n && query pair.sqlite "SELECT count(*) FROM projects" >>n &&
	query pair.sqlite "PRAGMA foreign_key_check" >broken && test_must_be_empty broken &&
	cat "$VP" "$PROJECTS" | jq -r "select(.type == \"contribution\" or .type == \"project\").type" | uniq -c | awk "{ print \$1 }" >want && test_cmp want n
'
test_expect_success 'several documents: the database that has one of them keeps one of each' '
	spunta-export --to=sqlite -o grown.sqlite "$VP" && spunta-export --to=sqlite -o grown.sqlite "$PROJECTS" "$INDICATORS" &&
	spunta-export --to=sqlite -o grown.sqlite "$INDICATORS" "$VP" && query grown.sqlite "SELECT count(*) FROM documents" >n && echo 3 >want && test_cmp want n
'
test_expect_success 'several documents: all of them or nothing' '
	head -n 5 "$PROJECTS" >cut && for to in csv datapackage sqlite xlsx; do
		test_expect_code 2 spunta-export --to=$to -o all "$VP" cut 2>err && test_grep "stops after line 5" err && test ! -e all &&
		test_expect_code 2 spunta-export --to=$to -o all "$VP" missing 2>err && test ! -e all &&
		test_expect_code 2 spunta-export --to=$to -o all "$VP" "$VP" 2>err && test_grep "comes a second time" err && test ! -e all || return 1
	done
'
test_expect_success 'formats of one document say so' '
	for to in json xml report; do
		test_expect_code 2 spunta-export --to=$to -o one "$VP" "$PROJECTS" 2>err && test_grep "$to holds one document: .* is one too many" err && test ! -e one &&
		cat "$VP" "$PROJECTS" >both && test_expect_code 2 spunta-export --to=$to -o one both 2>err && test_grep "one stream holds one document" err || return 1
	done
'

# --- csv -----------------------------------------------------------------------------------------------

test_expect_success 'csv: a file for each type of record, the header in Italian' '
	spunta-export --to=csv -o csv "$VP" && ls csv >files &&
	printf "%s.csv\n" acts contributions documents figures finding_inputs findings items public_values records totals unparsed >want &&
	test_cmp want files && head -n 1 csv/contributions.csv >header &&
	test_grep "^Documento,Identificativo,Posizione,Obiettivo di valore pubblico,Codice," header &&
	column csv/contributions.csv Codice >codes && test_line_count = 21 codes &&
	column csv/findings.csv Esito | sort | uniq -c | awk "{ print \$1, \$2 }" >status &&
	printf "1 contradiction\n32 match\n6 mismatch\n2 truncated\n" >want && test_cmp want status
'
test_expect_success 'csv: --lang=en' '
	spunta-export --to=csv --lang=en -o en "$VP" && column en/contributions.csv "Weight (as printed)" >weights &&
	test_line_count = 21 weights
'
test_expect_success 'csv: RFC 4180, UTF-8, no byte-order mark' '
	spunta-export --to=csv -o ind "$INDICATORS" && printf "\r\n" >crlf && tail -c 2 ind/sections.csv >end && test_cmp crlf end &&
	head -c 9 ind/documents.csv >start && printf Documento >want && test_cmp want start &&
	column ind/sections.csv Testo >texts && printf "%s\n" "Riduzione dell'\''evasione." "Controlli incrociati; \"banche dati\"." >want &&
	head -n 2 texts >got && test_cmp want got
'
test_expect_success 'csv: what an earlier document left goes, what is not ours stays' '
	rm -rf csv && mkdir csv && echo mine >csv/notes.txt && spunta-export --to=csv -o csv "$INDICATORS" && test -f csv/objectives.csv &&
	spunta-export --to=csv -o csv "$VP" && test ! -e csv/objectives.csv && test -f csv/contributions.csv && test -f csv/notes.txt
'
test_expect_success 'csv: findings are there even if there are none' '
	grep -v "\"type\":\"finding\"" "$VP" | sed "s/,\"finding\":[0-9]*//" >records && spunta-export --to=csv -o none records &&
	test_line_count = 1 none/findings.csv
'
test_expect_success 'csv --dialect=excel-it: semicolons, decimal commas, byte-order mark, no formulas' '
	spunta-export --to=csv --dialect=excel-it -o excel "$INDICATORS" && printf "\357\273\277Documento;" >want &&
	head -c 13 excel/figures.csv >got && test_cmp want got && test_grep ";79000,005;circa 79.000,005;EUR;" excel/figures.csv &&
	test_grep ";\"'\''=HYPERLINK(\"\"x\"\")\";\"=\"\"+39 0000\"\"\";" excel/objectives.csv
'

test_expect_success 'csv, datapackage --safe-cells: texts that would run are defused, figures are not touched' '
	for text in "=1+1" "+cmd|x" "-2+A1" "@SUM(A1)" "\\tx" "\\r=x" "=90%" "-0,6%" "+10" "-" "- testo"; do
		printf "%s\n" "{\"type\":\"priority\",\"title\":\"$text\",\"text\":\"a=b\"}"
	done >lines && { head -n 1 "$INDICATORS" && cat lines && echo "{\"type\":\"end\",\"records\":{\"priority\":11}}"; } >cells &&
	spunta-export --to=csv --safe-cells -o safe cells && column safe/priorities.csv Titolo | tr "\t\r" TR >got && cat >want <<-\EOT &&
	'\''=1+1
	'\''+cmd|x
	'\''-2+A1
	'\''@SUM(A1)
	'\''Tx
	'\''R=x
	'\''=90%
	-0,6%
	+10
	-
	'\''- testo
	EOT
	test_cmp want got && column safe/priorities.csv Testo | sort -u >got && echo "a=b" >want && test_cmp want got &&
	spunta-export --to=datapackage --safe-cells -o package cells && column package/priorities.csv title | tr "\t\r" TR | head -n 1 >got && echo "'\''=1+1" >want && test_cmp want got &&
	spunta-export --to=csv -o unsafe cells && column unsafe/priorities.csv Titolo | head -n 1 >got && echo "=1+1" >want && test_cmp want got &&
	sed "s/\"value\":[0-9.]*/\"value\":-7.5/" "$INDICATORS" >minus && spunta-export --to=csv --safe-cells -o minus.csv minus && test_grep ",-7.5," minus.csv/figures.csv && test_grep ! "'\''-7" minus.csv/figures.csv
'

# --- json ------------------------------------------------------------------------------------------------

test_expect_success 'json: the whole stream, byte for byte' '
	spunta-export --to=json -o out.json "$INDICATORS" && jq -e ".document.sha256, .end" out.json >/dev/null &&
	grep "^.document\|^.end\|^{\"" out.json | sed -e "s/^\"document\"://" -e "s/^\"end\"://" -e "s/,\$//" >back && test_cmp "$INDICATORS" back
'
test_expect_success 'json: a document without records' '
	{ head -n 1 "$VP" && echo "{\"type\":\"end\",\"records\":{}}"; } >empty && spunta-export --to=json empty >out && jq -e ".records == []" out
'

# --- sqlite ----------------------------------------------------------------------------------------------

test_expect_success 'sqlite: keys hold, the figures are those of the CSV' '
	spunta-export --to=sqlite -o a.sqlite "$VP" && test -z "$(query a.sqlite "PRAGMA foreign_key_check; PRAGMA integrity_check" | grep -v "^ok$")" &&
	query a.sqlite "SELECT weight_raw FROM contributions ORDER BY position" >got && spunta-export --to=csv -o csv "$VP" &&
	column csv/contributions.csv "Peso (come stampato)" >want && test_cmp want got &&
	test "$(query a.sqlite "SELECT sum(weight) FROM contributions")" = 599
'
test_expect_success 'sqlite: the views' '
	query a.sqlite "SELECT subject, status FROM figures_that_do_not_add_up ORDER BY position" >got && cat >want <<-\EOT &&
	contribution:01.02|mismatch
	total:contribution.weighted:01|mismatch
	contribution:02.01|truncated
	total:contribution.weighted:02|truncated
	total:contribution.weighted:03|mismatch
	total:contribution.weighted:03|mismatch
	public_value:04|mismatch
	contribution:05.02#2|contradiction
	contribution:07.02|mismatch
	EOT
	test_cmp want got && spunta-export --to=sqlite -o i.sqlite "$INDICATORS" &&
	query i.sqlite "SELECT year, raw, status FROM indicators_by_year WHERE indicator = '\''indicator:C22:1'\''" >got &&
	printf "2017|7,00|match\n2018|8,70|mismatch\n2019|n.d.|\n" >want && test_cmp want got
'
test_expect_success 'sqlite: numbers are numbers; what a double does not hold stands in extra' '
	sed "s/\"value\":79000.005/\"value\":79000.0050000000000001/" "$INDICATORS" >long && spunta-export --to=sqlite -o long.sqlite long &&
	query long.sqlite "SELECT typeof(value), value, extra FROM figures WHERE raw LIKE '\''circa%'\''" >got &&
	echo "real|79000.005|{\"value\":79000.0050000000000001}" >want && test_cmp want got &&
	query i.sqlite "SELECT typeof(value), value FROM figures WHERE raw = '\''8,70'\'' OR raw = '\''7,00'\''" >got &&
	printf "integer|7\nreal|8.7\n" >want && test_cmp want got
'
test_expect_success 'sqlite: a further document is added; the same one replaces itself' '
	spunta-export --to=sqlite -o all.sqlite "$VP" && spunta-export --to=sqlite -o all.sqlite "$PROJECTS" &&
	spunta-export --to=sqlite -o all.sqlite "$INDICATORS" && test "$(query all.sqlite "SELECT count(*) FROM documents")" = 3 &&
	query all.sqlite "SELECT count(*) FROM records" >before && spunta-export --to=sqlite -o all.sqlite "$VP" &&
	query all.sqlite "SELECT count(*) FROM records" >after && test_cmp before after &&
	test "$(query all.sqlite "SELECT count(*) FROM documents")" = 3 && test -z "$(query all.sqlite "PRAGMA foreign_key_check")"
'
test_expect_success 'sqlite: a stream that is cut leaves the database as it was' '
	query all.sqlite .dump >before && head -n 40 "$VP" >cut && test_expect_code 2 spunta-export --to=sqlite -o all.sqlite cut 2>err &&
	test_grep "stops after line 40" err && query all.sqlite .dump >after && test_cmp before after
'
test_expect_success 'sqlite: another'\''s database and what is none are refused' '
	query other.sqlite "CREATE TABLE t (x)" && cp other.sqlite before &&
	test_expect_code 2 spunta-export --to=sqlite -o other.sqlite "$VP" 2>err && test_grep "database of something else" err && test_cmp before other.sqlite &&
	cp "$VP" text && test_expect_code 2 spunta-export --to=sqlite -o text "$VP" 2>err && test_grep "no database" err && test_cmp "$VP" text
'
test_expect_success 'sqlite on standard output is the same database' '
	spunta-export --to=sqlite "$VP" >b.sqlite && query a.sqlite .dump >want && query b.sqlite .dump >got && test_cmp want got
'
test_expect_success 'the SQL kept for reading is what is used' '
	for d in sqlite postgres; do
		spunta-export --print-schema=$d >schema && test_cmp "$SRC/export/sql/$d.sql" schema || return 1
	done &&
	test_expect_code 2 spunta-export --print-schema=oracle
'

# --- all ---------------------------------------------------------------------------------------------------

test_expect_success 'every key of the schema has a column' '
	jq -r ".definitions as \$d | .allOf[] | .then[\"\$ref\"][14:] | select(. != \"end\") | . as \$t |
		\$d[\$t].properties | keys[] | \"\(\$t) \(.)\"" "$SRC/schemas/records.schema.json" | grep -v " type\$" | sort >keys &&
	jq -r ".sets as \$sets | .tables[] | select(.record) | .record as \$t |
		([.columns[] | if type == \"string\" then \$sets[.][] else . end] |
		map(if (.path | type) == \"array\" then .path[0] // \"=figure\" elif .path then .path else .name end) + [\"id\"])[] |
		if . == \"=figure\" then \"raw\", \"value\", \"unit\", \"note\", \"multiplier\", \"approx\", \"op\", \"gross\", \"gross_raw\" else . end |
		\"\(\$t) \(.)\"" "$DERIVED/export/model.json" | sort -u >columns &&
	comm -23 keys columns >without && test_must_be_empty without
'
test_expect_success 'the same stream gives the same bytes' '
	for f in json sqlite report; do
		spunta-export --to=$f -o one.$f "$VP" && spunta-export --to=$f -o two.$f "$VP" && spunta-export --to=$f -o two.$f "$VP" &&
		test_cmp one.$f two.$f || return 1
	done &&
	spunta-export --to=csv -o one "$VP" && LC_ALL=C spunta-export --to=csv -o two - <"$VP" && diff -r one two
'
test_expect_success 'a stream that is cut: exit 2, nothing appears' '
	head -n 30 "$VP" >cut && mkdir folder && cd folder &&
	for f in csv json sqlite report; do
		test_expect_code 2 spunta-export --to=$f -o out.$f ../cut 2>err && test_grep "stops after line 30" err && rm err || return 1
	done &&
	test -z "$(ls -A)" && test_expect_code 2 spunta-export --to=report ../cut >out && test_must_be_empty out
'
test_expect_success 'a stream that is cut leaves what was there' '
	spunta-export --to=csv -o keep "$INDICATORS" && cp -r keep kept && test_expect_code 2 spunta-export --to=csv -o keep cut && diff -r kept keep
'
test_expect_success 'a full disk: exit 3, nothing appears' '
	yes "{\"type\":\"priority\",\"title\":\"casa\"}" | head -n 3000 >lines &&
	{ head -n 1 "$VP" && cat lines && echo "{\"type\":\"end\",\"records\":{\"priority\":3000}}"; } >large &&
	mkdir full && cd full &&
	for f in csv json sqlite; do
		test_expect_code 3 sh -c "ulimit -f 8; exec spunta-export --to=$f -o out.$f ../large 2>../err" &&
		test_grep "cannot write" ../err || return 1
	done &&
	test -z "$(ls -A)"
'
# interrupted FORMAT SIGNAL STATUS [HOW]: with half of a document written, it ends by the signal and leaves nothing
# behind. What the signal does is said to it, for whoever started these tests may ignore some (nohup, a shell's &).
interrupted () {
	rm -rf folder pipe && mkdir folder && mkfifo pipe || return 1
	TMPDIR="$SCRATCH/folder" env --"${4-default}"-signal="$2" spunta-export --to="$1" -o folder/out pipe & running=$!
	exec 8>pipe && head -n 2500 large >&8 &&
	for n in $(seq 100); do
		test -z "$(ls -A folder)" || break
		sleep 0.1
	done &&
	test -n "$(ls -A folder)" && kill -"$2" $running; exec 8>&-
	wait $running
	got=$?
	test $got -eq "$3" && test -z "$(ls -A folder)" && return
	echo "$1, $2: status $got, left: $(ls -AR folder)" >&2
	return 1
}
test_expect_success 'a signal ends it: nothing stays, what was there is as it was' '
	for f in csv datapackage json sqlite xlsx xml; do
		interrupted $f INT 130 && interrupted $f TERM 143 && interrupted $f HUP 129 || return 1
	done
'
test_expect_success 'a signal that is ignored stays so: it ends with the stream' '
	for signal in INT TERM HUP; do interrupted csv $signal 2 ignore || return 1; done
'
test_expect_success 'a full standard output: exit 3' '
	for f in json sqlite report; do
		test_expect_code 3 sh -c "spunta-export --to=$f \"\$1\" >/dev/full" sh "$VP" || return 1
	done
'
test_expect_success 'where nothing can be written: exit 3' '
	test_expect_code 3 spunta-export --to=json -o no/such/out.json "$VP" 2>err && test_grep "cannot create no/such/out.json" err &&
	test_expect_code 3 spunta-export --to=csv -o no/such/out "$VP" && : >file && test_expect_code 2 spunta-export --to=csv -o file "$VP" &&
	mkdir -p block/findings.csv && test_expect_code 2 spunta-export --to=csv -o block "$VP" 2>err && test_grep "is a folder where a file" err &&
	ls block >got && echo findings.csv >want && test_cmp want got
'
test_expect_success 'two records of one id: exit 2' '
	{ head -n 2 "$VP" && sed -n 2p "$VP" && echo "{\"type\":\"end\",\"records\":{\"public_value\":2}}"; } >twice &&
	test_expect_code 2 spunta-export --to=csv -o twice.csv twice 2>err && test_grep "line 3: .*two records have the id" err && test ! -e twice.csv
'
test_expect_success 'a reader that goes away ends it quietly' '
	for i in 1 2 3 4 5 6 7 8; do cat lines; done >many && { head -n 1 "$VP" && cat many; } >long &&
	{ spunta-export --to=json long 2>err; echo $? >status; } | head -n 1 >/dev/null && test "$(cat status)" -eq 141 && test_must_be_empty err
'

# --- what is read must not mislead -----------------------------------------------------------------------------------

FAULTY=$FIXTURES/valore-pubblico-errori.pdf
test_expect_success 'rows and columns are counted from 1, as in the sentences and on the page' '
	spunta-extract "$FAULTY" | spunta-normalize | { spunta-recompute >faulty; test $? -eq 1; } && spunta-export --to=csv -o counted faulty &&
	jq -r "select(.id == \"finding:weighted-share:01.02\") | .source | [.table, .row, .col] | @csv" faulty >stream && echo "\"p1t1\",2,4" >want && test_cmp want stream &&
	python3 -c "import csv, sys
for row in csv.DictReader(open(\"counted/findings.csv\", newline=\"\")):
    if row[\"Identificativo\"] == \"finding:weighted-share:01.02\": print(row[\"Tabella\"], row[\"Riga\"], row[\"Colonna\"], row[\"Esito\"], row[\"Gravità\"])" >got &&
	echo "p1t1 3 5 mismatch error" >want && test_cmp want got
'
test_expect_success 'severity says nothing of what adds up' '
	python3 -c "import csv
print(sorted({(row[\"Esito\"], row[\"Gravità\"] != \"\") for row in csv.DictReader(open(\"counted/findings.csv\", newline=\"\"))}))" >got &&
	echo "[('\''contradiction'\'', True), ('\''match'\'', False), ('\''mismatch'\'', True), ('\''truncated'\'', True)]" >want && test_cmp want got
'
test_expect_success 'a target without a year is of the year that the document is of, if it is of one' '
	spunta-extract "$FIXTURES/stato-dup.pdf" | spunta-normalize >state && spunta-export --to=csv -o state.csv state && column state.csv/indicators.csv "Anno del target" | sort | uniq -c | tr -s " " >got &&
	jq -r "select(.type == \"document\") | .reference_date" state >date && test_grep "^2023-06-30$" date && echo " 12 2023" >want && test_cmp want got &&
	spunta-export --to=html state >page && test_grep "2023" page
'
test_expect_success 'no licence is named unless one is given' '
	spunta-export --to=datapackage -o free faulty && jq -e "has(\"licenses\") | not" free/datapackage.json &&
	spunta-export --to=datapackage --licence=IODL-2.0 -o given faulty && jq -r ".licenses[0].name" given/datapackage.json >got && echo IODL-2.0 >want && test_cmp want got
'
test_done
