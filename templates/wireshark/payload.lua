-- Payloads: which format one has, and what it states.

-- Which fields of a format have its code and its private enterprise number.
for _, format in ipairs(data.formats) do
  format.registry = registry.by_id[format.registry]
  for _, part in ipairs(format.fields or {}) do
    if part.kind == "reason-code" then format.reason_code = part.name end
    if part.kind == "pen" then format.pen = part.name end
  end
end

-- The fields of a format that were captured whole, by name.
function payload.captured_fields(format, range)
  local found = {}
  for _, part in ipairs(format.fields or {}) do
    if part.offset + part.size <= range:len() then
      found[part.name] = range(part.offset, part.size)
    end
  end
  return found
end

-- The words of a payload, or nil where it has something else.
function payload.text_of(format, range, seg_len)
  local offset = format.text.offset
  local raw = offset < range:len() and range(offset):raw() or ""
  return text.plain(raw, range:len() < seg_len)
end

local function is_zero(padding, range)
  local last = math.min(padding.offset + padding.size, range:len())
  if last <= padding.offset then return true end
  return not range(padding.offset, last - padding.offset):raw():find("[^%z]")
end

-- Whether all is there that tells a format without a magic number.
local function fits_shape(format, range, seg_len)
  if seg_len < format.least or seg_len > format.most then return false end
  if format.reason_code then
    local code = payload.captured_fields(format, range)[format.reason_code]
    if not code or not registry.is_known(format.registry, code:uint()) then return false end
  end
  if format.padding and not is_zero(format.padding, range) then return false end
  if not format.text then return true end
  -- Less than the least length says nothing, also where only so much was captured.
  return range:len() >= format.least and payload.text_of(format, range, seg_len) ~= nil
end

-- The first format that a payload has, where the user wants to see it.
local function find_format(range, seg_len)
  local magic = range:len() >= 2 and range(0, 2):uint()
  for _, format in ipairs(data.formats) do
    local is_magic = format.magic and format.magic == magic
    if is_magic or not format.magic and fits_shape(format, range, seg_len) then
      return payload.is_wanted(format.standing) and format or nil
    end
  end
end

-- Most resets state the same few causes: which format those payloads have is kept, what is said
-- of them where nobody looks at their fields, and how that is written in the Info column.

local MAX_KEPT, MAX_KEPT_OCTETS = 1000, 64
local kept, kept_infos, kept_count = {}, {}, 0
local own_dissector

-- Forgets what was kept: a preference may have changed it.
function payload.open()
  kept, kept_infos, kept_count = {}, {}, 0
  payload.is_in_info = rstdiag.prefs.info
  own_dissector = Dissector.get("rstdiag")
end

-- What a payload is: its format and SEG.LEN, or false.
local function recognise(range, seg_len, is_quoted)
  local format = find_format(range, seg_len)
  if not format then return false end
  -- A quotation may be cut: that does not make its payload too short.
  return { format = format, seg_len = is_quoted and math.max(seg_len, format.least) or seg_len }
end

function payload.find(range, seg_len, is_quoted)
  if range:len() > MAX_KEPT_OCTETS then return recognise(range, seg_len, is_quoted) end
  -- The octets last: where they begin is beyond doubt then.
  local key = seg_len .. (is_quoted and " quoted " or " ") .. range:raw()
  local found = kept[key]
  if found == nil then
    found = recognise(range, seg_len, is_quoted)
    if kept_count >= MAX_KEPT then kept, kept_infos, kept_count = {}, {}, 0 end
    kept[key], kept_count = found, kept_count + 1
  end
  return found
end

-- Nobody can say whose a reason code is where the PEN was not captured: it is then no field.
local function show_fields(tree, format, captured)
  local pen = captured[format.pen] and captured[format.pen]:uint()
  for _, part in ipairs(format.fields or {}) do
    local range = captured[part.name]
    local is_code = part.name == format.reason_code
    if range and is_code and format.pen and not pen then
      local words = "Reason code: %d (registry unknown, PEN not captured)"
      tree:add(range, words:format(range:uint()))
    elseif range then
      local is_vendors = is_code and format.pen and pen ~= 0
      local field = payload.fields[is_vendors and data.vendor_code_field or part.filter]
      local item = field and tree:add(field, range)
      -- The texts of a field are those of the first revision, whatever the preference says.
      if item and is_code and not is_vendors then
        local code = range:uint()
        local reason = registry.words_of(registry.chosen(format.registry), code) or "Unknown"
        item:set_text(("Reason code: %s (%d)"):format(reason, code))
      end
    end
  end
