/* SPDX-License-Identifier: GPL-3.0-or-later */
/* capture.c - WARC and WACZ: the worker's answer, read strictly, as a report. */
#include "intake/preserve_priv.h"

#include "base/bytes.h"

static struct str text_of(const struct json *o, struct str name)
{
	struct str s = STR("");
	(void)json_str(json_get(o, name), &s);
	return s;
}

static int64_t number_of(const struct json *o, struct str name)
{
	int64_t n = 0;
	(void)json_int(json_get(o, name), &n);
	return n > 0 ? n : 0;
}

static void take_findings(struct making *m, const struct json *r)
{
	for (const struct json *f = json_first(json_get(r, STR("findings"))); f; f = f->next)
		making_finding(m, text_of(f, STR("code")), text_of(f, STR("where")),
			       text_of(f, STR("claimed")), text_of(f, STR("found")));
	m->r.findings_left_off += number_of(r, STR("findings_left_off"));
}

static void take_pages(struct making *m, const struct json *r)
{
	for (const struct json *p = json_first(json_get(r, STR("pages"))); p; p = p->next)
		making_url(m, text_of(p, STR("url")), text_of(p, STR("date")));
}

static void take_verdicts(struct making *m, const struct json *v)
{
	m->r.hashes_fit += number_of(v, STR("matches"));
	m->r.hashes_differ += number_of(v, STR("differs"));
	m->r.hashes_unjudged +=
		number_of(v, STR("not_judged")) + number_of(v, STR("not_understood"));
}

static int take_files(struct making *m, const struct json *r, struct err *e)
{
	const struct json *files = json_get(r, STR("files"));
	size_t n = files ? files->n : 0;
	struct preserve_member *list = NEW_N(m->a, n, struct preserve_member);
	size_t i = 0;
	for (const struct json *f = json_first(files); f; f = f->next) {
		list[i].name = text_of(f, STR("name"));
		list[i].bytes = number_of(f, STR("bytes"));
		list[i].role = str_starts(list[i].name, STR("archive/")) ? STR("capture") : STR("");
		if (!hex_decode(list[i++].sha256.b, HASH_LEN, text_of(f, STR("sha256"))))
			return err_set(e, ERR_INPUT,
				       "the answer about this file is not to be understood");
	}
	m->r.members = list;
	m->r.n_members = n;
	return 0;
}

/* Resources whose hash fits are those that are not told as anything else. */
static void count_resources(struct making *m, const struct json *r)
{
	int64_t bad = 0;
	for (const struct json *f = json_first(json_get(r, STR("findings"))); f; f = f->next) {
		struct str code = text_of(f, STR("code"));
		bad += str_eq(code, STR("wacz-hash")) || str_eq(code, STR("wacz-hash-doubled")) ||
		       str_eq(code, STR("wacz-package-hash"));
	}
	m->r.hashes_fit += number_of(r, STR("package_hashes_fit"));
	m->r.hashes_differ += bad;
}

int preserve_capture(struct making *m, int fd, enum preserve_kind k, struct err *e)
{
	struct worker_job job = {
		.options =
			k == PRESERVE_WACZ ? STR("{\"job\":\"wacz\"}") : STR("{\"job\":\"warc\"}"),
		.input = fd,
		.deadline_ms = 1800000, /* tens of gigabytes, once through */
	};
	struct worker_answer ans;
	TRY(worker_run(&m->o->worker, &job, m->a, &ans, e));
	m->r.kind = k;
	m->r.confined = ans.confined;
	m->r.tool = text_of(ans.result, STR("software"));
	m->r.created = text_of(ans.result, STR("created"));
	m->r.title = text_of(ans.result, STR("title"));
	take_findings(m, ans.result);
	take_pages(m, ans.result);
	take_verdicts(m, json_get(ans.result, STR("block")));
	take_verdicts(m, json_get(ans.result, STR("payload")));
	if (k != PRESERVE_WACZ)
		return 0;
	count_resources(m, ans.result);
	struct str signature = text_of(ans.result, STR("signature"));
	m->r.signatures = signature.n && !str_eq(signature, STR("none"));
	return take_files(m, ans.result, e);
}
