#include "extract/tables/net.h"

#include <stdbool.h>
#include <string.h>

enum { MOST_REACH = 4 };

struct sp_net {
	const struct sp_net_shape *shape;
	int reach;
	guint *first;   /* where a kind's values begin */
	guint values;   /* of all kinds */
	gint16 (*add)[SP_NET_HIDDEN]; /* [distance + reach][value]: what a cue adds to each unit, beyond its value 0 */
	gint16 nothing[2 * MOST_REACH + 1][SP_NET_HIDDEN]; /* [distance + reach]: what all cues add where they are 0 */
	gint16 begin[SP_NET_HIDDEN];
	gint16 (*out)[SP_NET_HIDDEN]; /* [class]: what each unit adds to it */
	gint32 *out_begin;            /* [class] */
	guint unknown;  /* lines of the model that it cannot be */
	int largest;    /* of the weights that were read, whatever their sign */
};

/* A piece of a line of the file. */
struct field {
	const char *at;
	gsize n;
};

/* Cuts what stands before `mark` off the front; all of it where there is none. */
static struct field cut(struct field *rest, char mark)
{
	const char *end = memchr(rest->at, mark, rest->n);
	struct field f = { rest->at, end ? (gsize)(end - rest->at) : rest->n };
	gsize gone = end ? f.n + 1 : f.n;
	rest->at += gone;
	rest->n -= gone;
	return f;
}

static bool is(const struct field *f, const char *name)
{
	return strncmp(name, f->at, f->n) == 0 && name[f->n] == '\0';
}

/* Whole numbers for all units, parted by blanks; false where there are not as many. A file has 70,000 of them. */
static bool read_units(struct sp_net *net, struct field list, gint16 units[SP_NET_HIDDEN])
{
	const char *at = list.at, *end = at + list.n;
	for (guint h = 0; h < SP_NET_HIDDEN; h++) {
		bool minus = at < end && *at == '-';
		const char *digits = at += minus;
		int n = 0;
		for (; at < end && g_ascii_isdigit(*at); at++)
			n = MIN(10 * n + (*at - '0'), G_MAXINT16);
		if (at == digits || (at < end && *at++ != ' '))
			return false;
		units[h] = (gint16)(minus ? -n : n);
		net->largest = MAX(net->largest, n);
	}
	return at == end;
}

/* "cue=value@distance" → its place in `add`; false when the model has no such. */
static bool read_cue(const struct sp_net *net, struct field text, guint *place)
{
	const struct sp_net_shape *s = net->shape;
	struct field name = cut(&text, '='), value = cut(&text, '@');
	guint k = 0;
	while (k < s->n_kinds && !is(&name, s->kinds[k].name))
		k++;
	guint64 v = value.n > 0 ? g_ascii_strtoull(value.at, NULL, 10) : G_MAXUINT64;
	gint64 distance = text.n > 0 ? g_ascii_strtoll(text.at, NULL, 10) : G_MAXINT64;
	if (k == s->n_kinds || v >= s->kinds[k].values || ABS(distance) > net->reach)
		return false;
	*place = (guint)(distance + net->reach) * net->values + net->first[k] + (guint)v;
	return true;
}

static bool read_class(struct sp_net *net, struct field name, struct field line)
{
	const struct sp_net_shape *s = net->shape;
	guint c = 0;
	while (c < s->n_classes && !is(&name, s->classes[c]))
		c++;
	if (c == s->n_classes)
		return false;
	struct field begin = cut(&line, '\t');
	net->out_begin[c] = begin.n > 0 ? (gint32)g_ascii_strtoll(begin.at, NULL, 10) : 0;
	return begin.n > 0 && read_units(net, line, net->out[c]);
}

static bool read_line(struct sp_net *net, struct field line)
{
	struct field name = cut(&line, '\t');
	if (name.n > 0 && *name.at == ':') {
		cut(&name, ':');
		return read_class(net, name, line);
	}
	if (is(&name, "*"))
		return read_units(net, line, net->begin);
	guint place;
	return read_cue(net, name, &place) && read_units(net, line, net->add[place]);
}

