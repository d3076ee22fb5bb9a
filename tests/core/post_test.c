#define SUITE core_post
#include "postal.h"

#include <sqlite3.h>

TEST(each_step_is_on_the_disk_before_the_next_one_leaves)
{
	begin();
	int64_t id = one_due();

	TRUE(takes());
	SAME_TEXT(str_of(got.to), "mineurs.parquet-valmont@justice.example");
	EQ(FIELD("state", id), DELIVERY_LEAVING);
	EQ(FIELD("sent_ms", id), rig.now);
	EQ(FIELD("length(sha256)", id), 32);
	uint64_t ticket = got.ticket;

	asks(ticket);
	EQ(FIELD("state", id), DELIVERY_LEAVING);
	TRUE(!hears(IPC_mail_go));
	rig_turn();
	EQ(FIELD("state", id), DELIVERY_DOUBTFUL);
	TRUE(hears(IPC_mail_go));
	EQ(TASKS("verifier"), 0);

	tells(ticket, ERR_OK, 7, 250);
	EQ(FIELD("state", id), DELIVERY_ACCEPTED);
	EQ(FIELD("accepted_ms", id), rig.now);
	EQ(FIELD("bytes IS NULL", id), 1);
	EQ(rig_last().action, AUDIT_letter_sent);
	TRUE(!takes());
	rig_close();
}

TEST(the_urgent_leave_first_then_the_oldest_four_at_once)
{
	static const char *const boxes[] = {"a@x.example", "b@x.example",
	    "c@x.example", "d@x.example", "e@x.example", "f@x.example"};
	static const char order[] = "fabcde";

	begin();
	for (int i = 0; i < 6; i++) {
		char reference[32];
		snprintf(reference, sizeof(reference), "P-99-TIL-2026-%d-K",
		    20 + i);
		int64_t act = an_act(reference, i == 5);
		int64_t letter = a_letter(act);
		(void)deliver(act, letter, "courriel_complet", "parquet",
		    DOSSIER_PARQUET, boxes[i], DELIVERY_DUE);
		rig_pass(1000);
	}
	uint64_t tickets[6];
	for (size_t i = 0; i < 4; i++) {
		TRUE(i == 0 ? takes() : hears(IPC_mail_send));
		EQ(got.to[0], order[i]);
		tickets[i] = got.ticket;
	}
	TRUE(!takes());
	got.ticket = tickets[0];
	goes(ERR_OK, 250);
	TRUE(takes());
	EQ(got.to[0], order[4]);
	rig_close();
}

TEST(killed_before_its_last_line_it_leaves_again_and_after_it_a_person_asks)
{
	begin();
	int64_t id = one_due();
	TRUE(takes());
	char first[sizeof(got.message)];
	memcpy(first, got.message, sizeof(first));
	rig_stop();
	rig_again(); /* core was killed: what it wrote is there */
	EQ(FIELD("state", id), DELIVERY_DUE);
	TRUE(takes());
	SAME_STR(str_of(got.message), str_of(first));

	asks(got.ticket);
	rig_turn();
	TRUE(hears(IPC_mail_go));
	rig_stop();
	rig_again();
	rig_turn();
	rig_turn();
	EQ(FIELD("state", id), DELIVERY_DOUBTFUL);
	EQ(TASKS("verifier"), 1);
	TRUE(!takes());
	rig_pass(CLOCK_DAY);
	TRUE(!takes());
	EQ(TASKS("verifier"), 1);
	rig_close();
}

TEST(another_courier_is_not_believed_about_what_the_last_one_had)
{
	begin();
	int64_t id = one_due();
	TRUE(takes());
	uint64_t old = got.ticket;
	post_courier_gone(&rig.core);
	turn_commit(&rig.core);
	TRUE(takes());
	TRUE(got.ticket != old);
	asks(old); /* of the dead one: its last line never leaves */
	rig_turn();
	TRUE(!hears(IPC_mail_go));
	tells(old, ERR_OK, 7, 250);
	EQ(FIELD("state", id), DELIVERY_LEAVING);
	goes(ERR_OK, 250);
	EQ(FIELD("state", id), DELIVERY_ACCEPTED);
	rig_close();
}

