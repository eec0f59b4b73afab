#!/bin/sh
test_description='spunta-recompute: the records pass through, each finding follows what it is about'
. "$(dirname "$0")/../lib.sh"

# A public value of Comune di Roccaspina: 02.02's share is wrong, the weights make 99, a result is missing.
cat >records <<'EOT'
{"type":"document","schema":"spunta-records/1","name":"stato.pdf","kind":"public-value-status","x":1.50}
{"type":"public_value","id":"public_value:02","code":"02","title":"Pagamenti puntuali","source":{"page":1}}
{"type":"contribution","id":"contribution:02.01","public_value":"public_value:02","code":"02.01","objective_code":"01-03","title":"Fatture","weight":{"raw":"60","value":60,"unit":null,"source":{"page":1,"table":"p1t1","row":1,"col":2}},"achievement":{"raw":"50%","value":50,"unit":"%","source":{"page":1,"table":"p1t1","row":1,"col":3}},"weighted":{"raw":"30%","value":30,"unit":"%","source":{"page":1,"table":"p1t1","row":1,"col":4}}}
{"type":"contribution","id":"contribution:02.02","public_value":"public_value:02","code":"02.02","objective_code":"01-04","title":"Entrate","weight":{"raw":"29","value":29,"unit":null},"achievement":{"raw":"33,33%","value":33.33,"unit":"%"},"weighted":{"raw":"10%","value":10,"unit":"%"}}
{"type":"something-new","id":"x:1", "unknown": [1.0e2 , null]}
{"type":"contribution","id":"contribution:02.03","public_value":"public_value:02","code":"02.03","objective_code":null,"title":"Sospeso","weight":{"raw":"10","value":10,"unit":null},"achievement":null,"weighted":null}
{"type":"total","id":"total:weighted:02","of":"contribution.weighted","scope":"public_value:02","raw":"41%","value":41,"unit":"%"}
{"type":"end","records":{"public_value":1,"contribution":3,"something-new":1,"total":1},"pages":2}
EOT
sed 's/"29","value":29/"30","value":30/; s/"raw":"41%","value":41/"raw":"40%","value":40/' records >right

finding () { # RULE FILE: its lines
	grep "\"type\":\"finding\".*\"rule\":\"$1\"" "$2"
}

test_expect_success 'help and version' '
	spunta-recompute --help >help && test_grep "only-findings" help &&
	spunta-recompute --version >version && test_grep "^spunta-recompute [0-9]" version
'
test_expect_success 'all holds: exit 0' '
	test_expect_code 0 spunta-recompute right >out && test_ended out &&
	test_grep "\"status\":\"match\"" out && test_grep ! "\"status\":\"mismatch\"" out
'
test_expect_success 'something does not hold: exit 1, and the faults are named' '
	test_expect_code 1 spunta-recompute records >out &&
	finding weights-sum out >f && test_grep "\"status\":\"mismatch\".*\"expected\":\"100\",\"recomputed\":\"99\"" f &&
	test_grep "\"expression\":\"60 + 29 + 10\"" f &&
	finding weighted-total out >f && test_grep "\"status\":\"mismatch\",.*\"recomputed\":\"40\"" f
'
test_expect_success 'the end says how many figures were checked, agree and are accused' '
	spunta-recompute records >out; tail -1 out >end &&
	test_grep "\"coverage\":{\"figures_checked\":8,\"figures_agreeing\":7,\"figures_accused\":1}" end &&
	sed "s/\"pages\":2/\"coverage\":{\"figures\":12,\"figures_checked\":1}/" records >covered &&
	spunta-recompute covered >out; tail -1 out >end &&
	test_grep "\"coverage\":{\"figures\":12,\"figures_checked\":8," end
'
test_expect_success 'where nothing can be checked, --require-checks says so' '
	{ sed -n 1p records && echo "{\"type\":\"end\"}"; } >bare && test_expect_code 0 spunta-recompute bare >out &&
	test_expect_code 1 spunta-recompute --require-checks bare >out && test_ended out &&
	test_expect_code 0 spunta-recompute --require-checks right >out
'
test_expect_success 'the records come out as they went in, in their order' '
	spunta-recompute records >out; grep -v "\"type\":\"finding\"" out | sed "\$d" >passed &&
	sed "\$d" records >expected && test_cmp expected passed
'
test_expect_success 'a finding about one record stands right after it' '
	spunta-recompute records >out; grep -n "finding:weighted-share:02.01\"\|\"id\":\"contribution:02.0[12]\"" out |
	cut -d: -f1 >lines && set -- $(cat lines) && test $# -eq 3 && test $2 -gt $1 && test $2 -lt $3
'
test_expect_success 'the figures are quoted with page and cell' '
	spunta-recompute records >out; finding weighted-share out | head -1 >f &&
	test_grep "\"label\":\"weight\",\"record\":\"contribution:02.01\",\"raw\":\"60\",\"value\":60,\"source\":{\"page\":1,\"table\":\"p1t1\",\"row\":1,\"col\":2}" f &&
	test_grep "\"source\":{\"page\":1,\"table\":\"p1t1\",\"row\":1,\"col\":4}}\$" f
