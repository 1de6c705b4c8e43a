/*
 * Memory that runs out where a test wants it, for functions that make their own arena. Only
 * programs whose name ends in _memory are linked so that the library's malloc and calloc come
 * through here.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>

/* The n-th allocation from now on fails (1 is the next one), and only that; 0: none. */
void fail_malloc_at(size_t n);
/* Allocations of the test's own: while held they neither fail nor count. The assertions of check
 * take memory too. */
void hold_malloc(bool held);
/* Whether it has come to that since. */
bool malloc_has_failed(void);