TEST(accepted_before_it_was_let_go_is_not_believed)
{
	begin();
	int64_t id = one_due();
	TRUE(takes());
	tells(got.ticket, ERR_OK, 7, 250);
	EQ(FIELD("state", id), DELIVERY_DUE);
	EQ(FIELD("accepted_ms IS NULL", id), 1);
	rig_close();
}

TEST(not_now_waits_longer_each_time_and_never_more_than_an_hour)
{
	begin();
	int64_t id = one_due();
	for (int i = 0; i < 12; i++) {
		TRUE(takes());
		int64_t most = CLOCK_MINUTE << (i < 7 ? i : 7);
		if (most > CLOCK_HOUR)
			most = CLOCK_HOUR;
		tells(got.ticket, ERR_LATER, 5, 450);
		EQ(FIELD("state", id), DELIVERY_DUE);
		EQ(FIELD("tries", id), i + 1);
		int64_t wait = FIELD("next_ms", id) - rig.now;
		TRUE(wait > 0 && wait <= most + CLOCK_SECOND);
		rig_pass(wait - 1);
		TRUE(!takes());
		rig_pass(POST_LOOK);
	}
	TRUE(takes());
	goes(ERR_OK, 250);
	EQ(FIELD("state", id), DELIVERY_ACCEPTED);
	rig_close();
}

TEST(an_urgent_one_never_waits_more_than_five_minutes)
{
	begin();
	int64_t act = an_act("P-99-TIL-2026-12-K", 1), letter = a_letter(act);
	int64_t id = deliver(act, letter, "courriel_complet", "parquet",
	    DOSSIER_PARQUET, "a@x.example", DELIVERY_DUE);
	for (int i = 0; i < 10; i++) {
		TRUE(takes());
		tells(got.ticket, ERR_LATER, 5, 450);
		TRUE(FIELD("next_ms", id) - rig.now <=
		    POST_URGENT + CLOCK_SECOND);
		rig_pass(POST_URGENT + POST_LOOK);
	}
	rig_close();
}

TEST(refused_for_good_is_a_task_and_is_not_tried_again)
{
	begin();
	int64_t id = one_due();
	TRUE(takes());
	tells(got.ticket, ERR_DENIED, 5, 550);
	EQ(FIELD("state", id), DELIVERY_REFUSED);
	EQ(FIELD("refused_ms", id), rig.now);
	rig_turn();
	EQ(TASKS("adresse"), 1);
	rig_pass(CLOCK_DAY);
	TRUE(!takes());
	EQ(TASKS("adresse"), 1);
	rig_close();
}

TEST(two_recipients_of_a_letter_have_each_their_own_fate)
{
	begin();
	int64_t act = an_act("P-99-TIL-2026-12-K", 0), letter = a_letter(act);
	int64_t one = deliver(act, letter, "courriel_complet", "parquet",
	    DOSSIER_PARQUET, "a@x.example", DELIVERY_DUE);
	int64_t two = deliver(act, letter, "courriel_complet", "crip", "",
	    "b@x.example", DELIVERY_DUE);
	TRUE(takes());
	uint64_t first = got.ticket;
	char head[512];
	snprintf(head, sizeof(head), "%.*s",
	    (int)(strstr(got.message, "\r\n\r\n") - got.message), got.message);
	TRUE(hears(IPC_mail_send));
	uint64_t second = got.ticket;
	/* The same message for both: nothing in it says which copy it is. */
	SAME_STR(str_part(str_of(got.message), 0, strlen(head)), str_of(head));
	tells(first, ERR_DENIED, 5, 550);
	got.ticket = second;
	goes(ERR_OK, 250);
	EQ(FIELD("state", one), DELIVERY_REFUSED);
	EQ(FIELD("state", two), DELIVERY_ACCEPTED);
	rig_close();
}

