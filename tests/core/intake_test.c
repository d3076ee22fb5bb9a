#define SUITE core_intake
#include "fleet_rig.h"

#define COUNT(what) rig_number("SELECT count(*) FROM " what)

/* Sealed, sent, and what became of it. */
static enum receipt_state
send_one(struct fleet_box *b, struct bytes e)
{
	EQ(fleet_sync(b, 1, &e), 200);
	return fleet_receipt(0).state;
}

TEST(a_fiche_becomes_an_act_and_its_receipt_says_so)
{
	fleet_open();
	struct fleet_box b = fleet_box("TIL");
	int64_t leaves = RIG_TRAIL;
	struct bytes e = fleet_fiche(&b);
	uint8_t hash[HASH_SHA256];

	EQ(fleet_sync(&b, 1, &e), 200);
	OK(fleet_verify(&b));
	struct receipt r = fleet_receipt(0);
	EQ(r.state, RECEIPT_STORED);
	hash_sha256(e, hash);
	SAME(BYTES_OF(r.sha256), BYTES_OF(hash));
	TRUE(ident_eq(&r.device, &b.device));
	EQ(r.incarnation, 5);
	EQ(r.seq, 1);
	EQ(r.received, rig.now);
	EQ(r.leaf, leaves);
	EQ(RIG_TRAIL, leaves + 1);
	EQ(rig_last().action, AUDIT_envelope_stored);

	EQ(COUNT("act WHERE form = 'fiche_p' AND verified = 1 AND urgency = 1"
		 " AND site = 'TIL' AND site_name = 'Foyer Les Tilleuls'"
		 " AND parquet = 'parquet-valmont'"),
	    1);
	EQ(COUNT("party WHERE role = 'crip' AND scope = ''"), 1);
	EQ(COUNT("party WHERE role = 'parquet' AND scope = 'parquet-valmont'"),
	    1);
	EQ(COUNT("party"), 2);
	EQ(COUNT("reception WHERE acked_ms IS NULL"), 2);
	EQ(COUNT("intake WHERE state = 0 AND bytes IS NULL"), 1);
	EQ(COUNT("alarm"), 0);
	EQ(rig_number("SELECT held FROM box"), 0); /* it has its receipt */
	fleet_close();
}

TEST(what_was_sealed_is_kept_to_the_byte)
{
	fleet_open();
	struct fleet_box b = fleet_box("TIL");
	const char *json =
	    fleet_payload("fiche_p", fleet_reference(&b, 'P'), "");
	size_t len = strlen(json);

	EQ(send_one(&b, fleet_seal(&b, ENVELOPE_fiche, json)), RECEIPT_STORED);
	struct query q =
	    query_open(&rig.core.read, "SELECT payload FROM act", NONE);
	TRUE(query_next(&q));
	SAME(query_blob(&q), ((struct bytes){(const uint8_t *)json, len}));
	OK(query_end(&q));
	fleet_close();
}

TEST(the_same_bytes_again_are_a_duplicate_with_the_same_leaf)
{
	fleet_open();
	struct fleet_box b = fleet_box("TIL");
	struct bytes e = fleet_fiche(&b);

	EQ(send_one(&b, e), RECEIPT_STORED);
	struct receipt first = fleet_receipt(0);
	int64_t leaves = RIG_TRAIL;
	rig_pass(CLOCK_HOUR);
	EQ(send_one(&b, e), RECEIPT_DUPLICATE);
	struct receipt again = fleet_receipt(0);
	EQ(again.leaf, first.leaf);
	EQ(again.received, first.received);
	EQ(COUNT("act"), 1);
	EQ(RIG_TRAIL, leaves);
	fleet_close();
}

TEST(the_same_id_over_other_bytes_is_a_clash)
{
	fleet_open();
	struct fleet_box b = fleet_box("TIL");
	struct envelope_outer o = fleet_outer(&b);
	struct bytes e = fleet_seal_as(&b, &o, ENVELOPE_fiche,
	    fleet_payload("fiche_p", fleet_reference(&b, 'P'), ""));

	EQ(send_one(&b, e), RECEIPT_STORED);
	o.seq = ++b.seq;
	e = fleet_seal_as(&b, &o, ENVELOPE_fiche,
	    fleet_payload("fiche_p", fleet_reference(&b, 'P'), ""));
	EQ(send_one(&b, e), RECEIPT_QUARANTINED);
	EQ(COUNT("alarm WHERE kind = 'clash'"), 1);
	EQ(COUNT("intake WHERE why = 'clash' AND bytes IS NOT NULL"), 1);
	EQ(COUNT("act"), 1);
	fleet_close();
}

