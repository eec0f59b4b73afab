#!/bin/sh
test_description='spunta-series: the same indicators over the years; what changed is said, what did not is not'
. "$(dirname "$0")/../lib.sh"

for year in 2022 2023 2024; do
	spunta-extract "$FIXTURES/serie/stato-$year.txt" | spunta-normalize >"$year.jsonl"
done

# findings STREAM: rule, subject, year, status of those that are no match
findings () {
	jq -r 'select(.type == "finding" and .status != "match") | [.rule, .subject, (.year // "-"), .status] | @tsv' "$1"
}
# change YEAR JQ: that year's records through a filter; other bytes, so another document
change () {
	jq -c "if .type == \"document\" then .sha256 = (.sha256[:60] + \"beef\") else . end | $2" "$1.jsonl" >"$1.lines" &&
	jq -sc "([.[] | select(.type == \"indicator\")] | length) as \$n | .[] | if .type == \"end\" then .records.indicator = \$n else . end" "$1.lines" >"$1.changed"
}

test_expect_success 'three years: the changes that were made, and no other' '
	test_expect_code 1 spunta-series 2022.jsonl 2023.jsonl 2024.jsonl >serie && test_ended serie &&
	sed -e 1,2d "$FIXTURES/expected/serie.findings.tsv" | sort >want &&
	jq -r "select(.type == \"finding\" and .status != \"match\") | [.rule, .subject, (.year // \"-\"), .status, .severity,
		(.inputs[0].raw // \"-\"), (.published.raw // \"-\")] | @tsv" serie | sort >got && test_cmp want got
'
# by hand: C11 prints two indicators again in 2023 (2021, 2022) and 2024 (2021, 2022, 2023), C12 and C31 one in 2023,
# C27 one as C11: 5 + 5 + 2 + 2 + 5; targets again: 2 + 2 + 1 + 1 + 2
test_expect_success 'every figure that is printed again is compared' '
	test "$(jq -r "select(.rule == \"restated\") | .id" serie | sort -u | wc -l)" -eq 19 &&
	test "$(jq -r "select(.rule == \"target-changed\") | .id" serie | sort -u | wc -l)" -eq 8
'
test_expect_success 'a finding quotes both figures, their documents and places' '
	jq -c "select(.rule == \"restated\" and .status == \"contradiction\") | [.published.raw, .recomputed, .difference, .source.page, .source.table,
		.inputs[0].label, .inputs[0].value, (.inputs[0].source.document != .source.document), .message.it, .message.en]" serie >got &&
	cat >want <<-\EOT && test_cmp want got
	["30,20","35.20","-5",1,"p1t2","stato-2023.txt",35.2,true,"Crediti recuperati (C11), 2022: 35,20 in stato-2023.txt, 30,20 in stato-2024.txt","Crediti recuperati (C11), 2022: 35,20 in stato-2023.txt, 30,20 in stato-2024.txt"]
	EOT
