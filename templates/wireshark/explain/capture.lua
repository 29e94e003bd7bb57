-- Captures that are explained: the segments of one go in, and a finding for each reset comes out.

-- Connections that are followed at the same time, and findings that are kept to be shown. The
-- former is no power of two: a table that stays full is made anew for each new entry.
local CONNECTION_LIMIT = 16000
local FINDING_LIMIT = 20000
-- Findings that are kept with their stories, octets of their texts, and histories
-- that wait for findings: a flood must not fill the memory.
local STORY_LIMIT, TEXT_OCTETS, HISTORY_LIMIT = 100, 4000000, 2000

local RST_BIT = 4

-- The rows of a revision, in the order of their codes.
local function rows_of(revision)
  registry.read(revision)
  local rows = {}
  local function add(first, last, row)
    rows[#rows + 1] = { first = first, last = last, description = row[1],
      meaning = row[2], reference = row[3] or "", category = "assigned" }
  end
  for code, row in pairs(revision.rows) do add(code, code, row) end
  for _, range in ipairs(revision.ranges or {}) do add(range.first, range.last, range.row) end
  table.sort(rows, function(one, other) return one.first < other.first end)
  return rows
end

local function registry_of(one)
  local revisions = {}
  for at, revision in ipairs(one.revisions) do
    revisions[at] = { id = one.id, revision = revision.name, others = {},
      rows = rows_of(revision) }
  end
  local chosen = table.remove(revisions, 1)
  chosen.others = revisions
  return chosen
end

local function field_of(part)
  return { kind = part.kind, name = part.name, offsetBytes = part.offset,
    widthBits = 8 * part.size }
end

-- A format as the explanation reads it.
local function format_of(format)
  local numbers, by_kind, by_name = {}, {}, {}
  for at, part in ipairs(format.fields or {}) do
    local field = field_of(part)
    if part.kind == "magic" then field.value = format.magic end
    numbers[at], by_kind[part.kind], by_name[part.name] = field, field, field
  end
  local malformed = {}
  for at, rule in ipairs(format.malformed or {}) do
    malformed[at] = { problem = rule.problem, field = by_name[rule.name], when = rule.when,
      value = rule.value }
  end
  local padding, words = format.padding, format.text
  return {
    id = format.id,
    standing = format.standing,
    length = { least = format.least, most = format.most, problem = format.problem },
    fields = numbers,
    magic = by_kind.magic,
    reasonCode = by_kind["reason-code"],
    pen = by_kind.pen,
    registry = format.registry and format.registry.id,
    padding = padding and { offsetBytes = padding.offset, sizeBytes = padding.size },
    text = words and { offsetBytes = words.offset, problem = words.problem },
    patterns = format.patterns or {},
    malformedValues = malformed,
  }
end

-- The compiled explanation and what it knows of registries, once somebody asks for them.
local core, model

local function load_core()
  if core then return end
  core = assert(load(explanation.source, "=rstdiag explanation"))({
    plain_text = text.plain,
    quote_text = text.quote,
  })
  local registries, vendors, formats = {}, {}, {}
  for at, one in ipairs(data.registries) do registries[at] = registry_of(one) end
  for at, one in ipairs(data.formats) do formats[at] = format_of(one) end
  for pen, one in pairs(data.vendors) do
    vendors[#vendors + 1] = { pen = pen, organisation = one.organisation,
      registry = registry_of(one) }
  end
  model = core.createModel(nil, { registries = registries, formats = formats,
    vendors = vendors })
end

local DAY_SECONDS = 86400

-- The date of a day since 1970 in the Gregorian calendar.
local function date_of(day)
  local shifted = day + 719468
  local era = math.floor(shifted / 146097)
  local of_era = shifted - era * 146097
  local year = math.floor((of_era - math.floor(of_era / 1460) + math.floor(of_era / 36524)
    - math.floor(of_era / 146096)) / 365)
  local of_year = of_era - (365 * year + math.floor(year / 4) - math.floor(year / 100))
  local month = math.floor((5 * of_year + 2) / 153)
  local of_month = of_year - math.floor((153 * month + 2) / 5) + 1
  month = month < 10 and month + 3 or month - 9
  return year + era * 400 + (month <= 2 and 1 or 0), month, of_month
end

-- In UTC; nil where the year has no four digits. Wireshark tells Lua no more than microseconds.
local function time_of(seconds)
  local micros = math.floor((seconds - math.floor(seconds)) * 1e6 + 0.5)
  local whole = math.floor(seconds) + math.floor(micros / 1e6)
  local day = math.floor(whole / DAY_SECONDS)
  local year, month, of_month = date_of(day)
  if not (year >= 0 and year <= 9999) then return nil end
  local of_day = whole - day * DAY_SECONDS
  return ("%04d-%02d-%02dT%02d:%02d:%02d.%06dZ"):format(year, month, of_month,
    math.floor(of_day / 3600), math.floor(of_day / 60) % 60, of_day % 60, micros % 1e6)
end

