#!/bin/sh
test_description='spunta-extract: documents in, layout stream out'
. "$(dirname "$0")/../lib.sh"

tables () { # DOCUMENT: the tables found in it, a row a line
	spunta-extract "$1" | jq -nr -f "$SRC/tests/tables.jq"
}

# The tables that the typesetter was given are those that come out, cell for cell.
for name in valore-pubblico valore-pubblico-errori progetti progetti-errori stato-dup linee-mandato borderless zebra \
	indicatori; do
	test_expect_success "tables of $name" '
		jq -r ".tables[] | \"# header rows: \(.header_rows)\", (.rows[] | tojson)" \
			"$FIXTURES/expected/$name.tables.json" >expected &&
		tables "$FIXTURES/$name.pdf" >actual && test -s expected && test_cmp expected actual
	'
done
for name in piao-priorita societa prosa; do
	test_expect_success "no table in $name, though it looks like one in places" '
		tables "$FIXTURES/$name.pdf" >actual && test_must_be_empty actual
	'
done

test_expect_success 'the document line says what the file is' '
	spunta-extract "$FIXTURES/valore-pubblico-errori.pdf" >out && head -n 1 out >document &&
	sum=$(sha256sum <"$FIXTURES/valore-pubblico-errori.pdf") && size=$(wc -c <"$FIXTURES/valore-pubblico-errori.pdf") &&
	test "$(jq -r ".schema, .name, .sha256, .bytes, .media_type, .pages, .encrypted" document | tr "\n" " ")" = \
		"spunta-layout/1 valore-pubblico-errori.pdf ${sum%% *} $size application/pdf 3 false "
'
test_expect_success 'the end line counts what came' '
	jq -r "select(.type == \"end\") | [.pages, .texts, .tables, .problems] | join(\" \")" out >said &&
	for type in page text table problem; do grep -c "^{\"type\":\"$type\"" out || :; done | paste -s -d " " >came &&
	test_cmp came said && test_grep "^3 [0-9]* 6 0$" said
'
test_expect_success 'every line holds against the schema' '
	spunta-validate out >valid && test_cmp out valid
'
test_expect_success 'texts have their roles' '
	jq -r "select(.type == \"text\" and .page == 1) | .role + \": \" + .text" out >roles &&
	test_grep "^header: Comune di Roccaspina$" roles &&
	test_grep "^footer: Pag. 1 di 3$" roles &&
	test_grep "^heading: OBIETTIVO DI VALORE PUBBLICO 01$" roles &&
	test_grep "^body: Questa relazione chiude il monitoraggio" roles
'
test_expect_success 'a table that goes on names the one before it; its header is dropped and counted' '
	spunta-extract "$FIXTURES/valore-pubblico.pdf" | jq -c "select(.type == \"table\" and .continues != null)" >more &&
	test_line_count = 2 more && test "$(jq -r .repeated_header_rows more | paste -s -d " ")" = "1 1" &&
	test_grep ! "\"text\":\"Cod" more
