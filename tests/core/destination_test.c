#define SUITE core_destination
#include "postal.h"

/* Where a letter may leave to (G5). */

static void
tried(const char *mailbox)
{
	struct tx tx = tx_begin(&rig.core.write);

	tx_run(&tx,
	    "INSERT INTO mailbox(pack, service, address, code, state, "
	    "asked_by) SELECT ?, ?, ?, '', 9, asked_by FROM activation",
	    TEXT(rig.core.pack.name), TEXT(TXT(DOSSIER_PARQUET)),
	    TEXT(str_of(mailbox)));
	OK(tx_end(&tx));
}

/* To the parquet, as its act had it: nobody typed this address. */
static int64_t
as_made(const char *mailbox)
{
	int64_t act = an_act("P-99-TIL-2026-12-K", 0);
	int64_t id = deliver(act, a_letter(act), "courriel_complet", "parquet",
	    DOSSIER_PARQUET, mailbox, DELIVERY_DUE);

	sql("UPDATE delivery SET typed = 0");
	return id;
}

#define TODAY "mineurs.parquet-valmont@justice.example"

TEST(what_waited_for_an_address_leaves_to_the_one_that_was_tried_out)
{
	begin();
	tried("ancienne@justice.example");
	tried(TODAY);
	int64_t id = as_made("ancienne@justice.example");

	TRUE(takes());
	SAME_TEXT(str_of(got.to), TODAY);
	TRUE(!strstr(got.message, "ancienne@"));
	EQ(FIELD("mailbox = '" TODAY "'", id), 1);
	rig_close();
}

TEST(an_address_nobody_tried_out_is_not_written_to)
{
	begin();
	tried("ancienne@justice.example");
	int64_t id = as_made("ancienne@justice.example");

	TRUE(!takes());
	EQ(FIELD("state", id), DELIVERY_HELD);
	EQ(FIELD("mailbox = '" TODAY "'", id), 1);
	tried(TODAY);
	sql("UPDATE delivery SET state = 1");
	post_wake(&rig.core);
	TRUE(takes());
	rig_close();
}

TEST(what_a_relay_was_shown_under_another_address_is_for_a_person)
{
	begin();
	tried(TODAY);
	int64_t id = as_made("ancienne@justice.example");

	sql("UPDATE delivery SET sent_ms = 1");
	TRUE(!takes());
	EQ(FIELD("state", id), DELIVERY_REFUSED);
	EQ(FIELD("answer = 'adresse changée'", id), 1);
	EQ(TASKS("adresse"), 1);
	rig_close();
}

/* S1-1.1-b: this one asked that nothing be written to it but a notice. */
TEST(a_letter_says_no_more_than_the_directory_of_today_lets_it)
{
	begin();
	tried("permanence.parquet-aubelle@justice.example");
	sql("UPDATE mailbox SET service = 'parquet-aubelle'");
	int64_t id = as_made("permanence.parquet-aubelle@justice.example");

	sql("UPDATE delivery SET service = 'parquet-aubelle'");
	TRUE(takes());
	EQ(FIELD("mode = 'courriel_avis'", id), 1);
	TRUE(!strstr(got.message, "Vautrin"));
	rig_close();
}

TEST(once_the_way_is_shut_what_is_under_way_ends_and_does_not_leave_again)
{
	begin();
	int64_t id = one_due();

	TRUE(takes());
	uint64_t ticket = got.ticket;
	sql(SHUT);
	asks(ticket); /* its last line stays here */
	rig_turn();
	TRUE(!hears(IPC_mail_go));
	EQ(FIELD("state", id), DELIVERY_LEAVING);
	tells(ticket, ERR_LATER, 7, 0);
	rig_pass(POST_MOST + POST_LOOK);
	TRUE(!takes());
	EQ(FIELD("state", id), DELIVERY_HELD);
	rig_close();
}

TEST(what_was_under_way_when_we_ended_waits_if_the_way_is_shut)
{
	begin();
	int64_t id = one_due();

	TRUE(takes());
	sql(SHUT);
	rig_stop();
	rig_again();
	TRUE(!takes());
	EQ(FIELD("state", id), DELIVERY_HELD);
	rig_close();
}
