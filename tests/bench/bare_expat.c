/*
 * What expat alone needs for a file: the measure for reading reports. Prints seconds.
 *
 * Usage: bare_expat FILE
 */
#include <expat.h>
#include <stdio.h>
#include <time.h>

enum { ROOM = 65536 };

static unsigned long events;

static void start(void *self, const XML_Char *name, const XML_Char **attributes)
{
	(void)self;
	(void)name;
	(void)attributes;
	events++;
}

static void end(void *self, const XML_Char *name)
{
	(void)self;
	(void)name;
	events++;
}

static void characters(void *self, const XML_Char *text, int len)
{
	(void)self;
	(void)text;
	events += (unsigned long)len;
}

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
	FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
	XML_Parser parser = XML_ParserCreate(NULL);
	if (file == NULL || parser == NULL) {
		fprintf(stderr, "usage: bare_expat FILE\n");
		return 1;
	}
	XML_SetElementHandler(parser, start, end);
	XML_SetCharacterDataHandler(parser, characters);
	double began = now();
	char room[ROOM];
	size_t got;
	do {
		got = fread(room, 1, ROOM, file);
		if (XML_Parse(parser, room, (int)got, got == 0) != XML_STATUS_OK) {
			fprintf(stderr, "not well-formed\n");
			return 1;
		}
	} while (got > 0);
	printf("%.4f\n", now() - began);
	XML_ParserFree(parser);
	fclose(file);
	return events > 0 ? 0 : 1;
}
