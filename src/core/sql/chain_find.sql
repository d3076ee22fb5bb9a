SELECT incarnation, seq, before, boots, boot FROM chain
