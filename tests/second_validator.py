"""A second opinion on JSON Schema, by python3-jsonschema (Debian), for tests/cli/second-validator.t.

    second_validator.py schema SCHEMA          the schema is valid draft-07, and its examples hold
    second_validator.py judge SCHEMA STREAM    prints the numbers of the lines that do not hold
    second_validator.py mutate STREAM          prints many damaged variants of the stream's records
"""
import json
import sys

import jsonschema

WRONG = [None, True, 0, -1, 1.5, "", "x", "2024-02-30", [], ["x"], {}, {"x": 1}]


def read(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def validator(path):
    with open(path, encoding="utf-8") as file:
        schema = json.load(file)
    jsonschema.Draft7Validator.check_schema(schema)
    return jsonschema.Draft7Validator(schema, format_checker=jsonschema.FormatChecker(["date"]))


def schemas_with_examples(schema):
    """Every place of a schema that has examples. Property names are passed over with their schemas."""
    if isinstance(schema, dict):
        if isinstance(schema.get("examples"), list):
            yield schema
        for value in schema.values():
            yield from schemas_with_examples(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from schemas_with_examples(value)


def check_schema(path):
    judge = validator(path)
    bad = 0
    for place in schemas_with_examples(judge.schema):
        for example in place["examples"]:
            for error in judge.evolve(schema=place).iter_errors(example):
                print(f"{path}: example {example!r}: {error.message}")
                bad += 1
    return 1 if bad else 0


def mutants(value):
    """The value with one thing wrong somewhere in it."""
    if isinstance(value, dict):
        for key in value:
            yield {k: v for k, v in value.items() if k != key}
            for wrong in WRONG:
                yield {**value, key: wrong}
            for inner in mutants(value[key]):
                yield {**value, key: inner}
    elif isinstance(value, list) and value:
        yield value + ["x"]
        for inner in mutants(value[0]):
            yield [inner] + value[1:]


def main(command, *paths):
    if command == "schema":
        return check_schema(*paths)
    if command == "judge":
        judge = validator(paths[0])
        for number, record in enumerate(read(paths[1]), 1):
            if not judge.is_valid(record):
                print(number)
        return 0
    # the first line is no document, so that the lines are no stream and have no frame to keep
    print(json.dumps({"type": "mutants"}))
    seen = set()
    for record in read(paths[0]):
        # one of each shape is enough
        shape = (record.get("type"), tuple(sorted(k for k, v in record.items() if v not in (None, []))))
        if shape in seen:
            continue
        seen.add(shape)
        for mutant in mutants(record):
            print(json.dumps(mutant, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
