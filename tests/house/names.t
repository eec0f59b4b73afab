#!/bin/sh
test_description='a name means one thing: no struct, union or enum that others can see is told twice'
. "$(dirname "$0")/../lib.sh"

tags () { # FILE…: "tag file" of each definition
	sed -n 's/^\(typedef \)\{0,1\}\(struct\|union\|enum\) \(sp_[a-z0-9_]*\) {.*/\3/p' "$@" /dev/null
}

test_expect_success 'a tag that is told twice would be found' '
	printf "struct sp_a {\nint x;\n};\nenum sp_a { SP_B };\n" >twice.h && test "$(tags twice.h | sort | uniq -d)" = sp_a
'
test_expect_success 'no tag is told twice' '
	cd "$SRC" && tags $(ls base/*.[ch] */*.[ch] */*/*.[ch] | grep -v "^tests/" | sort -u) | sort | uniq -d >"$SCRATCH/twice" && test_must_be_empty "$SCRATCH/twice"
'
test_done
