-- How text of a payload is shown, which the plugin knows already.

local exports = {}

function exports.quoteText(_, text, most)
  return given.quote_text(text, most)
end

return exports
