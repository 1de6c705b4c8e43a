#include "evidence.h"
#include "exit_status.h"
#include "files.h"
#include "message.h"
#include "name/name.h"
#include "store/digest.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { DIGEST_MAX = 512 * 1024 * 1024, FOLDER_MODE = 0700 };

/* $XDG_DATA_HOME/dmarcramp/evidence.db; NULL without a home. */
static const char *own_store(dr_arena *arena)
{
	const char *data = getenv("XDG_DATA_HOME");
	const char *home = getenv("HOME");
	dr_buf path;
	dr_buf_init(&path, arena);
	if (data != NULL && data[0] == '/') {
		dr_buf_addf(&path, "%s/dmarcramp/evidence.db", data);
	} else if (home != NULL && home[0] != '\0') {
		dr_buf_addf(&path, "%s/.local/share/dmarcramp/evidence.db", home);
	}
	return path.ptr;
}

/* Every folder above a file, as far as it is not there. */
static int make_folders(dr_arena *arena, const char *path)
{
	dr_str whole = dr_str_of(path);
	for (size_t at = dr_str_find(whole, 1, '/'); at < whole.len;
	     at = dr_str_find(whole, at + 1, '/')) {
		const char *folder = dr_arena_copy(arena, dr_str_sub(whole, 0, at)).ptr;
		if (folder == NULL || (mkdir(folder, FOLDER_MODE) != 0 && errno != EEXIST)) {
			message_say("cannot make %s: %s", folder != NULL ? folder : path,
			            strerror(errno));
			return EXIT_USAGE;
		}
	}
	return EXIT_CLEAN;
}

static int fail(const char *path, const dr_error *err)
{
	message_say("%s: %s", path, err->text);
	return exit_of_error(err->code);
}

int evidence_store_path(dr_arena *arena, const options *given, const char **ret_path)
{
	bool said = given->store.len > 0;
	const char *path = said ? dr_arena_copy(arena, given->store).ptr : own_store(arena);
	if (path == NULL) {
		message_say("where is the evidence? There is no HOME; say --store FILE");
		return EXIT_USAGE;
	}
	*ret_path = path;
	return EXIT_CLEAN;
}

int evidence_open_store(dr_arena *arena, const options *given, dr_store_mode mode,
                        dr_store **ret_store)
{
	const char *path = NULL;
	int status = evidence_store_path(arena, given, &path);
	if (status != EXIT_CLEAN) {
		return status;
	}
	struct stat about;
	if (mode == DR_STORE_READ && stat(path, &about) != 0) {
		message_say("%s: no evidence yet; dmarcramp report ingest DIR reads reports", path);
		return EXIT_USAGE;
	}
	if (mode == DR_STORE_WRITE && given->store.len == 0 &&
	    make_folders(arena, path) != EXIT_CLEAN) {
		return EXIT_USAGE;
	}
	dr_error err = { 0 };
	int code = dr_store_open(path, mode, ret_store, &err);
	return code == DR_OK ? EXIT_CLEAN : fail(path, &err);
}

int evidence_open(dr_arena *arena, const options *given, dr_evidence **ret_evidence)
{
	dr_error err = { 0 };
	if (given->evidence.len == 0) {
		dr_store *store = NULL;
		int status = evidence_open_store(arena, given, DR_STORE_READ, &store);
		if (status == EXIT_CLEAN) {
			*ret_evidence = &store->evidence;
		}
		return status;
	}
	dr_source source;
	int code = files_read(arena, given->evidence, DIGEST_MAX, &source, &err);
	if (code == DR_OK) {
		code = dr_digest_open(&source, ret_evidence, &err);
	}
	if (code != DR_OK) {
		message_error(&err, NULL);
	}
	return exit_of_error(code);
}

int evidence_open_if_any(dr_arena *arena, const options *given, dr_evidence **ret_evidence)
{
	struct stat about;
	const char *own = own_store(arena);
	bool said = given->evidence.len > 0 || given->store.len > 0;
	*ret_evidence = NULL;
	if (!said && (own == NULL || stat(own, &about) != 0)) {
		return EXIT_CLEAN;
	}
	return evidence_open(arena, given, ret_evidence);
}

int evidence_query(dr_arena *arena, const options *given, dr_evidence_query *ret_query)
{
	*ret_query = (dr_evidence_query){ .since = given->since, .until = DR_NO_DAY };
	if (given->arguments.len == 0) {
		return EXIT_CLEAN;
	}
	dr_name name;
	dr_error err = { 0 };
	int code = dr_domain_load(arena, given->arguments.items[0], &name, &err);
	if (code != DR_OK) {
		message_say("%s", err.text);
		return exit_of_error(code);
	}
	ret_query->domain = dr_name_text(arena, name);
	return EXIT_CLEAN;
}
