#define SUITE core_sync
#include "line.h"

#include "audit/vkey.h"
#include "base/json.h"
#include "core/hour.h"
#include "core/sync.h"
#include "core/turn.h"
#include "crypto/checkpoint.h"
#include "envelope/batch.h"
#include "envelope/receipt.h"
#include "http/digest.h"
#include "http/httpsig.h"

#define SAID "{\"answers\":{}}"

/* --- as the courier ----------------------------------------------------------
 */

static struct {
	bool there;
	uint64_t ticket;
	char nonce[64];
	struct batch batch;
	uint8_t body[BATCH_MOST], signature[HTTPSIG_LEN];
	size_t len;
} sent;

/* What core gives the courier in a turn; its signature is the device's. */
static bool
calls(void)
{
	static uint8_t in[CHAN_HEAD + 160 * KIB];
	struct chan c = {rig.courier, COURIER, CORE};
	struct buf room = buf_over(in, sizeof(in));
	uint8_t base_room[HTTPSIG_BASE_MOST];
	struct buf base = buf_over(base_room, sizeof(base_room));
	struct bytes payload;
	struct sync_send m;
	struct str keyid;
	enum ipc kind;

	rig_turn();
	sent.there = chan_recv(&c, &room, 0, &kind, &payload) == ERR_OK;
	if (!sent.there)
		return false;
	EQ(kind, IPC_sync_send);
	OK(msg_get_sync_send(payload, &m));
	memcpy(sent.body, m.batch.at, m.batch.len);
	sent.len = m.batch.len;
	sent.ticket = m.ticket;
	snprintf(sent.nonce, sizeof(sent.nonce), "%.*s", (int)m.nonce.len,
	    m.nonce.at);
	OK(batch_read((struct bytes){sent.body, sent.len}, &sent.batch));

	OK(digest_check(m.digest, m.batch));
	OK(httpsig_input_read(m.signed_as, HTTPSIG_REQUEST, &keyid));
	OK(httpsig_signature_read(m.signature, sent.signature));
	httpsig_request_base(&base,
	    &(struct httpsig_request){TXT("POST"), BATCH_PATH, m.digest,
		m.batch.len, BATCH_TYPE, m.device, m.nonce},
	    keyid);
	OK(buf_err(&base));
	OK(sign_verify(rig.keys.device, buf_done(&base), sent.signature));
	return true;
}

static void
fate(const struct sync_fate *m)
{
	static uint8_t out[160 * KIB];
	struct chan c = {rig.courier, COURIER, CORE};
	struct buf b = buf_over(out, sizeof(out));

	msg_put_sync_fate(&b, m);
	OK(chan_send(&c, IPC_sync_fate, &b));
	rig_turn();
}

/* --- as the central ----------------------------------------------------------
 */

static struct {
	int64_t now, incarnation;
	bool revoked;
	const char *more;     /* members after the first ones */
	struct bytes request; /* the signature it answers, if not the last */
	uint8_t *key;         /* it is signed with, if not the central's */
	bool alter;           /* a byte of the body, after signing */
} say;

static void
a_central(void)
{
	memset(&say, 0, sizeof(say));
	say.now = rig.now;
	say.incarnation = 7;
	say.key = line.sign;
}