TEST(two_envelopes_at_one_place_are_a_fork)
{
	fleet_open();
	struct fleet_box b = fleet_box("TIL");
	struct fleet_box copy = b;

	EQ(send_one(&b, fleet_fiche(&b)), RECEIPT_STORED);
	copy.number = 50;
	EQ(send_one(&copy, fleet_fiche(&copy)), RECEIPT_QUARANTINED);
	EQ(COUNT("alarm WHERE kind = 'fork' AND detail = '5/1'"), 1);
	EQ(COUNT("intake WHERE why = 'fork'"), 1);
	EQ(rig_last().motive, MOTIVE_fork);
	EQ(COUNT("act"), 1);
	fleet_close();
}

TEST(what_follows_one_of_two_at_a_place_is_no_fork_again)
{
	fleet_open();
	struct fleet_box b = fleet_box("TIL");
	struct fleet_box copy = b;

	EQ(send_one(&b, fleet_fiche(&b)), RECEIPT_STORED);
	copy.number = 50;
	EQ(send_one(&copy, fleet_fiche(&copy)), RECEIPT_QUARANTINED);
	snprintf(b.nonce, sizeof(b.nonce), "%s", copy.nonce);
	struct tx tx = tx_begin(&rig.core.write);
	tx_run(&tx, "DELETE FROM alarm", NONE); /* it was looked into */
	OK(tx_end(&tx));
	EQ(send_one(&b, fleet_fiche(&b)), RECEIPT_STORED);
	EQ(COUNT("alarm"), 0);
	fleet_close();
}

TEST(a_broken_chain_is_told_and_its_fiche_is_read)
{
	fleet_open();
	struct fleet_box b = fleet_box("TIL");

	EQ(send_one(&b, fleet_fiche(&b)), RECEIPT_STORED);
	EQ(COUNT("alarm"), 0);
	memset(b.before, 9, sizeof(b.before));
	EQ(send_one(&b, fleet_fiche(&b)), RECEIPT_STORED);
	EQ(COUNT("alarm WHERE kind = 'fork'"), 1);
	EQ(COUNT("act"), 2);
	fleet_close();
}

TEST(what_fills_a_gap_and_is_not_what_follows_says_is_a_fork_that_is_told)
{
	fleet_open();
	struct fleet_box b = fleet_box("TIL");
	struct fleet_box copy = b;

	EQ(send_one(&b, fleet_fiche(&b)), RECEIPT_STORED);
	copy = b;
	(void)fleet_fiche(&b); /* it is on its way */
	EQ(send_one(&b, fleet_fiche(&b)), RECEIPT_STORED);
	EQ(COUNT("alarm"), 0);
	copy.number = 50; /* another comes in its place */
	snprintf(copy.nonce, sizeof(copy.nonce), "%s", b.nonce);
	EQ(send_one(&copy, fleet_fiche(&copy)), RECEIPT_STORED);
	EQ(COUNT("alarm WHERE kind = 'fork' AND detail = '5/2'"), 1);
	EQ(COUNT("act"), 3);
	fleet_close();
}

TEST(what_fills_a_gap_as_what_follows_says_is_no_alarm)
{
	static uint8_t room[ENVELOPE_MOST];

	fleet_open();
	struct fleet_box b = fleet_box("TIL");
	EQ(send_one(&b, fleet_fiche(&b)), RECEIPT_STORED);
	struct bytes late = fleet_fiche(&b);
	memcpy(room, late.at, late.len);
	EQ(send_one(&b, fleet_fiche(&b)), RECEIPT_STORED);
	EQ(send_one(&b, (struct bytes){room, late.len}), RECEIPT_STORED);
	EQ(COUNT("alarm"), 0);
	fleet_close();
}

