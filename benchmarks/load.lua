-- Asks for one path after another from a file of lines "path" or "path<TAB>entity tag".
-- A path with "{n}" in it is asked with another number of six digits each time. Numbers begin with
-- the clock, so that two bursts at one server have none in common.
local requests, at, number = {}, 0, os.time() % 60 * 15000

function init(arguments)
  for line in io.lines(arguments[1]) do
    local path, tag = line:match("^([^\t]+)\t?(.*)$")
    local headers = {["Host"] = wrk.headers["Host"], ["Accept"] = "application/json"}
    if tag ~= "" then headers["If-None-Match"] = tag end
    requests[#requests + 1] = wrk.format("GET", path, headers)
  end
end

function request()
  at = at % #requests + 1
  local asked = requests[at]
  if not asked:find("{n}", 1, true) then return asked end
  number = (number + 1) % 1000000
  return (asked:gsub("{n}", string.format("%06d", number), 1))
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    "RESULT %d %d %d %d %.0f %.0f\n", summary.requests, summary.duration, summary.bytes,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout,
    latency:percentile(50), latency:percentile(95)))
end
