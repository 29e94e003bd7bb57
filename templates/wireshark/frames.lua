-- Frames: the TCP segment that Wireshark found in one, as explanations take it. Offsets count
-- from 0, as theirs do, where string.byte counts from 1. No segment makes a table.

local byte, find = string.byte, string.find
local number_at, signed_at = frames.number_at, frames.signed_at
local read_packet, skip_extensions = frames.read_packet, frames.skip_extensions
local ip_before = frames.ip_before

local ICMP, TCP, ICMPV6 = 1, 6, 58
-- pinfo.port_type where the innermost ports are those of TCP, and where nothing has ports.
local TCP_PORTS, NO_PORTS = 2, 0
local TCP_OCTETS, ICMP_OCTETS, QUOTED_OCTETS = 20, 8, 16
-- Where an IP header can begin that an ICMP header stands before: behind another IP header.
local LEAST_QUOTED = 20 + ICMP_OCTETS
local UNKNOWN = 0 / 0
-- Errors that quote what they are about (RFC 792; RFC 4443, section 3).
local QUOTING = {
  [ICMP] = { [3] = true, [4] = true, [5] = true, [11] = true, [12] = true },
  [ICMPV6] = { [1] = true, [2] = true, [3] = true, [4] = true },
}
-- Where IP headers begin behind Ethernet, Linux's cooked and raw links, and the loopback.
local USUAL_PLACES = { 14, 16, 20, 4, 0, 18, 22 }
-- A short packet in an Ethernet frame is followed by no more than this.
local MAX_TRAILER = 64

-- By the octet with the data offset, where that is not too small.
local HEADER_OCTETS = {}
for octet = 0x50, 0xFF do HEADER_OCTETS[octet] = math.floor(octet / 16) * 4 end

-- The TCP header there, into the segment of a reader; nil where it cannot be one. What was
-- captured ends at `limit`, and the segment at `finish`.
local function read_tcp(self, octets, at, limit, finish)
  if at + TCP_OCTETS > limit then return nil end
  local data_offset, flags = byte(octets, at + 13, at + 14)
  local size = HEADER_OCTETS[data_offset]
  if not size or at + size > finish then return nil end
  local payload_at = at + size
  local segment = self.segment
  segment.octets, self.packet.octets = octets, octets
  segment.sourcePort, segment.destinationPort = number_at(octets, at), number_at(octets, at + 2)
  segment.sequenceNumber = signed_at(octets, at + 4)
  segment.acknowledgmentNumber = signed_at(octets, at + 8)
  segment.flags, segment.window = flags, number_at(octets, at + 14)
  segment.optionsStart, segment.optionsEnd = at + TCP_OCTETS, math.min(payload_at, limit)
  segment.payloadStart, segment.capturedEnd = payload_at, math.max(payload_at, limit)
  segment.lengthBytes = finish - payload_at
  return segment
end

local function is_quoted(self, octets, ip_at, frame_len)
  local icmp_at = ip_at - ICMP_OCTETS
  if ip_at < LEAST_QUOTED then return false end
  local version = byte(octets, ip_at + 1) < 0x60 and ICMP or ICMPV6
  return ip_before(self.scratch, octets, icmp_at, version, frame_len) ~= nil
end