TEST(what_the_spool_key_signed_while_the_keeper_was_away_is_taken)
{
	fleet_open();
	struct fleet_box b = fleet_box("TIL");

	b.spool_key = true;
	EQ(send_one(&b, fleet_fiche(&b)), RECEIPT_STORED);
	fleet_close();
}

TEST(every_altered_byte_leads_to_quarantine_and_nothing_is_dropped)
{
	fleet_open();
	struct fleet_box b = fleet_box("TIL");
	struct bytes e = fleet_fiche(&b);
	uint8_t *at = (uint8_t *)(uintptr_t)e.at;
	int64_t kept = 0;

	for (size_t i = 0; i < e.len; i += i < 400 ? 7 : 1009) {
		at[i] ^= 0x20;
		EQ(send_one(&b, e), RECEIPT_QUARANTINED);
		at[i] ^= 0x20;
		EQ(COUNT("intake WHERE bytes IS NOT NULL"), ++kept);
	}
	EQ(COUNT("act"), 0);
	EQ(send_one(&b, e), RECEIPT_STORED);
	EQ(COUNT("act"), 1);
	EQ(COUNT("alarm"), 1); /* "quarantine", said once */
	fleet_close();
}

TEST(noise_is_kept_like_anything_else)
{
	fleet_open();
	struct fleet_box b = fleet_box("TIL");
	struct bytes e[] = {str_bytes(TXT("noise")), str_bytes(TXT("FPE1")),
	    {(const uint8_t *)"", 0}};

	EQ(fleet_sync(&b, 3, e), 200);
	for (size_t i = 0; i < 3; i++)
		EQ(fleet_receipt(i).state, RECEIPT_QUARANTINED);
	EQ(COUNT("intake WHERE why = 'unreadable'"), 3);
	fleet_close();
}

TEST(a_box_brings_nothing_in_the_name_of_another)
{
	fleet_open();
	struct fleet_box b = fleet_box("TIL"), other = fleet_box("ORM");
	struct bytes e = fleet_fiche(&other);

	EQ(send_one(&b, e), RECEIPT_QUARANTINED);
	EQ(COUNT("intake WHERE why = 'other_box'"), 1);
	EQ(COUNT("act"), 0);
	fleet_close();
}

/* Whoever got hold of a copy cannot make its fiche unread by bringing it first.
 */
TEST(what_another_box_brought_first_is_taken_when_its_own_brings_it)
{
	fleet_open();
	struct fleet_box b = fleet_box("TIL"), thief = fleet_box("ORM");
	struct bytes e = fleet_fiche(&b);

	EQ(send_one(&thief, e), RECEIPT_QUARANTINED);
	EQ(send_one(&thief, e), RECEIPT_QUARANTINED);
	EQ(send_one(&b, e), RECEIPT_STORED);
	struct receipt r = fleet_receipt(0);
	TRUE(ident_eq(&r.device, &b.device));
	EQ(COUNT("act"), 1);
	EQ(COUNT("intake"), 1);
	EQ(send_one(&thief, e), RECEIPT_DUPLICATE);
	EQ(send_one(&b, e), RECEIPT_DUPLICATE);
	EQ(COUNT("act"), 1);
	fleet_close();
}

TEST(what_is_sealed_to_another_key_is_not_opened)
{
	fleet_open();
	struct fleet_box b = fleet_box("TIL");
	uint8_t mine[HPKE_KEY], was[HPKE_KEY];

	memcpy(was, rig.keys.intake, sizeof(was));
	hpke_make(mine, rig.keys.intake);
	struct bytes e = fleet_fiche(&b);
	memcpy(rig.keys.intake, was, sizeof(was));
	EQ(send_one(&b, e), RECEIPT_QUARANTINED);
	EQ(COUNT("intake WHERE why = 'not_opened' AND signed = 1"), 1);
	fleet_close();
}

