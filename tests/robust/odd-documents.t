#!/bin/sh
test_description='spunta-extract: documents that are odd on purpose end with a status of ours, in bounded time and memory'
. "$(dirname "$0")/../lib.sh"
. "$SRC/tests/robust/damage.sh"

odd () { # NAME: what is on stdin as odd.pdf, extracted
	perl "$SRC/tests/robust/pdf.pl" >odd.pdf &&
		(ulimit -c 0 && ulimit -v $damage_kilobytes && survive odd.pdf spunta-extract --page-timeout=5) >wrong && test_must_be_empty wrong
}

page () { # KEYS CONTENT [OBJECT…]: a document of one page, whose further objects start at 5
	keys=$1 content=$2
	shift 2
	printf '%s\n\n' '<< /Type /Catalog /Pages 2 0 R >>' '<< /Type /Pages /Kids [3 0 R] /Count 1 >>' \
		"<< /Type /Page /Parent 2 0 R /Contents 4 0 R $keys >>" "<< >>
stream $content" "$@"
}

font='/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>'
text='BT /F1 10 Tf 50 400 Td (Totale 12,50) Tj ET'

# --- pages ----------------------------------------------------------------------------------------------

for box in '0 0 0 0' '0 0 -5 -5' '0 0 1e300 1e300' '0 0 2147483648 2147483648' '0 0 1 1000000' 'nan nan nan nan' \
	'0 0 99999999999999999999999999999999999999999999 5' '5 5 5' '[0 0 5 5]' '(a) /b null true'; do
	test_expect_success "a page of [$box]" 'page "/MediaBox [$box] $font" "$text" | odd'
done
test_expect_success 'a page larger than any sheet is damaged, and said to be' '
	page "/MediaBox [0 0 99999999999 5] $font" "$text" | odd &&
	test_grep "\"code\":\"damaged-page\"" out && test_grep "page 1: " err
'
for turn in 45 -90 1e9 2147483648 /Ninety; do
	test_expect_success "a page turned by $turn" 'page "/MediaBox [0 0 595 842] /Rotate $turn $font" "$text" | odd'
done

# --- page trees -----------------------------------------------------------------------------------------

catalogue='<< /Type /Catalog /Pages 2 0 R >>'
test_expect_success 'a page tree that holds itself' '
	printf "%s\n\n" "$catalogue" "<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>" | odd
'
test_expect_success 'a page tree that goes in a circle' '
	printf "%s\n\n" "$catalogue" "<< /Type /Pages /Kids [3 0 R] /Count 1 >>" \
		"<< /Type /Pages /Parent 2 0 R /Kids [2 0 R] /Count 1 >>" | odd
'
for count in -1 0 7 2147483647 99999999999999999999; do
	test_expect_success "a page tree that counts $count" '
		printf "%s\n\n" "$catalogue" "<< /Type /Pages /Kids [3 0 R] /Count $count >>" \
			"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>" | odd
	'
done
test_expect_success 'a catalogue that is its own page tree' 'printf "%s\n\n" "<< /Type /Catalog /Pages 1 0 R >>" | odd'
test_expect_success 'no catalogue' 'printf "%s\n\n" "null" | odd'
test_expect_success 'a hundred thousand nested arrays' '
	page "/MediaBox [0 0 595 842] /Odd $(perl -e "print q([) x 100000, q(]) x 100000") $font" "$text" | odd
'
test_expect_success 'a hundred thousand nested dictionaries in a stream' '
	page "/MediaBox [0 0 595 842] $font" "/A $(perl -e "print q(<< /a ) x 100000, q(0 >>) x 100000") BDC $text EMC" | odd
'

# --- content --------------------------------------------------------------------------------------------

a4='/MediaBox [0 0 595 842]'
test_expect_success 'a million lines' 'page "$a4 $font" "10 10 m 500 10 l S×1000000" | odd'
test_expect_success 'a million boxes' 'page "$a4 $font" "10 10 50 20 re f×1000000" | odd'
test_expect_success 'a million curves in one path' 'page "$a4 $font" "$(perl -e "print q(1 1 2 2 3 3 c ) x 1000000") S" | odd'
test_expect_success 'sixty thousand boxes anywhere' '
	page "$a4 $font" "$(perl -e "srand 7; printf q(%.1f %.1f %d %d re f ), rand 500, rand 800, 3 + rand 9, 3 + rand 9 for 1 .. 60000")" |
		odd && test_ended out