'
test_expect_success 'the end line counts the findings and keeps its other keys' '
	spunta-recompute records >out; n=$(grep -c "\"type\":\"finding\"" out) &&
	printf "{\"type\":\"end\",\"records\":{\"public_value\":1,\"contribution\":3,\"something-new\":1,\"total\":1,\"finding\":%d},\"pages\":2" "$n" >expected &&
	tail -n 1 out | sed "s/,\"coverage.*//" | tr -d "\n" >end && test_cmp expected end
'
test_expect_success '--only-findings is a stream that can be read again' '
	spunta-recompute --only-findings records >only; test_ended only &&
	spunta-recompute records >out; grep "\"type\":\"finding\"" out >expected &&
	grep "\"type\":\"finding\"" only >actual && test_cmp expected actual &&
	head -n 1 records >expected && head -n 1 only >actual && test_cmp expected actual &&
	test_expect_code 0 spunta-recompute only >again && test_ended again
'
test_expect_success 'one figure changed by one turns exactly what depends on it' '
	spunta-recompute --only-findings right >before;
	sed "s/\"60\",\"value\":60/\"61\",\"value\":61/" right >changed && spunta-recompute --only-findings changed >after;
	sed -n "s/.*\"id\":\"\(finding:[^\"]*\)\".*\"status\":\"\([a-z-]*\)\".*/\1 \2/p" before >b &&
	sed -n "s/.*\"id\":\"\(finding:[^\"]*\)\".*\"status\":\"\([a-z-]*\)\".*/\1 \2/p" after >a &&
	diff b a | sed -n "s/^> //p" | sort >turned &&
	printf "%s\n" "finding:weighted-share:02.01 truncated" "finding:weights-sum:02 mismatch" >expected &&
	test_cmp expected turned
'
test_expect_success 'standard input, a pipe, and another locale give the same bytes' '
	spunta-recompute records >expected; spunta-recompute <records >out; test_cmp expected out &&
	cat records | spunta-recompute - >out; test_cmp expected out &&
	test_locale it_IT.UTF-8 && LC_ALL=it_IT.UTF-8 spunta-recompute records >out; test_cmp expected out
'
test_expect_success 'wrong arguments: exit 2' '
	test_expect_code 2 spunta-recompute --rule x records 2>err && test_grep "did you mean --rules" err &&
	test_expect_code 2 spunta-recompute records records 2>err &&
	test_expect_code 2 spunta-recompute nothing-here 2>err && test_grep "nothing-here" err &&
	test_expect_code 2 spunta-recompute . 2>err && test_grep "directory" err
'
test_expect_success 'a cut stream: exit 2, said so, no end' '
	sed "\$d" records >cut && test_expect_code 2 spunta-recompute cut >out 2>err &&
	test_not_ended out && test_grep "without its end record" err
'
test_expect_success 'a bad line: exit 2 with its number' '
	sed "3s/weight/weight\"/" records >bad && test_expect_code 2 spunta-recompute bad >out 2>err &&
	test_grep "bad: line 3" err && test_not_ended out
'
test_expect_success 'a layout is not records' '
	echo "{\"type\":\"document\",\"schema\":\"spunta-layout/1\"}" >layout &&
	test_expect_code 2 spunta-recompute layout 2>err && test_grep "spunta-records/1 is wanted" err
'
test_expect_success 'a full disk: exit 3; a closed pipe: quiet' '
	test_expect_code 3 spunta-recompute records >/dev/full 2>err && test_grep "standard output" err &&
	spunta-recompute records 2>err | head -n 1 >first && test_must_be_empty err
'

# --- indicators ----------------------------------------------------------------------------------------

cat >indicators <<'EOT'
{"type":"document","schema":"spunta-records/1"}
{"type":"indicator","id":"indicator:C15:1","name":"Avanzamento degli investimenti","formula":{"raw":"Investimenti pagati su investimenti previsti."},"target":null,"actuals":[{"year":2021,"raw":"33,30","value":33.30,"source":{"page":37,"table":"p37t1","row":1,"col":2}},{"year":2022,"raw":"52,80","value":52.80,"source":{"page":37,"table":"p37t1","row":1,"col":3}}],"notes":"Al 31/12/2021: - investimenti pagati: 6.397 - investimenti previsti: 19.187. Al 31/12/2022: - investimenti pagati: 7.618 - investimenti previsti: 18.408.","source":{"page":37,"table":"p37t1","row":1}}
{"type":"end","records":{"indicator":1}}
EOT

test_expect_success 'figures in the notes are held against the cells of their years' '
	test_expect_code 1 spunta-recompute indicators >out && finding indicator-ratio out >f && test_line_count = 2 f &&
	test_grep "\"year\":2021,\"status\":\"match\",.*\"recomputed\":\"33.3402824829\"" f &&
	test_grep "\"year\":2022,\"status\":\"mismatch\",.*\"recomputed\":\"41.384180791\"" f
