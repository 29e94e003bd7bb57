-- RST segments: their payloads, what else states a reason in them, and what is around them.

-- SEG.LEN of the segment whose payload begins at an offset: its header, with the item of
-- tcp.len, is the nearest before it and at most 60 octets long.
local function seg_len_at(offset)
  local seg_len, nearest = nil, offset - 60
  for _, info in ipairs({ host.fields["tcp.len"]() }) do
    if info.offset >= nearest and info.offset < offset then
      seg_len, nearest = info.value, info.offset
    end
  end
  return seg_len
end

-- A quotation has no tcp.len. Where Wireshark decoded its magic number, the length was right.
local function quoted_len(info)
  if info.name ~= data.magic_field then return info.len end
  local magic = info.range:uint()
  for _, format in ipairs(data.formats) do
    if format.magic == magic and format.least == format.most then return format.least end
  end
  return info.source:captured_len() - info.offset
end

-- There is nothing to read where nothing was captured, nor in the first fragment of a segment,
-- which has no tcp.len either.
local function find_payload(info, quoted)
  local seg_len = seg_len_at(info.offset) or quoted and quoted_len(info)
  if not seg_len then return nil end
  local captured = math.min(seg_len, info.source:captured_len() - info.offset)
  if captured < 1 then return nil end
  local range = info.source(info.offset, captured)
  return payload.find(range, seg_len, quoted), range
end

-- Octets that the sender of a payload had sent before, and that its peer had not acknowledged:
-- those in flight, without the payload itself.
local function show_unacked(item, seg_len, in_flight)
  local unacked = in_flight - seg_len
  if unacked <= 0 then return end
  add_own(item, "unacked", unacked)
  item:add_proto_expert_info(experts.lost,
    ("The receiver may lose %d octets that were sent before the reset"):format(unacked))
end

-- With several segments in one frame nobody can say whose octets these are.
local function octets_in_flight()
  local in_flight = host.fields["tcp.analysis.bytes_in_flight"]
  local infos = { in_flight and in_flight() }
  return #infos == 1 and infos[1].value or 0
end

-- Shows a payload. Returns its item where it is a segment's own.
local function show_payload(tree, pinfo, quoted, in_flight, found, range)
  local summary, item = payload.dissect(found, range, tree)
  if quoted then
    add_own(item, "quoted", true, range)
    return nil
  end
  show_unacked(item, found.seg_len, in_flight)
  payload.append_info(pinfo, summary)
  return item
end

-- Looks at each payload of a frame. Where Wireshark has fields for some of them, `seen` has the
-- offsets of those that were shown. Returns the item of the last one.
local function show_payloads(tree, pinfo, quoted, seen, last, info, ...)
  if not info then return last end
  local found, range = find_payload(info, quoted)
  if found and not (seen and seen[info.offset]) then
    local in_flight = quoted and 0 or octets_in_flight()
    last = show_payload(tree, pinfo, quoted, in_flight, found, range) or last
    if seen then seen[info.offset] = true end
  end
  return show_payloads(tree, pinfo, quoted, seen, last, ...)
end

-- A reset can be sent twice, with the payload and without (section 6.2 of the draft). Segments of
-- one flow and direction that are this many seconds apart are taken for such a pair.
local MAX_SECONDS_APART = 3
local MAX_FLOWS, MAX_PAIRS = 100000, 100000

-- By flow: the last RST segment that has no pair; by frame: the frame of the other one. Frames
-- up to the newest have been looked at, in whichever order they are shown again; behind the last
-- one, where there is one, no pairs are looked for.
local waiting, flows, pairs_of, pair_count, newest, last_paired = {}, 0, {}, 0, 0, nil
local has_started = false

function rstdiag.init()
  waiting, flows, pairs_of, pair_count, newest, last_paired = {}, 0, {}, 0, 0, nil
  has_started = true
  payload.open()
  trigger.open()
  explanation.open()
end

