SELECT slot FROM draft
