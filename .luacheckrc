-- Wireshark 4.0 has Lua 5.2, later ones have 5.4: what every Lua has, without what a plugin must not
-- need.
std = "min"
not_globals = { "debug", "dofile", "loadfile", "os", "package", "require" }
max_line_length = 100

-- What the plugin uses of the globals that Wireshark's test/lua/globals_5.0.txt lists.
read_globals = {
  "Dissector", "DissectorTable", "Field", "Listener", "MENU_TOOLS_UNSORTED", "Pref", "Proto", "ProtoExpert", "ProtoField",
  "TextWindow", "Tvb", "base", "copy_to_clipboard", "expert", "gui_enabled",
  "register_menu", "redissect_packets", "register_postdissector", "register_stat_cmd_arg", "report_failure",
  "retap_packets", "set_plugin_info",
}

-- The files of a plugin become blocks of one: what stands before the blocks, all of them use.
files["templates/wireshark"] = {
  max_line_length = 98,
  read_globals = { "data" },
  globals = {
    "add_own", "experts", "explanation", "fast", "fields", "frames", "host", "payload", "registry", "rstdiag",
    "statistics", "text", "trigger",
  },
}

-- They stand for other versions of Wireshark.
files["test/fixtures"] = {
  globals = { "Field" },
  read_globals = { "frames", table = { fields = { "unpack" } } },
}

-- What a compiler makes of TypeScript, and what stands in for some of it.
exclude_files = { "templates/wireshark/explain/core.lua" }
files["lua"] = { globals = { "given" }, read_globals = { "bit" } }

-- The plugin has that as a text.
files["dist/wireshark"] = { max_string_line_length = false, ignore = { "613" } }
