-- POSTs that differ: the next line of a file each time. Arguments: file, method, name, path, and
-- where there is one more field its value and its name.
local requests, next_index = {}, 0
local threads = 0

function setup(thread)
  thread:set("thread_number", threads)
  threads = threads + 1
end

function init(arguments)
  wrk.method = "POST"
  wrk.path = arguments[4]
  wrk.headers["Content-Type"] = "application/json"
  wrk.headers["Accept"] = "application/json, text/event-stream"
  wrk.headers["MCP-Protocol-Version"] = "2026-07-28"
  wrk.headers["Mcp-Method"] = arguments[2]
  wrk.headers["Mcp-Name"] = arguments[3]
  if arguments[5] then wrk.headers[arguments[6]] = arguments[5] end
  for line in io.lines(arguments[1]) do
    requests[#requests + 1] = wrk.format(nil, nil, nil, line)
  end
  -- Threads begin at different lines.
  next_index = thread_number * math.floor(#requests / 2)
end

function request()
  next_index = next_index % #requests + 1
  return requests[next_index]
end
