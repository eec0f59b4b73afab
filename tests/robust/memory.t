#!/bin/sh
test_description='spunta-extract: memory does not grow with the document'
. "$(dirname "$0")/../lib.sh"
case $BIN in *-asan) test_skip_all 'a sanitizer keeps what was freed for a while' ;; esac

# document PAGES: each page has a content stream of its own of 12 KB
document () {
	perl -I"$SRC/tests/robust" -e '
		require "pdf.pl";
		my $font = "/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>";
		my $n = shift;
		my @objects = ("<< /Type /Catalog /Pages 2 0 R >>",
			"<< /Type /Pages /Count $n /Kids [" . join(" ", map { (1 + 2 * $_) . " 0 R" } 1 .. $n) . "] >>");
		for my $page (1 .. $n) {
			my $data = join "", map { sprintf "BT /F1 9 Tf 50 %d Td (Pagina %d riga %d: importo %d,00 euro) Tj ET\n%s\n",
				800 - 12 * $_, $page, $_, $page * $_, "%" x 160 } 1 .. 60;
			push @objects, "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents " . (2 + 2 * $page) .
				" 0 R /Resources << $font >> >>", stream("", $data);
		}
		print pdf(@objects);
	' "$1"
}

# veiled: a text and a box behind a soft mask of the whole page
veiled () {
	perl -I"$SRC/tests/robust" -e '
		require "pdf.pl";
		my $font = "/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>";
		print pdf("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
			"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << $font" .
				" /ExtGState << /G1 << /SMask << /S /Luminosity /G 5 0 R >> >> >> >> >>",
			stream("", "/G1 gs 0.5 g 50 600 200 100 re f BT 0 g /F1 10 Tf 60 650 Td (Totale 1.234,50) Tj ET"),
			stream("/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Group << /S /Transparency /CS /DeviceGray >>",
				"1 g 0 0 595 842 re f"));
	'
}

test_expect_success '1,000 pages take at most 1.3 times the memory of 10' '
	document 10 >few.pdf &&
	document 1000 >many.pdf &&
	test "$(wc -c <many.pdf)" -gt 10000000 &&
	printf "few\tspunta-extract few.pdf\nmany\tspunta-extract many.pdf\n" | "$SRC/bench/clock" 1 >costs &&
	awk "{ peak[\$1] = \$4 } END { print peak[\"many\"] / peak[\"few\"]; exit !(peak[\"few\"] > 0 && peak[\"many\"] <= 1.3 * peak[\"few\"]) }" costs
'
test_expect_success 'a soft mask is not painted' '
	veiled >veiled.pdf &&
	spunta-extract --max-memory=256 veiled.pdf >out &&
	test "$(jq -r "select(.type == \"text\").text" out)" = "Totale 1.234,50"
'
test_done