TEST(while_the_relay_fails_one_letter_tries_it_and_none_is_blamed)
{
	begin();
	for (int i = 0; i < 6; i++) {
		char reference[32];
		snprintf(reference, sizeof(reference), "P-99-TIL-2026-%d-K",
		    20 + i);
		int64_t act = an_act(reference, 0);
		(void)deliver(act, a_letter(act), "courriel_complet", "parquet",
		    DOSSIER_PARQUET, "a@x.example", DELIVERY_DUE);
	}
	TRUE(takes());
	uint64_t t[4] = {got.ticket};
	for (int i = 1; i < 4; i++) {
		TRUE(hears(IPC_mail_send));
		t[i] = got.ticket;
	}
	for (int i = 0; i < 4; i++)
		tells(t[i], ERR_LATER, 0, 0);
	EQ(rig_number("SELECT sum(tries) FROM delivery"), 0);
	EQ(rig_number("SELECT count(*) FROM delivery WHERE state = 1"), 6);
	EQ(rig.core.post.failed, 1);
	TRUE(!takes());
	for (int i = 0; i < 10; i++) { /* hours away */
		rig_pass(CLOCK_HOUR + CLOCK_MINUTE);
		TRUE(takes());
		uint64_t only = got.ticket;
		TRUE(!takes());
		tells(only, ERR_LATER, 1, 0);
	}
	rig_pass(CLOCK_HOUR + CLOCK_MINUTE);
	TRUE(takes());
	goes(ERR_OK, 250);
	for (int i = 0; i < 4; i++) /* it is back: all go */
		TRUE(i == 0 ? takes() : hears(IPC_mail_send));
	rig_close();
}

TEST(after_a_day_a_person_is_told_and_it_goes_on_trying)
{
	begin();
	(void)one_due();
	TRUE(takes());
	tells(got.ticket, ERR_FORGED, 2, 0);
	rig_pass(CLOCK_DAY - CLOCK_MINUTE);
	TRUE(takes());
	EQ(TASKS("retard"), 0);
	tells(got.ticket, ERR_FORGED, 2, 0);
	rig_pass(CLOCK_HOUR * 2);
	TRUE(takes());
	rig_turn();
	EQ(TASKS("retard"), 1);
	goes(ERR_OK, 250);
	EQ(TASKS("retard"), 0);
	rig_close();
}

/* To the parquet, held; its act is urgent or not. */
static int64_t
one_held(int n, int64_t urgency)
{
	char reference[32];

	snprintf(reference, sizeof(reference), "P-99-TIL-2026-%d-K", 30 + n);
	int64_t act = an_act(reference, urgency);
	return deliver(act, a_letter(act), "courriel_complet", "parquet",
	    DOSSIER_PARQUET, "a@x.example", DELIVERY_HELD);
}

#define OPEN_TASK                                                              \
	"SELECT delivery FROM task WHERE rule = 'retard' AND state = 1"

static void
a_look_later(void)
{
	rig_pass(POST_LOOK + CLOCK_SECOND);
	rig_turn();
}

/* G5: what a closed pack holds is the admin's; nothing urgent waits unseen. */
TEST(while_nothing_is_sent_one_urgent_letter_at_a_time_is_told)
{
	begin();
	sql(SHUT);
	(void)one_held(0, 0);
	int64_t first = one_held(1, 1), second = one_held(2, 2);
	(void)one_held(3, 0);
	rig_pass(CLOCK_DAY + CLOCK_HOUR);
	a_look_later();
	EQ(TASKS("retard"), 1);
	EQ(rig_number(OPEN_TASK), first);
	a_look_later();
	EQ(TASKS("retard"), 1);

	struct tx tx = tx_begin(&rig.core.write);
	struct course course = {.tx = &tx,
	    .mem = &rig.core.post.mem,
	    .pack = &rig.core.pack,
	    .now = rig.now};
	notice_end(&course, first);
	OK(tx_end(&tx));
	EQ(TASKS("retard"), 0);
	a_look_later();
	EQ(TASKS("retard"), 1);
	EQ(rig_number(OPEN_TASK), second);

	/* Once it sends, each that waits is told of, and once. */
	sql("UPDATE activation SET ended_ms = NULL");
	a_look_later();
	EQ(TASKS("retard"), 3);
	a_look_later();
	EQ(TASKS("retard"), 3);
	rig_close();
}

