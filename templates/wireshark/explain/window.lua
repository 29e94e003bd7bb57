-- Wireshark's window: first what the resets of a capture come to, then the story of each.

-- A row of the table in two lines, for Wireshark makes its windows 70 characters wide.
local function fold(line)
  local head = line:match("^(Resets .*%S) +Server +Lost octets +First frame$")
  if head then return head end
  local first, server, octets, frame = line:match("^(.*%S)  +(%S.*%S)  +(%d+)  (%d+) *$")
  if not first then return (line:gsub(": %-%-json lists all$", "")) end
  local risk = octets == "0" and "" or (", %s octets at risk"):format(octets)
  return ("%s\n        %s, first in frame %s%s"):format(first, server, frame, risk)
end

local function window_text(capture, store)
  if capture.segments == 0 then return "No capture with TCP segments is open.\n" end
  local lines = {}
  if capture.is_broken then lines = { "Only a part of the capture is explained.\n" } end
  for _, line in ipairs(store:table_lines()) do lines[#lines + 1] = fold(line) end
  if #lines == 0 then lines = { "No TCP connection of this capture was reset." } end
  local forgotten = capture:forgotten()
  if forgotten > 0 then
    lines[#lines + 1] = ("%d open connections were forgotten: too many were open at once.")
      :format(forgotten)
  end
  for at, finding in ipairs(store.findings) do
    if at > explanation.shown_stories then break end
    lines[#lines + 1] = "\n" .. ("-"):rep(72)
    for _, line in ipairs(store.stories[finding.frame]) do lines[#lines + 1] = line end
  end
  local hidden = #store.findings + store.left_out - explanation.shown_stories
  if hidden > 0 then
    lines[#lines + 1] = ("and %d more resets: \"Show in packet list\" puts each on its frame")
      :format(hidden)
  end
  local left_out = explanation.left_out_note(store)
  if left_out then lines[#lines + 1] = left_out end
  lines[#lines + 1] = "\nFor colleagues without this plugin: `rstdiag explain FILE --annotate " ..
    "OUT.pcapng` writes a copy of the capture with these sentences as packet comments."
  return table.concat(lines, "\n") .. "\n"
end

local ANOTHER = "Another capture was opened. \"Explain again\" explains it.\n"

local current

local function open_window()
  -- It may be hidden behind others.
  if current then current:close() end
  local window = TextWindow.new("TCP resets: explanation")
  local shown, store, capture, opened = "", nil, nil, nil
  -- Wireshark lets the user go on while it reads.
  local is_reading = false

  local function set(content)
    shown = content
    window:set(content)
  end

  local function explain()
    if is_reading then return end
    is_reading = true
    store, opened = explanation.new_store(), explanation.opened
    local kept = store
    capture = explanation.new_capture(function(...) kept:add(...) end)
    set("Reading the capture ...\n")
    local stop = explanation.listen(capture)
    retap_packets()
    stop()
    capture:finish()
    is_reading = false
    set(window_text(capture, store))
  end

  local function show()
    if opened ~= explanation.opened then explain() end
    if is_reading then return end
    explanation.show(store.findings, capture.streams)
    redissect_packets()
  end

  explanation.watch()
  explanation.on_another = function() set(ANOTHER) end
  current = window
  window:set_atclose(function()
    if current == window then current, explanation.on_another = nil, nil end
  end)
  window:add_button("Show in packet list", explanation.guarded(show))
  window:add_button("Explain again", explanation.guarded(explain))
  window:add_button("Copy", function() copy_to_clipboard(shown) end)
  explanation.guarded(explain)()
end

if gui_enabled() then
  register_menu("TCP resets/Explain all resets", explanation.guarded(open_window),
    MENU_TOOLS_UNSORTED)
end
