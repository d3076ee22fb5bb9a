/*
 * paper - an act as a PDF, to be kept or printed by whoever may read it.
 *
 * It shows what the page of the same act shows to the same person, and asks and
 * audits the same first. Its name is the reference: nobody's.
 */
#ifndef PAPER_H
#define PAPER_H

#include "core/request.h"

/* GET: `ref`, `motif` and `version` as /fiche/lecture has them. */
enum err paper_pdf(struct request *q) CHECKED;

#endif
