/*
 * blank - the Fiche P on paper, printed in advance for the day when neither the
 * box nor the line works: the questions of the form, with room to answer.
 */
#ifndef BLANK_H
#define BLANK_H

#include "core/request.h"

/* GET: {form_title, sections: [{title, lines: [{label, help, written (by hand),
 * long, boxes: [{label}]}]}]}. */
enum err blank_page(struct request *q) CHECKED;

#endif