static int
count_sorted(unsigned kind, void *count, void *statement, void *text)
{
	(void)kind, (void)statement;
	*(int *)count += strstr(text, "act.urgency DESC") != NULL;
	return 0;
}

TEST(what_is_due_is_put_in_order_once_a_look)
{
	begin();
	int64_t act = an_act("P-99-TIL-2026-12-K", 0), letter = a_letter(act);
	int sorted = 0;

	for (int i = 0; i < 40; i++) {
		char scope[32];
		snprintf(scope, sizeof(scope), "mds-%d", i);
		(void)deliver(act, letter, "courriel_avis", "mds", scope,
		    "a@x.example", DELIVERY_DUE);
	}
	sql(SHUT);
	OK(sqlite3_trace_v2(rig.core.write.db, SQLITE_TRACE_STMT, count_sorted,
	    &sorted));
	post_wake(&rig.core);
	rig_turn();
	EQ(rig_number("SELECT count(*) FROM delivery WHERE state = 0"), 40);
	EQ(sorted, 1);
	rig_close();
}

/* G5: another pack's way does not open this one's. */
TEST(the_last_line_of_a_letter_leaves_by_the_way_of_its_own_pack)
{
	begin();
	int64_t id = one_due();

	TRUE(takes());
	sql(SHUT);
	sql("INSERT INTO activation(pack, asked_by, asked_ms, done_ms) "
	    "SELECT 'autre', asked_by, 1, 2 FROM activation");
	asks(got.ticket);
	rig_turn();
	TRUE(!hears(IPC_mail_go));
	EQ(FIELD("state", id), DELIVERY_LEAVING);
	rig_close();
}

TEST(the_last_line_of_a_test_letter_leaves_for_its_own_pack)
{
	begin();
	sql("INSERT INTO mailbox(pack, service, address, code, state, "
	    "asked_by) SELECT 'demo', 'mds-nord', 'a@x.example', '12345678', "
	    "1, asked_by FROM activation");
	TRUE(takes());
	sql("UPDATE mailbox SET pack = 'autre'");
	asks(got.ticket);
	rig_turn();
	TRUE(!hears(IPC_mail_go));
	EQ(rig_number("SELECT state FROM mailbox"), DELIVERY_LEAVING);
	rig_close();
}

TEST(however_many_letters_are_read_nobody_is_to_tell_of_them_otherwise)
{
	begin();
	int64_t act = an_act("P-99-TIL-2026-12-K", 0);

	for (int i = 0; i < 20; i++)
		(void)deliver(act, a_letter(act), "courriel_complet", "parquet",
		    DOSSIER_PARQUET, "a@x.example", DELIVERY_HELD);
	rig_pass(CLOCK_DAY + CLOCK_HOUR);
	a_look_later();
	EQ(TASKS("retard"), 20);
	struct tx tx = tx_begin(&rig.core.write);
	struct course course = {.tx = &tx,
	    .mem = &rig.core.post.mem,
	    .pack = &rig.core.pack,
	    .now = rig.now};
	post_read(&course, rig_number("SELECT dossier FROM act"),
	    TXT("parquet"), TXT(DOSSIER_PARQUET));
	OK(tx_end(&tx));
	EQ(TASKS("retard"), 0);
	rig_close();
}

TEST(a_courier_that_never_answers_is_given_up_and_its_word_is_worth_nothing)
{
	begin();
	int64_t id = one_due();
	TRUE(takes());
	uint64_t old = got.ticket;
	rig_pass(POST_SLOW + POST_LOOK);
	rig_turn();
	EQ(FIELD("state", id), DELIVERY_DUE);
	asks(old);
	rig_turn();
	TRUE(!hears(IPC_mail_go));

	rig_pass(CLOCK_HOUR);
	TRUE(takes());
	asks(got.ticket);
	rig_turn();
	TRUE(hears(IPC_mail_go));
	rig_pass(POST_SLOW + POST_LOOK);
	rig_turn();
	rig_turn();
	EQ(FIELD("state", id), DELIVERY_DOUBTFUL);
	EQ(TASKS("verifier"), 1);
	rig_close();
}

