SELECT anchor_ms, anchor_boot, boot, agreed_ms, doubt_ms, doubt_boot FROM central
