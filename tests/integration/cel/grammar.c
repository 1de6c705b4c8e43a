#include "cel.h"
#include "base/limits.h"
#include <stdio.h>

/* How conditions are made up: each row is one way to write a value of a kind.
 *
 * Kinds: B bool, I int, D double, S string, P policy, L list of strings, N list of ints, T list of
 * terms; C and E operators that compare and that test equality; R a pattern, X a part of one.
 *
 *   {B}   some value of the kind
 *   {+S}  the name of a new loop variable of the kind, in scope for the rest of the row
 *   {$S}  the name of a loop variable in scope
 *   {!}   a fact that may be absent; for the rest of the row it counts as proven
 *   {~}   suspends that proof, {^} resumes it
 *   {@S}  a proven fact of the kind */
static const struct {
	char kind;
	const char *text;
} ROWS[] = {
	{ 'B', "true" },
	{ 'B', "false" },
	{ 'B', "flag" },
	{ 'B', "dmarc.present" },
	{ 'B', "spf.valid" },
	{ 'B', "gone.valid" },
	{ 'B', "{B} && {B}" },
	{ 'B', "({B} && {B} && {B})" },
	{ 'B', "({B} || {B})" },
	{ 'B', "({B} || {B} || {B} && {B})" },
	{ 'B', "!({B})" },
	{ 'B', "({B} ? {B} : {B})" },
	{ 'B', "({I} {C} {I})" },
	{ 'B', "{I} {C} {I}" },
	{ 'B', "({D} {C} {D})" },
	{ 'B', "({S} {C} {S})" },
	{ 'B', "(({B}) {C} ({B}))" },
	{ 'B', "({I} - {I} * {I} {C} {I} + {I} / {I} % {I})" },
	{ 'B', "({I} {E} {I})" },
	{ 'B', "({S} {E} {S})" },
	{ 'B', "(dmarc.p {E} {P})" },
	{ 'B', "(dmarc.adkim {E} 'r')" },
	{ 'B', "(dmarc.p in ['none', {P}])" },
	{ 'B', "({S} in {L})" },
	{ 'B', "({I} in {N})" },
	{ 'B', "('rua' in dmarc.tags)" },
	{ 'B', "(has({!}) && ({B}))" },
	{ 'B', "(!has({!}) || ({B}))" },
	{ 'B', "(has({!}) ? {B} : {~}{B})" },
	{ 'B', "(!has({!}) ? {~}{B} : {^}{B})" },
	{ 'B', "(has({!}) && {B} && has({!}) && ({B}))" },
	{ 'B', "{L}.exists({+S}, {B})" },
	{ 'B', "{L}.all({+S}, {B})" },
	{ 'B', "{L}.exists_one({+S}, {B})" },
	{ 'B', "{N}.exists({+I}, {B})" },
	{ 'B', "{N}.all({+I}, {B})" },
	{ 'B', "{T}.exists({+T}, {B})" },
	{ 'B', "{T}.all({+T}, {B})" },
	{ 'B', "{T}.exists_one({+T}, {B})" },
	{ 'B', "({$T}.kind {E} 'include')" },
	{ 'B', "({$T}.cost {C} {I})" },
	{ 'B', "{$T}.hosts.exists({+S}, {B})" },
	{ 'B', "{S}.startsWith({S})" },
	{ 'B', "{S}.endsWith({S})" },
	{ 'B', "{S}.contains({S})" },
	{ 'B', "{S}.matches({R})" },
	{ 'B', "matches({S}, {R})" },
	{ 'B', "isSubdomainOf({S}, {S})" },
	{ 'B', "inPrefix({S}, '192.0.2.0/24')" },
	{ 'I', "0" },
	{ 'I', "1" },
	{ 'I', "3" },
	{ 'I', "-7" },
	{ 'I', "0x1F" },
	{ 'I', "9223372036854775807" },
	{ 'I', "-9223372036854775808" },
	{ 'I', "4611686018427387904" },
	{ 'I', "n" },
	{ 'I', "spf.lookups" },
	{ 'I', "spf.lookups_min" },
	{ 'I', "dmarc.pct" },
	{ 'I', "{$I}" },
	{ 'I', "{$I}" },
	{ 'I', "{$T}.cost" },
	{ 'I', "{@I}" },
	{ 'I', "{@I}" },
	{ 'I', "({I} + {I})" },
	{ 'I', "({I} - {I})" },
	{ 'I', "({I} * {I})" },
	{ 'I', "({I} / {I})" },
	{ 'I', "({I} % {I})" },
	{ 'I', "-({I})" },
	{ 'I', "-n" },
	{ 'I', "({B} ? {I} : {I})" },
	{ 'I', "size({S})" },
	{ 'I', "{S}.size()" },
	{ 'I', "size({L})" },
	{ 'I', "{N}.size()" },
	{ 'I', "size({T})" },
	{ 'I', "strength({P})" },
	{ 'I', "int({D})" },
	{ 'D', "0.0" },
	{ 'D', ".5" },
	{ 'D', "-1.25" },
	{ 'D', "1e3" },
	{ 'D', "2.5e-3" },
	{ 'D', "1e22" },
	{ 'D', "ratio" },
	{ 'D', "dmarc.share" },
	{ 'D', "({D} + {D})" },
	{ 'D', "({D} - {D})" },
	{ 'D', "({D} * {D})" },
	{ 'D', "({D} / {D})" },
	{ 'D', "-({D})" },
	{ 'D', "double({I})" },
	{ 'D', "({B} ? {D} : {D})" },
	{ 'S', "''" },
	{ 'S', "'a'" },
	{ 'S', "\"it's\"" },
	{ 'S', "'example.com'" },
	{ 'S', "'a.example.com'" },
	{ 'S', "'192.0.2.7'" },
	{ 'S', "'\\x41\\u00e9\\U0001F4E7\\101\\n'" },
	{ 'S', "r'\\d'" },
	{ 'S', "'É📧'" },
	{ 'S', "domain" },
	{ 'S', "spf.text" },
	{ 'S', "{$S}" },
	{ 'S', "{$S}" },
	{ 'S', "{$S}" },
	{ 'S', "({$T}.kind + '')" },
	{ 'S', "({@S} + '')" },
	{ 'S', "({@S} + '')" },
	{ 'S', "(dmarc.p + '')" },
	{ 'S', "({S} + {S})" },
	{ 'S', "{S}.lowerAscii()" },
	{ 'S', "{S}.upperAscii()" },
	{ 'S', "{L}.join({S})" },
	{ 'S', "{L}.join()" },
	{ 'S', "string({I})" },
	{ 'S', "fixed({D}, 2)" },
	{ 'S', "percent({D})" },
	{ 'S', "plural({I}, 'one', {S})" },
	{ 'S', "({B} ? {S} : {S})" },
	{ 'P', "'none'" },
	{ 'P', "'reject'" },
	{ 'P', "dmarc.p" },
	{ 'P', "dmarc.effective.rfc9989.p" },
	{ 'P', "dmarc.effective.rfc7489.p" },
	{ 'P', "({B} ? {P} : {P})" },
	{ 'P', "(has(dmarc.sp) ? dmarc.sp : {P})" },
	{ 'L', "names" },
	{ 'L', "none" },
	{ 'L', "dmarc.rua" },
	{ 'L', "{$T}.hosts" },
	{ 'L', "{$T}.hosts" },
	{ 'L', "[{S}]" },
	{ 'L', "['a', 'b', 'example.com',]" },
	{ 'L', "[{S}, {S}]" },
	{ 'L', "{L}.filter({+S}, {B})" },
	{ 'L', "{L}.map({+S}, {S})" },
	{ 'L', "{L}.map({+S}, {B}, {S})" },
	{ 'L', "{T}.map({+T}, {S})" },
	{ 'L', "({B} ? {L} : {L})" },
	{ 'N', "[1, 2, 3]" },
	{ 'N', "[{I}, {I}]" },
	{ 'N', "{L}.map({+S}, {I})" },
	{ 'N', "{T}.map({+T}, {$T}.cost)" },
	{ 'N', "{N}.filter({+I}, {B})" },
	{ 'N', "{N}.map({+I}, {B}, {I})" },
	{ 'T', "spf.terms" },
	{ 'T', "spf.terms" },
	{ 'T', "gone.terms" },
	{ 'T', "{T}.filter({+T}, {B})" },
	{ 'C', "<" },
	{ 'C', "<=" },
	{ 'C', ">" },
	{ 'C', ">=" },
	{ 'C', "==" },
	{ 'C', "!=" },
	{ 'E', "==" },
	{ 'E', "!=" },
	{ 'R', "'a'" },
	{ 'R', "'^$'" },
	{ 'R', "r'^[a-z.]+$'" },
	{ 'R', "r'\\.com$'" },
	{ 'R', "r'(?i)EXAMPLE\\.(com|net)'" },
	{ 'R', "r'^.$'" },
	{ 'R', "r'[^a-z]'" },
	{ 'R', "r'\\s|\\d\\d+'" },
	{ 'R', "r'\\bcom\\b'" },
	{ 'R', "r'^(a|b)*c?'" },
	{ 'R', "r'[[:upper:]][^[:upper:]]'" },
	{ 'R', "r'(?m)^x?$'" },
	{ 'R', "r'\\W'" },
	{ 'R', "r'{X}'" },
	{ 'R', "r'^{X}$'" },
	{ 'R', "r'(?i:{X}){X}'" },
	{ 'X', "a" },
	{ 'X', "." },
	{ 'X', "com" },
	{ 'X', "É" },
	{ 'X', "\\." },
	{ 'X', "\\s" },
	{ 'X', "\\S" },
	{ 'X', "\\B" },
	{ 'X', "[a-m@]" },
	{ 'X', "[^\\w.]" },
	{ 'X', "[\\s\\d-]" },
	{ 'X', "[]É-ž]" },
	{ 'X', "[[:^alpha:]]" },
	{ 'X', "{X}{X}" },
	{ 'X', "{X}{X}" },
	{ 'X', "({X}|{X})" },
	{ 'X', "(?:{X})*" },
	{ 'X', "(?:{X})+?" },
	{ 'X', "({X})?" },
	{ 'X', "(?s-i:{X})" },
	{ 'X', "(?m:^|{X}$)" },
};

