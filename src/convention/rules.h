/*
 * rules - what each act of a convention causes: rules.json, read and proved.
 *
 * An act is a form that someone in a role fills in about a dossier. Its rule
 * says who may record it and when, who becomes party by it, which limits open,
 * close or are marked, which tasks appear, which letters leave. Nothing here
 * knows a database: dossier/course.h does what is said here.
 *
 * A rule bears an identifier, a version, the day from which it holds and the
 * text it rests on; of several rows of one id, the one in force on the day the
 * act was recorded applies, and what an earlier one opened keeps its own.
 *
 * The words of the file are in config/convention/README.md. All belongs to the
 * arena of its pack.
 */
#ifndef RULES_H
#define RULES_H

#include "calendar/deadline.h"
#include "convention/directory.h"
#include "form/form.h"

#define RULES_ACTS_MOST      64
#define RULES_DEADLINES_MOST 32
#define RULES_LETTERS_MOST   64
#define RULES_STATES_MOST    24 /* of an axis */
#define RULES_ALERTS_MOST    8  /* of a deadline */
#define RULES_LIST_MOST      32 /* of any other list */

/* ISO 8601, one unit: PT48H, P7D, P3M; or days with an hour: P6DT8H is 8 h of
 * the sixth day after, -P15D the fifteenth before the end. */
enum rules_unit { RULES_HOURS, RULES_DAYS, RULES_MONTHS };
enum rules_count {
	RULES_ELAPSED,  /* nights, week-ends, holidays: everything counts */
	RULES_WEEKDAYS, /* outside week-ends (D4) */
	RULES_WORKING,  /* outside week-ends and holidays */
	RULES_DESK      /* and outside the hours of a desk: of hours only */
};
struct rules_span {
	enum rules_unit unit;
	int n;    /* 0: there is none; below it: before the end */
	int hour; /* of a day, 0 to 24; -1: the whole of it (span.h) */
	enum rules_count count;
};

/* A state of an axis: « Évaluation conjointe ». The first is where one begins.
 */
struct rules_state {
	struct str id, label;
	bool closed; /* nothing more is expected on this axis */
};

struct rules_names { /* ids: of states, acts, deadlines, roles */
	const struct str *at;
	size_t count;
};

/*
 * Whom something concerns. `role` is one of core's who.def, and of the
 * directory's services. Found in this order: the `author`, or the `party`, and
 * then nobody else; `service` itself, or the one `apart`; the answer to `field`
 * (of kind service; or of kind place: the service of `role` competent in that
 * commune); the party of that role in the dossier; the only service of that
 * role. `otherwise`, if not NULL, where none of these says.
 */
struct rules_who {
	struct str role, service;
	const struct form_field *field; /* NULL: not asked */
	bool apart;   /* the only one of its role without a territory */
	bool author;  /* the service the act's author works for */
	bool party;   /* the party of that role, if there is one; nobody else */
	bool network; /* as party: block I is released to it */
	bool aside;   /* as party: another one of its role owes the limits */
	const struct condition *when; /* of the act's answers; NULL always */
	struct rules_names after;     /* acts one of which is there */
	struct rules_names without;   /* acts none of which is there */
	const struct rules_who *otherwise;
};

struct rules_whos {
	const struct rules_who *at;
	size_t count;
};

/* When an act may be recorded in a dossier; all that is said must hold. */
struct rules_when {
	struct rules_names education, penal; /* states; none: any */
	struct rules_names after;            /* acts one of which is there */
	struct rules_names all;              /* acts each of which is there */
	struct rules_names unless;           /* acts none of which is there */
	struct rules_names since; /* of these three, after the last of these */
	bool once;                /* not twice in a dossier */
	struct rules_names running; /* limits: while one of these runs, in any
				       state too; it then moves none */
};

/*
 * A service that was named by mistake and is party no more. Whoever named it
 * says so, and the roles `by`; who stays whatever is said: dossier/leaving.h.
 */
struct rules_leave {
	struct rules_who who;     /* its `field` is a service; its condition */
	struct rules_names by;    /* roles, besides who named it */
	struct rules_names drops; /* limits that the acts naming it opened */
	size_t line;
};

