-- Too long to leave whole: by a notice.
UPDATE delivery SET mode = 'courriel_avis'
WHERE id = ?1 AND state = 1 AND mode = 'courriel_complet';