TEST(without_a_relay_or_held_nothing_leaves)
{
	rig_make(1, true);
	rig_start();
	int64_t id = one_due();
	TRUE(!takes());
	EQ(FIELD("state", id), DELIVERY_DUE);
	rig_close();

	begin();
	int64_t act = an_act("P-99-TIL-2026-12-K", 0), letter = a_letter(act);
	(void)deliver(act, letter, "courriel_complet", "parquet",
	    DOSSIER_PARQUET, "a@x.example", DELIVERY_HELD);
	TRUE(!takes());
	rig_close();
}

/* S1-1.1-b: a setting is mended, a letter refused is not. */
TEST(without_an_address_to_write_from_letters_wait)
{
	rig_make(1, true);
	rig_setting("smtp_url", "smtp://relais.example:587");
	rig_setting("smtp_from", "le central");
	rig_start();
	sends();
	int64_t id = one_due();
	TRUE(!takes());
	EQ(FIELD("state", id), DELIVERY_DUE);
	dossier_enter("relais", "admin", "");
	EQ(dossier_get("/courrier", ""), 200);
	TRUE(strstr(rig.page, "n’en est pas une"));
	rig_close();
}

/* dossier/leaving.h: what its recipient was not to have, half of it on the way.
 */
TEST(the_last_line_of_a_letter_that_was_stopped_never_leaves)
{
	begin();
	int64_t id = one_due();

	TRUE(takes());
	sql("UPDATE delivery SET state = 12, bytes = NULL WHERE state = 2");
	asks(got.ticket);
	rig_turn();
	TRUE(!hears(IPC_mail_go));
	tells(got.ticket, ERR_LATER, 7, 0);
	EQ(FIELD("state", id), DELIVERY_STOPPED);
	rig_pass(CLOCK_HOUR);
	TRUE(!takes());
	EQ(FIELD("state", id), DELIVERY_STOPPED);
	rig_close();
}

/* Its fate was lost with the disk full: as if we had ended. */
TEST(what_nobody_carries_any_more_leaves_again)
{
	begin();
	int64_t id = one_due();

	TRUE(takes());
	uint64_t ticket = got.ticket;
	memset(rig.core.post.slot, 0, sizeof(rig.core.post.slot));
	post_wake(&rig.core);
	TRUE(takes());
	TRUE(got.ticket != ticket);
	EQ(FIELD("state", id), DELIVERY_LEAVING);
	rig_close();
}

TEST(what_could_not_be_let_go_is_tried_again_and_not_without_end)
{
	begin();
	(void)one_due();
	TRUE(takes());
	sql(SHUT);
	asks(got.ticket);
	rig_turn();
	TRUE(post_next(&rig.core) > clock_boot());
	sql("UPDATE activation SET ended_ms = NULL");
	rig_pass(CLOCK_SECOND);
	rig_turn();
	TRUE(hears(IPC_mail_go));
	rig_close();
}

TEST(what_cannot_be_written_is_for_a_person_and_stops_nothing)
{
	begin();
	int64_t act = an_act("P-99-TIL-2026-12-K", 0), letter = a_letter(act);
	int64_t bad = deliver(act, letter, "courriel_complet", "parquet",
	    DOSSIER_PARQUET, "pas une adresse", DELIVERY_DUE);
	int64_t act2 = an_act("P-99-TIL-2026-13-K", 0);
	(void)deliver(act2, a_letter(act2), "courriel_complet", "parquet",
	    DOSSIER_PARQUET, "a@x.example", DELIVERY_DUE);
	TRUE(takes());
	SAME_TEXT(str_of(got.to), "a@x.example");
	EQ(FIELD("state", bad), DELIVERY_REFUSED);
	rig_close();
}