/* Facts that may be absent; behind them comes the target of each term in scope. */
static const struct {
	char kind;
	const char *path;
} ABSENT[] = {
	{ 'S', "dmarc.sp" }, { 'I', "dmarc.ttl" }, { 'S', "dmarc.effective.rfc9989.np" },
	{ 'S', "spf.all" },  { 'S', "gone.all" },
};

enum {
	SCOPE_MAX = DR_LIMIT_EXPR_LOOPS,
	PROOFS_MAX = 16,
	NAME_MAX_ = 32,
	DEPTH_MAX = 5,
	TRIES = 200
};

typedef struct {
	char kind;
	char name[NAME_MAX_];
	bool suspended;
} entry;

typedef struct {
	dice *d;
	dr_buf *out;
	entry loops[SCOPE_MAX], proofs[PROOFS_MAX];
	size_t loop_count, proof_count, names;
} writer;

static void write_kind(writer *w, char kind, size_t depth);

/* A random entry of the kind that is not suspended, or NULL. */
static const entry *pick(writer *w, const entry *entries, size_t count, char kind)
{
	size_t start = count > 0 ? dice_roll(w->d, count) : 0;
	for (size_t i = 0; i < count; i++) {
		const entry *e = &entries[(start + i) % count];
		if (e->kind == kind && !e->suspended) {
			return e;
		}
	}
	return NULL;
}

