-- Two passes of tshark (-2): the first one collects the resets, the second one shows them on
-- their frames. In a single pass nothing is known of what follows a reset, so nothing is guessed.

-- The fields that only an explanation fills.
local NAMES = { "cause", "certainty", "reset_by", "situation", "explanation", "next_step",
  "lost_octets", "benign", "evidence", "evidence_of" }

rstdiag.prefs.explain = Pref.bool("Explain resets when a file is opened", false,
  "Find the cause of every reset while a capture is read, and show it in the packet list. " ..
  "Opening one then takes two to three times as long. In tshark with -2 only. Without " ..
  "this, Tools > TCP resets > Explain all resets does it once")

local function names_field(options)
  for _, name in ipairs(NAMES) do
    if options:find("rstdiag%." .. name .. "%f[^%w_]") then return true end
  end
  return false
end

-- Filters of the first pass are known to it; what the second one prints is not.
local asks_for_fields = names_field(explanation.command_line())

local function is_referenced(tree)
  for _, name in ipairs(NAMES) do
    if tree:referenced(fields[name]) then return true end
  end
  return false
end

local NEEDS_TWO_PASSES = "rstdiag: the causes of resets are known only when all has been " ..
  "read: add -2 to have the fields of explanations\n"

-- What takes the frames while they are read for the first time, and that which fields are wanted
-- of: its findings are shown in the second pass.
local captures, shown_capture, store = {}, nil, nil

-- Hands the frames of the capture that tshark reads to this one.
function explanation.collect(capture)
  captures[#captures + 1] = capture
end

local function begin()
  store = explanation.new_store()
  shown_capture = explanation.new_capture(function(...) store:add(...) end)
  explanation.collect(shown_capture)
  local tap = Listener.new("frame")
  function tap.draw()
    if shown_capture then io.stderr:write(NEEDS_TWO_PASSES) end
    shown_capture = nil
  end
end

local function finish()
  explanation.on_frame = nil
  if not shown_capture then return end
  shown_capture:finish()
  explanation.show(store.findings)
  shown_capture, store = nil, nil
end

local take_frame = explanation.guarded(function(tvb, pinfo)
  local is_new = true
  for _, capture in ipairs(captures) do is_new = capture:add(pinfo, tvb) end
  if not is_new then finish() end
end)

-- Nearly always there is one at most.
local function choose_taker()
  local only = captures[1]
  if not only then return nil end
  if #captures > 1 or only == shown_capture then return take_frame end
  return function(tvb, pinfo) only:add(pinfo, tvb) end
end

-- Looks at the first frame of a capture: whether anybody wants the fields.
local function decide(tvb, pinfo, tree)
  if rstdiag.prefs.explain or asks_for_fields or is_referenced(tree) then begin() end
  explanation.on_frame = choose_taker()
  if explanation.on_frame then explanation.on_frame(tvb, pinfo) end
end

if not gui_enabled() then
  function explanation.open() explanation.on_frame = explanation.guarded(decide) end
end
