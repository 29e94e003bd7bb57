-- What is explained, on the frames of the packet list: only after somebody asked for it.

-- By frame: the finding of its reset, and the frames of the resets that it is evidence of.
local findings, evidence_of

-- The first frame of the capture that they are of: nothing else says that another was opened.
local first_frame
-- While all frames are dissected again, nothing is shown until the first one is known.
local is_waiting = false

local BEGINNING = 64

-- Tells a capture from others by its first frame.
function explanation.identity_of(pinfo, tvb)
  local octets = tvb:raw(0, math.min(BEGINNING, tvb:captured_len()))
  return ("%.9f %d "):format(pinfo.abs_ts, tvb:reported_len()) .. octets
end

-- Shows findings on the frames of their capture from now on; without any, shows none.
function explanation.show(list, identity)
  findings, evidence_of, first_frame, is_waiting = nil, nil, identity, false
  explanation.is_shown = list ~= nil
  if not list then return end
  findings, evidence_of = {}, {}
  for _, finding in ipairs(list) do
    findings[finding.frame] = finding
    for _, frame in ipairs(finding.evidence) do
      if frame ~= finding.frame then
        evidence_of[frame] = evidence_of[frame] or {}
        table.insert(evidence_of[frame], finding.frame)
      end
    end
  end
end

-- Where all frames are dissected from the first one on: those of the same capture again, or those
-- of another one.
function explanation.restart()
  is_waiting = findings ~= nil
end

local function resume(pinfo, tvb)
  is_waiting = pinfo.number > 1
  if is_waiting or explanation.identity_of(pinfo, tvb) == first_frame then return end
  explanation.show(nil)
end

local function add(tree, name, value)
  if value ~= nil then tree:add(fields[name], value):set_generated() end
end

local function show_finding(tree, finding, states_cause)
  local summary = explanation.summary_of(finding)
  local item = tree:add(rstdiag, "TCP reset: " .. summary):set_generated()
  if not states_cause then add(item, "reset_cause", summary) end
  add(item, "cause", finding.cause)
  add(item, "certainty", finding.certainty)
  add(item, "reset_by", finding.resetBy)
  add(item, "situation", finding.situation)
  add(item, "explanation", finding.explanation)
  add(item, "next_step", finding.nextStep)
  add(item, "lost_octets", finding.unackedOctets)
  add(item, "benign", finding.benign)
  for _, frame in ipairs(finding.evidence) do
    if frame ~= finding.frame then add(item, "evidence", frame) end
  end
  for _, sentence in ipairs(finding.contradictions) do
    item:add_proto_expert_info(experts.contradiction, sentence)
  end
end

-- Adds to a frame what it has to do with resets that are explained.
function explanation.show_frame(tvb, pinfo, tree)
  if is_waiting then resume(pinfo, tvb) end
  if is_waiting or not findings then return end
  local finding = findings[pinfo.number]
  if finding then show_finding(tree, finding, payload.has_cause) end
  for _, frame in ipairs(evidence_of[pinfo.number] or {}) do
    add(tree:add(rstdiag, ("Evidence of the reset in frame %d"):format(frame)):set_generated(),
      "evidence_of", frame)
  end
end