local NO_MORE_PAIRS = ("Whether it was sent twice is not looked for: %d pairs came before")
  :format(MAX_PAIRS)

-- One direction of a connection: of its stream, where it has a number.
local function flow_of(pinfo, stream)
  local from, to = pinfo.src_port, pinfo.dst_port
  if stream and from ~= to then return 2 * stream + (from < to and 1 or 0) end
  return ("%s|%s|%d|%d"):format(tostring(pinfo.src), tostring(pinfo.dst), from, to)
end

local function find_pair(pinfo, number, has_payload, stream)
  if number <= newest then return pairs_of[number] end
  newest = number
  if last_paired then return nil end
  local flow = flow_of(pinfo, stream)
  local other = waiting[flow]
  if other and other.has_payload ~= has_payload
    and pinfo.rel_ts - other.time <= MAX_SECONDS_APART then
    waiting[flow] = nil
    pairs_of[number], pairs_of[other.number] = other.number, number
    pair_count = pair_count + 1
    if pair_count >= MAX_PAIRS then last_paired, waiting, flows = number, {}, 0 end
    return other.number
  end
  if not other then flows = flows + 1 end
  if flows > MAX_FLOWS then waiting, flows = {}, 1 end
  waiting[flow] = { number = number, time = pinfo.rel_ts, has_payload = has_payload }
end

-- The words for a value, and of a long text its first sentence.
local function words_of_value(source, value)
  if source.texts then return source.texts[value] or ("reason %d"):format(value) end
  local words = tostring(value):gsub("%. .*$", "")
  return words
end

-- Shows what another source states, and returns that for the Info column.
local function show_other_source(tree, source, range, words)
  if words == "" then return nil end
  local item = tree:add(rstdiag, range)
  add_own(item, "source", source.name, range)
  add_own(item, "standing", source.standing, range)
  local reason_item = add_own(item, "reason", words, range)
  local cause = text.shorten(words)
  payload.show_cause(item, range, cause .. payload.label(source.standing),
    cause == words and reason_item or nil)
  local found = ("%s (%s)%s"):format(cause, source.name, payload.label(source.standing))
  item:append_text(": " .. found)
  statistics.note_cause(found)
  return found
end

local function show_other_sources(tree, has_payload)
  local found
  for _, source in ipairs(data.other_sources) do
    local field = host.fields[source.field]
    local info = field and field()
    local is_first = not (has_payload or found)
    if info and payload.is_wanted(source.standing) and (is_first or not source.is_last) then
      local words = words_of_value(source, info.value)
      found = show_other_source(tree, source, info.range, words) or found
    end
  end
  return found
end

-- Shows the other segment of a pair, and what other sources state.
local function show_surroundings(pinfo, tree, item, stated, flow)
  local number = pinfo.number
  local pair = find_pair(pinfo, number, flow.has_payload, flow.stream)
  if pair then
    add_own(item or tree, "pair", pair)
  elseif last_paired and number > last_paired then
    tree:add(rstdiag, NO_MORE_PAIRS):set_generated()
  end
  if stated then payload.append_info(pinfo, stated(tree, item ~= nil)) end
end

local function show_resets(pinfo, tree)
  local is_quoted = (host.fields["icmp.type"]() or host.fields["icmpv6.type"]()) ~= nil
  local native_magic, reset_cause = host.fields[data.magic_field], host.fields["tcp.reset_cause"]
  local seen, item = native_magic and {}, nil
  if native_magic then item = show_payloads(tree, pinfo, is_quoted, seen, nil, native_magic()) end
  item = show_payloads(tree, pinfo, is_quoted, seen, item, reset_cause())
  if is_quoted then return end
  local stream, length = host.fields["tcp.stream"](), host.fields["tcp.len"]()
  show_surroundings(pinfo, tree, item, show_other_sources,
    { stream = stream and stream.value, has_payload = length ~= nil and length.value > 0 })
end

-- A segment as the trigger hands it over: nothing that Wireshark read of it need be asked for.

