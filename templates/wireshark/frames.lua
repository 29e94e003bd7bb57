-- Frames: the TCP segment that Wireshark found in one, as explanations take it. Offsets count
-- from 0, as theirs do, where string.byte counts from 1. No segment makes a table.

local byte, find = string.byte, string.find

local ICMP, TCP, FRAGMENT, AUTHENTICATION, ICMPV6 = 1, 6, 44, 51, 58
-- Hop-by-Hop Options, Routing, Authentication and Destination Options (RFC 8200, section 4).
local SKIPPED = { [0] = true, [43] = true, [AUTHENTICATION] = true, [60] = true }
local HOP_BY_HOP = 0
-- pinfo.port_type where the innermost ports are those of TCP.
local PORT_TYPE = 2
local TCP_OCTETS, ICMP_OCTETS, QUOTED_OCTETS = 20, 8, 16
-- Where an IP header can begin that an ICMP header stands before: behind another IP header.
local LEAST_QUOTED = 20 + ICMP_OCTETS
local MAX_EXTENSION_OCTETS = 512
local UNKNOWN = 0 / 0

-- By the octet with the data offset, where that is not too small.
local HEADER_OCTETS = {}
for octet = 0x50, 0xFF do HEADER_OCTETS[octet] = math.floor(octet / 16) * 4 end

local function number_at(octets, at)
  local first, second = byte(octets, at + 1, at + 2)
  return first * 256 + second
end

local function signed_at(octets, at)
  local number = number_at(octets, at) * 65536 + number_at(octets, at + 2)
  return number < 2147483648 and number or number - 4294967296
end

-- The IP header there, into `packet`: where what follows it begins, its protocol, and where it
-- ends on the wire. For IPv4 also the offset of the fragment and whether more of them follow.
local function read_ip(packet, octets, at, frame_len)
  local first = byte(octets, at + 1) or 0
  if first >= 0x40 and first < 0x50 and #octets >= at + 20 then
    local total, fragmentation = number_at(octets, at + 2), number_at(octets, at + 6)
    local start = at + first % 16 * 4
    -- A segment that the network card still has to divide has no length yet.
    local finish = total == 0 and frame_len or at + total
    if start < at + 20 or start > #octets or finish < start then return nil end
    packet.addressesStart, packet.addressLength = at + 12, 4
    packet.timeToLive, packet.identification = byte(octets, at + 9), number_at(octets, at + 4)
    packet.dontFragment = fragmentation % 0x8000 >= 0x4000
    local has_more = fragmentation % 0x4000 >= 0x2000
    return start, byte(octets, at + 10), finish, fragmentation % 0x2000 * 8, has_more
  elseif first >= 0x60 and first < 0x70 and #octets >= at + 40 then
    local length, protocol = number_at(octets, at + 4), byte(octets, at + 7)
    packet.addressesStart, packet.addressLength = at + 8, 16
    packet.timeToLive, packet.identification = byte(octets, at + 8), nil
    packet.dontFragment = false
    local start = at + 40
    -- A jumbogram has its length in a Hop-by-Hop option (RFC 2675, section 3).
    local is_jumbo = length == 0 and protocol == HOP_BY_HOP
    return start, protocol, is_jumbo and math.max(frame_len, start) or start + length, 0, false
  end
end

-- Past extension headers: where the first other one begins, and its protocol. Nil where one of
-- them is not whole.
local function skip_extensions(octets, at, protocol, limit)
  while SKIPPED[protocol] do
    if at + 8 > limit then return nil end
    local next_protocol, units = byte(octets, at + 1, at + 2)
    local size = (units + 1) * 8
    if protocol == AUTHENTICATION then size = math.max(8, (units + 2) * 4) end
    if at + size > limit then return nil end
    at, protocol = at + size, next_protocol
  end
  return at, protocol
end

