-- What tshark prints with `-z rstdiag,...` when it has read a capture.

local ESCAPES = { ['"'] = '\\"', ["\\"] = "\\\\", ["\b"] = "\\b", ["\f"] = "\\f", ["\n"] = "\\n",
  ["\r"] = "\\r", ["\t"] = "\\t" }

local function escape(character)
  return ESCAPES[character] or ("\\u%04x"):format(character:byte())
end

-- The fewest digits that give the same number.
local function json_number(value)
  if value % 1 == 0 then return ("%d"):format(value) end
  for digits = 15, 17 do
    local written = ("%." .. digits .. "g"):format(value)
    if tonumber(written) == value then return written end
  end
end

local json_object

local function json_value(value, member)
  if type(value) == "string" then return '"' .. value:gsub('[%c"\\]', escape) .. '"' end
  if type(value) == "number" then return json_number(value) end
  if type(value) == "boolean" then return tostring(value) end
  return json_object(value, member.members)
end

local function json_list(values, member)
  local parts = {}
  for at, value in ipairs(values) do parts[at] = json_value(value, member) end
  return "[" .. table.concat(parts, ",") .. "]"
end

function json_object(object, members)
  local parts = {}
  for _, member in ipairs(members) do
    local value = object[member.name]
    if value ~= nil then
      local written = member.is_list and json_list(value, member) or json_value(value, member)
      parts[#parts + 1] = ('"%s":%s'):format(member.name, written)
    end
  end
  return "{" .. table.concat(parts, ",") .. "}"
end

-- The options that tshark was started with, where the system tells them; each ends in a NUL. A
-- preference that -o sets may have the name of a field.
function explanation.command_line()
  local file = not gui_enabled() and io.open("/proc/self/cmdline", "rb")
  if not file then return "" end
  local options = file:read("*a")
  file:close()
  return (options:gsub("%z%-o%z?rstdiag%.%Z*", ""))
end

-- Whether options name the plugin or one of its fields; a file of that name does not.
local function names_plugin(options)
  return options:find("rst_diagnostic", 1, true)
    or options:find("%f[%w/_%-]rstdiag%f[^%w/_%-]")
end

-- Whether nothing is printed but explanations: no packets, no fields, no statistics.
local function prints_nothing_else()
  local options = explanation.command_line():gsub("lua_script:%Z*", "")
    :gsub("rstdiag,explain%Z*", ""):gsub("rstdiag,json%Z*", ""):gsub("rstdiag,story%Z*", "")
  local is_quiet = options:find("%z%-%a*q%a*%z") ~= nil
  return is_quiet and not (rstdiag.prefs.statistics or names_plugin(options))
end

local function print_lines(lines)
  for _, line in ipairs(lines) do io.write(line, "\n") end
end

-- What else is to be said, apart from what is printed.
local function print_summary(capture)
  local forgotten = capture:forgotten()
  local note = forgotten > 0
    and ("; %d open connections dropped: too many were open at once"):format(forgotten) or ""
  io.stderr:write(("rstdiag: %d TCP segments, connections reset: %d%s\n")
    :format(capture.segments, capture.resets, note))
end

-- Explains the capture while tshark reads it; `finish` is called at its end.
local function explain_all(consume, finish)
  if prints_nothing_else() then
    host.let_go()
    host.shows_nothing = true
  end
  local capture = explanation.new_capture(consume)
  explanation.collect(capture)
  local tap = Listener.new("frame")
  function tap.draw()
    if not capture then return end
    capture:finish()
    finish()
    print_summary(capture)
    capture = nil
  end
end

local function print_table()
  local store = explanation.new_store()
  explain_all(function(...) store:add(...) end, function() print_lines(store:table_lines()) end)
end

local function print_json()
  explain_all(function(finding)
    io.write(json_object(finding, data.finding_members), "\n")
  end, function() end)
end

local function print_story(argument)
  local wanted = tonumber(argument:match("^rstdiag,story,(%d+)$"))
  if not wanted then
    io.stderr:write("rstdiag: -z rstdiag,story,N needs the number of a stream (tcp.stream)\n")
    return
  end
  local found, left_out = {}, 0
  explain_all(function(finding, history)
    if finding.stream ~= wanted then return end
    if #found >= explanation.shown_stories then
      left_out = left_out + 1
      return
    end
    found[#found + 1] = explanation.story_of(finding, history)
  end, function()
    if #found == 0 then io.stderr:write(("rstdiag: stream %d was not reset\n"):format(wanted)) end
    for _, lines in ipairs(found) do print_lines(lines) end
    if left_out > 0 then
      io.stderr:write(("rstdiag: and %d more resets of it: -z rstdiag,json lists all\n")
        :format(left_out))
    end
  end)
end

register_stat_cmd_arg("rstdiag,explain", print_table)
register_stat_cmd_arg("rstdiag,json", print_json)
register_stat_cmd_arg("rstdiag,story,", print_story)
register_stat_cmd_arg("rstdiag,stat", statistics.print)
