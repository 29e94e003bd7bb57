-- Octets are Lua strings here; offsets are counted from 0, as in the original.

local byte, sub = string.byte, string.sub
local tobit = bit.tobit

local exports = {}

function exports.octetAt(_, octets, offset)
  return (byte(octets, offset + 1))
end

function exports.countOctets(_, octets)
  return #octets
end

function exports.octetsBetween(_, octets, first, last)
  return sub(octets, first + 1, last)
end

function exports.uint16At(_, octets, offset)
  local high, low = byte(octets, offset + 1, offset + 2)
  return (high or 0) * 256 + (low or 0)
end

function exports.int32At(_, octets, offset)
  local first, second, third, fourth = byte(octets, offset + 1, offset + 4)
  return tobit(((first or 0) * 256 + (second or 0)) * 65536 + (third or 0) * 256 + (fourth or 0))
end

return exports