TEST(a_content_that_decides_nothing_is_not_an_act)
{
	static const char *const bad[] = {"", "{}", "[]", "{\"payload\":1",
	    "{\"payload\":2}"};
	fleet_open();
	struct fleet_box b = fleet_box("TIL");

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		EQ(send_one(&b, fleet_seal(&b, ENVELOPE_fiche, bad[i])),
		    RECEIPT_QUARANTINED);
	EQ(send_one(&b,
	       fleet_seal(&b, ENVELOPE_fiche,
		   fleet_payload("recette", fleet_reference(&b, 'P'), ""))),
	    RECEIPT_QUARANTINED);
	EQ(send_one(&b,
	       fleet_seal(&b, ENVELOPE_fiche,
		   fleet_payload("fiche_p", fleet_reference(&b, 'I'), ""))),
	    RECEIPT_QUARANTINED);
	EQ(send_one(&b,
	       fleet_seal(&b, ENVELOPE_fiche,
		   fleet_payload("fiche_p", "P-99-TIL-2026-1-A", ""))),
	    RECEIPT_QUARANTINED);
	EQ(COUNT("intake WHERE why = 'not_understood'"), 8);
	EQ(COUNT("act"), 0);
	fleet_close();
}

TEST(a_reference_belongs_to_whom_had_it_first)
{
	fleet_open();
	struct fleet_box b = fleet_box("TIL"), other = fleet_box("ORM");
	char mine[64];

	snprintf(mine, sizeof(mine), "%s", fleet_reference(&b, 'P'));
	/* Not yet given, but its site is that of another box. */
	EQ(send_one(&other,
	       fleet_seal(&other, ENVELOPE_fiche,
		   fleet_payload("fiche_p", mine, ""))),
	    RECEIPT_QUARANTINED);
	EQ(send_one(&b,
	       fleet_seal(&b, ENVELOPE_fiche,
		   fleet_payload("fiche_p", mine, ""))),
	    RECEIPT_STORED);
	EQ(send_one(&b,
	       fleet_seal(&b, ENVELOPE_fiche,
		   fleet_payload("fiche_p", mine, ""))),
	    RECEIPT_QUARANTINED);
	EQ(COUNT("intake WHERE why = 'reference_taken'"), 2);
	fleet_close();
}

TEST(what_completes_a_fiche_joins_its_dossier_and_its_parties)
{
	fleet_open();
	struct fleet_box b = fleet_box("TIL"), other = fleet_box("ORM");
	char about[64], added[72];

	snprintf(about, sizeof(about), "%s", fleet_reference(&b, 'P'));
	EQ(send_one(&b,
	       fleet_seal(&b, ENVELOPE_fiche,
		   fleet_payload("fiche_p", about, ""))),
	    RECEIPT_STORED);
	snprintf(added, sizeof(added), "%s-C1", about);
	EQ(send_one(&b,
	       fleet_seal(&b, ENVELOPE_addendum,
		   fleet_payload("complement", added, about))),
	    RECEIPT_STORED);
	EQ(COUNT("dossier"), 1);
	EQ(COUNT("reception"), 4);

	/* About a fiche this central has not: it is read all the same. */
	snprintf(about, sizeof(about), "%s", fleet_reference(&other, 'P'));
	snprintf(added, sizeof(added), "%s-C1", about);
	EQ(send_one(&other,
	       fleet_seal(&other, ENVELOPE_addendum,
		   fleet_payload("complement", added, about))),
	    RECEIPT_STORED);
	EQ(COUNT("dossier"), 2);
	fleet_close();
}

/* The place was not the right one, or has changed: who is competent from then
 * on reads the whole dossier, and not what completes it alone. */
TEST(a_parquet_that_a_complement_names_is_concerned_by_the_whole_dossier)
{
	fleet_open();
	struct fleet_box b = fleet_box("TIL");
	char about[64], added[72], elsewhere[2048];

	snprintf(about, sizeof(about), "%s", fleet_reference(&b, 'P'));
	EQ(send_one(&b,
	       fleet_seal(&b, ENVELOPE_fiche,
		   fleet_payload("fiche_p", about, ""))),
	    RECEIPT_STORED);
	snprintf(added, sizeof(added), "%s-C1", about);
	snprintf(elsewhere, sizeof(elsewhere), "%s",
	    fleet_payload("complement", added, about));
	memcpy(strstr(elsewhere, "parquet-valmont"), "parquet-aubelle", 15);
	EQ(send_one(&b, fleet_seal(&b, ENVELOPE_addendum, elsewhere)),
	    RECEIPT_STORED);
	EQ(COUNT("reception WHERE scope = 'parquet-aubelle'"), 2);
	EQ(COUNT("reception WHERE scope = 'parquet-valmont'"), 2);
	EQ(COUNT("reception WHERE role = 'crip'"), 2);
	fleet_close();
}

