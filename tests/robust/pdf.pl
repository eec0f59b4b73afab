#!/usr/bin/perl
# pdf.pl — a PDF from objects on standard input, one a paragraph (parted by empty lines), numbered from 1; the first is
# the catalogue. A last line "stream TEXT×N" of an object gives it a stream: TEXT, N times, on lines of its own.
use strict;
use warnings;
local $/ = '';
my ($pdf, @places) = ("%PDF-1.7\n");
while (my $object = <STDIN>) {
	chomp $object;
	if ($object =~ s/\n?^stream (.*?)(?:×(\d+))?\z//ms) {
		my ($text, $n) = ($1, $2 // 1);
		my $data = "$text\n" x $n;
		$object =~ s/>>\s*\z// or die "a stream wants a dictionary before it: $object\n";
		$object .= " /Length " . length($data) . " >>\nstream\n${data}endstream";
	}
	push @places, length $pdf;
	$pdf .= @places . " 0 obj\n$object\nendobj\n";
}
my $start = length $pdf;
$pdf .= "xref\n0 " . (@places + 1) . "\n0000000000 65535 f \n";
$pdf .= sprintf "%010d 00000 n \n", $_ for @places;
print $pdf, "trailer\n<< /Size ", @places + 1, " /Root 1 0 R >>\nstartxref\n$start\n%%EOF\n";