'
test_expect_success 'a reader is told what was done, and where the figures stand' '
	spunta-recompute indicators >out; finding indicator-ratio out | tail -n 1 >f &&
	test_grep "Indicatore «Avanzamento degli investimenti», 2022: pubblicato 52,80; 7.618 / 18.408 × 100 = 41,38 (note, p. 37)" f &&
	test_grep "Indicator “Avanzamento degli investimenti”, 2022: published 52.80; 7,618 / 18,408 × 100 = 41.38 (notes, p. 37)" f &&
	test_grep "{\"label\":\"investimenti previsti\",\"record\":\"indicator:C15:1\",\"field\":\"notes\",\"raw\":\"18.408\",\"value\":18408," f &&
	test_grep "\"source\":{\"page\":37,\"table\":\"p37t1\",\"row\":1,\"col\":3}}\$" f
'

# --- rules -------------------------------------------------------------------------------------------

sed -n '/^```rules$/,/^```$/p' "$SRC/docs/rules.md" | sed '/^```/d' >own.rules

cat >projects <<'EOT'
{"type":"document","schema":"spunta-records/1"}
{"type":"project","id":"project:1","number":"1","own_funds":{"raw":"900,00","value":900.00},"third_party_funds":{"raw":"4.100,00","value":4100.00}}
{"type":"project","id":"project:2","number":"2","own_funds":{"raw":"5.000,00","value":5000.00},"third_party_funds":{"raw":"4.100,00","value":4100.00}}
{"type":"end","records":{"project":2}}
EOT

test_expect_success 'the manual'"'"'s own rule works' '
	test -s own.rules && spunta-rules --rules own.rules list >list && test_grep "^own-funds-share *warn" list &&
	test_expect_code 1 spunta-recompute --rules own.rules projects >out &&
	finding own-funds-share out >f && test_line_count = 2 f &&
	test_grep "\"subject\":\"project:1\".*\"status\":\"match\"" f &&
	test_grep "\"subject\":\"project:2\".*\"status\":\"mismatch\"" f &&
	test_grep "progetto 2: 5.000,00 di risorse proprie su 9.100" f
'
test_expect_success 'a rule that does not prove itself is refused' '
	sed "s/own_share = 0.2/own_share = 0.1/" own.rules >wrong.rules &&
	test_expect_code 2 spunta-recompute --rules wrong.rules projects >out 2>err &&
	test_must_be_empty out && test_grep "wrong.rules: line [0-9]*: rule own-funds-share: the example \"one fifth exactly\"" err
'
test_expect_success 'a mistake in a rules file is told with its line' '
	sed "s/holds:/hold:/" own.rules >wrong.rules &&
	test_expect_code 2 spunta-recompute --rules wrong.rules projects 2>err && test_grep "wrong.rules: line 10" err
'
test_expect_success 'a rule of info severity never raises the status' '
	sed "s/severity: warn/severity: info/" own.rules >info.rules &&
	test_expect_code 0 spunta-recompute --rules info.rules projects >out && finding own-funds-share out
'
test_expect_success 'the manual holds the catalogue as the program explains it' '
	spunta-rules explain all >expected &&
	sed "1,/^## The shipped rules\$/d" "$SRC/docs/rules.md" | sed 1d >actual &&
	test_cmp expected actual
'

# Programmes are known from the file that normalize names them by.
test_expect_success 'every programme of the classification is known, and no other' '
	codes=$(awk -F "\t" "!/^#/ && \$1 ~ /[.]/ { print \$1 }" "$SRC/normalize/classification.tsv" | sort -u) &&
	test "$(echo "$codes" | wc -l)" -ge 100 &&
	{
		echo "{\"type\":\"document\",\"schema\":\"spunta-records/1\",\"name\":\"x\"}" &&
		for code in $codes 01.13 12.12 19.03; do
			echo "{\"type\":\"programme\",\"id\":\"programme:$code\",\"code\":\"$code\"}"
		done && echo "{\"type\":\"end\"}"
	} >programmes &&
	test_expect_code 1 spunta-recompute programmes >out &&
	jq -r "select(.rule == \"code-unknown-programme\" and .status != \"match\") | .subject" out >actual &&
	printf "programme:%s\n" 01.13 12.12 19.03 >expected && test_cmp expected actual
'

python=''
for candidate in python3 /usr/bin/python3; do
	test -n "$python" || ! command -v "$candidate" >/dev/null || python=$candidate
done
if test -n "$python"; then
	for name in valore-pubblico-errori progetti-errori stato-dup; do
		test_expect_success "a figure that is one unit off turns the findings that rest on it, and no others: $name" '
			"$python" "$SRC/tests/one-unit-off.py" "$BIN/spunta-recompute" "$SRC/tests/golden/$name.records.jsonl"
		'
	done
	test_expect_success 'arithmetic agrees with fractions of python3, to the tenth decimal' '
		"$python" "$SRC/tests/random-arithmetic.py" 400 >random.rules &&
		spunta-rules --quiet check random.rules && spunta-rules --rules random.rules list >list &&
		test "$(grep -c "^random-" list)" -eq 400
	'
else
	test_skip 'figures one unit off, and fractions' 'there is no python3'
fi

test_done
