/* The document of `spf eval`. */
#include "render/render_priv.h"

static void put(dr_json *json, const char *key, dr_str value)
{
	dr_json_key(json, key);
	if (value.ptr != NULL) {
		dr_json_str(json, value);
	} else {
		dr_json_null(json);
	}
}

void dr_json_spf_eval(const dr_render_options *options, const dr_spf_evaluation *evaluation,
                      dr_buf *out)
{
	(void)options;
	dr_json *json = dr_json_open(out, true);
	if (json == NULL) {
		return;
	}
	dr_json_object(json);
	dr_json_key(json, "schema");
	dr_json_text(json, "dmarcramp.spf-eval/1");
	dr_json_key(json, "result");
	dr_json_text(json, dr_spf_result_name(evaluation->result));
	put(json, "explanation", evaluation->explanation);
	dr_json_key(json, "lookups");
	dr_json_int(json, evaluation->lookups);
	dr_json_key(json, "void_lookups");
	dr_json_int(json, evaluation->void_lookups);
	put(json, "mechanism",
	    evaluation->mechanism != NULL ? evaluation->mechanism->text : (dr_str){ 0 });
	put(json, "domain", evaluation->domain);
	dr_json_end(json);
	dr_json_close(json);
}
