-- The fast mode: looks for the magic numbers in the octets of a frame, and only where one is for
-- the headers before it. Positions in octets count from 1, as Lua does.

local MAGIC_OCTETS = {}
for _, format in ipairs(data.formats) do
  if format.magic then
    local first, second = math.floor(format.magic / 256), format.magic % 256
    MAGIC_OCTETS[#MAGIC_OCTETS + 1] = string.char(first, second)
  end
end

local RST_BIT = 4
-- By the version of IP.
local TCP = { [4] = 6, [6] = 6 }
local ICMP = { [4] = 1, [6] = 58 }
local ICMP_OCTETS = 8
local FRAGMENT_HEADER = 44
-- Hop-by-Hop Options, Routing, Authentication and Destination Options.
local SKIPPED_HEADERS = { [0] = true, [43] = true, [51] = true, [60] = true }
local MAX_EXTENSION_OCTETS = 512

local function number_at(octets, at)
  local first, second = octets:byte(at, at + 1)
  return first and second and first * 256 + second or 0
end

-- Octets from an offset to the end of the packet that it is in, and whether they are in the
-- frame: where a header claims more than the frame had, Wireshark believes the frame, and so does
-- this.
local function within_frame(length, offset, frame_len)
  local rest = frame_len - offset + 1
  return math.min(length, rest), length <= rest
end

-- The IPv4 header that ends before an offset and says that this protocol follows, where there is
-- one: the octets behind it, whether they are in the frame, and where it begins. An address or an
-- option can look like a header: one that claims too much has to give way to any other.
local function ipv4_before(octets, offset, protocol, frame_len)
  local doubtful, doubtful_at
  for size = 20, 60, 4 do
    local at = offset - size
    if at < 1 then break end
    local is_header = octets:byte(at) == 0x40 + size / 4 and octets:byte(at + 9) == protocol
    if is_header and number_at(octets, at + 6) % 0x4000 == 0 then
      local total = number_at(octets, at + 2)
      -- A segment that the network card still has to divide has no length yet.
      local claimed = total == 0 and frame_len - offset + 1 or total - size
      local length, is_right = within_frame(claimed, offset, frame_len)
      if is_right then return length, true, at end
      doubtful, doubtful_at = doubtful or length, doubtful_at or at
    end
  end
  return doubtful, false, doubtful_at
end

-- Where the header behind an IPv6 header begins, past its extension headers, and which it is.
local function skip_extension_headers(octets, at, limit)
  local protocol = octets:byte(at + 6)
  at = at + 40
  while at < limit do
    if protocol == FRAGMENT_HEADER and number_at(octets, at + 2) == 0 then
      protocol, at = octets:byte(at), at + 8
    elseif SKIPPED_HEADERS[protocol] then
      local units = octets:byte(at + 1) or 0
      local size = protocol == 51 and (units + 2) * 4 or (units + 1) * 8
      protocol, at = octets:byte(at), at + size
    else
      return nil
    end
  end
  return at, protocol
end

local function ipv6_before(octets, offset, protocol, frame_len)
  local doubtful, doubtful_at
  for at = offset - 40, math.max(1, offset - 40 - MAX_EXTENSION_OCTETS), -4 do
    local first = octets:byte(at)
    if first and first >= 0x60 and first < 0x70 then
      local next_at, next_protocol = skip_extension_headers(octets, at, offset)
      if next_at == offset and next_protocol == protocol then
        local claimed = number_at(octets, at + 4) - (offset - at - 40)
        local length, is_right = within_frame(claimed, offset, frame_len)
        if is_right then return length, true, at end
        doubtful, doubtful_at = doubtful or length, doubtful_at or at
      end
    end
  end
  return doubtful, false, doubtful_at
end

local function ip_before(octets, offset, protocols, frame_len)
  local length, is_right, at = ipv4_before(octets, offset, protocols[4], frame_len)
  if is_right then return length, at end
  local length6, is_right6, at6 = ipv6_before(octets, offset, protocols[6], frame_len)
  if is_right6 or not length then return length6, at6 end
  return length, at
end

-- SEG.LEN of the RST segment whose payload begins there and whether ICMP quotes it, or nil where
-- none does: what looks like a magic number may stand anywhere.
local function seg_len_before(octets, at, pinfo, frame_len)
  for size = 20, 60, 4 do
    local tcp_at = at - size
    if tcp_at < 21 then return nil end
    local data_offset, flags = octets:byte(tcp_at + 12, tcp_at + 13)
    local is_reset = math.floor(flags / RST_BIT) % 2 == 1
    if math.floor(data_offset / 16) * 4 == size and is_reset then
      local length, ip_at = ip_before(octets, tcp_at, TCP, frame_len)
      local quoted = length and ip_before(octets, ip_at - ICMP_OCTETS, ICMP, frame_len) ~= nil
      -- Some Wireshark have no ports where ICMP quotes a segment.
      local is_own = number_at(octets, tcp_at) == pinfo.src_port
        and number_at(octets, tcp_at + 2) == pinfo.dst_port
      if length and length > size and (is_own or quoted) then return length - size, quoted end
    end
  end
end

local function inspect(tvb, pinfo, tree, octets, at)
  local seg_len, quoted = seg_len_before(octets, at, pinfo, tvb:reported_len())
  if not seg_len then return end
  local range = tvb(at - 1, math.min(seg_len, #octets - at + 1))
  local found = payload.find(range, seg_len, quoted)
  if not found then return end
  local summary, item = payload.dissect(found, range, tree)
  if quoted then
    add_own(item, "quoted", true, range)
  else
    payload.append_info(pinfo, summary)
  end
end

-- Nearly every frame has no magic number, and each step counts that it takes to see this: there
-- is no loop over the one or two that registries have, and nothing is looked up.
local find, raw = string.find, Tvb.raw
local first, second = MAGIC_OCTETS[1], MAGIC_OCTETS[2] or MAGIC_OCTETS[1]
local has_more = #MAGIC_OCTETS > 2

local function has_another(octets)
  for index = 3, #MAGIC_OCTETS do
    if find(octets, MAGIC_OCTETS[index], 1, true) then return true end
  end
  return false
end

-- A dissector that calls `on_found` with the octets of a frame that has a magic number, and
-- `on_frame` for each frame, where that is wanted.
function fast.search_frames(on_found, on_frame)
  if not first then return on_frame end
  return function(tvb, pinfo, tree)
    local octets = raw(tvb)
    if find(octets, first, 1, true) or find(octets, second, 1, true)
      or has_more and has_another(octets) then
      on_found(tvb, pinfo, tree, octets)
    end
    if explanation.on_frame or explanation.is_shown then on_frame(tvb, pinfo, tree) end
  end
end

function fast.search(tvb, pinfo, tree, octets)
  for _, magic in ipairs(MAGIC_OCTETS) do
    local at = find(octets, magic, 1, true)
    while at do
      inspect(tvb, pinfo, tree, octets, at)
      at = find(octets, magic, at + 1, true)
    end
  end
end
