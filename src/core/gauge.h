/*
 * gauge - how much of a convention's capacity is taken, and how many dossiers
 * stand where: figures, of which none names anyone.
 *
 * « Évaluations conjointes : 17 sur 20 », amber from 80 % and red from 100 %;
 * a gauge informs and blocks nothing (S1-3.3-a).
 */
#ifndef GAUGE_H
#define GAUGE_H

#include "core/request.h"

/*
 * Member gauges: [{name, taken, most, words, width, full, near, source}], the
 * width of a bar of 100 that the drawing shows.
 */
enum err gauge_put(struct request *q) CHECKED;

/* Members education, penal: [{label, count, closed}], of each axis. */
enum err gauge_put_states(struct request *q) CHECKED;

#endif
