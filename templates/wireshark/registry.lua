-- Registries: what a reason code says.

-- The chosen revision of a registry; one without a choice has only one.
function registry.chosen(one)
  return one.revisions[one.preference and rstdiag.prefs[one.preference] or 1]
end

local function stated(words)
  return words ~= "" and words or nil
end

-- A large registry is one text, which is read when a payload first needs it.
local function unpack_rows(revision)
  revision.rows, revision.ranges = {}, {}
  local line = "(%d+)%-?(%d*)\t([^\t]*)\t([^\t]*)\t([^\t]*)\t([^\n]*)\n"
  for first, last, reason, meaning, reference, origin in revision.packed:gmatch(line) do
    local row = { reason, stated(meaning), stated(reference), stated(origin) }
    first, last = tonumber(first), tonumber(last)
    if last then
      table.insert(revision.ranges, { first = first, last = last, row = row })
    else
      revision.rows[first] = row
    end
  end
end

function registry.read(revision)
  if not revision.rows then unpack_rows(revision) end
end

-- The cause that a revision has for a code, the specification of the cause, and who may send it.
function registry.words_of(revision, code)
  registry.read(revision)
  local row = revision.rows[code]
  for _, range in ipairs(revision.ranges or {}) do
    if code >= range.first and code <= range.last then row = range.row end
  end
  if row then return row[1], row[3], row[4] end
end

-- Whether any revision of a registry has the code.
function registry.is_known(one, code)
  for _, revision in ipairs(one.revisions) do
    if registry.words_of(revision, code) then return true end
  end
  return false
end