'
test_expect_success 'the table of years: each figure with its document, and how it was recognised' '
	jq -r "select(.type == \"series_point\" and .name == \"Disponibilità della rete\") |
		[.year, .edition_name, .code, .objective_match, .match, .score, (.target.raw // \"-\"), (.actual.raw // \"-\")] | @tsv" serie >got &&
	cat >want <<-\EOT && test_cmp want got
	2021	stato-2022.txt	C22	first	first	1	-	98,90
	2021	stato-2023.txt	C22	code-and-title	title	1	-	98,90
	2021	stato-2024.txt	C27	title	title	1	-	98,90
	2022	stato-2022.txt	C22	first	first	1	-	98,30
	2022	stato-2023.txt	C22	code-and-title	title	1	-	98,30
	2022	stato-2024.txt	C27	title	title	1	-	98,30
	2023	stato-2023.txt	C22	code-and-title	title	1	-	99,10
	2023	stato-2024.txt	C27	title	title	1	-	99,10
	2024	stato-2024.txt	C27	title	title	1	-	99,40
	2025	stato-2022.txt	C22	first	first	1	99,00	-
	2025	stato-2023.txt	C22	code-and-title	title	1	99,00	-
	2025	stato-2024.txt	C27	title	title	1	99,00	-
	EOT
'
test_expect_success 'the indicator has all years, as they were printed last' '
	jq -c "select(.id == \"indicator:C11:2\") | [.actuals[] | .year, .raw]" serie >got &&
	echo "[2021,\"26,00\",2022,\"30,20\",2023,\"33,00\",2024,\"34,10\"]" >want && test_cmp want got
'
test_expect_success 'every filter takes it, and every export' '
	spunta-validate serie >out && test_cmp serie out && { spunta-recompute serie >out || test $? -eq 1; } && test_ended out &&
	for f in csv datapackage; do spunta-export --to=$f -o out.$f serie || return 1; done &&
	for f in sqlite xlsx xml html json report; do spunta-export --to=$f -o out.$f serie || return 1; done &&
	test "$(sqlite3 out.sqlite "SELECT count(*) FROM series")" = "$(grep -c "\"type\":\"series_point\"" serie)" &&
	test "$(sqlite3 out.sqlite "SELECT edition_name || actual FROM series WHERE indicator = '\''indicator:C11:2'\'' AND year = 2022 ORDER BY position" | tr "\n" " ")" = \
		"stato-2022.txt35.2 stato-2023.txt35.2 stato-2024.txt30.2 " &&
	test "$(sqlite3 out.sqlite "SELECT count(*) FROM figures_that_do_not_add_up")" = 3 && test -z "$(sqlite3 out.sqlite "PRAGMA foreign_key_check")"
'
test_expect_success 'the order of the operands, one file or several, a folder: the same bytes' '
	{ spunta-series 2024.jsonl 2022.jsonl 2023.jsonl; cat 2023.jsonl 2024.jsonl 2022.jsonl >all; } >got && test_cmp serie got &&
	{ spunta-series all || :; } >got && test_cmp serie got && { spunta-series <all || :; } >got && test_cmp serie got &&
	mkdir -p bulk/records && cp 202?.jsonl bulk/records && { spunta-series bulk || :; } >got && test_cmp serie got &&
	{ spunta-series bulk/records || :; } >got && test_cmp serie got && { spunta-series 2022.jsonl bulk || :; } >got && test_cmp serie got
'

# --- nobody is accused where there is doubt -----------------------------------------------------------------------

nobody () { # a change of 2023 that is not to be held against anyone, and the figure that differs: -> findings in got
	change 2023 "$1" && { spunta-series 2022.jsonl 2023.changed >out || :; } && findings out | grep -v "^target-changed	indicator:C11:1	2025" >got
	:
}
other='(.actuals[] | select(.year == 2022)) |= (.raw = "12,34" | .value = 12.34)'
test_expect_success 'another figure is a contradiction (the changes below start from this)' '
	nobody "if .name == \"Riduzione dei solleciti\" then $other else . end" && printf "restated\tindicator:C12:1\t2022\tcontradiction\n" >want && test_cmp want got
'
test_expect_success 'another formula: not computable' '
	nobody "if .name == \"Riduzione dei solleciti\" then $other | .formula.raw = \"solleciti inviati\" else . end" &&
	printf "restated\tindicator:C12:1\t2022\tnot-computable\n" >want && test_cmp want got && test_grep "la formula è cambiata" out
'
test_expect_success 'a name with a word more: not the same indicator' '
	nobody "if .name == \"Riduzione dei solleciti\" then $other | .name = \"Riduzione dei solleciti TARI\" else . end" && test_must_be_empty got
'
test_expect_success 'a long name with a word more: shown with its score, not accused' '
	long="Percentuale di pratiche edilizie concluse entro il termine di legge" && change 2022 "if .name == \"Riduzione dei solleciti\" then .name = \"$long\" else . end" &&
	change 2023 "if .name == \"Riduzione dei solleciti\" then $other | .name = \"$long ordinario\" else . end" && { spunta-series 2022.changed 2023.changed >out || :; } &&
	findings out | grep C12 >got && printf "restated\tindicator:C12:1\t2022\tnot-computable\n" >want && test_cmp want got && test_grep "il nome dell.indicatore è cambiato" out &&
	test "$(jq "select(.type == \"series_point\" and .indicator == \"indicator:C12:1\" and .edition_name == \"stato-2023.txt\") | .score" out | sort -u)" = 0.93
'
test_expect_success 'a figure of half a year: not computable' '
	jq -c "if .type == \"document\" then .reference_date = \"2022-06-30\" else . end" 2022.jsonl >half &&
	change 2023 "if .name == \"Riduzione dei solleciti\" then $other else . end" && { spunta-series half 2023.changed >out || :; } &&
	findings out | grep C12 >got && printf "restated\tindicator:C12:1\t2022\tnot-computable\n" >want && test_cmp want got && test_grep "non era ancora finito" out
'
test_expect_success 'two indicators of one name below an objective: neither is followed' '
	double="if .name == \"Riduzione dei solleciti\" then ., (.id = \"indicator:C12:2\" | $other) else . end" &&
	change 2022 "$double" && change 2023 "$double" && { spunta-series 2022.changed 2023.changed >out || :; } && findings out | grep C12 >got || :
	test_must_be_empty got && test "$(grep -c "\"type\":\"indicator\",\"id\":\"indicator:C12" out)" -eq 4
