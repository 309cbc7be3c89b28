-- One POST, the same each time. Arguments: body file, method, name (or "-"), path, and where there
-- is one more field its value and its name.
local file

function init(arguments)
  file = assert(io.open(arguments[1], "rb"))
  wrk.method = "POST"
  wrk.path = arguments[4]
  wrk.body = file:read("*a")
  file:close()
  wrk.headers["Content-Type"] = "application/json"
  wrk.headers["Accept"] = "application/json, text/event-stream"
  wrk.headers["MCP-Protocol-Version"] = "2026-07-28"
  wrk.headers["Mcp-Method"] = arguments[2]
  if arguments[3] ~= "-" then wrk.headers["Mcp-Name"] = arguments[3] end
  if arguments[5] then wrk.headers[arguments[6]] = arguments[5] end
  request_bytes = wrk.format()
end

function request() return request_bytes end
