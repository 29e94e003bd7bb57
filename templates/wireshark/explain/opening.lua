-- Wireshark's captures: which one is open, and the explanation of each that is opened, where the
-- preference wants it.

-- How many were opened, so that what is known of one is not taken for another.
explanation.opened = 0

-- Wireshark says only that it dissects all frames, of the same capture again or of another one.
local is_beginning, is_reopened, first_frame = false, false, nil

-- Between that and the first frame, taps are reset only where a file is opened. Hardly any frame
-- has a tap of this name, so waiting for its reset costs nothing. A live capture has none, and
-- is told by its first frame.
local watch

function explanation.watch()
  if watch then return end
  watch = Listener.new("actrace")
  function watch.reset() is_reopened = is_reopened or is_beginning end
end

-- What is collected while a capture is read, its last frame, and whether all frames are dissected
-- again to show it. A capture that grows is not explained before somebody asks.
local collected, last_frame, is_showing, grows

local function collect()
  local store = explanation.new_store()
  local capture = explanation.new_capture(function(...) store:add(...) end)
  local stop = explanation.listen(capture)
  function collected()
    stop()
    last_frame = capture.last_frame
    capture:finish()
    return store.findings, capture.streams
  end
  -- Wireshark puts this off until it has read all that there is.
  redissect_packets()
end

local function look_for_growth(_, pinfo)
  if pinfo.number <= last_frame then return end
  grows, explanation.on_frame = true, nil
  explanation.show(nil)
  redissect_packets()
end

local function forget()
  explanation.opened = explanation.opened + 1
  explanation.show(nil)
  is_showing, grows = false, false
  if explanation.on_another then explanation.on_another() end
end

local function begin(tvb, pinfo)
  explanation.on_frame, is_beginning = nil, false
  local identity = explanation.identity_of(pinfo, tvb)
  if is_reopened or identity ~= first_frame then forget() end
  is_reopened, first_frame = false, identity
  if not rstdiag.prefs.explain or grows then return end
  if not is_showing then return collect() end
  -- The next time, something else has changed: then all is explained anew.
  is_showing = false
  explanation.on_frame = explanation.guarded(look_for_growth)
end

-- All frames are dissected from the first one on.
local function open()
  if is_beginning then return end
  is_beginning, explanation.on_frame = true, explanation.guarded(begin)
  if rstdiag.prefs.explain then explanation.watch() end
  if not collected then return end
  local finish = collected
  collected, is_showing = nil, true
  explanation.show(finish())
end

if gui_enabled() then explanation.open = explanation.guarded(open) end
