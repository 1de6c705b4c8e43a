/* What a ticket says to those whom people call. */
#include "render/markdown_plan_priv.h"

static void add(dr_buf *out, const char *text)
{
	dr_buf_add(out, dr_str_of(text));
}

/* Whose mail a policy changes: the domain's, that of names below it, of names that are not there.
 */
typedef struct {
	bool p, sp, np;
} scopes;

/* "example.com or any name below it", "a name below example.com that exists" */
static void add_scopes(dr_buf *out, dr_str domain, scopes whose)
{
	bool below = whose.sp || whose.np, any = whose.sp && whose.np;
	if (whose.p) {
		dr_buf_addf(out, "%.*s%s", DR_FMT(domain), below ? " or " : "");
	}
	if (below) {
		dr_buf_addf(out, "%s name below ", any ? "any" : "a");
		dr_buf_add(out, whose.p ? DR_STR("it") : domain);
		dr_buf_addf(out, "%s",
		            any        ? ""
		            : whose.sp ? " that exists"
		                       : " that does not exist");
	}
}

/* What the step does with failing mail of those names for which `policy` is the new one. */
static void add_change(dr_buf *out, const dr_plan *plan, const dr_plan_phase *phase, dr_str policy)
{
	scopes whose = { phase->raises_p, phase->raises_sp, phase->raises_np };
	bool more = !whose.p && !whose.sp && !whose.np;
	if (more) {
		whose = (scopes){ phase->moves_p, phase->moves_sp, phase->moves_np };
	}
	whose.p = whose.p && dr_str_eq(phase->p.strictest, policy);
	whose.sp = whose.sp && dr_str_eq(phase->sp.strictest, policy);
	whose.np = whose.np && dr_str_eq(phase->np.strictest, policy);
	if (!whose.p && !whose.sp && !whose.np) {
		return;
	}
	bool refuses = dr_str_eq(policy, DR_STR("reject"));
	dr_buf names;
	dr_buf_init(&names, out->arena);
	add_scopes(&names, plan->domain, whose);
	dr_buf_addf(out, "- From that day mail that fails DMARC is %s%s if it is sent as ",
	            refuses ? "refused" : "filed as spam",
	            more ? ", by more receivers than before," : "");
	dr_markdown_write(out, dr_buf_str(&names));
	add(out, refuses ? ": the sender has a bounce, the recipient sees nothing.\n"
	                 : ": the recipient finds it there.\n");
}

void dr_markdown_plan_helpdesk(dr_buf *out, const dr_plan *plan, const dr_plan_phase *phase)
{
	if (!phase->enforces_more) {
		return;
	}
	add(out, "\n### For the helpdesk\n\n");
	add_change(out, plan, phase, DR_STR("quarantine"));
	add_change(out, plan, phase, DR_STR("reject"));
	add(out,
	    "- Ask whoever misses a message for its sender, day, recipient, and the bounce or the "
	    "header lines of the message; ");
	dr_markdown_code(out, DR_STR("dmarcramp explain FILE"));
	add(out, " says what they mean.\n"
	         "- Two people who miss mail of the same sender are reason to call ");
	dr_markdown_write(out, plan->owner.len > 0 ? plan->owner : DR_STR("…"));
	dr_buf_addf(out, ": the way back takes effect within %d s.\n",
	            (int)(phase->rollback.len > 0 ? phase->rollback.items[0].ttl : 0));
}
