/*
 * Whatever is sent: how it is cut changes nothing; what is accepted has one
 * form; that form is accepted, means the same and is written the same again.
 */
#include "http/answer.h"
#include "http/framing.h"
#include "http/octet.h"
#include "http/refusal.h"

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t len);

#define PEER TXT("2001:db8::7")

static void
same(const struct framing *a, const struct framing *b)
{
	must(a->method == b->method && a->machine == b->machine);
	must(a->body_len == b->body_len);
	must(str_eq(framing_path(a), framing_path(b)));
	must(str_eq(framing_query(a), framing_query(b)));
	must(
	    str_eq(framing_get(a, FRAMING_HOST), framing_get(b, FRAMING_HOST)));
	must(str_eq(framing_get(a, FRAMING_COOKIE),
	    framing_get(b, FRAMING_COOKIE)));
}

static void
forward_twice(const struct framing *f)
{
	static uint8_t room[2][FRAMING_FORWARD_MOST + FRAMING_BODY_MOST];
	struct buf once = buf_over(room[0], sizeof(room[0]));
	struct buf twice = buf_over(room[1], sizeof(room[1]));
	struct framing again;

	framing_forward(f, PEER, &once);
	must(buf_err(&once) == ERR_OK && once.len <= FRAMING_FORWARD_MOST);
	must(octet_all(framing_path(f), octet_path));
	must(octet_all(framing_query(f), octet_query));

	framing_start(&again);
	enum framing_state state = framing_feed(&again, buf_done(&once));
	/* The peer's line may be what makes a longest head too long. */
	if (state == FRAMING_REFUSED) {
		must(again.status == 431);
		return;
	}
	must(state == (f->body_len ? FRAMING_BODY : FRAMING_WHOLE));
	must(again.head_len == once.len && again.keep_alive);
	same(f, &again);
	framing_forward(&again, PEER, &twice);
	must(buf_err(&twice) == ERR_OK);
	must(str_eq(buf_text(&once), buf_text(&twice)));
}

static void
request(struct bytes all, size_t step)
{
	struct framing whole, cut;

	framing_start(&whole);
	framing_start(&cut);
	framing_feed(&whole, all);
	for (size_t n = 0; n < all.len; n += step)
		framing_feed(&cut, (struct bytes){all.at, n});
	framing_feed(&cut, all);

	must(whole.state == cut.state && whole.status == cut.status);
	if (whole.state == FRAMING_HEAD)
		must(all.len < FRAMING_HEAD_MOST);
	if (whole.state == FRAMING_REFUSED)
		must(refusal_has(whole.status));
	if (whole.state != FRAMING_BODY && whole.state != FRAMING_WHOLE)
		return;
	must(whole.keep_alive == cut.keep_alive);
	same(&whole, &cut);
	must(
	    (whole.state == FRAMING_WHOLE) == (framing_len(&whole) <= all.len));
	forward_twice(&whole);
}

static void
answer(struct bytes all, size_t step)
{
	struct answer whole, cut;

	answer_start(&whole, step % 2);
	answer_start(&cut, step % 2);
	answer_feed(&whole, all);
	for (size_t n = 0; n < all.len; n += step)
		answer_feed(&cut, (struct bytes){all.at, n});
	answer_feed(&cut, all);

	must(whole.state == cut.state);
	if (whole.state == ANSWER_HEAD)
		must(all.len < ANSWER_HEAD_MOST);
	if (whole.state != ANSWER_READ)
		return;
	must(whole.status == cut.status && whole.keep_alive == cut.keep_alive);
	must(answer_len(&whole) == answer_len(&cut));
	must(whole.head_len <= all.len);
}

int
LLVMFuzzerTestOneInput(const uint8_t *at, size_t len)
{
	struct bytes all = {at, len};
	size_t step = len == 0 ? 1 : 1 + at[len - 1] % 61;

	request(all, len < 256 ? 1 : step);
	answer(all, step);
	return 0;
}
