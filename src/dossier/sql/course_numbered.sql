SELECT last FROM numbering WHERE form = ?1 AND year = ?2
