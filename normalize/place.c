#include "normalize/place.h"

void sp_place_init(struct sp_place *p)
{
	*p = (struct sp_place){ .row = -1, .col = -1 };
}

void sp_place_read(struct sp_place *p, const struct sp_json *v, int page)
{
	int64_t number;
	const struct sp_json *printed = sp_json_get(v, "page");
	if (page > 0)
		p->page = page;
	else if (printed && sp_json_int(printed, &number) && number > 0 && number < G_MAXINT)
		p->page = (int)number;
	const struct sp_json *box = sp_json_get(v, "bbox");
	p->boxed = box && sp_json_type(box) == SP_JSON_ARRAY && sp_json_count(box) == 4;
	for (size_t i = 0; p->boxed && i < 4; i++)
		p->box[i] = sp_json_pt(sp_json_at(box, i), 0);
}

void sp_place_join(struct sp_place *p, const struct sp_place *other)
{
	if (p->page == 0) {
		*p = *other;
		return;
	}
	if (other->page != p->page || !other->boxed)
		return;
	if (!p->boxed) {
		memcpy(p->box, other->box, sizeof p->box);
		p->boxed = true;
		return;
	}
	p->box[0] = MIN(p->box[0], other->box[0]);
	p->box[1] = MIN(p->box[1], other->box[1]);
	p->box[2] = MAX(p->box[2], other->box[2]);
	p->box[3] = MAX(p->box[3], other->box[3]);
}

char *sp_place_json(const struct sp_place *p)
{
	struct sp_jw w;
	sp_jw_init(&w);
	sp_jw_object(&w, NULL);
	if (p->page > 0)
		sp_jw_int(&w, "page", p->page);
	if (p->boxed) {
		sp_jw_array(&w, "bbox");
		for (size_t i = 0; i < 4; i++)
			sp_jw_pt(&w, NULL, p->box[i]);
		sp_jw_close(&w);
	}
	if (p->table[0])
		sp_jw_str(&w, "table", p->table);
	if (p->row >= 0)
		sp_jw_int(&w, "row", p->row);
	if (p->col >= 0)
		sp_jw_int(&w, "col", p->col);
	sp_jw_close(&w);
	char *json = g_strdup(w.out->str);
	sp_jw_clear(&w);
	return json;
}
