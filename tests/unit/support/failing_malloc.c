#include "failing_malloc.h"

/* The linker's --wrap gives these their names. */
void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);

static size_t left;
static bool failed, on_hold;

void fail_malloc_at(size_t n)
{
	left = n;
	failed = n > 0 ? false : failed;
}

void hold_malloc(bool held)
{
	on_hold = held;
}

bool malloc_has_failed(void)
{
	return failed;
}

static bool fails_now(void)
{
	if (on_hold || left == 0 || --left > 0) {
		return false;
	}
	failed = true;
	return true;
}

void *__wrap_malloc(size_t size)
{
	return fails_now() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
	return fails_now() ? NULL : __real_calloc(count, size);
}
