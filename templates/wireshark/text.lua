-- Text in payloads: UTF-8 that is safe to show, and what known software writes.

local LAYOUT = { [0x09] = true, [0x0A] = true, [0x0D] = true }

local function is_printable(code)
  if code >= 0x20 and code < 0x7F or LAYOUT[code] then return true end
  for at = 1, #data.unprintable, 2 do
    if code >= data.unprintable[at] and code <= data.unprintable[at + 1] then return false end
  end
  return true
end

-- What may follow the first octet of a character that has several (RFC 3629, section 4).
local SECOND = { [0xE0] = { 0xA0, 0xBF }, [0xED] = { 0x80, 0x9F }, [0xF0] = { 0x90, 0xBF },
  [0xF4] = { 0x80, 0x8F } }
local ANY = { 0x80, 0xBF }

-- Number of octets of a character, and what its first octet adds to the code point.
local function lead_of(octet)
  if octet < 0x80 then return 1, octet end
  if octet >= 0xC2 and octet <= 0xDF then return 2, octet - 0xC0 end
  if octet >= 0xE0 and octet <= 0xEF then return 3, octet - 0xE0 end
  if octet >= 0xF0 and octet <= 0xF4 then return 4, octet - 0xF0 end
end

-- The octets where they are printable UTF-8, or nil. Where the snapshot length cut them, the last
-- character may be incomplete: it is left out.
function text.plain(raw, is_cut)
  local at = 1
  while at <= #raw do
    local lead = raw:byte(at)
    local size, code = lead_of(lead)
    if not size then return nil end
    for place = 1, size - 1 do
      local octet = raw:byte(at + place)
      local allowed = place == 1 and SECOND[lead] or ANY
      if not octet then return is_cut and raw:sub(1, at - 1) or nil end
      if octet < allowed[1] or octet > allowed[2] then return nil end
      code = code * 64 + octet - 0x80
    end
    if not is_printable(code) then return nil end
    at = at + size
  end
  return raw
end

-- Printable text on one line.
function text.on_one_line(words)
  return (words:gsub("%c", function(character) return ("<U+%04X>"):format(character:byte()) end))
end

-- The first pattern of a format that matches, and the cause that the words state. Where all parts
-- are there but the cause, an optional part is not the cause instead.
function text.match_pattern(format, words)
  local without_cause
  for _, pattern in ipairs(format.patterns or {}) do
    local reason = pattern.id ~= without_cause and words:match(pattern.source)
    if reason == "" then
      without_cause = pattern.id
    elseif reason then
      return pattern.id, reason
    end
  end
end

local MAX_INFO_OCTETS = 60

-- For the Info column: one line, cut between two characters.
function text.shorten(words)
  local line = words:gsub("%s+", " ")
  if #line <= MAX_INFO_OCTETS then return line end
  local last = MAX_INFO_OCTETS
  while line:byte(last + 1) >= 0x80 and line:byte(last + 1) < 0xC0 do last = last - 1 end
  return line:sub(1, last) .. "..."
end
