UPDATE delivery SET state = 0
WHERE state = 1 AND mode IN ('courriel_complet', 'courriel_avis');
