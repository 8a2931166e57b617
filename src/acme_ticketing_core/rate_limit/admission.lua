-- The transitions of admission.py; the tests hold both equal. KEYS[1] is the state; ARGV[1] the
-- transition; ARGV[2] the seconds after which an unused state expires; ARGV[3] a new state.

local WINDOW, BLOCK, MERGED, GENTLE_CREDIT, HEAD_START = 60, 60, 0.25, 0.5, 4
local LEASE, PROBE_LEASE, LONGEST_HOLD, LONGEST_BLOCK, MINUTES = 10, 20, 2, 3600, 30
local ALLOWANCE, MOST_COST, SET_BACK, SECONDS, STORE = 5, 5, 5, 180, 54
local UNSATURATED, SOON, TINY, LEAST = 0.9, 10, 1e-6, 0.005

local floor, max, min = math.floor, math.max, math.min

local time = redis.call('TIME')
-- Four places, as many as Redis's JSON keeps of a number this large.
local now = tonumber(time[1]) + floor(tonumber(time[2]) / 100) / 10000

local new_state = cjson.decode(ARGV[3])

-- What somebody else keeps under this key is no state.
local function is_state(value)
  if type(value) ~= 'table' then return false end
  for name in pairs(new_state) do
    if value[name] == nil then return false end
  end
  return true
end

local read, state = pcall(cjson.decode, redis.call('GET', KEYS[1]) or '')
if not (read and is_state(state)) then state = new_state end

local function interval()
  if state.quota == 0 then return 0.02 end
  return (state.bucket and WINDOW or WINDOW + state.hold) / state.quota
end

local function pause_before_raising()
  local cost = (state.blocked_until - state.closed_at) / (BLOCK + ALLOWANCE)
  return state.raise_after * min(max(1, cost), MOST_COST) ^ 2
end

local function start_run()
  state.run_n, state.first_at, state.first_n, state.first_peak, state.peak = 0, 0, 0, 0, 0
  state.seconds = {}
end

local function place_of(rank, ticket)
  local low, high = 1, #state.queue + 1
  while low < high do
    local middle = floor((low + high) / 2)
    local other = state.queue[middle]
    if other[1] < rank or (other[1] == rank and other[2] < ticket) then
      low = middle + 1
    else
      high = middle
    end
  end
  return low
end

local function drop_while(list, holds)
  local gone = 0
  while gone < #list and holds(list[gone + 1]) do gone = gone + 1 end
  if gone == 0 then return list end
  local rest = {}
  for index = gone + 1, #list do rest[index - gone] = list[index] end
  return rest
end

local function set_back()
  state.used, state.total, state.minutes, state.queue = {}, 0, {}, {}
  state.blocked_until = min(state.blocked_until, now + state.block)
  state.closed_at = min(state.closed_at, now)
  state.probe_until, state.next_at = 0, now
  state.raise_at = now + pause_before_raising()
  start_run()
end

local function forget()
  local newest = #state.used > 0 and state.used[#state.used][1] or 0
  if max(newest, state.closed_at) > now + SET_BACK then set_back() end
  local upto = now < state.blocked_until and min(now, state.closed_at) or now
  local edge = upto - WINDOW - state.hold + TINY
  state.used = drop_while(state.used, function(entry)
    if entry[1] > edge then return false end
    state.total = state.total - entry[2]
    return true
  end)
  state.queue = drop_while(state.queue, function(entry) return entry[3] < now end)
end