/* Answer the request that was sent. */
static void
answers(const char *receipts)
{
	static uint8_t body[64 * 1024];
	uint8_t rooms[4][HTTPSIG_BASE_MOST], signature[SIGN_LEN], kid[8];
	struct buf b = buf_over(body, sizeof(body));
	struct buf digest = buf_over(rooms[0], 256),
		   id = buf_over(rooms[1], 64);
	struct buf base = buf_over(rooms[2], HTTPSIG_BASE_MOST);
	struct buf input = buf_over(rooms[3], 512);
	uint8_t sig_room[256];
	struct buf sig = buf_over(sig_room, sizeof(sig_room));
	char text[512];

	snprintf(text, sizeof(text),
	    "{\"now_ms\":%lld,\"nonce\":\"next\",\"incarnation\":%lld,"
	    "\"revoked\":%s,\"states_upto\":3,\"receipts\":[",
	    (long long)say.now, (long long)say.incarnation,
	    say.revoked ? "true" : "false");
	buf_str(&b, str_of(text));
	buf_str(&b, str_of(receipts));
	buf_str(&b, TXT("]"));
	buf_str(&b, str_of(say.more ? say.more : ""));
	buf_str(&b, TXT("}"));
	OK(buf_err(&b));

	digest_write(&digest, buf_done(&b));
	envelope_kid(line.grant.sign, kid);
	encode_hex(&id, BYTES_OF(kid));
	httpsig_answer_base(&base,
	    &(struct httpsig_answer){.status = 200,
		.digest = buf_text(&digest),
		.length = b.len,
		.type = TXT("application/json"),
		.request = say.request.at ? say.request.at : sent.signature},
	    buf_text(&id));
	OK(buf_err(&base));
	sign_message(say.key, buf_done(&base), signature);
	httpsig_input_write(&input, HTTPSIG_ANSWER, buf_text(&id));
	httpsig_signature_write(&sig, signature);
	if (say.alter)
		body[b.len - 2] ^= 1;
	fate(&(struct sync_fate){.ticket = sent.ticket,
	    .status = 200,
	    .type = TXT("application/json"),
	    .digest = buf_text(&digest),
	    .signed_as = buf_text(&input),
	    .signature = buf_text(&sig),
	    .answer = buf_done(&b)});
}

/* The receipt of the i-th envelope that was sent, as a JSON text. */
static const char *
receipt(unsigned i, enum receipt_state state, bool other_device)
{
	static uint8_t room[4096];
	uint8_t text_room[1024], note_room[2048], name[128], sig[SIGN_LEN];
	struct buf text = buf_over(text_room, sizeof(text_room));
	struct buf note = buf_over(note_room, sizeof(note_room));
	struct buf json = buf_over(room, sizeof(room) - 1);
	struct envelope e;

	OK(envelope_read(sent.batch.envelope[i], &e));
	struct receipt r = {.deployment = TXT("99-demo"),
	    .device = e.outer.device,
	    .incarnation = e.outer.incarnation,
	    .seq = e.outer.seq,
	    .envelope = e.outer.id,
	    .state = state,
	    .received = (uint64_t)say.now};
	hash_sha256(sent.batch.envelope[i], r.sha256);
	r.device.at[0] ^= other_device;
	struct note_key key = site_central(&rig.core.site, name);
	receipt_text(&text, &r);
	sign_message(line.sign, buf_done(&text), sig);
	note_put(&note, buf_text(&text), &key, sig);
	json_quote(&json, buf_text(&note));
	OK(buf_err(&json));
	room[json.len] = 0;
	return (const char *)room;
}

static int64_t
state(void)
{
	return rig_number("SELECT max(state) FROM parcel");
}

static void
a_box(void)
{
	line_open(1);
	a_central();
}

TEST(S3_what_was_filed_is_sent_at_once_and_a_receipt_says_it_arrived)
{
	a_box();
	TRUE(calls()); /* at start, to learn what there is */
	EQ(sent.batch.count, 0);
	EQ(rig_get("/"), 200);
	TRUE(strstr(rig.page, "en cours de vérification"));
	answers("");
	EQ(rig.core.liaison.state, LIAISON_ANSWERS);
	EQ(rig_get("/"), 200);
	TRUE(strstr(rig.page, "Le serveur central répond"));
	TRUE(!calls());

	OK(line_file(SAID, NULL));
	TRUE(calls());
	EQ(sent.batch.count, 1);
	EQ(strcmp(sent.nonce, "next"), 0);
	answers(receipt(0, RECEIPT_STORED, false));
	EQ(state(), 1);
	EQ(line_files(".fpe"), 1); /* the hold */
	line_close();
}

