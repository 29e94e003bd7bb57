-- A mistake in what shows explanations costs one sentence, and nothing else that Wireshark shows.

local has_failed = false

function explanation.guarded(work)
  return function(...)
    local is_fine, problem = pcall(work, ...)
    if is_fine or has_failed then return end
    has_failed = true
    report_failure(("rstdiag.lua: explained resets cannot be shown: %s. Nothing else is " ..
      "affected; please report this."):format(tostring(problem)))
  end
end