end

-- The first rule of the specification that a captured field breaks, and the field's value.
local function broken_rule(format, captured)
  for _, rule in ipairs(format.malformed or {}) do
    local value = captured[rule.name] and captured[rule.name]:uint()
    if value and (value == rule.value) == (rule.when == "is") then return rule, value end
  end
end

-- Shows where a cause is from: in one line, the specification and who may send it; and what other
-- revisions read, for then the revision matters.
local function show_origin(tree, range, one)
  local code, revision = range:uint(), registry.chosen(one)
  local reason, reference, origin = registry.words_of(revision, code)
  if reference then
    local item = add_own(tree, "reference", reference, range)
    if origin then item:append_text((" (origin: %s)"):format(origin)) end
  end
  if origin then
    local item = add_own(tree, "origin", origin, range)
    if reference then item:set_hidden() end
  end
  add_own(tree, "registry", one.id, range):set_hidden()
  local item = revision.name and add_own(tree, "revision", revision.name, range)
  local is_read_otherwise = false
  for _, other in ipairs(one.revisions) do
    local words = registry.words_of(other, code)
    if words and words ~= reason then
      is_read_otherwise = true
      add_own(tree, "other_reading", other.name .. ": " .. words, range)
    end
  end
  if item and not is_read_otherwise then item:set_hidden() end
end

-- What follows shows a payload part by part, into a tree, and what it states, into `reading`: its
-- status, what the Info column says, its cause, and of a code the registry and the range.

-- Without a PEN, the code is of the format's registry.
local function show_code(reading, tree, format, range, pen_range, is_malformed)
  local code, pen = range:uint(), pen_range and pen_range:uint()
  local one = data.vendors[pen]
  if not pen or pen == 0 then one = format.registry end
  reading.registry, reading.code = one, range
  local organisation = one and one.organisation
  if organisation then add_own(tree, "organisation", organisation, pen_range) end
  local reason = one and registry.words_of(registry.chosen(one), code)
  if reason then reading.reason_item = add_own(tree, "reason", reason, range) end
  if not one then
    tree:add_proto_expert_info(experts.unknown_vendor,
      ("No registry is known for the private enterprise number %d"):format(pen))
  elseif not reason and not is_malformed then
    tree:add_proto_expert_info(experts.unknown_code, ("%s has no code %d"):format(one.id, code))
  end
  if reason and (not pen or pen == 0) then
    reading.summary, reading.cause = ("%s (%d)"):format(reason, code), reason
  elseif pen then
    reading.summary = ("code %d, pen %d"):format(code, pen)
    reading.cause = reason or reading.summary
  else
    reading.summary, reading.cause = ("code (%d)"):format(code), "code " .. code
  end
end

-- The words, and the cause that a known pattern states in them. Returns the rule that they break.
local function show_text(reading, tree, format, range, seg_len)
  local words = payload.text_of(format, range, seg_len)
  if not words then return format.text.rule end
  reading.summary, reading.cause = nil, nil
  if words == "" then return nil end
  local at = range(format.text.offset)
  local field = payload.fields[format.text.filter]
  if field then
    tree:add(field, at, words):set_text(("%s: %s"):format(format.text.title, text.quote(words)))
  end
  local pattern, reason = text.match_pattern(format, words)
  reading.cause = text.quote_short(reason or words)
  reading.summary = reading.cause
  if not pattern then return nil end
  reading.summary = ("%s (%s)"):format(reading.cause, pattern)
  add_own(tree, "pattern", pattern, at)
  -- The cause may be cut: this is not.
  add_own(tree, "reason", reason, at):set_text("Reason: " .. text.quote(reason))
end

local function show_malformed(reading, tree, rule, summary)
  tree:add_proto_expert_info(experts.malformed, "Malformed: " .. rule)
  reading.status, reading.summary, reading.cause = "malformed", "malformed, " .. summary, nil
end

-- A payload of a right length.
local function show_payload(reading, tree, format, range, seg_len)
  local captured = payload.captured_fields(format, range)
  show_fields(tree, format, captured)
  local code, pen = captured[format.reason_code], captured[format.pen]
  local rule, value = broken_rule(format, captured)
  if code and (pen or not format.pen) then
    show_code(reading, tree, format, code, pen, rule ~= nil)
  end
  local text_rule = format.text and show_text(reading, tree, format, range, seg_len)
  if text_rule then
    show_malformed(reading, tree, text_rule, "not printable text")
    tree:add(fields.octets, range)
  elseif rule then
    show_malformed(reading, tree, rule.rule, ("%s %d"):format(rule.label, value))
  elseif range:len() < seg_len and format.pen then
    reading.summary, reading.cause = "truncated", nil
  elseif not (code or format.text) then
    tree:add(fields.octets, range)
  end
