UPDATE life SET incarnation = max(incarnation + 1, ?1);
