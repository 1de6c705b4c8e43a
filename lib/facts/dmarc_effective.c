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

/* One of the three policies of a generation. */
typedef dr_policies (*chooser)(const dr_effects *effects);

static dr_policies choose_exact(const dr_effects *effects)
{
	return effects->exact;
}

static dr_policies choose_weakest(const dr_effects *effects)
{
	return effects->weakest;
}

static dr_policies choose_strictest(const dr_effects *effects)
{
	return effects->strictest;
}

/* What a generation of receivers finds. */
typedef struct {
	dr_generation generation;
	const dr_dmarc_found *found, *below;
} findings;

static dr_policies policies_of(const dr_dmarc_found *found, dr_generation generation,
                               chooser choose)
{
	if (found->status.state != DR_KNOWN) {
		return (dr_policies){ 0 };
	}
	dr_effects effects = dr_policy_effects(found->step.record, generation);
	return choose(&effects);
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

static roles roles_of(const dr_maker *m, const findings *of, chooser choose)
{
	dr_policies own = policies_of(of->found, of->generation, choose);
	dr_policies under = policies_of(of->below, of->generation, choose);
	dr_status status = role_status(of->below->status);
	return (roles){
		.p = role_of_domain(m, of->found, own),
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

/* Over the receivers of both generations, each with the record that it finds. */
static roles bound(const dr_maker *m, const findings *a, const findings *b, chooser choose,
                   bool stricter)
{
	return combine(roles_of(m, a, choose), roles_of(m, b, choose), stricter);
}

void dr_make_effective(const dr_maker *m)
{
	const dr_dmarc_discovery *d = &m->survey->dmarc;
	dr_dmarc_effective *effective = &m->facts->dmarc.effective;
	const findings rfc9989 = { DR_RFC9989, &d->rfc9989, &d->below_rfc9989 };
	const findings rfc7489 = { DR_RFC7489, &d->rfc7489, &d->below_rfc7489 };
	set_roles(roles_of(m, &rfc9989, choose_exact), &effective->rfc9989);
	set_roles(roles_of(m, &rfc7489, choose_exact), &effective->rfc7489);
	set_roles(bound(m, &rfc9989, &rfc7489, choose_weakest, false), &effective->weakest);
	set_roles(bound(m, &rfc9989, &rfc7489, choose_strictest, true), &effective->strictest);
}