-- What the IP packet there carries behind all its headers, with what `read_ip` says of it.
local function read_packet(packet, octets, ip_at, frame_len)
  local at, protocol, finish, offset, has_more = read_ip(packet, octets, ip_at, frame_len)
  if not at then return nil end
  local limit = math.min(#octets, finish)
  at, protocol = skip_extensions(octets, at, protocol, limit)
  if at and protocol == FRAGMENT and packet.addressLength == 16 then
    if at + 8 > limit then return nil end
    local field = number_at(octets, at + 2)
    offset, has_more = field - field % 8, field % 2 == 1
    at, protocol = skip_extensions(octets, at + 8, byte(octets, at + 1), limit)
  end
  if at then return at, protocol, finish, offset, has_more end
end

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

-- The offset of the IP header before what begins there and is of this protocol. An address or an
-- option can look like a header: one that claims too much has to give way to any other.
local function ip_before(packet, octets, offset, protocol, frame_len)
  local doubtful
  for at = offset - 20, math.max(0, offset - 40 - MAX_EXTENSION_OCTETS), -4 do
    local next_at, next_protocol, finish = read_packet(packet, octets, at, frame_len)
    if next_at == offset and next_protocol == protocol then
      if finish <= frame_len then return at end
      doubtful = doubtful or at
    end
  end
  return doubtful
end

local function is_quoted(self, octets, ip_at, frame_len)
  local icmp_at = ip_at - ICMP_OCTETS
  if ip_at < LEAST_QUOTED then return false end
  local version = byte(octets, ip_at + 1) < 0x60 and ICMP or ICMPV6
  return ip_before(self.scratch, octets, icmp_at, version, frame_len) ~= nil
end

-- Nearly all frames: an IPv4 header without options, or an IPv6 header, and TCP at once behind
-- it. False where the octets there are something else or have other ports.
local function read_plain(self, tvb, octets, at, source_port, destination_port)
  local version, _, total1, total2, id1, id2, fragment1, fragment2, ttl, protocol, _, _, _, _, _,
    _, _, _, _, _, source1, source2, destination1, destination2, sequence1, sequence2, sequence3,
    sequence4, acknowledgment1, acknowledgment2, acknowledgment3, acknowledgment4, data_offset,
    flags, window1, window2 = byte(octets, at + 1, at + 36)
  if not window2 then return false end
  local packet, tcp_at, finish = self.packet, at + 20
  if version == 0x45 then
    if protocol ~= TCP or fragment1 % 64 ~= 0 or fragment2 ~= 0 then return false end
    if source1 * 256 + source2 ~= source_port then return false end
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
    if not window2 or source1 * 256 + source2 ~= source_port then return false end
  else
    return false
  end
  if destination1 * 256 + destination2 ~= destination_port then return false end
  local captured = #octets
  local limit = captured < finish and captured or finish
  local size = HEADER_OCTETS[data_offset]
  if not size or tcp_at + TCP_OCTETS > limit or tcp_at + size > finish then return false end
  local payload_at = tcp_at + size
  local segment = self.segment
  segment.octets, packet.octets = octets, octets
  segment.sourcePort, segment.destinationPort = source_port, destination_port
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

-- The same anywhere in a frame, by what its TCP header begins with.
local function search(self, tvb, octets, beginning)
  local frame_len = tvb:reported_len()
  local found = find(octets, beginning, 1, true)
  while found do
    local tcp_at = found - 1
    local ip_at = ip_before(self.packet, octets, tcp_at, TCP, frame_len)
    if ip_at then
      local _, _, finish, offset, has_more = read_packet(self.packet, octets, ip_at, frame_len)
      if is_quoted(self, octets, ip_at, frame_len) then
        self:note_quoted(octets, tcp_at, finish, offset)
        return nil
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

local reader = {}
reader.__index = reader

-- It has one segment, which each of its answers overwrites.
function frames.new_reader()
  local packet = { octets = "", addressesStart = 0, addressLength = 4, timeToLive = UNKNOWN,
    dontFragment = false }
  local self = { packet = packet, scratch = {}, ip_at = 14, other_ip_at = 14 }
  self.segment = { packet = packet, tunnel = 0 }
  return setmetatable(self, reader)
end

local function read_known(self, tvb, octets, source_port, destination_port)
  local ip_at, other = self.ip_at, self.other_ip_at
  if read_plain(self, tvb, octets, ip_at, source_port, destination_port) then return ip_at end
  if read_plain(self, tvb, octets, other, source_port, destination_port) then
    self.ip_at, self.other_ip_at = other, ip_at
    return other
  end
end

local function octets_of(number)
  local low = number % 65536
  local high = (number - low) / 65536
  return string.char((high - high % 256) / 256, high % 256, (low - low % 256) / 256, low % 256)
end

-- The segment of a tap of "tcp", which Wireshark does not call for what an ICMP error quotes.
function reader:from_tap(_, tvb, tapinfo)
  local source_port, destination_port = tapinfo.th_sport, tapinfo.th_dport
  local octets, segment = tvb:raw(), self.segment
  segment.stream = tapinfo.th_stream
  if read_known(self, tvb, octets, source_port, destination_port)
    and segment.sequenceNumber % 4294967296 == tapinfo.th_rawseq then
    return segment
  end
  return search(self, tvb, octets, octets_of(source_port * 65536 + destination_port)
    .. octets_of(tapinfo.th_rawseq) .. octets_of(tapinfo.th_rawack))
end

-- The segment of any frame, without a tap.
function reader:from_frame(pinfo, tvb)
  self.has_quoted = false
  if pinfo.port_type ~= PORT_TYPE then return nil end
  local source_port, destination_port = pinfo.src_port, pinfo.dst_port
  local octets, segment = tvb:raw(), self.segment
  segment.stream = nil
  local ip_at = read_known(self, tvb, octets, source_port, destination_port)
  if ip_at and not is_quoted(self, octets, ip_at, tvb:reported_len()) then return segment end
  return search(self, tvb, octets, octets_of(source_port * 65536 + destination_port))
end

function reader:note_quoted(octets, at, finish, offset)
  if offset > 0 or at + QUOTED_OCTETS > math.min(#octets, finish) then return end
  local segment = self.segment
  self.packet.octets, self.has_quoted = octets, true
  segment.sourcePort, segment.destinationPort = number_at(octets, at), number_at(octets, at + 2)
  segment.sequenceNumber, segment.flags = signed_at(octets, at + 4), byte(octets, at + 14)
end

-- What an ICMP error quotes in the frame that `from_frame` has read last: its packet, ports,
-- sequence number and flags. Wireshark numbers such a connection, too.
function reader:quoted()
  return self.has_quoted and self.segment or nil
end
