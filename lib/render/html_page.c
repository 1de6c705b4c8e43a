#include "render/html_page.h"

/* Bars differ by shape too, and every state has a word: nothing is told by colour alone. */
static const char STYLE[] =
	":root{color-scheme:light dark;--ink:#1b1f24;--soft:#57606a;--page:#fff;--card:#f6f8fa;"
	"--line:#d0d7de;--good:#0969da;--bad:#bc4c00;--none:#656d76;--quarantine:#8250df;"
	"--reject:#1a7f37}\n"
	"@media (prefers-color-scheme:dark){:root{--ink:#e6edf3;--soft:#9da7b3;--page:#0d1117;"
	"--card:#161b22;--line:#3d444d;--good:#58a6ff;--bad:#f0883e;--none:#9198a1;"
	"--quarantine:#bc8cff;--reject:#3fb950}}\n"
	"*{box-sizing:border-box}body{margin:0 auto;max-width:62rem;padding:1rem 1.25rem 3rem;"
	"font:1rem/1.5 system-ui,sans-serif;color:var(--ink);background:var(--page)}\n"
	"h1{font-size:1.6rem}h2{font-size:1.35rem;border-bottom:1px solid var(--line);"
	"padding-bottom:.25rem;margin-top:2.5rem}h3{font-size:1.1rem;margin:1.75rem 0 .5rem}"
	"h4{font-size:1rem;margin:1rem 0 .25rem}p{margin:.5rem 0}\n"
	"table{border-collapse:collapse;width:100%;font-size:.92rem}caption{text-align:left;"
	"color:var(--soft);padding:.25rem 0}th,td{text-align:left;vertical-align:top;"
	"padding:.35rem .6rem .35rem 0;border-bottom:1px solid var(--line)}\n"
	"code{font:0.88rem/1.4 ui-monospace,monospace;background:var(--card);padding:.1rem .3rem;"
	"border-radius:4px;overflow-wrap:anywhere}.wide{overflow-x:auto}\n"
	".wide:focus-visible{outline:2px solid var(--good)}"
	".state{font-weight:600}.state.open{color:var(--bad)}.state.met{font-weight:400}"
	".word{text-transform:uppercase;font-weight:600}\n"
	".alarm{border:2px solid var(--bad);border-radius:6px;padding:.5rem .9rem;margin:1rem 0}"
	".soft{color:var(--soft)}svg{display:block;width:100%;max-width:40rem;"
	"height:auto}"
	"svg text{fill:var(--ink);font:12px system-ui,sans-serif}svg .axis{stroke:var(--line)}\n"
	".good{fill:var(--good)}.bad{fill:none;stroke:var(--bad);stroke-width:1.5}"
	".none{fill:var(--none)}.quarantine{fill:var(--quarantine)}.reject{fill:var(--reject)}"
	"figure{margin:1rem 0}figcaption{font-size:.92rem;margin-bottom:.25rem}\n"
	"@media screen and (max-width:30rem){body{padding:.5rem .75rem "
	"2rem}ul{padding-left:1.25rem}"
	"svg text{font-size:18px}}\n"
	"@media print{:root{color-scheme:light;--ink:#000;--soft:#444;--page:#fff;--card:#f3f3f3;"
	"--line:#999;--good:#0550ae;--bad:#953800;--none:#57606a;--quarantine:#6639ba;"
	"--reject:#116329}body{max-width:none;padding:0}figure,tr{break-inside:avoid}"
	"h2,h3,h4,caption,thead{break-after:avoid}.wide{overflow:visible}}\n";

static void add(dr_buf *out, const char *text)
{
	dr_buf_add(out, dr_str_of(text));
}

void dr_html_begin(dr_buf *out, dr_str title)
{
	add(out,
	    "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
	    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
	    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
	    "style-src 'unsafe-inline'\">\n<meta name=\"referrer\" content=\"no-referrer\">\n");
	dr_html_element(out, "title", title);
	add(out, "<style>\n");
	add(out, STYLE);
	add(out, "</style>\n</head>\n<body>\n<main>\n");
	dr_html_element(out, "h1", title);
}

void dr_html_end(dr_buf *out)
{
	add(out, "</main>\n</body>\n</html>\n");
}

void dr_html_element(dr_buf *out, const char *name, dr_str text)
{
	dr_buf_addf(out, "<%s>", name);
	dr_markup_write(out, text);
	dr_buf_addf(out, "</%s>\n", name);
}

void dr_html_list(dr_buf *out, const char *heading, const dr_strs *texts)
{
	if (texts->len == 0) {
		return;
	}
	dr_html_element(out, "h4", dr_str_of(heading));
	add(out, "<ul>\n");
	for (size_t i = 0; i < texts->len; i++) {
		dr_html_element(out, "li", texts->items[i]);
	}
	add(out, "</ul>\n");
}

void dr_html_table(dr_buf *out, const char *caption, const char *const *columns)
{
	dr_buf_addf(out,
	            "<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"%s\">\n"
	            "<table>\n",
	            caption);
	dr_html_element(out, "caption", dr_str_of(caption));
	add(out, "<thead>\n<tr>");
	for (size_t i = 0; columns[i] != NULL; i++) {
		dr_buf_addf(out, "<th scope=\"col\">%s</th>", columns[i]);
	}
	add(out, "</tr>\n</thead>\n<tbody>\n");
}

void dr_html_table_end(dr_buf *out)
{
	add(out, "</tbody>\n</table>\n</div>\n");
}
