-- Headers ahead of TCP. Offsets count from 0, as in what explanations take, where string.byte
-- counts from 1. What claims to be a header may be anything: nil says that it is none.

local byte = string.byte

local TCP, FRAGMENT, AUTHENTICATION = 6, 44, 51
-- Hop-by-Hop Options, Routing, Authentication and Destination Options (RFC 8200, section 4).
local SKIPPED = { [0] = true, [43] = true, [AUTHENTICATION] = true, [60] = true }
local HOP_BY_HOP = 0
local MAX_EXTENSION_OCTETS = 512

local function number_at(octets, at)
  local first, second = byte(octets, at + 1, at + 2)
  return first * 256 + second
end

frames.number_at = number_at

-- 32 bits with a sign.
function frames.signed_at(octets, at)
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
function frames.skip_extensions(octets, at, protocol, limit)
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

-- Octets that are equal for all fragments of a datagram (RFC 791, section 3.2), where that can
-- carry TCP.
local function fragment_key(packet, octets, protocol, identification_at)
  if protocol ~= TCP and not SKIPPED[protocol] then return nil end
  local addresses_at, length = packet.addressesStart, packet.addressLength
  return octets:sub(addresses_at + 1, addresses_at + 2 * length)
    .. octets:sub(identification_at + 1, identification_at + (length == 4 and 2 or 4))
end

-- What the IP packet there carries behind all its headers, with what `read_ip` says of it, and of
-- a fragment that can be one of TCP its key.
function frames.read_packet(packet, octets, ip_at, frame_len)
  local at, protocol, finish, offset, has_more = read_ip(packet, octets, ip_at, frame_len)
  if not at then return nil end
  if offset > 0 or has_more then
    local key = fragment_key(packet, octets, protocol, ip_at + 4)
    return at, protocol, finish, offset, has_more, key
  end
  local limit = math.min(#octets, finish)
  at, protocol = frames.skip_extensions(octets, at, protocol, limit)
  if at and protocol == FRAGMENT and packet.addressLength == 16 then
    if at + 8 > limit then return nil end
    local field = number_at(octets, at + 2)
    protocol, offset, has_more = byte(octets, at + 1), field - field % 8, field % 2 == 1
    if offset > 0 or has_more then
      local key = fragment_key(packet, octets, protocol, at + 4)
      return at + 8, protocol, finish, offset, has_more, key
    end
    at, protocol = frames.skip_extensions(octets, at + 8, protocol, limit)
  end
  if at then return at, protocol, finish, offset, has_more end
end

-- The offset of the IP header before what begins there and is of this protocol. An address or an
-- option can look like a header: one that claims too much has to give way to any other.
function frames.ip_before(packet, octets, offset, protocol, frame_len)
  local doubtful
  for at = offset - 20, math.max(0, offset - 40 - MAX_EXTENSION_OCTETS), -4 do
    local next_at, next_protocol, finish = frames.read_packet(packet, octets, at, frame_len)
    if next_at == offset and next_protocol == protocol then
      if finish <= frame_len then return at end
      doubtful = doubtful or at
    end
  end
  return doubtful
end