'
test_expect_success 'a ruled table of 2,500 cells' '
	page "$a4 $font" "$(perl -e "for my \$i (0 .. 50) { printf q(10 %d m 510 %d l S %d 10 m %d 810 l S ), 10 + 16 * \$i, 10 + 16 * \$i,
		10 + 10 * \$i, 10 + 10 * \$i; printf q(BT /F1 3 Tf 1 0 0 1 %d %d Tm (%d) Tj ET ), 11 + 10 * \$_, 14 + 16 * \$i, \$_ for \$i < 50 ? 0 .. 49 : () }")" |
		odd && test "$(jq "select(.type == \"table\") | .n_rows * .n_cols" out)" = 2500
'
test_expect_success 'two hundred thousand words' 'page "$a4 $font" "BT /F1 1 Tf 1 0 0 1 50 400 Tm (uno due) Tj ET×100000" | odd'
test_expect_success 'a million operands' 'page "$a4 $font" "$(perl -e "print q(1 ) x 1000000") m S" | odd'
test_expect_success 'a hundred thousand saved states' 'page "$a4 $font" "$(perl -e "print q(q ) x 100000") $text" | odd'
test_expect_success 'coordinates that are no numbers' '
	page "$a4 $font" "nan inf m 1e999 -1e999 l S 99999999999999999999999999 0 0 99999999999999999999999999 0 0 cm 1 1 m 5 1 l S
		BT /F1 1e30 Tf 1e30 0 0 1e30 1e30 1e30 Tm (grande) Tj /F1 nan Tf (strano) Tj /F1 -10 Tf 0 0 0 0 0 0 Tm (nulla) Tj ET" | odd
'
test_expect_success 'a matrix that flattens all' 'page "$a4 $font" "0 0 0 0 100 100 cm $text 1 1 m 9 1 l S" | odd'
test_expect_success 'a form that draws itself' '
	page "$a4 /Resources << /XObject << /X 5 0 R >> >>" "/X Do" "<< /Type /XObject /Subtype /Form /BBox [0 0 9 9]
		/Resources << /XObject << /X 5 0 R >> >> >>
stream /X Do" | odd
'
test_expect_success 'a pattern that is painted with itself' '
	page "$a4 /Resources << /Pattern << /P 5 0 R >> >>" "/Pattern cs /P scn 0 0 500 500 re f" "<< /Type /Pattern /PatternType 1
		/PaintType 1 /TilingType 1 /BBox [0 0 1 1] /XStep 0.001 /YStep 0.001 /Resources << /Pattern << /P 5 0 R >> >> >>
stream /Pattern cs /P scn 0 0 1 1 re f" | odd
'
test_expect_success 'an image of 2³¹ dots' '
	page "$a4 /Resources << /XObject << /X 5 0 R >> >>" "500 0 0 500 0 0 cm /X Do" "<< /Type /XObject /Subtype /Image
		/Width 2147483647 /Height 2147483647 /BitsPerComponent 8 /ColorSpace /DeviceRGB >>
stream abc" | odd
'
test_expect_success 'a stream that is longer than it says, and one that is shorter' '
	page "$a4 $font" "$text" >objects && perl "$SRC/tests/robust/pdf.pl" <objects | sed "s|/Length [0-9]*|/Length 99999999|" >odd.pdf &&
	survive odd.pdf spunta-extract >wrong && test_must_be_empty wrong &&
	perl "$SRC/tests/robust/pdf.pl" <objects | sed "s|/Length [0-9]*|/Length -1|" >odd.pdf &&
	survive odd.pdf spunta-extract >wrong && test_must_be_empty wrong
'

# --- fonts ----------------------------------------------------------------------------------------------

for dictionary in '/Subtype /Type3' '/Subtype /Type0 /DescendantFonts [5 0 R]' '/Subtype /TrueType /BaseFont /None' \
	'/Subtype /Type1 /Encoding << /Differences [0 /a /b 99999999 /c -5 /d] >>' '/Subtype /Type1 /ToUnicode 4 0 R' \
	'/Subtype /Type1 /FirstChar -9 /LastChar 2147483647 /Widths [1 2 3]' '/Subtype /Nothing'; do
	test_expect_success "a font with $dictionary" '
		page "$a4 /Resources << /Font << /F1 << /Type /Font $dictionary >> >> >>" "$text" "null" | odd
	'
done
test_expect_success 'a font whose glyphs draw with the font' '
	page "$a4 /Resources << /Font << /F1 5 0 R >> >>" "$text" "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1 1] /FontMatrix [1 0 0 1 0 0]
		/CharProcs << /T 6 0 R >> /Encoding << /Differences [84 /T] >> /FirstChar 84 /LastChar 84 /Widths [1]
		/Resources << /Font << /F1 5 0 R >> >> >>" "<< >>
stream 1 0 d0 BT /F1 1 Tf (T) Tj ET" | odd
'
test_done
