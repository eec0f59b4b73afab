#!/bin/sh
test_description='what once broke a program, and what the fuzzers start from'
. "$(dirname "$0")/../lib.sh"
: "${FUZZ:=$SRC/build/obj/fuzz}"

for target in "$FUZZ"/*; do
	case ${target##*/} in *.[od] | record) continue ;; esac
	"$SRC/fuzz/inputs" "${target##*/}" | sed "s|^|$SRC/|" >inputs
	test_expect_success "${target##*/}: $(wc -l <inputs) inputs" '
		test -s inputs && xargs timeout 120 "$target" <inputs
	'
done
test_done
