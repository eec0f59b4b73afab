#!/usr/bin/perl
# pdf.pl — a PDF from its objects, numbered from 1; the first is the catalogue.
#
# As a program: objects on standard input, one a paragraph (parted by empty lines). A last line "stream TEXT×N" of an
# object gives it a stream: TEXT, N times, on lines of its own. As a library (require): pdf(OBJECT…), stream(KEYS, DATA).
use strict;
use warnings;

sub stream {
	my ($keys, $data) = @_;
	return "<< $keys /Length " . length($data) . " >>\nstream\n$data\nendstream";
}

sub pdf {
	my ($pdf, @places) = ("%PDF-1.7\n");
	for my $object (@_) {
		push @places, length $pdf;
		$pdf .= @places . " 0 obj\n$object\nendobj\n";
	}
	my $start = length $pdf;
	$pdf .= "xref\n0 " . (@places + 1) . "\n0000000000 65535 f \n";
	$pdf .= sprintf "%010d 00000 n \n", $_ for @places;
	return $pdf . "trailer\n<< /Size " . (@places + 1) . " /Root 1 0 R >>\nstartxref\n$start\n%%EOF\n";
}

sub objects {
	local $/ = '';
	my @objects;
	while (my $object = <STDIN>) {
		chomp $object;
		if ($object =~ s/\n?^stream (.*?)(?:×(\d+))?\z//ms) {
			my ($text, $n) = ($1, $2 // 1);
			$object =~ s/\A\s*<<(.*)>>\s*\z/$1/s or die "a stream wants a dictionary before it: $object\n";
			$object = stream($object, "$text\n" x $n);
		}
		push @objects, $object;
	}
	return @objects;
}

print pdf(objects()) unless caller;
1;
