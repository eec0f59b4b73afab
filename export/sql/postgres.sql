-- The file that was read and what it is: one row.
CREATE TABLE "documents" (
	"document" text NOT NULL,
	"schema" text,
	"name" text,
	"sha256" text,
	"bytes" bigint,
	"media_type" text,
	"pages" bigint,
	"producer" text,
	"creator" text,
	"title" text,
	"created" text,
	"modified" text,
	"pdf_version" text,
	"encrypted" boolean,
	"tagged" boolean,
	"signed" boolean,
	"kind" text,
	"body_name" text,
	"body_istat" text,
	"body_ipa" text,
	"author" text,
	"period_from" bigint,
	"period_to" bigint,
	"reference_date" date,
	"reference_month" text,
	"profile" text,
	"report" boolean,
	"act_organ" text,
	"act_number" text,
	"act_date" date,
	"act_subject" text,
	"tool" text,
	"extra" jsonb,
	PRIMARY KEY ("document")
);
-- The deliberations that the document quotes.
CREATE TABLE "acts" (
	"document" text NOT NULL,
	"n" bigint NOT NULL,
	"organ" text,
	"number" text,
	"date" date,
	"raw" text,
	"page" bigint,
	"source_page" bigint,
	"source_table" text,
	"source_row" bigint,
	"source_col" bigint,
	"source_bbox" jsonb,
	"extra" jsonb,
	PRIMARY KEY ("document", "n"),
	FOREIGN KEY ("document") REFERENCES "documents" ("document") ON DELETE CASCADE
);
-- The bodies that the document names, how often, and how often as its author.
CREATE TABLE "bodies" (
	"document" text NOT NULL,
	"n" bigint NOT NULL,
	"name" text,
	"mentions" bigint,
	"as_author" bigint,
	"page" bigint,
	"extra" jsonb,
	PRIMARY KEY ("document", "n"),
	FOREIGN KEY ("document") REFERENCES "documents" ("document") ON DELETE CASCADE
);
-- Every record of the document, of whatever type, in the order of the pages.
CREATE TABLE "records" (
	"document" text NOT NULL,
	"id" text NOT NULL,
	"position" bigint,
	"type" text,
	"title" text,
	"source_page" bigint,
	"source_table" text,
	"source_row" bigint,
	"source_col" bigint,
	"source_bbox" jsonb,
	PRIMARY KEY ("document", "id"),
	FOREIGN KEY ("document") REFERENCES "documents" ("document") ON DELETE CASCADE
);
CREATE INDEX "records_type" ON "records" ("document", "type");
-- The missions of the budget (D.Lgs. 118/2011, annex 14).
CREATE TABLE "missions" (
	"document" text NOT NULL,
	"id" text NOT NULL,
	"position" bigint,
	"code" text,
	"title" text,
	"official_title" text,
	"official" text,
	"source_page" bigint,
	"source_table" text,
	"source_row" bigint,
	"source_col" bigint,
	"source_bbox" jsonb,
	"extra" jsonb,
	PRIMARY KEY ("document", "id"),
	FOREIGN KEY ("document") REFERENCES "documents" ("document") ON DELETE CASCADE,
	FOREIGN KEY ("document", "id") REFERENCES "records" ("document", "id") ON DELETE CASCADE
);
-- The programmes of the budget, each under its mission.
CREATE TABLE "programmes" (
	"document" text NOT NULL,
	"id" text NOT NULL,
	"position" bigint,
	"code" text,
	"title" text,
	"official_title" text,
	"official" text,
	"mission" text,
	"manager" text,
	"source_page" bigint,
	"source_table" text,
	"source_row" bigint,
	"source_col" bigint,
	"source_bbox" jsonb,
	"extra" jsonb,
	PRIMARY KEY ("document", "id"),
	FOREIGN KEY ("document") REFERENCES "documents" ("document") ON DELETE CASCADE,
	FOREIGN KEY ("document", "id") REFERENCES "records" ("document", "id") ON DELETE CASCADE,
	FOREIGN KEY ("document", "mission") REFERENCES "missions" ("document", "id") ON DELETE CASCADE
);
CREATE INDEX "programmes_mission" ON "programmes" ("document", "mission");
-- The strategic objectives.
CREATE TABLE "strategic_objectives" (
	"document" text NOT NULL,
	"id" text NOT NULL,
	"position" bigint,
	"code" text,
	"raw_code" text,
	"title" text,
	"programme" text,
	"source_page" bigint,
	"source_table" text,
	"source_row" bigint,
	"source_col" bigint,
	"source_bbox" jsonb,
	"extra" jsonb,
	PRIMARY KEY ("document", "id"),
	FOREIGN KEY ("document") REFERENCES "documents" ("document") ON DELETE CASCADE,
	FOREIGN KEY ("document", "id") REFERENCES "records" ("document", "id") ON DELETE CASCADE,
	FOREIGN KEY ("document", "programme") REFERENCES "programmes" ("document", "id") ON DELETE CASCADE
);
CREATE INDEX "strategic_objectives_programme" ON "strategic_objectives" ("document", "programme");
-- The operational objectives.
CREATE TABLE "objectives" (
	"document" text NOT NULL,
	"id" text NOT NULL,
	"position" bigint,
	"code" text,
	"raw_code" text,
	"title" text,
	"strategic" text,
	"programme" text,
	"political_lead" text,
	"manager" text,
	"departments" text,
	"weight" numeric,
	"weight_raw" text,
	"weight_unit" text,
	"achievement" numeric,
	"achievement_raw" text,
	"achievement_unit" text,
	"source_page" bigint,
	"source_table" text,
	"source_row" bigint,
	"source_col" bigint,
	"source_bbox" jsonb,
	"extra" jsonb,
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
	"document" text NOT NULL,
	"id" text NOT NULL,
	"position" bigint,
	"objective" text,
	"name" text,
	"purpose" text,
	"formula" text,
	"formula_kind" text,
	"formula_expression" text,
	"target" numeric,
	"target_raw" text,
	"target_unit" text,
	"target_year" bigint,
	"baseline" numeric,
	"baseline_raw" text,
	"baseline_unit" text,
	"achievement" numeric,
	"achievement_raw" text,
	"achievement_unit" text,
	"weight" numeric,
	"weight_raw" text,
	"weight_unit" text,
	"weighted" numeric,
	"weighted_raw" text,
	"weighted_unit" text,
	"unit" text,
	"deadline" text,
	"data_source" text,
	"owner" text,
	"notes" text,
	"footnotes" text,
	"source_page" bigint,
	"source_table" text,
	"source_row" bigint,
	"source_col" bigint,
	"source_bbox" jsonb,
	"extra" jsonb,
	PRIMARY KEY ("document", "id"),
	FOREIGN KEY ("document") REFERENCES "documents" ("document") ON DELETE CASCADE,
	FOREIGN KEY ("document", "id") REFERENCES "records" ("document", "id") ON DELETE CASCADE,
	FOREIGN KEY ("document", "objective") REFERENCES "objectives" ("document", "id") ON DELETE CASCADE
);
CREATE INDEX "indicators_objective" ON "indicators" ("document", "objective");
-- The public-value objectives.
CREATE TABLE "public_values" (
	"document" text NOT NULL,
	"id" text NOT NULL,
	"position" bigint,
	"code" text,
	"title" text,
	"mandate_line" text,
	"strategic_objective" text,
	"source_page" bigint,
	"source_table" text,
	"source_row" bigint,
	"source_col" bigint,
	"source_bbox" jsonb,
	"extra" jsonb,
	PRIMARY KEY ("document", "id"),
	FOREIGN KEY ("document") REFERENCES "documents" ("document") ON DELETE CASCADE,
	FOREIGN KEY ("document", "id") REFERENCES "records" ("document", "id") ON DELETE CASCADE
);
-- The objectives that contribute to a public value: weight, achievement, weighted achievement.
CREATE TABLE "contributions" (
	"document" text NOT NULL,
	"id" text NOT NULL,
	"position" bigint,
	"public_value" text,
	"code" text,
	"objective_code" text,
	"title" text,
	"weight" numeric,
	"weight_raw" text,
	"weight_unit" text,
	"achievement" numeric,
	"achievement_raw" text,
	"achievement_unit" text,
	"weighted" numeric,
	"weighted_raw" text,
	"weighted_unit" text,
	"footnotes" text,
	"source_page" bigint,
	"source_table" text,
	"source_row" bigint,
	"source_col" bigint,
	"source_bbox" jsonb,
	"extra" jsonb,
	PRIMARY KEY ("document", "id"),
	FOREIGN KEY ("document") REFERENCES "documents" ("document") ON DELETE CASCADE,
	FOREIGN KEY ("document", "id") REFERENCES "records" ("document", "id") ON DELETE CASCADE,
	FOREIGN KEY ("document", "public_value") REFERENCES "public_values" ("document", "id") ON DELETE CASCADE
);
CREATE INDEX "contributions_public_value" ON "contributions" ("document", "public_value");
-- The projects of the performance plan with their funds.
CREATE TABLE "projects" (
	"document" text NOT NULL,
	"id" text NOT NULL,
	"position" bigint,
	"number" text,
	"scope" text,
	"sector" text,
	"title" text,
	"codes" text,
	"description" text,
	"own_funds" numeric,
	"own_funds_raw" text,
	"own_funds_unit" text,
	"own_funds_gross" numeric,
	"own_funds_gross_raw" text,
	"third_party_funds" numeric,
	"third_party_funds_raw" text,
	"third_party_funds_unit" text,
	"third_party_funds_gross" numeric,
	"third_party_funds_gross_raw" text,
	"funding" text,
	"expected_result" text,
	"footnotes" text,
	"source_page" bigint,
	"source_table" text,
	"source_row" bigint,
	"source_col" bigint,
	"source_bbox" jsonb,
	"extra" jsonb,
	PRIMARY KEY ("document", "id"),
	FOREIGN KEY ("document") REFERENCES "documents" ("document") ON DELETE CASCADE,
	FOREIGN KEY ("document", "id") REFERENCES "records" ("document", "id") ON DELETE CASCADE
);
-- The actions of the mandate lines.
CREATE TABLE "mandate_actions" (
	"document" text NOT NULL,
	"id" text NOT NULL,
	"position" bigint,
	"point" text,
	"section" text,
	"section_title" text,
	"title" text,
	"objective" text,
	"actions" text,
	"departments" text,
	"source_page" bigint,
	"source_table" text,
	"source_row" bigint,
	"source_col" bigint,
	"source_bbox" jsonb,
	"extra" jsonb,
	PRIMARY KEY ("document", "id"),
	FOREIGN KEY ("document") REFERENCES "documents" ("document") ON DELETE CASCADE,
	FOREIGN KEY ("document", "id") REFERENCES "records" ("document", "id") ON DELETE CASCADE
);
-- The strategic priorities.
CREATE TABLE "priorities" (
	"document" text NOT NULL,
	"id" text NOT NULL,
	"position" bigint,
	"number" text,
	"title" text,
	"text" text,
	"source_page" bigint,
	"source_table" text,
	"source_row" bigint,
	"source_col" bigint,
	"source_bbox" jsonb,
	"extra" jsonb,
	PRIMARY KEY ("document", "id"),
	FOREIGN KEY ("document") REFERENCES "documents" ("document") ON DELETE CASCADE,
	FOREIGN KEY ("document", "id") REFERENCES "records" ("document", "id") ON DELETE CASCADE
);
-- Indicators given as label lines (companies).
CREATE TABLE "service_indicators" (
	"document" text NOT NULL,
	"id" text NOT NULL,
	"position" bigint,
	"company" text,
	"section" text,
	"address" text,
	"name" text,
	"target" numeric,
	"target_raw" text,
	"target_unit" text,
	"baseline" numeric,
	"baseline_raw" text,
	"baseline_unit" text,
	"owner" text,
	"notes" text,
	"purpose" text,
	"formula" text,
	"formula_kind" text,
	"formula_expression" text,
	"result_text" text,
	"source_page" bigint,
	"source_table" text,
	"source_row" bigint,
	"source_col" bigint,
	"source_bbox" jsonb,
	"extra" jsonb,
	PRIMARY KEY ("document", "id"),
	FOREIGN KEY ("document") REFERENCES "documents" ("document") ON DELETE CASCADE,
	FOREIGN KEY ("document", "id") REFERENCES "records" ("document", "id") ON DELETE CASCADE
);
-- The indicators over the years: what each document prints for each year (spunta-series).
CREATE TABLE "series" (
	"document" text NOT NULL,
	"id" text NOT NULL,
	"position" bigint,
	"indicator" text,
	"year" bigint,
	"edition" text,
	"edition_name" text,
	"code" text,
	"title" text,
	"objective_match" text,
	"name" text,
	"match" text,
	"score" numeric,
	"target" numeric,
	"target_raw" text,
	"target_unit" text,
	"actual" numeric,
	"actual_raw" text,
	"actual_unit" text,
	"source_page" bigint,
	"source_table" text,
	"source_row" bigint,
	"source_col" bigint,
	"source_bbox" jsonb,
	"extra" jsonb,
	PRIMARY KEY ("document", "id"),
	FOREIGN KEY ("document") REFERENCES "documents" ("document") ON DELETE CASCADE,
	FOREIGN KEY ("document", "id") REFERENCES "records" ("document", "id") ON DELETE CASCADE,
	FOREIGN KEY ("document", "indicator") REFERENCES "indicators" ("document", "id") ON DELETE CASCADE
);
CREATE INDEX "series_indicator" ON "series" ("document", "indicator");
-- The totals that the document prints.
CREATE TABLE "totals" (
	"document" text NOT NULL,
	"id" text NOT NULL,
	"position" bigint,
	"of" text,
	"scope" text,
	"value" numeric,
	"value_raw" text,
	"value_unit" text,
	"year" bigint,
	"source_page" bigint,
	"source_table" text,
	"source_row" bigint,
	"source_col" bigint,
	"source_bbox" jsonb,
	"extra" jsonb,
	PRIMARY KEY ("document", "id"),
	FOREIGN KEY ("document") REFERENCES "documents" ("document") ON DELETE CASCADE,
	FOREIGN KEY ("document", "id") REFERENCES "records" ("document", "id") ON DELETE CASCADE
);
CREATE INDEX "totals_scope" ON "totals" ("document", "scope");
-- The tables that no profile knows, as they are printed.
CREATE TABLE "tables" (
	"document" text NOT NULL,
	"id" text NOT NULL,
	"position" bigint,
	"caption" text,
	"continues" text,
	"source_page" bigint,
	"source_table" text,
	"source_row" bigint,
	"source_col" bigint,
	"source_bbox" jsonb,
	"extra" jsonb,
	PRIMARY KEY ("document", "id"),
	FOREIGN KEY ("document") REFERENCES "documents" ("document") ON DELETE CASCADE,
	FOREIGN KEY ("document", "id") REFERENCES "records" ("document", "id") ON DELETE CASCADE
);
-- Every figure of the records, one a row: the long form, with year, value and place on the page.
CREATE TABLE "figures" (
	"document" text NOT NULL,
	"record" text NOT NULL,
	"field" text NOT NULL,
	"n" bigint NOT NULL,
	"year" bigint,
	"value" numeric,
	"raw" text,
	"unit" text,
	"op" text,
	"multiplier" bigint,
	"approx" boolean,
	"note" text,
	"gross" numeric,
	"gross_raw" text,
	"source_page" bigint,
	"source_table" text,
	"source_row" bigint,
	"source_col" bigint,
	"source_bbox" jsonb,
	"extra" jsonb,
	PRIMARY KEY ("document", "record", "field", "n"),
	FOREIGN KEY ("document") REFERENCES "documents" ("document") ON DELETE CASCADE,
	FOREIGN KEY ("document", "record") REFERENCES "records" ("document", "id") ON DELETE CASCADE
);
CREATE INDEX "figures_year" ON "figures" ("document", "year");
-- The columns of the tables that no profile knows.
CREATE TABLE "table_columns" (
	"document" text NOT NULL,
	"record" text NOT NULL,
	"n" bigint NOT NULL,
	"header" text,
	"year" bigint,
	"unit" text,
	"extra" jsonb,
	PRIMARY KEY ("document", "record", "n"),
	FOREIGN KEY ("document") REFERENCES "documents" ("document") ON DELETE CASCADE,
	FOREIGN KEY ("document", "record") REFERENCES "records" ("document", "id") ON DELETE CASCADE
);
-- The rows of the tables that no profile knows, with their cells as printed.
CREATE TABLE "table_rows" (
	"document" text NOT NULL,
	"record" text NOT NULL,
	"n" bigint NOT NULL,
	"label" text,
	"level" bigint,
	"cells" jsonb,
	"source_page" bigint,
	"source_table" text,
	"source_row" bigint,
	"source_col" bigint,
	"source_bbox" jsonb,
	"extra" jsonb,
	PRIMARY KEY ("document", "record", "n"),
	FOREIGN KEY ("document") REFERENCES "documents" ("document") ON DELETE CASCADE,
	FOREIGN KEY ("document", "record") REFERENCES "records" ("document", "id") ON DELETE CASCADE
);
-- The lists of the records, one item a row.
CREATE TABLE "items" (
	"document" text NOT NULL,
	"record" text NOT NULL,
	"field" text NOT NULL,
	"n" bigint NOT NULL,
	"text" text,
	PRIMARY KEY ("document", "record", "field", "n"),
	FOREIGN KEY ("document") REFERENCES "documents" ("document") ON DELETE CASCADE,
	FOREIGN KEY ("document", "record") REFERENCES "records" ("document", "id") ON DELETE CASCADE
);
-- The texts of the records under their labels.
CREATE TABLE "sections" (
	"document" text NOT NULL,
	"record" text NOT NULL,
	"field" text NOT NULL,
	"n" bigint NOT NULL,
	"label" text,
	"text" text,
	PRIMARY KEY ("document", "record", "field", "n"),
	FOREIGN KEY ("document") REFERENCES "documents" ("document") ON DELETE CASCADE,
	FOREIGN KEY ("document", "record") REFERENCES "records" ("document", "id") ON DELETE CASCADE
);
-- What recomputing each published figure gives.
CREATE TABLE "findings" (
	"document" text NOT NULL,
	"id" text NOT NULL,
	"position" bigint,
	"rule" text,
	"subject" text,
	"field" text,
	"year" bigint,
	"status" text,
	"published" numeric,
	"published_raw" text,
	"published_unit" text,
	"expected" numeric,
	"recomputed" numeric,
	"difference" numeric,
	"expression" text,
	"reason" text,
	"readings" text,
	"confidence" text,
	"message_it" text,
	"message_en" text,
	"note" text,
	"severity" text,
	"source_page" bigint,
	"source_table" text,
	"source_row" bigint,
	"source_col" bigint,
	"source_bbox" jsonb,
	"extra" jsonb,
	PRIMARY KEY ("document", "id"),
	FOREIGN KEY ("document") REFERENCES "documents" ("document") ON DELETE CASCADE,
	FOREIGN KEY ("document", "id") REFERENCES "records" ("document", "id") ON DELETE CASCADE
);
CREATE INDEX "findings_rule" ON "findings" ("document", "rule");
CREATE INDEX "findings_subject" ON "findings" ("document", "subject");
CREATE INDEX "findings_status" ON "findings" ("document", "status");
-- The figures that each finding is computed from, each with its place on the page.
CREATE TABLE "finding_inputs" (
	"document" text NOT NULL,
	"finding" text NOT NULL,
	"n" bigint NOT NULL,
	"label" text,
	"record" text,
	"field" text,
	"value" numeric,
	"raw" text,
	"unit" text,
	"multiplier" bigint,
	"approx" boolean,
	"basis" text,
	"source_page" bigint,
	"source_table" text,
	"source_row" bigint,
	"source_col" bigint,
	"source_bbox" jsonb,
	"extra" jsonb,
	PRIMARY KEY ("document", "finding", "n"),
	FOREIGN KEY ("document") REFERENCES "documents" ("document") ON DELETE CASCADE,
	FOREIGN KEY ("document", "finding") REFERENCES "findings" ("document", "id") ON DELETE CASCADE
);
-- What looks like a coded row or a figure but fits no rule.
CREATE TABLE "unparsed" (
	"document" text NOT NULL,
	"id" text NOT NULL,
	"position" bigint,
	"text" text,
	"reason" text,
	"source_page" bigint,
	"source_table" text,
	"source_row" bigint,
	"source_col" bigint,
	"source_bbox" jsonb,
	"extra" jsonb,
	PRIMARY KEY ("document", "id"),
	FOREIGN KEY ("document") REFERENCES "documents" ("document") ON DELETE CASCADE,
	FOREIGN KEY ("document", "id") REFERENCES "records" ("document", "id") ON DELETE CASCADE
);
-- What could not be read.
CREATE TABLE "problems" (
	"document" text NOT NULL,
	"id" text NOT NULL,
	"position" bigint,
	"page" bigint,
	"code" text,
	"message" text,
	"extra" jsonb,
	PRIMARY KEY ("document", "id"),
	FOREIGN KEY ("document") REFERENCES "documents" ("document") ON DELETE CASCADE,
	FOREIGN KEY ("document", "id") REFERENCES "records" ("document", "id") ON DELETE CASCADE
);
-- Records of types that this program does not know, whole.
CREATE TABLE "other_records" (
	"document" text NOT NULL,
	"id" text NOT NULL,
	"position" bigint,
	"type" text,
	"json" jsonb,
	"source_page" bigint,
	"source_table" text,
	"source_row" bigint,
	"source_col" bigint,
	"source_bbox" jsonb,
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
COMMENT ON TABLE "documents" IS 'spunta: tables of version 2';