-- Nearly all frames: an IPv4 header without options, or an IPv6 header, and TCP at once behind
-- it. False where the octets there are something else.
local function read_plain(self, tvb, octets, at, captured)
  local version, _, total1, total2, id1, id2, fragment1, fragment2, ttl, protocol, _, _, _, _, _,
    _, _, _, _, _, source1, source2, destination1, destination2, sequence1, sequence2, sequence3,
    sequence4, acknowledgment1, acknowledgment2, acknowledgment3, acknowledgment4, data_offset,
    flags, window1, window2 = byte(octets, at + 1, at + 36)
  if not window2 then return false end
  local packet, tcp_at, finish = self.packet, at + 20
  if version == 0x45 then
    if protocol ~= TCP or fragment1 % 64 ~= 0 or fragment2 ~= 0 then return false end
    local total = total1 * 256 + total2
    finish = total == 0 and tvb:reported_len() or at + total
    packet.addressesStart, packet.addressLength, packet.timeToLive = at + 12, 4, ttl
    packet.identification, packet.dontFragment = id1 * 256 + id2, fragment1 % 128 >= 64
  elseif version >= 0x60 and version < 0x70 and fragment1 == TCP then
    tcp_at = at + 40
    finish = tcp_at + id1 * 256 + id2
    packet.addressesStart, packet.addressLength, packet.timeToLive = at + 8, 16, fragment2
    packet.identification, packet.dontFragment = nil, false
    source1, source2, destination1, destination2, sequence1, sequence2, sequence3, sequence4,
      acknowledgment1, acknowledgment2, acknowledgment3, acknowledgment4, data_offset, flags,
      window1, window2 = byte(octets, at + 41, at + 56)
    if not window2 then return false end
  else
    return false
  end
  local limit = captured < finish and captured or finish
  local size = HEADER_OCTETS[data_offset]
  if not size or tcp_at + TCP_OCTETS > limit or tcp_at + size > finish then return false end
  local payload_at = tcp_at + size
  local segment = self.segment
  segment.octets, packet.octets = octets, octets
  segment.sourcePort = source1 * 256 + source2
  segment.destinationPort = destination1 * 256 + destination2
  local number = ((sequence1 * 256 + sequence2) * 256 + sequence3) * 256 + sequence4
  segment.sequenceNumber = sequence1 < 128 and number or number - 4294967296
  number = ((acknowledgment1 * 256 + acknowledgment2) * 256 + acknowledgment3) * 256
    + acknowledgment4
  segment.acknowledgmentNumber = acknowledgment1 < 128 and number or number - 4294967296
  segment.flags, segment.window = flags, window1 * 256 + window2
  segment.optionsStart = tcp_at + TCP_OCTETS
  segment.optionsEnd = payload_at < limit and payload_at or limit
  segment.payloadStart = payload_at
  segment.capturedEnd = payload_at > limit and payload_at or limit
  segment.lengthBytes = finish - payload_at
  return true
end