struct rules_task {
	struct str id, title, source; /* « Signaler au procureur » */
	struct rules_who who;         /* its condition too */
	struct str form;              /* the act that ends it; "" by hand */
	struct rules_span within;
	const struct form_field *from; /* day it counts from; NULL: today */
	size_t line;                   /* of the file: for who proves it */
};

/* Words shown while the act is written, and kept with it: never a refusal. */
struct rules_warn {
	const struct condition *when; /* NULL always */
	bool residents; /* only once interventions are for residents (G11) */
	struct rules_names
	    without; /* acts missing from the dossier; none: not asked */
	struct str text;
};

/* What an act is called in a list when its answers say so: « Retrait ». */
struct rules_title {
	const struct condition *when;
	struct str title;
};

enum rules_does {     /* what happens to a limit */
	RULES_OPEN,   /* it begins, or awaits its event */
	RULES_MEET,   /* it is met */
	RULES_DROP,   /* it no longer has an object */
	RULES_PAUSE,  /* it is marked as suspended, and runs on */
	RULES_RESUME, /* the mark goes */
	RULES_REOPEN, /* what an act had ended runs again, as it had begun */
	RULES_DOES_COUNT
};

/* When it happens to that limit. */
struct rules_only {
	const struct condition *when; /* of the act's answers; NULL always */
	struct rules_names after;     /* acts one of which is there; none: any.
					 RULES_REOPEN: one of which had ended it */
};

/* The states an act leads to; "" leaves an axis as it is. */
struct rules_move {
	const struct condition *when;
	struct rules_names from;  /* states, educational; none: from any */
	struct rules_names after; /* acts one of which was there before, */
	struct rules_names since; /* and after the last of these */
	struct str education, penal;
};

struct rules_act {
	struct str form, title, source; /* title: « OPP » in a timeline */
	int64_t version;
	day since;             /* in force from; DAY_LEAST: always */
	struct str module;     /* of the convention (pack.h); "" always there */
	struct rules_names by; /* roles that may record it; none: its module is
				  switched off */
	bool box, central;     /* where */
	bool opens;            /* it may open a dossier */
	bool folds;            /* it merges into another, or splits */
	struct str fold;       /* then "merge" or "split" */
	struct rules_when when;
	struct rules_move *moves; /* the first that holds */
	size_t moves_count;
	struct rules_whos parties;
	struct rules_leave *leaves;
	size_t leaves_count;
	struct rules_names readers; /* roles who read it; none: every party */
	struct rules_names does[RULES_DOES_COUNT];       /* deadlines */
	const struct rules_only *only[RULES_DOES_COUNT]; /* of each of them */
	struct rules_task *tasks;
	size_t tasks_count;
	struct rules_names pauses,
	    resumes;              /* roles whose open tasks are marked */
	struct rules_names drops; /* tasks that have no object any more */
	struct rules_names letters;
	struct rules_warn *warns;
	size_t warns_count;
	struct rules_title *titles; /* the first that holds; else its title */
	size_t titles_count;
	const struct form_field
	    *at; /* instant or day of the fact; NULL: filed */
	/* Who the dossier is about: fields of a fiche, or NULL. */
	const struct form_field *name, *first, *born, *mna;
	size_t line;
};

/* What starts a limit. */
enum rules_from {
	RULES_FILED,    /* validated by its author */
	RULES_RECEIVED, /* by the central */
	RULES_FIELD,    /* the day or instant that was answered */
	RULES_RECEPTION /* earliest reception by one of `roles` (G13) */
};

enum rules_nature {
	RULES_OBJECTIVE,  /* « objectif » of S2 */
	RULES_CONVENTION, /* « délai de la convention » */
	RULES_LEGAL,      /* « délai légal » */
	RULES_INTERNAL    /* « objectif interne » (G7) */
};

struct rules_deadline {
	struct str id, title, source;
	int64_t version;
	day since;
	enum rules_from from;
	struct str field;         /* of the act that opens it */
	struct rules_names roles; /* RULES_RECEPTION */
	struct rules_span after;
	enum rules_nature nature;
	bool information;          /* shown, owed by nobody here (D2b, D2c) */
	struct rules_names owed;   /* roles on whose desk it stands */
	struct rules_span *alerts; /* in their order; unit RULES_DAYS, n 0 and
				      hour -2: the last working day before */
	size_t alerts_count;
	size_t line;
};

