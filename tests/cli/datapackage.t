#!/bin/sh
test_description='spunta-export --to=datapackage, read back by the Frictionless libraries'
. "$(dirname "$0")/../lib.sh"

STREAMS=$SRC/tests/streams
command -v node >/dev/null || test_skip_all 'node is not installed'
NODE_PATH=$("$SRC/tests/npm/install" 2>npm.err) || test_skip_all "the npm packages cannot be installed: $(head -n 1 npm.err)"
export NODE_PATH
read_package () {
	node "$SRC/tests/npm/read-datapackage.js" "$@"
}

for name in valore-pubblico progetti indicatori; do
	test_expect_success "$name: types, keys, hashes hold; the rows and sums are those of the database" '
		spunta-export --to=datapackage -o "$name" "$STREAMS/$name.findings.jsonl" &&
		read_package "$name" figures.value contributions.weighted projects.own_funds findings.recomputed >got &&
		spunta-export --to=sqlite -o "$name.sqlite" "$STREAMS/$name.findings.jsonl" &&
		while read -r what n; do
			case $what in
			*.*) sql="SELECT CAST(round(total(${what#*.}), 6) AS TEXT) FROM ${what%.*}" ;;
			*) sql="SELECT count(*) || '\'.0\'' FROM $what" ;;
			esac
			echo "$what $(sqlite3 -batch "$name.sqlite" "$sql" | sed "s/\.0\$//")"
		done <got >want && test_cmp want got && test_grep "^findings [1-9]" got
	'
done
test_expect_success 'in English, for Excel, under another licence' '
	spunta-export --to=datapackage --lang=en --dialect=excel-it --licence=CC0-1.0 -o en "$STREAMS/indicatori.findings.jsonl" &&
	read_package en figures.value >got && test_grep "^figures.value 2021235.705\$" got &&
	jq -r ".licenses[0].name, .resources[0].title, .resources[0].dialect.delimiter" en/datapackage.json >got &&
	printf "CC0-1.0\nDocument\n;\n" >want && test_cmp want got &&
	test_expect_code 2 spunta-export --to=datapackage --licence=mine -o mine "$STREAMS/indicatori.findings.jsonl" 2>err && test_grep "CC-BY-4.0" err
'
test_expect_success 'the library sees what is wrong' '
	cp -r valore-pubblico broken && sed -i "s/,public_value:04,/,public_value:44,/" broken/contributions.csv &&
	jq "(.resources[] | select(.name == \"contributions\")) |= del(.hash, .bytes)" broken/datapackage.json >x && mv x broken/datapackage.json &&
	test_must_fail read_package broken 2>err && cp -r valore-pubblico broken2 && echo >>broken2/findings.csv && test_must_fail read_package broken2
'
test_expect_success 'several documents in one package: types and keys hold' '
	spunta-export --to=datapackage -o several "$STREAMS"/*.findings.jsonl && read_package several contributions.weighted >got &&
	jq -r ".title, .name, (.sources | length)" several/datapackage.json >head && printf "3 documenti\ndocuments\n3\n" >want && test_cmp want head &&
	for name in valore-pubblico progetti indicatori; do read_package "$name"; done | awk "{ n[\$1] += \$2 } END { for (t in n) print t, n[t] }" | sort >want &&
	grep -v "\." got | sort >rows && test_cmp want rows &&
	jq -c ".resources[] | select(.name == \"figures\") | [.schema.foreignKeys[].fields]" several/datapackage.json >keys && test_grep "\[\"document\",\"record\"\]" keys &&
	cp -r several torn && sed -i "s/public_value:04/public_value:44/" torn/records.csv &&
	jq "(.resources[] | select(.name == \"records\")) |= del(.hash, .bytes)" torn/datapackage.json >x && mv x torn/datapackage.json && test_must_fail read_package torn 2>err
'
test_expect_success 'the same bytes, and nothing on failure' '
	spunta-export --to=datapackage -o again "$STREAMS/progetti.findings.jsonl" && diff -r progetti again &&
	head -n 5 "$STREAMS/progetti.findings.jsonl" >cut && test_expect_code 2 spunta-export --to=datapackage -o none cut && test ! -e none
'
test_done
