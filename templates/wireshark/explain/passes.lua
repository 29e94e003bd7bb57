-- Two passes of tshark (-2): the first one collects the resets, the second one shows them on
-- their frames. In a single pass nothing is known of what follows a reset, so nothing is guessed.

-- The fields that only an explanation fills.
local NAMES = { "cause", "certainty", "reset_by", "situation", "explanation", "next_step",
  "lost_octets", "benign", "evidence", "evidence_of" }

rstdiag.prefs.explain = Pref.bool("Explain resets when a file is opened", false,
  "Find the cause of every reset while a capture is read, and show it in the packet list. " ..
  "Reading then takes two to three times as long. In tshark with -2 only. Without this, " ..
  "Tools > TCP resets > Explain all resets does it once")

-- The options that tshark was started with, where the system tells them.
local function command_line()
  local file = not gui_enabled() and io.open("/proc/self/cmdline", "rb")
  if not file then return "" end
  local options = file:read("*a")
  file:close()
  return options
end

local function names_field(options)
  for _, name in ipairs(NAMES) do
    if options:find("rstdiag%." .. name .. "%f[^%w_]") then return true end
  end
  return false
end

-- Filters of the first pass are known to it; what the second one prints is not.
local asks_for_fields = names_field(command_line())

local function is_referenced(tree)
  for _, name in ipairs(NAMES) do
    if tree:referenced(fields[name]) then return true end
  end
  return false
end

local NEEDS_TWO_PASSES = "rstdiag: the causes of resets are known only when all has been " ..
  "read: add -2 to have the fields of explanations\n"

-- What is collected, the findings of it, what tells the capture, and whether a second pass has
-- begun.
local collected, store, identity, is_second

local function begin(pinfo, tvb)
  store = explanation.new_store()
  collected = explanation.new_capture(function(...) store:add(...) end)
  identity = explanation.identity_of(pinfo, tvb)
  if gui_enabled() then return end
  local tap = Listener.new("frame")
  function tap.draw()
    if not is_second then io.stderr:write(NEEDS_TWO_PASSES) end
    is_second = true
  end
end

local function finish()
  collected:finish()
  explanation.show(store.findings, identity)
  collected, store = nil, nil
end

-- Looks at the first frame of a capture: whether anybody wants the fields.
local function decide(tvb, pinfo, tree)
  explanation.on_frame = nil
  if not (rstdiag.prefs.explain or asks_for_fields or is_referenced(tree)) then return end
  begin(pinfo, tvb)
  explanation.on_frame = function(octets, frame)
    if not frame.visited then return collected:from_frame(frame, octets) end
    is_second, explanation.on_frame = true, nil
    finish()
  end
  collected:from_frame(pinfo, tvb)
end

-- A capture is read from its first frame on.
function explanation.open()
  explanation.restart()
  collected, store, is_second = nil, nil, false
  if not gui_enabled() then explanation.on_frame = decide end
end
