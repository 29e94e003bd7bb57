-- Wireshark's window: first what the resets of a capture come to, then the story of each.

local SHOWN_STORIES = 100

local function window_text(store, forgotten)
  local lines = store:table_lines()
  if #lines == 0 then lines = { "No TCP connection of this capture was reset." } end
  if forgotten > 0 then
    lines[#lines + 1] = ("%d open connections were forgotten: too many were open at once.")
      :format(forgotten)
  end
  for at, finding in ipairs(store.findings) do
    if at > SHOWN_STORIES then break end
    lines[#lines + 1] = "\n" .. ("-"):rep(72)
    for _, line in ipairs(store.stories[finding.frame]) do lines[#lines + 1] = line end
  end
  local hidden = #store.findings + store.left_out - SHOWN_STORIES
  if hidden > 0 then
    lines[#lines + 1] = ("and %d more resets: \"Show in packet list\" puts each on its frame")
      :format(hidden)
  end
  lines[#lines + 1] = "\nFor colleagues without this plugin: `rstdiag explain FILE --annotate " ..
    "OUT.pcapng` writes a copy of the capture with these sentences as packet comments."
  return table.concat(lines, "\n") .. "\n"
end

local window_is_open = false

local function open_window()
  if window_is_open then return end
  window_is_open = true
  local window = TextWindow.new("TCP resets: explanation")
  local shown, capture, store = "", nil, nil

  local function begin()
    store = explanation.new_store()
    local kept = store
    capture = explanation.new_capture(function(...) kept:add(...) end)
  end

  local function explain()
    begin()
    window:set("Reading the capture ...")
    local stop = explanation.listen(function() return capture end, function() end)
    retap_packets()
    stop()
    capture:finish()
    shown = window_text(store, capture:forgotten())
    window:set(shown)
  end

  window:set_atclose(function() window_is_open = false end)
  window:add_button("Show in packet list", function()
    explanation.show(store.findings, capture.identity)
    redissect_packets()
  end)
  window:add_button("Explain again", explain)
  window:add_button("Copy", function() copy_to_clipboard(shown) end)
  explain()
end

if gui_enabled() then
  register_menu("TCP resets/Explain all resets", open_window, MENU_TOOLS_UNSORTED)
end
