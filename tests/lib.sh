# Shared by tests/run and examples/quickstart: what is installed, and installing it. POSIX sh.
# shellcheck shell=sh disable=SC2034

QUICKSTART_PACKAGES='gcc libc6-dev cmake ninja-build pkg-config libldns-dev libyaml-dev libjansson-dev
	libidn2-dev libpsl-dev libpcre2-dev libssl-dev uthash-dev'
# What the parts need besides (DMARCRAMP_WEB, DMARCRAMP_REPORTS).
WEB_PACKAGES='libcurl4-openssl-dev libxml2-dev zlib1g-dev'
REPORTS_PACKAGES='libxml2-dev libgmime-3.0-dev zlib1g-dev libarchive-dev libsqlite3-dev libmaxminddb-dev'

# Those of the packages that are not installed, each with a space before it.
missing_packages() {
	for package in "$@"; do
		status=$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null) || status=
		[ "$status" = installed ] || printf ' %s' "$package"
	done
}

# Installs the packages of a list in one word each; needs root or sudo.
install_packages() {
	as_root=
	if [ "$(id -u)" != 0 ]; then
		as_root=sudo
		command -v sudo >/dev/null || {
			echo "Run this as root, or install:$1" >&2
			exit 2
		}
	fi
	# shellcheck disable=SC2086
	$as_root apt-get update -q && $as_root env DEBIAN_FRONTEND=noninteractive \
		apt-get install -q -y --no-install-recommends $1
}

# What has passed so far, over all steps of a run, a line for each of them (two lanes write here at
# once): reset_passed, count_passed N, say_passed.
PASSED_FILE=build/passed

reset_passed() {
	mkdir -p build
	: >"$PASSED_FILE"
}

count_passed() {
	echo "$1" >>"$PASSED_FILE"
}

# The last line of a run that did not stop before it: a step that fails ends the run.
say_passed() {
	printf '\n%s passed, 0 failed\n' "$(awk '{ sum += $1 } END { print sum + 0 }' "$PASSED_FILE")"
}

# ctest with these arguments; what it ran is counted.
run_ctest() {
	ctest_log=build/ctest.$$.log
	ctest "$@" --no-tests=error --output-on-failure --output-log "$ctest_log" || return 1
	count_passed "$(sed -n 's/^100% tests passed, 0 tests failed out of //p' "$ctest_log")"
	rm -f "$ctest_log"
}

# Says a step's name, and how long the run has taken by then.
step() {
	printf '\n== %s (%s)\n' "$*" "$(minutes_since "${STARTED:-$(date +%s)}")"
}

minutes_since() {
	seconds=$(($(date +%s) - $1))
	printf '%d:%02d' $((seconds / 60)) $((seconds % 60))
}

# The locales that the command-line tests run under. Without the right to make them they are
# skipped, and the tests say so.
make_locales() {
	for locale in de_DE tr_TR; do
		locale -a 2>/dev/null | grep -qix "$locale.utf8" && continue
		[ "$(id -u)" = 0 ] || continue
		localedef -i "$locale" -f UTF-8 "$locale.UTF-8" || true
	done
}