local capture = {}
capture.__index = capture

-- Begins with a capture. `consume` takes each finding when it is decided, with the history of its
-- connection: nearly in the order of the frames.
function explanation.new_capture(consume)
  load_core()
  local self = setmetatable({}, capture)
  self.reader, self.frame = frames.new_reader(), { number = 0, seconds = 0 }
  -- Of RSTs, the streams by their frames.
  self.segments, self.resets, self.last_frame, self.streams, self.rsts = 0, 0, 0, {}, 0
  local histories, waiting = {}, 0
  self.explainer = core.createExplainer(nil, model, CONNECTION_LIMIT, function(_, history)
    local is_known = histories[history.reset.frame] ~= nil
    if not is_known and waiting >= HISTORY_LIMIT then return end
    if not is_known then waiting = waiting + 1 end
    histories[history.reset.frame] = history
  end, function(_, finding)
    self.resets = self.resets + 1
    local history = histories[finding.frame]
    if history then histories[finding.frame], waiting = nil, waiting - 1 end
    consume(finding, history)
  end)
  return self
end

local function take(self, pinfo, segment)
  local frame, seconds = self.frame, pinfo.abs_ts
  local is_reset = segment.flags % (2 * RST_BIT) >= RST_BIT
  frame.number, frame.seconds = self.last_frame, seconds
  frame.time = is_reset and time_of(seconds) or nil
  self.segments = self.segments + 1
  local stream = self.explainer:add(segment, frame)
  if is_reset and self.rsts < FINDING_LIMIT then
    self.rsts, self.streams[frame.number] = self.rsts + 1, stream
  end
end

-- A mistake in here must not spoil what else Wireshark shows of the capture.
local function give_up(self, number, problem)
  self.is_broken = true
  report_failure(("rstdiag.lua: explaining resets stopped at frame %d: %s. What was found before "
    .. "stands; please report this."):format(number, tostring(problem)))
end

local function take_frame(self, pinfo, tvb)
  local segment = self.reader:from_frame(pinfo, tvb)
  local quoted = self.reader:quoted()
  if quoted then self.explainer:number(quoted) end
  if segment then take(self, pinfo, segment) end
end

-- Takes the next frame; false where it has come before, in a second pass over the capture.
function capture:add(pinfo, tvb)
  local number = pinfo.number
  if number <= self.last_frame then return false end
  self.last_frame = number
  if self.is_broken then return true end
  local is_fine, problem = pcall(take_frame, self, pinfo, tvb)
  if not is_fine then give_up(self, number, problem) end
  return true
end

-- Hands over what is still held back.
function capture:finish()
  local is_fine, problem = pcall(self.explainer["end"], self.explainer)
  if not is_fine then give_up(self, self.last_frame, problem) end
end

-- Connections that were forgotten while they were open.
function capture:forgotten()
  return self.explainer:evicted()
end

-- Findings that are kept in the order of their frames, and the table of all of them.
local store = {}
store.__index = store

function explanation.new_store()
  load_core()
  return setmetatable({ findings = {}, stories = {}, left_out = 0, octets = 0,
    table = core.createTable() }, store)
end

local function no_style(_, line) return line end

local STYLE = { bold = no_style, dim = no_style }

explanation.shown_stories = STORY_LIMIT

function store:add(finding, history)
  self.table:add(finding)
  self.octets = self.octets + #(finding.reason or "")
  if #self.findings >= FINDING_LIMIT or self.octets > TEXT_OCTETS then
    self.left_out = self.left_out + 1
    return
  end
  self.findings[#self.findings + 1] = finding
  if #self.findings > STORY_LIMIT then return end
  self.stories[finding.frame] = explanation.story_of(finding, history)
end

-- What is said where findings are only counted; nil where none is.
function explanation.left_out_note(one)
  if one.left_out == 0 then return nil end
  return ("%d resets are counted above and not shown on their frames: there are too many")
    :format(one.left_out)
end

function store:table_lines()
  return self.table:lines(STYLE)
end

-- Of one that had to wait too long among too many, the explanation alone is left.
function explanation.story_of(finding, history)
  if history then return core.storyLines(nil, finding, history, STYLE) end
  return { ("Stream %d, frame %d: %s. %s."):format(finding.stream, finding.frame,
    finding.explanation, finding.nextStep) }
end

-- Hands a capture all frames from now on. Returns what ends that.
function explanation.listen(one)
  local tap = Listener.new("frame")
  function tap.packet(pinfo, tvb) one:add(pinfo, tvb) end
  return function() tap:remove() end
end

-- The cause in one cell: what is stated, else the inferred cause, and how certain it is.
function explanation.summary_of(finding)
  if finding.stated then return core.describeCause(nil, finding) end
  local certainty = finding.certainty
  if finding.situation then certainty = finding.situation .. ", " .. certainty end
  local plain = {}
  for name, value in pairs(finding) do plain[name] = value end
  plain.situation = nil
  return ("%s (%s)"):format(core.describeCause(nil, plain), certainty)
end
