/*
 * play_do - what boxes and people do: file, sign in, read, receive, record.
 *
 * A box seals, signs and synchronises (fleet_rig); a person goes through the
 * pages that people go through, with a session, a token and a code.
 */
#ifndef PLAY_DO_H
#define PLAY_DO_H

#include "play_fill.h"

/* --- a convention ----------------------------------------------------------
 */

/* A pack on the spot: another's files, with texts put in place of others. */
static struct {
	char name[32], from[32];
	struct {
		char file[48];
		char *old, *fresh;
		bool used;
	} change[40];
	size_t changes;
} play_spot;

static inline char *
play_changed(char *text, const char *old, const char *fresh, bool *used)
{
	size_t n = strlen(text), extra = 0;

	for (char *at = text; (at = strstr(at, old)); at += strlen(old))
		extra += strlen(fresh) + 1;
	char *to = arena_take(&rig.core.pack_mem, n + extra + 1);
	size_t len = 0;
	TRUE(to);
	for (char *at; (at = strstr(text, old)); text = at + strlen(old)) {
		len += (size_t)sprintf(to + len, "%.*s%s", (int)(at - text),
		    text, fresh);
		*used = true;
	}
	sprintf(to + len, "%s", text);
	return to;
}

static inline struct str
play_spot_file(void *ctx, struct str path)
{
	struct str rest = path, folder = str_cut(&rest, '/');
	char from[128];

	(void)ctx;
	if (!str_eq(folder, str_of(play_spot.name)))
		return pack_embedded.file(NULL, path);
	snprintf(from, sizeof(from), "%s/%.*s", play_spot.from, (int)rest.len,
	    rest.at);
	struct str found = pack_embedded.file(NULL, str_of(from));
	if (!found.at && str_eq(rest, TXT("rules.json")))
		found = pack_embedded.file(NULL, TXT("common/rules.json"));
	if (!found.at)
		return found;
	char *text = play_keep(found.at, found.len);
	for (size_t i = 0; i < play_spot.changes; i++)
		if (str_eq(rest, str_of(play_spot.change[i].file)))
			text = play_changed(text, play_spot.change[i].old,
			    play_spot.change[i].fresh,
			    &play_spot.change[i].used);
	return str_of(text);
}

/* Core takes up this convention, as if it had been started with it. */
static inline void
play_convention(const char *name, const struct pack_source *from)
{
	static char room[64u << 10];
	struct buf faults = buf_over((uint8_t *)room, sizeof(room));

	arena_reset(&rig.core.pack_mem);
	enum err e = pack_open(&rig.core.pack_mem, from, str_of(name), &faults,
	    &rig.core.pack);
	PLAY_NEED(e == ERR_OK, "%s: %s\n%.*s", name, err_name(e),
	    (int)faults.len, (const char *)faults.at);
	pack_today(&rig.core.pack, paris_day(rig.now));
}

/* --- people ----------------------------------------------------------------
 */

static inline void
play_person_add(const char *login, const char *role, const char *service)
{
	static const struct password none = {{1}, {2}};
	struct play_person *p = &play.person[play.persons++];
	const struct directory_service *s =
	    directory_service_of(&rig.core.pack.directory, str_of(service));

	PLAY_NEED(play.persons < 24, "too many people");
	snprintf(p->login, sizeof(p->login), "%s", login);
	snprintf(p->role, sizeof(p->role), "%s", role);
	snprintf(p->service, sizeof(p->service), "%s", service);
	p->step = -1;
	struct tx tx = tx_begin(&rig.core.write);
	p->id = account_add(&tx,
	    &(struct account_new){.login = str_of(login),
		.name = TXT("Hélène Sorel"),
		.role = str_of(role),
		.service = s ? s->name : str_of(service),
		.scope = str_of(service),
		.totp = rig_secret,
		.secret = &none},
	    rig.now);
	enum err e = tx_end(&tx);
	PLAY_NEED(e == ERR_OK, "%s cannot be made: %s", login, err_name(e));
}

static inline void
play_leave(struct play_person *p)
{
	memcpy(p->browser, rig.browser, sizeof(p->browser));
	memcpy(p->session, rig.session, sizeof(p->session));
	memcpy(p->token, rig.token, sizeof(p->token));
}

static inline void
play_come(const struct play_person *p)
{
	memcpy(rig.browser, p->browser, sizeof(p->browser));
	memcpy(rig.session, p->session, sizeof(p->session));
	memcpy(rig.token, p->token, sizeof(p->token));
}

static inline uint32_t
play_wait(void)
{
	for (int i = 0; i < 4000; i++) {
		uint32_t status = rig_receive(0);
		if (status != 0)
			return status;
		(void)poll(NULL, 0, 1);
		rig_turn();
	}
	return 0;
}

