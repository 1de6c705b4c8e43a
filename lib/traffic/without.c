/* The room when the part reports is left out. */
#include "base/part.h"
#include "traffic/traffic.h"

const char *dr_class_name(dr_class class)
{
	(void)class;
	return "unknown";
}

const char *dr_class_words(dr_class class)
{
	(void)class;
	return "unknown";
}

const char *dr_confidence_name(dr_confidence confidence)
{
	(void)confidence;
	return "cannot-tell";
}

const char *dr_diagnosis_name(dr_diagnosis diagnosis)
{
	(void)diagnosis;
	return "unknown";
}

dr_str dr_traffic_override_name(unsigned bit)
{
	(void)bit;
	return DR_STR("unknown");
}

dr_str dr_traffic_tls_remedy(dr_str result)
{
	(void)result;
	return DR_STR("");
}

void dr_tally_add(dr_tally *sum, const dr_tally *more)
{
	(void)sum;
	(void)more;
}

uint64_t dr_tally_aligned(const dr_tally *tally)
{
	(void)tally;
	return 0;
}

int dr_traffic_judge(dr_arena *arena, dr_traffic *traffic, const dr_traffic_knowledge *knowledge,
                     dr_error *err)
{
	(void)arena;
	(void)traffic;
	(void)knowledge;
	return dr_part_fail("reports", err);
}

int dr_traffic_read(dr_arena *arena, dr_evidence *evidence, const dr_traffic_input *input,
                    dr_traffic **ret_traffic, dr_error *err)
{
	(void)arena;
	(void)evidence;
	(void)input;
	(void)ret_traffic;
	return dr_part_fail("reports", err);
}
