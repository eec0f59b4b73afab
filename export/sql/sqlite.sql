-- The file that was read and what it is: one row.
CREATE TABLE "documents" (
	"document" TEXT NOT NULL,
	"schema" TEXT,
	"name" TEXT,
	"sha256" TEXT,
	"bytes" INTEGER,
	"media_type" TEXT,
	"pages" INTEGER,
	"producer" TEXT,
	"creator" TEXT,
	"title" TEXT,
	"created" TEXT,
	"modified" TEXT,
	"pdf_version" TEXT,
	"encrypted" BOOLEAN CHECK ("encrypted" IN (0, 1)),
	"tagged" BOOLEAN CHECK ("tagged" IN (0, 1)),
	"signed" BOOLEAN CHECK ("signed" IN (0, 1)),
	"kind" TEXT,
	"body_name" TEXT,
	"body_istat" TEXT,
	"body_ipa" TEXT,
	"author" TEXT,
	"period_from" INTEGER,
	"period_to" INTEGER,
	"reference_date" TEXT,
	"reference_month" TEXT,
	"profile" TEXT,
	"report" BOOLEAN CHECK ("report" IN (0, 1)),
	"act_organ" TEXT,
	"act_number" TEXT,
	"act_date" TEXT,
	"act_subject" TEXT,
	"tool" TEXT,
	"extra" TEXT,
	PRIMARY KEY ("document")
);
-- The deliberations that the document quotes.
CREATE TABLE "acts" (
	"document" TEXT NOT NULL,
	"n" INTEGER NOT NULL,
	"organ" TEXT,
	"number" TEXT,
	"date" TEXT,
	"raw" TEXT,
	"page" INTEGER,
	"source_page" INTEGER,
	"source_table" TEXT,
	"source_row" INTEGER,
	"source_col" INTEGER,
	"source_bbox" TEXT,
	"extra" TEXT,
	PRIMARY KEY ("document", "n"),
	FOREIGN KEY ("document") REFERENCES "documents" ("document") ON DELETE CASCADE
);
-- The bodies that the document names, how often, and how often as its author.
CREATE TABLE "bodies" (
	"document" TEXT NOT NULL,
	"n" INTEGER NOT NULL,
	"name" TEXT,
	"mentions" INTEGER,
	"as_author" INTEGER,
	"page" INTEGER,
	"extra" TEXT,
	PRIMARY KEY ("document", "n"),
	FOREIGN KEY ("document") REFERENCES "documents" ("document") ON DELETE CASCADE
);
-- Every record of the document, of whatever type, in the order of the pages.
CREATE TABLE "records" (
	"document" TEXT NOT NULL,
	"id" TEXT NOT NULL,
	"position" INTEGER,
	"type" TEXT,
	"title" TEXT,
	"source_page" INTEGER,
	"source_table" TEXT,
	"source_row" INTEGER,
	"source_col" INTEGER,
	"source_bbox" TEXT,
	PRIMARY KEY ("document", "id"),
	FOREIGN KEY ("document") REFERENCES "documents" ("document") ON DELETE CASCADE
);
CREATE INDEX "records_type" ON "records" ("document", "type");
-- The missions of the budget (D.Lgs. 118/2011, annex 14).
CREATE TABLE "missions" (
	"document" TEXT NOT NULL,
	"id" TEXT NOT NULL,
	"position" INTEGER,
	"code" TEXT,
	"title" TEXT,
	"official_title" TEXT,
	"official" TEXT,
	"source_page" INTEGER,
	"source_table" TEXT,
	"source_row" INTEGER,
	"source_col" INTEGER,
	"source_bbox" TEXT,
	"extra" TEXT,
	PRIMARY KEY ("document", "id"),
	FOREIGN KEY ("document") REFERENCES "documents" ("document") ON DELETE CASCADE,
	FOREIGN KEY ("document", "id") REFERENCES "records" ("document", "id") ON DELETE CASCADE
);
-- The programmes of the budget, each under its mission.
CREATE TABLE "programmes" (
	"document" TEXT NOT NULL,
	"id" TEXT NOT NULL,
	"position" INTEGER,
	"code" TEXT,
	"title" TEXT,
	"official_title" TEXT,
	"official" TEXT,
	"mission" TEXT,
	"manager" TEXT,
	"source_page" INTEGER,
	"source_table" TEXT,
	"source_row" INTEGER,
	"source_col" INTEGER,
	"source_bbox" TEXT,
	"extra" TEXT,
	PRIMARY KEY ("document", "id"),
	FOREIGN KEY ("document") REFERENCES "documents" ("document") ON DELETE CASCADE,
	FOREIGN KEY ("document", "id") REFERENCES "records" ("document", "id") ON DELETE CASCADE,
	FOREIGN KEY ("document", "mission") REFERENCES "missions" ("document", "id") ON DELETE CASCADE
);
CREATE INDEX "programmes_mission" ON "programmes" ("document", "mission");
-- The strategic objectives.
CREATE TABLE "strategic_objectives" (
	"document" TEXT NOT NULL,
	"id" TEXT NOT NULL,
	"position" INTEGER,
	"code" TEXT,
	"raw_code" TEXT,
	"title" TEXT,
	"programme" TEXT,
	"source_page" INTEGER,
	"source_table" TEXT,
	"source_row" INTEGER,
	"source_col" INTEGER,
	"source_bbox" TEXT,
	"extra" TEXT,
	PRIMARY KEY ("document", "id"),
	FOREIGN KEY ("document") REFERENCES "documents" ("document") ON DELETE CASCADE,
	FOREIGN KEY ("document", "id") REFERENCES "records" ("document", "id") ON DELETE CASCADE,
	FOREIGN KEY ("document", "programme") REFERENCES "programmes" ("document", "id") ON DELETE CASCADE
);
CREATE INDEX "strategic_objectives_programme" ON "strategic_objectives" ("document", "programme");
-- The operational objectives.
CREATE TABLE "objectives" (
	"document" TEXT NOT NULL,
	"id" TEXT NOT NULL,
	"position" INTEGER,
	"code" TEXT,
	"raw_code" TEXT,
	"title" TEXT,
	"strategic" TEXT,
	"programme" TEXT,
	"political_lead" TEXT,
	"manager" TEXT,
	"departments" TEXT,
	"weight" NUMERIC,
	"weight_raw" TEXT,
	"weight_unit" TEXT,
	"achievement" NUMERIC,
	"achievement_raw" TEXT,
	"achievement_unit" TEXT,
	"source_page" INTEGER,
	"source_table" TEXT,
	"source_row" INTEGER,
	"source_col" INTEGER,
	"source_bbox" TEXT,
	"extra" TEXT,
	PRIMARY KEY ("document", "id"),
	FOREIGN KEY ("document") REFERENCES "documents" ("document") ON DELETE CASCADE,
	FOREIGN KEY ("document", "id") REFERENCES "records" ("document", "id") ON DELETE CASCADE,
	FOREIGN KEY ("document", "strategic") REFERENCES "strategic_objectives" ("document", "id") ON DELETE CASCADE,
	FOREIGN KEY ("document", "programme") REFERENCES "programmes" ("document", "id") ON DELETE CASCADE
);
CREATE INDEX "objectives_strategic" ON "objectives" ("document", "strategic");
CREATE INDEX "objectives_programme" ON "objectives" ("document", "programme");
-- The indicators of the objectives; the figures by year are in the table of figures.
CREATE TABLE "indicators" (
	"document" TEXT NOT NULL,
	"id" TEXT NOT NULL,
	"position" INTEGER,
	"objective" TEXT,
	"name" TEXT,
	"purpose" TEXT,
	"formula" TEXT,
	"formula_kind" TEXT,
	"formula_expression" TEXT,
	"target" NUMERIC,
	"target_raw" TEXT,
	"target_unit" TEXT,
	"target_year" INTEGER,
	"baseline" NUMERIC,
	"baseline_raw" TEXT,
	"baseline_unit" TEXT,
	"achievement" NUMERIC,
	"achievement_raw" TEXT,
	"achievement_unit" TEXT,
	"weight" NUMERIC,
	"weight_raw" TEXT,
	"weight_unit" TEXT,
	"weighted" NUMERIC,
	"weighted_raw" TEXT,
	"weighted_unit" TEXT,
	"unit" TEXT,
	"deadline" TEXT,
	"data_source" TEXT,
	"owner" TEXT,
	"notes" TEXT,
	"footnotes" TEXT,
	"source_page" INTEGER,
	"source_table" TEXT,
	"source_row" INTEGER,
	"source_col" INTEGER,
	"source_bbox" TEXT,
	"extra" TEXT,
	PRIMARY KEY ("document", "id"),
	FOREIGN KEY ("document") REFERENCES "documents" ("document") ON DELETE CASCADE,
	FOREIGN KEY ("document", "id") REFERENCES "records" ("document", "id") ON DELETE CASCADE,
	FOREIGN KEY ("document", "objective") REFERENCES "objectives" ("document", "id") ON DELETE CASCADE
);
CREATE INDEX "indicators_objective" ON "indicators" ("document", "objective");
-- The public-value objectives.
CREATE TABLE "public_values" (
	"document" TEXT NOT NULL,
	"id" TEXT NOT NULL,
	"position" INTEGER,
	"code" TEXT,
	"title" TEXT,
	"mandate_line" TEXT,
	"strategic_objective" TEXT,
	"source_page" INTEGER,
	"source_table" TEXT,
	"source_row" INTEGER,
	"source_col" INTEGER,
	"source_bbox" TEXT,
	"extra" TEXT,
	PRIMARY KEY ("document", "id"),
	FOREIGN KEY ("document") REFERENCES "documents" ("document") ON DELETE CASCADE,
	FOREIGN KEY ("document", "id") REFERENCES "records" ("document", "id") ON DELETE CASCADE
);
-- The objectives that contribute to a public value: weight, achievement, weighted achievement.
CREATE TABLE "contributions" (
	"document" TEXT NOT NULL,
	"id" TEXT NOT NULL,
	"position" INTEGER,
	"public_value" TEXT,
	"code" TEXT,
	"objective_code" TEXT,
	"title" TEXT,
	"weight" NUMERIC,
	"weight_raw" TEXT,
	"weight_unit" TEXT,
	"achievement" NUMERIC,
	"achievement_raw" TEXT,
	"achievement_unit" TEXT,
	"weighted" NUMERIC,
	"weighted_raw" TEXT,
	"weighted_unit" TEXT,
	"footnotes" TEXT,
	"source_page" INTEGER,
	"source_table" TEXT,
	"source_row" INTEGER,
	"source_col" INTEGER,
	"source_bbox" TEXT,
	"extra" TEXT,
	PRIMARY KEY ("document", "id"),
	FOREIGN KEY ("document") REFERENCES "documents" ("document") ON DELETE CASCADE,
	FOREIGN KEY ("document", "id") REFERENCES "records" ("document", "id") ON DELETE CASCADE,
	FOREIGN KEY ("document", "public_value") REFERENCES "public_values" ("document", "id") ON DELETE CASCADE
);
CREATE INDEX "contributions_public_value" ON "contributions" ("document", "public_value");
-- The projects of the performance plan with their funds.
CREATE TABLE "projects" (
	"document" TEXT NOT NULL,
	"id" TEXT NOT NULL,
	"position" INTEGER,
	"number" TEXT,
	"scope" TEXT,
	"sector" TEXT,
	"title" TEXT,
	"codes" TEXT,
	"description" TEXT,
	"own_funds" NUMERIC,
	"own_funds_raw" TEXT,
	"own_funds_unit" TEXT,
	"own_funds_gross" NUMERIC,
	"own_funds_gross_raw" TEXT,
	"third_party_funds" NUMERIC,
	"third_party_funds_raw" TEXT,
	"third_party_funds_unit" TEXT,
	"third_party_funds_gross" NUMERIC,
	"third_party_funds_gross_raw" TEXT,
	"funding" TEXT,
	"expected_result" TEXT,
	"footnotes" TEXT,
	"source_page" INTEGER,
	"source_table" TEXT,
	"source_row" INTEGER,
	"source_col" INTEGER,
	"source_bbox" TEXT,
	"extra" TEXT,
	PRIMARY KEY ("document", "id"),
	FOREIGN KEY ("document") REFERENCES "documents" ("document") ON DELETE CASCADE,
	FOREIGN KEY ("document", "id") REFERENCES "records" ("document", "id") ON DELETE CASCADE
);
-- The actions of the mandate lines.
CREATE TABLE "mandate_actions" (
	"document" TEXT NOT NULL,
	"id" TEXT NOT NULL,
	"position" INTEGER,
	"point" TEXT,
	"section" TEXT,
	"section_title" TEXT,
	"title" TEXT,
	"objective" TEXT,
	"actions" TEXT,
	"departments" TEXT,
	"source_page" INTEGER,
	"source_table" TEXT,
	"source_row" INTEGER,
	"source_col" INTEGER,
	"source_bbox" TEXT,
	"extra" TEXT,
	PRIMARY KEY ("document", "id"),
	FOREIGN KEY ("document") REFERENCES "documents" ("document") ON DELETE CASCADE,
	FOREIGN KEY ("document", "id") REFERENCES "records" ("document", "id") ON DELETE CASCADE
);
-- The strategic priorities.
CREATE TABLE "priorities" (
	"document" TEXT NOT NULL,
	"id" TEXT NOT NULL,
	"position" INTEGER,
	"number" TEXT,
	"title" TEXT,
	"text" TEXT,
	"source_page" INTEGER,
	"source_table" TEXT,
	"source_row" INTEGER,
	"source_col" INTEGER,
	"source_bbox" TEXT,
	"extra" TEXT,
	PRIMARY KEY ("document", "id"),
	FOREIGN KEY ("document") REFERENCES "documents" ("document") ON DELETE CASCADE,
	FOREIGN KEY ("document", "id") REFERENCES "records" ("document", "id") ON DELETE CASCADE
);
-- Indicators given as label lines (companies).
CREATE TABLE "service_indicators" (
	"document" TEXT NOT NULL,
	"id" TEXT NOT NULL,
	"position" INTEGER,
	"company" TEXT,
	"section" TEXT,
	"address" TEXT,
	"name" TEXT,
	"target" NUMERIC,
	"target_raw" TEXT,
	"target_unit" TEXT,
	"baseline" NUMERIC,
	"baseline_raw" TEXT,
	"baseline_unit" TEXT,
	"owner" TEXT,
	"notes" TEXT,
	"purpose" TEXT,
	"formula" TEXT,
	"formula_kind" TEXT,
	"formula_expression" TEXT,
	"result_text" TEXT,
	"source_page" INTEGER,
	"source_table" TEXT,
	"source_row" INTEGER,
	"source_col" INTEGER,
	"source_bbox" TEXT,
	"extra" TEXT,
	PRIMARY KEY ("document", "id"),
	FOREIGN KEY ("document") REFERENCES "documents" ("document") ON DELETE CASCADE,
	FOREIGN KEY ("document", "id") REFERENCES "records" ("document", "id") ON DELETE CASCADE
);
-- The indicators over the years: what each document prints for each year (spunta-series).
CREATE TABLE "series" (
	"document" TEXT NOT NULL,
	"id" TEXT NOT NULL,
	"position" INTEGER,
	"indicator" TEXT,
	"year" INTEGER,
	"edition" TEXT,
	"edition_name" TEXT,
	"code" TEXT,
	"title" TEXT,
	"objective_match" TEXT,
	"name" TEXT,
	"match" TEXT,
	"score" NUMERIC,
	"target" NUMERIC,
	"target_raw" TEXT,
	"target_unit" TEXT,
	"actual" NUMERIC,
	"actual_raw" TEXT,
	"actual_unit" TEXT,
	"source_page" INTEGER,
	"source_table" TEXT,
	"source_row" INTEGER,
	"source_col" INTEGER,
	"source_bbox" TEXT,
	"extra" TEXT,
	PRIMARY KEY ("document", "id"),
	FOREIGN KEY ("document") REFERENCES "documents" ("document") ON DELETE CASCADE,
	FOREIGN KEY ("document", "id") REFERENCES "records" ("document", "id") ON DELETE CASCADE,
	FOREIGN KEY ("document", "indicator") REFERENCES "indicators" ("document", "id") ON DELETE CASCADE
);
CREATE INDEX "series_indicator" ON "series" ("document", "indicator");
-- The totals that the document prints.
CREATE TABLE "totals" (
	"document" TEXT NOT NULL,
	"id" TEXT NOT NULL,
	"position" INTEGER,
	"of" TEXT,
	"scope" TEXT,
	"value" NUMERIC,
	"value_raw" TEXT,
	"value_unit" TEXT,
	"year" INTEGER,
	"source_page" INTEGER,
	"source_table" TEXT,
	"source_row" INTEGER,
	"source_col" INTEGER,
	"source_bbox" TEXT,
	"extra" TEXT,
	PRIMARY KEY ("document", "id"),
	FOREIGN KEY ("document") REFERENCES "documents" ("document") ON DELETE CASCADE,
	FOREIGN KEY ("document", "id") REFERENCES "records" ("document", "id") ON DELETE CASCADE
);
CREATE INDEX "totals_scope" ON "totals" ("document", "scope");
-- The tables that no profile knows, as they are printed.
CREATE TABLE "tables" (
	"document" TEXT NOT NULL,
	"id" TEXT NOT NULL,
	"position" INTEGER,
	"caption" TEXT,
	"continues" TEXT,
	"source_page" INTEGER,
	"source_table" TEXT,
	"source_row" INTEGER,
	"source_col" INTEGER,
	"source_bbox" TEXT,
	"extra" TEXT,
	PRIMARY KEY ("document", "id"),
	FOREIGN KEY ("document") REFERENCES "documents" ("document") ON DELETE CASCADE,
	FOREIGN KEY ("document", "id") REFERENCES "records" ("document", "id") ON DELETE CASCADE
);
-- Every figure of the records, one a row: the long form, with year, value and place on the page.
CREATE TABLE "figures" (
	"document" TEXT NOT NULL,
	"record" TEXT NOT NULL,
	"field" TEXT NOT NULL,
	"n" INTEGER NOT NULL,
	"year" INTEGER,
	"value" NUMERIC,
	"raw" TEXT,
	"unit" TEXT,
	"op" TEXT,
	"multiplier" INTEGER,
	"approx" BOOLEAN CHECK ("approx" IN (0, 1)),
	"note" TEXT,
	"gross" NUMERIC,
	"gross_raw" TEXT,
	"source_page" INTEGER,
	"source_table" TEXT,
	"source_row" INTEGER,
	"source_col" INTEGER,
	"source_bbox" TEXT,
	"extra" TEXT,
	PRIMARY KEY ("document", "record", "field", "n"),
	FOREIGN KEY ("document") REFERENCES "documents" ("document") ON DELETE CASCADE,
	FOREIGN KEY ("document", "record") REFERENCES "records" ("document", "id") ON DELETE CASCADE
);
CREATE INDEX "figures_year" ON "figures" ("document", "year");
-- The columns of the tables that no profile knows.
CREATE TABLE "table_columns" (
	"document" TEXT NOT NULL,
	"record" TEXT NOT NULL,
	"n" INTEGER NOT NULL,
	"header" TEXT,
	"year" INTEGER,
	"unit" TEXT,
	"extra" TEXT,
	PRIMARY KEY ("document", "record", "n"),
	FOREIGN KEY ("document") REFERENCES "documents" ("document") ON DELETE CASCADE,
	FOREIGN KEY ("document", "record") REFERENCES "records" ("document", "id") ON DELETE CASCADE
);
-- The rows of the tables that no profile knows, with their cells as printed.
CREATE TABLE "table_rows" (
	"document" TEXT NOT NULL,
	"record" TEXT NOT NULL,
	"n" INTEGER NOT NULL,
	"label" TEXT,
	"level" INTEGER,
	"cells" TEXT,
	"source_page" INTEGER,
	"source_table" TEXT,
	"source_row" INTEGER,
	"source_col" INTEGER,
	"source_bbox" TEXT,
	"extra" TEXT,
	PRIMARY KEY ("document", "record", "n"),
	FOREIGN KEY ("document") REFERENCES "documents" ("document") ON DELETE CASCADE,
	FOREIGN KEY ("document", "record") REFERENCES "records" ("document", "id") ON DELETE CASCADE
);
-- The lists of the records, one item a row.
CREATE TABLE "items" (
	"document" TEXT NOT NULL,
	"record" TEXT NOT NULL,
	"field" TEXT NOT NULL,
	"n" INTEGER NOT NULL,
	"text" TEXT,
	PRIMARY KEY ("document", "record", "field", "n"),
	FOREIGN KEY ("document") REFERENCES "documents" ("document") ON DELETE CASCADE,
	FOREIGN KEY ("document", "record") REFERENCES "records" ("document", "id") ON DELETE CASCADE
);
-- The texts of the records under their labels.
CREATE TABLE "sections" (
	"document" TEXT NOT NULL,
	"record" TEXT NOT NULL,
	"field" TEXT NOT NULL,
	"n" INTEGER NOT NULL,
	"label" TEXT,
	"text" TEXT,
	PRIMARY KEY ("document", "record", "field", "n"),
	FOREIGN KEY ("document") REFERENCES "documents" ("document") ON DELETE CASCADE,
	FOREIGN KEY ("document", "record") REFERENCES "records" ("document", "id") ON DELETE CASCADE
);
-- What recomputing each published figure gives.
CREATE TABLE "findings" (
	"document" TEXT NOT NULL,
	"id" TEXT NOT NULL,
	"position" INTEGER,
	"rule" TEXT,
	"subject" TEXT,
	"field" TEXT,
	"year" INTEGER,
	"status" TEXT,
	"published" NUMERIC,
	"published_raw" TEXT,
	"published_unit" TEXT,
	"expected" NUMERIC,
	"recomputed" NUMERIC,
	"difference" NUMERIC,
	"expression" TEXT,
	"reason" TEXT,
	"readings" TEXT,
	"confidence" TEXT,
	"message_it" TEXT,
	"message_en" TEXT,
	"note" TEXT,
	"severity" TEXT,
	"source_page" INTEGER,
	"source_table" TEXT,
	"source_row" INTEGER,
	"source_col" INTEGER,
	"source_bbox" TEXT,
	"extra" TEXT,
	PRIMARY KEY ("document", "id"),
	FOREIGN KEY ("document") REFERENCES "documents" ("document") ON DELETE CASCADE,
	FOREIGN KEY ("document", "id") REFERENCES "records" ("document", "id") ON DELETE CASCADE
);
CREATE INDEX "findings_rule" ON "findings" ("document", "rule");
CREATE INDEX "findings_subject" ON "findings" ("document", "subject");
CREATE INDEX "findings_status" ON "findings" ("document", "status");
-- The figures that each finding is computed from, each with its place on the page.
CREATE TABLE "finding_inputs" (
	"document" TEXT NOT NULL,
	"finding" TEXT NOT NULL,
	"n" INTEGER NOT NULL,
	"label" TEXT,
	"record" TEXT,
	"field" TEXT,
	"value" NUMERIC,
	"raw" TEXT,
	"unit" TEXT,
	"multiplier" INTEGER,
	"approx" BOOLEAN CHECK ("approx" IN (0, 1)),
	"basis" TEXT,
	"source_page" INTEGER,
	"source_table" TEXT,
	"source_row" INTEGER,
	"source_col" INTEGER,
	"source_bbox" TEXT,
	"extra" TEXT,
	PRIMARY KEY ("document", "finding", "n"),
	FOREIGN KEY ("document") REFERENCES "documents" ("document") ON DELETE CASCADE,
	FOREIGN KEY ("document", "finding") REFERENCES "findings" ("document", "id") ON DELETE CASCADE
);
-- What looks like a coded row or a figure but fits no rule.
CREATE TABLE "unparsed" (
	"document" TEXT NOT NULL,
	"id" TEXT NOT NULL,
	"position" INTEGER,
	"text" TEXT,
	"reason" TEXT,
	"source_page" INTEGER,
	"source_table" TEXT,
	"source_row" INTEGER,
	"source_col" INTEGER,
	"source_bbox" TEXT,
	"extra" TEXT,
	PRIMARY KEY ("document", "id"),
	FOREIGN KEY ("document") REFERENCES "documents" ("document") ON DELETE CASCADE,
	FOREIGN KEY ("document", "id") REFERENCES "records" ("document", "id") ON DELETE CASCADE
);
-- What could not be read.
CREATE TABLE "problems" (
	"document" TEXT NOT NULL,
	"id" TEXT NOT NULL,
	"position" INTEGER,
	"page" INTEGER,
	"code" TEXT,
	"message" TEXT,
	"extra" TEXT,
	PRIMARY KEY ("document", "id"),
	FOREIGN KEY ("document") REFERENCES "documents" ("document") ON DELETE CASCADE,
	FOREIGN KEY ("document", "id") REFERENCES "records" ("document", "id") ON DELETE CASCADE
);
-- Records of types that this program does not know, whole.
CREATE TABLE "other_records" (
	"document" TEXT NOT NULL,
	"id" TEXT NOT NULL,
	"position" INTEGER,
	"type" TEXT,
	"json" TEXT,
	"source_page" INTEGER,
	"source_table" TEXT,
	"source_row" INTEGER,
	"source_col" INTEGER,
	"source_bbox" TEXT,
	PRIMARY KEY ("document", "id"),
	FOREIGN KEY ("document") REFERENCES "documents" ("document") ON DELETE CASCADE,
	FOREIGN KEY ("document", "id") REFERENCES "records" ("document", "id") ON DELETE CASCADE
);
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
