-- What does not hold, each with the document and the record it is about. Remarks (severity info) and what could
-- not be computed are in "findings".
CREATE VIEW "figures_that_do_not_add_up" AS
SELECT d."name" AS "document_name", d."body_name", f."document", f."id", f."rule", f."subject",
	r."title" AS "subject_title", f."field", f."year", f."status", f."published_raw", f."published", f."expected",
	f."recomputed", f."difference", f."expression", f."confidence", f."severity", f."message_it", f."message_en",
	f."source_page", f."source_table", f."source_row", f."source_col", f."position"
FROM "findings" AS f
JOIN "documents" AS d ON d."document" = f."document"
LEFT JOIN "records" AS r ON r."document" = f."document" AND r."id" = f."subject"
WHERE f."status" NOT IN ('match', 'not-computable') AND (f."severity" IS NULL OR f."severity" <> 'info');

-- One row for each indicator and year, with the target beside it and what recomputing the year's figure gave.
CREATE VIEW "indicators_by_year" AS
SELECT d."name" AS "document_name", d."body_name", i."document", i."id" AS "indicator", o."code" AS "objective_code",
	o."title" AS "objective_title", i."name", i."formula", v."year", v."value", v."raw", v."unit",
	i."target", i."target_raw", i."target_unit", i."target_year", f."status", f."recomputed",
	v."source_page", v."source_table", v."source_row", v."source_col"
FROM "indicators" AS i
JOIN "documents" AS d ON d."document" = i."document"
JOIN "figures" AS v ON v."document" = i."document" AND v."record" = i."id" AND v."field" = 'actuals'
LEFT JOIN "objectives" AS o ON o."document" = i."document" AND o."id" = i."objective"
LEFT JOIN "findings" AS f ON f."document" = i."document" AND f."subject" = i."id" AND f."field" IN ('actual', 'actuals')
	AND f."year" = v."year" AND f."rule" LIKE 'indicator-%';