TEST(a_request_for_the_association_reaches_it)
{
	fleet_open();
	struct fleet_box b = fleet_box("BRV");
	struct tx tx = tx_begin(&rig.core.write);

	tx_run(&tx, "UPDATE box SET kind = 'fsi'", NONE);
	OK(tx_end(&tx));
	EQ(send_one(&b,
	       fleet_seal(&b, ENVELOPE_intervention,
		   fleet_payload("demande_intervention",
		       fleet_reference(&b, 'I'), ""))),
	    RECEIPT_STORED);
	/* Once the parquet has instructed it (S1-2.3-a). */
	EQ(COUNT("party WHERE role = 'adn'"), 0);
	EQ(COUNT("party WHERE role = 'fsi' AND scope = 'BRV'"), 1);
	char said[2048];
	snprintf(said, sizeof(said), "%s",
	    fleet_payload("demande_intervention", fleet_reference(&b, 'I'),
		""));
	memcpy(strstr(said, "\"faits\":\"sans objet\""),
	    "\"q_instr\":  \"ecrite\"", 20);
	EQ(send_one(&b, fleet_seal(&b, ENVELOPE_intervention, said)),
	    RECEIPT_STORED);
	EQ(COUNT("party WHERE role = 'adn'"), 1);
	fleet_close();
}

TEST(what_was_filed_without_account_is_never_verified)
{
	fleet_open();
	struct fleet_box b = fleet_box("TIL");

	EQ(send_one(&b,
	       fleet_seal(&b, ENVELOPE_emergency,
		   fleet_payload("fiche_p", fleet_reference(&b, 'P'), ""))),
	    RECEIPT_STORED);
	EQ(COUNT("act WHERE verified = 0 AND content = 2"), 1);
	fleet_close();
}

TEST(what_a_revoked_box_sends_is_quarantined_and_it_is_told)
{
	fleet_open();
	struct fleet_box b = fleet_box("TIL");
	struct bytes before = fleet_fiche(&b);
	struct tx tx;

	EQ(send_one(&b, before), RECEIPT_STORED);
	TRUE(!json_true(json_get(heard.json, TXT("revoked"))));
	tx = tx_begin(&rig.core.write);
	tx_run(&tx, "UPDATE box SET state = 2", NONE);
	OK(tx_end(&tx));
	EQ(send_one(&b, fleet_fiche(&b)), RECEIPT_QUARANTINED);
	OK(fleet_verify(&b));
	TRUE(json_true(json_get(heard.json, TXT("revoked"))));
	EQ(COUNT("intake WHERE why = 'box_revoked' AND bytes IS NOT NULL"), 1);
	EQ(send_one(&b, before), RECEIPT_DUPLICATE);
	fleet_close();
}

TEST(an_envelope_of_nothing_leaves_no_act)
{
	fleet_open();
	struct fleet_box b = fleet_box("TIL");

	EQ(send_one(&b, fleet_seal(&b, ENVELOPE_dummy, "{}")), RECEIPT_STORED);
	EQ(COUNT("act"), 0);
	EQ(COUNT("alarm"), 0);
	fleet_close();
}

TEST(while_the_keeper_is_away_nothing_is_taken_and_nothing_lost)
{
	fleet_open();
	struct fleet_box b = fleet_box("TIL");
	struct bytes e = fleet_fiche(&b);

	EQ(fleet_sync(&b, 0, NULL), 200);
	clock_hold_boot(CLOCK_FREE); /* or the wait for it never ends */
	fleet.away = true;
	EQ(fleet_sync(&b, 1, &e), 503);
	EQ(COUNT("intake"), 0);
	EQ(COUNT("act"), 0);
	fleet.away = false;
	EQ(send_one(&b, e), RECEIPT_STORED);
	EQ(COUNT("act"), 1);
	fleet_close();
}
