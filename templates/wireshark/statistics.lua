-- Statistics. Nothing is counted or kept before somebody asks for them. The dissector notes the
-- payloads of a frame, and the tap counts them: it sees each frame once, whatever the number of
-- passes.

local is_counting = false

-- How many names there may be that no registry bounds: addresses, texts, unknown codes. What
-- comes later is counted as one.
local MAX_FREE_NAMES = 200
local OTHERS = "(all others)"

local function new_list()
  return { rows = {}, free_names = 0 }
end

local function new_tally()
  return {
    segments = 0, with_diagnostic = 0, with_other = 0, stated_elsewhere = 0,
    unknown_codes = 0, unknown_vendors = 0,
    formats = new_list(), origins = new_list(), addresses = new_list(),
  }
end

local function row_of(list, name, is_free)
  local row = list.rows[name]
  if row then return row end
  if is_free and list.free_names >= MAX_FREE_NAMES then
    list.others = list.others or { name = OTHERS }
    return list.others
  end
  if is_free then list.free_names = list.free_names + 1 end
  row = { name = name }
  list.rows[name] = row
  return row
end

local function count(row, column)
  row[column] = (row[column] or 0) + 1
end

-- What a text states, or the pattern in it.
local function cause_of_text(format, range, seg_len)
  local words = payload.text_of(format, range, seg_len)
  if not words or words == "" then return nil end
  local pattern, reason = text.match_pattern(format, words)
  if pattern then return { name = ("%s (%s)"):format(text.quote_short(reason), pattern) } end
  return { name = text.quote_short(words) }
end

-- What the payload states, where it was captured. A cause that the registry has is not free.
local function cause_of(format, range, seg_len)
  if format.text then return cause_of_text(format, range, seg_len) end
  local captured = payload.captured_fields(format, range)
  local code_range, pen_range = captured[format.reason_code], captured[format.pen]
  if not code_range or format.pen and not pen_range then return nil end
  local code, pen = code_range:uint(), pen_range and pen_range:uint() or 0
  local owner = pen == 0 and "" or (", pen %d"):format(pen)
  local one = format.registry
  if pen ~= 0 then one = data.vendors[pen] end
  if not one then return { name = ("code %d%s"):format(code, owner), lacks = "vendor" } end
  local reason, _, origin = registry.words_of(registry.chosen(one), code)
  if not reason then
    return { name = ("code %d of %s%s"):format(code, one.id, owner), lacks = "code" }
  end
  return {
    name = ("%s (%d%s)"):format(reason, code, owner),
    is_registered = true,
    origin = origin,
  }
end

function statistics.is_counting()
  return is_counting
end

-- What is noted from now on is of this frame.
function statistics.begin(pinfo)
  if not is_counting then return end
  statistics.noted, statistics.noted_in = nil, pinfo.number
end

local function note(finding)
  statistics.noted = statistics.noted or {}
  table.insert(statistics.noted, finding)
end

-- Keeps a payload until the tap has come to its frame.
function statistics.note_payload(format, range, seg_len, status)
  if not is_counting then return end
  local cause = status ~= "malformed" and cause_of(format, range, seg_len) or nil
  note({ format = format, status = status, cause = cause })
end

-- The same for a cause that is not stated in a payload.
function statistics.note_cause(name)
  if is_counting then note({ cause = { name = name } }) end
end

local function count_cause(tally, cause)
  local origin = row_of(tally.origins, cause.origin or "(origin not stated)")
  count(origin, "total")
  origin.causes = origin.causes or new_list()
  count(row_of(origin.causes, cause.name, not cause.is_registered), "total")
  if cause.lacks == "code" then tally.unknown_codes = tally.unknown_codes + 1 end
  if cause.lacks == "vendor" then tally.unknown_vendors = tally.unknown_vendors + 1 end
end

-- The counters that section 6.3 of the specification asks for, of each address that was seen.
local function count_addresses(tally, pinfo, is_invalid)
  count(row_of(tally.addresses, tostring(pinfo.src), true), "sent")
  local receiver = row_of(tally.addresses, tostring(pinfo.dst), true)
  count(receiver, "received")
  if is_invalid then count(receiver, "invalid") end
end

local function count_payload(tally, pinfo, finding)
  local format, status, cause = finding.format, finding.status, finding.cause
  local row = row_of(tally.formats, format.id .. payload.label(format.standing))
  count(row, status)
  count(row, "total")
  if format.standing == "specified" then
    tally.with_diagnostic = tally.with_diagnostic + 1
    count_addresses(tally, pinfo, status == "malformed")
  else
    tally.with_other = tally.with_other + 1
  end
  if cause then count_cause(tally, cause) end
end

-- Counts a frame with an RST segment, and the payloads that the dissector has just noted of it.
local function count_frame(tally, pinfo)
  local payloads = 0
  local noted = statistics.noted_in == pinfo.number and statistics.noted
  for _, finding in ipairs(noted or {}) do
    if finding.format then
      payloads = payloads + 1
      count_payload(tally, pinfo, finding)
    else
      tally.stated_elsewhere = tally.stated_elsewhere + 1
      count_cause(tally, finding.cause)
    end
  end
  tally.segments = tally.segments + math.max(1, payloads)
end