TEST(an_answer_that_is_not_the_central_s_to_this_request_changes_nothing)
{
	uint8_t another[SIGN_KEY], open[SIGN_PUBLIC], old[HTTPSIG_LEN] = {1};

	sign_key((const uint8_t[SIGN_SEED]){5}, another, open);
	for (int how = 0; how < 3; how++) {
		a_box();
		OK(line_file(SAID, NULL));
		TRUE(calls());
		if (how == 0)
			say.key = another;
		if (how == 1)
			say.request = BYTES_OF(old);
		say.alter = how == 2;
		answers(receipt(0, RECEIPT_STORED, false));
		EQ(state(), 0);
		EQ(rig.core.liaison.state, LIAISON_SILENT);
		EQ(rig_get("/"), 200);
		TRUE(strstr(rig.page, "Le serveur central ne répond pas"));
		TRUE(strstr(rig.page, "reste sur le boîtier"));
		TRUE(!rig.core.hour.anchored);
		line_close();
	}
}

TEST(a_receipt_for_another_box_is_passed_over)
{
	a_box();
	OK(line_file(SAID, NULL));
	TRUE(calls());
	answers(receipt(0, RECEIPT_STORED, true));
	EQ(state(), 0);
	line_close();
}

TEST(what_the_central_could_not_open_stays_here_and_is_not_sent_again)
{
	a_box();
	OK(line_file(SAID, NULL));
	TRUE(calls());
	answers(receipt(0, RECEIPT_QUARANTINED, false));
	EQ(state(), 2);
	EQ(line_files(".fpe"), 1);
	rig_pass(30 * CLOCK_MINUTE);
	TRUE(calls());
	EQ(sent.batch.count, 0);
	line_close();
}

TEST(what_was_set_aside_is_not_said_to_be_delivered_for_another_of_its_number)
{
	struct tx tx;

	a_box();
	OK(line_file(SAID, NULL));
	tx = tx_begin(&rig.core.write);
	tx_run(&tx,
	    "INSERT INTO sending(id, form, content, reference, urgency, "
	    "recorded_ms) SELECT id, 'fiche_p', 1, 'P', 0, ? FROM parcel",
	    INT(rig.now));
	OK(tx_end(&tx));
	TRUE(calls());
	say.more = ",\"states\":[{\"reference\":\"P\",\"delivered_ms\":5}]";
	answers(receipt(0, RECEIPT_QUARANTINED, false));
	EQ(rig_number("SELECT count(delivered_ms) FROM sending"), 0);
	/* Taken in the end, it is believed. */
	const char *taken = receipt(0, RECEIPT_STORED, false);
	rig_pass(6 * CLOCK_MINUTE);
	TRUE(calls());
	answers(taken);
	EQ(rig_number("SELECT delivered_ms FROM sending"), 5);
	line_close();
}

/* As for one that was taken under a further reference, while another bears the
 * one that its author knows. */
TEST(what_is_said_of_a_sending_is_known_by_its_envelope_before_its_reference)
{
	static char more[1024];
	struct tx tx;

	a_box();
	tx = tx_begin(&rig.core.write);
	tx_run(&tx,
	    "INSERT INTO sending(id, form, content, reference, urgency, "
	    "recorded_ms) VALUES (x'30313233343536373839616263646566', "
	    "'fiche_p', 1, 'P', 0, 1), (x'30313233343536373839616263646565', "
	    "'fiche_p', 1, 'Q', 0, 1)",
	    NONE);
	OK(tx_end(&tx));
	TRUE(calls());
#define OF(end) "\"sending\":\"303132333435363738396162636465" end "\","
#define WORD(id, of)                                                           \
	"{\"id\":\"0000000000000000000000000000000" id "\"," of                \
	"\"sender\":\"CRIP\",\"sent_ms\":1,\"text\":\"?\"}"
	snprintf(more, sizeof(more),
	    ",\"states\":[{%s\"reference\":\"P-2\",\"delivered_ms\":5},"
	    "{%s\"reference\":\"Q\",\"delivered_ms\":5}],\"words\":[%s,%s]",
	    OF("66"), OF("67"), WORD("1", OF("66") "\"reference\":\"P-2\","),
	    WORD("2", OF("67") "\"reference\":\"Q\","));
	say.more = more;
	answers("");
	EQ(rig_number("SELECT delivered_ms FROM sending WHERE reference = 'P'"),
	    5);
	EQ(rig_number("SELECT count(*) FROM sending WHERE reference = 'Q' AND "
		      "delivered_ms IS NULL"),
	    1);
	EQ(rig_number("SELECT count(*) FROM word JOIN sending ON sending = "
		      "sending.id AND reference = 'P'"),
	    1);
	EQ(rig_number("SELECT count(*) FROM word"), 1);
	line_close();
}