static void declare(writer *w, char kind)
{
	entry *e = &w->loops[w->loop_count++];
	e->kind = kind;
	e->suspended = false;
	snprintf(e->name, sizeof(e->name), "%c%zu", "xyz"[w->names % 3], w -> names);
	w->names++;
	dr_buf_add(w->out, dr_str_of(e->name));
}

static void prove(writer *w)
{
	entry *e = &w->proofs[w->proof_count++];
	size_t choice = dice_roll(w->d, DR_COUNT(ABSENT) + 3);
	const entry *term = pick(w, w->loops, w->loop_count, 'T');
	*e = (entry){ .kind = 'S' };
	if (choice >= DR_COUNT(ABSENT) && term != NULL) {
		snprintf(e->name, sizeof(e->name), "%.8s.target", term->name);
	} else {
		choice %= DR_COUNT(ABSENT);
		e->kind = ABSENT[choice].kind;
		snprintf(e->name, sizeof(e->name), "%s", ABSENT[choice].path);
	}
	dr_buf_add(w->out, dr_str_of(e->name));
}

/* What a row needs is there: room for a loop, variables and proofs of its kinds; at depth 0 nothing
 * that leads deeper, and further up rarely a value that stands alone. */
static bool possible(writer *w, char kind, const char *text, size_t depth)
{
	char declared = '\0';
	if (strchr(text, '{') == NULL && strchr("CEX", kind) == NULL && depth > 1) {
		return dice_roll(w->d, 4) == 0;
	}
	for (; *text != '\0'; text++) {
		if (*text != '{') {
			continue;
		}
		char mark = *++text;
		if (mark == '+') {
			declared = text[1];
		}
		if ((mark == '+' && w->loop_count == SCOPE_MAX) ||
		    (mark == '!' && w->proof_count + 2 > PROOFS_MAX) ||
		    (mark == '$' && declared != text[1] &&
		     pick(w, w->loops, w->loop_count, text[1]) == NULL) ||
		    (mark == '@' && pick(w, w->proofs, w->proof_count, text[1]) == NULL) ||
		    (depth == 0 && strchr("BIDSPLNTX+!", mark) != NULL)) {
			return false;
		}
	}
	return true;
}

