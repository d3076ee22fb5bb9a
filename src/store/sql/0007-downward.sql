-- What is to travel down to a box at its next synchronisations: in this order,
-- each with a number that only grows, so that a box says how far it has read.
-- Whoever acknowledges an act or replies to its author need not think of it.

CREATE TABLE downward (
	seq    INTEGER PRIMARY KEY AUTOINCREMENT,
	device BLOB NOT NULL REFERENCES box(device),
	act    INTEGER NOT NULL REFERENCES act(id),
	reply  BLOB -- of table reply; NULL: the act was delivered to its parquet
) STRICT;
CREATE INDEX downward_device ON downward(device, seq);

-- « Remise au parquet »: the first accusé de réception of the competent one.
CREATE TRIGGER reception_acked AFTER UPDATE OF acked_ms ON reception
WHEN NEW.role = 'parquet' AND OLD.acked_ms IS NULL AND NEW.acked_ms IS NOT NULL
BEGIN
	INSERT INTO downward(device, act)
	SELECT act.device, act.id FROM act
	JOIN box ON box.device = act.device
	WHERE act.id = NEW.act AND act.parquet = NEW.scope;
END;

CREATE TRIGGER reply_sent AFTER INSERT ON reply
BEGIN
	INSERT INTO downward(device, act, reply)
	SELECT act.device, act.id, NEW.id FROM act
	JOIN box ON box.device = act.device
	WHERE act.id = NEW.act;
END;
