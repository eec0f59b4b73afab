#!/bin/sh
test_description='what make makes: anew when flags change, quietly, and the same bytes in any folder'
. "$(dirname "$0")/../lib.sh"
unset MAKEFLAGS MAKELEVEL MFLAGS MODE V WERROR

for folder in a b/deeper/with-a-longer-name; do
	mkdir -p "$folder" && (cd "$SRC" && cp -R Makefile base bench bulk export extract fuzz normalize po schemas tools verify "$SCRATCH/$folder") &&
		mkdir "$folder/tests" && cp -R "$SRC/tests/unit" "$folder/tests" || exit 1
done
object=build/obj/base/status-of-nothing.o
echo 'int sp_nothing(void); int sp_nothing(void) { return 0; }' >a/base/status-of-nothing.c
made () { # ARGUMENT…: what make says of one object
	make --no-print-directory -C a "$@" $object >said 2>&1 || { cat said >&2; return 1; }
}

test_expect_success 'a line an object, and the commands with V=1' '
	made && test "$(cat said)" = "  CC   base/status-of-nothing.c" &&
	touch a/base/status-of-nothing.c && made V=1 && test_line_count = 1 said && test_grep "-c -o $object base/status-of-nothing.c" said
'
test_expect_success 'what is made stays made until flags change' '
	made && test_grep "up to date" said &&
	made CFLAGS=-O1 && test_grep "CC   base/status" said && made CFLAGS=-O1 && test_grep "up to date" said &&
	made CFLAGS=-O1 WERROR=1 && test_grep "up to date" said &&
	make --no-print-directory -C a -n $object >plan && made CFLAGS=-O1 && test_grep "up to date" said
'
test_expect_success 'two folders give the same stripped program and data' '
	rm a/base/status-of-nothing.c && program=build/obj/tests/unit/base_text &&
	for folder in a b/deeper/with-a-longer-name; do
		make --no-print-directory -C "$folder" $program build/obj/extract/data.o build/obj/verify/data.o >log 2>&1 || { cat log >&2; return 1; }
		for file in $program build/obj/extract/data.o build/obj/verify/data.o; do strip "$folder/$file" || return 1; done
	done &&
	for file in $program build/obj/extract/data.o build/obj/verify/data.o; do
		cmp "a/$file" "b/deeper/with-a-longer-name/$file" || return 1
	done
'
test_done
