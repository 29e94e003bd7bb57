-- Both ends of a connection in an order of their own: addresses as they stand on the wire, in
-- strings, which Lua compares as quickly as numbers.

local byte, sub = string.byte, string.sub
local bxor, rshift, tobit = bit.bxor, bit.rshift, bit.tobit

local exports = {}

-- What is known of two ends, by their addresses and ports in the order of a segment: nearly every
-- segment is of a connection that was seen before. Forgotten as a whole when there are too many.
local MAX_KNOWN = 16384
local known, source_of, known_count = {}, {}, 0

local IPV4_OCTETS = 4

function exports.createKey()
  return {}
end

-- The order of the original is that of words with a sign: of the first ones that differ.
local function is_first(source, destination)
  for at = 1, #source, 4 do
    local one, other = sub(source, at, at + 3), sub(destination, at, at + 3)
    if one ~= other then
      local is_negative, is_other_negative = byte(one) >= 0x80, byte(other) >= 0x80
      if is_negative ~= is_other_negative then return is_negative end
      return one < other
    end
  end
  return nil
end

local PORT_OCTETS, TCP_OCTETS = 4, 20

local function two_octets(number)
  return string.char(math.floor(number / 256), number % 256)
end

-- Of a string of more than 31 octets, Lua 5.2 hashes every second one: whoever chooses the others
-- makes a capture in which all ends have one hash. So the octets that count take in the others, by
-- words that nobody outside knows, and that nothing depends on which is printed.
local secrets

local function new_secrets()
  local made = {}
  -- Where the system puts a table is another place in each run.
  local seed = (tonumber(tostring(made):match("%x+$") or "", 16) or 0) % 2147483646 + 1
  for at = 0, 18 * 256 - 1 do
    seed = seed * 16807 % 2147483647
    made[at] = math.floor(seed / 8) % 256
  end
  return made
end

local function hidden(name)
  secrets = secrets or new_secrets()
  local parts = {}
  for at = 1, #name / 2 do
    local first, second = byte(name, 2 * at - 1, 2 * at)
    parts[at] = string.char(first, bxor(second, secrets[(at - 1) * 256 + first]))
  end
  return table.concat(parts)
end

-- Both ends in their order, and which of them is the source. They refer to themselves, so that they
-- can stand for the key that is filled for each segment.
local function describe(source, destination, source_port, destination_port)
  local source_is_first = is_first(source, destination)
  if source_is_first == nil then source_is_first = source_port <= destination_port end
  local ends = { addresses = { [0] = source, destination },
    ports = { [0] = source_port, destination_port } }
  if not source_is_first then
    ends.addresses = { [0] = destination, source }
    ends.ports = { [0] = destination_port, source_port }
  end
  local name = ends.addresses[0] .. ends.addresses[1] .. two_octets(ends.ports[0])
    .. two_octets(ends.ports[1])
  ends.name = #source > IPV4_OCTETS and hidden(name) or name
  ends.ends = ends
  return ends, source_is_first and 0 or 1
end

-- Both addresses and both ports, as they stand on the wire: mostly one behind the other.
local function tuple_of(segment, packet)
  local first = packet.addressesStart
  local last = first + 2 * packet.addressLength
  if segment.optionsStart == last + TCP_OCTETS and segment.octets == packet.octets then
    return sub(packet.octets, first + 1, last + PORT_OCTETS)
  end
  return sub(packet.octets, first + 1, last) .. two_octets(segment.sourcePort)
    .. two_octets(segment.destinationPort)
end

-- The ends by such octets, and which of them is the source.
local function learn(tuple, length, source_port, destination_port)
  local source, destination = sub(tuple, 1, length), sub(tuple, length + 1, 2 * length)
  local ends, from = describe(source, destination, source_port, destination_port)
  known_count = known_count + 1
  if known_count > MAX_KNOWN then
    known, source_of, known_count = {}, {}, 1
  end
  known[tuple], source_of[tuple] = ends, from
  local reverse = destination .. source .. two_octets(destination_port)
    .. two_octets(source_port)
  known[reverse] = ends
  source_of[reverse] = reverse == tuple and from or 1 - from
  return ends, from
end

