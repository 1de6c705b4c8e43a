#!/bin/sh
# The middle of tests/run --all, and all of --static: formatting, the other compiler, the core alone,
# static analysis. Each step says its name; the first that fails ends it.
set -eu
cd "$(dirname "$0")/.."
. tests/lib.sh

sources() {
	git ls-files 'lib/*.[ch]' 'cmd/*.[ch]' 'tests/*.[ch]'
}

step "format"
sources | xargs clang-format-14 --dry-run -Werror
# shellcheck disable=SC2046
shellcheck -x $(git ls-files | xargs grep -lE '^#!/bin/(ba)?sh' | grep -v '\.md$')

step "build and test (clang)"
cmake -S . -B build/clang -G Ninja -DCMAKE_BUILD_TYPE=Debug -DCMAKE_C_COMPILER=clang-14 \
	-DDMARCRAMP_WERROR=ON -DDMARCRAMP_SANITIZE=address,undefined >/dev/null
cmake --build build/clang
run_ctest --test-dir build/clang -j "$(nproc)"

step "build and test the core alone"
cmake -S . -B build/core-tests -G Ninja -DCMAKE_BUILD_TYPE=Debug -DDMARCRAMP_WERROR=ON \
	-DDMARCRAMP_WEB=OFF -DDMARCRAMP_REPORTS=OFF >/dev/null
cmake --build build/core-tests
run_ctest --test-dir build/core-tests -j "$(nproc)"

step "static analysis"
cppcheck --quiet --error-exitcode=1 --std=c11 --inline-suppr -j "$(nproc)" \
	--enable=warning,performance,portability --suppressions-list=tests/cppcheck.txt \
	-I lib -D_POSIX_C_SOURCE=200809L lib cmd
tidy() {
	xargs -P "$(nproc)" -n 8 clang-tidy-14 --quiet -p "build/$1" --warnings-as-errors='*'
}
# How a file is compiled that a build leaves out is guessed; of load.c, which needs the version, wrongly.
git ls-files 'lib/*.c' 'cmd/*.c' ':!cmd/late/load.c' | tidy clang
echo cmd/late/load.c | tidy core-tests
