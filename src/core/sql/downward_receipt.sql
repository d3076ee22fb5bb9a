INSERT INTO downward(device, act, receipt)
SELECT act.device, act.id, 1 FROM act JOIN box ON box.device = act.device
WHERE act.ident = ?1;