TEST(a_stale_nonce_is_signed_again_at_once_and_only_once)
{
	a_box();
	TRUE(calls());
	EQ(strcmp(sent.nonce, "none"), 0);
	fate(&(struct sync_fate){.ticket = sent.ticket,
	    .status = 401,
	    .nonce = TXT("fresh")});
	TRUE(calls());
	EQ(strcmp(sent.nonce, "fresh"), 0);
	fate(&(struct sync_fate){.ticket = sent.ticket,
	    .status = 401,
	    .nonce = TXT("fresher")});
	TRUE(!calls());
	EQ(rig.core.sync.failed, 1);
	line_close();
}

TEST(a_central_that_was_restored_is_sent_again_what_is_still_held)
{
	a_box();
	OK(line_file(SAID, NULL));
	TRUE(calls());
	answers(receipt(0, RECEIPT_STORED, false));
	EQ(state(), 1);
	rig_pass(6 * CLOCK_MINUTE);
	say.now += 6 * CLOCK_MINUTE;
	TRUE(calls());
	say.incarnation = 8;
	answers("");
	EQ(state(), 0);
	rig_pass(6 * CLOCK_MINUTE);
	TRUE(calls());
	EQ(sent.batch.count, 1);
	answers(receipt(0, RECEIPT_STORED, false));
	EQ(state(), 1);
	line_close();
}

/* What a turn's transaction does; the turn that follows commits it. */
static void
does(const char *sql)
{
	tx_run(turn_tx(&rig.core), sql, INT(say.now));
	turn_commit(&rig.core);
}

/* How long after this answer the next call is, as a share of `span`. */
static bool
waits(int64_t span)
{
	rig_pass(10 * CLOCK_MINUTE);
	say.now = rig.now;
	TRUE(calls());
	answers("");
	int64_t wait = rig.core.sync.next - rig.boot;
	return wait >= span * 7 / 10 && wait <= span * 13 / 10;
}

TEST(a_box_calls_sooner_while_an_author_looks_out_for_the_parquet)
{
	a_box();
	TRUE(waits(SYNC_EVERY));
	does("INSERT INTO sending(id, form, content, reference, urgency, "
	     "recorded_ms) VALUES (X'00112233445566778899AABBCCDDEEFF', "
	     "'fiche_p', 1, 'P', 0, ?)");
	TRUE(waits(SYNC_SOON));
	does("UPDATE sending SET delivered_ms = ?");
	TRUE(waits(SYNC_EVERY));
	does("UPDATE sending SET delivered_ms = NULL, recorded_ms = ? - "
	     "7200001");
	TRUE(waits(SYNC_EVERY));
	line_close();
}