local function by_count(one, other)
  local ones, others = one.total or 0, other.total or 0
  if ones ~= others then return ones > others end
  return one.name < other.name
end

local function by_traffic(one, other)
  local ones = (one.sent or 0) + (one.received or 0)
  local others = (other.sent or 0) + (other.received or 0)
  if ones ~= others then return ones > others end
  return one.name < other.name
end

local function sorted_rows(list, order)
  local rows = {}
  for _, row in pairs(list.rows) do rows[#rows + 1] = row end
  table.sort(rows, order)
  if list.others then rows[#rows + 1] = list.others end
  return rows
end

-- Lines of a table, with an empty one above: numbers at the right of their columns, then the
-- name. Nothing without rows.
local function table_lines(columns, rows)
  if #rows == 0 then return {} end
  local titles, widths = {}, {}
  for at, column in ipairs(columns) do
    widths[at] = #column.title
    for _, row in ipairs(rows) do
      widths[at] = math.max(widths[at], #("%d"):format(row[column.key] or 0))
    end
    titles[at] = (" "):rep(widths[at] - #column.title) .. column.title
  end
  titles[#columns + 1] = columns.title
  local lines = { "", table.concat(titles, "  ") }
  for _, row in ipairs(rows) do
    local cells = {}
    for at, column in ipairs(columns) do
      cells[at] = ("%" .. widths[at] .. "d"):format(row[column.key] or 0)
    end
    cells[#columns + 1] = row.name
    lines[#lines + 1] = table.concat(cells, "  ")
  end
  return lines
end

local COUNT = { title = "Count", key = "total" }

local function summary_rows(tally)
  local unread = tally.segments - tally.with_diagnostic - tally.with_other
  return {
    { name = "RST segments", total = tally.segments },
    { name = "  with a diagnostic payload", total = tally.with_diagnostic },
    { name = "  with another payload", total = tally.with_other },
    { name = "  without a payload that is decoded", total = unread },
    { name = "reasons stated outside a payload", total = tally.stated_elsewhere },
    { name = "codes that are not in the registry", total = tally.unknown_codes },
    { name = "codes of unknown vendors", total = tally.unknown_vendors },
  }
end

-- Each origin, then its causes.
local function cause_rows(tally)
  local rows = {}
  for _, origin in ipairs(sorted_rows(tally.origins, by_count)) do
    rows[#rows + 1] = origin
    for _, cause in ipairs(sorted_rows(origin.causes, by_count)) do
      rows[#rows + 1] = { name = "  " .. cause.name, total = cause.total }
    end
  end
  return rows
end

local function statistics_text(tally)
  local tables = {
    table_lines({ title = "TCP resets", COUNT }, summary_rows(tally)),
    table_lines({
      title = "Payload",
      { title = "Valid", key = "valid" }, { title = "Malformed", key = "malformed" },
      { title = "Truncated", key = "truncated" }, { title = "Total", key = "total" },
    }, sorted_rows(tally.formats, by_count)),
    table_lines({ title = "Cause as stated by the sender, by origin", COUNT }, cause_rows(tally)),
    table_lines({
      title = "Address: RSTs with diagnostic payload",
      { title = "Sent", key = "sent" }, { title = "Received", key = "received" },
      { title = "Received invalid", key = "invalid" },
    }, sorted_rows(tally.addresses, by_traffic)),
  }
  local lines = {}
  for _, part in ipairs(tables) do
    for _, line in ipairs(part) do lines[#lines + 1] = line end
  end
  return table.concat(lines, "\n", 2) .. "\n"
end

-- Counts from now on, and hands over the text when Wireshark has been through the capture. A
-- quotation in an ICMP error is no segment on its way.
local function start_counting(show)
  local tally = new_tally()
  local tap = Listener.new("frame", "tcp.flags.reset == 1 && !icmp && !icmpv6")
  function tap.packet(pinfo) count_frame(tally, pinfo) end
  function tap.draw() show(statistics_text(tally)) end
  function tap.reset() tally = new_tally() end
  is_counting = true
  return function()
    is_counting = false
    tap:remove()
  end
end

-- In a window; while one is open, a second one would count the same again.
local window_is_open = false

local function open_window()
  if window_is_open then return end
  local window = TextWindow.new("TCP resets: statistics")
  local shown = ""
  local stop = start_counting(function(lines)
    shown = lines
    window:set(lines)
  end)
  window_is_open = true
  window:set_atclose(function()
    stop()
    window_is_open = false
  end)
  window:add_button("Refresh", retap_packets)
  window:add_button("Copy", function() copy_to_clipboard(shown) end)
  retap_packets()
end

local has_windows = gui_enabled()

if has_windows then register_menu("TCP resets/Statistics", open_window, MENU_TOOLS_UNSORTED) end

local RULE = ("="):rep(72) .. "\n"
local stop_printing

-- Prints the statistics when tshark has read the capture.
function statistics.print()
  return start_counting(function(lines) io.write(RULE, lines, RULE) end)
end

-- tshark prints instead.
function statistics.apply_preference()
  local is_wanted = rstdiag.prefs.statistics
  if has_windows or is_wanted == (stop_printing ~= nil) then return end
  if is_wanted then
    stop_printing = statistics.print()
  else
    stop_printing = stop_printing()
  end
end