static inline void
play_sign_in(struct play_person *p)
{
	char body[256];

	if (p->step == totp_step(rig.now)) /* a code is good once */
		rig_pass(30 * CLOCK_SECOND);
	rig.session[0] = rig.browser[0] = 0;
	EQ(rig_get("/session"), 200);
	snprintf(body, sizeof(body), "token=%s&login=%s&passphrase=abc",
	    rig.token, p->login);
	rig_send(0, rig_request("POST", "/session", body));
	rig_turn();
	PLAY_NEED(play_wait() == 200, "%s is not let in", p->login);
	p->step = totp_step(rig.now);
	PLAY_NEED(rig_second(0) == 303, "%s is not let in by a code", p->login);
}

/* A page, by someone who signs in for it if need be. */
static inline uint32_t
play_get(struct play_person *p, const char *path, const char *query)
{
	for (int i = 0; i < 2; i++) {
		if (p->session[0] == 0 || i > 0)
			play_sign_in(p);
		else
			play_come(p);
		struct http_request m = rig_request("GET", path, NULL);
		m.query = str_of(query);
		rig_send(0, m);
		rig_turn();
		play.status = play_wait();
		play_leave(p);
		if (!(play.status == 303 &&
			strncmp(rig.location, "/session", 8) == 0) &&
		    play.status != 401)
			break;
	}
	return play.status;
}

/* What an earlier page of theirs lets them send. */
static inline uint32_t
play_post(struct play_person *p, const char *path, const char *form)
{
	size_t room = strlen(form) + 128;
	char *body = malloc(room);

	TRUE(body);
	play_come(p);
	snprintf(body, room, "token=%s&%s", p->token, form);
	rig_send(0, rig_request("POST", path, body));
	free(body);
	rig_turn();
	play.status = play_wait();
	play_leave(p);
	return play.status;
}

/* Where the last answer sends to. */
static inline uint32_t
play_follow(struct play_person *p)
{
	char path[128], *query;

	for (int i = 0; i < 4 && play.status == 303; i++) {
		snprintf(path, sizeof(path), "%s", rig.location);
		query = strchr(path, '?');
		if (query)
			*query++ = 0;
		play_get(p, path, query ? query : "");
	}
	return play.status;
}

static inline uint32_t
play_page_of(struct play_person *p, const char *path, const char *reference)
{
	char query[128];

	snprintf(query, sizeof(query), "ref=%s", reference);
	return play_get(p, path, query);
}

/* Opened for a reason, where one is asked; then the reading is shown. */
static inline uint32_t
play_open(struct play_person *p, const char *reference)
{
	char form[160];

	if (play_page_of(p, "/fiche", reference) != 200)
		return play.status;
	snprintf(form, sizeof(form), "ref=%s&motif=traitement", reference);
	if (play_post(p, "/fiche/ouvrir", form) != 303)
		return play.status;
	return play_follow(p);
}

static inline void
play_acknowledge(struct play_person *p, const struct play_act *a)
{
	char form[160];

	PLAY_NEED(play_open(p, a->reference) == 200, "%s cannot open %s: %u %s",
	    p->login, a->reference, play.status, rig.location);
	snprintf(form, sizeof(form), "ref=%s&jusqua=%" PRId64, a->reference,
	    a->id);
	PLAY_NEED(play_post(p, "/fiche/accuser", form) == 303,
	    "%s cannot acknowledge %s: %u", p->login, a->reference,
	    play.status);
}

/* --- boxes -----------------------------------------------------------------
 */

static inline void
play_box_add(const char *code, const char *kind, const char *commune,
    const char *name)
{
	struct play_box *x = &play.box[play.boxes++];

	PLAY_NEED(play.boxes < 6, "too many boxes");
	snprintf(x->code, sizeof(x->code), "%s", code);
	snprintf(x->kind, sizeof(x->kind), "%s", kind);
	snprintf(x->commune, sizeof(x->commune), "%s", commune);
	snprintf(x->name, sizeof(x->name), "%s", name);
	x->box = fleet_box(code);
	struct tx tx = tx_begin(&rig.core.write);
	tx_run(&tx, "UPDATE box SET kind = ?, name = ? WHERE device = ?",
	    TEXT(str_of(kind)), TEXT(str_of(name)),
	    BLOB(BYTES_OF(x->box.device.at)));
	OK(tx_end(&tx));
}

