#!/usr/bin/perl
# damage.pl FILE N: FILE into 1 … 2N: the first N cut, the others with 1 + i % 16 bytes turned over
use strict;
use warnings;
my ($file, $n) = @ARGV;
open my $in, '<:raw', $file or die "$file: $!\n";
my $all = do { local $/; <$in> };
my $state = length $all; # a generator of our own: the same places with every perl
sub place { $state = ($state * 1103515245 + 12345) % 2147483648; return $state % length $all }
for my $i (1 .. 2 * $n) {
	my $damaged = $all;
	if ($i <= $n) {
		$damaged = substr $all, 0, int(length($all) * ($i - 0.5) / $n);
	} else {
		substr($damaged, place(), 1) ^= chr(1 + place() % 255) for 0 .. $i % 16;
	}
	open my $out, '>:raw', $i or die "$i: $!\n";
	print $out $damaged;
	close $out or die "$i: $!\n";
}
