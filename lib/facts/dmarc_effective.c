/* What the records that apply come to at the receivers that are deployed: the domain's own name,
 * and names below it that have no record of their own. */
#include "facts/make_priv.h"

/* A policy, or why it is not known. DR_POLICY_UNSET: DMARC is not applied. */
typedef struct {
	dr_status status;
	dr_policy policy;
} role;

/* The roles of one kind of receiver, or of a bound over several kinds. */
typedef struct {
	role p, sp, np;
} roles;

typedef dr_policies (*chooser)(const dr_effective *effective);

static dr_policies choose_rfc9989(const dr_effective *e)
{
	return e->rfc9989;
}

static dr_policies choose_rfc7489(const dr_effective *e)
{
	return e->rfc7489;
}

static dr_policies choose_weakest(const dr_effective *e)
{
	return e->weakest;
}

static dr_policies choose_strictest(const dr_effective *e)
{
	return e->strictest;
}

static dr_policies policies_of(const dr_dmarc_found *found, chooser choose)
{
	if (found->status.state != DR_KNOWN) {
		return (dr_policies){ 0 };
	}
	dr_effective effective = dr_policy_effective(found->step.record);
	return choose(&effective);
}

static dr_status role_status(dr_status found)
{
	return found.state == DR_ABSENT ? DR_STATUS_KNOWN : found;
}

/* A domain without a record of its own gets sp of the record above; np when it does not exist. */
static role role_of_domain(const dr_maker *m, const dr_dmarc_found *found, dr_policies policies)
{
	role result = { role_status(found->status), policies.p };
	bool inherited = found->status.state == DR_KNOWN &&
	                 !dr_name_eq(found->step.domain, m->survey->domain);
	if (inherited && policies.sp == policies.np) {
		result.policy = policies.sp;
	} else if (inherited) {
		result.status = m->facts->mx.exists_status;
		result.policy = m->facts->mx.exists ? policies.sp : policies.np;
	}
	return result;
}

static roles roles_of(const dr_maker *m, const dr_dmarc_found *found, const dr_dmarc_found *below,
                      chooser choose)
{
	dr_policies own = policies_of(found, choose), under = policies_of(below, choose);
	dr_status status = role_status(below->status);
	return (roles){
		.p = role_of_domain(m, found, own),
		.sp = { status, under.sp },
		.np = { status, under.np },
	};
}

static role combine_role(role a, role b, bool stricter)
{
	if (a.status.state != DR_KNOWN || b.status.state != DR_KNOWN) {
		return a.status.state != DR_KNOWN ? a : b;
	}
	return (a.policy > b.policy) == stricter ? a : b;
}

static roles combine(roles a, roles b, bool stricter)
{
	return (roles){
		combine_role(a.p, b.p, stricter),
		combine_role(a.sp, b.sp, stricter),
		combine_role(a.np, b.np, stricter),
	};
}

static void set_role(role r, dr_str *ret_value, dr_status *ret_status)
{
	*ret_status = r.status;
	if (r.status.state == DR_KNOWN && r.policy == DR_POLICY_UNSET) {
		*ret_status = DR_STATUS_ABSENT;
	} else if (r.status.state == DR_KNOWN) {
		*ret_value = dr_str_of(dr_policy_name(r.policy));
	}
}

static void set_roles(roles r, dr_dmarc_policies *ret_policies)
{
	set_role(r.p, &ret_policies->p, &ret_policies->p_status);
	set_role(r.sp, &ret_policies->sp, &ret_policies->sp_status);
	set_role(r.np, &ret_policies->np, &ret_policies->np_status);
}

void dr_make_effective(const dr_maker *m)
{
	const dr_dmarc_discovery *d = &m->survey->dmarc;
	dr_dmarc_effective *effective = &m->facts->dmarc.effective;
	set_roles(roles_of(m, &d->rfc9989, &d->below_rfc9989, choose_rfc9989), &effective->rfc9989);
	set_roles(roles_of(m, &d->rfc7489, &d->below_rfc7489, choose_rfc7489), &effective->rfc7489);
	set_roles(combine(roles_of(m, &d->rfc9989, &d->below_rfc9989, choose_weakest),
	                  roles_of(m, &d->rfc7489, &d->below_rfc7489, choose_weakest), false),
	          &effective->weakest);
	set_roles(combine(roles_of(m, &d->rfc9989, &d->below_rfc9989, choose_strictest),
	                  roles_of(m, &d->rfc7489, &d->below_rfc7489, choose_strictest), true),
	          &effective->strictest);
}
