#!/bin/sh
test_description='spunta-extract: memory does not grow with the document'
. "$(dirname "$0")/../lib.sh"

# document PAGES: each page has a content stream of its own of 12 KB
document () {
	perl -e '
		my $n = shift;
		my @objects = ("<< /Type /Catalog /Pages 2 0 R >>",
			"<< /Type /Pages /Count $n /Kids [" . join(" ", map { (1 + 2 * $_) . " 0 R" } 1 .. $n) . "] >>");
		for my $page (1 .. $n) {
			my $data = join "", map { sprintf "BT /F1 9 Tf 50 %d Td (Pagina %d riga %d: importo %d,00 euro) Tj ET\n%s\n",
				800 - 12 * $_, $page, $_, $page * $_, "%" x 160 } 1 .. 60;
			push @objects, "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents " . (2 + 2 * $page) .
				" 0 R /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
				"<< /Length " . length($data) . " >>\nstream\n$data\nendstream";
		}
		my ($pdf, @places) = ("%PDF-1.4\n");
		for my $i (0 .. $#objects) {
			push @places, length $pdf;
			$pdf .= $i + 1 . " 0 obj\n$objects[$i]\nendobj\n";
		}
		my $start = length $pdf;
		$pdf .= "xref\n0 " . (@objects + 1) . "\n0000000000 65535 f \n";
		$pdf .= sprintf "%010d 00000 n \n", $_ for @places;
		print $pdf, "trailer\n<< /Size ", @objects + 1, " /Root 1 0 R >>\nstartxref\n$start\n%%EOF\n";
	' "$1"
}

test_expect_success '1,000 pages take at most 1.3 times the memory of 10' '
	document 10 >few.pdf &&
	document 1000 >many.pdf &&
	test "$(wc -c <many.pdf)" -gt 10000000 &&
	printf "few\tspunta-extract few.pdf\nmany\tspunta-extract many.pdf\n" | "$SRC/bench/clock" 1 >costs &&
	awk "{ peak[\$1] = \$4 } END { print peak[\"many\"] / peak[\"few\"]; exit !(peak[\"few\"] > 0 && peak[\"many\"] <= 1.3 * peak[\"few\"]) }" costs
'
test_done