local FLAGS_AT, OPTIONS_AT, TCP_OPTION_MPTCP, MPTCP_TCPRST = 12, 20, 30, 8

-- The value of the option MP_TCPRST (RFC 8684, section 3.6), as a range.
local function multipath_reason(segment, header_len)
  local size_of_all = math.min(header_len, segment:captured_len()) - OPTIONS_AT
  if size_of_all < 4 then return nil end
  local options, at = segment(OPTIONS_AT, size_of_all):raw(), 1
  while at < #options do
    local kind, size, subtype = options:byte(at, at + 2)
    if kind == 0 then return nil end
    if kind == 1 then
      at = at + 1
    elseif size < 2 then
      return nil
    elseif kind == TCP_OPTION_MPTCP and size == 4 and at + 3 <= #options
      and math.floor(subtype / 16) == MPTCP_TCPRST then
      return segment(OPTIONS_AT + at + 2, 1)
    else
      at = at + size
    end
  end
end

local function stated_in_options(segment, header_len)
  if header_len == OPTIONS_AT then return nil end
  return function(tree)
    local source = data.other_sources[1]
    local range = multipath_reason(segment, header_len)
    if not range or not payload.is_wanted(source.standing) then return nil end
    return show_other_source(tree, source, range, words_of_value(source, range:uint()))
  end
end

local function show_segment(segment, pinfo, tree, is_quoted, is_fragment, in_flight, stream)
  local header_len = math.floor(segment(FLAGS_AT, 1):uint() / 16) * 4
  local seg_len = segment:reported_len() - header_len
  if header_len < OPTIONS_AT or seg_len < 0 then return end
  local captured = math.min(segment:captured_len() - header_len, seg_len)
  local item
  if captured > 0 and (is_quoted or not is_fragment) then
    local range = segment(header_len, captured)
    local found = payload.find(range, seg_len, is_quoted)
    item = found and show_payload(tree, pinfo, is_quoted, in_flight, found, range)
  end
  if is_quoted then return end
  show_surroundings(pinfo, tree, item, stated_in_options(segment, header_len),
    { stream = stream, has_payload = seg_len > 0 })
end

local function look_at_frame(tvb, pinfo, tree)
  if explanation.on_frame then explanation.on_frame(tvb, pinfo, tree) end
  if explanation.is_shown then explanation.show_frame(tvb, pinfo, tree) end
end

local function dissect_frame(tvb, pinfo, tree)
  if not host.shows_nothing then
    statistics.begin(pinfo)
    payload.has_cause = false
    -- It is in every RST segment, and the only field that other frames are asked for.
    if host.fields["tcp.connection.rst"]() then show_resets(pinfo, tree) end
  end
  look_at_frame(tvb, pinfo, tree)
end

local function search_frame(tvb, pinfo, tree, octets)
  if host.shows_nothing then return end
  statistics.begin(pinfo)
  payload.has_cause = false
  fast.search(tvb, pinfo, tree, octets)
end

-- Without fields, where this Wireshark lacks one or in fast mode, octets alone are read.
local function choose_dissector()
  if host.fields["tcp.connection.rst"] then return dissect_frame end
  return fast.search_frames(search_frame, look_at_frame)
end

local is_fast = false

function rstdiag.prefs_changed()
  statistics.apply_preference()
  if has_started then
    if is_fast and not rstdiag.prefs.fast then
      report_failure("rstdiag.lua stays in fast mode: restart Wireshark to leave it.")
    end
  elseif trigger.is_there then
    trigger.apply_preference()
  elseif rstdiag.prefs.fast then
    host.let_go()
    rstdiag.dissector = choose_dissector()
    is_fast = true
  end
end

if trigger.is_there then
  trigger.start(show_segment, look_at_frame, choose_dissector)
else
  host.ask_for_fields()
  rstdiag.dissector = choose_dissector()
  -- Without "all fields": what is read here is asked for above.
  register_postdissector(rstdiag, false)
end