TEST(what_was_received_leaves_after_seven_days_of_the_central_s_clock)
{
	a_box();
	OK(line_file(SAID, NULL));
	TRUE(calls());
	answers(receipt(0, RECEIPT_STORED, false));
	rig_pass(SYNC_HOLD - CLOCK_HOUR);
	rig_turn();
	EQ(line_files(".fpe"), 1);
	/* Whoever sets the machine's clock makes nothing go. */
	clock_hold(rig.now + 3650 * CLOCK_DAY);
	rig.boot += 2 * CLOCK_MINUTE;
	clock_hold_boot(rig.boot);
	rig_turn();
	EQ(line_files(".fpe"), 1);
	rig_pass(2 * CLOCK_HOUR);
	rig_turn();
	EQ(line_files(".fpe"), 0);
	EQ(rig_number("SELECT count(*) FROM parcel WHERE deleted_ms > 0"), 1);
	line_close();
}

/* It calls, and the central says what time it is, wrong by `off`. */
static void
told_hour(int64_t off)
{
	rig_pass(15 * CLOCK_MINUTE);
	TRUE(calls());
	say.now = rig.now + off;
	answers("");
}

TEST(one_wrong_clock_at_the_central_makes_nothing_go_and_dates_nothing)
{
	a_box();
	/* One life of the machine. */
	snprintf(rig.keys.boot, sizeof(rig.keys.boot), "one");
	line_stop();
	line_again();
	OK(line_file(SAID, NULL));
	TRUE(calls());
	answers(receipt(0, RECEIPT_STORED, false));
	for (int i = 0; i < 97; i++)
		told_hour(0);
	TRUE(hour_sure(&rig.core.hour));
	told_hour(3650 * CLOCK_DAY);
	EQ(hour_now(&rig.core.hour).ms, rig.now);
	EQ(rig_number("SELECT anchor_ms FROM central"),
	    rig.now - 15 * CLOCK_MINUTE);
	rig_turn();
	EQ(line_files(".fpe"), 1);
	/* Nor once the program is started again, be it several times. */
	for (int i = 0; i < 3; i++) {
		line_stop();
		line_again();
		TRUE(!hour_sure(&rig.core.hour));
		told_hour(3650 * CLOCK_DAY);
		EQ(hour_now(&rig.core.hour).ms, rig.now);
		EQ(line_files(".fpe"), 1);
	}
	told_hour(0);
	EQ(hour_now(&rig.core.hour).ms, rig.now);
	TRUE(hour_sure(&rig.core.hour));
	line_close();
}

TEST(a_machine_that_was_stopped_while_it_doubted_counts_anew)
{
	a_box();
	snprintf(rig.keys.boot, sizeof(rig.keys.boot), "one");
	line_stop();
	line_again();
	for (int i = 0; i < 98; i++)
		told_hour(0);
	told_hour(3650 * CLOCK_DAY);
	line_stop();
	snprintf(rig.keys.boot, sizeof(rig.keys.boot), "two");
	rig.boot = CLOCK_MINUTE;
	rig_pass(0);
	line_again();
	told_hour(0);
	TRUE(!hour_sure(&rig.core.hour));
	EQ(hour_agreed(&rig.core.hour), 0);
	line_close();
}

TEST(what_was_received_leaves_a_box_that_is_stopped_every_night)
{
	a_box();
	OK(line_file(SAID, NULL));
	TRUE(calls());
	answers(receipt(0, RECEIPT_STORED, false));
	for (int night = 0; night < 7; night++) {
		for (int i = 0; i < 32; i++)
			told_hour(0);
		EQ(line_files(".fpe"), 1);
		line_stop();
		rig.boot = CLOCK_MINUTE;
		rig.now += 16 * CLOCK_HOUR;
		rig_pass(0);
		line_again();
	}
	told_hour(0);
	rig_pass(2 * CLOCK_MINUTE);
	rig_turn();
	EQ(line_files(".fpe"), 0);
	line_close();
}

TEST(a_revoked_box_says_so_and_keeps_what_is_filed)
{
	a_box();
	TRUE(calls());
	say.revoked = true;
	answers("");
	EQ(rig_get("/"), 200);
	TRUE(strstr(rig.page, "révoqué") != NULL);
	OK(line_file(SAID, NULL));
	EQ(line_files(".fpe"), 1);
	TRUE(calls());
	EQ(sent.batch.count, 1); /* it is still sent, and quarantined there */
	say.revoked = false;
	answers("");
	EQ(rig_get("/"), 200);
	TRUE(strstr(rig.page, "révoqué") == NULL);
	line_close();
}

