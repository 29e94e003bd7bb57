-- Fragments of IP datagrams that carry TCP: what they are together. Wireshark shows that to no
-- script that has not asked for fields.

local MAX_PENDING, MAX_OCTETS, UNIT = 256, 65535, 8

local fragments = {}
fragments.__index = fragments

-- Remembers a number of incomplete datagrams, and forgets the oldest for a new one.
function frames.new_fragments()
  return setmetatable({ pending = {}, keys = {}, newest = 0 }, fragments)
end

function fragments:find(key)
  local datagram = self.pending[key]
  if datagram then return datagram end
  local place = self.newest % MAX_PENDING + 1
  if self.keys[place] then self.pending[self.keys[place]] = nil end
  datagram = { parts = {}, count = 0, octets = 0 }
  self.keys[place], self.pending[key], self.newest = key, datagram, place
  return datagram
end

local function fits(datagram, part, offset, has_more)
  local finish = offset + #part
  if #part == 0 or finish > MAX_OCTETS then return false end
  if has_more then return #part % UNIT == 0 and finish < (datagram.length or MAX_OCTETS) end
  return (datagram.length or finish) == finish
end

local function join(datagram)
  local joined, at = {}, 0
  while at < datagram.length do
    local part = datagram.parts[at]
    if not part then return nil end
    joined[#joined + 1], at = part, at + #part
  end
  return #joined == datagram.count and table.concat(joined) or nil
end

-- Adds what a fragment carries. Returns the payload of the datagram where that is now complete,
-- and its protocol. Of fragments that overlap there is never one (RFC 5722, section 4).
function fragments:add(key, part, protocol, offset, has_more)
  local datagram = self:find(key)
  if datagram.is_spoiled then return nil end
  local known = datagram.parts[offset]
  if not fits(datagram, part, offset, has_more) or known and known ~= part then
    self.pending[key] = { is_spoiled = true }
    return nil
  end
  if offset == 0 then datagram.protocol = protocol end
  if not known then
    datagram.parts[offset], datagram.count = part, datagram.count + 1
    datagram.octets = datagram.octets + #part
  end
  if not has_more then datagram.length = offset + #part end
  -- One that may be complete is joined: to try at each fragment would cost more with each.
  local whole = datagram.octets == datagram.length and join(datagram)
  if not whole then return nil end
  self.pending[key] = nil
  return whole, datagram.protocol
end
