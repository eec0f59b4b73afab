#!/bin/sh
test_description='spunta-report-problem: a page as a PDF that shows where everything stands and tells nothing of what it says'
. "$(dirname "$0")/../lib.sh"

# One a line, lower case: words of four letters or more; figures of three digits or more, whole and in their pieces
words () { pdftotext "$@" - | perl -CS -ne 'print lc "$_\n" for /\p{L}{4,}/g' | sort -u; }
figures () { pdftotext "$@" - | perl -ne 'print "$_\n" for grep { tr/0-9// > 2 } /\d+(?:[.,:\/]\d+)*/g, /\d+/g' | sort -u; }
tables () { # FILE [PAGE]: the shape and place of each table and cell of a page, without a word
	spunta-extract ${2:+--pages="$2"} "$1" | jq -c 'select(.type == "table") |
		[.n_rows, .n_cols, .header_rows, .method, (.bbox | map(round)), [.cells[] | [.row, .col, .rowspan, .colspan, .bold]]]'
}

if command -v pdftotext >/dev/null; then
	for name in progetti-errori valore-pubblico zebra borderless piao-priorita indicatori prosa; do
		test_expect_success "$name: no word of four letters, no figure of three digits survives" '
			spunta-report-problem "$FIXTURES/$name.pdf" --page 1 >it.pdf &&
			words -l 1 "$FIXTURES/$name.pdf" >before && words it.pdf >after && test -s before && test -s after &&
			comm -12 before after >left && test_must_be_empty left &&
			figures -l 1 "$FIXTURES/$name.pdf" >before && figures it.pdf >after &&
			comm -12 before after >left && test_must_be_empty left
		'
	done
else
	test_skip 'no word, no figure survives' 'pdftotext is not installed'
fi
for name in progetti-errori valore-pubblico zebra borderless indicatori ruotato; do
	test_expect_success "$name: the same tables are found, in the same places" '
		spunta-report-problem "$FIXTURES/$name.pdf" --page=1 >it.pdf &&
		tables "$FIXTURES/$name.pdf" 1 >before && tables it.pdf >after && test -s before && test_cmp before after
	'
done
test_expect_success 'nothing else of the document is in it: no title, no name, no picture, no fingerprint' '
	spunta-report-problem "$FIXTURES/scansione.pdf" --page=1 >it.pdf || test $? -eq 1 &&
	spunta-extract it.pdf >layout || test $? -eq 1 &&
	head -n 1 layout | jq -e ".title == null and .producer == null and .creator == null and .created == null" >/dev/null &&
	test "$(wc -c <it.pdf)" -lt 10000 && test_grep ! scansione it.pdf &&
	test_grep ! "$(sha256sum <"$FIXTURES/scansione.pdf" | cut -c 1-64)" it.pdf
'
test_expect_success 'what is in it is said, in the language of who asks' '
	spunta-report-problem "$FIXTURES/zebra.pdf" --page=1 -o it.pdf 2>err && test_grep "it.pdf: page 1: words [0-9]*, with figures [0-9]*, lines" err &&
	test_grep "look at it before you send it" err &&
	SPUNTA_LANG=it spunta-report-problem "$FIXTURES/zebra.pdf" --page=1 -o it.pdf 2>err && test_grep "pagina 1: parole" err &&
	spunta-report-problem --quiet "$FIXTURES/zebra.pdf" --page=1 -o it.pdf 2>err && test_must_be_empty err
'
test_expect_success 'the same bytes twice, in any locale, to a file or standard output, from standard input' '
	spunta-report-problem "$FIXTURES/progetti.pdf" --page=1 >one && test_locale it_IT.UTF-8 &&
	LC_ALL=it_IT.UTF-8 spunta-report-problem "$FIXTURES/progetti.pdf" --page=1 -o two && test_cmp one two &&
	spunta-report-problem --page=1 <"$FIXTURES/progetti.pdf" >three && test_cmp one three
'
test_expect_success 'other readers take it for a sound PDF of one page' '
	if command -v qpdf >/dev/null; then qpdf --check one >&2; fi && if command -v pdfinfo >/dev/null; then pdfinfo one | grep -q "^Pages: *1$"; fi
'
test_expect_success 'marks of another alphabet and of none: each letter another of its kind, signs as they are' '
	cat >raw.pl <<-\END && perl raw.pl >signs.pdf && spunta-report-problem --page=1 signs.pdf >it.pdf &&
	my @o = ("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>", "",
		"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding<</Differences[65/Gamma/alpha/Euro/uni2611/bullet]>>>>");
	my $s = "BT /F 12 Tf 50 250 Td (ABCDE 12,5% \\(x\\)) Tj ET BT /F 12 Tf 0 1 -1 0 50 50 Tm (turned words 1234) Tj ET";
	$o[3] = "<</Length " . length($s) . ">>stream\n$s\nendstream";
	my ($out, @at) = ("%PDF-1.4\n");
	for my $i (0 .. $#o) { push @at, length $out; $out .= $i + 1 . " 0 obj\n$o[$i]\nendobj\n" }
	my $x = length $out;
	$out .= "xref\n0 " . (@o + 1) . "\n0000000000 65535 f \n" . join("", map { sprintf "%010d 00000 n \n", $_ } @at);
	print $out . "trailer<</Size " . (@o + 1) . "/Root 1 0 R>>\nstartxref\n$x\n%%EOF\n";
	END
	spunta-extract it.pdf | jq -r "select(.type == \"text\") | .text" >text && test_grep "€☑•" text && test_grep "%" text &&
	test_grep ! "12,5" text && test_grep ! "Γ" text && test_grep ! "turned" text
'
test_expect_success 'no page, a page that is not there, no PDF, a password: exit 2' '
	test_expect_code 2 spunta-report-problem "$FIXTURES/zebra.pdf" 2>err >out && test_grep "page" err && test_must_be_empty out &&
	test_expect_code 2 spunta-report-problem "$FIXTURES/zebra.pdf" --page=99 2>err >out && test_grep "last page is 1" err && test_must_be_empty out &&
	test_expect_code 2 spunta-report-problem --page=0 "$FIXTURES/zebra.pdf" 2>err >out && test_must_be_empty out &&
	echo text >text.txt && test_expect_code 2 spunta-report-problem --page=1 text.txt 2>err >out && test_grep "not a PDF" err &&
	test_expect_code 2 spunta-report-problem --page=1 none.pdf 2>err && test_expect_code 2 spunta-report-problem --page=1 "$FIXTURES/protetto.pdf" 2>err &&
	test_grep password err
'
test_expect_success 'a full disk: exit 3; a reader that stops is no trouble' '
	test_expect_code 3 sh -c "spunta-report-problem --page=1 \"$FIXTURES/zebra.pdf\" >/dev/full" &&
	spunta-report-problem --page=1 "$FIXTURES/zebra.pdf" 2>err | head -n 1 >out && test_grep "^%PDF" out
'
test_expect_success 'spunta runs it' 'spunta report-problem --help >help && test_grep "page=N" help'
test_done
