#!/bin/sh
test_description='spunta-normalize: memory is that of the largest section, not of the document'
. "$(dirname "$0")/../lib.sh"
case $BIN in *-asan) test_skip_all 'a sanitizer keeps what was freed for a while' ;; esac

# pages LAYOUT N: the pages of LAYOUT over and over, N of them, each with a number of its own
pages () {
	perl -e '
		my ($file, $n) = @ARGV;
		open my $in, "<", $file or die $file;
		my (%of, %count);
		while (<$in>) {
			if (/^\{"type":"document"/) { s/"pages":\d+/"pages":$n/; print }
			elsif (/"page":(\d+)/) { push @{$of{$1}}, $_ }
		}
		my @numbers = sort { $a <=> $b } keys %of;
		for my $page (1 .. $n) {
			my ($from, $before) = ($numbers[($page - 1) % @numbers], $page - 1);
			for (@{$of{$from}}) {
				my $line = $_;
				$line =~ s/"page":$from\b/"page":$page/g;
				$line =~ s/"p${from}t/"p${page}t/g;
				$line =~ s/"continues":"p\d+t/"continues":"p${before}t/;
				$count{$line =~ /^\{"type":"(\w+)"/ && $1}++;
				print $line;
			}
		}
		printf qq({"type":"end","pages":%d,"texts":%d,"tables":%d,"problems":%d}\n),
			map { $_ // 0 } @count{qw(page text table problem)};
	' "$1" "$2"
}

for name in stato-dup valore-pubblico progetti linee-mandato societa; do
	test_expect_success "$name: 1,000 pages take at most 1.3 times the memory of 10" '
		pages "$SRC/tests/golden/$name.layout.jsonl" 10 >few &&
		pages "$SRC/tests/golden/$name.layout.jsonl" 1000 >many &&
		spunta-validate --quiet many && spunta-normalize many >records && test_ended records &&
		printf "few\tspunta-normalize few\nmany\tspunta-normalize many\n" | "$SRC/bench/clock" 1 >costs &&
		awk "{ peak[\$1] = \$4 } END { print peak[\"many\"] / peak[\"few\"]; exit !(peak[\"few\"] > 0 && peak[\"many\"] <= 1.3 * peak[\"few\"]) }" costs
	'
done
test_done
