-- The text of a payload, which the plugin reads already.

local exports = {}

function exports.readPrintable(_, payload, offset)
  local octets = payload.octets
  return given.plain_text(octets:sub(offset + 1), #octets < payload.lengthBytes)
end

return exports
