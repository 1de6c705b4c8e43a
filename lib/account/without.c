/* The room when the part reports is left out. */
#include "account/authres.h"
#include "account/bounce.h"
#include "account/handed.h"

dr_handed dr_handed_of(dr_arena *arena, dr_str text)
{
	(void)arena;
	(void)text;
	return DR_HANDED_UNKNOWN;
}

void dr_account_authres(dr_arena *arena, const dr_account_world *world, dr_str value,
                        dr_account *ret_account)
{
	(void)world;
	(void)value;
	*ret_account = (dr_account){ .arena = arena, .kind = "" };
}

void dr_account_bounce(dr_arena *arena, const dr_account_world *world, const dr_bounce *bounce,
                       dr_account *ret_account)
{
	(void)world;
	(void)bounce;
	*ret_account = (dr_account){ .arena = arena, .kind = "" };
}
