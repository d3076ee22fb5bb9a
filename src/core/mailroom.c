#include "core/mailroom.h"

#include "core/activation.h"
#include "core/core.h"
#include "core/sql.h"
#include "dossier/delivery.h"
#include "store/query.h"

#define FOLLOWED 100  /* letters named at most */
#define COUNTED  1000 /* letters counted at most, for a first page */

/* Where the courier stood (courier/smtp.h), in words. */
static const char *const steps[] = {"ne répond pas",
    "a refusé notre salutation", "n’a pas ouvert TLS",
    "a refusé notre nom ou notre mot de passe", "a refusé notre adresse",
    "a demandé d’attendre pour un destinataire", "a interrompu une lettre",
    "a reçu une lettre et ne l’a pas gardée"};

static struct str
relay_words(const struct post *p)
{
	switch (p->fate) {
	case ERR_OK:
		return TXT("a accepté le dernier courrier");
	case ERR_DENIED:
		return TXT("a refusé le dernier courrier, et répond");
	case ERR_UNSURE:
		return TXT("n’a pas dit s’il gardait le dernier courrier");
	case ERR_INPUT:
		return TXT("n’est pas appelé : ses réglages ne vont pas "
			   "ensemble (smtp_url, smtp_from, smtp_tls, smtp_ca, "
			   "smtp_user)");
	case ERR_FORGED:
		return TXT("ne montre pas le certificat attendu, ou ne parle "
			   "pas TLS ; rien ne lui a été dit");
	case ERR_SIGNED_OUT:
		return TXT("refuse notre nom ou notre mot de passe");
	default:
		return p->step < sizeof(steps) / sizeof(*steps)
		    ? str_of(steps[p->step])
		    : TXT("ne répond pas");
	}
}

static void
put_relay(struct request *q)
{
	const struct post *p = &q->core->post;
	const struct str *set = q->core->role->setting.text;
	bool tls = str_starts(set[SETTING_smtp_url], TXT("smtps://")) ||
	    str_eq(set[SETTING_smtp_tls], TXT("required"));
	bool well = p->fate == ERR_OK || p->fate == ERR_DENIED;

	request_flag(q, "no_relay", !p->able);
	request_flag(q, "no_sender", !p->able && set[SETTING_smtp_url].len > 0);
	if (!p->able)
		return;
	request_open(q, "relay");
	request_text(q, "url", set[SETTING_smtp_url]);
	request_text(q, "from", set[SETTING_smtp_from]);
	request_flag(q, "in_clear", !tls);
	request_flag(q, "local", str_eq(set[SETTING_smtp_tls], TXT("local")));
	request_flag(q, "never", p->told_ms == 0);
	if (p->told_ms > 0) {
		request_open(q, "last");
		request_text(q, "words", relay_words(p));
		request_when(q, "when", p->told_ms);
		request_number(q, "code", p->code);
		request_flag(q, "coded", p->code >= 200);
		request_flag(q, "well", well);
		request_flag(q, "ill", !well);
		request_close(q);
	}
	request_close(q);
}

static enum err
put_counts(struct request *q)
{
	struct query r = query_open(q->store, SQL_MAILROOM_COUNTS, NONE);
	bool first = true;

	request_json(q, "counts", TXT("["));
	while (query_next(&r)) {
		int64_t state = query_int(&r);
		buf_str(&q->data, first ? TXT("{") : TXT(",{"));
		first = false;
		request_text(q, "words", delivery_words(state));
		request_number(q, "count", query_int(&r));
		request_close(q);
	}
	buf_str(&q->data, TXT("]"));
	request_flag(q, "settled", first);
	return query_end(&r);
}

static enum err
put_followed(struct request *q)
{
	struct query r = query_open(q->store, SQL_MAILROOM_FOLLOW,
	    INT(q->now - MAILROOM_LATE), INT(FOLLOWED));
	bool first = true;

	request_json(q, "follow", TXT("["));
	while (query_next(&r)) {
		buf_str(&q->data, first ? TXT("{") : TXT(",{"));
		first = false;
		request_text(q, "ref", query_text(&r));
		request_text(q, "name", query_text(&r));
		int64_t state = query_int(&r);
		request_text(q, "words", delivery_words(state));
		request_text(q, "answer", query_text(&r));
		request_when(q, "since", query_int(&r));
		request_flag(q, "danger", state == DELIVERY_REFUSED);
		request_flag(q, "warn", state != DELIVERY_REFUSED);
		request_close(q);
	}
	buf_str(&q->data, TXT("]"));
	request_flag(q, "some_follow", !first);
	return query_end(&r);
}

enum err
mailroom_page(struct request *q)
{
	put_relay(q);
	enum err e = put_counts(q);
	if (e == ERR_OK)
		e = put_followed(q);
	return e == ERR_OK ? activation_put(q) : e;
}

enum err
mailroom_alarm(struct request *q)
{
	int64_t late = 0;
	enum err e = query_number(q->store, &late, SQL_MAILROOM_LATE,
	    INT(q->now - MAILROOM_LATE), INT(COUNTED + 1));

	if (e == ERR_OK && late > 0)
		request_number(q, "late_letters",
		    late > COUNTED ? COUNTED : late);
	request_flag(q, "late_more", late > COUNTED);
	return e;
}
