-- Two passes of tshark (-2): the first one collects the resets, the second one shows them on
-- their frames. In a single pass nothing is known of what follows a reset, so nothing is guessed.

-- The fields that only an explanation fills.
local NAMES = {}
for _, field in ipairs(data.own_fields) do
  if field.explained then NAMES[#NAMES + 1] = field.name end
end

rstdiag.prefs.explain = Pref.bool("Explain resets when a file is opened", false,
  "Find the cause of every reset while a capture is read, and show it in the packet list. " ..
  "Opening one then takes three to four times as long. In tshark with -2 only. Without " ..
  "this, Tools > TCP resets > Explain all resets does it once")

local function names_field(options)
  for _, name in ipairs(NAMES) do
    if options:find("rstdiag%." .. name .. "%f[^%w_]") then return true end
  end
  return false
end

local options = explanation.command_line()

-- Filters of the first pass are known to it; what the second one prints is not.
local asks_for_fields = names_field(options)

-- Known only where the options are. Before the 2 may stand what needs no value: -n2, but not -c2.
local has_single_pass = options ~= "" and not options:find("%z%-[DghlLnpPqQvVxI]*2")

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
end

-- The second pass begins with the first frame once more.
local function take_frame(tvb, pinfo)
  local is_new = true
  for _, capture in ipairs(captures) do is_new = capture:add(pinfo, tvb) end
  if is_new then return end
  explanation.on_frame = nil
  if not shown_capture then return end
  shown_capture:finish()
  if store.left_out > 0 then
    io.stderr:write(("rstdiag: %d resets are not explained on their frames: there are too many\n")
      :format(store.left_out))
  end
  explanation.show(store.findings, shown_capture.streams)
end

-- Nearly always there is one at most.
local function choose_taker()
  local only = captures[1]
  if not only then return nil end
  if #captures > 1 or only == shown_capture then return explanation.guarded(take_frame) end
  return function(tvb, pinfo) only:add(pinfo, tvb) end
end

-- Looks at the first frame of a capture: whether anybody wants the fields. A profile may name
-- them in its columns and colours, and nobody ask for them.
local function decide(tvb, pinfo, tree)
  if has_single_pass then
    if asks_for_fields then io.stderr:write(NEEDS_TWO_PASSES) end
  elseif rstdiag.prefs.explain or asks_for_fields or is_referenced(tree) then
    begin()
  end
  explanation.on_frame = choose_taker()
  if explanation.on_frame then explanation.on_frame(tvb, pinfo) end
end

if not gui_enabled() then
  function explanation.open() explanation.on_frame = explanation.guarded(decide) end
end
