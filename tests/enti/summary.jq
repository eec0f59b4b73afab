# One line a record, as a reader checks it: figures as printed → value and unit @ year; places left out.
def show:
  if type == "object" then
    if has("raw") then "\(.raw // "") → \(.value | tostring)\(if .unit then " " + .unit else "" end)\(if .year then " @\(.year)" else "" end)"
    else tojson end
  elif type == "array" then map(show) | join("; ")
  else tostring end;
if .type == "document" then
  "document: \(.kind); \(.body.name); \(if .period then "\(.period.from)-\(.period.to)" else "no period" end); \(.reference_date // "no date"); acts: \([.acts[].raw] | join("; "))" +
  (if .act then "; is: \(.act.organ), n. \(.act.number), \(.act.date), \(.act.subject)" else "" end)
elif .type == "end" then "end: \(.records | tojson)"
else
  "\(.id): " + ([to_entries[] | select(.key | IN("type", "id", "source", "official", "raw_code") | not)
    | select(.value != null and .value != [] and .value != {}) | "\(.key): \(.value | show)"] | join(" | "))
end