TEST(the_central_s_clock_is_ours_from_its_first_answer_on)
{
	a_box();
	TRUE(calls());
	say.now = rig.now + CLOCK_HOUR;
	answers("");
	EQ(hour_now(&rig.core.hour).ms, say.now);
	EQ(hour_now(&rig.core.hour).clock, TRAIL_CLOCK_ANCHORED);
	/* And after a restart in the same life of the machine. */
	EQ(rig_number("SELECT anchor_ms FROM central"), say.now);
	line_close();
}

TEST(a_file_that_is_gone_is_told_and_the_others_are_sent)
{
	char command[160];

	a_box();
	OK(line_file(SAID, NULL));
	OK(line_file(SAID, NULL));
	snprintf(command, sizeof(command),
	    "rm $(ls -d %s/spool/*.fpe | head -1)", rig.dir);
	EQ(system(command), 0);
	TRUE(calls());
	EQ(sent.batch.count, 1);
	EQ(state(), 3);
	line_close();
}

/* Turn over the last byte of the first file of the spool. */
static void
turn_over(void)
{
	char command[256], path[256] = "";
	uint8_t last;

	snprintf(command, sizeof(command), "ls -d %s/spool/*.fpe | head -1",
	    rig.dir);
	FILE *p = popen(command, "r");
	TRUE(p != NULL && fgets(path, sizeof(path), p) != NULL);
	pclose(p);
	path[strcspn(path, "\n")] = 0;
	int fd = open(path, O_RDWR);
	off_t at = lseek(fd, -1, SEEK_END);
	EQ(pread(fd, &last, 1, at), 1);
	last ^= 1;
	EQ(pwrite(fd, &last, 1, at), 1);
	close(fd);
}

TEST(a_file_that_is_damaged_is_told_and_sent_if_it_is_put_right)
{
	a_box();
	OK(line_file(SAID, NULL));
	OK(line_file(SAID, NULL));
	turn_over();
	TRUE(calls());
	EQ(sent.batch.count, 1);
	EQ(state(), 3);
	EQ(rig_last().action, AUDIT_parcel_lost);
	answers(receipt(0, RECEIPT_STORED, false));
	int64_t entries = RIG_TRAIL;
	rig_pass(SYNC_EVERY * 2);
	TRUE(calls());
	EQ(sent.batch.count, 0);
	EQ(RIG_TRAIL, entries); /* said once, however often it is looked for */
	turn_over();
	answers("");
	rig_pass(SYNC_EVERY * 2);
	TRUE(calls());
	EQ(sent.batch.count, 1);
	answers(receipt(0, RECEIPT_STORED, false));
	EQ(state(), 1);
	line_close();
}

/* As when no more files can be opened: it is there all the same. */
static void
close_off(bool off)
{
	char command[512];

	snprintf(command, sizeof(command),
	    off ? "cd %s/spool && f=$(ls -d *.fpe | head -1) && mv $f kept && "
		  "mkdir $f"
		: "cd %s/spool && f=$(ls -d *.fpe | head -1) && rmdir $f && "
		  "mv kept $f",
	    rig.dir);
	EQ(system(command), 0);
}

TEST(a_file_that_cannot_be_read_now_is_lost_after_several_looks_alone)
{
	a_box();
	OK(line_file(SAID, NULL));
	for (int i = 0; i < 2; i++) {
		close_off(true);
		for (int k = 0; k < 3; k++) {
			TRUE(calls());
			EQ(sent.batch.count, 0);
			EQ(state(), 0);
			answers("");
			rig_pass(SYNC_EVERY * 2);
		}
		if (i > 0)
			break;
		close_off(false);
		TRUE(calls());
		EQ(sent.batch.count, 1);
		answers("");
		rig_pass(SYNC_EVERY * 2);
	}
	TRUE(calls());
	EQ(state(), 3);
	answers("");
	close_off(false);
	rig_pass(SYNC_EVERY * 2);
	TRUE(calls());
	EQ(sent.batch.count, 1);
	line_close();
}

