-- Wireshark's numbers of connections that were forgotten, for the case that they go on: by the ends
-- of the connection, the latest, as many as the limit and up to twice as many.

local ForgottenStreams = {}
ForgottenStreams.__index = ForgottenStreams
ForgottenStreams.prototype = ForgottenStreams

function ForgottenStreams:____constructor(limit)
  self.limit, self.young, self.old, self.size = limit, {}, {}, 0
end

-- A list of numbers takes half the memory of a table with names.
function ForgottenStreams:remember(key, forgotten)
  local name = key.ends.name
  if self.size >= self.limit then
    self.old, self.young, self.size = self.young, {}, 0
  end
  if not self.young[name] then self.size = self.size + 1 end
  local stream, bases = forgotten.stream, forgotten.bases
  self.young[name] = { forgotten.hasHistory and stream or -1 - stream, bases[1] or false,
    bases[2] or false }
end

function ForgottenStreams:recall(key)
  local name = key.ends.name
  local entry = self.young[name] or self.old[name]
  if not entry then return nil end
  local stream = entry[1]
  local has_history = stream >= 0
  return { stream = has_history and stream or -1 - stream, hasHistory = has_history,
    bases = { entry[2] or nil, entry[3] or nil } }
end

return { ForgottenStreams = ForgottenStreams }