/* "[model]", its reach and its classes, in the order of the shape. */
static bool begins_model(struct sp_net *net, struct field line)
{
	const struct sp_net_shape *s = net->shape;
	struct field name = cut(&line, '\t'), reach = cut(&line, '\t'), word = cut(&reach, ' ');
	if (name.n < 2 || name.at[0] != '[' || name.at[name.n - 1] != ']')
		return false;
	struct field inner = { name.at + 1, name.n - 2 };
	if (!is(&inner, s->name) || !is(&word, "reach") || reach.n != 1 || *reach.at < '0' || *reach.at > '0' + MOST_REACH)
		return false;
	for (guint c = 0; c < s->n_classes; c++) {
		struct field class = cut(&line, '\t');
		if (!is(&class, s->classes[c]))
			return false;
	}
	net->reach = *reach.at - '0';
	return line.n == 0;
}

/* Could a unit grow beyond 16 bits? */
static bool overflows(const struct sp_net *net)
{
	guint weights = (2 * (guint)net->reach + 1) * net->shape->n_kinds + 1;
	return (guint)net->largest * weights > G_MAXINT16;
}

/* Most cues are 0. What those add is summed here once, so that only the others are to be added for each line. */
static void sum_nothing(struct sp_net *net)
{
	for (guint d = 0; d <= 2 * (guint)net->reach; d++)
		for (guint k = 0; k < net->shape->n_kinds; k++) {
			gint16(*add)[SP_NET_HIDDEN] = net->add + d * net->values + net->first[k];
			for (guint h = 0; h < SP_NET_HIDDEN; h++) {
				net->nothing[d][h] = (gint16)(net->nothing[d][h] + add[0][h]);
				for (guint v = net->shape->kinds[k].values; v-- > 0;)
					add[v][h] = (gint16)(add[v][h] - add[0][h]);
			}
		}
}

struct sp_net *sp_net_new(const struct sp_net_shape *shape, const char *text)
{
	struct sp_net *net = g_new0(struct sp_net, 1);
	net->shape = shape;
	net->first = g_new(guint, shape->n_kinds + 1);
	for (guint k = 0; k < shape->n_kinds; k++) {
		net->first[k] = net->values;
		net->values += shape->kinds[k].values;
	}
	struct field rest = { text, strlen(text) };
	bool found = false;
	while (rest.n > 0 && !found)
		found = begins_model(net, cut(&rest, '\n'));
	net->add = g_malloc0_n((gsize)(2 * net->reach + 1) * net->values + 1, sizeof *net->add);
	net->out = g_malloc0_n(shape->n_classes, sizeof *net->out);
	net->out_begin = g_new0(gint32, shape->n_classes);
	while (rest.n > 0 && *rest.at != '[') {
		struct field line = cut(&rest, '\n');
		if (line.n > 0 && *line.at != '#')
			net->unknown += !read_line(net, line);
	}
	net->unknown += !found || overflows(net);
	sum_nothing(net);
	return net;
}

guint sp_net_unknown(const struct sp_net *net)
{
	return net->unknown;
}

void sp_net_free(struct sp_net *net)
{
	if (!net)
		return;
	g_free(net->first);
	g_free(net->add);
	g_free(net->out);
	g_free(net->out_begin);
	g_free(net);
}

void sp_net_score(const struct sp_net *net, const guint8 *const *cues, guint n, guint i, int *scores)
{
	const struct sp_net_shape *s = net->shape;
	gint16 units[SP_NET_HIDDEN]; /* of 16 bits: eight are added at once */
	memcpy(units, net->begin, sizeof units);
	for (int d = -net->reach; d <= net->reach; d++) {
		if ((d < 0 && i < (guint)-d) || (d > 0 && n - i <= (guint)d))
			continue;
		const guint8 *seen = cues[(gsize)i + (gsize)d];
		guint distance = (guint)(d + net->reach);
		for (guint h = 0; h < SP_NET_HIDDEN; h++)
			units[h] = (gint16)(units[h] + net->nothing[distance][h]);
		for (guint k = 0; k < s->n_kinds; k++) {
			if (seen[k] == 0)
				continue;
			const gint16 *add = net->add[distance * net->values + net->first[k] + seen[k]];
			for (guint h = 0; h < SP_NET_HIDDEN; h++)
				units[h] = (gint16)(units[h] + add[h]);
		}
	}
	for (guint c = 0; c < s->n_classes; c++) {
		scores[c] = net->out_begin[c];
		for (guint h = 0; h < SP_NET_HIDDEN; h++)
			scores[c] += MAX(units[h], 0) * net->out[c][h];
	}
}
