-- What the plugin gives: how it reads text. The tables of `data/` are added below.
local given = ...

local unpack = table.unpack or unpack

-- Whole numbers have no decimals in JavaScript, whatever kind of number Lua has for them.
local lua_tostring = tostring
local function tostring(value)
  if type(value) == "number" and value % 1 == 0 and value > -2 ^ 53 and value < 2 ^ 53 then
    return ("%d"):format(value)
  end
  return lua_tostring(value)
end

-- As in JavaScript, a shift to the right without a sign gives no negative number.
local lua_rshift = bit.rshift
local bit = { band = bit.band, bor = bit.bor, bxor = bit.bxor, bnot = bit.bnot,
  lshift = bit.lshift, arshift = bit.arshift, tobit = bit.tobit }
function bit.rshift(value, count)
  local shifted = lua_rshift(value, count)
  return shifted < 0 and shifted + 4294967296 or shifted
end

-- JavaScript rounds what is in the middle away from 0, C to the even neighbour.
local function to_fixed(value, digits)
  local exact = ("%.60f"):format(value)
  local rest = exact:match("%.(%d+)$")
  if not rest or not rest:find("^50*$", digits + 1) then
    return ("%." .. digits .. "f"):format(value)
  end
  local scale = 10 ^ digits
  local away = math.floor(math.abs(value) * scale) + 1
  return ("%." .. digits .. "f"):format((value < 0 and -away or away) / scale)
end
