#include "system.h"
#include "base/error.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { DAY_S = 86400 };

static volatile sig_atomic_t caught;

static int64_t monotonic_ms(void *self)
{
	(void)self;
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

const dr_clock SYSTEM_CLOCK = { .monotonic_ms = monotonic_ms };

static int read_room(system_random *random)
{
	while (random->left < sizeof(random->room)) {
		ssize_t got = read(random->fd, random->room + random->left,
		                   sizeof(random->room) - random->left);
		if (got > 0) {
			random->left += (size_t)got;
		} else if (got == 0 || errno != EINTR) {
			return DR_EIO;
		}
	}
	return DR_OK;
}

static int fill(void *self, void *octets, size_t len)
{
	system_random *random = self;
	unsigned char *to = octets;
	for (size_t i = 0; i < len; i++) {
		if (random->left == 0 && read_room(random) != DR_OK) {
			return DR_EIO;
		}
		to[i] = random->room[--random->left];
	}
	return DR_OK;
}

int system_random_open(system_random *random, dr_random *ret_interface)
{
	*random = (system_random){ .fd = open("/dev/urandom", O_RDONLY | O_CLOEXEC) };
	if (random->fd < 0) {
		return DR_EIO;
	}
	*ret_interface = (dr_random){ .fill = fill, .self = random };
	return DR_OK;
}

void system_random_close(system_random *random)
{
	if (random->fd >= 0) {
		close(random->fd);
		random->fd = -1;
	}
}

int64_t system_time(void)
{
	return (int64_t)time(NULL);
}

int system_utc_offset(int64_t seconds)
{
	enum { DAY = 86400, HOUR = 3600, MINUTE = 60, FIRST_YEAR = 1900 };
	time_t time = (time_t)seconds;
	struct tm here;
	if (seconds < 0 || localtime_r(&time, &here) == NULL) {
		return 0;
	}
	dr_day day = dr_day_of(here.tm_year + FIRST_YEAR, here.tm_mon + 1, here.tm_mday);
	int64_t local =
		(int64_t)day * DAY + here.tm_hour * HOUR + here.tm_min * MINUTE + here.tm_sec;
	return (int)(local - seconds);
}

dr_day system_today(void)
{
	return (dr_day)(system_time() / DAY_S);
}

static void note(int number)
{
	caught = number;
}

void system_catch_signals(void)
{
	struct sigaction action = { .sa_handler = note, .sa_flags = (int)SA_RESETHAND };
	sigemptyset(&action.sa_mask);
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	struct sigaction ignore = { .sa_handler = SIG_IGN };
	sigaction(SIGPIPE, &ignore, NULL);
}

int system_signal(void)
{
	return caught;
}

bool system_wants_color(void)
{
	const char *no_color = getenv("NO_COLOR");
	const char *term = getenv("TERM");
	return isatty(STDOUT_FILENO) == 1 && (no_color == NULL || no_color[0] == '\0') &&
	       (term == NULL || strcmp(term, "dumb") != 0);
}
