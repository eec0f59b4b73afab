# The pages of docs/ that are generated: what the streams hold, from their schemas.

.PHONY: docs

stream_schemas = schemas/layout.schema.json schemas/records.schema.json

docs: docs/streams.md ## write the pages that are generated

docs/streams.md: $(bin)/spunta-validate docs/streams.head $(stream_schemas)
	{ cat docs/streams.head; for s in $(stream_schemas); do $< --describe --schema $$s || exit 1; done; } >$@