'
test_expect_success 'every text and cell lies on its page' '
	spunta-extract "$FIXTURES/stato-dup.pdf" | jq -n -e "
		[inputs] | (map(select(.type == \"page\")) | map({key: (.page | tostring), value: .}) | from_entries) as \$p
		| [.[] | select(.bbox) | . as \$r | (.bbox, (.cells // [] | .[].bbox)) |
			select(.[0] < 0 or .[1] < 0 or .[0] > .[2] or .[1] > .[3]
				or .[2] > \$p[\$r.page | tostring].width or .[3] > \$p[\$r.page | tostring].height)]
		| length == 0"
'

for jobs in 2 4 7; do
	test_expect_success "$jobs processes give what one gives" '
		spunta-extract --jobs=1 "$FIXTURES/stato-dup.pdf" >expected &&
		spunta-extract -j $jobs "$FIXTURES/stato-dup.pdf" >actual && test_cmp expected actual
	'
done
test_expect_success 'only some pages' '
	spunta-extract --pages=2-3,5 "$FIXTURES/stato-dup.pdf" >out && test_ended out &&
	test "$(jq -r "select(.type == \"page\").page" out | paste -s -d " ")" = "2 3 5"
'
test_expect_success 'a range that the document ends in gives what is there, and says so' '
	n=$(spunta-extract "$FIXTURES/stato-dup.pdf" | jq -r "select(.type == \"end\").pages") &&
	spunta-extract -j2 --pages=1-2,$((n - 1))-$((n + 40)) "$FIXTURES/stato-dup.pdf" >out 2>err && test_ended out &&
	test "$(jq -r "select(.type == \"page\").page" out | paste -s -d " ")" = "1 2 $((n - 1)) $n" &&
	test_line_count = 1 err && test_grep "last page is $n;" err
'
for pages in 0 a 5- 3-2 99 1,,2 -1 1-2,99-100; do
	test_expect_success "--pages=$pages is refused" '
		test_expect_code 2 spunta-extract --pages="$pages" "$FIXTURES/stato-dup.pdf" >out 2>err &&
		test_must_be_empty out && test_grep "page" err && test_line_count = 1 err
	'
done
test_expect_success '--jobs=0 is refused' '
	test_expect_code 2 spunta-extract --jobs=0 "$FIXTURES/prosa.pdf" >out 2>err &&
	test_must_be_empty out && test_grep "jobs" err
'

# --- variants: the same document in another wrapping -------------------------------------------------

same_as () { # DOCUMENT VARIANT [OPTION…]: the same tables come out
	tables "$FIXTURES/$1" >expected && variant=$2 && shift 2 &&
	spunta-extract "$@" "$FIXTURES/$variant" | jq -nr -f "$SRC/tests/tables.jq" >actual &&
	test -s expected && test_cmp expected actual
}
test_expect_success 'turned by /Rotate' 'same_as valore-pubblico-errori.pdf ruotato.pdf'
test_expect_success 'encrypted with an empty password' 'same_as valore-pubblico-errori.pdf cifrato-vuoto.pdf'
test_expect_success 'a name for what comes from standard input; the rest is the same' '
	spunta-extract --name="piano 2025.pdf" <"$FIXTURES/zebra.pdf" >got && head -n 1 got | jq -r .name >name && echo "piano 2025.pdf" >want && test_cmp want name &&
	spunta-extract "$FIXTURES/zebra.pdf" | tail -n +2 >want && tail -n +2 got >rest && test_cmp want rest
'
test_expect_success 'encrypted, with its password' 'same_as valore-pubblico-errori.pdf protetto.pdf --password=segreta'
test_expect_success 'in a signed envelope, DER' 'same_as progetti-errori.pdf firmato.pdf.p7m'
test_expect_success 'in a signed envelope, PEM' 'same_as progetti-errori.pdf firmato-pem.pdf.p7m'
test_expect_success 'a page without text layer is said' '
	test_expect_code 1 spunta-extract "$FIXTURES/scansione.pdf" >out 2>err && test_ended out &&
	test_grep "page 1: no-text-layer" err &&
	test "$(jq -r "select(.type == \"problem\") | [.page, .code] | join(\" \")" out)" = "1 no-text-layer" &&
	test "$(jq -r "select(.type == \"page\").text_layer" out)" = false
'

# --- damaged: what is there is read, what is not is said -------------------------------------------------

three_pages () {
	perl -e "require \"$SRC/tests/robust/pdf.pl\"; print pdf(\"<< /Type /Catalog /Pages 2 0 R >>\",
		\"<< /Type /Pages /Count 3 /Kids [4 0 R 6 0 R 8 0 R] >>\", \"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>\",
		map { my (\$page, \$n) = (\$_, 5 + 2 * \$_); (\"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents \$n 0 R \" .
			\"/Resources << /Font << /F1 3 0 R >> >> >>\", stream(\"\", join \"\\n\", map { \"BT /F1 10 Tf 50 \" .
			(800 - 20 * \$_) . \" Td (Pagina \$page, riga \$_: 1.250,00) Tj ET\" } 1 .. 20)) } 0 .. 2)"
}
test_expect_success 'a document of three pages' '
	three_pages >three.pdf && spunta-extract three.pdf >out && test_ended out
'
mended () { # DOCUMENT COMMAND: the command spoils the file; all of it is there, and one warning
	said="select(.type == \"text\" or .type == \"table\")" &&
	spunta-extract "$1" | jq -c "$said" >expected && test -s expected && "$2" <"$1" >spoilt.pdf && ! cmp -s "$1" spoilt.pdf &&
	spunta-extract spoilt.pdf >out 2>err && test_ended out && spunta-validate --quiet out &&
	jq -c "$said" out >actual && test_cmp expected actual &&
	test_line_count = 1 err && test_grep "cross-references are damaged" err &&
	test "$(jq -r "select(.type == \"problem\") | [.page, .code] | join(\" \")" out)" = " damaged-document"
}
no_startxref () { perl -0777 -pe 's/startxref\n/\n/'; }
moved () { perl -0777 -pe 's/\n/\n% a line more\n/'; }
half_a_table () { perl -0777 -pe 's/(.*\nxref\n.{100}).*/$1/s'; }
test_expect_success 'no startxref, cross-references packed' 'mended "$FIXTURES/progetti-errori.pdf" no_startxref'
for fault in no_startxref moved half_a_table; do
	test_expect_success "$fault: the objects are found" "mended three.pdf $fault"
done
test_expect_success 'what stands around a PDF does no harm' '
	{ printf "X-Mail: yes\n\n" && cat "$FIXTURES/progetti.pdf" && head -c 3000 /dev/zero; } >around.pdf &&
	perl -0777 -pe "s/%%EOF\s*\z//" <"$FIXTURES/progetti.pdf" >no-eof.pdf && tables "$FIXTURES/progetti.pdf" >expected &&
	for f in around no-eof; do
		spunta-extract $f.pdf >out 2>err && test_must_be_empty err &&
		jq -nr -f "$SRC/tests/tables.jq" <out >actual && test_cmp expected actual || return 1
	done
'
test_expect_success 'cut off: what is left is read, and what is lost is said' '
	perl -0777 -pe "s/(.*Pagina 2, riga 9).*/\$1/s" <three.pdf >cut.pdf &&
	test_expect_code 1 spunta-extract cut.pdf >out 2>err && test_ended out && spunta-validate --quiet out &&
	test "$(jq -r "select(.type == \"problem\") | \"\(.page) \(.code)\"" out | paste -s -d " ")" = \
		"null cut-off 3 damaged-page" &&
	test_grep "cut.pdf: the PDF is cut off" err && test_grep "page 3: a part of the page is missing" err &&
	test_line_count = 2 err && spunta-extract three.pdf >whole &&
	jq -c "select(.page != 3 and .type == \"text\")" whole >expected && jq -c "select(.page != 3 and .type == \"text\")" out >actual &&
	test -s expected && test_cmp expected actual && spunta-extract -j 3 cut.pdf 2>err3 | cmp - out && test_cmp err err3
'
test_expect_success 'cut off between pages: the lost page is a problem' '
	perl -0777 -pe "s/(.*)8 0 obj.*/\$1/s" <three.pdf >cut.pdf &&
	test_expect_code 1 spunta-extract cut.pdf >out 2>err && test_ended out &&
	test "$(jq -r "select(.type == \"problem\") | \"\(.page) \(.code)\"" out | paste -s -d " ")" = \
		"null cut-off 3 damaged-page"
'

# --- what is no document -------------------------------------------------------------------------------

refused () { # FILE REASON [OPTION…]: one line that names the file and the reason, nothing like an end
	file=$1 reason=$2 && shift 2 &&
	test_expect_code 2 spunta-extract "$@" "$file" >out 2>err && test_not_ended out &&
	test_line_count = 1 err && test_grep "^spunta-extract: .*${file##*/}" err && test_grep "$reason" err
}
test_expect_success 'a text file named .pdf' 'echo "not a PDF at all" >text.pdf && refused text.pdf "not a PDF"'
test_expect_success 'an empty file' ': >empty.pdf && refused empty.pdf "empty"'
test_expect_success 'a folder' 'mkdir -p folder.pdf && refused folder.pdf "is a directory"'
if test "$(id -u)" -eq 0; then
	test_skip 'a file that nobody may read' 'root may read everything'
else
	test_expect_success 'a file that nobody may read' '
		: >closed.pdf && chmod 0 closed.pdf && refused closed.pdf "Permission denied"
	'
fi
test_expect_success 'a PDF cut in the middle' '
	size=$(wc -c <"$FIXTURES/progetti.pdf") && head -c $((size / 2)) "$FIXTURES/progetti.pdf" >cut.pdf &&
	refused cut.pdf "cut off"
'
test_expect_success 'a PDF cut in the middle, from a pipe' '
	test_expect_code 2 spunta-extract <cut.pdf >out 2>err && test_not_ended out && test_line_count = 1 err
'
test_expect_success 'encrypted, without its password' 'refused "$FIXTURES/protetto.pdf" "password"'
test_expect_success 'encrypted, with another password' 'refused "$FIXTURES/protetto.pdf" "password" --password=errata'
test_expect_success 'a name with control characters is shown escaped' '
	name=$(printf "a\033[31m.pdf") && : >"$name" && test_expect_code 2 spunta-extract "$name" 2>err &&
	test_grep "a.x1b\[31m.pdf" err
'
test_expect_success 'a file name that is not UTF-8 is one in the stream' '
	name=$(printf "b\\377d\\nname.pdf") && cp "$FIXTURES/valore-pubblico.pdf" "$name" && spunta-extract "$name" >out && spunta-normalize out >records &&
	head -n 1 records | jq -r .name >got && printf "b\\357\\277\\275d\\nname.pdf\\n" >want && test_cmp want got
'
test_done
