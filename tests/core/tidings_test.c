#define SUITE core_tidings
#include "heard.h"

#define SAID "{\"payload\":1}"

#define HELD rig_number("SELECT count(*) FROM parcel WHERE state = 0")

TEST(a_restored_central_is_sent_again_what_it_had_received_or_set_aside)
{
	static const enum receipt_state said[] = {RECEIPT_STORED,
	    RECEIPT_DUPLICATE, RECEIPT_QUARANTINED};

	for (size_t i = 0; i < 3; i++) {
		line_open(1);
		OK(line_file(SAID, NULL));
		heard(1, heard_receipt(said[i]), "", "");
		EQ(HELD, 0);
		heard(1, "", "", "");
		EQ(HELD, 0);
		heard(2, "", "", "");
		EQ(HELD, 1);
		EQ(line_files(".fpe"), 1);
		line_close();
	}
}

TEST(a_central_whose_log_went_back_is_sent_again_what_is_held)
{
	line_open(1);
	OK(line_file(SAID, NULL));
	heard(1, heard_receipt(RECEIPT_STORED), "", "");
	EQ(HELD, 0);
	heard(1, "", "a log that does not go on", "");
	EQ(HELD, 1);
	EQ(rig_number("SELECT count(*) FROM central WHERE history_ms > 0"), 1);
	/* Once: what it says it has is believed from then on. */
	heard(1, heard_receipt(RECEIPT_DUPLICATE), "a log that does not go on",
	    "");
	EQ(HELD, 0);
	heard(1, "", "a log that does not go on", "");
	EQ(HELD, 0);
	line_close();
}
