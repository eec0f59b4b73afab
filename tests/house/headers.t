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
sources () { # ROOM: its C files, those of its inner rooms too
	(cd "$SRC" && ls "$1"/*.[ch] "$1"/*/*.[ch] 2>/dev/null)
}
arrows () { # FILE…: "module module" where the first includes the second; a module is noun.h and noun.c
	for file; do
		printf '%s\n' "${file%.[ch]} ${file%.[ch]}"
		includes "$file" | sed -n "s|^\(.*/.*\)\.h\$|${file%.[ch]} \1|p"
	done
}
no_circle () { # "from to" lines; tsort names those that stand in a circle
	sort -u | tsort >/dev/null
}

for room in base extract normalize verify export bulk; do
	for header in $(sources "$room" | grep '\.h$'); do
		test_expect_success "$header compiles alone" '
			cd "$SRC" && $CC $HEADER_FLAGS -fsyntax-only -x c "$header"
		'
	done
done
test_expect_success 'base includes no other room' '
	cd "$SRC" && offenders "^(extract|normalize|verify|export|bulk|tools)/" $(sources base) | none
'
for room in extract normalize verify export bulk; do
	others=$(echo extract normalize verify export bulk | tr ' ' '\n' | grep -v "^$room\$" | paste -s -d '|')
	test_expect_success "$room includes itself and base only" '
		cd "$SRC" && offenders "^($others|tools)/" $(sources $room) | none
	'
done
test_expect_success 'a circle would be found' '
	! printf "%s\n" "a b" "b c" "c a" | no_circle 2>/dev/null && printf "%s\n" "a b" "b c" "a c" | no_circle
'
# What is not in this list has circles still: normalize
for room in base extract verify bulk export; do
	test_expect_success "no modules of $room include each other" '
		cd "$SRC" && arrows $(sources $room) | no_circle
	'
done
for room in extract verify; do
	test_expect_success "no rooms within $room include each other" '
		cd "$SRC" && arrows $(sources $room) | sed "s|/[^/ ]*\( \)|\1|; s|/[^/]*\$||" | no_circle
	'
done
test_expect_success 'only extract knows Poppler, cairo, libcrypto' '
	cd "$SRC" && offenders "poppler|cairo|openssl/" $(sources base) $(sources normalize) $(sources verify) $(sources export) tools/*.c | none
'
test_expect_success 'only export knows SQLite' '
	cd "$SRC" && offenders "sqlite3" $(sources base) $(sources extract) $(sources normalize) $(sources verify) tools/*.c | none
'
test_expect_success 'only base/datafile.c knows cJSON' '
	cd "$SRC" && offenders "cjson" $(ls */*.[ch] */*/*.[ch] | grep -v "^base/datafile\.c$") | none
'
test_expect_success 'schemas/derive.c includes base only' '
	cd "$SRC" && offenders "^(extract|normalize|verify|export|bulk|tools)/" schemas/*.c | none
'
test_expect_success 'only base/pattern.c and verify/schema/ecma.c know PCRE2' '
	cd "$SRC" && offenders "pcre2" $(ls */*.[ch] */*/*.[ch] | grep -vE "^(base/pattern|verify/schema/ecma)\.c$") | none
'
for program in "$BIN"/spunta*; do
	name=${program##*/}
	case $name in
	spunta-extract | spunta-snapshot | spunta-report-problem | 'spunta*') continue ;;
	esac
	test_expect_success "$name is not linked with Poppler" '
		ldd "$program" >libraries && test_grep ! poppler libraries
	'
done
test_done
