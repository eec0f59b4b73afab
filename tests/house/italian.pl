# italian.pl FILE… — the string literals of C files that hold a word of Italian: a word of four letters or more that the
# data files have (word lists, messages, rules), whatever its ending. italian-words excuses those that are English, too.
use strict;
use warnings;
use utf8;
use open qw(:std :utf8);

sub stem {
	my $word = lc shift;
	$word =~ tr/àèéìòù/aeeiou/;
	for my $ending (qr/[aeiou]$/, qr/i$/, qr/h$/) {
		$word =~ s/$ending// if length $word > 3;
	}
	return $word;
}

sub words_of { # FILE PATTERN: words of what the pattern's groups take in each line that is no comment
	my ($file, $pattern) = @_;
	open my $lines, '<', $file or die "$file: $!";
	return map { /\p{L}{4,}/g } map { tr/_/ /r } map { s/\{[^}]*\}//gr } grep { defined } map { /$pattern/ } grep { !/^#/ } <$lines>;
}

my %italian;
$italian{stem($_)} = 1 for map { words_of($_, qr/^(?:\w+:)?(.*)/) } glob 'base/italian/*.words';
$italian{stem($_)} = 1 for map { words_of($_, qr/^[\w-]+: (.*) \| /) } 'verify/findings/messages.txt';
$italian{stem($_)} = 1 for map { words_of($_, qr/^\s+(?:(?:message|states)-it: (.*)|[\w.]+: ([^|]*) \| )/) } glob 'verify/rules/*.rules';
delete $italian{stem($_)} for words_of('tests/house/italian-words', qr/(.*)/);
die keys(%italian) . " words in the data files: were they moved?\n" if keys %italian < 250;

for my $file (@ARGV) {
	open my $c, '<', $file or die "$file: $!";
	my $text = do { local $/; <$c> };
	$text =~ s/^#include[^\n]*//gm;
	while ($text =~ m{/\*.*?\*/|//[^\n]*|'(?:[^'\\]|\\.)+'|"((?:[^"\\]|\\.)*)"}gs) {
		my $literal = $1 // next;
		print "$file: $_ in \"$literal\"\n" for grep { $italian{stem($_)} } $literal =~ /\p{L}{4,}/g;
	}
}
