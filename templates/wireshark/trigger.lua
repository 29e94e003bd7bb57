-- The trigger: a plugin in C that hands over RST segments when TCP has dissected them, so other
-- frames cost nothing and Wireshark is asked for no field. It need not be there.

-- The rows of its table: frames, where they are wanted, and RST segments.
local FRAME, SEGMENT = 0, 1
-- What pinfo.private then has: how the segment is, its stream, and whether the frame had another.
local HANDED_OVER, FORM = "rstdiag.segment", "^(%w+) ?(%d*)( ?%a*)$"

local has_table, handed = pcall(DissectorTable.get, "rstdiag.trigger")
trigger.is_there = has_table and handed ~= nil

if trigger.is_there then
  rstdiag.prefs.trigger = Pref.bool("Read RST segments through the native trigger", true,
    "Without it, every frame is searched, which takes longer, and reasons in an F5 trailer or a "
    .. "NetScaler window are found, too. Restart Wireshark after a change")
end

local show_segment, look_at_frame, choose_dissector
local is_used = false

local function dissect(tvb, pinfo, tree)
  local of_segment = pinfo.private[HANDED_OVER]
  if not of_segment then
    look_at_frame(tvb, pinfo, tree)
    payload.has_cause = false
    if not (explanation.on_frame or explanation.is_shown) then handed:remove(FRAME, rstdiag) end
    return
  end
  if host.shows_nothing then return end
  local kind, stream, again = of_segment:match(FORM)
  if again == "" then
    statistics.begin(pinfo)
    payload.has_cause = false
  end
  show_segment(tvb, pinfo, tree, kind == "quoted", kind == "fragment", tonumber(kind) or 0,
    tonumber(stream))
end

-- Takes what shows a segment, what explains a frame, and what chooses a dissector for all frames.
function trigger.start(...)
  show_segment, look_at_frame, choose_dissector = ...
  rstdiag.dissector = dissect
  is_used = true
  handed:add(SEGMENT, rstdiag)
end

-- What Wireshark is asked for is decided before the first frame, and told only where it is not as
-- it is without a choice of the user.
function trigger.apply_preference()
  if not is_used or rstdiag.prefs.trigger then return end
  is_used = false
  handed:remove(SEGMENT, rstdiag)
  host.ask_for_fields()
  rstdiag.dissector = choose_dissector()
end

-- All frames are dissected from the first one on: there may be something to show on each.
function trigger.open()
  if trigger.is_there then handed:add(FRAME, rstdiag) end
end
