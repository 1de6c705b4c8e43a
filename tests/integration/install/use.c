/* A program of somebody else, over the public header alone. */
#include <dmarcramp.h>
#include <stdio.h>
#include <string.h>

static void show(void *self, const dmarcramp_finding *finding)
{
	(void)self;
	printf("%s %s %u\n", finding->severity, finding->rule, finding->line);
}

int main(void)
{
	static const char ZONE[] =
		"$TTL 60\n@ SOA n.example. h.example. 1 2 3 4 5\n@ NS n.example.\n"
		"@ TXT \"v=spf1 +all\"\n";
	const dmarcramp_zone zone = { .text = ZONE, .length = strlen(ZONE), .origin = "e.example" };
	dmarcramp_error error = { "" };
	dmarcramp *linter = dmarcramp_open();
	int count = linter != NULL
	                    ? dmarcramp_lint_zone(linter, &zone, "e.example", show, NULL, &error)
	                    : -1;
	int refused = linter != NULL ? dmarcramp_lint_zone(linter, &zone, "not a domain", show,
	                                                   NULL, &error)
	                             : 0;
	printf("%s\n", error.text);
	dmarcramp_close(linter);
	return count > 0 && refused == -1 ? 0 : 1;
}
