/* Snapshots: any text gives a snapshot or an error with a place, and what is written reads the
 * same. */
#include "fuzz.h"
#include "snapshot/snapshot.h"

static dr_str write_all(dr_arena *arena, const dr_snapshot *snapshot)
{
	size_t count = dr_snapshot_count(snapshot);
	const dr_answer **answers = dr_arena_alloc_array(arena, count, sizeof(*answers));
	for (size_t i = 0; i < count; i++) {
		answers[i] = dr_snapshot_at(snapshot, i);
	}
	dr_buf out;
	dr_buf_init(&out, arena);
	REQUIRE(dr_snapshot_write(answers, count, dr_snapshot_as_of(snapshot), &out) == DR_OK);
	return dr_buf_str(&out);
}

static void check_round_trip(const dr_snapshot *snapshot)
{
	dr_arena *arena = dr_arena_new(0);
	dr_str written = write_all(arena, snapshot);
	dr_source source = { .name = "written", .text = written };
	dr_snapshot *again = NULL;
	REQUIRE(dr_snapshot_load(&source, &again, NULL) == DR_OK);
	REQUIRE(dr_str_eq(write_all(arena, again), written));
	dr_snapshot_close(again);
	dr_arena_free(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	dr_source source = { .name = "fuzz", .text = { (const char *)data, size } };
	dr_snapshot *snapshot = NULL;
	dr_error err = { 0 };
	int code = dr_snapshot_load(&source, &snapshot, &err);
	REQUIRE((code == DR_OK) == (snapshot != NULL) && code == err.code);
	if (snapshot != NULL) {
		check_round_trip(snapshot);
	} else {
		REQUIRE(err.line > 0 && err.column > 0 && err.text[0] != '\0');
	}
	dr_snapshot_close(snapshot);
	return 0;
}
