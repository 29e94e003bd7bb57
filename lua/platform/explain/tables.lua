-- The tables of `data/`, which `generate` writes into the plugin.

local exports = {}

local function as_map(entries)
  return {
    get = function(_, key) return entries[key] end,
    has = function(_, key) return entries[key] ~= nil end,
  }
end

local server_ports, netscaler_texts

function exports.serverPorts()
  server_ports = server_ports or as_map(given.server_ports)
  return server_ports
end

function exports.netscalerTexts()
  netscaler_texts = netscaler_texts or as_map(given.netscaler_texts)
  return netscaler_texts
end

function exports.idleTimers()
  return given.idle_timers
end

return exports
