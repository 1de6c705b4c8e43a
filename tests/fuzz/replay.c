/*
 * Runs a fuzz target over files, without libFuzzer: how the committed corpora become tests.
 *
 * Usage: fuzz_<target> FILE|DIRECTORY…
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int replay_file(const char *path)
{
	FILE *file = fopen(path, "rb");
	if (file == NULL) {
		perror(path);
		return 1;
	}
	uint8_t *data = NULL;
	size_t size = 0, cap = 0, got = 1;
	while (got > 0) {
		if (size == cap) {
			cap = cap > 0 ? cap * 2 : 65536;
			uint8_t *grown = realloc(data, cap);
			if (grown == NULL) {
				abort();
			}
			data = grown;
		}
		got = fread(data + size, 1, cap - size, file);
		size += got;
	}
	fclose(file);
	LLVMFuzzerTestOneInput(data, size);
	free(data);
	return 0;
}

static int replay_directory(const char *path, DIR *dir, size_t *count)
{
	int bad = 0;
	for (struct dirent *entry; (entry = readdir(dir)) != NULL;) {
		char file[4096];
		if (entry->d_name[0] == '.') {
			continue;
		}
		snprintf(file, sizeof(file), "%s/%s", path, entry->d_name);
		bad |= replay_file(file);
		(*count)++;
	}
	return bad;
}

int main(int argc, char **argv)
{
	size_t count = 0;
	int bad = argc < 2;
	for (int i = 1; i < argc; i++) {
		DIR *dir = opendir(argv[i]);
		if (dir == NULL) {
			bad |= replay_file(argv[i]);
			count++;
			continue;
		}
		bad |= replay_directory(argv[i], dir, &count);
		closedir(dir);
	}
	if (count == 0) {
		fprintf(stderr, "nothing to replay\n");
		bad = 1;
	}
	printf("%zu inputs\n", count);
	return bad;
}
