#!/bin/sh
test_description='spunta-extract: a page that takes for ever costs that page, wherever it stands'
. "$(dirname "$0")/../lib.sh"

# bomb PAGES BAD: a document of so many pages whose page BAD draws a form that draws twelve forms that … (12⁸ lines)
bomb () {
	perl -I"$SRC/tests/robust" -e '
		require "pdf.pl";
		my ($n, $bad) = @ARGV;
		my $forms = 3 + 2 * $n;
		my @objects = ("<< /Type /Catalog /Pages 2 0 R >>",
			"<< /Type /Pages /Count $n /Kids [" . join(" ", map { (1 + 2 * $_) . " 0 R" } 1 .. $n) . "] >>");
		for my $page (1 .. $n) {
			push @objects, "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents " . (2 + 2 * $page) .
				" 0 R /Resources << /XObject << /X $forms 0 R >> /Font << /F1 << /Type /Font /Subtype /Type1" .
				" /BaseFont /Helvetica >> >> >> >>";
			push @objects, stream("", "BT /F1 10 Tf 50 400 Td (Pagina $page) Tj ET" . ($page == $bad ? " /X Do" : ""));
		}
		for my $level (0 .. 8) {
			my $inner = $forms + $level + 1;
			push @objects, stream("/Type /XObject /Subtype /Form /BBox [0 0 500 500]" .
				($level < 8 ? " /Resources << /XObject << /X $inner 0 R >> >>" : ""),
				$level < 8 ? "/X Do " x 12 : "0 0 m 1 1 l S");
		}
		print pdf(@objects);
	' "$1" "$2"
}

# Of the pages that a document is sampled from; the last of a chunk, whose neighbour another process reads; one of the rest.
for bad in 2 16 24; do
	for jobs in 1 2; do
		test_expect_success "page $bad of 40, --jobs=$jobs" '
			bomb 40 $bad >bomb.pdf &&
			test_expect_code 1 spunta-extract --jobs=$jobs --page-timeout=2 bomb.pdf >out 2>err &&
			test_ended out &&
			test "$(jq -r "select(.type == \"problem\") | \"\(.page) \(.code)\"" out)" = "$bad page-lost" &&
			test "$(jq -r "select(.type == \"page\").page" out | wc -l)" -eq 39 &&
			test_line_count = 1 err
		'
	done
done

# a clock of 4 seconds that is asked once gives up in less than twice that
test_expect_success 'a sampled page that takes for ever is tried once' '
	bomb 1 1 >bomb.pdf &&
	start=$(date +%s) &&
	test_expect_code 1 spunta-extract --page-timeout=4 bomb.pdf >out 2>err &&
	test $(($(date +%s) - start)) -lt 8
'

# tags: a document of one page and a chain of so many elements, each in the one before
tags () {
	perl -I"$SRC/tests/robust" -e '
		require "pdf.pl";
		my $n = shift;
		my @objects = ("<< /Type /Catalog /Pages 2 0 R /StructTreeRoot 4 0 R >>", "<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
			"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>", "<< /Type /StructTreeRoot /K 5 0 R >>");
		push @objects, map { sprintf "<< /Type /StructElem /S /P /P %d 0 R /K %d 0 R >>", $_ + 3, $_ + 5 } 1 .. $n;
		push @objects, "null";
		print pdf(@objects);
	' "$1"
}

# deep enough to exhaust the stack of what reads them
test_expect_success 'tags that crash their reader do not cost the document' '
	tags 200000 >tags.pdf &&
	spunta-extract tags.pdf >out 2>err &&
	test_must_be_empty err &&
	test "$(jq -r "select(.type == \"document\") | .tagged" out)" = true &&
	test "$(jq -r "select(.type == \"page\").page" out)" = 1
'
test_done
