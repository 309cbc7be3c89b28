// What it costs to check the arguments of a typical tool, as one line of JSON: nanoseconds to
// validate, nanoseconds to parse the same text, and blocks taken from the heap by one validation.

import AllocationCounter
import Glibc
import JSON
import JSONSchema

/// Ten properties, among them a nested object and an array of objects.
let schema = #"""
  {"type": "object",
   "properties": {
     "title": {"type": "string", "minLength": 1, "maxLength": 200, "description": "Title"},
     "description": {"type": "string", "maxLength": 5000},
     "calendar": {"type": "string"},
     "start": {"type": "object",
       "properties": {
         "date": {"type": "string"}, "time": {"type": "string"}, "zone": {"type": "string"}},
       "required": ["date"], "additionalProperties": false},
     "minutes": {"type": "integer", "minimum": 1, "maximum": 1440},
     "attendees": {"type": "array", "maxItems": 100, "items": {
       "type": "object",
       "properties": {
         "id": {"type": "string"}, "role": {"enum": ["required", "optional"]},
         "notify": {"type": "boolean"}},
       "required": ["id"], "additionalProperties": false}},
     "visibility": {"enum": ["default", "public", "private"]},
     "reminders": {"type": "array", "items": {"type": "integer", "minimum": 0}},
     "location": {"anyOf": [{"type": "string"}, {"type": "null"}]},
     "isAllDay": {"type": "boolean"}},
   "required": ["title", "start", "minutes"],
   "additionalProperties": false}
  """#

let arguments = #"""
  {"title": "Quarterly planning", "description": "What we do next, and what we leave alone.",
   "calendar": "team", "start": {"date": "2026-03-02", "time": "09:30", "zone": "Europe/Berlin"},
   "minutes": 90, "attendees": [
     {"id": "ou_1", "role": "required", "notify": true},
     {"id": "ou_2", "role": "optional", "notify": false}, {"id": "ou_3", "role": "required"}],
   "visibility": "private", "reminders": [5, 15], "location": null, "isAllDay": false}
  """#

/// The fastest of several rounds, in nanoseconds for one run.
func nanoseconds(_ work: () -> Bool) -> Double {
  let rounds = 15
  let runs = 20_000
  var best = Double.infinity
  for _ in 0..<rounds {
    var begin = timespec()
    clock_gettime(CLOCK_MONOTONIC, &begin)
    for _ in 0..<runs where !work() { exit(1) }
    var end = timespec()
    clock_gettime(CLOCK_MONOTONIC, &end)
    let passed = Double(end.tv_sec - begin.tv_sec) * 1e9 + Double(end.tv_nsec - begin.tv_nsec)
    best = min(best, passed / Double(runs))
  }
  return best
}

/// The blocks taken from the heap by one run.
func allocations(_ work: () -> Bool) -> UInt {
  let before = allocation_count()
  guard work() else { exit(1) }
  return UInt(allocation_count() - before)
}

let compiled = try CompiledSchema(compiling: try JSONDocument(parsing: Array(schema.utf8)))
let text = Array(arguments.utf8)
let document = try JSONDocument(parsing: text)

let validate = { compiled.firstViolation(in: document) == nil }
let parse = { (try? JSONDocument(parsing: text)) != nil }
let validating = nanoseconds(validate)
let parsing = nanoseconds(parse)
var writer = JSONWriter()
writer.beginObject()
writer.key("nanoseconds")
writer.double(validating.rounded())
writer.key("parseNanoseconds")
writer.double(parsing.rounded())
writer.key("allocations")
writer.integer(Int(allocations(validate)))
writer.endObject()
print(String(decoding: writer.bytes, as: UTF8.self))
