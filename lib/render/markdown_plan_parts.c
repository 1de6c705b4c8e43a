#include "render/markdown_plan_priv.h"

static void add(dr_buf *out, const char *text)
{
	dr_buf_add(out, dr_str_of(text));
}

void dr_markdown_plan_records(dr_buf *out, const dr_plan_records *records)
{
	for (size_t i = 0; i < records->len; i++) {
		const dr_plan_record *r = &records->items[i];
		dr_buf line;
		dr_buf_init(&line, out->arena);
		dr_plan_write_zone_line(&line, r);
		add(out, "\n");
		dr_markdown_code(out, dr_buf_str(&line));
		add(out, "\n\n| Name | Type | TTL | Value |\n|---|---|---|---|\n| ");
		dr_markdown_code(out, r->host_field);
		dr_buf_addf(out, " | %.*s | %d | ", DR_FMT(r->type), (int)r->ttl);
		dr_markdown_code(out, r->value.len > 0 ? r->value : DR_STR("(remove)"));
		add(out, " |\n");
		if (r->zone.len > 0) {
			add(out, "\nIf the panel does not add ");
			dr_markdown_code(out, r->zone);
			add(out, ", the name is ");
			dr_markdown_code(out, r->name);
			add(out, ".\n");
		}
	}
}

void dr_markdown_plan_list(dr_buf *out, const char *title, const dr_strs *texts)
{
	if (texts->len > 0) {
		dr_buf_addf(out, "\n%s\n\n", title);
	}
	for (size_t i = 0; i < texts->len; i++) {
		add(out, "- ");
		dr_markdown_write(out, texts->items[i]);
		add(out, "\n");
	}
}

/* The record of a CNAME is somebody else's, or stands elsewhere. */
void dr_markdown_plan_place(dr_buf *out, const dr_plan *plan)
{
	if (plan->cname.len > 0) {
		dr_buf_addf(out, "\n`_dmarc.%.*s` is a CNAME: the record stands at ",
		            DR_FMT(plan->domain));
		dr_markdown_code(out, plan->cname);
		add(out, ", and whoever runs that name changes it.\n");
	}
}

/* Of a record that is a CNAME the servers of the domain know nothing. */
void dr_markdown_plan_check(dr_buf *out, const dr_plan *plan, dr_str phase)
{
	if (plan->cname.len > 0) {
		return;
	}
	dr_buf command;
	dr_buf_init(&command, out->arena);
	dr_buf_addf(&command, "dmarcramp live %.*s", DR_FMT(plan->domain));
	if (phase.len > 0) {
		dr_buf_addf(&command, " --phase %.*s%.*s%.*s", DR_FMT(phase), DR_FMT(plan->wishes),
		            DR_FMT(plan->files));
	}
	add(out, "- [ ] published, and seen at every name server: ");
	dr_markdown_code(out, dr_buf_str(&command));
	add(out, "\n");
}
