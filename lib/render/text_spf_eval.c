/* `spf eval` on the screen. */
#include "render/text_priv.h"

void dr_text_spf_eval(const dr_render_options *options, const dr_spf_evaluation *evaluation,
                      dr_buf *out)
{
	(void)options;
	dr_buf_addf(out, "%s\n", dr_spf_result_name(evaluation->result));
}