static void write_hole(writer *w, const char *hole, size_t depth)
{
	switch (hole[0]) {
	case '+': declare(w, hole[1]); break;
	case '$':
		dr_buf_add(w->out, dr_str_of(pick(w, w->loops, w->loop_count, hole[1])->name));
		break;
	case '@':
		dr_buf_add(w->out, dr_str_of(pick(w, w->proofs, w->proof_count, hole[1])->name));
		break;
	case '!': prove(w); break;
	case '~':
	case '^': w->proofs[w->proof_count - 1].suspended = hole[0] == '~'; break;
	default: write_kind(w, hole[0], depth); break;
	}
}

static void write_row(writer *w, const char *text, size_t depth)
{
	size_t loops = w->loop_count, proofs = w->proof_count;
	for (; *text != '\0'; text++) {
		if (*text != '{') {
			dr_buf_add_char(w->out, *text);
			continue;
		}
		write_hole(w, text + 1, depth > 0 ? depth - 1 : 0);
		text = strchr(text, '}');
	}
	w->loop_count = loops;
	w->proof_count = proofs;
}

static void write_kind(writer *w, char kind, size_t depth)
{
	const char *found = "";
	for (size_t i = 0; i < TRIES * DR_COUNT(ROWS); i++) {
		size_t row = dice_roll(w->d, DR_COUNT(ROWS));
		if (ROWS[row].kind == kind && possible(w, kind, ROWS[row].text, depth)) {
			found = ROWS[row].text;
			break;
		}
	}
	write_row(w, found, depth);
}

void cel_condition_write(dice *d, dr_buf *out)
{
	writer w = { .d = d, .out = out };
	write_kind(&w, 'B', 1 + dice_roll(d, DEPTH_MAX));
}
