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
test_expect_success 'the examples that docs/profiles.md teaches hold' '
	awk "/^\`\`\`json\$/ { n++; on = 1; next } /^\`\`\`/ { on = 0 } on { print > (n \".json\") }" "$SRC/docs/profiles.md" &&
	mv 1.json roccaspina.json && mv 2.json valdora.json &&
	spunta-profile check roccaspina.json >out && test_grep "profile roccaspina holds" out &&
	spunta-profile check valdora.json >out 2>err && test_grep "profile valdora holds" out && test_must_be_empty err
'
test_expect_success 'every profile of ours holds' '
	for p in "$SRC"/normalize/profiles/*.json; do
		spunta-profile check "$p" >out || exit 1
	done
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

# A profile of one table: its tables' entries, then its examples
profile () {
	cat <<-EOT
	{ "name": "prova", "kind": "dup", "about": "a test", "include": ["common"],
	  "lines": [ { "label": "Settore", "context": "settore", "take": "line" } ],
	  "levels": ["objective"],
	  "tables": [ { "name": "t", "makes": [ $1 ], $2 } ],
	  "examples": [ { "page": [ "Settore: Verde pubblico", $3 ], "gives": [ $4 ] } ] }
	EOT
}
projects='{ "type": "project", "key": ["number"] }'
funds='"columns": { "number": { "is": "N." }, "own_funds": { "is": "Fondi" } }, "needs": ["number", "own_funds"]'

test_expect_success 'a list and sections take what a heading says, beside what they have' '
	profile "{ \"type\": \"objective\", \"key\": [\"code\"], \"from\": { \"departments\": \"settore\", \"sections\": \"settore\", \"manager\": \"settore\" } }" \
		"\"columns\": { \"code\": { \"is\": \"Cod.\" }, \"title\": { \"is\": \"Obiettivo\" }, \"departments\": { \"is\": \"Aree\" }, \"sections\": { \"is\": \"Azioni\" } }, \"needs\": [\"code\", \"title\"]" \
		"[ [\"Cod.\", \"Obiettivo\", \"Aree\", \"Azioni\"], [\"A1\", \"Nuovi alberi\", \"Scuole\", \"piantare\"] ]" \
		"{ \"type\": \"objective\", \"departments\": [\"Scuole\", \"Verde pubblico\"], \"manager\": \"Verde pubblico\",
		   \"sections\": { \"Azioni\": \"piantare\", \"settore\": \"Verde pubblico\" } }" >from.json &&
	spunta-profile check from.json
'
test_expect_success 'columns of several years: a list takes each; one figure takes the first, the rest stays beside it' '
	profile "{ \"type\": \"indicator\", \"key\": [\"name\"] }" \
		"\"columns\": { \"name\": { \"is\": \"Indicatore\" }, \"target\": { \"is\": \"Previsto\", \"many\": true }, \"actuals\": { \"is\": \"Ottenuto\", \"many\": true }, \"weight\": { \"is\": \"Peso\", \"many\": true } },
		 \"needs\": [\"name\"], \"totals\": [ { \"when\": \"^totale\", \"of\": [\"actuals\", \"weight\"] } ]" \
		"[ [\"Indicatore\", \"Previsto 2026\", \"Previsto 2027\", \"Ottenuto 2024\", \"Ottenuto 2025\", \"Peso 2024\", \"Peso 2025\"],
		   [\"Alberi\", \"10\", \"20\", \"7\", \"8\", \"50\", \"60\"], [\"Totale\", \"\", \"\", \"70\", \"80\", \"500\", \"600\"] ]" \
		"{ \"type\": \"indicator\", \"name\": \"Alberi\", \"target\": { \"value\": 10, \"year\": 2026 }, \"targets\": [10, { \"value\": 20, \"year\": 2027 }],
		   \"actuals\": [ { \"value\": 7, \"year\": 2024 }, { \"value\": 8, \"year\": 2025 } ], \"weight\": 50, \"other\": { \"Peso 2025\": \"60\" } },
		 { \"type\": \"total\", \"of\": \"indicator.actuals\", \"value\": 70, \"year\": 2024 },
		 { \"type\": \"total\", \"of\": \"indicator.actuals\", \"value\": 80, \"year\": 2025 },
		 { \"type\": \"total\", \"of\": \"indicator.weight\", \"value\": 500, \"year\": null },
		 { \"type\": \"unparsed\", \"text\": \"600\" }" >years.json &&
	spunta-profile check years.json
'
refused () { # WHY TABLE…: a profile of projects with this in its table is refused
	why=$1
	profile "$projects" "$funds, $2" '[ ["N.", "Fondi"], ["1", "10"] ]' '{ "type": "project", "number": "1" }' >bad.json
	test_expect_code 2 spunta-profile check bad.json 2>err && test_grep "$why" err
}
test_expect_success 'a rule of totals says which rows it takes, and not all of them' '
	refused "/tables/0/totals/0: \"when\" is wanted" "\"totals\": [ { \"of\": [\"own_funds\"] } ]" &&
	refused "/tables/0/totals/0/when: this matches any row" "\"totals\": [ { \"when\": \".*\", \"of\": [\"own_funds\"] } ]" &&
	refused "/tables/0/totals/0/when: this matches any row" "\"totals\": [ { \"when\": { \"regex\": \"\\\\S\" }, \"of\": [\"own_funds\"] } ]" &&
	refused "/tables/0/totals/0/of: \"number\" holds no figures" "\"totals\": [ { \"when\": \"^totale\", \"of\": [\"number\"] } ]" &&
	refused "/tables/0/totals/0: \"of\" is wanted" "\"totals\": [ { \"when\": \"^totale\" } ]"
'
test_expect_success 'what the reader would pass over, the schema does not' '
	sed "s/\"bare\": true/\"bare\": \"yes\"/" roccaspina.json >bad.json &&
	test_expect_code 2 spunta-profile check bad.json 2>err &&
	test_grep "bad.json: line [0-9]*, column [0-9]*: /lines/0/bare: lines\[0\].bare is" err
'
test_expect_success 'what is made must be a record' '
	profile "{ \"type\": \"mission\", \"key\": [\"code\"] }" \
		"\"columns\": { \"code\": { \"is\": \"Missione\", \"pattern\": \"(?<code> .* )\" }, \"title\": { \"is\": \"Titolo\" } }, \"needs\": [\"code\", \"title\"]" \
		"[ [\"Missione\", \"Titolo\"], [\"prima\", \"Servizi\"] ]" "{ \"type\": \"mission\", \"title\": \"Servizi\" }" >bad.json &&
	test_expect_code 2 spunta-profile check bad.json 2>err &&
	test_grep "bad.json: line [0-9]*, column [0-9]*: /examples/0: what comes of it is no record: mission:[^ ]*: code" err
'
test_expect_success 'a page that another family would read is told' '
	sed "s/^      { .why.: .a column of spending.*//; s/\"points\": 30, \"title\": \(.*\) },$/\"points\": 30, \"title\": \1 }/" valdora.json >weak.json &&
	sed "s/OBIETTIVI DI GESTIONE 2026-2028\",/&\"PIANO DELLA PERFORMANCE 2026-2028\",/; s/\"points\": 30/\"points\": 4/" weak.json >rival.json &&
	spunta-profile check rival.json >out 2>err && test_grep "warning: rival.json#/examples/0: a document like this would be read by \"performance-plan\"" err
'
test_expect_success 'a family without examples is said to be untried' '
	profile "$projects" "$funds" "\"x\"" "" | sed "/\"examples\"/d; s/\"tables\": \(.*\),$/\"tables\": \1 }/" >untried.json &&
	spunta-profile check untried.json >out 2>err && test_grep "holds" out && test_grep "warning: .*no \"examples\"" err
'
test_done