/* The two ways besides the accusé de réception; a notice is none. */
TEST(what_the_relay_took_whole_is_delivered_to_the_parquet)
{
	static const char in_time[] =
	    "SELECT coalesce((SELECT at_ms FROM delivered), 0)";

	begin();
	int64_t act = an_act("P-99-TIL-2026-12-K", 0), letter = a_letter(act);
	int64_t notice = deliver(act, letter, "courriel_avis", "parquet",
	    DOSSIER_PARQUET, "a@x.example", DELIVERY_DUE);
	TRUE(takes());
	goes(ERR_OK, 250);
	EQ(FIELD("state", notice), DELIVERY_ACCEPTED);
	EQ(rig_number(in_time), 0);
	rig_pass(CLOCK_HOUR);
	struct tx tx = tx_begin(&rig.core.write);
	struct course course = {.tx = &tx,
	    .mem = &rig.core.post.mem,
	    .pack = &rig.core.pack,
	    .now = rig.now};
	post_read(&course, rig_number("SELECT dossier FROM act"),
	    TXT("parquet"), TXT(DOSSIER_PARQUET));
	OK(tx_end(&tx));
	EQ(FIELD("state", notice), DELIVERY_READ);
	EQ(rig_number(in_time), rig.now);
	rig_close();

	begin();
	(void)one_due();
	TRUE(takes());
	goes(ERR_OK, 250);
	EQ(rig_number(in_time), rig.now);
	rig_close();
}

TEST(five_hundred_letters_leave_each_once)
{
	begin();
	int64_t act = an_act("P-99-TIL-2026-12-K", 0), letter = a_letter(act);
	char to[64];
	bool seen[500] = {false};
	size_t left = 500, turns = 0;

	for (int i = 0; i < 500; i++) {
		snprintf(to, sizeof(to), "boite-%d@x.example", i);
		(void)deliver(act, letter, "courriel_avis", "mds", to, to,
		    DELIVERY_DUE);
	}
	while (left > 0) {
		TRUE(++turns < 2000);
		rig_turn();
		while (hears(IPC_mail_send)) {
			int n = -1;
			EQ(sscanf(got.to, "boite-%d@", &n), 1);
			TRUE(n >= 0 && n < 500 && !seen[n]);
			seen[n] = true;
			left--;
			uint64_t ticket = got.ticket;
			asks(ticket);
			rig_turn();
			struct chan c = {rig.courier, COURIER, CORE};
			(void)c;
			break;
		}
		/* whatever was let go is told */
		struct buf room = buf_over(in_room, sizeof(in_room));
		struct chan c = {rig.courier, COURIER, CORE};
		struct bytes payload;
		enum ipc kind;
		while (chan_recv(&c, &room, 0, &kind, &payload) == ERR_OK) {
			struct mail_go go;
			struct mail_send m;
			if (kind == IPC_mail_go) {
				OK(msg_get_mail_go(payload, &go));
				tells(go.ticket, ERR_OK, 7, 250);
				continue;
			}
			OK(msg_get_mail_send(payload, &m));
			int n = -1;
			snprintf(to, sizeof(to), "%.*s", (int)m.to.len,
			    m.to.at);
			EQ(sscanf(to, "boite-%d@", &n), 1);
			TRUE(!seen[n]);
			seen[n] = true;
			left--;
			asks(m.ticket);
		}
	}
	for (int i = 0; i < 8; i++) {
		rig_turn();
		struct buf room = buf_over(in_room, sizeof(in_room));
		struct chan c = {rig.courier, COURIER, CORE};
		struct bytes payload;
		struct mail_go go;
		enum ipc kind;
		while (chan_recv(&c, &room, 0, &kind, &payload) == ERR_OK) {
			EQ(kind, IPC_mail_go);
			OK(msg_get_mail_go(payload, &go));
			tells(go.ticket, ERR_OK, 7, 250);
		}
	}
	EQ(rig_number("SELECT count(*) FROM delivery WHERE state = 4"), 500);
	rig_close();
}