static inline const char *
play_number_it(struct play_box *x, const struct form *form, const char *about)
{
	static char room[REFERENCE_MOST + 1];
	struct buf to = buf_over((uint8_t *)room, REFERENCE_MOST);
	const struct kiosk_row *row = kiosk_form(form->id);

	if (row->content == ENVELOPE_addendum)
		reference_put_added(&to, str_of(about),
		    play_number("SELECT count(*) FROM act WHERE about = ?1"
				" AND form = 'complement'",
			0, TEXT(str_of(about))) +
			1);
	else
		reference_put(&to,
		    &(struct reference){.letter = form->letter.at[0],
			.departement = rig.core.pack.departement,
			.site = str_of(x->code),
			.year = day_ymd(paris_day(rig.now)).y,
			.number = ++x->numbers[form->letter.at[0] == 'I']});
	OK(buf_err(&to));
	room[to.len] = 0;
	return room;
}

/* From the first question to the central's receipt. */
static inline void
play_file(struct play_box *x, const char *form_id, const char *about,
    const char *as)
{
	const struct form *form = pack_form(&rig.core.pack, str_of(form_id), 0);
	const struct kiosk_row *row = kiosk_form(str_of(form_id));
	struct answer_faults faults;
	char reference[REFERENCE_MOST + 1];

	PLAY_NEED(form && row, "%s cannot be filed from a box", form_id);
	struct json answers = play_answers(form,
	    &(struct answer_prefill){.now = rig.now,
		.phone = TXT("01 99 00 66 00")},
	    &faults);
	PLAY_NEED(faults.count == 0, "%s cannot be sent:%s", form_id,
	    play_fault_words(&faults));
	snprintf(reference, sizeof(reference), "%s",
	    play_number_it(x, form, about));
	const char *payload = play_payload(x, form, answers, reference, about);
	x->box.urgency = (enum envelope_urgency)form_urgency_of(form, answers);
	struct bytes e = fleet_seal(&x->box, row->content, payload);
	rig.session[0] = 0;
	PLAY_NEED(fleet_sync(&x->box, 1, &e) == 200, "it cannot be sent");
	PLAY_NEED(fleet_receipt(0).state == RECEIPT_STORED,
	    "the central does not keep %s", reference);
	play_call_it(as, reference,
	    play_number("SELECT id FROM act WHERE reference = ?1", 0,
		TEXT(str_of(reference))));
}

/* --- acts written at the central -------------------------------------------
 */

/* What the page asks again, into a body that is being written. */
static inline void
play_hidden(struct buf *to, const char *name)
{
	char mark[64], value[128];

	snprintf(mark, sizeof(mark), "name=\"%s\" value=\"", name);
	rig_find(rig.page, mark, value, sizeof(value));
	if (strstr(rig.page, mark))
		play_encode(to, name, value);
}

/* The steps of an act, as far as the page that shows it again. False: the
 * server wants something else; the page says what. */
static inline bool
play_write(struct play_person *p, const struct form *form, const char *about)
{
	char query[160], step[48];

	snprintf(query, sizeof(query), "ref=%s&forme=%.*s", about,
	    (int)form->id.len, form->id.at);
	if (play_get(p, "/acte", query) != 200)
		return false;
	for (size_t i = 0; i < form->count + 1; i++) {
		if (strstr(rig.page, "action=\"/acte/enregistrer\""))
			return true;
		rig_find(rig.page, "name=\"etape\" value=\"", step,
		    sizeof(step));
		const struct form_step *at = form_step_of(form, str_of(step));
		if (!at)
			return false;
		struct buf body = buf_new(&play.mem, 100u << 10);
		play_hidden(&body, "whose");
		play_encode(&body, "forme",
		    play_keep(form->id.at, form->id.len));
		play_encode(&body, "ref", about);
		play_encode(&body, "etape", step);
		play_encode(&body, "go", "next");
		struct str typed = play_typed(form, at);
		if (typed.len > 0) {
			buf_str(&body, TXT("&"));
			buf_str(&body, typed);
		}
		buf_u8(&body, 0);
		OK(buf_err(&body));
		play_post(p, "/acte", (const char *)body.at);
		if (play_follow(p) != 200)
			return false;
	}
	return strstr(rig.page, "action=\"/acte/enregistrer\"") != NULL;
}

/* What was read again is confirmed; false: it was not recorded. */
static inline bool
play_confirm(struct play_person *p)
{
	struct buf body = buf_new(&play.mem, 4096);

	play_hidden(&body, "forme");
	play_hidden(&body, "ref");
	play_hidden(&body, "acte");
	play_hidden(&body, "seen");
	play_encode(&body, "k_att", "oui");
	buf_u8(&body, 0);
	OK(buf_err(&body));
	if (play_post(p, "/acte/enregistrer", (const char *)body.at) != 303)
		return false;
	return play_follow(p) == 200;
}

#endif