TEST(a_central_that_is_away_is_asked_less_and_less_and_at_random)
{
	int64_t longest = 0;

	a_box();
	for (int i = 0; i < 14; i++) {
		TRUE(calls());
		fate(&(struct sync_fate){.ticket = sent.ticket,
		    .fate = ERR_LATER});
		int64_t wait = rig.core.sync.next - rig.boot;
		TRUE(wait > 0 && wait <= SYNC_MOST + CLOCK_SECOND);
		if (wait > longest)
			longest = wait;
		TRUE(!calls());
		rig_pass(wait);
	}
	TRUE(longest > CLOCK_MINUTE);
	line_close();
}

TEST(a_courier_that_leaves_takes_its_errand_with_it)
{
	a_box();
	TRUE(calls());
	sync_courier_gone(&rig.core);
	EQ(rig.core.sync.failed, 1);
	/* What it may still say of it is of no use. */
	fate(&(struct sync_fate){.ticket = sent.ticket, .fate = ERR_LATER});
	EQ(rig.core.sync.failed, 1);
	line_close();
}

/* --- audit logs --------------------------------------------------------------
 */

/* ,"checkpoint":"...","proof":[] of a central's log of one size. */
static const char *
shows(uint64_t size, uint8_t head)
{
	static char room[2048];
	uint8_t text_room[512], note_room[1024], name[64], sig[SIGN_LEN];
	struct buf n = buf_over(name, sizeof(name));
	struct buf text = buf_over(text_room, sizeof(text_room));
	struct buf note = buf_over(note_room, sizeof(note_room));
	struct buf json = buf_over(room, sizeof(room) - 1);
	struct note_key key;

	vkey_name(&n, line.grant.checkpoint);
	key.name = buf_text(&n);
	memcpy(key.open, line.grant.checkpoint, SIGN_PUBLIC);
	checkpoint_put(&text,
	    &(struct checkpoint){.origin = key.name,
		.size = size,
		.root = {{head}}});
	sign_message(line.stamp, buf_done(&text), sig);
	note_put(&note, buf_text(&text), &key, sig);
	buf_str(&json, TXT(",\"proof\":[],\"checkpoint\":"));
	json_quote(&json, buf_text(&note));
	OK(buf_err(&json));
	room[json.len] = 0;
	return room;
}

TEST(a_central_that_rewrites_its_log_is_found_out)
{
	a_box();
	TRUE(calls());
	say.more = shows(5, 1);
	answers("");
	EQ(rig_number("SELECT length(seen) > 0 FROM central"), 1);
	EQ(rig_number("SELECT count(history_ms) FROM central"), 0);
	for (int i = 0; i < 2; i++) {
		rig_pass(7 * CLOCK_MINUTE);
		TRUE(calls());
		say.more = i ? shows(4, 3) : shows(5, 2);
		answers("");
		EQ(rig_number("SELECT count(history_ms) FROM central"), 1);
		/* Perhaps it was restored: its numbers are given again. */
		EQ(rig_number("SELECT states FROM central"), i ? 3 : 0);
	}
	/* What was verified stays what is compared with. */
	EQ(rig_number("SELECT count(*) FROM central WHERE seen LIKE '%"
		      "\n5\n%'"),
	    1);
	/* It was, and says so at last: it is not accused any more. */
	rig_pass(7 * CLOCK_MINUTE);
	TRUE(calls());
	say.incarnation++;
	say.more = shows(4, 3);
	answers("");
	EQ(rig_number("SELECT count(history_ms) FROM central"), 0);
	EQ(rig_number("SELECT count(*) FROM central WHERE seen LIKE '%"
		      "\n4\n%'"),
	    1);
	line_close();
}
