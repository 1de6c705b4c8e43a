/*
 * Text from the world inside XML, HTML and Markdown.
 */
#pragma once
#include "base/buf.h"

/* Neutral text (render/neutral.h) in which `&<>"'` are entities. */
void dr_markup_write(dr_buf *out, dr_str text);

/* Neutral text in which every ASCII character that Markdown, or what makes links, mentions and
 * issue numbers of it, could act on is an entity. */
void dr_markdown_write(dr_buf *out, dr_str text);
/* The same as code: `<code>…</code>`, because entities are not read between backticks. */
void dr_markdown_code(dr_buf *out, dr_str text);