enum rules_shows {
	RULES_NOTHING, /* the words of the letter only */
	RULES_ACT,     /* the act, as its recipient may read it */
	RULES_FIRST,   /* the act that opened the dossier */
	RULES_REPORTS  /* all acts of some forms, which this act sends */
};

struct rules_letter {
	struct str id, title, source, subject;
	int64_t version;
	day since;
	struct str text; /* a paragraph a line; {reference} {service} {date}
			    {titre} */
	struct rules_whos to, cc;
	struct rules_names
	    unless; /* letters: not to whom one of these went already */
	enum rules_shows shows;
	struct rules_names forms; /* RULES_REPORTS: the acts that are sent */
	struct rules_names only;  /* RULES_ACT: no other answers of it */
	bool pdf;
	size_t line;
};

/* A gauge: so many dossiers in these states of the educational axis. It is of
 * one convention: convention.json says it, as well as the territory. */
struct rules_capacity {
	struct str id, title, source;
	int most;
	struct rules_names states;
};

struct rules {
	struct str file;
	int64_t version;
	struct rules_state education[RULES_STATES_MOST],
	    penal[RULES_STATES_MOST];
	size_t education_count, penal_count;
	struct rules_act *acts;
	size_t acts_count;
	struct rules_deadline *deadlines;
	size_t deadlines_count;
	struct rules_letter *letters;
	size_t letters_count;
	struct rules_capacity *capacities;
	size_t capacities_count;
	enum territory territory; /* whose holidays */
};

/*
 * Read the rules of a pack whose directory and forms are read. ERR_MANGLED:
 * mistakes, each appended to `faults` as "file:line: sentence\n"; ERR_LIMIT:
 * the arena is full. `territory`, needed to judge ladders, is the convention's,
 * and so are capacities: they are added by whoever reads it (pack.c).
 */
enum err rules_read(struct arena *mem, struct str file, struct str text,
    const struct directory *d, const struct form *forms, size_t forms_count,
    enum territory territory, struct buf *faults, struct rules *rules) CHECKED;

/* In force on `on`; NULL: none. */
const struct rules_act *rules_act_of(const struct rules *r, struct str form,
    day on);
const struct rules_deadline *rules_deadline_of(const struct rules *r,
    struct str id, day on);
const struct rules_letter *rules_letter_of(const struct rules *r, struct str id,
    day on);
/* By its version, as a row of table deadline names it; NULL: not kept. */
const struct rules_deadline *rules_deadline_version(const struct rules *r,
    struct str id, int64_t version);
const struct rules_state *rules_state_of(const struct rules_state *axis,
    size_t count, struct str id);
bool rules_named(const struct rules_names *n, struct str id);

/*
 * Whether a limit may be shown to a role that does not owe it: that it is met
 * says that an act was recorded, and who reads none of the acts that meet it is
 * not told (an inquiry that is opened is no matter of the association).
 * rules_hidden lists those that may not, between commas: ",D1,D1b,".
 */
bool rules_shown(const struct rules *r, struct str deadline, struct str role);
void rules_hidden(const struct rules *r, struct str role, struct buf *to);

/*
 * When it ends, exclusive, and from when it is soon: the first of its
 * alerts, or its last 24 h. ERR_INPUT, outputs untouched: out of the calendar.
 * Of a limit in days or months, `start` counts as a day in Paris.
 */
enum err rules_due(const struct rules *r, const struct rules_deadline *d,
    int64_t start, int64_t *due, int64_t *warn) CHECKED;
/* The same of a task's span. */
enum err rules_within(const struct rules *r, const struct rules_span *s,
    int64_t start, int64_t *due) CHECKED;
/* The instant of the `i`-th alert; a whole day alerts when it begins. */
enum err rules_alert(const struct rules *r, const struct rules_deadline *d,
    size_t i, int64_t start, int64_t due, int64_t *at) CHECKED;
/* « 24 h », « J-15 », « dernier jour ouvré » */
void rules_alert_words(const struct rules_span *alert, struct buf *to);

#endif
