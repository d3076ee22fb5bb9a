SELECT last FROM numbering WHERE form = ? AND year = ?
