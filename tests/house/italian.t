#!/bin/sh
test_description='what is Italian stands in data files: no string of a C file holds a word of it'
. "$(dirname "$0")/../lib.sh"

# What is not in this list holds Italian still: extract export tools
rooms='base verify normalize bulk'

test_expect_success 'a word of Italian would be found' '
	cat >"$SCRATCH/example.c" <<-\END &&
	/* "totale" in a comment is none */
	static const char *const words[] = { "consuntivi", "a target", "Il risparmio" };
	END
	(cd "$SRC" && perl tests/house/italian.pl "$SCRATCH/example.c") >found &&
	test_line_count = 1 found && test_grep consuntivi found
'
for room in $rooms; do
	test_expect_success "$room has no Italian in C" '
		(cd "$SRC" && perl tests/house/italian.pl $(ls $room/*.[ch] $room/*/*.[ch] 2>/dev/null)) >found &&
		test_must_be_empty found
	'
done
test_expect_success 'each message is used, and each that is used is there' '
	sed -n "s/^\([a-z-]*\): .* | .*/\1/p" "$SRC/verify/findings/messages.txt" | sort >there &&
	while read -r key; do
		cat "$SRC"/verify/*/*.c | grep -q "\"$key\"" || echo "$key"
	done <there >unused &&
	test_must_be_empty unused &&
	cat "$SRC"/verify/*/*.c | grep -o "sp_message(\"[a-z-]*\"" | sed "s/.*(\"//; s/\"//" | sort -u >used &&
	comm -23 used there >missing && test_must_be_empty missing
'
test_done
