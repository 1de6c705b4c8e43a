#!/bin/sh
# The end of tests/run --all: valgrind, real servers, differentials, kills. Each step says its name;
# the first that fails ends it, but for the suites.
set -eu
cd "$(dirname "$0")/.."
. tests/lib.sh

step "build and test the program as it is installed (release)"
cmake --preset release -G Ninja -DDMARCRAMP_WERROR=ON -DBUILD_TESTING=ON >/dev/null
cmake --build --preset release
run_ctest --test-dir build/release -R '^(arch|cases|cli|docs)' -j "$(nproc)"

step "valgrind (release build)"
for test in build/release/tests/unit/test_*; do
	# valgrind rounds doubles in its own way, which test_doc sees; plans are made slowly under it.
	case $test in *.c | *CMakeFiles* | */test_doc) continue ;; esac
	PLAN_DOMAINS=100 CK_TIMEOUT_MULTIPLIER=10 \
		valgrind --quiet --error-exitcode=1 --leak-check=no "$test" >/dev/null ||
		{ echo "$test fails under valgrind"; exit 1; }
	count_passed 1
done

# A suite that lacks something which no package brings ends with 77 and says what. One that fails does
# not keep the others from telling what they find.
skipped=
failed=
for suite in tests/integration/*/run; do
	[ -x "$suite" ] || continue
	name=$(basename "$(dirname "$suite")")
	step "$suite"
	status=0
	"$suite" || status=$?
	case $status in
	0) count_passed 1 ;;
	77) skipped="$skipped $name" ;;
	*) failed="$failed $name" ;;
	esac
done
[ -z "$skipped" ] || printf '\nskipped:%s\n' "$skipped"
[ -z "$failed" ] || {
	printf '\nfailed:%s\n' "$failed"
	exit 1
}