-- The same of IPv6, by the source and then by the rest: neither has more than 31 octets.
local function read_ipv6(segment, packet)
  local first, octets = packet.addressesStart, packet.octets
  local source = sub(octets, first + 1, first + 16)
  local rest = sub(octets, first + 17, first + 32) .. two_octets(segment.sourcePort)
    .. two_octets(segment.destinationPort)
  local of_source = known[source]
  local entry = of_source and of_source[rest]
  if entry then return entry.ends, entry.from end
  known_count = known_count + 1
  if known_count > MAX_KNOWN then
    known, source_of, known_count = {}, {}, 1
  end
  local ends, from = describe(source, sub(rest, 1, 16), segment.sourcePort,
    segment.destinationPort)
  of_source = known[source] or {}
  known[source], of_source[rest] = of_source, { ends = ends, from = from }
  return ends, from
end

-- Fills `key`, and returns which of its ends sent the segment.
function exports.readKey(_, segment, key)
  local packet = segment.packet
  if packet.addressLength > IPV4_OCTETS then
    local ends, from = read_ipv6(segment, packet)
    key.ends = ends
    return from
  end
  local tuple = tuple_of(segment, packet)
  local ends, from = known[tuple], source_of[tuple]
  if not ends then
    ends, from = learn(tuple, packet.addressLength, segment.sourcePort, segment.destinationPort)
  end
  key.ends = ends
  return from
end

function exports.copyKey(_, key)
  return key.ends
end

function exports.hashKey(_, key)
  return key.ends.name
end

function exports.nameOf(_, key)
  return key.ends.name
end

function exports.isSameKey(_, left, right)
  return left.ends == right.ends or left.ends.name == right.ends.name
end

local function dotted(octets, at)
  return ("%d.%d.%d.%d"):format(byte(octets, at, at + 3))
end

-- The longest run of groups that are 0, of at least two; the first of equal ones (RFC 5952).
local function longest_zeros(groups, count)
  local best_first, best_length, first = nil, 1, nil
  for at = 1, count + 1 do
    if at <= count and groups[at] == 0 then
      first = first or at
    elseif first then
      if at - first > best_length then best_first, best_length = first, at - first end
      first = nil
    end
  end
  return best_first, best_length
end

local function join_groups(groups, first, last)
  local parts = {}
  for at = first, last do parts[#parts + 1] = ("%x"):format(groups[at]) end
  return table.concat(parts, ":")
end

local function format_ipv6(octets)
  local groups = {}
  for at = 1, 16, 2 do
    local high, low = byte(octets, at, at + 1)
    groups[#groups + 1] = high * 256 + low
  end
  local first, length = longest_zeros(groups, 8)
  -- An address that embeds an IPv4 one ends dotted, as inet_ntop writes it.
  local embeds = first == 1 and (length == 6 or length == 7 and groups[8] ~= 1 or
    length == 5 and groups[6] == 0xffff)
  if embeds then
    return (length == 5 and "::ffff:" or "::") .. dotted(octets, 13)
  end
  if not first then return join_groups(groups, 1, 8) end
  return join_groups(groups, 1, first - 1) .. "::" .. join_groups(groups, first + length, 8)
end

function exports.addressOf(_, key, side)
  local octets = key.ends.addresses[side]
  return #octets == 4 and dotted(octets, 1) or format_ipv6(octets)
end

function exports.portOf(_, key, side)
  return key.ends.ports[side]
end

function exports.endpointOf(_, key, side)
  return { address = exports.addressOf(nil, key, side), port = key.ends.ports[side] }
end

function exports.isSameAddress(_, left, left_side, right, right_side)
  return left.ends.addresses[left_side] == right.ends.addresses[right_side]
end

-- Multiplies modulo 2^32: the product of two numbers of 32 bits has more digits than a double.
local function multiply(left, right)
  left = left % 4294967296
  local high, low = math.floor(left / 65536), left % 65536
  return tobit((high * right % 65536 * 65536 + low * right) % 4294967296)
end

local function word_of(octets, word)
  local first, second, third, fourth = byte(octets, word * 4 + 1, word * 4 + 4)
  if not first then return 0 end
  return tobit(((first * 256 + second) * 256 + third) * 256 + fourth)
end

function exports.hashEnd(_, key, side)
  local hash = key.ends.ports[side]
  for word = 0, 3 do
    hash = multiply(bxor(hash, word_of(key.ends.addresses[side], word)), 0x9e3779b1)
  end
  return hash
end

function exports.hashAddresses(_, key, side)
  local hash = 0
  for word = 0, 3 do
    hash = multiply(bxor(hash, word_of(key.ends.addresses[side], word)), 0x9e3779b1)
    hash = multiply(bxor(hash, word_of(key.ends.addresses[1 - side], word)), 0x85ebca6b)
  end
  return bxor(hash, rshift(hash, 15))
end

return exports