'
test_expect_success 'an objective with a new title is known by its indicators' '
	nobody "if .code == \"C12\" then .title = \"PUNTUALITÀ\" else . end" && test_must_be_empty got && test_grep "\"objective_match\":\"code\"" out
'
test_expect_success 'titles with words in common, indicators with none: not computable' '
	nobody "if .code == \"C31\" then .title = \"SPORTELLO UNICO DEL CITTADINO\" elif .objective == \"objective:C31\" then .name = \"Tempo di attesa\" else . end" &&
	printf "code-reused\tobjective:C31#2\t-\tnot-computable\n" >want && grep code-reused got >reused && test_cmp want reused
'
test_expect_success 'a new cycle may number anew: a remark' '
	jq -c "if .type == \"document\" then .period = {from: 2030, to: 2032} | .reference_date = \"2030-12-31\" else . end" 2024.jsonl >cycle &&
	{ spunta-series 2023.jsonl cycle >out || :; } && test "$(jq -r "select(.rule == \"code-reused\") | .severity" out)" = info
'
test_expect_success 'where a page was lost nothing is called dropped' '
	{ sed "\$d" 2024.jsonl && echo "{\"type\":\"problem\",\"page\":1,\"code\":\"damaged-page\",\"message\":\"x\"}" &&
		tail -n 1 2024.jsonl | sed "s/{\"indicator\"/{\"problem\":1,\"indicator\"/"; } >lost && { spunta-series 2023.jsonl lost >out || :; } && test_ended out && test_grep ! "\"dropped\"" out
'

# --- documents ------------------------------------------------------------------------------------------------------

test_expect_success 'two bodies: two streams, in the order of their names; --body picks' '
	sed "s/Comune di Roccaspina/Comune di Altopiano/g; s/\"sha256\":\"..../\"sha256\":\"0000/" 2022.jsonl >altopiano.jsonl &&
	spunta-series 2022.jsonl altopiano.jsonl >both && jq -r "select(.type == \"document\") | .body.name" both >got && printf "Comune di %s\n" Altopiano Roccaspina >want && test_cmp want got &&
	spunta-export --to=sqlite -o both.sqlite both && spunta-series --body=ALTO 2022.jsonl altopiano.jsonl >one && jq -r "select(.type == \"document\") | .body.name" one >got &&
	echo "Comune di Altopiano" >want && test_cmp want got && test_expect_code 2 spunta-series --body=Nessuno 2022.jsonl 2>err && test_grep "no document of that body" err
'
test_expect_success 'no body, no date: left out, and that is said' '
	jq -c "if .type == \"document\" then .body = null | .sha256 = (.sha256[:60] + \"0000\") else . end" 2023.jsonl >nobody.jsonl &&
	spunta-series 2022.jsonl nobody.jsonl >out 2>err && test_grep "nobody.jsonl: .*no body was found.*left out" err && test "$(grep -c stato-2023 out)" -eq 0 &&
	jq -c "if .type == \"document\" then .period = null | .reference_date = null else . end" 2023.jsonl >undated.jsonl &&
	spunta-series 2022.jsonl undated.jsonl >out 2>err && test_grep "neither its date nor its period" err
'
test_expect_success 'wrong input: exit 2, nothing is written' '
	head -n 5 2023.jsonl >cut && test_expect_code 2 spunta-series 2022.jsonl cut >out 2>err && test_grep "stops after line 5" err && test_must_be_empty out &&
	mkdir empty && test_expect_code 2 spunta-series empty >out 2>err && test_grep "no .jsonl in empty" err && test_must_be_empty out &&
	test_expect_code 2 spunta-series missing 2>err && test_grep "cannot open missing" err && test_expect_code 3 sh -c "spunta-series 2022.jsonl >/dev/full"
'
test_expect_success 'odd values where others belong: it goes on, or says what is wrong' '
	for key in source actuals targets target formula name objective code title period reference_date body kind name sha256 bytes; do
		for value in null true 7 99999999999 "\"x\"" "[]" "[1]" "{}" "[{\"year\":99999999999,\"value\":1}]" "[{\"year\":2022,\"value\":1,\"source\":[1]}]"; do
			echo ".$key = $value"
		done
	done >changes && while read -r change; do
		jq -c "if .type == \"end\" then . else $change end" 2023.jsonl >odd 2>err || return 1
		spunta-series 2022.jsonl odd 2024.jsonl >out 2>err
		case $? in [012]) ;; *) echo "$change" >&2; cat err >&2; return 1 ;; esac
	done <changes
'
test_done