end

local LABELS = { historic = ", historic", guess = ", a guess" }

-- How sure a reading is, behind what is read: nothing where the specification has it.
function payload.label(standing)
  return LABELS[standing] or ""
end

-- What is read of a payload, with how sure that is: ahead of the sender's own words, which are
-- all that has quotes.
local function with_label(format, words)
  local label = payload.label(format.standing)
  if not format.text or words:sub(1, 1) ~= '"' then return words .. label end
  return ("%s%s: %s"):format(format.id, label, words)
end

-- One field, and so one column, for whatever states a cause. An item with the same words is then
-- no row of its own.
function payload.show_cause(item, range, cause, reason_item)
  payload.has_cause = true
  add_own(item, "reset_cause", cause, range)
  if reason_item then reason_item:set_hidden() end
end

-- Shows a payload. Returns what the Info column says of it.
local function show(format, range, seg_len, item)
  add_own(item, "source", "payload", range)
  add_own(item, "format", format.id, range)
  add_own(item, "standing", format.standing, range)
  local is_cut = range:len() < seg_len
  local reading = { status = is_cut and "truncated" or "valid" }
  if seg_len >= format.least and seg_len <= format.most then
    show_payload(reading, item, format, range, seg_len)
  else
    show_malformed(reading, item, format.rule:format(seg_len), "length " .. seg_len)
    item:add(fields.octets, range)
  end
  if reading.cause then
    payload.show_cause(item, range, with_label(format, reading.cause), reading.reason_item)
  end
  if reading.registry then show_origin(item, reading.code, reading.registry) end
  if is_cut then
    item:add_proto_expert_info(experts.truncated,
      ("Only %d of %d octets were captured"):format(range:len(), seg_len))
  end
  add_own(item, "status", reading.status, range)
  statistics.note_payload(format, range, seg_len, reading.status)
  return reading.summary and with_label(format, reading.summary)
end

-- Stands for an item: of all that is added, expert items alone are seen without a tree.
local item_without_fields = {}
item_without_fields.__index = item_without_fields

local function keep_nothing(self) return self end

item_without_fields.add = keep_nothing
item_without_fields.set_generated = keep_nothing
item_without_fields.set_hidden = keep_nothing
item_without_fields.set_text = keep_nothing
item_without_fields.append_text = keep_nothing

function item_without_fields:add_proto_expert_info(one, words)
  self.experts[#self.experts + 1] = { one, words }
end

local function said_of(found, range)
  local said, had_cause = setmetatable({ experts = {} }, item_without_fields), payload.has_cause
  payload.has_cause = false
  said.label = show(found.format, range, found.seg_len, said)
  said.has_cause, payload.has_cause = payload.has_cause, had_cause
  return said
end

local function are_fields_shown(tree)
  if tree.visible then return true end
  for _, field in ipairs(rstdiag.fields) do
    if tree:referenced(field) then return true end
  end
  return false
end

-- Shows a payload that was found. Returns what the Info column says of it, and its item; the tree
-- stands for that where nobody looks at it.
function payload.dissect(found, range, tree)
  local has_tree = tree:referenced(own_dissector)
  if statistics.is_counting() or has_tree and are_fields_shown(tree) then
    local item = tree:add(rstdiag, range)
    local label = show(found.format, range, found.seg_len, item)
    item:append_text(": " .. (label or found.format.id))
    return label, item
  end
  found.said = found.said or said_of(found, range)
  local said, item = found.said, tree
  payload.has_cause = payload.has_cause or said.has_cause
  if has_tree then
    item = tree:add(rstdiag, range)
    item:append_text(": " .. (said.label or found.format.id))
  end
  for _, one in ipairs(said.experts) do item:add_proto_expert_info(one[1], one[2]) end
  return said.label, item
end

local BRACKETS = { ["["] = "\\x5b", ["]"] = "\\x5d" }

function payload.append_info(pinfo, summary)
  if not (summary and payload.is_in_info) then return end
  local shown = kept_infos[summary]
  if not shown then
    -- Only what is said here has brackets around it.
    shown = " [RST: " .. summary:gsub("[%[%]]", BRACKETS) .. "]"
    if kept_count < MAX_KEPT then kept_infos[summary], kept_count = shown, kept_count + 1 end
  end
  pinfo.cols.info:append(shown)
end
