#!/bin/sh
test_description='the measures of docs/accuracy.md count what they say'
. "$(dirname "$0")/../lib.sh"

# The tables that we find, as the competition writes them down
truth () {
	spunta-extract "$1" | jq -r -s '
		def esc: gsub("&"; "&amp;") | gsub("<"; "&lt;");
		"<document>", (.[] | select(.type == "table") | "<table><region page=\"\(.page)\" col-increment=\"0\" row-increment=\"0\">",
			(.cells[] | "<cell start-row=\"\(.row)\" end-row=\"\(.row + (.rowspan // 1) - 1)\" start-col=\"\(.col)\" end-col=\"\(.col + (.colspan // 1) - 1)\"><content>\(.text | esc)</content></cell>"),
			"</region></table>"), "</document>"'
}
mkdir set && cp "$FIXTURES/zebra.pdf" "$FIXTURES/borderless.pdf" set && for name in zebra borderless; do truth "set/$name.pdf" >"set/$name-str.xml" || exit 1; done

test_expect_success 'what is found, held against itself, is all right' '
	"$SRC/bench/icdar2013" set "$BIN/spunta-extract" >said && test_grep "^documents 2" said && test_grep "^F1 *1.000" said
'
test_expect_success 'a text that is another costs its relations; a document without tables found costs its recall' '
	sed -i "0,/Somma\|<content>[A-Z][a-z]*</s/<content>[A-Z][a-z]*</<content>altro</" set/zebra-str.xml && "$SRC/bench/icdar2013" set "$BIN/spunta-extract" >said && test_grep "^F1 *0.9" said &&
	cp "$FIXTURES/prosa.pdf" set/zebra.pdf && "$SRC/bench/icdar2013" set "$BIN/spunta-extract" >said && test_grep "^recall *0.5" said
'
test_expect_success 'nothing to measure is said' '
	mkdir none && test_expect_code 1 "$SRC/bench/icdar2013" none 2>err && test_grep "no NAME.pdf" err && test_expect_code 1 "$SRC/bench/official-series" 2>err && test_grep KEY err
'
if command -v pdftotext >/dev/null; then
	test_expect_success 'a series: figures that the sheet prints, in their row and column' '
		mkdir -p build && ln -sf "$BIN" build/bin &&
		printf "settore,somma,altro\n" >official.csv && spunta-tables --to csv --table 2 --figures values "$FIXTURES/zebra.pdf" | tail -n +2 >rows && test -s rows &&
		python3 -c "import csv
for r in csv.reader(open(\"rows\")): print(\"%s,%s,%s\" % (r[2], r[3], 7))" | grep -v "^," >>official.csv && cat official.csv &&
		"$SRC/bench/official-series" settore "$FIXTURES/zebra.pdf" official.csv >said && cat said && test_grep "(1.0000)" said
	'
fi
test_done
