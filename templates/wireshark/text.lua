-- Text in payloads: UTF-8 that is safe to show, and what known software writes.

local LAYOUT = { [0x09] = true, [0x0A] = true, [0x0D] = true }

-- Whether a code is in one of the ranges, which are in their order.
local function is_in(ranges, code)
  local low, high = 0, #ranges / 2 - 1
  while low <= high do
    local middle = math.floor((low + high) / 2)
    if code < ranges[2 * middle + 1] then
      high = middle - 1
    elseif code > ranges[2 * middle + 2] then
      low = middle + 1
    else
      return true
    end
  end
  return false
end

local function is_printable(code)
  if code >= 0x20 and code < 0x7F or LAYOUT[code] then return true end
  return not is_in(data.unprintable, code)
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

local NAMED_ESCAPES = { ['"'] = '\\"', ["\\"] = "\\\\", ["\t"] = "\\t", ["\n"] = "\\n",
  ["\r"] = "\\r" }

local function code_of(character)
  local _, code = lead_of(character:byte())
  for at = 2, #character do code = (code or 0) * 64 + character:byte(at) - 0x80 end
  return code or character:byte()
end

-- Tells of the characters of a text, one after the other, whether they would reorder, hide or
-- break the text around them. Marks would that stand on no letter, or too many on one.
local function hiding_characters()
  local marks = data.most_marks
  return function(character)
    local code = code_of(character)
    if code < 0x80 then
      marks = character:find("^%w") and 0 or data.most_marks
      return code < 0x20 or code == 0x7F
    end
    if is_in(data.marks, code) then
      marks = marks + 1
      return marks > data.most_marks
    end
    local is_hiding = is_in(data.unseen, code)
    marks = is_hiding and data.most_marks or 0
    return is_hiding
  end
end

local function escape(character, is_hiding)
  local named = NAMED_ESCAPES[character]
  if named then return named end
  if not is_hiding and character ~= "[" and character ~= "]" then return character end
  local code = code_of(character)
  return (code < 0x100 and "\\x%02x" or "\\u{%x}"):format(code)
end

local CHARACTER = "[%z\1-\127\192-\255][\128-\191]*"

-- Foreign text as everybody sees it: in quotes on one line, with escapes for what would end the
-- quotation, imitate the brackets of the Info column, or not be seen. Cut where more than `most`
-- characters would be shown, it says how long it was.
function text.quote(words, most)
  local parts, width, characters, is_cut = {}, 0, 0, false
  local is_hiding, previous = hiding_characters(), nil
  for character in words:gmatch(CHARACTER) do
    characters = characters + 1
    if not is_cut then
      -- Many spaces would begin a line where a terminal folds, as if it were another row.
      local is_padding = character == " " and previous == " "
      previous = character
      local written = escape(character, is_hiding(character) or is_padding)
      width = width + (written == character and 1 or #written)
      is_cut = width > (most or data.longest_text)
      if not is_cut then parts[#parts + 1] = written end
    end
  end
  local quoted = '"' .. table.concat(parts) .. '"'
  return is_cut and ("%s... (%d characters)"):format(quoted, characters) or quoted
end

local PART_SOURCES = { decimal = "[0-9]+", hexadecimal = "[0-9A-Fa-f]+", reason = "(.*)" }

-- What Lua matches for the parts of a pattern. It knows no optional part, so there is one with it
-- and, behind that, one without.
local function sources_of(parts)
  local sources = { "^" }
  for _, part in ipairs(parts) do
    local source = PART_SOURCES[part.kind] or part.text:gsub("[^A-Za-z0-9 ]", "%%%0")
    local longer = {}
    for _, one in ipairs(sources) do
      longer[#longer + 1] = one .. source
      if part.kind == "optional" then longer[#longer + 1] = one end
    end
    sources = longer
  end
  return sources
end

for _, format in ipairs(data.formats) do
  for _, pattern in ipairs(format.patterns or {}) do
    pattern.sources = sources_of(pattern.parts)
  end
end

-- The first pattern of a format that matches, and the cause that the words state. Where all parts
-- are there but the cause, an optional part is not the cause instead.
function text.match_pattern(format, words)
  for _, pattern in ipairs(format.patterns or {}) do
    for _, source in ipairs(pattern.sources) do
      local reason = words:match(source .. "$")
      if reason == "" then break end
      if reason then return pattern.id, reason end
    end
  end
end

local MAX_INFO_CHARACTERS = 60

-- A text of a payload for the Info column.
function text.quote_short(words)
  return text.quote(words, MAX_INFO_CHARACTERS)
end

-- Words of Wireshark for the Info column: one line, cut between two characters.
function text.shorten(words)
  local line = words:gsub("%s+", " ")
  if #line <= MAX_INFO_CHARACTERS then return line end
  local last = MAX_INFO_CHARACTERS
  while line:byte(last + 1) >= 0x80 and line:byte(last + 1) < 0xC0 do last = last - 1 end
  return line:sub(1, last) .. "..."
end
