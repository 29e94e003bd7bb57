-- The protocol: what it asks Wireshark for, its fields, expert items and preferences.

local NAME = "rstdiag"

set_plugin_info({ version = data.version, description = data.title })

local created
created, rstdiag = pcall(Proto, NAME, data.title)
if not created then
  report_failure(NAME .. ".lua is not loaded: the name is taken, by a second copy of this " ..
    "file or by Wireshark itself.")
  return
end

-- Fields of other dissectors can be asked for only before the first file is opened. They make
-- Wireshark build the tree of every frame, which costs more than all that the plugin does.
local function ask_for(name)
  local found, field = pcall(Field.new, name)
  host.fields[name] = found and field or nil
  return found
end

-- Fields that nobody holds when the first frame is read cost nothing.
function host.let_go()
  host.fields = {}
  collectgarbage()
end

function host.ask_for_fields()
  ask_for(data.magic_field)
  ask_for("tcp.analysis.bytes_in_flight")
  for _, source in ipairs(data.other_sources) do ask_for(source.field) end
  for _, name in ipairs({ "tcp.connection.rst", "tcp.reset_cause", "tcp.len", "tcp.stream",
    "icmp.type", "icmpv6.type" }) do
    if not ask_for(name) then
      report_failure(NAME .. ".lua works in fast mode only: this Wireshark has no " .. name
        .. ".")
      return host.let_go()
    end
  end
end

-- A later Wireshark decodes a valid payload itself, with the same filter names, and has no
-- tcp.reset_cause for it.
host.fields = {}
local is_native = {}
for _, field in ipairs(data.payload_fields) do
  local is_of_tcp = field.filter:find("tcp.", 1, true) == 1
  is_native[field.filter] = is_of_tcp and ask_for(field.filter)
end
host.let_go()

registry.by_id = {}
for _, one in ipairs(data.registries) do registry.by_id[one.id] = one end

-- Value strings come from the revision that this plugin is for; a large registry has none.
local function value_strings(id)
  local one = registry.by_id[id]
  local rows = one and one.revisions[1].rows
  if not rows then return nil end
  local strings = {}
  for code, row in pairs(rows) do strings[code] = row[1] end
  return strings
end

local function new_field(filter, field)
  local make = ProtoField[field.type]
  local display = base[field.display]
  if field.type == "string" or field.type == "bytes" then
    return make(filter, field.title, display or base.NONE, field.meaning)
  end
  local strings = field.values or value_strings(field.registry)
  return make(filter, field.title, display, strings, nil, field.meaning)
end

local proto_fields, proto_experts = {}, {}

payload.fields = {}
for _, field in ipairs(data.payload_fields) do
  if not is_native[field.filter] then
    payload.fields[field.filter] = new_field(field.filter, field)
    proto_fields[#proto_fields + 1] = payload.fields[field.filter]
  end
end

-- By the name of a field: the numbers of its words, and its usual value.
local numbers, usual = {}, {}

for _, field in ipairs(data.own_fields) do
  fields[field.name] = new_field(NAME .. "." .. field.name, field)
  proto_fields[#proto_fields + 1] = fields[field.name]
  usual[field.name] = field.usual
  if field.values then
    numbers[field.name] = {}
    for number, word in pairs(field.values) do numbers[field.name][word] = number end
  end
end
rstdiag.fields = proto_fields

-- Adds what the plugin itself says, a word by its number. What is as usual says nothing to who
-- reads the tree, and is there for filters and columns alone.
function add_own(tree, name, value, range)
  local shown = numbers[name] and numbers[name][value] or value
  local item
  if range then
    item = tree:add(fields[name], range, shown):set_generated()
  else
    item = tree:add(fields[name], shown):set_generated()
  end
  if value == usual[name] then item:set_hidden() end
  return item
end

for _, item in ipairs(data.experts) do
  experts[item.name] = ProtoExpert.new(NAME .. "." .. item.name, item.title,
    expert.group[item.group], expert.severity[item.severity])
  proto_experts[#proto_experts + 1] = experts[item.name]
end
rstdiag.experts = proto_experts

-- Preferences are read when a capture is dissected, as it is again after a change; but for the
-- fast mode, which decides before the first packet what Wireshark is asked for.
local STANDING = numbers.standing

rstdiag.prefs.info = Pref.bool("Show the reason in the Info column", true,
  "Append [RST: ...] to the Info column")
rstdiag.prefs.certainty = Pref.enum("Read payloads", STANDING.guess,
  "A guess rests on the shape of the payload alone: the Linux experiment, plain text",
  {
    { 1, "as the specification has them", STANDING.specified },
    { 2, "also as older revisions had them", STANDING.historic },
    { 3, "also guessed by their shape", STANDING.guess },
  }, false)
rstdiag.prefs.fast = Pref.bool("Fast mode: search the octets of each frame", false,
  "Finds payloads by their magic number. Misses payloads in reassembled IP fragments, " ..
  "guesses, reasons outside the payload, pairs of RST segments and unacknowledged octets. " ..
  "Also reports packets that are quoted in the payload of another one. Restart Wireshark " ..
  "after a change")
for _, one in ipairs(data.registries) do
  if one.preference then
    local choices = {}
    for at, revision in ipairs(one.revisions) do choices[at] = { at, revision.name, at } end
    rstdiag.prefs[one.preference] = Pref.enum("Revision of " .. one.title, 1,
      "A code has different meanings in different revisions, and the payload does not say " ..
      "which revision its sender used", choices, false)
  end
end
-- Wireshark has a window instead; there, the preference is only accepted.
rstdiag.prefs.statistics = Pref.bool("Print statistics (tshark)", false,
  "Print counts by status, cause, origin and address when tshark has read the capture")

-- Whether the user wants to see what is worth so much.
function payload.is_wanted(standing)
  return STANDING[standing] >= rstdiag.prefs.certainty
end
