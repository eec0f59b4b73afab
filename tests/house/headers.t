#!/bin/sh
test_description='headers stand alone, and includes follow the arrows'
. "$(dirname "$0")/../lib.sh"
cd "$SRC" || exit 1

: "${CC:=cc}"
: "${HEADER_FLAGS:=-std=c17 -D_POSIX_C_SOURCE=200809L -I. -include base/banned.h $(pkg-config --cflags \
	glib-2.0 libpcre2-8 poppler-glib gio-2.0 cairo libcrypto libxml-2.0 sqlite3)}"

includes () { # FILE…: "file included" for each include of a file of ours or of a library that is asked about
	sed -n 's/^[[:space:]]*#[[:space:]]*include[[:space:]]*[<"]\([^>"]*\)[>"].*/\1/p' "$@" /dev/null
}
offenders () { # PATTERN FILE…: files that include what the pattern matches
	pattern=$1
	shift
	for file; do
		test -f "$file" || continue
		includes "$file" | grep -E "$pattern" | sed "s|^|$file includes |"
	done
}
none () { # no line on standard input
	! grep . >&2
}

for room in base extract normalize verify export bulk; do
	for header in "$room"/*.h; do
		test -f "$header" || continue
		test_expect_success "$header compiles alone" '
			cd "$SRC" && $CC $HEADER_FLAGS -fsyntax-only -x c "$header"
		'
	done
done
test_expect_success 'base includes no other room' '
	cd "$SRC" && offenders "^(extract|normalize|verify|export|bulk|tools)/" base/*.[ch] | none
'
for room in extract normalize verify export bulk; do
	others=$(echo extract normalize verify export bulk | tr ' ' '\n' | grep -v "^$room\$" | paste -s -d '|')
	test_expect_success "$room includes itself and base only" '
		cd "$SRC" && offenders "^($others|tools)/" $room/*.[ch] | none
	'
done
test_expect_success 'only extract knows Poppler, cairo, libcrypto' '
	cd "$SRC" && offenders "poppler|cairo|openssl/" base/*.[ch] normalize/*.[ch] verify/*.[ch] export/*.[ch] tools/*.c | none
'
test_expect_success 'only export knows SQLite' '
	cd "$SRC" && offenders "sqlite3" base/*.[ch] extract/*.[ch] normalize/*.[ch] verify/*.[ch] tools/*.c | none
'
test_expect_success 'only base/datafile.c knows cJSON' '
	cd "$SRC" && offenders "cjson" $(ls */*.[ch] | grep -v "^base/datafile\.c$") | none
'
test_expect_success 'schemas/derive.c includes base only' '
	cd "$SRC" && offenders "^(extract|normalize|verify|export|bulk|tools)/" schemas/*.c | none
'
test_expect_success 'only base/pattern.c and verify/ecma.c know PCRE2' '
	cd "$SRC" && offenders "pcre2" $(ls */*.[ch] | grep -vE "^(base/pattern|verify/ecma)\.c$") | none
'
for program in "$BIN"/spunta*; do
	name=${program##*/}
	case $name in
	spunta-extract | spunta-snapshot | 'spunta*') continue ;;
	esac
	test_expect_success "$name is not linked with Poppler" '
		ldd "$program" >libraries && test_grep ! poppler libraries
	'
done
test_done