-- Remembers what an ICMP error quotes of a segment, if that is enough for Wireshark's numbers of
-- streams.
local function note_quoted(self, octets, at, finish, offset)
  if offset > 0 or at + QUOTED_OCTETS > math.min(#octets, finish) then return end
  local segment = self.segment
  self.packet.octets, self.has_quoted = octets, true
  segment.sourcePort, segment.destinationPort = number_at(octets, at), number_at(octets, at + 2)
  segment.sequenceNumber, segment.flags = signed_at(octets, at + 4), byte(octets, at + 14)
end

-- The segment anywhere in a frame, by what its TCP header begins with.
local function search(self, octets, beginning, frame_len)
  local found = find(octets, beginning, 1, true)
  while found do
    local tcp_at = found - 1
    local ip_at = ip_before(self.packet, octets, tcp_at, TCP, frame_len)
    if ip_at then
      local _, _, finish, offset, has_more = read_packet(self.packet, octets, ip_at, frame_len)
      if is_quoted(self, octets, ip_at, frame_len) then
        return note_quoted(self, octets, tcp_at, finish, offset)
      end
      if offset == 0 and not has_more then
        local segment = read_tcp(self, octets, tcp_at, math.min(#octets, finish), finish)
        if segment then self.other_ip_at, self.ip_at = self.ip_at, ip_at end
        return segment
      end
    end
    found = find(octets, beginning, found + 1, true)
  end
end

-- The segment that a fragment completes, and nil at any other; it has the header of the fragment.
local function read_fragment(self, octets, at, protocol, finish, offset, has_more, key)
  -- What is cut is left to spoil its datagram.
  local part = #octets >= finish and octets:sub(at + 1, finish) or ""
  local whole, first_protocol = self.fragments:add(key, part, protocol, offset, has_more)
  if not whole then return nil end
  local tcp_at, last_protocol = skip_extensions(whole, 0, first_protocol, #whole)
  if last_protocol ~= TCP then return nil end
  local segment = read_tcp(self, whole, tcp_at, #whole, #whole)
  self.packet.octets = octets
  return segment
end

-- An IP packet there that is an ICMP error or a fragment: its segment, and whether it was one.
local function read_special(self, octets, ip_at, frame_len)
  local packet = self.packet
  local at, protocol, finish, offset, has_more, key =
    read_packet(packet, octets, ip_at, frame_len)
  if not at or finish > frame_len or finish + MAX_TRAILER < frame_len then return nil end
  if offset > 0 or has_more then
    if not key then return nil, true end
    return read_fragment(self, octets, at, protocol, finish, offset, has_more, key), true
  end
  local types = QUOTING[protocol]
  if not types then return nil end
  if not types[byte(octets, at + 1)] then return nil, true end
  at, protocol, finish, offset = read_packet(packet, octets, at + ICMP_OCTETS, frame_len)
  if at and protocol == TCP then note_quoted(self, octets, at, finish, offset) end
  return nil, true
end

-- What has no ports: fragments but the last one of them, and ICMP errors.
local function search_special(self, octets, frame_len)
  local segment, is_special = read_special(self, octets, self.ip_at, frame_len)
  if is_special then return segment end
  for _, ip_at in ipairs(USUAL_PLACES) do
    segment, is_special = read_special(self, octets, ip_at, frame_len)
    if is_special then return segment end
  end
end

local reader = {}
reader.__index = reader

-- It has one segment, which each of its answers overwrites.
function frames.new_reader()
  local packet = { octets = "", addressesStart = 0, addressLength = 4, timeToLive = UNKNOWN,
    dontFragment = false }
  local self = { packet = packet, scratch = {}, fragments = frames.new_fragments(),
    ip_at = USUAL_PLACES[1], other_ip_at = USUAL_PLACES[2] }
  self.segment = { packet = packet, tunnel = 0 }
  return setmetatable(self, reader)
end

-- Where in a frame the IP header of a segment is, if at one of the last two places.
local function read_known(self, tvb, octets, captured)
  local ip_at, other = self.ip_at, self.other_ip_at
  if read_plain(self, tvb, octets, ip_at, captured) then return ip_at end
  if read_plain(self, tvb, octets, other, captured) then
    self.ip_at, self.other_ip_at = other, ip_at
    return other
  end
end

local function two_octets(number)
  return string.char(math.floor(number / 256), number % 256)
end

-- How much of a frame is copied at first: headers, and how a payload begins.
local BEGINNING, PAYLOAD_BEGINNING = 160, 16
local RST_BIT = 4

local function needs_no_more(segment)
  return segment.payloadStart + PAYLOAD_BEGINNING <= BEGINNING
    and segment.flags % (2 * RST_BIT) < RST_BIT
end

-- The segment of a frame that is on its way, not quoted.
function reader:from_frame(pinfo, tvb)
  self.has_quoted = false
  local port_type = pinfo.port_type
  if port_type ~= TCP_PORTS then
    if port_type ~= NO_PORTS then return nil end
    return search_special(self, tvb:raw(), tvb:reported_len())
  end
  local captured = tvb:captured_len()
  local octets = captured > BEGINNING and tvb:raw(0, BEGINNING) or tvb:raw()
  local ip_at = read_known(self, tvb, octets, captured)
  -- Of the payload, a few octets tell what it is; what an RST states is read whole.
  if captured > BEGINNING and not (ip_at and needs_no_more(self.segment)) then
    octets = tvb:raw()
    ip_at = read_known(self, tvb, octets, captured)
  end
  if ip_at and (ip_at < LEAST_QUOTED
    or not is_quoted(self, octets, ip_at, tvb:reported_len())) then
    return self.segment
  end
  local beginning = two_octets(pinfo.src_port) .. two_octets(pinfo.dst_port)
  local frame_len = tvb:reported_len()
  local found = search(self, octets, beginning, frame_len)
  if found or self.has_quoted then return found end
  return search_special(self, octets, frame_len)
end

-- What an ICMP error quotes in the frame that was read last: its packet, ports, sequence number
-- and flags. Wireshark numbers the stream of such a segment, too.
function reader:quoted()
  return self.has_quoted and self.segment or nil
end