local function count(second)
  local seconds = state.seconds
  local passed = #seconds > 0 and max(second - state.seconds_at, 0) or SECONDS
  if passed >= SECONDS then
    state.seconds, state.seconds_at = {1}, second
    return
  end
  if passed > 0 then
    for _ = 1, passed do seconds[#seconds + 1] = 0 end
    local over = #seconds - SECONDS
    if over > 0 then
      local latest = {}
      for index = over + 1, #seconds do latest[index - over] = seconds[index] end
      state.seconds, seconds = latest, latest
    end
    state.seconds_at = second
  end
  seconds[#seconds] = seconds[#seconds] + 1
end

local function grant(place, queued)
  if queued then table.remove(state.queue, place) end
  local used, minutes = state.used, state.minutes
  local last = used[#used]
  if last and floor(now / MERGED) == floor(last[1] / MERGED) then
    last[1], last[2] = now, last[2] + 1
  else
    used[#used + 1] = {now, 1}
  end
  state.total = state.total + 1
  if state.quota > 0 then
    local step = interval()
    local behind = state.gentle and GENTLE_CREDIT or state.bucket and STORE - 2 * step or HEAD_START
    state.next_at = max(state.next_at, now - behind - step) + step
  end
  local second = floor(now + state.rtt / 2)
  local minute = floor(second / 60)
  last = minutes[#minutes]
  if last and last[1] == minute then
    last[2] = last[2] + 1
  else
    minutes[#minutes + 1] = {minute, 1}
    if #minutes > MINUTES then table.remove(minutes, 1) end
  end
  count(second)
  if now >= state.first_at + WINDOW then
    state.first_peak = max(state.first_peak, state.first_n)
    state.first_at, state.first_n = now, 1
  else
    state.first_n = state.first_n + 1
  end
  if state.run_n == 0 then state.run_at = now end
  state.run_n = state.run_n + 1
  if state.total > state.peak then state.peak, state.peak_at = state.total, now end
end

local function due()
  return max(floor((now - state.next_at) / interval() + TINY) + 1, 0)
end

local function free(ahead, bulk)
  local room = state.bucket and due() or state.quota - state.total
  if not state.saturated then
    if room <= ahead then
      state.saturated = true
      if not state.bucket then state.next_at = now end
      if state.trial == 0 then state.raise_at = now + pause_before_raising() end
    end
    if not bulk then return room end
  elseif not state.gentle and #state.queue == 0 and state.total < UNSATURATED * state.quota then
    state.saturated = false
    return room
  end
  return min(room, due())
end

local function delay_of(ahead, bulk)
  local delay = (state.saturated or bulk) and state.next_at + ahead * interval() - now or 0
  local missing = ahead + 1 - (state.quota - state.total)
  if missing > 0 and not state.bucket then
    local rounds = floor((missing - 1) / max(state.quota, 1))
    missing = missing - rounds * state.quota
    for _, entry in ipairs(state.used) do
      missing = missing - entry[2]
      if missing <= 0 then
        local freed = entry[1] + WINDOW + state.hold - now + rounds * (WINDOW + state.hold)
        return max(delay, freed)
      end
    end
  end
  return delay
end

local function ask_in(ahead, delay)
  if state.probing and now >= state.blocked_until then
    return min(delay, max(state.rtt / 4, 0.05) + ahead * 0.002)
  end
  if now < state.blocked_until then return ahead == 0 and delay - state.rtt or delay end
  return delay <= SOON and delay or delay / 2
end

local function admit(ticket, rank)
  forget()
  local place = place_of(rank, ticket)
  local ahead = place - 1
  local queued = place <= #state.queue and state.queue[place][2] == ticket
  local tune, granted, probe, delay = false, false, false, 0
  if now < state.blocked_until then
    delay = state.blocked_until - now + state.rtt + ahead * interval()
  elseif state.probing then
    if ahead == 0 and state.probe_until <= now then
      state.probe_until = now + PROBE_LEASE
      start_run()
      granted, probe = true, true
    else
      delay = state.rtt + ahead * interval()
    end
  elseif state.quota == 0 then
    granted = true
  else
    local bulk = rank > now
    granted = ahead < free(ahead, bulk)
    tune = state.saturated and now >= state.raise_at
    if not granted then delay = delay_of(ahead, bulk) end
  end
  if granted then
    grant(place, queued)
    return {1, probe and 1 or 0, tune and 1 or 0, rank, 0, 0, 0, state.limit}
  end
  delay = max(delay, LEAST)
  local pause = ask_in(ahead, delay)
  local entry = {rank, ticket, now + pause + LEASE}
  if queued then state.queue[place] = entry else table.insert(state.queue, place, entry) end
  local blocked_for = max(state.blocked_until - now, 0)
  return {0, 0, tune and 1 or 0, rank, pause, delay, blocked_for, state.limit}
end

local function take_back(started)
  for index, entry in ipairs(state.used) do
    if entry[1] >= started - TINY then
      entry[2] = entry[2] - 1
      state.total = state.total - 1
      if entry[2] == 0 then table.remove(state.used, index) end
      break
    end
  end
  if state.quota > 0 then state.next_at = state.next_at - interval() end
  if state.peak_at >= started - TINY then state.peak = state.peak - 1 end
  local second = floor(started + state.rtt / 2)
  local seconds = state.seconds
  for _, near in ipairs({second, second - 1, second + 1}) do
    local index = #seconds - (state.seconds_at - near)
    if index >= 1 and index <= #seconds and seconds[index] > 0 then
      seconds[index], second = seconds[index] - 1, near
      break
    end
  end
  local minute = floor(second / 60)
  for _, entry in ipairs(state.minutes) do
    if entry[1] == minute and entry[2] > 0 then entry[2] = entry[2] - 1 end
  end
  if state.first_n > 0 and started >= state.first_at - TINY then
    state.first_n = state.first_n - 1
  end
  if state.run_n > 0 and started >= state.run_at - TINY then state.run_n = state.run_n - 1 end
  if state.probing and started >= state.blocked_until then state.probe_until = 0 end
end

local function accepted(started, answered)
  local rtt = max(answered - started, 0)
  state.rtt = state.rtt + (min(rtt, 10) - state.rtt) * 0.1
  state.hold = min(max(rtt + 0.1, 0.99 * state.hold), LONGEST_HOLD)
  if state.probing and started >= state.blocked_until then
    state.probing, state.probe_until, state.before = false, 0, {}
    if state.gentle then
      state.next_at = now
    elseif not state.bucket then
      state.next_at = now - HEAD_START
    end
    if state.failed_probes > 0 then
      state.block = min(state.blocked_until - state.closed_at, LONGEST_BLOCK)
      state.failed_probes = 0
    end
    state.raise_at = now + pause_before_raising()
  end
end

local function settle(started, settlement)
  if settlement == 'accepted' then
    accepted(started, now)
  elseif settlement == 'unsent' then
    take_back(started)
  elseif state.probing and started >= state.blocked_until then
    state.probe_until = 0
  end
end

local function withdraw(ticket, rank)
  local place = place_of(rank, ticket)
  if place <= #state.queue and state.queue[place][2] == ticket then
    table.remove(state.queue, place)
  end
end

local function keep(unnoticed)
  if not unnoticed then state.revision = state.revision + 1 end
  redis.call('SET', KEYS[1], cjson.encode(state), 'EX', ARGV[2])
end

local transition = ARGV[1]
if transition == 'admit' then
  -- Calls of the same process that were accepted since it last asked: {started, answered}.
  local calls = cjson.decode(ARGV[7])
  for _, call in ipairs(calls) do accepted(call[1], call[2]) end
  local rank = tonumber(ARGV[5]) or now + tonumber(ARGV[6])
  local answer = admit(ARGV[4], rank)
  -- Whoever waits holds up no swap: a place in the queue that is lost is taken again.
  keep(answer[1] == 0 and #calls == 0)
  answer[9] = now
  for index = 4, 9 do answer[index] = string.format('%.4f', answer[index]) end
  return answer
elseif transition == 'settle' then
  settle(tonumber(ARGV[4]), ARGV[5])
  keep()
elseif transition == 'withdraw' then
  withdraw(ARGV[4], tonumber(ARGV[5]))
  keep()
elseif transition == 'read' then
  return {string.format('%.4f', now), cjson.encode(state)}
elseif transition == 'swap' then
  -- What `learning` made of the state, unless it has changed in between.
  if state.revision ~= tonumber(ARGV[4]) then return 0 end
  redis.call('SET', KEYS[1], ARGV[5], 'EX', ARGV[2])
  return 1
end
return 1
