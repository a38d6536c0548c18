/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * evidence_examine.c - looking into a file that was sealed without, or that could not be read then.
 *
 * What was said when it came is taken back and said anew; the file, and that it came, stand as they are.
 */
#include "intake/evidence_priv.h"

#include "base/file.h"

static int from_payload(struct reg *r, const struct evidence *ev, int *ret_fd, struct err *e)
{
	AUTO_FD fd = -1;
	if (ev->row.bytes > EVIDENCE_LOOK_MAX)
		return err_set(
			e, ERR_TOOBIG,
			"it is longer than %d MiB: add the same file again, and it is looked into there",
			EVIDENCE_LOOK_MAX >> 20);
	TRY(evidence_memory(&fd, e));
	TRY(evidence_get_fd(r, &ev->file, fd, e));
	*ret_fd = fd;
	fd = -1;
	return 0;
}

static int say(struct evidence_coming *x, const struct evidence *ev, struct err *e)
{
	AUTO_REG_TX tx = { 0 };
	int64_t seq;
	TRY(reg_begin(&tx, x->r, e));
	TRY(reg_undo(&tx, ev->not_examined_field / REG_FIELD_PLACES, STR("examined later"), &seq,
		     e));
	TRY(coming_say_found(x, &tx, &ev->row.entity, e));
	TRY(coming_say_copies(x, &tx, &ev->row.entity, e));
	TRY(coming_say_sealed(x, &tx, &ev->row.entity, e));
	return reg_commit(&tx, e);
}

int evidence_examine_fd(struct reg *r, const struct entity *evidence, const struct worker *w,
			int fd, struct arena *a, struct evidence_added *ret, struct err *e)
{
	struct evidence *ev = NEW(a, struct evidence);
	TRY(evidence_load(r, evidence->id, a, ev, e));
	if (!ev->has_file)
		return err_set(e, ERR_NOTFOUND, "its content was erased, or was never here");
	if (!ev->not_examined.n)
		return err_set(e, ERR_CONFLICT, "it was examined when it came, or later");
	AUTO_FD own = -1;
	if (fd < 0)
		TRY(from_payload(r, ev, &own, e));
	/* What people decided about covering it stands. */
	const struct evidence_add in = { .uncovered = !ev->row.covered,
					 .reason = ev->cover_reason };
	struct evidence_coming *x = NEW(a, struct evidence_coming);
	*x = (struct evidence_coming){ .r = r, .in = &in, .a = a };
	TRY(evidence_look(r, w, fd < 0 ? own : fd, a, &x->look, e));
	if (ev->n_copies)
		coming_drop_copies(x);
	if (str_eq(x->look.not_examined, ev->not_examined)) {
		coming_drop_copies(x);
		return err_set(e, ERR_INPUT, "it still cannot be examined: %.*s",
			       STR_FMT(ev->not_examined));
	}
	TRY(say(x, ev, e));
	ret->examined = true;
	ret->media_type = x->look.media_type;
	ret->covered = coming_covered(x);
	ret->not_examined = x->look.not_examined;
	ret->copies = ev->n_copies + x->look.n_copies;
	return 0;
}

int evidence_examine(struct reg *r, const struct entity *evidence, const struct worker *w,
		     struct arena *a, struct evidence_added *ret, struct err *e)
{
	*ret = (struct evidence_added){ .entity = *evidence, .not_examined = STR("") };
	return evidence_examine_fd(r, evidence, w, -1, a, ret, e);
}
