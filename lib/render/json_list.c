#include "render/json_list.h"

/* A document that stands in another one, its first line where the line is now. */
static void add_indented(dr_buf *out, dr_str text, size_t columns)
{
	dr_str rest = dr_str_trim(text);
	bool first = true;
	for (dr_str row; dr_str_split(&rest, '\n', &row); first = false) {
		if (!first) {
			dr_buf_add_char(out, '\n');
			dr_buf_add_repeat(out, ' ', columns);
		}
		dr_buf_add(out, row);
	}
}

void dr_json_list_head(dr_buf *out, const char *schema, dr_day as_of)
{
	dr_buf_addf(out, "{\n  \"schema\": \"%s\",\n  \"as_of\": \"", schema);
	dr_day_write(as_of, out);
	dr_buf_add(out, DR_STR("\",\n  \"domains\": [\n"));
}

void dr_json_list_add(dr_buf *out, dr_str document)
{
	dr_buf_add_repeat(out, ' ', 4);
	add_indented(out, document, 4);
}

void dr_json_list_end(dr_buf *out, const char *key, dr_str document)
{
	dr_buf_add(out, DR_STR("\n  ]"));
	if (key != NULL) {
		dr_buf_addf(out, ",\n  \"%s\": ", key);
		add_indented(out, document, 2);
	}
	dr_buf_add(out, DR_STR("\n}\n"));
}
