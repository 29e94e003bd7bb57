-- What is explained, on the frames of the packet list: only after somebody asked for it.

-- By frame: the finding of its reset, the frames of the resets that it is evidence of, and the
-- frame in which the connection of an RST had been reset already.
local findings, evidence_of, reset_before

-- Tells a capture from others by its first frame.
local BEGINNING = 64

function explanation.identity_of(pinfo, tvb)
  local octets = tvb:raw(0, math.min(BEGINNING, tvb:captured_len()))
  return ("%.9f %d "):format(pinfo.abs_ts, tvb:reported_len()) .. octets
end

-- RSTs without a finding follow one of their stream that has one.
local function find_followers(list, streams)
  local first = {}
  for _, finding in ipairs(list) do
    first[finding.stream] = math.min(first[finding.stream] or finding.frame, finding.frame)
  end
  for frame, stream in pairs(streams) do
    if not findings[frame] and first[stream] and first[stream] < frame then
      reset_before[frame] = first[stream]
    end
  end
end

-- Shows findings from now on on the frames that are dissected; without any, shows none. `streams`
-- has the streams of RSTs by their frames.
function explanation.show(list, streams)
  findings, evidence_of, reset_before = {}, {}, {}
  explanation.is_shown = list ~= nil
  if not list then return end
  for _, finding in ipairs(list) do
    findings[finding.frame] = finding
    for _, frame in ipairs(finding.evidence) do
      if frame ~= finding.frame then
        evidence_of[frame] = evidence_of[frame] or {}
        table.insert(evidence_of[frame], finding.frame)
      end
    end
  end
  find_followers(list, streams)
end

local function show_finding(tree, pinfo, finding)
  local summary = explanation.summary_of(finding)
  local item = tree:add(rstdiag, "TCP reset: " .. summary):set_generated()
  -- What the segment states stands there already.
  if not payload.has_cause then
    -- The item itself says it.
    add_own(item, "reset_cause", summary):set_hidden()
    payload.append_info(pinfo, summary)
  end
  add_own(item, "cause", finding.cause)
  add_own(item, "certainty", finding.certainty)
  add_own(item, "reset_by", finding.resetBy)
  if finding.situation then add_own(item, "situation", finding.situation) end
  add_own(item, "explanation", finding.explanation)
  add_own(item, "next_step", finding.nextStep)
  add_own(item, "lost_octets", finding.unackedOctets)
  add_own(item, "benign", finding.benign)
  for _, frame in ipairs(finding.evidence) do
    if frame ~= finding.frame then add_own(item, "evidence", frame) end
  end
  for _, sentence in ipairs(finding.contradictions) do
    item:add_proto_expert_info(experts.contradiction, sentence)
  end
end

-- Adds to a frame what it has to do with resets that are explained.
explanation.show_frame = explanation.guarded(function(_, pinfo, tree)
  local finding = findings[pinfo.number]
  if finding then show_finding(tree, pinfo, finding) end
  for _, frame in ipairs(evidence_of[pinfo.number] or {}) do
    local words = ("Evidence of the reset in frame %d"):format(frame)
    add_own(tree:add(rstdiag, words):set_generated(), "evidence_of", frame)
  end
  local before = reset_before[pinfo.number]
  if before then
    local words = ("The connection had been reset in frame %d"):format(before)
    add_own(tree:add(rstdiag, words):set_generated(), "reset_before", before)
    if not payload.has_cause then payload.append_info(pinfo, "see frame " .. before) end
  end
end)
