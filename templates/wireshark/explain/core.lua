-- The explanation of resets, compiled by `npm run lua`: change its sources instead. The SHA-256 of
-- these files and of what follows tells whether it is still what they give:
-- 09d159eed849184561e3ebf8744898d376ccb0c60382eb6a5f846c17a9c0f651
--   data/idle-timers.tsv
--   data/netscaler-window-codes.tsv
--   data/server-ports.tsv
--   generator/capture/tcp-options.ts
--   generator/decode/read-payload.ts
--   generator/explain/capture-edges.ts
--   generator/explain/connection-table.ts
--   generator/explain/connection.ts
--   generator/explain/content.ts
--   generator/explain/core/contradictions.ts
--   generator/explain/core/explanation.ts
--   generator/explain/core/failure-words.ts
--   generator/explain/core/finding-table.ts
--   generator/explain/core/history.ts
--   generator/explain/core/judge.ts
--   generator/explain/core/lost-data.ts
--   generator/explain/core/other-connections.ts
--   generator/explain/core/pattern.ts
--   generator/explain/core/refused-answer.ts
--   generator/explain/core/registry-words.ts
--   generator/explain/core/reset-kind.ts
--   generator/explain/core/retries.ts
--   generator/explain/core/sender.ts
--   generator/explain/core/side.ts
--   generator/explain/core/signature-table.ts
--   generator/explain/core/signature.ts
--   generator/explain/core/signatures/abort-after-own-close.ts
--   generator/explain/core/signatures/accept-queue-overflow.ts
--   generator/explain/core/signatures/after-close.ts
--   generator/explain/core/signatures/after-tls-alert.ts
--   generator/explain/core/signatures/application-abort.ts
--   generator/explain/core/signatures/closed-port.ts
--   generator/explain/core/signatures/data-after-close.ts
--   generator/explain/core/signatures/firewall-reject.ts
--   generator/explain/core/signatures/half-open.ts
--   generator/explain/core/signatures/idle-timeout.ts
--   generator/explain/core/signatures/inexact-rst.ts
--   generator/explain/core/signatures/injected-series.ts
--   generator/explain/core/signatures/injected.ts
--   generator/explain/core/signatures/keepalive-failure.ts
--   generator/explain/core/signatures/old-connection.ts
--   generator/explain/core/signatures/proxied.ts
--   generator/explain/core/signatures/retransmission-give-up.ts
--   generator/explain/core/signatures/scan.ts
--   generator/explain/core/signatures/stale-state.ts
--   generator/explain/core/signatures/syn-in-window.ts
--   generator/explain/core/signatures/unread-data.ts
--   generator/explain/core/signatures/unsolicited.ts
--   generator/explain/core/signatures/untranslated-answer.ts
--   generator/explain/core/signatures/zero-window.ts
--   generator/explain/core/situation.ts
--   generator/explain/core/story.ts
--   generator/explain/core/timing.ts
--   generator/explain/core/words.ts
--   generator/explain/deadline-queue.ts
--   generator/explain/event-store.ts
--   generator/explain/explainer.ts
--   generator/explain/related-connections.ts
--   generator/explain/shared-stream.ts
--   generator/explain/statements.ts
--   generator/explain/tracker.ts
--   generator/explain/tunnels.ts
--   generator/model/bounded-map.ts
--   generator/model/columns.ts
--   generator/model/finding-names.ts
--   generator/model/format.ts
--   generator/model/identifiers.ts
--   generator/model/multipath-reasons.ts
--   generator/model/record-member.ts
--   generator/model/registry.ts
--   generator/model/tcp-flag.ts
--   lua/build.mjs
--   lua/entry.ts
--   lua/package-lock.json
--   lua/platform/capture/byte-order.lua
--   lua/platform/decode/printable-text.lua
--   lua/platform/explain/connection-key.lua
--   lua/platform/explain/event-slot.ts
--   lua/platform/explain/forgotten-streams.lua
--   lua/platform/explain/tables.lua
--   lua/platform/model/text.lua
--   lua/prelude.lua

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

-- data/server-ports.tsv
given.server_ports = {
  [7] = true, [9] = true, [13] = true, [19] = true, [20] = true, [21] = true, [22] = true,
  [23] = true, [25] = true, [37] = true, [43] = true, [49] = true, [53] = true, [70] = true,
  [79] = true, [80] = true, [88] = true, [102] = true, [104] = true, [109] = true, [110] = true,
  [111] = true, [113] = true, [119] = true, [135] = true, [139] = true, [143] = true, [179] = true,
  [194] = true, [389] = true, [427] = true, [443] = true, [445] = true, [464] = true, [465] = true,
  [502] = true, [512] = true, [513] = true, [514] = true, [515] = true, [540] = true, [543] = true,
  [544] = true, [548] = true, [554] = true, [563] = true, [587] = true, [593] = true, [631] = true,
  [636] = true, [639] = true, [646] = true, [749] = true, [853] = true, [860] = true, [873] = true,
  [902] = true, [989] = true, [990] = true, [992] = true, [993] = true, [995] = true, [1080] = true,
  [1194] = true, [1352] = true, [1433] = true, [1494] = true, [1521] = true, [1701] = true,
  [1720] = true, [1723] = true, [1883] = true, [1935] = true, [2049] = true, [2181] = true,
  [2375] = true, [2376] = true, [2379] = true, [2380] = true, [2598] = true, [2775] = true,
  [3000] = true, [3128] = true, [3260] = true, [3268] = true, [3269] = true, [3306] = true,
  [3389] = true, [3478] = true, [3690] = true, [3868] = true, [4369] = true, [4786] = true,
  [5000] = true, [5060] = true, [5061] = true, [5222] = true, [5269] = true, [5432] = true,
  [5671] = true, [5672] = true, [5900] = true, [5984] = true, [5985] = true, [5986] = true,
  [6000] = true, [6379] = true, [6443] = true, [6514] = true, [6667] = true, [7000] = true,
  [7001] = true, [8000] = true, [8008] = true, [8080] = true, [8081] = true, [8086] = true,
  [8088] = true, [8140] = true, [8443] = true, [8883] = true, [8888] = true, [9000] = true,
  [9042] = true, [9090] = true, [9092] = true, [9100] = true, [9200] = true, [9418] = true,
  [9443] = true, [10050] = true, [10051] = true, [10250] = true, [11211] = true, [20000] = true,
  [25565] = true, [27017] = true, [44818] = true, [50000] = true, [61616] = true, }

-- data/netscaler-window-codes.tsv
given.netscaler_texts = {
  [8196] = "SSL bad record.",
  [8201] = "NSDBG_RST_SSTRAY: This reset code is triggered when packets are received on a socket that has already been closed. For example, if a client computer continues transmitting after receiving a RST code for other reasons, then it receives this RST code for the subsequent packets.",
  [8202] = "NSDBG_RST_CSTRAY: This code is triggered when the NetScaler appliance receives data through a connection, which does not have a PCB, and its SYN cookie has expired.",
  [8204] = "Client retransmitted SYN with the wrong sequence number.",
  [8205] = "ACK number in the final ACK from peer during connection establishment is wrong.",
  [8206] = "Received a bad packet in TCPS_SYN_SENT state (non RST packet). Usually happens if the 4 tuples are reused and you receive packet from the old connection.",
  [8207] = "Received SYN on established connection which is within the window. Protects from spoofing attacks.",
  [8208] = "Resets the connection when you receive more than the configured value of duplicate retransmissions.",
  [8209] = "Could not allocate memory for the packet, system out of memory.",
  [8210] = "HTTP DoS protection feature error, bad client request.",
  [8211] = "NSDBG_RST_ZSSSR: This code refers to an idle timeout or a zombie timeout. This code is set by the zombie connection cleanup routine, a connection has timed out. When the status of a service is down, existing TCP connections to that service are reset with this code (TCP window size 9300/9301, zombie timer). If the NetScaler appliance receives a segment from one of these connections, which is already reset, send another reset (TCP window size 8201, stray packet).",
  [8212] = "Stray packet (no listening service or listening service is present but SYN cookie does not match or there is no corresponding connection information). 8212 is specifically for SYN stray packets.",
  [8213] = "Sure Connect feature, bad client sending post on connection which is closing.",
  [8214] = "MSS sent in SYN exceeded the MSS corresponding to NIC MTU and/or VLAN MTU.",
  [9100] = "NSDBG_RST_ORP: This code refers to an orphan HTTP connection. Probably, a connection where data is initially seen either from the server or client, but stopped because of some reason, without closing the TCP session. It indicates that the client request was not properly terminated. Therefore, the NetScaler appliance waits for the request to be completed. After a timeout, the NetScaler appliance resets the connection with the code 9100.",
  [9201] = "HTTP connection multiplexing error. Server sent response packets belonging to previous transaction.",
  [9202] = "NSDBG_RST_LERRCDM:  CDM refers to Check Data Mixing. This reset code is set when there is a TCP sequence mismatch in the first data packet, arriving from a recently reused server connection.",
  [9203] = "NSDBG_RST_CLT_CHK_MIX: This code refers to the server sending a FIN for a previous client over a reused connection.",
  [9205] = "NSDBG_RST_CHUNK_FAIL: This code indicates that the NetScaler appliance experienced issues with the chunked encoding in the HTTP response from the server.",
  [9206] = "HTTP tracking failed due to invalid HTTP request/response header.",
  [9207] = "Invalid header reassembly parsing.",
  [9208] = "Incomplete response processing error, see incompHdrDelay setting httpprofiles.",
  [9209] = "Chunk tracking failed.",
  [9210] = "Corrupt packets.",
  [9212] = "HTTP Invalid request.",
  [9214] = "Cache res store failed.",
  [9216] = "Cache async no memory.",
  [9217] = "HTTP state machine error because of more than content length body.",
  [9218] = "Terminated due to extra orphan data.",
  [9219] = "NSB allocation failure.",
  [9220] = "Cannot allocate new NSB and so many other reasons.",
  [9221] = "vurl comes with a domain shard that\226\128\153s no longer valid.",
  [9222] = "This is sent when the response is RFC non-compliant. The issue is caused by both Content-Length and Transfer-Encoding in response being invalid, which may lead to a variety of attacks and leads to the reset.",
  [9300] = "NSDBG_RST_ZSSSR: This code refers to an idle timeout or a zombie timeout. This code is set by the zombie connection cleanup routine, a connection has timed out. When the status of a service is down, existing TCP connections to that service are reset with this code (TCP window size 9300/9301, zombie timer). If the NetScaler appliance receives a segment from one of these connections, which is already reset, send another reset (TCP window size 8201, stray packet).",
  [9301] = "NSDBG_RST_ZSSSR: This code refers to an idle timeout or a zombie timeout. This code is set by the zombie connection cleanup routine, a connection has timed out. When the status of a service is down, existing TCP connections to that service are reset with this code (TCP window size 9300/9301, zombie timer). If the NetScaler appliance receives a segment from one of these connections, which is already reset, send another reset (TCP window size 8201, stray packet).",
  [9302] = "NSDBG_RST_ZSSSR: This code refers to an idle timeout or a zombie timeout. This code is set by the zombie connection cleanup routine, a connection has timed out. When the status of a service is down, existing TCP connections to that service are reset with this code (TCP window size 9300/9301, zombie timer). If the NetScaler appliance receives a segment from one of these connections, which is already reset, send another reset (TCP window size 8201, stray packet).",
  [9303] = "NSDBG_RST_ZSSSR: This code refers to an idle timeout or a zombie timeout. This code is set by the zombie connection cleanup routine, a connection has timed out. When the status of a service is down, existing TCP connections to that service are reset with this code (TCP window size 9300/9301, zombie timer). If the NetScaler appliance receives a segment from one of these connections, which is already reset, send another reset (TCP window size 8201, stray packet).",
  [9304] = "NSDBG_RST_LINK_GIVEUPS: This reset code might be part of a backend-persistence mechanism, which is used to free resources on the NetScaler. By default, the NetScaler uses a zero window probe 7 times before giving up and resetting the connection. By disabling this mechanism, the appliance holds the sessions without this limit. The following is the command to disable the persistence probe limit: root@ns# nsapimgr -ys limited_persistprobe=0 The default value is 1, which limits to 7 probes, which is around 2 minutes. Setting the value to zero disables it and keeps the session open as long as the server sends an ACK signal in response to the probes.",
  [9305] = "Server sent back ACK to our SYN (ACK number did not match).",
  [9306] = "TCP buffering is undone due to duplicate TPCB enablement.",
  [9307] = "Small window protection feature resetting the connection.",
  [9308] = "Small window protection feature resetting the connection.",
  [9309] = "Small window protection feature resetting the connection.",
  [9310] = "TCP KA probing failed.",
  [9311] = "DHT retry failed.",
  [9400] = "Reset server connection which are in reusepool and are not reusable because of TCP or Session level properties. Usually this is done when we need to open new connections but there is limit on connection we can open to the server and there are some already built up connections which are not reusable.",
  [9401] = "When you reach maximum system capacity flushing existing connections based time order to accommodate new connections. Or when we remove an configured entity which as associated connections those connection will be reset.",
  [9450] = "SQL HS failed.",
  [9451] = "SQL response failed.",
  [9452] = "SQL request list failed.",
  [9453] = "SQL UNK not linked.",
  [9454] = "SQL NSB hold failed.",
  [9455] = "SQL Server First Packet.",
  [9456] = "SQL Login response before request.",
  [9457] = "SQL server login failed.",
  [9458] = "SQL no memory.",
  [9459] = "SQL bad server.",
  [9460] = "SQL link failed.",
  [9600] = "Reset when Number of packets with Sequence ACK mismatch > nscfg_max_orphan_pkts.",
  [9601] = "Reset when Number of data packets with Sequence ACK mismatch > nscfg_max_orphan_pkts.",
  [9602] = "When SSL VPN CS probe limit exceeded.",
  [9700] = "NSDBG_RST_PASS: This code indicates that the NetScaler appliance receives a TCP RST code from either the client or the server, and is transferring it. For example, the back end server sends a RST code, and the NetScaler appliance forwards it to the client with this code.",
  [9701] = "NSDBG_RST_NEST / NSDBG_RST_ACK_PASS: The NetScaler software release 9.1 and the later versions, this code indicates #define NSBE_DBG_RST_ACK_PASS. It indicates that a RST code was forwarded as in the preceding RST code 9700, and the ACK flag was also set.",
  [9702] = "The data received after FIN is received.",
  [9704] = "Reset when NSB dropped due to hold limit or error in transaction etc.",
  [9800] = "NSDBG_RST_PROBE: This connections used for monitoring the service are reset due to timeout.",
  [9810] = "When responses match the configured NAI status code.",
  [9811] = "NSDBG_RST_ERRHANDLER: This reset code is used with SSL. After sending a Fatal Alert, the NetScaler sends a RST packet with this error code. If the client does not display any supported ciphers to the NetScaler appliance, the appliance sends a Fatal Alert and then this RST packet.",
  [9812] = "Connection flushing because existing IP address is removed from the configuration.",
  [9813] = "Closing the SSF connection.",
  [9814] = "NSDBG_RST_PETRIGGER: This reset code is used when a request or response matches a Policy Engine policy, whose action is RESET.",
  [9816] = "Bad SSL record.",
  [9817] = "SSL connection received at the time of bound certificate changing (configuration change).",
  [9818] = "Bad SSL header value.",
  [9819] = "Reset on failing to allocate memory for SPCB.",
  [9820] = "SSL card operation failed.",
  [9821] = "SSL feature disabled, reset the connection.",
  [9822] = "SSL cipher changed, flush the connection created for old cipher.",
  [9823] = "Reset when the NSC_AAAC cookie is malformed in a request or /vpn/apilogin.html request does not have a query part, memory allocation failures in certificate processing.",
  [9824] = "Reset on AAA orphan connections.",
  [9825] = "DBG_WRONG_GSLBRECDLEN: This code is a GSLB MEP error reset code, typically between mixed versions.",
  [9826] = "Not enough memory for NET buffers.",
  [9827] = "Reset on SSL config change.",
  [9829] = "Reset on GSLB other site down or out of reach.",
  [9830] = "Reset on sessions matching ACL DENY rule.",
  [9831] = "Use it if no application data exist, but required.",
  [9832] = "Application error.",
  [9833] = "Fatal SSL error.",
  [9834] = "Reset while flushing all SPCB, during FIPS or HSM init.",
  [9835] = "DTLS record too large.",
  [9836] = "DTLS record zero length.",
  [9837] = "SSLV2 record too large.",
  [9838] = "NSBE_DBG_RST_SSL_BAD_RECORD: This code refers to error looking up SSL record when handling a request or a response.",
  [9839] = "SSL MAX NSB hold limit reached.",
  [9841] = "SSL/DTLS split packet failure.",
  [9842] = "SSL NSB allocation failure.",
  [9843] = "Monitor wide IP probe.",
  [9844] = "SSL reneg max NSB limit reached or alloc failure.",
  [9845] = "Reset on Appsec policy.",
  [9846] = "Delta compression aborted or failed.",
  [9847] = "Delta compression aborted or failed.",
  [9848] = "Reset on connection accepted during configuration change(SSL).",
  [9849] = "Reset on GSLB conflict due to misconfiguration.",
  [9850] = "DNS TCP connection untrackable due to failure of compact NSB, etc.",
  [9851] = "DNS TCP failure (invalid payload, length, etc).",
  [9852] = "RTSP (ALG) session handling error.",
  [9853] = "MSSQL Auth response error.",
  [9854] = "Indirect GSLB sites tried to establish connection",
  [9855] = "For HTTP/SSL vservers, SO (Surge Queue Overflow.) threshold has reached.",
  [9856] = "Reset on Appfw ASYNC failure.",
  [9857] = "Reset on Flushing HTTP waiting PCB.",
  [9858] = "Reset on Rechunk abort.",
  [9859] = "A new client connection request was made deferrable by server on the label.",
  [9860] = "The pcb->link of this connection was cleaned for some reason, so resetting this PCB.",
  [9861] = "Connection on a push vserver, when push disabled on client vserver.",
  [9862] = "Reset to Client as it resulted in duplicate server connection.",
  [9863] = "Reset to old connection when new connection is established and old one is still not freed.",
  [9864] = "CVPN HINFO restore failed.",
  [9865] = "CVPN MCMX error.",
  [9866] = "URL policy transform error.",
  [9868] = "MSSQL login errors.",
  [9870] = "SQL login parse error.",
  [9871] = "MSSQL memory allocation failure.",
  [9872] = "Websocket upgrade request dropped due to websocket disabled in http profile.",
  [9873] = "Agsvc MCMX failure.",
  [9874] = "NSB hold limit reached.",
  [9875] = "Client connection is closed, send RST to server.",
  [9876] = "One to many link failed.",
  [9877] = "Reset for CEA on client PCB.",
  [9878] = "CEA untrackable, send RST to Client.",
  [9879] = "Parsing failed.",
  [9880] = "Memory alloc failure.",
  [9881] = "Reset on Diameter message without CE.",
  [9882] = "Reset to Client if no pending requests.",
  [9883] = "Link PCB fail reset to client on CEA.",
  [9884] = "Reset to Server PCB.",
  [9885] = "SIP Content header is missing. | Diameter reset on bad ACK.",
  [9886] = "Reset on VPN ng binding miss.",
  [9887] = "Reset on failed to send a request to broker (VPN).",
  [9888] = "Reset to AAA client if Cluster sync in progress.",
  [9889] = "Reset on missing dynamic processing context (LUA).",
  [9890] = "Rewrite feature disabled when blocked on response side.",
  [9900] = "PI reset.",
  [9901] = "Cache buffer large data error.",
  [9902] = "HTML injection connection abort.",
  [9903] = "GSLB feature is disabled. Donot accept any connections and close any existing ones.",
  [9904] = "Reset on AAA error.",
  [9905] = "Database not responding.",
  [9906] = "Local GSLB sites have been removed, send RST.",
  [9911] = "HTTP incomplete due to no available memory.",
  [9912] = "HTTP link incomplete due to no available memory.",
  [9913] = "Send RST for SPDY errors.",
  [9914] = "Cache Response error/AAA.",
  [9915] = "Speedy split packet at header failed.",
  [9951] = "SSL incomplete record.",
  [9952] = "Reset on SSL FATAL ALERT RCVD.",
  [9953] = "Reset on triggering of timeout action.",
  [9956] = "QOS incomplete POST handling error.",
  [9957] = "AppQoS Persistent sercvice is down.",
  [9958] = "Not used+C187:C199.",
  [9959] = "Not used.",
  [9960] = "MPTCP options error.",
  [9961] = "MP join SYN reset.",
  [9962] = "MP join FINAL ACK reset.",
  [9963] = "MPTCP checksum failure.",
  [9964] = "Invalid Client or NS key.",
  [9965] = "MPTCP, established SF replaced.",
  [9966] = "MPTCP RSSF filter failure.",
  [9967] = "MPTCP plain ACK fallback failure.",
  [9968] = "MPTCP fast close received.",
  [9969] = "MPTCP, if NS in fallback mode, DSS should only for infinite map.",
  [9970] = "BW Connection Close.",
  [9971] = "MPTCP invalid/bad MAP.",
  [9972] = "MPTCP reset if multiple SFs are present.",
  [9973] = "Reset on rest of SF after fallback to infinite map as only one SF should be present.",
  [9974] = "RST terminated at TCP layer.",
  [9975] = "PCB waitQ insertion failed.",
  [9976] = "MPTCP MAX retries on KA probes has reached.",
  [9977] = "MPTCP token collision is found.",
  [9978] = "MPTCP SYN retries reached MAXretries.",
  [9979] = "MPTCP subflow FIN received or any other signals received on pre est SF.",
  [9980] = "Reset on MPTCP close.",
  [9981] = "Closing auditlog connection.",
  [9982] = "invalid syn/ack/seq is received for NS's SYN+TFOC+DATA.",
  [9983] = "MPTCP invalid payload size.",
  [10000] = "ICA parse error.",
  [10001] = "ICA link parse error.",
  [10002] = "ICA no available memory.",
  [10003] = "ICA link no available memory.",
  [10004] = "Kill an ICA connection.",
  [10005] = "MPTCP SYN retries reached MAXretries.",
  [10006] = "Kill an RDP connection.",
  [10016] = "SMPP no memory available.",
  [10017] = "SMPP reset if no pending requests.",
  [10018] = "SMPP unknown error.",
  [10019] = "SMPP: Bind to client failed.",
  [10020] = "SMPP: NSB hold limit reached.",
  [10022] = "SMPP: Bind response on client.",
  [10023] = "SMPP: Parsing failed.",
  [10024] = "SMPP: link failed.",
  [10026] = "SMPP: MSG without bind or not request message after bind.",
  [10027] = "SSL: HSM operation failed.",
  [10028] = "SSL: HSM error client.",
  [10029] = "SSL: Hit the ratelimit.",
  [10030] = "Connection breached maximum packet credits configured.",
  [10032] = "SIPALG: Header parsing failed.",
  [10033] = "SIPALG: Body parsing failed.",
  [10034] = "SIPALG: SIP header failure.",
  [10035] = "SIPALG: SDP header failure.",
  [10036] = "SIPALG: Remaining IP replacement failure.",
  [10037] = "SIPALG: Length replacement failure.",
  [10038] = "SIPALG: BA insertion failed.",
  [10039] = "SIPALG: DHT failure.",
  [10040] = "SIPALG: Post translation ops failed.",
  [10042] = "SIPALG: Pre translation ops failed.",
}

-- data/idle-timers.tsv
given.idle_timers = {
  { seconds = 5, act = "closes", product = "Node.js HTTP server (keepAliveTimeout)" },
  { seconds = 5, act = "closes", product = "Apache httpd (KeepAliveTimeout)" },
  { seconds = 20, act = "closes", product = "Tomcat (connectionTimeout)" },
  { seconds = 30, act = "closes", product = "Jetty (idleTimeout)" },
  { seconds = 60, act = "resets", product = "AWS Application Load Balancer" },
  { seconds = 60, act = "resets", product = "nginx as a proxy (proxy_read_timeout)" },
  { seconds = 60, act = "closes", product = "Internet Explorer and WinINet (KeepAliveTimeout)" },
  { seconds = 60, act = "closes", product = ".NET connection pool (PooledConnectionIdleTimeout)" },
  { seconds = 60, act = "forgets half-closed", product = "Linux (tcp_fin_timeout) and IPVS in Docker" },
  { seconds = 75, act = "closes", product = "nginx (keepalive_timeout)" },
  { seconds = 90, act = "closes", product = "Go HTTP client (IdleConnTimeout)" },
  { seconds = 115, act = "closes", product = "Firefox (network.http.keep-alive.timeout)" },
  { seconds = 120, act = "closes", product = "IIS (connectionTimeout)" },
  { seconds = 120, act = "forgets half-closed", product = "IPVS, connections after a FIN" },
  { seconds = 130, act = "closes", product = "Kestrel (KeepAliveTimeout)" },
  { seconds = 240, act = "forgets", product = "Azure Load Balancer and NAT" },
  { seconds = 300, act = "forgets", product = "BIG-IP (TCP profile)" },
  { seconds = 300, act = "closes", product = "Chromium (idle sockets that were used)" },
  { seconds = 350, act = "forgets", product = "AWS Network Load Balancer and NAT gateway" },
  { seconds = 600, act = "forgets", product = "Google Cloud firewalls and load balancers" },
  { seconds = 900, act = "forgets", product = "IPVS" },
  { seconds = 1800, act = "forgets", product = "Juniper SRX" },
  { seconds = 3600, act = "forgets", product = "Cisco ASA, Palo Alto, FortiGate" },
  { seconds = 7200, act = "closes", product = "keep-alive of most hosts" },
}

-- What begins with __TS__ is a function of TypeScriptToLua, and so is what loads modules here:
--
-- MIT License
--
-- Copyright (c) TypeScriptToLua Contributors
--
-- Permission is hereby granted, free of charge, to any person obtaining a copy
-- of this software and associated documentation files (the "Software"), to deal
-- in the Software without restriction, including without limitation the rights
-- to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
-- copies of the Software, and to permit persons to whom the Software is
-- furnished to do so, subject to the following conditions:
--
-- The above copyright notice and this permission notice shall be included in all
-- copies or substantial portions of the Software.
--
-- THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
-- IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
-- FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
-- AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
-- LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
-- OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
-- SOFTWARE.


local ____modules = {}
local ____moduleCache = {}
local ____originalRequire = require
local function require(file, ...)
    if ____moduleCache[file] then
        return ____moduleCache[file].value
    end
    if ____modules[file] then
        local module = ____modules[file]
        local value = nil
        if (select("#", ...) > 0) then value = module(...) else value = module(file) end
        ____moduleCache[file] = { value = value }
        return value
    else
        if ____originalRequire then
            return ____originalRequire(file)
        else
            error("module '" .. file .. "' not found")
        end
    end
end
____modules = {
["lualib_bundle"] = function(...) 
local function __TS__Class(self)
    local c = {prototype = {}}
    c.prototype.__index = c.prototype
    c.prototype.constructor = c
    return c
end

local __TS__Symbol, Symbol
do
    local symbolMetatable = {__tostring = function(self)
        return ("Symbol(" .. (self.description or "")) .. ")"
    end}
    function __TS__Symbol(description)
        return setmetatable({description = description}, symbolMetatable)
    end
    Symbol = {
        asyncDispose = __TS__Symbol("Symbol.asyncDispose"),
        dispose = __TS__Symbol("Symbol.dispose"),
        iterator = __TS__Symbol("Symbol.iterator"),
        hasInstance = __TS__Symbol("Symbol.hasInstance"),
        species = __TS__Symbol("Symbol.species"),
        toStringTag = __TS__Symbol("Symbol.toStringTag")
    }
end

local __TS__Iterator
do
    local function iteratorGeneratorStep(self)
        local co = self.____coroutine
        local status, value = coroutine.resume(co)
        if not status then
            error(value, 0)
        end
        if coroutine.status(co) == "dead" then
            return
        end
        return true, value
    end
    local function iteratorIteratorStep(self)
        local result = self:next()
        if result.done then
            return
        end
        return true, result.value
    end
    local function iteratorStringStep(self, index)
        index = index + 1
        if index > #self then
            return
        end
        return index, string.sub(self, index, index)
    end
    function __TS__Iterator(iterable)
        if type(iterable) == "string" then
            return iteratorStringStep, iterable, 0
        elseif iterable.____coroutine ~= nil then
            return iteratorGeneratorStep, iterable
        elseif iterable[Symbol.iterator] then
            local iterator = iterable[Symbol.iterator](iterable)
            return iteratorIteratorStep, iterator
        else
            return ipairs(iterable)
        end
    end
end

local Map
do
    Map = __TS__Class()
    Map.name = "Map"
    function Map.prototype.____constructor(self, entries)
        self[Symbol.toStringTag] = "Map"
        self.items = {}
        self.size = 0
        self.nextKey = {}
        self.previousKey = {}
        if entries == nil then
            return
        end
        local iterable = entries
        if iterable[Symbol.iterator] then
            local iterator = iterable[Symbol.iterator](iterable)
            while true do
                local result = iterator:next()
                if result.done then
                    break
                end
                local value = result.value
                self:set(value[1], value[2])
            end
        else
            local array = entries
            for ____, kvp in ipairs(array) do
                self:set(kvp[1], kvp[2])
            end
        end
    end
    function Map.prototype.clear(self)
        self.items = {}
        self.nextKey = {}
        self.previousKey = {}
        self.firstKey = nil
        self.lastKey = nil
        self.size = 0
    end
    function Map.prototype.delete(self, key)
        local contains = self:has(key)
        if contains then
            self.size = self.size - 1
            local next = self.nextKey[key]
            local previous = self.previousKey[key]
            if next ~= nil and previous ~= nil then
                self.nextKey[previous] = next
                self.previousKey[next] = previous
            elseif next ~= nil then
                self.firstKey = next
                self.previousKey[next] = nil
            elseif previous ~= nil then
                self.lastKey = previous
                self.nextKey[previous] = nil
            else
                self.firstKey = nil
                self.lastKey = nil
            end
            self.nextKey[key] = nil
            self.previousKey[key] = nil
        end
        self.items[key] = nil
        return contains
    end
    function Map.prototype.forEach(self, callback)
        for ____, key in __TS__Iterator(self:keys()) do
            callback(nil, self.items[key], key, self)
        end
    end
    function Map.prototype.get(self, key)
        return self.items[key]
    end
    function Map.prototype.has(self, key)
        return self.nextKey[key] ~= nil or self.lastKey == key
    end
    function Map.prototype.set(self, key, value)
        local isNewValue = not self:has(key)
        if isNewValue then
            self.size = self.size + 1
        end
        self.items[key] = value
        if self.firstKey == nil then
            self.firstKey = key
            self.lastKey = key
        elseif isNewValue then
            self.nextKey[self.lastKey] = key
            self.previousKey[key] = self.lastKey
            self.lastKey = key
        end
        return self
    end
    Map.prototype[Symbol.iterator] = function(self)
        return self:entries()
    end
    function Map.prototype.entries(self)
        local function getFirstKey()
            return self.firstKey
        end
        local items = self.items
        local nextKey = self.nextKey
        local key
        local started = false
        return {
            [Symbol.iterator] = function(self)
                return self
            end,
            next = function(self)
                if not started then
                    started = true
                    key = getFirstKey(nil)
                else
                    key = nextKey[key]
                end
                return {done = not key, value = {key, items[key]}}
            end
        }
    end
    function Map.prototype.keys(self)
        local function getFirstKey()
            return self.firstKey
        end
        local nextKey = self.nextKey
        local key
        local started = false
        return {
            [Symbol.iterator] = function(self)
                return self
            end,
            next = function(self)
                if not started then
                    started = true
                    key = getFirstKey(nil)
                else
                    key = nextKey[key]
                end
                return {done = not key, value = key}
            end
        }
    end
    function Map.prototype.values(self)
        local function getFirstKey()
            return self.firstKey
        end
        local items = self.items
        local nextKey = self.nextKey
        local key
        local started = false
        return {
            [Symbol.iterator] = function(self)
                return self
            end,
            next = function(self)
                if not started then
                    started = true
                    key = getFirstKey(nil)
                else
                    key = nextKey[key]
                end
                return {done = not key, value = items[key]}
            end
        }
    end
    Map[Symbol.species] = Map
end

local function __TS__New(target, ...)
    local instance = setmetatable({}, target.prototype)
    instance:____constructor(...)
    return instance
end

local function __TS__ArrayFind(self, predicate, thisArg)
    for i = 1, #self do
        local elem = self[i]
        if predicate(thisArg, elem, i - 1, self) then
            return elem
        end
    end
    return nil
end

local function __TS__ObjectAssign(target, ...)
    local sources = {...}
    for i = 1, #sources do
        local source = sources[i]
        if type(source) == "table" then
            for key in pairs(source) do
                target[key] = source[key]
            end
        end
    end
    return target
end

local function __TS__ArrayMap(self, callbackfn, thisArg)
    local result = {}
    for i = 1, #self do
        result[i] = callbackfn(thisArg, self[i], i - 1, self)
    end
    return result
end

local function __TS__NumberIsNaN(value)
    return value ~= value
end

local function __TS__CountVarargs(...)
    return select("#", ...)
end

local function __TS__SparseArrayNew(...)
    local sparseArray = {...}
    sparseArray.sparseLength = __TS__CountVarargs(...)
    return sparseArray
end

local function __TS__SparseArrayPush(sparseArray, ...)
    local args = {...}
    local argsLen = __TS__CountVarargs(...)
    local listLen = sparseArray.sparseLength
    for i = 1, argsLen do
        sparseArray[listLen + i] = args[i]
    end
    sparseArray.sparseLength = listLen + argsLen
end

local function __TS__SparseArraySpread(sparseArray)
    local _unpack = unpack or table.unpack
    return _unpack(sparseArray, 1, sparseArray.sparseLength)
end

local function __TS__ArrayEvery(self, callbackfn, thisArg)
    for i = 1, #self do
        if not callbackfn(thisArg, self[i], i - 1, self) then
            return false
        end
    end
    return true
end

local function __TS__ArrayFilter(self, callbackfn, thisArg)
    local result = {}
    local len = 0
    for i = 1, #self do
        if callbackfn(thisArg, self[i], i - 1, self) then
            len = len + 1
            result[len] = self[i]
        end
    end
    return result
end

local function __TS__ArrayFill(self, value, start, ____end)
    local relativeStart = start or 0
    local relativeEnd = ____end or #self
    if relativeStart < 0 then
        relativeStart = relativeStart + #self
    end
    if relativeEnd < 0 then
        relativeEnd = relativeEnd + #self
    end
    do
        local i = relativeStart
        while i < relativeEnd do
            self[i + 1] = value
            i = i + 1
        end
    end
    return self
end

local function __TS__ArrayPushArray(self, items)
    local len = #self
    for i = 1, #items do
        len = len + 1
        self[len] = items[i]
    end
    return len
end

local function __TS__StringIncludes(self, searchString, position)
    if not position then
        position = 1
    else
        position = position + 1
    end
    local index = string.find(self, searchString, position, true)
    return index ~= nil
end

local function __TS__ClassExtends(target, base)
    target.____super = base
    local staticMetatable = setmetatable({__index = base}, base)
    setmetatable(target, staticMetatable)
    local baseMetatable = getmetatable(base)
    if baseMetatable then
        if type(baseMetatable.__index) == "function" then
            staticMetatable.__index = baseMetatable.__index
        end
        if type(baseMetatable.__newindex) == "function" then
            staticMetatable.__newindex = baseMetatable.__newindex
        end
    end
    setmetatable(target.prototype, base.prototype)
    if type(base.prototype.__index) == "function" then
        target.prototype.__index = base.prototype.__index
    end
    if type(base.prototype.__newindex) == "function" then
        target.prototype.__newindex = base.prototype.__newindex
    end
    if type(base.prototype.__tostring) == "function" then
        target.prototype.__tostring = base.prototype.__tostring
    end
end

local Error, RangeError, ReferenceError, SyntaxError, TypeError, URIError
do
    local function getErrorStack(self, constructor)
        if debug == nil then
            return nil
        end
        local level = 1
        while true do
            local info = debug.getinfo(level, "f")
            level = level + 1
            if not info then
                level = 1
                break
            elseif info.func == constructor then
                break
            end
        end
        if __TS__StringIncludes(_VERSION, "Lua 5.0") then
            return debug.traceback(("[Level " .. tostring(level)) .. "]")
        elseif _VERSION == "Lua 5.1" then
            return string.sub(
                debug.traceback("", level),
                2
            )
        else
            return debug.traceback(nil, level)
        end
    end
    local function wrapErrorToString(self, getDescription)
        return function(self)
            local description = getDescription(self)
            local caller = debug.getinfo(3, "f")
            local isClassicLua = __TS__StringIncludes(_VERSION, "Lua 5.0")
            if isClassicLua or caller and caller.func ~= error then
                return description
            else
                return (description .. "\n") .. tostring(self.stack)
            end
        end
    end
    local function initErrorClass(self, Type, name)
        Type.name = name
        return setmetatable(
            Type,
            {__call = function(____, _self, message) return __TS__New(Type, message) end}
        )
    end
    local ____initErrorClass_1 = initErrorClass
    local ____class_0 = __TS__Class()
    ____class_0.name = ""
    function ____class_0.prototype.____constructor(self, message)
        if message == nil then
            message = ""
        end
        self.message = message
        self.name = "Error"
        self.stack = getErrorStack(nil, __TS__New)
        local metatable = getmetatable(self)
        if metatable and not metatable.__errorToStringPatched then
            metatable.__errorToStringPatched = true
            metatable.__tostring = wrapErrorToString(nil, metatable.__tostring)
        end
    end
    function ____class_0.prototype.__tostring(self)
        return self.message ~= "" and (self.name .. ": ") .. self.message or self.name
    end
    Error = ____initErrorClass_1(nil, ____class_0, "Error")
    local function createErrorClass(self, name)
        local ____initErrorClass_3 = initErrorClass
        local ____class_2 = __TS__Class()
        ____class_2.name = ____class_2.name
        __TS__ClassExtends(____class_2, Error)
        function ____class_2.prototype.____constructor(self, ...)
            ____class_2.____super.prototype.____constructor(self, ...)
            self.name = name
        end
        return ____initErrorClass_3(nil, ____class_2, name)
    end
    RangeError = createErrorClass(nil, "RangeError")
    ReferenceError = createErrorClass(nil, "ReferenceError")
    SyntaxError = createErrorClass(nil, "SyntaxError")
    TypeError = createErrorClass(nil, "TypeError")
    URIError = createErrorClass(nil, "URIError")
end

local function __TS__ArraySlice(self, first, last)
    local len = #self
    first = first or 0
    if first < 0 then
        first = len + first
        if first < 0 then
            first = 0
        end
    else
        if first > len then
            first = len
        end
    end
    last = last or len
    if last < 0 then
        last = len + last
        if last < 0 then
            last = 0
        end
    else
        if last > len then
            last = len
        end
    end
    local out = {}
    first = first + 1
    last = last + 1
    local n = 1
    while first < last do
        out[n] = self[first]
        first = first + 1
        n = n + 1
    end
    return out
end

local function __TS__StringCharCodeAt(self, index)
    if index ~= index then
        index = 0
    end
    if index < 0 then
        return 0 / 0
    end
    return string.byte(self, index + 1) or 0 / 0
end

local function __TS__ArrayIncludes(self, searchElement, fromIndex)
    if fromIndex == nil then
        fromIndex = 0
    end
    local len = #self
    local k = fromIndex
    if fromIndex < 0 then
        k = len + fromIndex
    end
    if k < 0 then
        k = 0
    end
    for i = k + 1, len do
        if self[i] == searchElement then
            return true
        end
    end
    return false
end

local function __TS__ArraySort(self, compareFn)
    if compareFn ~= nil then
        table.sort(
            self,
            function(a, b) return compareFn(nil, a, b) < 0 end
        )
    else
        table.sort(self)
    end
    return self
end

local function __TS__ArrayIndexOf(self, searchElement, fromIndex)
    if fromIndex == nil then
        fromIndex = 0
    end
    local len = #self
    if len == 0 then
        return -1
    end
    if fromIndex >= len then
        return -1
    end
    if fromIndex < 0 then
        fromIndex = len + fromIndex
        if fromIndex < 0 then
            fromIndex = 0
        end
    end
    for i = fromIndex + 1, len do
        if self[i] == searchElement then
            return i - 1
        end
    end
    return -1
end

local Set
do
    Set = __TS__Class()
    Set.name = "Set"
    function Set.prototype.____constructor(self, values)
        self[Symbol.toStringTag] = "Set"
        self.size = 0
        self.nextKey = {}
        self.previousKey = {}
        if values == nil then
            return
        end
        local iterable = values
        if iterable[Symbol.iterator] then
            local iterator = iterable[Symbol.iterator](iterable)
            while true do
                local result = iterator:next()
                if result.done then
                    break
                end
                self:add(result.value)
            end
        else
            local array = values
            for ____, value in ipairs(array) do
                self:add(value)
            end
        end
    end
    function Set.prototype.add(self, value)
        local isNewValue = not self:has(value)
        if isNewValue then
            self.size = self.size + 1
        end
        if self.firstKey == nil then
            self.firstKey = value
            self.lastKey = value
        elseif isNewValue then
            self.nextKey[self.lastKey] = value
            self.previousKey[value] = self.lastKey
            self.lastKey = value
        end
        return self
    end
    function Set.prototype.clear(self)
        self.nextKey = {}
        self.previousKey = {}
        self.firstKey = nil
        self.lastKey = nil
        self.size = 0
    end
    function Set.prototype.delete(self, value)
        local contains = self:has(value)
        if contains then
            self.size = self.size - 1
            local next = self.nextKey[value]
            local previous = self.previousKey[value]
            if next ~= nil and previous ~= nil then
                self.nextKey[previous] = next
                self.previousKey[next] = previous
            elseif next ~= nil then
                self.firstKey = next
                self.previousKey[next] = nil
            elseif previous ~= nil then
                self.lastKey = previous
                self.nextKey[previous] = nil
            else
                self.firstKey = nil
                self.lastKey = nil
            end
            self.nextKey[value] = nil
            self.previousKey[value] = nil
        end
        return contains
    end
    function Set.prototype.forEach(self, callback)
        for ____, key in __TS__Iterator(self:keys()) do
            callback(nil, key, key, self)
        end
    end
    function Set.prototype.has(self, value)
        return self.nextKey[value] ~= nil or self.lastKey == value
    end
    Set.prototype[Symbol.iterator] = function(self)
        return self:values()
    end
    function Set.prototype.entries(self)
        local function getFirstKey()
            return self.firstKey
        end
        local nextKey = self.nextKey
        local key
        local started = false
        return {
            [Symbol.iterator] = function(self)
                return self
            end,
            next = function(self)
                if not started then
                    started = true
                    key = getFirstKey(nil)
                else
                    key = nextKey[key]
                end
                return {done = not key, value = {key, key}}
            end
        }
    end
    function Set.prototype.keys(self)
        local function getFirstKey()
            return self.firstKey
        end
        local nextKey = self.nextKey
        local key
        local started = false
        return {
            [Symbol.iterator] = function(self)
                return self
            end,
            next = function(self)
                if not started then
                    started = true
                    key = getFirstKey(nil)
                else
                    key = nextKey[key]
                end
                return {done = not key, value = key}
            end
        }
    end
    function Set.prototype.values(self)
        local function getFirstKey()
            return self.firstKey
        end
        local nextKey = self.nextKey
        local key
        local started = false
        return {
            [Symbol.iterator] = function(self)
                return self
            end,
            next = function(self)
                if not started then
                    started = true
                    key = getFirstKey(nil)
                else
                    key = nextKey[key]
                end
                return {done = not key, value = key}
            end
        }
    end
    function Set.prototype.union(self, other)
        local result = __TS__New(Set, self)
        for ____, item in __TS__Iterator(other) do
            result:add(item)
        end
        return result
    end
    function Set.prototype.intersection(self, other)
        local result = __TS__New(Set)
        for ____, item in __TS__Iterator(self) do
            if other:has(item) then
                result:add(item)
            end
        end
        return result
    end
    function Set.prototype.difference(self, other)
        local result = __TS__New(Set, self)
        for ____, item in __TS__Iterator(other) do
            result:delete(item)
        end
        return result
    end
    function Set.prototype.symmetricDifference(self, other)
        local result = __TS__New(Set, self)
        for ____, item in __TS__Iterator(other) do
            if self:has(item) then
                result:delete(item)
            else
                result:add(item)
            end
        end
        return result
    end
    function Set.prototype.isSubsetOf(self, other)
        for ____, item in __TS__Iterator(self) do
            if not other:has(item) then
                return false
            end
        end
        return true
    end
    function Set.prototype.isSupersetOf(self, other)
        for ____, item in __TS__Iterator(other) do
            if not self:has(item) then
                return false
            end
        end
        return true
    end
    function Set.prototype.isDisjointFrom(self, other)
        for ____, item in __TS__Iterator(self) do
            if other:has(item) then
                return false
            end
        end
        return true
    end
    Set[Symbol.species] = Set
end

local function __TS__StringStartsWith(self, searchString, position)
    if position == nil or position < 0 then
        position = 0
    end
    return string.sub(self, position + 1, #searchString + position) == searchString
end

local function __TS__ArraySome(self, callbackfn, thisArg)
    for i = 1, #self do
        if callbackfn(thisArg, self[i], i - 1, self) then
            return true
        end
    end
    return false
end

local __TS__StringSplit
do
    local sub = string.sub
    local find = string.find
    function __TS__StringSplit(source, separator, limit)
        if limit == nil then
            limit = 4294967295
        end
        if limit == 0 then
            return {}
        end
        local result = {}
        local resultIndex = 1
        if separator == nil or separator == "" then
            for i = 1, #source do
                result[resultIndex] = sub(source, i, i)
                resultIndex = resultIndex + 1
            end
        else
            local currentPos = 1
            while resultIndex <= limit do
                local startPos, endPos = find(source, separator, currentPos, true)
                if not startPos then
                    break
                end
                result[resultIndex] = sub(source, currentPos, startPos - 1)
                resultIndex = resultIndex + 1
                currentPos = endPos + 1
            end
            if resultIndex <= limit then
                result[resultIndex] = sub(source, currentPos)
            end
        end
        return result
    end
end

local WeakMap
do
    WeakMap = __TS__Class()
    WeakMap.name = "WeakMap"
    function WeakMap.prototype.____constructor(self, entries)
        self[Symbol.toStringTag] = "WeakMap"
        self.items = {}
        setmetatable(self.items, {__mode = "k"})
        if entries == nil then
            return
        end
        local iterable = entries
        if iterable[Symbol.iterator] then
            local iterator = iterable[Symbol.iterator](iterable)
            while true do
                local result = iterator:next()
                if result.done then
                    break
                end
                local value = result.value
                self.items[value[1]] = value[2]
            end
        else
            for ____, kvp in ipairs(entries) do
                self.items[kvp[1]] = kvp[2]
            end
        end
    end
    function WeakMap.prototype.delete(self, key)
        local contains = self:has(key)
        self.items[key] = nil
        return contains
    end
    function WeakMap.prototype.get(self, key)
        return self.items[key]
    end
    function WeakMap.prototype.has(self, key)
        return self.items[key] ~= nil
    end
    function WeakMap.prototype.set(self, key, value)
        self.items[key] = value
        return self
    end
    WeakMap[Symbol.species] = WeakMap
end

local function __TS__ArrayIsArray(value)
    return type(value) == "table" and (value[1] ~= nil or next(value) == nil)
end

local function __TS__ArrayFlatMap(self, callback, thisArg)
    local result = {}
    local len = 0
    for i = 1, #self do
        local value = callback(thisArg, self[i], i - 1, self)
        if __TS__ArrayIsArray(value) then
            for j = 1, #value do
                len = len + 1
                result[len] = value[j]
            end
        else
            len = len + 1
            result[len] = value
        end
    end
    return result
end

local function __TS__StringSlice(self, start, ____end)
    if start == nil or start ~= start then
        start = 0
    end
    if ____end ~= ____end then
        ____end = 0
    end
    if start >= 0 then
        start = start + 1
    end
    if ____end ~= nil and ____end < 0 then
        ____end = ____end - 1
    end
    return string.sub(self, start, ____end)
end

local function __TS__StringAccess(self, index)
    if index >= 0 and index < #self then
        return string.sub(self, index + 1, index + 1)
    end
end

local __TS__Unpack = table.unpack or unpack

local function __TS__Spread(iterable)
    local arr = {}
    if type(iterable) == "string" then
        for i = 0, #iterable - 1 do
            arr[i + 1] = __TS__StringAccess(iterable, i)
        end
    else
        local len = 0
        for ____, item in __TS__Iterator(iterable) do
            len = len + 1
            arr[len] = item
        end
    end
    return __TS__Unpack(arr)
end

local function __TS__ObjectFromEntries(entries)
    local obj = {}
    local iterable = entries
    if iterable[Symbol.iterator] then
        local iterator = iterable[Symbol.iterator](iterable)
        while true do
            local result = iterator:next()
            if result.done then
                break
            end
            local value = result.value
            obj[value[1]] = value[2]
        end
    else
        for ____, entry in ipairs(entries) do
            obj[entry[1]] = entry[2]
        end
    end
    return obj
end

local function __TS__StringCharAt(self, pos)
    if pos ~= pos then
        pos = 0
    end
    if pos < 0 then
        return ""
    end
    return string.sub(self, pos + 1, pos + 1)
end

local function __TS__NumberIsFinite(value)
    return type(value) == "number" and value == value and value ~= math.huge and value ~= -math.huge
end

local function __TS__NumberIsInteger(value)
    return __TS__NumberIsFinite(value) and math.floor(value) == value
end

local function __TS__ArrayAt(self, relativeIndex)
    local absoluteIndex = relativeIndex < 0 and #self + relativeIndex or relativeIndex
    if absoluteIndex >= 0 and absoluteIndex < #self then
        return self[absoluteIndex + 1]
    end
    return nil
end

local function __TS__ArraySetLength(self, length)
    if length < 0 or length ~= length or length == math.huge or math.floor(length) ~= length then
        error(
            "invalid array length: " .. tostring(length),
            0
        )
    end
    for i = length + 1, #self do
        self[i] = nil
    end
    return length
end

local function __TS__ArrayReduce(self, callbackFn, ...)
    local len = #self
    local k = 0
    local accumulator = nil
    if __TS__CountVarargs(...) ~= 0 then
        accumulator = ...
    elseif len > 0 then
        accumulator = self[1]
        k = 1
    else
        error("Reduce of empty array with no initial value", 0)
    end
    for i = k + 1, len do
        accumulator = callbackFn(
            nil,
            accumulator,
            self[i],
            i - 1,
            self
        )
    end
    return accumulator
end

local function __TS__ObjectRest(target, usedProperties)
    local result = {}
    for property in pairs(target) do
        if not usedProperties[property] then
            result[property] = target[property]
        end
    end
    return result
end

local function __TS__NumberToFixed(self, digits)
  return to_fixed(self, digits)
end

local function __TS__ArrayUnshift(self, ...)
    local items = {...}
    local numItemsToInsert = #items
    if numItemsToInsert == 0 then
        return #self
    end
    for i = #self, 1, -1 do
        self[i + numItemsToInsert] = self[i]
    end
    for i = 1, numItemsToInsert do
        self[i] = items[i]
    end
    return #self
end

local function __TS__ArraySplice(self, ...)
    local args = {...}
    local len = #self
    local actualArgumentCount = __TS__CountVarargs(...)
    local start = args[1]
    local deleteCount = args[2]
    if start < 0 then
        start = len + start
        if start < 0 then
            start = 0
        end
    elseif start > len then
        start = len
    end
    local itemCount = actualArgumentCount - 2
    if itemCount < 0 then
        itemCount = 0
    end
    local actualDeleteCount
    if actualArgumentCount == 0 then
        actualDeleteCount = 0
    elseif actualArgumentCount == 1 then
        actualDeleteCount = len - start
    else
        actualDeleteCount = deleteCount or 0
        if actualDeleteCount < 0 then
            actualDeleteCount = 0
        end
        if actualDeleteCount > len - start then
            actualDeleteCount = len - start
        end
    end
    local out = {}
    for k = 1, actualDeleteCount do
        local from = start + k
        if self[from] ~= nil then
            out[k] = self[from]
        end
    end
    if itemCount < actualDeleteCount then
        for k = start + 1, len - actualDeleteCount do
            local from = k + actualDeleteCount
            local to = k + itemCount
            if self[from] then
                self[to] = self[from]
            else
                self[to] = nil
            end
        end
        for k = len - actualDeleteCount + itemCount + 1, len do
            self[k] = nil
        end
    elseif itemCount > actualDeleteCount then
        for k = len - actualDeleteCount, start + 1, -1 do
            local from = k + actualDeleteCount
            local to = k + itemCount
            if self[from] then
                self[to] = self[from]
            else
                self[to] = nil
            end
        end
    end
    local j = start + 1
    for i = 3, actualArgumentCount do
        self[j] = args[i]
        j = j + 1
    end
    for k = #self, len - actualDeleteCount + itemCount + 1, -1 do
        self[k] = nil
    end
    return out
end

local function __TS__Number(value)
    local valueType = type(value)
    if valueType == "number" then
        return value
    elseif valueType == "string" then
        local numberValue = tonumber(value)
        if numberValue then
            return numberValue
        end
        if value == "Infinity" then
            return math.huge
        end
        if value == "-Infinity" then
            return -math.huge
        end
        local stringWithoutSpaces = string.gsub(value, "%s", "")
        if stringWithoutSpaces == "" then
            return 0
        end
        return 0 / 0
    elseif valueType == "boolean" then
        return value and 1 or 0
    else
        return 0 / 0
    end
end

local function __TS__ArrayFindIndex(self, callbackFn, thisArg)
    for i = 1, #self do
        if callbackFn(thisArg, self[i], i - 1, self) then
            return i - 1
        end
    end
    return -1
end

local function __TS__ArrayForEach(self, callbackFn, thisArg)
    for i = 1, #self do
        callbackFn(thisArg, self[i], i - 1, self)
    end
end

local function __TS__StringPadStart(self, maxLength, fillString)
    if fillString == nil then
        fillString = " "
    end
    if maxLength ~= maxLength then
        maxLength = 0
    end
    if maxLength == -math.huge or maxLength == math.huge then
        error("Invalid string length", 0)
    end
    if #self >= maxLength or #fillString == 0 then
        return self
    end
    maxLength = maxLength - #self
    if maxLength > #fillString then
        fillString = fillString .. string.rep(
            fillString,
            math.floor(maxLength / #fillString)
        )
    end
    return string.sub(
        fillString,
        1,
        math.floor(maxLength)
    ) .. self
end

local function __TS__StringPadEnd(self, maxLength, fillString)
    if fillString == nil then
        fillString = " "
    end
    if maxLength ~= maxLength then
        maxLength = 0
    end
    if maxLength == -math.huge or maxLength == math.huge then
        error("Invalid string length", 0)
    end
    if #self >= maxLength or #fillString == 0 then
        return self
    end
    maxLength = maxLength - #self
    if maxLength > #fillString then
        fillString = fillString .. string.rep(
            fillString,
            math.floor(maxLength / #fillString)
        )
    end
    return self .. string.sub(
        fillString,
        1,
        math.floor(maxLength)
    )
end

local function __TS__StringTrimEnd(self)
    local result = string.gsub(self, "[%s\194\160\239\187\191]*$", "")
    return result
end

return {
  Map = Map,
  __TS__New = __TS__New,
  __TS__ArrayFind = __TS__ArrayFind,
  __TS__ObjectAssign = __TS__ObjectAssign,
  __TS__ArrayMap = __TS__ArrayMap,
  __TS__Class = __TS__Class,
  __TS__NumberIsNaN = __TS__NumberIsNaN,
  __TS__SparseArrayNew = __TS__SparseArrayNew,
  __TS__SparseArrayPush = __TS__SparseArrayPush,
  __TS__SparseArraySpread = __TS__SparseArraySpread,
  __TS__ArrayEvery = __TS__ArrayEvery,
  __TS__ArrayFilter = __TS__ArrayFilter,
  __TS__ArrayFill = __TS__ArrayFill,
  __TS__ArrayPushArray = __TS__ArrayPushArray,
  Error = Error,
  RangeError = RangeError,
  ReferenceError = ReferenceError,
  SyntaxError = SyntaxError,
  TypeError = TypeError,
  URIError = URIError,
  __TS__ArraySlice = __TS__ArraySlice,
  __TS__StringCharCodeAt = __TS__StringCharCodeAt,
  __TS__ArrayIncludes = __TS__ArrayIncludes,
  __TS__ArraySort = __TS__ArraySort,
  __TS__ArrayIndexOf = __TS__ArrayIndexOf,
  Set = Set,
  __TS__StringIncludes = __TS__StringIncludes,
  __TS__StringStartsWith = __TS__StringStartsWith,
  __TS__ArraySome = __TS__ArraySome,
  __TS__StringSplit = __TS__StringSplit,
  WeakMap = WeakMap,
  __TS__ArrayFlatMap = __TS__ArrayFlatMap,
  __TS__StringSlice = __TS__StringSlice,
  __TS__Spread = __TS__Spread,
  __TS__ObjectFromEntries = __TS__ObjectFromEntries,
  __TS__StringCharAt = __TS__StringCharAt,
  __TS__NumberIsInteger = __TS__NumberIsInteger,
  __TS__Iterator = __TS__Iterator,
  __TS__ArrayAt = __TS__ArrayAt,
  __TS__ArraySetLength = __TS__ArraySetLength,
  __TS__ArrayReduce = __TS__ArrayReduce,
  __TS__ObjectRest = __TS__ObjectRest,
  __TS__NumberToFixed = __TS__NumberToFixed,
  __TS__ArrayUnshift = __TS__ArrayUnshift,
  __TS__ArraySplice = __TS__ArraySplice,
  __TS__Number = __TS__Number,
  __TS__ArrayFindIndex = __TS__ArrayFindIndex,
  __TS__ArrayForEach = __TS__ArrayForEach,
  __TS__StringPadStart = __TS__StringPadStart,
  __TS__StringPadEnd = __TS__StringPadEnd,
  __TS__StringTrimEnd = __TS__StringTrimEnd
}
 end,
["entry"] = function(...) 
local ____lualib = require("lualib_bundle")
local Map = ____lualib.Map
local __TS__New = ____lualib.__TS__New
local __TS__ArrayFind = ____lualib.__TS__ArrayFind
local __TS__ObjectAssign = ____lualib.__TS__ObjectAssign
local __TS__ArrayMap = ____lualib.__TS__ArrayMap
local ____exports = {}
local ____finding_2Dtable = require("explain.core.finding-table")
local FindingTable = ____finding_2Dtable.FindingTable
local ____story = require("explain.core.story")
local storyLines = ____story.storyLines
local ____words = require("explain.core.words")
local describeCause = ____words.describeCause
local ____explainer = require("explain.explainer")
local Explainer = ____explainer.Explainer
--- Adds what data alone cannot say: which registry is meant.
function ____exports.createModel(self, ____bindingPattern0)
    local vendors
    local formats
    local registries
    registries = ____bindingPattern0.registries
    formats = ____bindingPattern0.formats
    vendors = ____bindingPattern0.vendors
    local vendorByPen = __TS__New(Map)
    for ____, vendor in ipairs(vendors) do
        vendorByPen:set(vendor.pen, vendor)
    end
    local linked = __TS__ArrayMap(
        formats,
        function(____, format)
            local registry = __TS__ArrayFind(
                registries,
                function(____, ____bindingPattern0)
                    local id
                    id = ____bindingPattern0.id
                    return id == format.registry
                end
            )
            return __TS__ObjectAssign({}, format, {registry = registry})
        end
    )
    return {registries = registries, formats = linked, vendors = vendors, vendorByPen = vendorByPen}
end
function ____exports.createExplainer(self, model, connectionLimit, onHistory, consume)
    return __TS__New(Explainer, model, {connectionLimit = connectionLimit, onHistory = onHistory, consume = consume})
end
function ____exports.createTable(self)
    return __TS__New(FindingTable)
end
____exports.describeCause = describeCause
____exports.storyLines = storyLines
return ____exports
 end,
["explain.explainer"] = function(...) 
local ____lualib = require("lualib_bundle")
local __TS__Class = ____lualib.__TS__Class
local __TS__NumberIsNaN = ____lualib.__TS__NumberIsNaN
local __TS__New = ____lualib.__TS__New
local __TS__ObjectAssign = ____lualib.__TS__ObjectAssign
local __TS__SparseArrayNew = ____lualib.__TS__SparseArrayNew
local __TS__SparseArrayPush = ____lualib.__TS__SparseArrayPush
local __TS__SparseArraySpread = ____lualib.__TS__SparseArraySpread
local __TS__ArrayEvery = ____lualib.__TS__ArrayEvery
local ____exports = {}
local ____tcp_2Dflag = require("model.tcp-flag")
local TCP_FLAG = ____tcp_2Dflag.TCP_FLAG
local ____connection = require("explain.connection")
local otherEnd = ____connection.otherEnd
local readReset = ____connection.readReset
local ____connection_2Dkey = require("platform.explain.connection-key")
local addressOf = ____connection_2Dkey.addressOf
local ____history = require("explain.core.history")
local readHistory = ____history.readHistory
local ____judge = require("explain.core.judge")
local judge = ____judge.judge
local ____other_2Dconnections = require("explain.core.other-connections")
local HealthChecks = ____other_2Dconnections.HealthChecks
local HostMemory = ____other_2Dconnections.HostMemory
local ____related_2Dconnections = require("explain.related-connections")
local RelatedConnections = ____related_2Dconnections.RelatedConnections
local ____statements = require("explain.statements")
local readStatement = ____statements.readStatement
local ____tables = require("platform.explain.tables")
local idleTimers = ____tables.idleTimers
local ____tracker = require("explain.tracker")
local Tracker = ____tracker.Tracker
--- Takes the segments of one capture in their order, and hands over a finding for each connection
-- that was reset. It reads no file: `explainCapture` feeds it, and in Wireshark its Lua.
____exports.Explainer = __TS__Class()
local Explainer = ____exports.Explainer
Explainer.name = "Explainer"
function Explainer.prototype.____constructor(self, model, options)
    self._hosts = __TS__New(
        HostMemory,
        idleTimers(nil)
    )
    self._related = __TS__New(RelatedConnections)
    local ____options_0 = options
    local consume = ____options_0.consume
    local onHistory = ____options_0.onHistory
    local watch = ____options_0.watch
    local connectionLimit = ____options_0.connectionLimit
    local createUnfollowed = ____options_0.createUnfollowed
    local hosts = self._hosts
    local function onSynAck(____, key, from, timeToLive)
        return hosts:addSynAck(
            addressOf(nil, key, from),
            timeToLive
        )
    end
    local function noteBegin(____, seconds)
        if __TS__NumberIsNaN(hosts.began) then
            hosts.began = seconds
        end
    end
    local function onOpen(____, connection, from, segment, frame)
        return self._related:add(connection, from, segment, frame.number)
    end
    local checks = __TS__New(HealthChecks, consume)
    self._checks = checks
    self._tracker = __TS__New(
        Tracker,
        __TS__ObjectAssign(
            {
                connectionLimit = connectionLimit,
                readStatement = function(____, segment, sender) return readStatement(nil, model, segment, sender) end,
                onGone = function(____, ____bindingPattern0)
                    local begun
                    begun = ____bindingPattern0.begun
                    if begun ~= nil then
                        begun.connection = nil
                    end
                end,
                onSynAck = function(____, key, from, timeToLive)
                    onSynAck(nil, key, from, timeToLive)
                    if watch ~= nil then
                        watch:addAnswer()
                    end
                end
            },
            watch == nil and ({}) or ({onEnd = function(____, connection) return watch:judge(connection) end}),
            {
                onOpen = function(____, connection, from, segment, frame)
                    noteBegin(nil, frame.seconds)
                    onOpen(
                        nil,
                        connection,
                        from,
                        segment,
                        frame
                    )
                    if bit.band(
                        segment.flags,
                        bit.bor(TCP_FLAG.SYN, TCP_FLAG.RST)
                    ) == TCP_FLAG.SYN then
                        if watch ~= nil then
                            watch:addSyn(connection, from, segment.sequenceNumber)
                        end
                    end
                end,
                onRst = function(____, connection, from, frame)
                    self:_noteReset(connection, from, frame)
                    if connection.client ~= nil and from ~= connection.client then
                        if watch ~= nil then
                            watch:addAnswer()
                        end
                    end
                end,
                onReset = function(____, connection)
                    local history = readHistory(
                        nil,
                        readReset(nil, connection)
                    )
                    local finding = judge(nil, model, history, hosts)
                    onHistory(nil, history)
                    checks:add(finding, history)
                end
            }
        )
    )
    local ____self__tracker_7 = self._tracker
    local edges = ____self__tracker_7.edges
    local function onBegin(____, seconds)
        noteBegin(nil, seconds)
        return self._tracker:nextStream()
    end
    self._unfollowed = createUnfollowed and createUnfollowed(nil, {onBegin = onBegin, onOpen = onOpen, onSynAck = onSynAck, edges = edges})
end
function Explainer.prototype.add(self, segment, frame)
    if self._unfollowed ~= nil then
        self._tracker:pass(frame.seconds)
        local stream = self._unfollowed:add(segment, frame)
        if stream >= 0 then
            return stream
        end
    end
    return self._tracker:add(segment, frame)
end
function Explainer.prototype.number(self, quoted)
    self._tracker:number(quoted)
end
function Explainer.prototype.pass(self, seconds)
    self._tracker:pass(seconds)
end
function Explainer.prototype.find(self, key)
    return self._tracker:find(key)
end
function Explainer.prototype.readEdges(self)
    local ____opt_10 = self._unfollowed
    local others = ____opt_10 and ____opt_10:listOpen() or ({})
    local ____self_13 = self._tracker.edges
    local ____self_13_read_14 = ____self_13.read
    local ____array_12 = __TS__SparseArrayNew(unpack(self._tracker:listOpen()))
    __TS__SparseArrayPush(
        ____array_12,
        unpack(others)
    )
    return ____self_13_read_14(
        ____self_13,
        {__TS__SparseArraySpread(____array_12)}
    )
end
Explainer.prototype["end"] = function(self)
    local ____self_15 = self._tracker
    ____self_15["end"](____self_15)
    local ____self_16 = self._checks
    ____self_16["end"](____self_16)
end
function Explainer.prototype.evicted(self)
    return self._tracker.evicted
end
function Explainer.prototype._noteReset(self, ____bindingPattern0, from, frame)
    local sides
    local began
    local key
    local client
    client = ____bindingPattern0.client
    key = ____bindingPattern0.key
    began = ____bindingPattern0.began
    sides = ____bindingPattern0.sides
    local ____frame_17 = frame
    local number = ____frame_17.number
    local seconds = ____frame_17.seconds
    local areOpen = __TS__ArrayEvery(
        sides,
        function(____, ____bindingPattern0)
            local hasFin
            local segments
            segments = ____bindingPattern0.segments
            hasFin = ____bindingPattern0.hasFin
            return segments > 0 and not hasFin
        end
    )
    if areOpen then
        local peer = addressOf(
            nil,
            key,
            otherEnd(nil, from)
        )
        self._hosts:addLiveReset(
            addressOf(nil, key, from),
            {peer = peer, began = began, frame = number, seconds = seconds}
        )
    end
    if client == nil or from == client or sides[from + 1].segments == 0 then
        return
    end
    self._hosts:addReset(
        addressOf(nil, key, client),
        {frame = number, seconds = seconds, began = began}
    )
end
return ____exports
 end,
["platform.explain.tables"] = function(...) 
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
 end,
["platform.explain.connection-key"] = function(...) 
-- Both ends of a connection in an order of their own: addresses as they stand on the wire, in
-- strings, which Lua compares as quickly as numbers.

local byte, sub = string.byte, string.sub
local bxor, rshift, tobit = bit.bxor, bit.rshift, bit.tobit

local exports = {}

-- What is known of two ends, by their addresses and ports in the order of a segment: nearly every
-- segment is of a connection that was seen before. Forgotten as a whole when there are too many.
local MAX_KNOWN = 16384
local known, source_of, known_count = {}, {}, 0

local IPV4_OCTETS = 4

function exports.createKey()
  return {}
end

-- The order of the original is that of words with a sign: of the first ones that differ.
local function is_first(source, destination)
  for at = 1, #source, 4 do
    local one, other = sub(source, at, at + 3), sub(destination, at, at + 3)
    if one ~= other then
      local is_negative, is_other_negative = byte(one) >= 0x80, byte(other) >= 0x80
      if is_negative ~= is_other_negative then return is_negative end
      return one < other
    end
  end
  return nil
end

local PORT_OCTETS, TCP_OCTETS = 4, 20

local function two_octets(number)
  return string.char(math.floor(number / 256), number % 256)
end

-- Of a string of more than 31 octets, Lua 5.2 hashes every second one: whoever chooses the others
-- makes a capture in which all ends have one hash. So the octets that count take in the others, by
-- words that nobody outside knows, and that nothing depends on which is printed.
local secrets

local function new_secrets()
  local made = {}
  -- Where the system puts a table is another place in each run.
  local seed = (tonumber(tostring(made):match("%x+$") or "", 16) or 0) % 2147483646 + 1
  for at = 0, 18 * 256 - 1 do
    seed = seed * 16807 % 2147483647
    made[at] = math.floor(seed / 8) % 256
  end
  return made
end

local function hidden(name)
  secrets = secrets or new_secrets()
  local parts = {}
  for at = 1, #name / 2 do
    local first, second = byte(name, 2 * at - 1, 2 * at)
    parts[at] = string.char(first, bxor(second, secrets[(at - 1) * 256 + first]))
  end
  return table.concat(parts)
end

-- Both ends in their order, and which of them is the source. They refer to themselves, so that they
-- can stand for the key that is filled for each segment.
local function describe(source, destination, source_port, destination_port)
  local source_is_first = is_first(source, destination)
  if source_is_first == nil then source_is_first = source_port <= destination_port end
  local ends = { addresses = { [0] = source, destination },
    ports = { [0] = source_port, destination_port } }
  if not source_is_first then
    ends.addresses = { [0] = destination, source }
    ends.ports = { [0] = destination_port, source_port }
  end
  local name = ends.addresses[0] .. ends.addresses[1] .. two_octets(ends.ports[0])
    .. two_octets(ends.ports[1])
  ends.name = #source > IPV4_OCTETS and hidden(name) or name
  ends.ends = ends
  return ends, source_is_first and 0 or 1
end

-- Both addresses and both ports, as they stand on the wire: mostly one behind the other.
local function tuple_of(segment, packet)
  local first = packet.addressesStart
  local last = first + 2 * packet.addressLength
  if segment.optionsStart == last + TCP_OCTETS and segment.octets == packet.octets then
    return sub(packet.octets, first + 1, last + PORT_OCTETS)
  end
  return sub(packet.octets, first + 1, last) .. two_octets(segment.sourcePort)
    .. two_octets(segment.destinationPort)
end

-- The ends by such octets, and which of them is the source.
local function learn(tuple, length, source_port, destination_port)
  local source, destination = sub(tuple, 1, length), sub(tuple, length + 1, 2 * length)
  local ends, from = describe(source, destination, source_port, destination_port)
  known_count = known_count + 1
  if known_count > MAX_KNOWN then
    known, source_of, known_count = {}, {}, 1
  end
  known[tuple], source_of[tuple] = ends, from
  local reverse = destination .. source .. two_octets(destination_port)
    .. two_octets(source_port)
  known[reverse] = ends
  source_of[reverse] = reverse == tuple and from or 1 - from
  return ends, from
end

-- The same of IPv6, by the source and then by the rest: neither has more than 31 octets.
local function read_ipv6(segment, packet)
  local first, octets = packet.addressesStart, packet.octets
  local source = sub(octets, first + 1, first + 16)
  local rest = sub(octets, first + 17, first + 32) .. two_octets(segment.sourcePort)
    .. two_octets(segment.destinationPort)
  local of_source = known[source]
  local entry = of_source and of_source[rest]
  if entry then return entry.ends, entry.from end
  known_count = known_count + 1
  if known_count > MAX_KNOWN then
    known, source_of, known_count = {}, {}, 1
  end
  local ends, from = describe(source, sub(rest, 1, 16), segment.sourcePort,
    segment.destinationPort)
  of_source = known[source] or {}
  known[source], of_source[rest] = of_source, { ends = ends, from = from }
  return ends, from
end

-- Fills `key`, and returns which of its ends sent the segment.
function exports.readKey(_, segment, key)
  local packet = segment.packet
  if packet.addressLength > IPV4_OCTETS then
    local ends, from = read_ipv6(segment, packet)
    key.ends = ends
    return from
  end
  local tuple = tuple_of(segment, packet)
  local ends, from = known[tuple], source_of[tuple]
  if not ends then
    ends, from = learn(tuple, packet.addressLength, segment.sourcePort, segment.destinationPort)
  end
  key.ends = ends
  return from
end

function exports.copyKey(_, key)
  return key.ends
end

function exports.hashKey(_, key)
  return key.ends.name
end

function exports.nameOf(_, key)
  return key.ends.name
end

function exports.isSameKey(_, left, right)
  return left.ends == right.ends or left.ends.name == right.ends.name
end

local function dotted(octets, at)
  return ("%d.%d.%d.%d"):format(byte(octets, at, at + 3))
end

-- The longest run of groups that are 0, of at least two; the first of equal ones (RFC 5952).
local function longest_zeros(groups, count)
  local best_first, best_length, first = nil, 1, nil
  for at = 1, count + 1 do
    if at <= count and groups[at] == 0 then
      first = first or at
    elseif first then
      if at - first > best_length then best_first, best_length = first, at - first end
      first = nil
    end
  end
  return best_first, best_length
end

local function join_groups(groups, first, last)
  local parts = {}
  for at = first, last do parts[#parts + 1] = ("%x"):format(groups[at]) end
  return table.concat(parts, ":")
end

local function format_ipv6(octets)
  local groups = {}
  for at = 1, 16, 2 do
    local high, low = byte(octets, at, at + 1)
    groups[#groups + 1] = high * 256 + low
  end
  local first, length = longest_zeros(groups, 8)
  -- An address that embeds an IPv4 one ends dotted, as inet_ntop writes it.
  local embeds = first == 1 and (length == 6 or length == 7 and groups[8] ~= 1 or
    length == 5 and groups[6] == 0xffff)
  if embeds then
    return (length == 5 and "::ffff:" or "::") .. dotted(octets, 13)
  end
  if not first then return join_groups(groups, 1, 8) end
  return join_groups(groups, 1, first - 1) .. "::" .. join_groups(groups, first + length, 8)
end

function exports.addressOf(_, key, side)
  local octets = key.ends.addresses[side]
  return #octets == 4 and dotted(octets, 1) or format_ipv6(octets)
end

function exports.portOf(_, key, side)
  return key.ends.ports[side]
end

function exports.endpointOf(_, key, side)
  return { address = exports.addressOf(nil, key, side), port = key.ends.ports[side] }
end

function exports.isSameAddress(_, left, left_side, right, right_side)
  return left.ends.addresses[left_side] == right.ends.addresses[right_side]
end

-- Multiplies modulo 2^32: the product of two numbers of 32 bits has more digits than a double.
local function multiply(left, right)
  left = left % 4294967296
  local high, low = math.floor(left / 65536), left % 65536
  return tobit((high * right % 65536 * 65536 + low * right) % 4294967296)
end

local function word_of(octets, word)
  local first, second, third, fourth = byte(octets, word * 4 + 1, word * 4 + 4)
  if not first then return 0 end
  return tobit(((first * 256 + second) * 256 + third) * 256 + fourth)
end

function exports.hashEnd(_, key, side)
  local hash = key.ends.ports[side]
  for word = 0, 3 do
    hash = multiply(bxor(hash, word_of(key.ends.addresses[side], word)), 0x9e3779b1)
  end
  return hash
end

function exports.hashAddresses(_, key, side)
  local hash = 0
  for word = 0, 3 do
    hash = multiply(bxor(hash, word_of(key.ends.addresses[side], word)), 0x9e3779b1)
    hash = multiply(bxor(hash, word_of(key.ends.addresses[1 - side], word)), 0x85ebca6b)
  end
  return bxor(hash, rshift(hash, 15))
end

return exports
 end,
["explain.tracker"] = function(...) 
local ____lualib = require("lualib_bundle")
local __TS__Class = ____lualib.__TS__Class
local __TS__New = ____lualib.__TS__New
local __TS__ObjectAssign = ____lualib.__TS__ObjectAssign
local __TS__ArrayFilter = ____lualib.__TS__ArrayFilter
local __TS__ArrayMap = ____lualib.__TS__ArrayMap
local ____exports = {}
local isOrdinary, comesAsExpected, beginsAfter, isOtherSyn, isSyn, isOther, isAftermathFull, isOver, ACK, SYN, AFTERMATH_EVENTS
local ____tcp_2Doptions = require("capture.tcp-options")
local readTcpOptions = ____tcp_2Doptions.readTcpOptions
local ____tcp_2Dflag = require("model.tcp-flag")
local TCP_FLAG = ____tcp_2Dflag.TCP_FLAG
local ____capture_2Dedges = require("explain.capture-edges")
local EdgeNotes = ____capture_2Dedges.EdgeNotes
local ____connection = require("explain.connection")
local otherEnd = ____connection.otherEnd
local WORTH = ____connection.WORTH
local ____connection_2Dkey = require("platform.explain.connection-key")
local createKey = ____connection_2Dkey.createKey
local nameOf = ____connection_2Dkey.nameOf
local readKey = ____connection_2Dkey.readKey
local ____connection_2Dtable = require("explain.connection-table")
local ConnectionTable = ____connection_2Dtable.ConnectionTable
local ____side = require("explain.core.side")
local distance = ____side.distance
local UNKNOWN_SCALE = ____side.UNKNOWN_SCALE
local ____deadline_2Dqueue = require("explain.deadline-queue")
local DeadlineQueue = ____deadline_2Dqueue.DeadlineQueue
local ____event_2Dstore = require("explain.event-store")
local DUPLICATE_SECONDS = ____event_2Dstore.DUPLICATE_SECONDS
local EventStore = ____event_2Dstore.EventStore
local isCopyOf = ____event_2Dstore.isCopyOf
local isTooSmall = ____event_2Dstore.isTooSmall
local writeEvent = ____event_2Dstore.writeEvent
local ____shared_2Dstream = require("explain.shared-stream")
local firstNumberOf = ____shared_2Dstream.firstNumberOf
local SharedStream = ____shared_2Dstream.SharedStream
local ____tunnels = require("explain.tunnels")
local isOfTunnel = ____tunnels.isOfTunnel
function isOrdinary(self, known, slot, ____bindingPattern0)
    local tunnel
    local flags
    flags = ____bindingPattern0.flags
    tunnel = ____bindingPattern0.tunnel
    return ((flags) % 8) == 0 and known.phase == "open" and known.worth == WORTH.FILLED and not isTooSmall(nil, slot, known.count) and tunnel == 0 and known.tunnels == nil and known.previous == nil and known.shared == nil
end
function comesAsExpected(self, ____bindingPattern0, ____bindingPattern1, from)
    local tunnels
    tunnels = ____bindingPattern0.tunnels
    local tunnel
    tunnel = ____bindingPattern1.tunnel
    local ____temp_22
    if tunnels == nil then
        ____temp_22 = tunnel == 0
    else
        ____temp_22 = tunnels[from + 1] == tunnel
    end
    return ____temp_22
end
function beginsAfter(self, ____bindingPattern0, segment, from)
    local bases
    bases = ____bindingPattern0.bases
    local base = bases[from + 1]
    return isSyn(nil, segment) and base ~= nil and base ~= segment.sequenceNumber
end
function isOtherSyn(self, known, quoted, from)
    return isSyn(nil, quoted) and known.sides[from + 1].segments > 0 and isOther(nil, known, quoted, from)
end
function isSyn(self, ____bindingPattern0)
    local flags
    flags = ____bindingPattern0.flags
    return bit.band(
        flags,
        bit.bor(SYN, ACK)
    ) == SYN
end
function isOther(self, known, segment, from)
    local side = known.sides[from + 1]
    local ____temp_23
    if side.segments > 0 then
        ____temp_23 = segment.sequenceNumber ~= side.base
    else
        ____temp_23 = known.phase ~= "open"
    end
    return ____temp_23
end
function isAftermathFull(self, ____bindingPattern0)
    local resetIndex
    local count
    count = ____bindingPattern0.count
    resetIndex = ____bindingPattern0.resetIndex
    return count - resetIndex > AFTERMATH_EVENTS
end
function isOver(self, connection)
    return connection.slot == nil and (connection.phase == "reported" or connection:isClosed())
end
local ____TCP_FLAG_0 = TCP_FLAG
ACK = ____TCP_FLAG_0.ACK
local RST = ____TCP_FLAG_0.RST
SYN = ____TCP_FLAG_0.SYN
--- FIN, SYN and RST.
local CHANGES = 7
--- After an RST: what follows shows whether it was believed, repeated or forged.
local AFTERMATH_SECONDS = 3
AFTERMATH_EVENTS = 24
--- After a connection was reported or closed, until its events are given back.
local CLOSED_SECONDS = 60
--- Of the connections that are followed, so many may be over: they wait for late segments.
local ENDED_SHARE = 1 / 4
local DUPLICATE_EVENTS = 8
--- Octets around the expected one in which a segment belongs to a connection before.
local OLD_WINDOW = 65536
--- So many segments of each side after a reset show that the connection lives on.
local SURVIVAL_SEGMENTS = 3
--- Of all RSTs that wait for what follows: each may have 64 KiB of text.
local STATED_OCTETS = 2 ^ 24
--- Follows the connections of one capture, and hands over each that was reset.
____exports.Tracker = __TS__Class()
local Tracker = ____exports.Tracker
Tracker.name = "Tracker"
function Tracker.prototype.____constructor(self, options)
    self.evicted = 0
    self.edges = __TS__New(EdgeNotes)
    self._events = __TS__New(EventStore)
    self._key = createKey(nil)
    self._ended = {}
    self._endedCount = 0
    self._statedOctets = 0
    local ____options_1 = options
    local connectionLimit = ____options_1.connectionLimit
    self._options = options
    self._resets = __TS__New(DeadlineQueue, AFTERMATH_SECONDS, connectionLimit)
    self._closed = __TS__New(DeadlineQueue, CLOSED_SECONDS, connectionLimit)
    self._endedLimit = math.ceil(connectionLimit * ENDED_SHARE)
    self._table = __TS__New(
        ConnectionTable,
        connectionLimit,
        function(____, connection)
            local isOpen = connection.phase == "open" and not connection:isClosed()
            if isOpen and connection.slot ~= nil then
                self.evicted = self.evicted + 1
            end
            connection.isCutShort = connection.phase == "reset"
            self:_dismiss(connection)
        end
    )
end
function Tracker.prototype.pass(self, seconds)
    self:_expire(seconds)
end
function Tracker.prototype.add(self, segment, frame)
    local ____frame_2 = frame
    local seconds = ____frame_2.seconds
    self:_expire(seconds)
    local from = readKey(nil, segment, self._key)
    local known = self._table:find(self._key)
    if (known and known.slot) ~= nil and isOrdinary(nil, known, known.slot, segment) then
        if self:_isCopy(known, segment, from, seconds) then
            return known:stream()
        end
        known.lastFrame = frame.number
        known.lastSeconds = seconds
        writeEvent(
            nil,
            known.slot,
            known.count,
            segment,
            from,
            frame
        )
        known.count = known.count + 1
        known.sides[from + 1]:add(
            segment,
            known.sides[otherEnd(nil, from) + 1],
            frame.number
        )
        return known:stream()
    end
    local connection = self:_choose(known, segment, {from = from, frame = frame})
    local isRst = ((segment.flags) % 8 >= 4)
    if self:_isCopy(connection, segment, from, seconds) then
        return connection:stream()
    end
    if connection.shared ~= nil then
        connection.shared:add(segment, from, self._table.nextStream)
    end
    connection.lastFrame = frame.number
    if connection.phase == "reported" then
        self:_revive(connection, segment, from)
    end
    if isRst then
        if connection.sides[from + 1].segments == 0 then
            connection:startWithRst(from, segment)
        end
        self:_reset(connection, segment, frame, from)
    end
    self:_store(connection, segment, from, frame)
    connection.lastSeconds = seconds
    if not isRst then
        self:_observe(connection, segment, from)
    end
    if connection.phase == "reset" and isAftermathFull(nil, connection) then
        self:_report(connection)
    end
    self._table:weigh(connection)
    if self._statedOctets > STATED_OCTETS then
        self:_makeRoom()
    end
    return connection:stream()
end
function Tracker.prototype.number(self, quoted)
    local from = readKey(nil, quoted, self._key)
    local known = self._table:find(self._key)
    if known == nil then
        self:_numberForgotten(quoted, from)
    elseif isOtherSyn(nil, known, quoted, from) then
        if known.shared == nil then
            known.shared = __TS__New(SharedStream, known)
        end
        known.shared:begin(self._table:nextStream())
    end
end
function Tracker.prototype._numberForgotten(self, quoted, from)
    local forgotten = self._table:recall(self._key)
    if forgotten == nil then
        self._table:open(
            self._key,
            self._table:nextStream()
        )
    elseif beginsAfter(nil, forgotten, quoted, from) then
        local bases = {nil, nil}
        self._table:note(
            self._key,
            __TS__ObjectAssign(
                {},
                forgotten,
                {
                    stream = self._table:nextStream(),
                    bases = bases
                }
            )
        )
    end
end
function Tracker.prototype.nextStream(self)
    return self._table:nextStream()
end
function Tracker.prototype.listOpen(self)
    local open = __TS__ArrayFilter(
        self._table:list(),
        function(____, one) return one.phase == "open" and not one:isClosed() end
    )
    return __TS__ArrayMap(
        open,
        function(____, ____bindingPattern0)
            local lastFrame
            local key
            key = ____bindingPattern0.key
            lastFrame = ____bindingPattern0.lastFrame
            return {
                name = nameOf(nil, key),
                lastFrame = lastFrame
            }
        end
    )
end
Tracker.prototype["end"] = function(self)
    for ____, connection in ipairs(self._table:list()) do
        if connection.previous ~= nil then
            self:_end(connection.previous)
        end
        self:_end(connection)
    end
end
function Tracker.prototype.find(self, key)
    return self._table:find(key)
end
function Tracker.prototype._choose(self, latest, segment, ____bindingPattern0)
    local frame
    local from
    from = ____bindingPattern0.from
    frame = ____bindingPattern0.frame
    local isExpected = latest == nil or comesAsExpected(nil, latest, segment, from)
    local ____isExpected_5
    if isExpected then
        ____isExpected_5 = latest
    else
        ____isExpected_5 = self:_findTwin(segment, from)
    end
    local known = ____isExpected_5
    if known == nil then
        return self:_open(segment, from, {frame = frame, twin = latest})
    end
    if known.lastFrame == 0 then
        return self:_begin(known, segment, from, frame)
    end
    if isSyn(nil, segment) and isOther(nil, known, segment, from) then
        self._table:remove(known)
        self:_forgetPrevious(known)
        known.nextClient = from
        local first = firstNumberOf(nil, known, from) or segment.sequenceNumber
        local isSameStream = known.shared ~= nil or first == segment.sequenceNumber
        local twin = isSameStream and known or nil
        local connection = self:_open(segment, from, {frame = frame, twin = twin})
        if known.phase == "open" and known.slot ~= nil then
            connection.previous = known
        else
            self:_dismiss(known)
        end
        return connection
    end
    return known.previous == nil and known or self:_resume(known, segment, from)
end
function Tracker.prototype._findTwin(self, segment, from)
    local twin = self._table:findTwin(
        self._key,
        function(____, one) return isOfTunnel(nil, one, segment, from) end
    )
    if twin ~= nil then
        twin:noteTunnel(from, segment.tunnel)
    end
    return twin
end
function Tracker.prototype._open(self, segment, from, ____bindingPattern0)
    local twin
    local frame
    frame = ____bindingPattern0.frame
    twin = ____bindingPattern0.twin
    local connection = twin == nil and self:_openNew(segment, from) or self._table:openTwin(self._key, twin)
    connection:noteTunnel(from, segment.tunnel)
    self:_begin(connection, segment, from, frame)
    local hasBeginning = connection.client ~= nil or connection.isForgotten
    self.edges:begin(connection.key, connection.began, hasBeginning)
    return connection
end
function Tracker.prototype._openNew(self, segment, from)
    local forgotten = self._table:recall(self._key)
    if forgotten == nil or beginsAfter(nil, forgotten, segment, from) then
        return self._table:open(
            self._key,
            self._table:nextStream()
        )
    end
    local connection = self._table:open(self._key, forgotten.stream)
    connection.isForgotten = forgotten.hasHistory
    connection.rstBases = {forgotten.bases[1], forgotten.bases[2]}
    return connection
end
function Tracker.prototype._begin(self, connection, segment, from, frame)
    connection.began = frame.seconds
    local isAck = ((segment.flags) % 32 >= 16)
    if ((segment.flags) % 4 >= 2) then
        connection.client = isAck and otherEnd(nil, from) or from
    elseif not isAck and ((segment.flags) % 8 < 4) then
        connection.likelyClient = from
    end
    self._options:onOpen(connection, from, segment, frame)
    return connection
end
function Tracker.prototype._resume(self, known, segment, from)
    local ____known_8 = known
    local previous = ____known_8.previous
    if previous == nil or bit.band(
        segment.flags,
        bit.bor(SYN, RST)
    ) ~= 0 then
        return known
    end
    local hasAnswer = known.sides[1].hasSyn and known.sides[2].hasSyn
    local expected = previous.sides[from + 1].next
    local isOld = math.abs(distance(nil, segment.sequenceNumber, expected)) < OLD_WINDOW
    local isOfPrevious = segment.lengthBytes > 0 or from == known.client
    if hasAnswer or not isOld or not isOfPrevious or known.phase ~= "open" then
        return known
    end
    self._table:remove(known)
    self:_release(known)
    previous.shared = known.shared or __TS__New(SharedStream, known)
    self._table:restore(previous)
    return previous
end
function Tracker.prototype._forgetPrevious(self, connection)
    if connection.previous ~= nil then
        self:_dismiss(connection.previous)
    end
    connection.previous = nil
end
function Tracker.prototype._isCopy(self, connection, segment, from, seconds)
    local ____connection_9 = connection
    local lastSeconds = ____connection_9.lastSeconds
    local slot = ____connection_9.slot
    local count = ____connection_9.count
    if not (seconds - lastSeconds < DUPLICATE_SECONDS) or slot == nil then
        return false
    end
    do
        local index = count - 1
        while index >= math.max(0, count - DUPLICATE_EVENTS) do
            if isCopyOf(
                nil,
                slot,
                index,
                segment,
                from
            ) then
                return true
            end
            index = index - 1
        end
    end
    return false
end
function Tracker.prototype._reset(self, connection, segment, frame, from)
    local statement = self._options:readStatement(segment, connection.sides[from + 1])
    if connection.phase == "reported" and (statement and statement.isIgnored) == false then
        connection:reopen()
    end
    if connection.phase == "open" then
        connection:reset(frame.time, frame.seconds)
        self._resets:push(connection, frame.seconds)
        self._options:onRst(connection, from, frame)
    end
    if connection.phase == "reset" then
        self._statedOctets = self._statedOctets + connection:addStatement(segment, frame.number, statement)
    end
end
function Tracker.prototype._store(self, connection, segment, from, frame)
    if connection.slot == nil then
        connection.slot = self._events:take()
        if connection.phase == "reported" or connection:isClosed() then
            self._closed:push(connection, frame.seconds)
        end
    elseif isTooSmall(nil, connection.slot, connection.count) then
        connection.slot = self._events:widen(connection.slot)
    end
    writeEvent(
        nil,
        connection.slot,
        connection.count,
        segment,
        from,
        frame
    )
    connection.count = connection.count + 1
end
function Tracker.prototype._observe(self, connection, segment, from)
    local wasClosed = connection:isClosed()
    connection.sides[from + 1]:add(
        segment,
        connection.sides[otherEnd(nil, from) + 1],
        connection.lastFrame
    )
    if ((segment.flags) % 4 >= 2) then
        self:_readSyn(connection, segment, from)
    end
    if not wasClosed and connection:isClosed() then
        self._closed:push(connection, connection.lastSeconds)
    end
end
function Tracker.prototype._readSyn(self, connection, segment, from)
    local ____segment_12 = segment
    local octets = ____segment_12.octets
    local optionsStart = ____segment_12.optionsStart
    local optionsEnd = ____segment_12.optionsEnd
    local payloadStart = ____segment_12.payloadStart
    local side = connection.sides[from + 1]
    local options = readTcpOptions(nil, octets, optionsStart, optionsEnd)
    local isCut = optionsEnd < payloadStart
    side.windowScale = options.windowScale or (isCut and UNKNOWN_SCALE or -1)
    side.hasTimestamps = options.hasTimestamps
    if ((segment.flags) % 32 < 16) then
        return
    end
    self._options:onSynAck(connection.key, from, segment.packet.timeToLive)
    self:_forgetPrevious(connection)
    local ____temp_15 = connection.phase ~= "reset"
    if not ____temp_15 then
        local ____opt_13 = connection.sidesAtReset
        ____temp_15 = ____opt_13 and ____opt_13[from + 1].hasSyn
    end
    if ____temp_15 then
        return
    end
    self:_report(connection)
    connection:reopen()
end
function Tracker.prototype._revive(self, connection, segment, from)
    local counts = connection.segmentsSinceReport
    if counts == nil or bit.band(
        segment.flags,
        bit.bor(RST, SYN)
    ) ~= 0 then
        return
    end
    local ____counts_16, ____temp_17 = counts, from + 1
    ____counts_16[____temp_17] = ____counts_16[____temp_17] + 1
    if counts[1] < SURVIVAL_SEGMENTS or counts[2] < SURVIVAL_SEGMENTS then
        return
    end
    connection:reopen()
end
function Tracker.prototype._expire(self, seconds)
    self.edges:pass(seconds)
    if seconds >= self._resets.due then
        self:_expireResets(seconds)
    end
    if seconds >= self._closed.due then
        self:_expireClosed(seconds)
    end
end
function Tracker.prototype._expireResets(self, seconds)
    local isFull = self._resets:isFull()
    do
        local due = self._resets:take(seconds)
        while due do
            local isEarly = due.resetSeconds + AFTERMATH_SECONDS > seconds
            if not isEarly or isFull then
                self:_report(due, isEarly)
            end
            isFull = self._resets:isFull()
            due = self._resets:take(seconds)
        end
    end
end
function Tracker.prototype._expireClosed(self, seconds)
    local isFull = self._closed:isFull()
    do
        local due = self._closed:take(seconds)
        while due do
            local isOver = due.phase == "reported" or due:isClosed()
            local isWaiting = due.lastSeconds + CLOSED_SECONDS > seconds
            if isOver and due.slot ~= nil then
                if isWaiting and not isFull then
                    self._closed:push(due, due.lastSeconds)
                else
                    self:_retire(due)
                end
            end
            isFull = self._closed:isFull()
            due = self._closed:take(seconds)
        end
    end
end
function Tracker.prototype._makeRoom(self)
    while self._statedOctets > STATED_OCTETS / 2 do
        local first = self._resets:take(math.huge)
        if first == nil then
            return
        end
        self:_report(first, true)
    end
end
function Tracker.prototype._retire(self, connection)
    self:_end(connection)
    self:_release(connection)
    local place = self._endedCount % self._endedLimit
    local oldest = self._ended[place + 1]
    self._ended[place + 1] = connection
    self._endedCount = self._endedCount + 1
    if oldest == nil or not isOver(nil, oldest) then
        return
    end
    self:_forgetPrevious(oldest)
    self._table:forgetEnded(oldest)
end
function Tracker.prototype._dismiss(self, connection)
    self:_forgetPrevious(connection)
    self:_end(connection)
    self:_release(connection)
    local ____this_19
    ____this_19 = self._options
    local ____opt_18 = ____this_19.onGone
    if ____opt_18 ~= nil then
        ____opt_18(____this_19, connection)
    end
end
function Tracker.prototype._end(self, connection)
    if connection.phase == "open" and connection.slot ~= nil then
        local ____this_21
        ____this_21 = self._options
        local ____opt_20 = ____this_21.onEnd
        if ____opt_20 ~= nil then
            ____opt_20(____this_21, connection)
        end
    end
    self:_report(connection)
end
function Tracker.prototype._report(self, connection, isCutShort)
    if isCutShort == nil then
        isCutShort = connection.isCutShort
    end
    if connection.phase ~= "reset" then
        return
    end
    connection.isCutShort = isCutShort
    self._statedOctets = self._statedOctets - connection.statedOctets
    self._options:onReset(connection)
    connection:report()
    self:_forgetPrevious(connection)
    self._closed:push(connection, connection.lastSeconds)
    self._table:weigh(connection)
end
function Tracker.prototype._release(self, connection)
    if connection.slot == nil then
        return
    end
    self._events:give(connection.slot)
    connection:forgetEvents()
end
return ____exports
 end,
["explain.tunnels"] = function(...) 
local ____exports = {}
local isNear, NEAR
local ____tcp_2Dflag = require("model.tcp-flag")
local TCP_FLAG = ____tcp_2Dflag.TCP_FLAG
local ____side = require("explain.core.side")
local distance = ____side.distance
local ____shared_2Dstream = require("explain.shared-stream")
local UNSEEN = ____shared_2Dstream.UNSEEN
function isNear(self, number, ____bindingPattern0)
    local next
    next = ____bindingPattern0.next
    return math.abs(distance(nil, number, next)) < NEAR
end
local ____TCP_FLAG_0 = TCP_FLAG
local ACK = ____TCP_FLAG_0.ACK
local SYN = ____TCP_FLAG_0.SYN
--- A connection of which nothing came in a tunnel.
local PLAIN = {0, 0}
NEAR = bit.lshift(1, 20)
--- Whether a segment that comes in a tunnel belongs to a connection of its ends. Directions may have
-- tunnels of their own (GTP-U always, VXLAN where both sides route), a handover changes them, and one
-- packet may be captured inside and outside; so another tunnel alone tells nothing, but with it,
-- numbers far from the expected ones are another network's that uses the same addresses.
function ____exports.isOfTunnel(self, connection, segment, from)
    local ____connection_1 = connection
    local sides = ____connection_1.sides
    local tunnels = ____connection_1.tunnels
    if tunnels == nil then
        tunnels = PLAIN
    end
    local ____segment_2 = segment
    local tunnel = ____segment_2.tunnel
    local flags = ____segment_2.flags
    if tunnels[from + 1] == tunnel then
        return true
    end
    local peer = from == 0 and 1 or 0
    if tunnels[from + 1] == UNSEEN and (tunnels[peer + 1] == tunnel or tunnels[peer + 1] == UNSEEN) then
        return true
    end
    if sides[from + 1].segments > 0 then
        return isNear(nil, segment.sequenceNumber, sides[from + 1])
    end
    if ((flags) % 32 >= 16) then
        return sides[peer + 1].segments == 0 or isNear(nil, segment.acknowledgmentNumber, sides[peer + 1])
    end
    return ((flags) % 4 < 2)
end
return ____exports
 end,
["explain.shared-stream"] = function(...) 
local ____lualib = require("lualib_bundle")
local __TS__Class = ____lualib.__TS__Class
local __TS__ArrayFill = ____lualib.__TS__ArrayFill
local ____exports = {}
local ____tcp_2Dflag = require("model.tcp-flag")
local TCP_FLAG = ____tcp_2Dflag.TCP_FLAG
local ____TCP_FLAG_0 = TCP_FLAG
local ACK = ____TCP_FLAG_0.ACK
local SYN = ____TCP_FLAG_0.SYN
--- A tunnel of which no segment was seen.
____exports.UNSEEN = -1
--- One less than the number of the first octet by the first segment of an end, which may be an RST.
function ____exports.firstNumberOf(self, ____bindingPattern0, ____end)
    local rstBases
    local sides
    sides = ____bindingPattern0.sides
    rstBases = ____bindingPattern0.rstBases
    local ____temp_4 = rstBases and rstBases[____end + 1]
    if ____temp_4 == nil then
        local ____temp_3
        if sides[____end + 1].segments == 0 then
            ____temp_3 = nil
        else
            ____temp_3 = sides[____end + 1].base
        end
        ____temp_4 = ____temp_3
    end
    return ____temp_4
end
--- The number that connections share whose ends are alike in several tunnels. Wireshark 4.0 knows no
-- tunnels: it begins a new stream at a SYN whose number is not the first of that end, and counts all
-- that follows to that.
____exports.SharedStream = __TS__Class()
local SharedStream = ____exports.SharedStream
SharedStream.name = "SharedStream"
function SharedStream.prototype.____constructor(self, connection)
    self.stream = connection:stream()
    self._bases = {
        ____exports.firstNumberOf(nil, connection, 0),
        ____exports.firstNumberOf(nil, connection, 1)
    }
end
function SharedStream.prototype.begin(self, stream)
    self.stream = stream
    __TS__ArrayFill(self._bases, nil)
end
function SharedStream.prototype.add(self, ____bindingPattern0, from, next)
    local sequenceNumber
    local flags
    flags = ____bindingPattern0.flags
    sequenceNumber = ____bindingPattern0.sequenceNumber
    local isSyn = ((flags) % 4 >= 2)
    local known = self._bases[from + 1]
    if isSyn and ((flags) % 32 < 16) and known ~= nil and known ~= sequenceNumber then
        self:begin(next(nil))
    end
    local ____self__bases_5, ____temp_6 = self._bases, from + 1
    if ____self__bases_5[____temp_6] == nil then
        ____self__bases_5[____temp_6] = isSyn and sequenceNumber or ((sequenceNumber - 1 + 2147483648) % 4294967296 - 2147483648)
    end
end
return ____exports
 end,
["model.tcp-flag"] = function(...) 
local ____exports = {}
--- Control bits of a TCP segment (RFC 9293 section 3.1), to be joined with `|`.
____exports.TCP_FLAG = {
    FIN = 1,
    SYN = 2,
    RST = 4,
    PSH = 8,
    ACK = 16,
    URG = 32,
    ECE = 64,
    CWR = 128
}
return ____exports
 end,
["explain.core.side"] = function(...) 
local ____lualib = require("lualib_bundle")
local __TS__Class = ____lualib.__TS__Class
local __TS__New = ____lualib.__TS__New
local ____exports = {}
local ____tcp_2Dflag = require("model.tcp-flag")
local TCP_FLAG = ____tcp_2Dflag.TCP_FLAG
local ____TCP_FLAG_0 = TCP_FLAG
local ACK = ____TCP_FLAG_0.ACK
local FIN = ____TCP_FLAG_0.FIN
local SYN = ____TCP_FLAG_0.SYN
--- A step of the identification that other packets of a host in between can explain.
local SMALL_STEP = 1024
--- The snapshot length cut the options of the SYN.
____exports.UNKNOWN_SCALE = -2
--- What one end of a connection has sent so far; sequence numbers as on the wire.
____exports.SideState = __TS__Class()
local SideState = ____exports.SideState
SideState.name = "SideState"
function SideState.prototype.____constructor(self)
    self.segments = 0
    self.hasSyn = false
    self.next = 0
    self.hasAck = false
    self.ack = 0
    self.octets = 0
    self.window = 0
    self.maximumWindow = 0
    self.windowScale = -1
    self.hasTimestamps = false
    self.hasFin = false
    self.lowestTimeToLive = 255
    self.highestTimeToLive = 0
    self.alwaysDontFragment = true
    self.neverDontFragment = true
    self.identification = -1
    self.smallSteps = 0
    self.otherSteps = 0
    self.holeFrame = 0
    self.base = 0
end
function SideState.prototype.add(self, segment, peer, frame)
    local ____segment_1 = segment
    local flags = ____segment_1.flags
    local window = ____segment_1.window
    local packet = ____segment_1.packet
    local isSyn = ((flags) % 4 >= 2)
    self:advance(segment, peer)
    self.segments = self.segments + 1
    self.octets = self.octets + segment.lengthBytes
    self.window = window
    if isSyn then
        self.hasSyn = true
    elseif window > self.maximumWindow then
        self.maximumWindow = window
    end
    if ((flags) % 2 >= 1) then
        self.hasFin = true
    end
    if ((flags) % 32 >= 16) then
        self:acknowledge(segment.acknowledgmentNumber, peer, frame)
    end
    local ____packet_2 = packet
    local timeToLive = ____packet_2.timeToLive
    if timeToLive < self.lowestTimeToLive then
        self.lowestTimeToLive = timeToLive
    end
    if timeToLive > self.highestTimeToLive then
        self.highestTimeToLive = timeToLive
    end
    if packet.dontFragment then
        self.neverDontFragment = false
    else
        self.alwaysDontFragment = false
    end
    if packet.identification ~= nil then
        self:identify(packet.identification)
    end
end
function SideState.prototype.copy(self)
    local side = __TS__New(____exports.SideState)
    side.segments = self.segments
    side.hasSyn = self.hasSyn
    side.next = self.next
    side.hasAck = self.hasAck
    side.ack = self.ack
    side.octets = self.octets
    side.window = self.window
    side.maximumWindow = self.maximumWindow
    side.windowScale = self.windowScale
    side.hasTimestamps = self.hasTimestamps
    side.hasFin = self.hasFin
    side.lowestTimeToLive = self.lowestTimeToLive
    side.highestTimeToLive = self.highestTimeToLive
    side.alwaysDontFragment = self.alwaysDontFragment
    side.neverDontFragment = self.neverDontFragment
    side.identification = self.identification
    side.smallSteps = self.smallSteps
    side.otherSteps = self.otherSteps
    side.holeFrame = self.holeFrame
    side.base = self.base
    return side
end
function SideState.prototype.advance(self, ____bindingPattern0, peer)
    local lengthBytes
    local sequenceNumber
    local flags
    flags = ____bindingPattern0.flags
    sequenceNumber = ____bindingPattern0.sequenceNumber
    lengthBytes = ____bindingPattern0.lengthBytes
    local isSyn = ((flags) % 4 >= 2)
    local ____end = ((sequenceNumber + lengthBytes + (isSyn and 1 or 0) + ((flags) % 2) + 2147483648) % 4294967296 - 2147483648)
    if self.segments == 0 or isSyn and not self.hasSyn then
        self.base = isSyn and sequenceNumber or ((sequenceNumber - 1 + 2147483648) % 4294967296 - 2147483648)
        self.next = ____end
        if self.segments > 0 then
            peer.hasAck = false
            self.hasAck = false
        end
    elseif ((____end - self.next + 2147483648) % 4294967296 - 2147483648) > 0 then
        self.next = ____end
    end
end
function SideState.prototype.acknowledge(self, number, peer, frame)
    if not self.hasAck or ((number - self.ack + 2147483648) % 4294967296 - 2147483648) > 0 then
        self.ack = number
    end
    self.hasAck = true
    local isOther = peer.hasSyn and not self.hasSyn
    if peer.segments == 0 or isOther or ((number - peer.next + 2147483648) % 4294967296 - 2147483648) <= 0 then
        return
    end
    peer.holeFrame = frame
    peer.next = number
end
function SideState.prototype.identify(self, identification)
    if self.identification >= 0 then
        local step = ((identification - self.identification) % 65536)
        if step > 0 and step < SMALL_STEP then
            self.smallSteps = self.smallSteps + 1
        else
            self.otherSteps = self.otherSteps + 1
        end
    end
    self.identification = identification
end
--- Distance from `right` to `left` in the sequence space, with a sign (RFC 9293 section 3.4).
function ____exports.distance(self, left, right)
    return ((left - right + 2147483648) % 4294967296 - 2147483648)
end
return ____exports
 end,
["explain.event-store"] = function(...) 
local ____lualib = require("lualib_bundle")
local __TS__Class = ____lualib.__TS__Class
local __TS__ArrayPushArray = ____lualib.__TS__ArrayPushArray
local Error = ____lualib.Error
local RangeError = ____lualib.RangeError
local ReferenceError = ____lualib.ReferenceError
local SyntaxError = ____lualib.SyntaxError
local TypeError = ____lualib.TypeError
local URIError = ____lualib.URIError
local __TS__New = ____lualib.__TS__New
local __TS__NumberIsNaN = ____lualib.__TS__NumberIsNaN
local ____exports = {}
local takeFrom, placeOf, FIRST_EVENTS, KEPT_EVENTS, LATEST_EVENTS, COLUMNS
local ____tcp_2Dflag = require("model.tcp-flag")
local TCP_FLAG = ____tcp_2Dflag.TCP_FLAG
local ____content = require("explain.content")
local alertOf = ____content.alertOf
local hasTimestampsOption = ____content.hasTimestampsOption
local recognise = ____content.recognise
local ____history = require("explain.core.history")
local CONTENT = ____history.CONTENT
local ____event_2Dslot = require("explain.event-slot")
local copyEvents = ____event_2Dslot.copyEvents
local createSlots = ____event_2Dslot.createSlots
function takeFrom(self, free, places)
    if #free == 0 then
        __TS__ArrayPushArray(
            free,
            createSlots(nil, places, COLUMNS)
        )
    end
    local slot = table.remove(free)
    if slot == nil then
        error(
            __TS__New(Error, "no place for events"),
            0
        )
    end
    return slot
end
function placeOf(self, index)
    return index < KEPT_EVENTS and index or FIRST_EVENTS + (index - FIRST_EVENTS) % LATEST_EVENTS
end
FIRST_EVENTS = 4
KEPT_EVENTS = 64
LATEST_EVENTS = KEPT_EVENTS - FIRST_EVENTS
COLUMNS = 7
--- One packet that was captured twice, on its way in and on its way out, with others between.
____exports.DUPLICATE_SECONDS = 0.001
--- A time to live has 8 bits; beside it stands that it is not known.
local UNKNOWN_TIME_TO_LIVE = 256
--- What of a segment is kept in one number: flags(8) from(1) timestamps(1) DF(1) content(3) alert(8).
local function packBits(self, segment, from)
    local content = recognise(nil, segment)
    local alert = content == CONTENT.FATAL_ALERT and alertOf(nil, segment) or 0
    local timestamps = hasTimestampsOption(nil, segment) and 1 or 0
    local dontFragment = segment.packet.dontFragment and 1 or 0
    return segment.flags + from * 256 + timestamps * 512 + dontFragment * 1024 + content * 2048 + alert * 16384
end
--- Most connections of a flood have no more.
local FEW_EVENTS = 8
--- Places for the events of all connections, so that a segment costs no allocation and a connection
-- that has ended leaves its place to another one: 0.3 KiB for each, and 2.3 KiB for one that has had
-- more than eight segments.
____exports.EventStore = __TS__Class()
local EventStore = ____exports.EventStore
EventStore.name = "EventStore"
function EventStore.prototype.____constructor(self)
    self._few = {}
    self._many = {}
end
function EventStore.prototype.take(self)
    return takeFrom(nil, self._few, FEW_EVENTS)
end
function EventStore.prototype.widen(self, slot)
    local wide = takeFrom(nil, self._many, KEPT_EVENTS)
    copyEvents(nil, slot, wide, COLUMNS)
    self:give(slot)
    return wide
end
function EventStore.prototype.give(self, slot)
    local free = slot.places == KEPT_EVENTS and self._many or self._few
    free[#free + 1] = slot
end
--- Whether a slot has no room for the segment that comes after `count` others.
function ____exports.isTooSmall(self, ____bindingPattern0, count)
    local places
    places = ____bindingPattern0.places
    return count >= places and places < KEPT_EVENTS
end
--- Writes the segment that comes after `count` others.
function ____exports.writeEvent(self, ____bindingPattern0, count, segment, from, frame)
    local first
    local seconds
    local numbers
    numbers = ____bindingPattern0.numbers
    seconds = ____bindingPattern0.seconds
    first = ____bindingPattern0.first
    local place = first + placeOf(nil, count)
    local at = place * COLUMNS
    local ____segment_0 = segment
    local packet = ____segment_0.packet
    local timeToLive = __TS__NumberIsNaN(packet.timeToLive) and UNKNOWN_TIME_TO_LIVE or packet.timeToLive
    seconds[place + 1] = frame.seconds
    numbers[at + 1] = frame.number
    numbers[at + 1 + 1] = packBits(nil, segment, from)
    numbers[at + 2 + 1] = segment.sequenceNumber
    numbers[at + 3 + 1] = segment.acknowledgmentNumber
    numbers[at + 4 + 1] = segment.lengthBytes
    numbers[at + 5 + 1] = segment.window + timeToLive * 65536
    numbers[at + 6 + 1] = packet.identification or -1
end
--- Whether a segment may be a copy of the one that is kept, captured elsewhere on its way: it may
-- have passed a router in between. Two RSTs of one host can be alike, unless they are counted.
function ____exports.isCopyOf(self, ____bindingPattern0, index, segment, from)
    local first
    local numbers
    numbers = ____bindingPattern0.numbers
    first = ____bindingPattern0.first
    local at = (first + placeOf(nil, index)) * COLUMNS
    local isRst = ((segment.flags) % 8 >= 4)
    local ____segment_packet_1 = segment.packet
    local identification = ____segment_packet_1.identification
    if identification == nil then
        identification = 0
    end
    if isRst and (segment.lengthBytes > 0 or identification == 0) then
        return false
    end
    return numbers[at + 2 + 1] == segment.sequenceNumber and numbers[at + 3 + 1] == segment.acknowledgmentNumber and numbers[at + 4 + 1] == segment.lengthBytes and ((numbers[at + 5 + 1] or 0) % 65536) == segment.window and numbers[at + 6 + 1] == (segment.packet.identification or -1) and ((numbers[at + 1 + 1] or 0) % 512) == bit.bor(
        segment.flags,
        bit.lshift(from, 8)
    )
end
function ____exports.readEvent(self, ____bindingPattern0, index)
    local first
    local seconds
    local numbers
    numbers = ____bindingPattern0.numbers
    seconds = ____bindingPattern0.seconds
    first = ____bindingPattern0.first
    local place = first + placeOf(nil, index)
    local at = place * COLUMNS
    local bits = numbers[at + 1 + 1] or 0
    local windowAndTimeToLive = numbers[at + 5 + 1] or 0
    return {
        frame = numbers[at + 1] or 0,
        seconds = seconds[place + 1] or 0 / 0,
        from = ((bits) % 512 < 256) and 0 or 1,
        flags = ((bits) % 256),
        sequence = numbers[at + 2 + 1] or 0,
        acknowledgment = numbers[at + 3 + 1] or 0,
        length = numbers[at + 4 + 1] or 0,
        window = ((windowAndTimeToLive) % 65536),
        timeToLive = bit.rshift(windowAndTimeToLive, 24) == 0 and ((bit.rshift(windowAndTimeToLive, 16)) % 256) or 0 / 0,
        identification = numbers[at + 6 + 1] or -1,
        hasTimestamps = ((bits) % 1024 >= 512),
        dontFragment = ((bits) % 2048 >= 1024),
        content = ((bit.arshift(bits, 11)) % 8),
        alert = ((bit.arshift(bits, 14)) % 256)
    }
end
--- The indexes of the events that are kept of `count`, in their order.
function ____exports.keptIndexes(self, count)
    local latest = math.max(FIRST_EVENTS, count - LATEST_EVENTS)
    local indexes = {}
    do
        local at = 0
        while at < math.min(count, FIRST_EVENTS) do
            indexes[#indexes + 1] = at
            at = at + 1
        end
    end
    do
        local at = latest
        while at < count do
            indexes[#indexes + 1] = at
            at = at + 1
        end
    end
    return indexes
end
return ____exports
 end,
["explain.event-slot"] = function(...) 
local ____exports = {}
local MORE_THAN_ANY = 65536
--- Lua has no arrays of fixed size: each connection has its own, which grow as they are filled, so
-- that none is ever full.
function ____exports.createSlots(self, _places, _columns)
    return {{numbers = {}, seconds = {}, first = 0, places = MORE_THAN_ANY}}
end
--- Never called: no slot is too small.
function ____exports.copyEvents(self, _from, _to, _columns)
end
return ____exports
 end,
["explain.core.history"] = function(...) 
local ____lualib = require("lualib_bundle")
local __TS__New = ____lualib.__TS__New
local __TS__ArrayMap = ____lualib.__TS__ArrayMap
local Error = ____lualib.Error
local RangeError = ____lualib.RangeError
local ReferenceError = ____lualib.ReferenceError
local SyntaxError = ____lualib.SyntaxError
local TypeError = ____lualib.TypeError
local URIError = ____lualib.URIError
local __TS__ArraySlice = ____lualib.__TS__ArraySlice
local __TS__Class = ____lualib.__TS__Class
local ____exports = {}
local readFrom, baseOf, relate, factsOf, stageOf, STRANGE_SHARE, ProbeFinder
local ____tcp_2Dflag = require("model.tcp-flag")
local TCP_FLAG = ____tcp_2Dflag.TCP_FLAG
local ____side = require("explain.core.side")
local UNKNOWN_SCALE = ____side.UNKNOWN_SCALE
function readFrom(self, connection, bases)
    local ____connection_0 = connection
    local client = ____connection_0.client
    local endpoints = ____connection_0.endpoints
    local sides = ____connection_0.sides
    local stream = ____connection_0.stream
    local isClientKnown = ____connection_0.isClientKnown
    local isForgotten = ____connection_0.isForgotten
    local server = client == 0 and 1 or 0
    local numbering = {
        client = client,
        sides = sides,
        bases = bases,
        probes = __TS__New(ProbeFinder)
    }
    local facts = {
        client = factsOf(
            nil,
            sides[client + 1],
            bases[client + 1],
            sides[server + 1],
            bases[server + 1]
        ),
        server = factsOf(
            nil,
            sides[server + 1],
            bases[server + 1],
            sides[client + 1],
            bases[client + 1]
        )
    }
    return {
        stream = stream,
        isClientKnown = isClientKnown,
        isForgotten = isForgotten,
        client = endpoints[client + 1],
        server = endpoints[server + 1],
        sides = facts,
        events = __TS__ArrayMap(
            connection.events,
            function(____, event) return relate(nil, event, numbering) end
        ),
        stage = stageOf(nil, facts)
    }
end
--- Less than the number of the first octet, by one, as on the wire: what relative numbers begin at.
function ____exports.basesOf(self, sides)
    return {
        baseOf(nil, sides[1], sides[2]),
        baseOf(nil, sides[2], sides[1])
    }
end
function baseOf(self, side, peer)
    if side.segments > 0 then
        return side.base
    end
    return peer.hasAck and ((peer.ack - 1 + 2147483648) % 4294967296 - 2147483648) or 0
end
function relate(self, stored, ____bindingPattern0)
    local probes
    local sides
    local bases
    local client
    client = ____bindingPattern0.client
    bases = ____bindingPattern0.bases
    sides = ____bindingPattern0.sides
    probes = ____bindingPattern0.probes
    local ____stored_19 = stored
    local flags = ____stored_19.flags
    local from = ____stored_19.from
    local identification = ____stored_19.identification
    local syn = ((flags) % 4 >= 2)
    local fin = ((flags) % 2 >= 1)
    local ack = ((flags) % 32 >= 16)
    local to = from == 0 and 1 or 0
    local isBaseKnown = sides[from + 1].segments > 0 or sides[to + 1].hasAck
    local base = isBaseKnown and bases[from + 1] or ((stored.sequence - 1 + 2147483648) % 4294967296 - 2147483648)
    local sequence = ((stored.sequence - base) % 4294967296)
    local acknowledgment = ((stored.acknowledgment - bases[to + 1]) % 4294967296)
    local ____stored_frame_22 = stored.frame
    local ____stored_seconds_23 = stored.seconds
    local ____temp_24 = from == client and "client" or "server"
    local ____syn_25 = syn
    local ____fin_26 = fin
    local ____temp_27 = ((flags) % 8 >= 4)
    local ____ack_28 = ack
    local ____sequence_29 = sequence
    local ____temp_30 = stored.sequence == 0
    local ____temp_31 = ((sequence + stored.length + (syn and 1 or 0) + (fin and 1 or 0)) % 4294967296)
    local ____temp_32 = ack and acknowledgment or nil
    local ____temp_20
    if ack or stored.acknowledgment == 0 then
        ____temp_20 = nil
    else
        ____temp_20 = acknowledgment
    end
    local ____temp_33 = stored.acknowledgment == 0
    local ____temp_34 = probes:isProbe(stored, sequence, acknowledgment)
    local ____stored_length_35 = stored.length
    local ____stored_window_36 = stored.window
    local ____stored_timeToLive_37 = stored.timeToLive
    local ____temp_21
    if identification < 0 then
        ____temp_21 = nil
    else
        ____temp_21 = identification
    end
    return {
        frame = ____stored_frame_22,
        seconds = ____stored_seconds_23,
        from = ____temp_24,
        syn = ____syn_25,
        fin = ____fin_26,
        rst = ____temp_27,
        ack = ____ack_28,
        sequence = ____sequence_29,
        isSequenceZero = ____temp_30,
        ["end"] = ____temp_31,
        acknowledgment = ____temp_32,
        filledAcknowledgment = ____temp_20,
        isAcknowledgmentZero = ____temp_33,
        isProbe = ____temp_34,
        length = ____stored_length_35,
        window = ____stored_window_36,
        timeToLive = ____stored_timeToLive_37,
        identification = ____temp_21,
        dontFragment = stored.dontFragment,
        hasTimestamps = stored.hasTimestamps,
        content = stored.content,
        alert = stored.alert
    }
end
function factsOf(self, side, base, peer, peerBase)
    local isCut = side.windowScale == UNKNOWN_SCALE or peer.windowScale == UNKNOWN_SCALE
    local isScaleKnown = side.hasSyn and peer.hasSyn and not isCut
    local hasScale = isScaleKnown and side.windowScale >= 0 and peer.windowScale >= 0
    local ____side_segments_39 = side.segments
    local ____side_hasSyn_40 = side.hasSyn
    local ____side_hasFin_41 = side.hasFin
    local ____side_octets_42 = side.octets
    local ____temp_43 = side.segments > 0 and ((side.next - base) % 4294967296) or 1
    local ____temp_44 = side.hasAck and ((side.ack - peerBase) % 4294967296) or nil
    local ____side_maximumWindow_45 = side.maximumWindow
    local ____temp_46 = isScaleKnown and (hasScale and 2 ^ side.windowScale or 1) or nil
    local ____temp_47 = side.hasTimestamps and peer.hasTimestamps
    local ____side_lowestTimeToLive_48 = side.lowestTimeToLive
    local ____side_highestTimeToLive_49 = side.highestTimeToLive
    local ____side_alwaysDontFragment_50 = side.alwaysDontFragment
    local ____side_neverDontFragment_51 = side.neverDontFragment
    local ____side_windowScale_52 = side.windowScale
    local ____temp_38
    if side.identification < 0 then
        ____temp_38 = nil
    else
        ____temp_38 = side.identification
    end
    return {
        segments = ____side_segments_39,
        hasSyn = ____side_hasSyn_40,
        hasFin = ____side_hasFin_41,
        octets = ____side_octets_42,
        next = ____temp_43,
        ack = ____temp_44,
        maximumWindow = ____side_maximumWindow_45,
        windowFactor = ____temp_46,
        hasTimestamps = ____temp_47,
        lowestTimeToLive = ____side_lowestTimeToLive_48,
        highestTimeToLive = ____side_highestTimeToLive_49,
        alwaysDontFragment = ____side_alwaysDontFragment_50,
        neverDontFragment = ____side_neverDontFragment_51,
        windowScale = ____side_windowScale_52,
        identification = ____temp_38,
        countsUp = side.smallSteps >= 2 and side.otherSteps * STRANGE_SHARE <= side.smallSteps,
        holeFrame = side.holeFrame
    }
end
function stageOf(self, ____bindingPattern0)
    local server
    local client
    client = ____bindingPattern0.client
    server = ____bindingPattern0.server
    if client.hasFin and server.hasFin then
        return "closed"
    end
    if client.hasFin or server.hasFin then
        return "closing"
    end
    if client.octets + server.octets > 0 then
        return "data"
    end
    if client.segments + server.segments == 0 then
        return "unknown"
    end
    local isAccepted = server.hasSyn and client.segments > 0 and client.ack ~= nil
    if isAccepted then
        return "established"
    end
    return (client.hasSyn or server.hasSyn) and "connecting" or "unknown"
end
--- What a segment's payload looks like, as far as a reset has to do with it.
____exports.CONTENT = {
    OTHER = 0,
    FATAL_ALERT = 1,
    CLOSING_ALERT = 2,
    CUT = 3,
    CLIENT_HELLO = 4,
    REQUEST = 5,
    REFUSAL = 6
}
function ____exports.otherSide(self, side)
    return side == "client" and "server" or "client"
end
--- Brings a connection into a shape that is good to think about.
function ____exports.readConversation(self, connection)
    return readFrom(
        nil,
        connection,
        ____exports.basesOf(nil, connection.sides)
    )
end
--- The same of one that was reset. Throws where its RST is not kept.
function ____exports.readHistory(self, connection)
    local ____connection_1 = connection
    local client = ____connection_1.client
    local sides = ____connection_1.sides
    local resetPlace = ____connection_1.resetPlace
    local previous = ____connection_1.previous
    local nextClient = ____connection_1.nextClient
    local ____connection_2 = connection
    local resetTime = ____connection_2.resetTime
    local statements = ____connection_2.statements
    local relation = ____connection_2.relation
    local portsAsked = ____connection_2.portsAsked
    local isCutShort = ____connection_2.isCutShort
    local bases = ____exports.basesOf(nil, sides)
    local conversation = readFrom(nil, connection, bases)
    local stream = conversation.stream
    local events = conversation.events
    local stage = conversation.stage
    local server = client == 0 and 1 or 0
    local reset = events[resetPlace + 1]
    if reset == nil then
        error(
            __TS__New(
                Error,
                ("the RST of stream " .. tostring(stream)) .. " is not kept"
            ),
            0
        )
    end
    local ____stream_4 = stream
    local ____conversation_isClientKnown_5 = conversation.isClientKnown
    local ____conversation_isForgotten_6 = conversation.isForgotten
    local ____conversation_client_7 = conversation.client
    local ____conversation_server_8 = conversation.server
    local ____conversation_sides_9 = conversation.sides
    local ____stage_10 = stage
    local ____resetTime_11 = resetTime
    local ____statements_12 = statements
    local ____relation_13 = relation
    local ____portsAsked_14 = portsAsked
    local ____isCutShort_15 = isCutShort
    local ____TS__ArraySlice_result_16 = __TS__ArraySlice(events, 0, resetPlace)
    local ____reset_17 = reset
    local ____TS__ArraySlice_result_18 = __TS__ArraySlice(events, resetPlace + 1)
    local ____temp_3
    if nextClient == nil then
        ____temp_3 = nil
    else
        ____temp_3 = nextClient == client and "client" or "server"
    end
    return {
        stream = ____stream_4,
        isClientKnown = ____conversation_isClientKnown_5,
        isForgotten = ____conversation_isForgotten_6,
        client = ____conversation_client_7,
        server = ____conversation_server_8,
        sides = ____conversation_sides_9,
        stage = ____stage_10,
        resetTime = ____resetTime_11,
        statements = ____statements_12,
        relation = ____relation_13,
        portsAsked = ____portsAsked_14,
        isCutShort = ____isCutShort_15,
        before = ____TS__ArraySlice_result_16,
        reset = ____reset_17,
        after = ____TS__ArraySlice_result_18,
        reopenedBy = ____temp_3,
        previousNext = previous and ({client = ((previous[client + 1].next - bases[client + 1]) % 4294967296), server = ((previous[server + 1].next - bases[server + 1]) % 4294967296)})
    }
end
STRANGE_SHARE = 10
--- Tells probes from data, given the events of a connection in their order.
ProbeFinder = __TS__Class()
ProbeFinder.name = "ProbeFinder"
function ProbeFinder.prototype.____constructor(self)
    self.next = {0, 0}
    self.taken = {0, 0}
end
function ProbeFinder.prototype.isProbe(self, ____bindingPattern0, sequence, acknowledgment)
    local length
    local flags
    local from
    from = ____bindingPattern0.from
    flags = ____bindingPattern0.flags
    length = ____bindingPattern0.length
    local next = self.next[from + 1] or 0
    local taken = self.taken[from + 1] or 0
    local isPlain = bit.band(
        flags,
        bit.bor(
            bit.bor(TCP_FLAG.SYN, TCP_FLAG.FIN),
            TCP_FLAG.RST
        )
    ) == 0
    local isOld = next > 0 and sequence == next - 1 and (length == 0 or taken >= next)
    if ((flags) % 8 >= 4) then
        return false
    end
    local isLonger = bit.band(
        flags,
        bit.bor(TCP_FLAG.SYN, TCP_FLAG.FIN)
    ) ~= 0 and 1 or 0
    self.next[from + 1] = math.max(next, sequence + length + isLonger)
    local to = from == 0 and 1 or 0
    if ((flags) % 32 >= 16) then
        self.taken[to + 1] = math.max(self.taken[to + 1] or 0, acknowledgment)
    end
    return isPlain and length <= 1 and isOld
end
--- The place of the last one, of those ahead of `end`, that `isWanted`; -1 without.
function ____exports.lastIndexWhere(self, items, isWanted, ____end)
    if ____end == nil then
        ____end = #items
    end
    do
        local at = ____end - 1
        while at >= 0 do
            local item = items[at + 1]
            if item ~= nil and isWanted(nil, item, at) then
                return at
            end
            at = at - 1
        end
    end
    return -1
end
function ____exports.lastWhere(self, items, isWanted, ____end)
    if ____end == nil then
        ____end = #items
    end
    local at = ____exports.lastIndexWhere(nil, items, isWanted, ____end)
    local ____temp_53
    if at < 0 then
        ____temp_53 = nil
    else
        ____temp_53 = items[at + 1]
    end
    return ____temp_53
end
--- A question that several signatures ask of the same history, one after the other: the last answer
-- is kept.
function ____exports.rememberLast(self, answer)
    local known
    return function(____, history)
        if (known and known.history) ~= history then
            known = {
                history = history,
                value = answer(nil, history)
            }
        end
        return known.value
    end
end
return ____exports
 end,
["explain.content"] = function(...) 
local ____lualib = require("lualib_bundle")
local __TS__StringCharCodeAt = ____lualib.__TS__StringCharCodeAt
local __TS__ArrayIncludes = ____lualib.__TS__ArrayIncludes
local ____exports = {}
local wordOf, recogniseTls, recogniseHttp, TLS, CLIENT_HELLO, RECORD_HEADER_LENGTH, SEALED_ALERT_LENGTH, FATAL, GET, POST, PUT, HEAD, CONNECT, ANSWER, STATUS_OFFSET, REFUSING_DIGITS
local ____byte_2Dorder = require("platform.capture.byte-order")
local int32At = ____byte_2Dorder.int32At
local octetAt = ____byte_2Dorder.octetAt
local uint16At = ____byte_2Dorder.uint16At
local ____tcp_2Doptions = require("capture.tcp-options")
local readTcpOptions = ____tcp_2Doptions.readTcpOptions
local ____history = require("explain.core.history")
local CONTENT = ____history.CONTENT
function wordOf(self, text)
    local word = 0
    do
        local at = 0
        while at < 4 do
            word = bit.bor(
                bit.lshift(word, 8),
                __TS__StringCharCodeAt(text, at)
            )
            at = at + 1
        end
    end
    return word
end
function recogniseTls(self, octets, start, lengthBytes)
    local ____type = octetAt(nil, octets, start)
    local first = octetAt(nil, octets, start + RECORD_HEADER_LENGTH)
    if ____type == TLS.HANDSHAKE then
        return first == CLIENT_HELLO and CONTENT.CLIENT_HELLO or CONTENT.OTHER
    end
    local length = uint16At(nil, octets, start + 3)
    if ____type == TLS.ALERT and length == 2 and first == FATAL then
        return CONTENT.FATAL_ALERT
    end
    local isAlert = ____type == TLS.ALERT or ____type == TLS.APPLICATION_DATA and length == SEALED_ALERT_LENGTH
    return isAlert and length + RECORD_HEADER_LENGTH == lengthBytes and CONTENT.CLOSING_ALERT or CONTENT.OTHER
end
function recogniseHttp(self, octets, start, captured)
    local word = int32At(nil, octets, start)
    if word == ANSWER then
        local isRefusal = captured > STATUS_OFFSET and __TS__ArrayIncludes(
            REFUSING_DIGITS,
            octetAt(nil, octets, start + STATUS_OFFSET) or 0
        )
        return isRefusal and CONTENT.REFUSAL or CONTENT.OTHER
    end
    local isRequest = word == GET or word == POST or word == PUT or word == HEAD or word == CONNECT
    return isRequest and CONTENT.REQUEST or CONTENT.OTHER
end
--- No-Operation twice, then the kind and the length of the Timestamps option.
local PADDED_TIMESTAMPS = 16844810
--- The usual place first: two octets of padding, then the option, in nearly every segment.
function ____exports.hasTimestampsOption(self, ____bindingPattern0)
    local optionsEnd
    local optionsStart
    local octets
    octets = ____bindingPattern0.octets
    optionsStart = ____bindingPattern0.optionsStart
    optionsEnd = ____bindingPattern0.optionsEnd
    local length = optionsEnd - optionsStart
    if length < 10 then
        return false
    end
    if length >= 12 and int32At(nil, octets, optionsStart) == PADDED_TIMESTAMPS then
        return true
    end
    return readTcpOptions(nil, octets, optionsStart, optionsEnd).hasTimestamps
end
TLS = {ALERT = 21, HANDSHAKE = 22, APPLICATION_DATA = 23}
CLIENT_HELLO = 1
RECORD_HEADER_LENGTH = 5
local ALERT_RECORD_LENGTH = 7
SEALED_ALERT_LENGTH = 2 + 1 + 16
FATAL = 2
GET = wordOf(nil, "GET ")
POST = wordOf(nil, "POST")
PUT = wordOf(nil, "PUT ")
HEAD = wordOf(nil, "HEAD")
CONNECT = wordOf(nil, "CONN")
ANSWER = wordOf(nil, "HTTP")
STATUS_OFFSET = 9
REFUSING_DIGITS = {52, 53}
--- Recognises what of a payload has to do with a reset: alerts of TLS, and what was asked for.
function ____exports.recognise(self, ____bindingPattern0)
    local lengthBytes
    local capturedEnd
    local payloadStart
    local octets
    octets = ____bindingPattern0.octets
    payloadStart = ____bindingPattern0.payloadStart
    capturedEnd = ____bindingPattern0.capturedEnd
    lengthBytes = ____bindingPattern0.lengthBytes
    local captured = capturedEnd - payloadStart
    if captured < ALERT_RECORD_LENGTH then
        return captured < lengthBytes and CONTENT.CUT or CONTENT.OTHER
    end
    local ____type = octetAt(nil, octets, payloadStart) or 0
    if ____type > TLS.APPLICATION_DATA then
        return recogniseHttp(nil, octets, payloadStart, captured)
    end
    if ____type < TLS.ALERT or octetAt(nil, octets, payloadStart + 1) ~= 3 or (octetAt(nil, octets, payloadStart + 2) or 0) > 4 then
        return CONTENT.OTHER
    end
    return recogniseTls(nil, octets, payloadStart, lengthBytes)
end
--- The description of a fatal alert.
function ____exports.alertOf(self, ____bindingPattern0)
    local payloadStart
    local octets
    octets = ____bindingPattern0.octets
    payloadStart = ____bindingPattern0.payloadStart
    return octetAt(nil, octets, payloadStart + RECORD_HEADER_LENGTH + 1) or 0
end
return ____exports
 end,
["platform.capture.byte-order"] = function(...) 
-- Octets are Lua strings here; offsets are counted from 0, as in the original.

local byte, sub = string.byte, string.sub
local tobit = bit.tobit

local exports = {}

function exports.octetAt(_, octets, offset)
  return (byte(octets, offset + 1))
end

function exports.countOctets(_, octets)
  return #octets
end

function exports.octetsBetween(_, octets, first, last)
  return sub(octets, first + 1, last)
end

function exports.uint16At(_, octets, offset)
  local high, low = byte(octets, offset + 1, offset + 2)
  return (high or 0) * 256 + (low or 0)
end

function exports.int32At(_, octets, offset)
  local first, second, third, fourth = byte(octets, offset + 1, offset + 4)
  return tobit(((first or 0) * 256 + (second or 0)) * 65536 + (third or 0) * 256 + (fourth or 0))
end

return exports
 end,
["capture.tcp-options"] = function(...) 
local ____exports = {}
local readOption, KIND, MP_FASTCLOSE, MP_TCPRST
local ____byte_2Dorder = require("platform.capture.byte-order")
local octetAt = ____byte_2Dorder.octetAt
function readOption(self, options, ____bindingPattern0)
    local length
    local start
    local octets
    local kind
    kind = ____bindingPattern0.kind
    octets = ____bindingPattern0.octets
    start = ____bindingPattern0.start
    length = ____bindingPattern0.length
    local first = octetAt(nil, octets, start) or 0
    if kind == KIND.WINDOW_SCALE and length == 1 then
        options.windowScale = math.min(first, 14)
    elseif kind == KIND.TIMESTAMPS and length == 8 then
        options.hasTimestamps = true
    elseif kind == KIND.MPTCP and length >= 2 then
        local subtype = bit.arshift(first, 4)
        if subtype == MP_FASTCLOSE then
            options.hasFastClose = true
        end
        if subtype == MP_TCPRST and length == 2 then
            local isTransient = ((first) % 2 >= 1)
            options.multipathReset = {
                reason = octetAt(nil, octets, start + 1) or 0,
                isTransient = isTransient
            }
        end
    end
end
KIND = {
    END = 0,
    NO_OPERATION = 1,
    WINDOW_SCALE = 3,
    TIMESTAMPS = 8,
    MPTCP = 30
}
MP_FASTCLOSE = 7
MP_TCPRST = 8
--- Reads the options between `start` and `end`; stops where they are damaged, and never throws.
function ____exports.readTcpOptions(self, octets, start, ____end)
    local options = {windowScale = nil, hasTimestamps = false, multipathReset = nil, hasFastClose = false}
    local at = start
    while at < ____end do
        do
            local kind = octetAt(nil, octets, at) or KIND.END
            if kind == KIND.END then
                break
            end
            if kind == KIND.NO_OPERATION then
                at = at + 1
                goto __continue3
            end
            local length = at + 1 < ____end and (octetAt(nil, octets, at + 1) or 0) or 0
            if length < 2 or at + length > ____end then
                break
            end
            readOption(nil, options, {kind = kind, octets = octets, start = at + 2, length = length - 2})
            at = at + length
        end
        ::__continue3::
    end
    return options
end
return ____exports
 end,
["explain.deadline-queue"] = function(...) 
local ____lualib = require("lualib_bundle")
local __TS__Class = ____lualib.__TS__Class
local __TS__NumberIsNaN = ____lualib.__TS__NumberIsNaN
local __TS__ArraySlice = ____lualib.__TS__ArraySlice
local ____exports = {}
--- Connections that wait for the same time each, so that the first one is always due first; of more
-- than `limit` it is due at once, for a capture whose clock stands still must not fill the memory.
____exports.DeadlineQueue = __TS__Class()
local DeadlineQueue = ____exports.DeadlineQueue
DeadlineQueue.name = "DeadlineQueue"
function DeadlineQueue.prototype.____constructor(self, waitSeconds, limit)
    self.due = math.huge
    self._connections = {}
    self._deadlines = {}
    self._first = 0
    self._waitSeconds = waitSeconds
    self._limit = limit
end
function DeadlineQueue.prototype.push(self, connection, seconds)
    if __TS__NumberIsNaN(seconds) then
        return
    end
    local ____self__connections_0 = self._connections
    ____self__connections_0[#____self__connections_0 + 1] = connection
    local ____self__deadlines_1 = self._deadlines
    ____self__deadlines_1[#____self__deadlines_1 + 1] = seconds + self._waitSeconds
    self:_note()
end
function DeadlineQueue.prototype.take(self, now)
    local connection = self._connections[self._first + 1]
    if connection == nil or not (self:isFull() or now >= self.due) then
        return nil
    end
    self._first = self._first + 1
    if self._first > 1024 and self._first * 2 > #self._connections then
        self._connections = __TS__ArraySlice(self._connections, self._first)
        self._deadlines = __TS__ArraySlice(self._deadlines, self._first)
        self._first = 0
    end
    self:_note()
    return connection
end
function DeadlineQueue.prototype.isFull(self)
    return #self._connections - self._first > self._limit
end
function DeadlineQueue.prototype._note(self)
    local deadline = self._deadlines[self._first + 1] or math.huge
    self.due = self:isFull() and -math.huge or deadline
end
return ____exports
 end,
["explain.connection-table"] = function(...) 
local ____lualib = require("lualib_bundle")
local __TS__Class = ____lualib.__TS__Class
local __TS__New = ____lualib.__TS__New
local Map = ____lualib.Map
local __TS__SparseArrayNew = ____lualib.__TS__SparseArrayNew
local __TS__SparseArrayPush = ____lualib.__TS__SparseArrayPush
local __TS__SparseArraySpread = ____lualib.__TS__SparseArraySpread
local __TS__ArraySort = ____lualib.__TS__ArraySort
local Error = ____lualib.Error
local RangeError = ____lualib.RangeError
local ReferenceError = ____lualib.ReferenceError
local SyntaxError = ____lualib.SyntaxError
local TypeError = ____lualib.TypeError
local URIError = ____lualib.URIError
local ____exports = {}
local worthOf
local ____connection = require("explain.connection")
local Connection = ____connection.Connection
local WORTH = ____connection.WORTH
local ____connection_2Dkey = require("platform.explain.connection-key")
local hashKey = ____connection_2Dkey.hashKey
local isSameKey = ____connection_2Dkey.isSameKey
local ____forgotten_2Dstreams = require("platform.explain.forgotten-streams")
local ForgottenStreams = ____forgotten_2Dstreams.ForgottenStreams
local ____shared_2Dstream = require("explain.shared-stream")
local firstNumberOf = ____shared_2Dstream.firstNumberOf
local SharedStream = ____shared_2Dstream.SharedStream
function worthOf(self, connection)
    local ____connection_3 = connection
    local phase = ____connection_3.phase
    local sides = ____connection_3.sides
    if phase == "reported" or connection:isClosed() then
        return WORTH.OVER
    end
    return sides[1].octets + sides[2].octets > 0 and WORTH.FILLED or WORTH.EMPTY
end
--- Connections of the same ends in different tunnels: more of them are no accident.
local TWIN_LIMIT = 32
--- Of how many connections the least useful one is forgotten.
local CANDIDATES = 8
--- Of all connections, so many of one kind may stand while others are forgotten: a new one has time to
-- be answered, and a late segment finds its connection.
local SPARED_SHARE = 1 / 16
--- For each connection that is followed, the streams of so many that were forgotten are known.
local FORGOTTEN_SHARE = 8
--- The connections of one capture by their ends, of which it keeps at most `limit`. Where it has to
-- forget one, it takes those that are over, then those that never carried data, so that no flood of
-- SYNs displaces a conversation; among equals chance decides, for the longest silent one would be the
-- next to speak where all speak in turn.
____exports.ConnectionTable = __TS__Class()
local ConnectionTable = ____exports.ConnectionTable
ConnectionTable.name = "ConnectionTable"
function ConnectionTable.prototype.____constructor(self, limit, onForget)
    self._byHash = __TS__New(Map)
    self._pools = {{}, {}, {}}
    self._chance = 1
    self._added = 0
    self._streams = 0
    self.nextStream = function()
        self._streams = self._streams + 1
        return self._streams - 1
    end
    self._limit = limit
    self._spared = math.floor(limit * SPARED_SHARE)
    self._onForget = onForget
    self._forgotten = __TS__New(ForgottenStreams, limit * FORGOTTEN_SHARE)
end
function ConnectionTable.prototype.find(self, key)
    local connection = self._byHash:get(hashKey(nil, key))
    while connection ~= nil and not isSameKey(nil, connection.key, key) do
        connection = connection.nextOfHash
    end
    return connection
end
function ConnectionTable.prototype.findTwin(self, key, accept)
    local connection = self:find(key)
    while connection ~= nil and not (isSameKey(nil, connection.key, key) and accept(nil, connection)) do
        connection = connection.nextOfHash
    end
    return connection
end
function ConnectionTable.prototype.recall(self, key)
    return self._forgotten:recall(key)
end
function ConnectionTable.prototype.note(self, key, stream)
    self._forgotten:remember(key, stream)
end
function ConnectionTable.prototype.open(self, key, stream)
    while self:_size() >= self._limit do
        self:_evict()
    end
    local connection = __TS__New(
        Connection,
        key,
        hashKey(nil, key),
        stream
    )
    self:restore(connection)
    return connection
end
function ConnectionTable.prototype.openTwin(self, key, twin)
    if twin.shared == nil then
        twin.shared = __TS__New(SharedStream, twin)
    end
    local connection = self:open(
        key,
        twin:stream()
    )
    connection.shared = twin.shared
    return connection
end
function ConnectionTable.prototype.restore(self, connection)
    self:_link(connection)
    connection.order = self._added
    self._added = self._added + 1
    self:_place(connection)
    self:_forgetTwins(connection)
end
function ConnectionTable.prototype.weigh(self, connection)
    if connection.worth == worthOf(nil, connection) or not self:_has(connection) then
        return
    end
    self:_displace(connection)
    self:_place(connection)
end
function ConnectionTable.prototype.forgetEnded(self, connection)
    if self:_has(connection) then
        self:_forget(connection)
    end
end
function ConnectionTable.prototype.remove(self, connection)
    self:_unlink(connection)
    self:_displace(connection)
end
function ConnectionTable.prototype.list(self)
    --- By `Worth`.
    local over, empty, filled = unpack(self._pools, 1, 3)
    local ____array_0 = __TS__SparseArrayNew(unpack(over))
    __TS__SparseArrayPush(
        ____array_0,
        unpack(empty)
    )
    __TS__SparseArrayPush(
        ____array_0,
        unpack(filled)
    )
    return __TS__ArraySort(
        {__TS__SparseArraySpread(____array_0)},
        function(____, a, b)
            local order = a:stream() - b:stream()
            return order == 0 and a.order - b.order or order
        end
    )
end
function ConnectionTable.prototype._size(self)
    --- By `Worth`.
    local over, empty, filled = unpack(self._pools, 1, 3)
    return #over + #empty + #filled
end
function ConnectionTable.prototype._has(self, connection)
    return self._pools[connection.worth + 1][connection.place + 1] == connection
end
function ConnectionTable.prototype._place(self, connection)
    connection.worth = worthOf(nil, connection)
    local pool = self._pools[connection.worth + 1]
    connection.place = #pool
    pool[#pool + 1] = connection
end
function ConnectionTable.prototype._displace(self, connection)
    local pool = self._pools[connection.worth + 1]
    local last = table.remove(pool)
    if last == nil or last == connection then
        return
    end
    pool[connection.place + 1] = last
    last.place = connection.place
end
function ConnectionTable.prototype._link(self, connection)
    connection.nextOfHash = self._byHash:get(connection.hash)
    self._byHash:set(connection.hash, connection)
end
function ConnectionTable.prototype._unlink(self, connection)
    local ____connection_1 = connection
    local hash = ____connection_1.hash
    local nextOfHash = ____connection_1.nextOfHash
    local first = self._byHash:get(hash)
    if first == connection then
        if nextOfHash == nil then
            self._byHash:delete(hash)
        else
            self._byHash:set(hash, nextOfHash)
        end
        return
    end
    do
        local at = first
        while at ~= nil do
            do
                if at.nextOfHash ~= connection then
                    goto __continue32
                end
                at.nextOfHash = nextOfHash
                return
            end
            ::__continue32::
            at = at.nextOfHash
        end
    end
end
function ConnectionTable.prototype._forgetTwins(self, connection)
    local count = 1
    local least
    do
        local at = connection.nextOfHash
        while at ~= nil do
            do
                if not isSameKey(nil, at.key, connection.key) then
                    goto __continue36
                end
                count = count + 1
                if least == nil or at.worth <= least.worth then
                    least = at
                end
            end
            ::__continue36::
            at = at.nextOfHash
        end
    end
    if least ~= nil and count > TWIN_LIMIT then
        self:_forget(least)
    end
end
function ConnectionTable.prototype._evict(self)
    --- By `Worth`.
    local over, empty, filled = unpack(self._pools, 1, 3)
    if #over > self._spared then
        self:_forget(self:_chooseEnded(over))
    else
        self:_forget(self:_choose(#empty > self._spared and empty or filled))
    end
end
function ConnectionTable.prototype._chooseEnded(self, pool)
    local oldest = self:_any(pool)
    do
        local step = 1
        while step < CANDIDATES do
            local candidate = self:_any(pool)
            if candidate.lastFrame < oldest.lastFrame then
                oldest = candidate
            end
            step = step + 1
        end
    end
    return oldest
end
function ConnectionTable.prototype._choose(self, pool)
    local first = self:_any(pool)
    local candidate = first
    do
        local step = 1
        while step < CANDIDATES and candidate.phase ~= "reset" do
            candidate = self:_any(pool)
            step = step + 1
        end
    end
    return candidate.phase == "reset" and candidate or first
end
function ConnectionTable.prototype._any(self, pool)
    self._chance = bit.bxor(
        self._chance,
        bit.lshift(self._chance, 13)
    )
    self._chance = bit.bxor(
        self._chance,
        bit.rshift(self._chance, 17)
    )
    self._chance = bit.bxor(
        self._chance,
        bit.lshift(self._chance, 5)
    )
    local found = pool[((self._chance) % 4294967296) % #pool + 1]
    if found == nil then
        error(
            __TS__New(Error, "no connection to forget"),
            0
        )
    end
    return found
end
function ConnectionTable.prototype._forget(self, connection)
    local ____connection_2 = connection
    local key = ____connection_2.key
    local lastFrame = ____connection_2.lastFrame
    self:remove(connection)
    local hasHistory = lastFrame > 0
    if self:find(key) == nil then
        local bases = {
            firstNumberOf(nil, connection, 0),
            firstNumberOf(nil, connection, 1)
        }
        self:note(
            key,
            {
                stream = connection:stream(),
                hasHistory = hasHistory,
                bases = bases
            }
        )
    end
    self:_onForget(connection)
end
return ____exports
 end,
["platform.explain.forgotten-streams"] = function(...) 
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
 end,
["explain.connection"] = function(...) 
local ____lualib = require("lualib_bundle")
local __TS__Class = ____lualib.__TS__Class
local __TS__New = ____lualib.__TS__New
local __TS__SparseArrayNew = ____lualib.__TS__SparseArrayNew
local __TS__SparseArrayPush = ____lualib.__TS__SparseArrayPush
local __TS__SparseArraySpread = ____lualib.__TS__SparseArraySpread
local __TS__ArrayMap = ____lualib.__TS__ArrayMap
local __TS__ArrayIndexOf = ____lualib.__TS__ArrayIndexOf
local ____exports = {}
local guessClient, rankOf, RESERVED_PORTS
local ____tcp_2Dflag = require("model.tcp-flag")
local TCP_FLAG = ____tcp_2Dflag.TCP_FLAG
local ____connection_2Dkey = require("platform.explain.connection-key")
local copyKey = ____connection_2Dkey.copyKey
local endpointOf = ____connection_2Dkey.endpointOf
local portOf = ____connection_2Dkey.portOf
local ____side = require("explain.core.side")
local SideState = ____side.SideState
local ____event_2Dstore = require("explain.event-store")
local keptIndexes = ____event_2Dstore.keptIndexes
local readEvent = ____event_2Dstore.readEvent
local ____shared_2Dstream = require("explain.shared-stream")
local UNSEEN = ____shared_2Dstream.UNSEEN
local ____tables = require("platform.explain.tables")
local serverPorts = ____tables.serverPorts
function guessClient(self, key)
    local first, second = portOf(nil, key, 0), portOf(nil, key, 1)
    local left, right = rankOf(nil, first), rankOf(nil, second)
    if left ~= right then
        return left > right and 0 or 1
    end
    return first >= second and 0 or 1
end
function rankOf(self, port)
    if serverPorts(nil):has(port) then
        return 0
    end
    return port < RESERVED_PORTS and 1 or 2
end
function ____exports.otherEnd(self, ____end)
    return ____end == 0 and 1 or 0
end
--- RST segments of one connection whose payload, options or window is looked at.
local STATEMENT_LIMIT = 8
--- What would be lost with a connection: nothing, segments without data, or a conversation.
____exports.WORTH = {OVER = 0, EMPTY = 1, FILLED = 2}
local NO_STATEMENTS = {}
--- A connection as it is tracked; both ends are in the order of its key.
____exports.Connection = __TS__Class()
local Connection = ____exports.Connection
Connection.name = "Connection"
function Connection.prototype.____constructor(self, key, hash, stream)
    self.phase = "open"
    self.worth = ____exports.WORTH.EMPTY
    self.count = 0
    self.lastSeconds = 0 / 0
    self.lastFrame = 0
    self.sides = {
        __TS__New(SideState),
        __TS__New(SideState)
    }
    self.resetIndex = -1
    self.resetStream = -1
    self.began = 0 / 0
    self.resetSeconds = 0 / 0
    self.statements = NO_STATEMENTS
    self.statedOctets = 0
    self.isForgotten = false
    self.isCutShort = false
    self.place = 0
    self.order = 0
    self.key = copyKey(nil, key)
    self.hash = hash
    self._stream = stream
end
function Connection.prototype.stream(self)
    return self.shared == nil and self._stream or self.shared.stream
end
function Connection.prototype.isGone(self)
    return false
end
function Connection.prototype.noteTunnel(self, from, tunnel)
    if self.tunnels == nil and tunnel == 0 then
        return
    end
    if self.tunnels == nil then
        self.tunnels = self.count == 0 and ({UNSEEN, UNSEEN}) or ({0, 0})
    end
    self.tunnels[from + 1] = tunnel
end
function Connection.prototype.startWithRst(self, from, ____bindingPattern0)
    local sequenceNumber
    sequenceNumber = ____bindingPattern0.sequenceNumber
    if self.rstBases == nil then
        self.rstBases = {nil, nil}
    end
    local ____self_rstBases_0, ____temp_1 = self.rstBases, from + 1
    if ____self_rstBases_0[____temp_1] == nil then
        ____self_rstBases_0[____temp_1] = ((sequenceNumber - 1 + 2147483648) % 4294967296 - 2147483648)
    end
end
function Connection.prototype.reset(self, time, seconds)
    self.phase = "reset"
    self.resetSeconds = seconds
    self.resetIndex = self.count
    self.resetStream = self:stream()
    self.resetFrameTime = time
    self.sidesAtReset = {
        self.sides[1]:copy(),
        self.sides[2]:copy()
    }
    self.statements = NO_STATEMENTS
end
function Connection.prototype.report(self)
    self.phase = "reported"
    self.resetFrameTime = nil
    self.sidesAtReset = nil
    self.statements = NO_STATEMENTS
    self.statedOctets = 0
    self.isCutShort = false
    self.segmentsSinceReport = {0, 0}
end
function Connection.prototype.reopen(self)
    self.phase = "open"
    self.resetIndex = -1
    self.segmentsSinceReport = nil
end
function Connection.prototype.forgetEvents(self)
    self.slot = nil
    self.count = 0
end
function Connection.prototype.isClosed(self)
    return self.phase ~= "reset" and self.sides[1].hasFin and self.sides[2].hasFin
end
function Connection.prototype.addStatement(self, segment, frame, statement)
    if statement == nil or #self.statements >= STATEMENT_LIMIT then
        return 0
    end
    local ____array_2 = __TS__SparseArrayNew(unpack(self.statements))
    __TS__SparseArrayPush(____array_2, {frame = frame, statement = statement})
    self.statements = {__TS__SparseArraySpread(____array_2)}
    local octets = segment.capturedEnd - segment.payloadStart
    self.statedOctets = self.statedOctets + octets
    return octets
end
--- Takes a connection out of the store, into the shape that the core reads.
function ____exports.readFollowed(self, connection)
    local ____connection_3 = connection
    local key = ____connection_3.key
    local slot = ____connection_3.slot
    local likelyClient = ____connection_3.likelyClient
    local nextClient = ____connection_3.nextClient
    return {
        stream = connection:stream(),
        endpoints = {
            endpointOf(nil, key, 0),
            endpointOf(nil, key, 1)
        },
        client = connection.client or likelyClient or nextClient or guessClient(nil, key),
        isClientKnown = connection.client ~= nil,
        isForgotten = connection.isForgotten,
        sides = connection.sidesAtReset or connection.sides,
        events = slot == nil and ({}) or __TS__ArrayMap(
            keptIndexes(nil, connection.count),
            function(____, index) return readEvent(nil, slot, index) end
        )
    }
end
--- The same of one that was reset.
function ____exports.readReset(self, connection)
    local ____exports_readFollowed_result_4 = ____exports.readFollowed(nil, connection)
    local endpoints = ____exports_readFollowed_result_4.endpoints
    local client = ____exports_readFollowed_result_4.client
    local isClientKnown = ____exports_readFollowed_result_4.isClientKnown
    local isForgotten = ____exports_readFollowed_result_4.isForgotten
    local sides = ____exports_readFollowed_result_4.sides
    local events = ____exports_readFollowed_result_4.events
    local ____connection_resetStream_9 = connection.resetStream
    local ____endpoints_10 = endpoints
    local ____client_11 = client
    local ____isClientKnown_12 = isClientKnown
    local ____isForgotten_13 = isForgotten
    local ____sides_14 = sides
    local ____events_15 = events
    local ____opt_5 = connection.previous
    local ____temp_16 = ____opt_5 and ____opt_5.sides
    local ____connection_relation_17 = connection.relation
    local ____opt_7 = connection.pair
    return {
        stream = ____connection_resetStream_9,
        endpoints = ____endpoints_10,
        client = ____client_11,
        isClientKnown = ____isClientKnown_12,
        isForgotten = ____isForgotten_13,
        sides = ____sides_14,
        events = ____events_15,
        previous = ____temp_16,
        relation = ____connection_relation_17,
        portsAsked = ____opt_7 and #____opt_7.ports or 0,
        isCutShort = connection.isCutShort,
        nextClient = connection.nextClient,
        resetPlace = __TS__ArrayIndexOf(
            keptIndexes(nil, connection.count),
            connection.resetIndex
        ),
        resetTime = connection.resetFrameTime,
        statements = connection.statements
    }
end
RESERVED_PORTS = 1024
--- Who opened a connection, by its first segment.
function ____exports.findClient(self, key, from, flags)
    local isSyn = ((flags) % 4 >= 2)
    local isAcknowledged = ((flags) % 32 >= 16)
    if isSyn and isAcknowledged then
        return ____exports.otherEnd(nil, from)
    end
    return isAcknowledged and guessClient(nil, key) or from
end
return ____exports
 end,
["explain.capture-edges"] = function(...) 
local ____lualib = require("lualib_bundle")
local __TS__Class = ____lualib.__TS__Class
local __TS__NumberIsNaN = ____lualib.__TS__NumberIsNaN
local __TS__ArraySort = ____lualib.__TS__ArraySort
local __TS__ArraySlice = ____lualib.__TS__ArraySlice
local __TS__ArrayMap = ____lualib.__TS__ArrayMap
local Set = ____lualib.Set
local __TS__New = ____lualib.__TS__New
local ____exports = {}
local ____connection_2Dkey = require("platform.explain.connection-key")
local nameOf = ____connection_2Dkey.nameOf
--- Enough to recognise connections; captures may have millions of them.
local LIMIT = 256
--- Notes the connections at both ends of a capture.
____exports.EdgeNotes = __TS__Class()
local EdgeNotes = ____exports.EdgeNotes
EdgeNotes.name = "EdgeNotes"
function EdgeNotes.prototype.____constructor(self)
    self._begunBefore = {}
    self._firstSeconds = 0 / 0
    self._lastSeconds = -math.huge
end
function EdgeNotes.prototype.pass(self, seconds)
    if seconds > self._lastSeconds then
        self._lastSeconds = seconds
    end
end
function EdgeNotes.prototype.begin(self, key, seconds, hasBeginning)
    if __TS__NumberIsNaN(self._firstSeconds) then
        self._firstSeconds = seconds
    end
    if hasBeginning or #self._begunBefore == LIMIT then
        return
    end
    local ____self__begunBefore_0 = self._begunBefore
    ____self__begunBefore_0[#____self__begunBefore_0 + 1] = nameOf(nil, key)
end
function EdgeNotes.prototype.read(self, open)
    local latest = __TS__ArraySlice(
        __TS__ArraySort(
            {unpack(open)},
            function(____, a, b) return b.lastFrame - a.lastFrame end
        ),
        0,
        LIMIT
    )
    return {
        firstSeconds = self._firstSeconds,
        lastSeconds = self._lastSeconds,
        begunBefore = self._begunBefore,
        openAtEnd = __TS__New(
            Set,
            __TS__ArrayMap(
                latest,
                function(____, ____bindingPattern0)
                    local name
                    name = ____bindingPattern0.name
                    return name
                end
            )
        )
    }
end
return ____exports
 end,
["explain.statements"] = function(...) 
local ____lualib = require("lualib_bundle")
local __TS__ObjectAssign = ____lualib.__TS__ObjectAssign
local __TS__ArrayIncludes = ____lualib.__TS__ArrayIncludes
local __TS__StringIncludes = ____lualib.__TS__StringIncludes
local __TS__StringStartsWith = ____lualib.__TS__StringStartsWith
local __TS__ArraySome = ____lualib.__TS__ArraySome
local __TS__StringSplit = ____lualib.__TS__StringSplit
local __TS__ArraySlice = ____lualib.__TS__ArraySlice
local __TS__StringCharCodeAt = ____lualib.__TS__StringCharCodeAt
local __TS__ArrayFind = ____lualib.__TS__ArrayFind
local WeakMap = ____lualib.WeakMap
local __TS__New = ____lualib.__TS__New
local __TS__ArrayFilter = ____lualib.__TS__ArrayFilter
local __TS__ArrayFlatMap = ____lualib.__TS__ArrayFlatMap
local Map = ____lualib.Map
local Set = ____lualib.Set
local __TS__StringSlice = ____lualib.__TS__StringSlice
local ____exports = {}
local readStatedPayload, wordsOf, readSentence, isSentence, isLetter, readOptions, readWindow, plain, codeFor, meaningOf, meaningsByWords, fold, meaningsOfBigIp, readMultipath, describe, readNetscalerCode, shorten, OPAQUE, TEXT, BIG_IP, LONGEST_SENTENCE, CUT, HTTP, wordsOfModels, BIG_IP_MEANINGS, MULTIPATH_MEANINGS, LEAST_TIME_TO_LIVE, BENIGN, LONGEST_MEANING
local ____byte_2Dorder = require("platform.capture.byte-order")
local octetsBetween = ____byte_2Dorder.octetsBetween
local ____tcp_2Doptions = require("capture.tcp-options")
local readTcpOptions = ____tcp_2Doptions.readTcpOptions
local ____read_2Dpayload = require("decode.read-payload")
local readPayload = ____read_2Dpayload.readPayload
local ____format = require("model.format")
local TRUNCATED = ____format.TRUNCATED
local ____multipath_2Dreasons = require("model.multipath-reasons")
local MULTIPATH_REASONS = ____multipath_2Dreasons.MULTIPATH_REASONS
local ____registry = require("model.registry")
local findCause = ____registry.findCause
local statesCause = ____registry.statesCause
local ____text = require("platform.model.text")
local quoteText = ____text.quoteText
local ____registry_2Dwords = require("explain.core.registry-words")
local findCode = ____registry_2Dwords.findCode
local MEANINGS = ____registry_2Dwords.MEANINGS
local ____tables = require("platform.explain.tables")
local netscalerTexts = ____tables.netscalerTexts
function readStatedPayload(self, model, segment)
    local ____segment_0 = segment
    local octets = ____segment_0.octets
    local payloadStart = ____segment_0.payloadStart
    local capturedEnd = ____segment_0.capturedEnd
    local lengthBytes = ____segment_0.lengthBytes
    if lengthBytes == 0 then
        return nil
    end
    local captured = octetsBetween(nil, octets, payloadStart, capturedEnd)
    local reading = readPayload(nil, model, {octets = captured, lengthBytes = lengthBytes})
    if not reading or reading.format == OPAQUE then
        return nil
    end
    if reading.format == TEXT then
        return readSentence(nil, model, reading)
    end
    local format = reading.format
    local standing = reading.standing
    local status = reading.status
    local reasonCode = reading.reasonCode
    local pen = reading.pen
    local problems = reading.problems
    if status == "malformed" then
        return __TS__ObjectAssign(
            {},
            plain(nil, format, nil),
            {isIgnored = true, missing = problems}
        )
    end
    local isValid = status == "valid"
    local ____format_2 = format
    local ____wordsOf_result_3 = wordsOf(nil, reading)
    local ____meaningOf_result_4 = meaningOf(nil, model, reading)
    local ____temp_1
    if pen == nil then
        ____temp_1 = nil
    else
        ____temp_1 = reasonCode
    end
    return {
        format = ____format_2,
        reason = ____wordsOf_result_3,
        meaning = ____meaningOf_result_4,
        reasonCode = ____temp_1,
        pen = pen,
        certainty = isValid and "high" or "low",
        isShapeOnly = standing == "guess",
        benign = false,
        isIgnored = false,
        missing = isValid and ({}) or ({CUT})
    }
end
function wordsOf(self, ____bindingPattern0)
    local pattern
    local text
    local reason
    reason = ____bindingPattern0.reason
    text = ____bindingPattern0.text
    pattern = ____bindingPattern0.pattern
    local isForeign = text ~= nil and (reason == nil or pattern ~= nil)
    return isForeign and quoteText(nil, reason or text) or reason
end
function readSentence(self, model, reading)
    local ____reading_5 = reading
    local format = ____reading_5.format
    local pattern = ____reading_5.pattern
    local text = ____reading_5.text
    local reason = ____reading_5.reason
    local problems = ____reading_5.problems
    local missing = __TS__ArrayIncludes(problems, TRUNCATED) and ({CUT}) or ({})
    if pattern == BIG_IP and reason ~= nil then
        local ____opt_6 = text
        local ____temp_8 = ____opt_6 and __TS__StringIncludes(text, "{peer}")
        if ____temp_8 == nil then
            ____temp_8 = false
        end
        local isPeer = ____temp_8
        local words = quoteText(nil, reason)
        local shown = isPeer and words .. " (on the proxy's other side)" or words
        local code = codeFor(
            nil,
            model,
            meaningsOfBigIp(nil, reason)
        )
        return __TS__ObjectAssign(
            {},
            plain(nil, format, shown),
            code,
            {isShapeOnly = true, missing = missing}
        )
    end
    if text == nil or #text > LONGEST_SENTENCE or not isSentence(nil, text) then
        return nil
    end
    if __TS__ArraySome(
        HTTP,
        function(____, start) return __TS__StringStartsWith(text, start) end
    ) then
        return nil
    end
    local meaning = meaningOf(nil, model, reading)
    return __TS__ObjectAssign(
        {},
        plain(
            nil,
            format,
            quoteText(nil, text)
        ),
        {meaning = meaning, certainty = "low", isShapeOnly = true, missing = missing}
    )
end
function isSentence(self, text)
    local words = __TS__StringSplit(text, " ")
    return __TS__ArraySome(
        __TS__ArraySlice(words, 1),
        function(____, word, at)
            local before = words[at + 1] or ""
            local isWord = isLetter(nil, word, 0) and isLetter(nil, word, 1)
            return isWord and isLetter(nil, before, #before - 1) and isLetter(nil, before, #before - 2)
        end
    )
end
function isLetter(self, text, at)
    if at < 0 or at >= #text then
        return false
    end
    local code = bit.bor(
        __TS__StringCharCodeAt(text, at),
        32
    )
    return code >= 97 and code <= 122
end
function readOptions(self, model, segment)
    local ____segment_9 = segment
    local octets = ____segment_9.octets
    local optionsStart = ____segment_9.optionsStart
    local optionsEnd = ____segment_9.optionsEnd
    if optionsStart == optionsEnd then
        return nil
    end
    local cause = readMultipath(
        nil,
        readTcpOptions(nil, octets, optionsStart, optionsEnd)
    )
    return cause and __TS__ObjectAssign(
        {},
        plain(nil, "multipath", cause.reason),
        codeFor(nil, model, cause.meanings)
    )
end
function readWindow(self, segment, sender)
    local code = readNetscalerCode(nil, segment, sender)
    if not code then
        return nil
    end
    return __TS__ObjectAssign(
        {},
        plain(
            nil,
            "netscaler-window",
            (("NetScaler " .. tostring(code.code)) .. ": ") .. code.text
        ),
        {certainty = "medium", benign = code.isBenign, missing = {"the window may have this value by chance"}}
    )
end
function plain(self, format, reason)
    return {
        format = format,
        reason = reason,
        meaning = nil,
        reasonCode = nil,
        pen = nil,
        certainty = "high",
        isShapeOnly = false,
        benign = false,
        isIgnored = false,
        missing = {}
    }
end
function codeFor(self, model, meanings)
    local code = findCode(nil, model, meanings)
    return {reasonCode = code and code.reasonCode, pen = nil}
end
function meaningOf(self, model, reading)
    local ____reading_12 = reading
    local reasonCode = ____reading_12.reasonCode
    local id = ____reading_12.registry
    local reason = ____reading_12.reason
    local text = ____reading_12.text
    if reasonCode == nil then
        return meaningsByWords(nil, model):get(fold(nil, reason or text or ""))
    end
    local ____TS__ArrayFind_result_15 = __TS__ArrayFind(
        model.registries,
        function(____, one) return one.id == id end
    )
    if ____TS__ArrayFind_result_15 == nil then
        local ____opt_13 = __TS__ArrayFind(
            model.vendors,
            function(____, vendor) return vendor.registry.id == id end
        )
        ____TS__ArrayFind_result_15 = ____opt_13 and ____opt_13.registry
    end
    local registry = ____TS__ArrayFind_result_15
    local ____registry_18 = registry
    if ____registry_18 then
        local ____opt_16 = findCause(nil, registry, reasonCode)
        ____registry_18 = ____opt_16 and ____opt_16.meaning
    end
    return ____registry_18
end
function meaningsByWords(self, model)
    local known = wordsOfModels:get(model)
    if known then
        return known
    end
    local rows = __TS__ArrayFlatMap(
        __TS__ArrayFlatMap(
            model.registries,
            function(____, registry) return {
                registry,
                unpack(registry.others)
            } end
        ),
        function(____, ____bindingPattern0)
            local all
            all = ____bindingPattern0.rows
            return __TS__ArrayFilter(all, statesCause)
        end
    )
    local meanings = __TS__New(
        Map,
        __TS__ArrayFlatMap(
            rows,
            function(____, ____bindingPattern0)
                local meaning
                local description
                description = ____bindingPattern0.description
                meaning = ____bindingPattern0.meaning
                return meaning == nil and ({}) or ({{
                    fold(nil, description),
                    meaning
                }})
            end
        )
    )
    wordsOfModels:set(model, meanings)
    return meanings
end
function fold(self, words)
    return string.lower(words)
end
function meaningsOfBigIp(self, cause)
    local ____opt_19 = __TS__ArrayFind(
        BIG_IP_MEANINGS,
        function(____, ____bindingPattern0)
            local start
            start = ____bindingPattern0[1]
            return __TS__StringStartsWith(cause, start)
        end
    )
    return ____opt_19 and ____opt_19[2] or ({})
end
function readMultipath(self, options)
    if options.multipathReset then
        return describe(nil, options.multipathReset)
    end
    return options.hasFastClose and ({reason = "MPTCP fast close", meanings = MEANINGS.abort}) or nil
end
function describe(self, ____bindingPattern0)
    local isTransient
    local reason
    reason = ____bindingPattern0.reason
    isTransient = ____bindingPattern0.isTransient
    local text = MULTIPATH_REASONS[reason + 1] or "MPTCP reason " .. tostring(reason)
    return {reason = isTransient and text .. " (transient)" or text, meanings = MULTIPATH_MEANINGS[reason + 1] or ({})}
end
function readNetscalerCode(self, segment, sender)
    local ____segment_21 = segment
    local window = ____segment_21.window
    local lengthBytes = ____segment_21.lengthBytes
    local packet = ____segment_21.packet
    if lengthBytes > 0 or sender.segments == 0 or sender.window == window then
        return nil
    end
    if not (packet.timeToLive >= LEAST_TIME_TO_LIVE) then
        return nil
    end
    local text = netscalerTexts(nil):get(window)
    if text == nil then
        return nil
    end
    return {
        code = window,
        text = shorten(nil, text),
        isBenign = BENIGN:has(window)
    }
end
function shorten(self, text)
    local ____end = (string.find(text, ". ", nil, true) or 0) - 1
    local sentence = ____end < 0 and text or __TS__StringSlice(text, 0, ____end + 1)
    return #sentence <= LONGEST_MEANING and sentence or __TS__StringSlice(sentence, 0, LONGEST_MEANING - 3) .. "..."
end
OPAQUE = "opaque"
TEXT = "text"
BIG_IP = "big-ip"
LONGEST_SENTENCE = 300
CUT = "the snapshot length cut the payload"
HTTP = {
    "HTTP/",
    "GET ",
    "POST ",
    "PUT ",
    "HEAD ",
    "DELETE ",
    "OPTIONS "
}
--- What an RST segment says of its cause: the payload before the options before the window, and a
-- malformed payload only where there is nothing else. The `sender` is what was seen of its end before.
function ____exports.readStatement(self, model, segment, sender)
    local payload = readStatedPayload(nil, model, segment)
    if payload and not payload.isIgnored then
        return payload
    end
    return readOptions(nil, model, segment) or readWindow(nil, segment, sender) or payload
end
wordsOfModels = __TS__New(WeakMap)
BIG_IP_MEANINGS = {
    {"No local listener", MEANINGS.closed},
    {"No flow found", MEANINGS.closed},
    {"Flow expired", MEANINGS.timeout},
    {"TCP retransmit timeout", MEANINGS.timeout},
    {"handshake timeout", MEANINGS.timeout},
    {"Connection limit", MEANINGS.resource},
    {"Policy action", MEANINGS.notAuthorized},
    {"Port denied", MEANINGS.notAuthorized},
    {"TCP 3WHS rejected", MEANINGS.notAuthorized},
    {"No route to host", MEANINGS.unreachable},
    {"No pool member", MEANINGS.unreachable},
    {"No server selected", MEANINGS.unreachable},
    {"TCP RST from remote system", MEANINGS.peerReset}
}
MULTIPATH_MEANINGS = {
    {},
    MEANINGS.malformed,
    MEANINGS.resource,
    MEANINGS.notAuthorized,
    MEANINGS.outstanding,
    MEANINGS.performance,
    MEANINGS.middlebox
}
LEAST_TIME_TO_LIVE = 192
BENIGN = __TS__New(Set, {9800, 9843})
LONGEST_MEANING = 120
return ____exports
 end,
["platform.model.text"] = function(...) 
-- How text of a payload is shown, which the plugin knows already.

local exports = {}

function exports.quoteText(_, text, most)
  return given.quote_text(text, most)
end

return exports
 end,
["explain.core.registry-words"] = function(...) 
local ____lualib = require("lualib_bundle")
local WeakMap = ____lualib.WeakMap
local __TS__New = ____lualib.__TS__New
local Map = ____lualib.Map
local ____exports = {}
local codesOf, codesOfModels
--- The first of the meanings that the revision in use has.
function ____exports.findCode(self, model, meanings)
    local codes = codesOf(nil, model)
    for ____, meaning in ipairs(meanings) do
        local code = codes:get(meaning)
        if code ~= nil then
            return code
        end
    end
    return nil
end
function codesOf(self, model)
    local known = codesOfModels:get(model)
    if known ~= nil then
        return known
    end
    local codes = __TS__New(Map)
    local ____opt_0 = model.registries[1]
    for ____, ____value in ipairs(____opt_0 and ____opt_0.rows or ({})) do
        local meaning = ____value.meaning
        local first = ____value.first
        local description = ____value.description
        do
            if meaning == nil or codes:has(meaning) then
                goto __continue9
            end
            codes:set(meaning, {reasonCode = first, reason = description})
        end
        ::__continue9::
    end
    codesOfModels:set(model, codes)
    return codes
end
--- By what the registry's records mean: between revisions, codes and words change.
____exports.MEANINGS = {
    closed = {"unexpected-ack.closed"},
    lostState = {"unexpected-ack.closed", "desynchronized-state"},
    synSentAck = {"unexpected-ack.syn-sent", "unexpected-ack"},
    dataUnread = {"data-after-close"},
    abort = {"abort"},
    synInWindow = {"syn-in-window"},
    notAuthorized = {"not-authorized"},
    resource = {"resource-exceeded"},
    malformed = {"malformed-message"},
    peerReset = {"reset-by-peer"},
    unreachable = {"destination-unreachable"},
    timeout = {"connection-timeout"},
    outstanding = {"too-much-outstanding-data"},
    performance = {"unacceptable-performance"},
    middlebox = {"middlebox-interference"}
}
local BY_CAUSE = {
    ["closed-port"] = ____exports.MEANINGS.closed,
    ["firewall-reject"] = ____exports.MEANINGS.notAuthorized,
    ["half-open"] = ____exports.MEANINGS.lostState,
    ["old-connection"] = ____exports.MEANINGS.synSentAck,
    ["unread-data"] = ____exports.MEANINGS.dataUnread,
    ["data-after-close"] = ____exports.MEANINGS.dataUnread,
    ["application-abort"] = ____exports.MEANINGS.abort,
    ["idle-timeout"] = ____exports.MEANINGS.timeout,
    ["keepalive-failure"] = ____exports.MEANINGS.timeout,
    ["zero-window"] = ____exports.MEANINGS.timeout,
    ["accept-queue-overflow"] = ____exports.MEANINGS.resource,
    ["stale-state"] = ____exports.MEANINGS.timeout,
    injected = ____exports.MEANINGS.notAuthorized,
    proxied = ____exports.MEANINGS.peerReset,
    ["syn-in-window"] = ____exports.MEANINGS.synInWindow,
    ["retransmission-give-up"] = ____exports.MEANINGS.timeout
}
--- The code that the revision in use has for a cause; some have none.
function ____exports.codeOfCause(self, model, cause)
    return ____exports.findCode(nil, model, BY_CAUSE[cause] or ({}))
end
codesOfModels = __TS__New(WeakMap)
return ____exports
 end,
["model.registry"] = function(...) 
local ____lualib = require("lualib_bundle")
local __TS__ArrayFind = ____lualib.__TS__ArrayFind
local __TS__StringStartsWith = ____lualib.__TS__StringStartsWith
local ____exports = {}
--- Whether the row's description is what a payload with one of its codes says.
function ____exports.statesCause(self, ____bindingPattern0)
    local category
    category = ____bindingPattern0.category
    return category ~= "unassigned"
end
--- Who may send a cause: an endpoint of the connection, a box on its way, or either.
____exports.ORIGINS = {"endpoint", "service-function", "any"}
--- The origin of this name; undefined for any other text.
function ____exports.findOrigin(self, text)
    return __TS__ArrayFind(
        ____exports.ORIGINS,
        function(____, origin) return origin == text end
    )
end
--- The row that a code is in.
function ____exports.findRow(self, ____bindingPattern0, code)
    local rows
    rows = ____bindingPattern0.rows
    local low = 0
    local high = #rows
    while low < high do
        local middle = bit.rshift(low + high, 1)
        local row = rows[middle + 1]
        if not row or code < row.first then
            high = middle
        elseif code > row.last then
            low = middle + 1
        else
            return row
        end
    end
    return nil
end
--- The row whose words a payload with the code states: an unassigned code has no cause.
function ____exports.findCause(self, registry, code)
    local row = ____exports.findRow(nil, registry, code)
    return row and ____exports.statesCause(nil, row) and row or nil
end
--- Whether a sender may use the codes of the row.
function ____exports.isUsable(self, ____bindingPattern0)
    local category
    category = ____bindingPattern0.category
    return category ~= "unassigned" and category ~= "reserved"
end
--- Whether two meanings are of one cause: they are the same, or one narrows the other, as
-- `unexpected-ack.listen` does `unexpected-ack`.
function ____exports.isSameMeaning(self, one, other)
    return one == other or __TS__StringStartsWith(one, other .. ".") or __TS__StringStartsWith(other, one .. ".")
end
--- The codes of a row as a registry writes them: `14`, `18-65535`.
function ____exports.showCodes(self, ____bindingPattern0)
    local last
    local first
    first = ____bindingPattern0.first
    last = ____bindingPattern0.last
    return first == last and tostring(first) or (tostring(first) .. "-") .. tostring(last)
end
return ____exports
 end,
["model.multipath-reasons"] = function(...) 
local ____exports = {}
--- Reasons of the option MP_TCPRST by their codes, as the standard words them (RFC 8684 section 3.6).
____exports.MULTIPATH_REASONS = {
    "Unspecified error",
    "MPTCP-specific error",
    "Lack of resources",
    "Administratively prohibited",
    "Too much outstanding data",
    "Unacceptable performance",
    "Middlebox interference"
}
return ____exports
 end,
["model.format"] = function(...) 
local ____lualib = require("lualib_bundle")
local __TS__ArrayFlatMap = ____lualib.__TS__ArrayFlatMap
local __TS__ArrayFilter = ____lualib.__TS__ArrayFilter
local __TS__ArrayFind = ____lualib.__TS__ArrayFind
local Set = ____lualib.Set
local __TS__ArrayMap = ____lualib.__TS__ArrayMap
local __TS__New = ____lualib.__TS__New
local ____exports = {}
local ____registry = require("model.registry")
local findCause = ____registry.findCause
--- The capture holds fewer octets of the payload than its segment had on the wire.
____exports.TRUNCATED = "truncated"
--- What a reading of the format is worth: the specification has it, an older revision had it, or
-- nothing but the shape of the payload supports it.
____exports.STANDINGS = {"specified", "historic", "guess"}
--- The revisions in which a code has another cause: the wire has no version, so nobody can say
-- which one its sender had. A revision that does not know the code says nothing of it.
function ____exports.findOtherReadings(self, registry, code)
    local ____opt_0 = findCause(nil, registry, code)
    local own = ____opt_0 and ____opt_0.description
    return __TS__ArrayFlatMap(
        registry.others,
        function(____, other)
            local ____opt_2 = findCause(nil, other, code)
            local reason = ____opt_2 and ____opt_2.description
            if other.revision == nil or reason == nil or reason == own then
                return {}
            end
            return {revision = other.revision, reason = reason}
        end
    )
end
--- The value that a field must have in a well-formed payload, or the least that it may have.
function ____exports.validValue(self, format, field)
    local rules = __TS__ArrayFilter(
        format.malformedValues,
        function(____, rule) return rule.field.name == field.name end
    )
    local demanded = __TS__ArrayFind(
        rules,
        function(____, rule) return rule.when == "is-not" end
    )
    if demanded then
        return demanded.value
    end
    local refused = __TS__New(
        Set,
        __TS__ArrayMap(
            rules,
            function(____, ____bindingPattern0)
                local value
                value = ____bindingPattern0.value
                return value
            end
        )
    )
    local value = 0
    while refused:has(value) do
        value = value + 1
    end
    return value
end
--- Whether the format is the one of the specification, or another of its kind.
function ____exports.isDiagnostic(self, format)
    return format.pen ~= nil
end
return ____exports
 end,
["decode.read-payload"] = function(...) 
local ____lualib = require("lualib_bundle")
local __TS__ArrayFind = ____lualib.__TS__ArrayFind
local __TS__ArraySome = ____lualib.__TS__ArraySome
local WeakMap = ____lualib.WeakMap
local __TS__New = ____lualib.__TS__New
local __TS__SparseArrayNew = ____lualib.__TS__SparseArrayNew
local __TS__SparseArrayPush = ____lualib.__TS__SparseArrayPush
local __TS__SparseArraySpread = ____lualib.__TS__SparseArraySpread
local __TS__ObjectAssign = ____lualib.__TS__ObjectAssign
local __TS__ArrayFilter = ____lualib.__TS__ArrayFilter
local __TS__ArrayMap = ____lualib.__TS__ArrayMap
local Set = ____lualib.Set
local __TS__Spread = ____lualib.__TS__Spread
local __TS__ArrayFlatMap = ____lualib.__TS__ArrayFlatMap
local __TS__ObjectFromEntries = ____lualib.__TS__ObjectFromEntries
local __TS__StringSlice = ____lualib.__TS__StringSlice
local __TS__StringStartsWith = ____lualib.__TS__StringStartsWith
local __TS__StringCharAt = ____lualib.__TS__StringCharAt
local __TS__StringIncludes = ____lualib.__TS__StringIncludes
local ____exports = {}
local readField, fitsShape, isKnown, readAnew, brokenRules, numbersOf, stateCode, lookUp, matchPattern, matchParts, lengthOf, DECIMAL, HEXADECIMAL
local ____byte_2Dorder = require("platform.capture.byte-order")
local countOctets = ____byte_2Dorder.countOctets
local octetAt = ____byte_2Dorder.octetAt
local ____bounded_2Dmap = require("model.bounded-map")
local BoundedMap = ____bounded_2Dmap.BoundedMap
local ____format = require("model.format")
local findOtherReadings = ____format.findOtherReadings
local TRUNCATED = ____format.TRUNCATED
local ____identifiers = require("model.identifiers")
local pen = ____identifiers.pen
local reasonCode = ____identifiers.reasonCode
local ____record_2Dmember = require("model.record-member")
local recordMember = ____record_2Dmember.recordMember
local ____registry = require("model.registry")
local findCause = ____registry.findCause
local ____printable_2Dtext = require("platform.decode.printable-text")
local readPrintable = ____printable_2Dtext.readPrintable
function readField(self, ____bindingPattern0, ____bindingPattern1)
    local widthBits
    local offsetBytes
    offsetBytes = ____bindingPattern0.offsetBytes
    widthBits = ____bindingPattern0.widthBits
    local octets
    octets = ____bindingPattern1.octets
    local value = 0
    do
        local at = offsetBytes
        while at < offsetBytes + widthBits / 8 do
            local octet = octetAt(nil, octets, at)
            if octet == nil then
                return nil
            end
            value = value * 256 + octet
            at = at + 1
        end
    end
    return value
end
--- The first format that a payload is of; an empty one, or one of which nothing was captured, is of none.
function ____exports.findFormat(self, formats, payload)
    if countOctets(nil, payload.octets) == 0 then
        return nil
    end
    return __TS__ArrayFind(
        formats,
        function(____, format)
            local ____format_magic_0
            if format.magic then
                ____format_magic_0 = readField(nil, format.magic, payload) == format.magic.value
            else
                ____format_magic_0 = fitsShape(nil, format, payload)
            end
            return ____format_magic_0
        end
    )
end
function fitsShape(self, format, payload)
    local ____format_1 = format
    local length = ____format_1.length
    local reasonCode = ____format_1.reasonCode
    local registry = ____format_1.registry
    local padding = ____format_1.padding
    local text = ____format_1.text
    local ____payload_2 = payload
    local octets = ____payload_2.octets
    local lengthBytes = ____payload_2.lengthBytes
    if lengthBytes < length.least or lengthBytes > length.most then
        return false
    end
    if reasonCode and registry and not isKnown(
        nil,
        registry,
        readField(nil, reasonCode, payload)
    ) then
        return false
    end
    if padding then
        local ____padding_3 = padding
        local offsetBytes = ____padding_3.offsetBytes
        local sizeBytes = ____padding_3.sizeBytes
        do
            local at = offsetBytes
            while at < offsetBytes + sizeBytes do
                if (octetAt(nil, octets, at) or 0) ~= 0 then
                    return false
                end
                at = at + 1
            end
        end
    end
    return not text or countOctets(nil, octets) >= length.least and readPrintable(nil, payload, text.offsetBytes) ~= nil
end
function isKnown(self, registry, code)
    if code == nil then
        return false
    end
    return __TS__ArraySome(
        {
            registry,
            unpack(registry.others)
        },
        function(____, one) return findCause(nil, one, code) ~= nil end
    )
end
function readAnew(self, model, payload)
    local format = ____exports.findFormat(nil, model.formats, payload)
    if not format then
        return nil
    end
    local cut = countOctets(nil, payload.octets) < payload.lengthBytes and ({TRUNCATED}) or ({})
    local id = format.id
    local standing = format.standing
    local length = format.length
    local ____payload_5 = payload
    local lengthBytes = ____payload_5.lengthBytes
    local ____length_6 = length
    local least = ____length_6.least
    local most = ____length_6.most
    local problem = ____length_6.problem
    if problem ~= nil and (lengthBytes < least or lengthBytes > most) then
        local problems = {
            problem,
            unpack(cut)
        }
        return {
            format = id,
            standing = standing,
            lengthBytes = lengthBytes,
            status = "malformed",
            numbers = {},
            problems = problems
        }
    end
    local text = format.text and readPrintable(nil, payload, format.text.offsetBytes)
    local ____temp_9
    if text == nil then
        local ____opt_7 = format.text
        ____temp_9 = ____opt_7 and ____opt_7.problem
    else
        ____temp_9 = nil
    end
    local noText = ____temp_9
    local ____array_10 = __TS__SparseArrayNew(unpack(brokenRules(nil, format, payload)))
    __TS__SparseArrayPush(
        ____array_10,
        unpack(noText == nil and ({}) or ({noText}))
    )
    local broken = {__TS__SparseArraySpread(____array_10)}
    local ____id_12 = id
    local ____standing_13 = standing
    local ____lengthBytes_14 = lengthBytes
    local ____temp_15 = #broken > 0 and "malformed" or (#cut > 0 and "truncated" or "valid")
    local ____stateCode_result_16 = stateCode(nil, model, format, payload)
    local ____temp_17 = text and __TS__ObjectAssign(
        {text = text},
        matchPattern(nil, format.patterns, text)
    ) or ({})
    local ____numbersOf_result_18 = numbersOf(nil, format, payload)
    local ____array_11 = __TS__SparseArrayNew(unpack(broken))
    __TS__SparseArrayPush(
        ____array_11,
        unpack(cut)
    )
    return __TS__ObjectAssign(
        {format = ____id_12, standing = ____standing_13, lengthBytes = ____lengthBytes_14, status = ____temp_15},
        ____stateCode_result_16,
        ____temp_17,
        {
            numbers = ____numbersOf_result_18,
            problems = {__TS__SparseArraySpread(____array_11)}
        }
    )
end
function brokenRules(self, format, payload)
    local broken = __TS__ArrayFilter(
        format.malformedValues,
        function(____, ____bindingPattern0)
            local when
            local value
            local field
            field = ____bindingPattern0.field
            value = ____bindingPattern0.value
            when = ____bindingPattern0.when
            local found = readField(nil, field, payload)
            return found ~= nil and found == value == (when == "is")
        end
    )
    return {__TS__Spread(__TS__New(
        Set,
        __TS__ArrayMap(
            broken,
            function(____, ____bindingPattern0)
                local problem
                problem = ____bindingPattern0.problem
                return problem
            end
        )
    ))}
end
function numbersOf(self, format, payload)
    local numbers = __TS__ArrayFlatMap(
        format.fields,
        function(____, field)
            local ____temp_19
            if field.kind == "number" then
                ____temp_19 = readField(nil, field, payload)
            else
                ____temp_19 = nil
            end
            local value = ____temp_19
            return value == nil and ({}) or ({{
                recordMember(nil, field.name),
                value
            }})
        end
    )
    return __TS__ObjectFromEntries(numbers)
end
function stateCode(self, model, format, payload)
    local code = format.reasonCode and readField(nil, format.reasonCode, payload)
    local owner = format.pen and readField(nil, format.pen, payload)
    local ____owner_20
    if owner then
        ____owner_20 = model.vendorByPen:get(owner)
    else
        ____owner_20 = nil
    end
    local vendor = ____owner_20
    local ____temp_23
    if not format.pen or owner == 0 then
        ____temp_23 = format.registry
    else
        ____temp_23 = vendor and vendor.registry
    end
    local registry = ____temp_23
    return __TS__ObjectAssign(
        {},
        code ~= nil and ({reasonCode = reasonCode(nil, code)}),
        owner ~= nil and ({pen = pen(nil, owner)}),
        code ~= nil and (vendor and vendor.organisation) ~= nil and ({organisation = vendor.organisation}),
        code ~= nil and registry and lookUp(nil, registry, code)
    )
end
function lookUp(self, registry, code)
    local row = findCause(nil, registry, code)
    local otherReadings = findOtherReadings(nil, registry, code)
    return __TS__ObjectAssign(
        {registry = registry.id},
        registry.revision ~= nil and ({revision = registry.revision}),
        row and ({reason = row.description}),
        row and row.reference and ({reference = row.reference}),
        #otherReadings > 0 and ({otherReadings = otherReadings})
    )
end
function matchPattern(self, patterns, text)
    for ____, ____value in ipairs(patterns) do
        local id = ____value.id
        local parts = ____value.parts
        local reason = matchParts(nil, parts, text)
        if reason ~= nil then
            return {pattern = id, reason = reason}
        end
    end
    return {}
end
function matchParts(self, parts, text)
    local rest = text
    for ____, part in ipairs(parts) do
        if part.kind == "reason" then
            local ____temp_28
            if rest == "" then
                ____temp_28 = nil
            else
                ____temp_28 = rest
            end
            return ____temp_28
        end
        local length = lengthOf(nil, part, rest)
        if length == nil then
            return nil
        end
        rest = __TS__StringSlice(rest, length)
    end
    return nil
end
function lengthOf(self, part, text)
    if part.kind == "literal" then
        return __TS__StringStartsWith(text, part.text) and #part.text or nil
    end
    if part.kind == "optional" then
        return __TS__StringStartsWith(text, part.text) and #part.text or 0
    end
    local digits = part.kind == "decimal" and DECIMAL or HEXADECIMAL
    local length = 0
    while length < #text and __TS__StringIncludes(
        digits,
        __TS__StringCharAt(text, length)
    ) do
        length = length + 1
    end
    local ____temp_29
    if length == 0 then
        ____temp_29 = nil
    else
        ____temp_29 = length
    end
    return ____temp_29
end
--- Most RSTs of a capture state one of few things: the readings of short payloads are kept.
local KEPT_OCTETS = 16
local KEPT_READINGS = 1000
local kept = __TS__New(WeakMap)
--- The reference reading of the payload of an RST segment. Gives nothing where there is none, or
-- where none of it was captured.
function ____exports.readPayload(self, model, payload)
    local ____payload_4 = payload
    local octets = ____payload_4.octets
    local lengthBytes = ____payload_4.lengthBytes
    local count = countOctets(nil, octets)
    if count > KEPT_OCTETS then
        return readAnew(nil, model, payload)
    end
    local readings = kept:get(model) or __TS__New(BoundedMap, KEPT_READINGS)
    kept:set(model, readings)
    local key = tostring(lengthBytes)
    do
        local at = 0
        while at < count do
            key = (key .. " ") .. tostring(octetAt(nil, octets, at))
            at = at + 1
        end
    end
    local reading = readings:get(key) or readAnew(nil, model, payload)
    if reading ~= nil then
        readings:set(key, reading)
    end
    return reading
end
DECIMAL = "0123456789"
HEXADECIMAL = "0123456789ABCDEFabcdef"
return ____exports
 end,
["platform.decode.printable-text"] = function(...) 
-- The text of a payload, which the plugin reads already.

local exports = {}

function exports.readPrintable(_, payload, offset)
  local octets = payload.octets
  return given.plain_text(octets:sub(offset + 1), #octets < payload.lengthBytes)
end

return exports
 end,
["model.record-member"] = function(...) 
local ____lualib = require("lualib_bundle")
local __TS__StringSplit = ____lualib.__TS__StringSplit
local __TS__ArraySlice = ____lualib.__TS__ArraySlice
local __TS__ArrayMap = ____lualib.__TS__ArrayMap
local ____exports = {}
local capitalise
function capitalise(self, word)
    return string.upper(string.sub(word, 1, 1)) .. string.sub(word, 2)
end
--- Name of a field as a member of the record: `reason-code` becomes `reasonCode`.
function ____exports.recordMember(self, fieldName)
    local ____TS__StringSplit_result_0 = __TS__StringSplit(fieldName, "-")
    local first = ____TS__StringSplit_result_0[1]
    if first == nil then
        first = ""
    end
    local others = __TS__ArraySlice(____TS__StringSplit_result_0, 1)
    return first .. table.concat(
        __TS__ArrayMap(others, capitalise),
        ""
    )
end
return ____exports
 end,
["model.identifiers"] = function(...) 
local ____lualib = require("lualib_bundle")
local __TS__NumberIsInteger = ____lualib.__TS__NumberIsInteger
local Error = ____lualib.Error
local RangeError = ____lualib.RangeError
local ReferenceError = ____lualib.ReferenceError
local SyntaxError = ____lualib.SyntaxError
local TypeError = ____lualib.TypeError
local URIError = ____lualib.URIError
local __TS__New = ____lualib.__TS__New
local ____exports = {}
--- PEN 0 says that the code is from the IANA-maintained registry (draft section 4.1).
____exports.IANA_PEN = 0
--- 0 and 4294967295 are reserved (RFC 9371, section 3), so no vendor owns the last one.
____exports.LAST_VENDOR_PEN = 4294967294
--- Throws where `value` is no integer of 32 bits.
function ____exports.pen(self, value)
    if not __TS__NumberIsInteger(value) or value < 0 or value > 4294967295 then
        error(
            __TS__New(
                Error,
                "no private enterprise number: " .. tostring(value)
            ),
            0
        )
    end
    return value
end
--- Code 0 is reserved and must not be used (draft section 4.1).
____exports.RESERVED_CODE = 0
--- The registry's values are taken from 1-65535 (draft section 9.1).
____exports.LAST_CODE = 65535
--- Throws where `value` is no integer of 16 bits.
function ____exports.reasonCode(self, value)
    if not __TS__NumberIsInteger(value) or value < ____exports.RESERVED_CODE or value > ____exports.LAST_CODE then
        error(
            __TS__New(
                Error,
                "no reason code: " .. tostring(value)
            ),
            0
        )
    end
    return value
end
return ____exports
 end,
["model.bounded-map"] = function(...) 
local ____lualib = require("lualib_bundle")
local __TS__Class = ____lualib.__TS__Class
local Map = ____lualib.Map
local __TS__New = ____lualib.__TS__New
local __TS__Iterator = ____lualib.__TS__Iterator
local ____exports = {}
--- A map that forgets its oldest entry for a new one, so that no capture can fill the memory. Its
-- limit is no power of two: a table of Lua that stays full is made anew for each new entry.
____exports.BoundedMap = __TS__Class()
local BoundedMap = ____exports.BoundedMap
BoundedMap.name = "BoundedMap"
function BoundedMap.prototype.____constructor(self, limit, onForget)
    if onForget == nil then
        onForget = function()
        end
    end
    self.entries = __TS__New(Map)
    self.limit = limit
    self.onForget = onForget
end
function BoundedMap.prototype.get(self, key)
    return self.entries:get(key)
end
function BoundedMap.prototype.set(self, key, value)
    self.entries:set(key, value)
    if self.entries.size > self.limit then
        self:forgetOldest()
    end
end
function BoundedMap.prototype.delete(self, key)
    self.entries:delete(key)
end
function BoundedMap.prototype.values(self)
    return self.entries:values()
end
function BoundedMap.prototype.forgetOldest(self)
    for ____, ____value in __TS__Iterator(self.entries) do
        local key = ____value[1]
        local value = ____value[2]
        self.entries:delete(key)
        self:onForget(value)
        return
    end
end
return ____exports
 end,
["explain.related-connections"] = function(...) 
local ____lualib = require("lualib_bundle")
local __TS__Class = ____lualib.__TS__Class
local Map = ____lualib.Map
local __TS__New = ____lualib.__TS__New
local __TS__ArrayIncludes = ____lualib.__TS__ArrayIncludes
local __TS__ArrayFind = ____lualib.__TS__ArrayFind
local ____exports = {}
local knownOf, isSameSyn, placeOf, findContinued, goesOnWith, isNear, relate, PLACES, NEAR_OCTETS, STRAY_OCTETS
local ____tcp_2Dflag = require("model.tcp-flag")
local TCP_FLAG = ____tcp_2Dflag.TCP_FLAG
local ____connection = require("explain.connection")
local findClient = ____connection.findClient
local otherEnd = ____connection.otherEnd
local ____connection_2Dkey = require("platform.explain.connection-key")
local endpointOf = ____connection_2Dkey.endpointOf
local hashAddresses = ____connection_2Dkey.hashAddresses
local hashEnd = ____connection_2Dkey.hashEnd
local isSameAddress = ____connection_2Dkey.isSameAddress
local portOf = ____connection_2Dkey.portOf
local ____side = require("explain.core.side")
local distance = ____side.distance
function knownOf(self, ____bindingPattern0)
    local connection
    connection = ____bindingPattern0.connection
    return (connection and connection:isGone()) == false and connection or nil
end
function isSameSyn(self, known, number, connection, client)
    local ____temp_9
    if known.number == number then
        ____temp_9 = knownOf(nil, known)
    else
        ____temp_9 = nil
    end
    local other = ____temp_9
    if other == nil then
        return false
    end
    local key = other.key
    return portOf(nil, key, known.client) == portOf(nil, connection.key, client) and isSameAddress(
        nil,
        key,
        known.client,
        connection.key,
        client
    )
end
function placeOf(self, hash)
    return bit.band(
        bit.bxor(
            hash,
            bit.rshift(hash, 16)
        ),
        PLACES - 1
    )
end
function findContinued(self, latest, connection, from, segment)
    local found = __TS__ArrayFind(
        latest,
        function(____, begun)
            local ____begun_10 = begun
            local client = ____begun_10.client
            local other = knownOf(nil, begun)
            if other == nil or other == connection then
                return false
            end
            local server = otherEnd(nil, client)
            local isSamePort = portOf(nil, other.key, server) == portOf(nil, connection.key, from) or portOf(nil, other.key, server) == portOf(
                nil,
                connection.key,
                otherEnd(nil, from)
            )
            if not isSamePort then
                return false
            end
            local sender = isSameAddress(
                nil,
                other.key,
                client,
                connection.key,
                from
            ) and client or server
            return goesOnWith(nil, other, sender, segment)
        end
    )
    return found and relate(nil, found, "numbers")
end
function goesOnWith(self, ____bindingPattern0, sender, ____bindingPattern1)
    local sides
    sides = ____bindingPattern0.sides
    local acknowledgmentNumber
    local sequenceNumber
    sequenceNumber = ____bindingPattern1.sequenceNumber
    acknowledgmentNumber = ____bindingPattern1.acknowledgmentNumber
    local own, peer = sides[sender + 1], sides[otherEnd(nil, sender) + 1]
    local ____temp_12 = own.segments > 0 and peer.segments > 0
    if ____temp_12 then
        local ____temp_11
        if acknowledgmentNumber == peer.next then
            ____temp_11 = math.abs(distance(nil, sequenceNumber, own.next)) < STRAY_OCTETS
        else
            ____temp_11 = isNear(nil, sequenceNumber, own.next) and isNear(nil, acknowledgmentNumber, peer.next)
        end
        ____temp_12 = ____temp_11
    end
    return ____temp_12
end
function isNear(self, number, next)
    return math.abs(distance(nil, number, next)) < NEAR_OCTETS
end
function relate(self, ____bindingPattern0, by)
    local frame
    local client
    local connection
    connection = ____bindingPattern0.connection
    client = ____bindingPattern0.client
    frame = ____bindingPattern0.frame
    if connection == nil then
        return nil
    end
    local ____connection_13 = connection
    local key = ____connection_13.key
    return {
        stream = connection:stream(),
        frame = frame,
        client = endpointOf(nil, key, client),
        server = endpointOf(
            nil,
            key,
            otherEnd(nil, client)
        ),
        by = by
    }
end
PLACES = 16384
--- Connections of one client to one server whose numbers are compared.
local OF_PAIR = 16
local PORTS_OF_PAIR = 8
NEAR_OCTETS = 65536
STRAY_OCTETS = 2 ^ 24
--- Most pairs have one connection: an array that grows is made for several at once.
local NONE = {}
local ____TCP_FLAG_0 = TCP_FLAG
local ACK = ____TCP_FLAG_0.ACK
local RST = ____TCP_FLAG_0.RST
local SYN = ____TCP_FLAG_0.SYN
--- Finds connections that are parts of one, since somebody changed addresses or ports on one way only:
-- by the number of the SYN that a SYN-ACK answers, and by numbers that go on where another
-- connection had got to. It remembers a bounded number of them, and makes no text of any.
____exports.RelatedConnections = __TS__Class()
local RelatedConnections = ____exports.RelatedConnections
RelatedConnections.name = "RelatedConnections"
function RelatedConnections.prototype.____constructor(self)
    self._byFirstNumber = __TS__New(Map)
    self._byClient = __TS__New(Map)
    self._pairs = __TS__New(Map)
end
function RelatedConnections.prototype.add(self, connection, from, segment, frame)
    local ____segment_1 = segment
    local flags = ____segment_1.flags
    local sequenceNumber = ____segment_1.sequenceNumber
    local acknowledgmentNumber = ____segment_1.acknowledgmentNumber
    if ((flags) % 8 >= 4) then
        return
    end
    local client = findClient(nil, connection.key, from, flags)
    local pair = self:_pairOf(connection.key, client)
    connection.pair = pair
    local isSyn = ((flags) % 4 >= 2)
    if isSyn and ((flags) % 32 >= 16) then
        connection.relation = self:_findAsked(connection, client, acknowledgmentNumber)
        return
    end
    local port = portOf(
        nil,
        connection.key,
        otherEnd(nil, client)
    )
    if pair.ports == NONE then
        pair.ports = {port}
    elseif #pair.ports < PORTS_OF_PAIR and not __TS__ArrayIncludes(pair.ports, port) then
        local ____pair_ports_2 = pair.ports
        ____pair_ports_2[#____pair_ports_2 + 1] = port
    end
    if not isSyn then
        connection.relation = findContinued(
            nil,
            pair.latest,
            connection,
            from,
            segment
        ) or self:_findMoved(connection, from, segment)
    end
    local begun = {
        connection = connection,
        client = client,
        frame = frame,
        number = sequenceNumber,
        isShared = false
    }
    connection.begun = begun
    if isSyn then
        self:_rememberSyn(begun, connection)
    end
    if connection.relation ~= nil then
        return
    end
    self._byClient:set(
        placeOf(
            nil,
            hashEnd(nil, connection.key, client)
        ),
        begun
    )
    if pair.latest == NONE then
        pair.latest = {begun}
    else
        local ____pair_latest_3 = pair.latest
        ____pair_latest_3[#____pair_latest_3 + 1] = begun
    end
    if #pair.latest > OF_PAIR then
        table.remove(pair.latest, 1)
    end
end
function RelatedConnections.prototype._rememberSyn(self, begun, connection)
    local place = placeOf(nil, begun.number)
    local known = self._byFirstNumber:get(place)
    local ____begun_4 = begun
    local number = ____begun_4.number
    local client = ____begun_4.client
    begun.isShared = known ~= nil and isSameSyn(
        nil,
        known,
        number,
        connection,
        client
    )
    self._byFirstNumber:set(place, begun)
end
function RelatedConnections.prototype._findAsked(self, connection, client, acknowledgment)
    local number = ((acknowledgment - 1 + 2147483648) % 4294967296 - 2147483648)
    local found = self._byFirstNumber:get(placeOf(nil, number))
    if found == nil or found.connection == connection then
        return nil
    end
    local ____temp_5
    if not found.isShared and isSameSyn(
        nil,
        found,
        number,
        connection,
        client
    ) then
        ____temp_5 = relate(nil, found, "answer")
    else
        ____temp_5 = nil
    end
    return ____temp_5
end
function RelatedConnections.prototype._findMoved(self, connection, from, segment)
    local ____connection_6 = connection
    local key = ____connection_6.key
    for ____, client in ipairs({
        from,
        otherEnd(nil, from)
    }) do
        do
            local found = self._byClient:get(placeOf(
                nil,
                hashEnd(nil, key, client)
            ))
            local other = found and knownOf(nil, found)
            if found == nil or other == nil or other == connection then
                goto __continue18
            end
            local isSameEnd = portOf(nil, other.key, found.client) == portOf(nil, key, client) and isSameAddress(
                nil,
                other.key,
                found.client,
                key,
                client
            )
            local sender = client == from and found.client or otherEnd(nil, found.client)
            if isSameEnd and goesOnWith(nil, other, sender, segment) then
                return relate(nil, found, "numbers")
            end
        end
        ::__continue18::
    end
    return nil
end
function RelatedConnections.prototype._pairOf(self, key, client)
    local hash = hashAddresses(nil, key, client)
    local place = placeOf(nil, hash)
    local known = self._pairs:get(place)
    local isSame = known ~= nil and known.hash == hash and isSameAddress(
        nil,
        known.key,
        known.client,
        key,
        client
    ) and isSameAddress(
        nil,
        known.key,
        otherEnd(nil, known.client),
        key,
        otherEnd(nil, client)
    )
    if isSame then
        return known
    end
    local pair = {
        key = key,
        hash = hash,
        client = client,
        latest = NONE,
        ports = NONE
    }
    self._pairs:set(place, pair)
    return pair
end
return ____exports
 end,
["explain.core.other-connections"] = function(...) 
local ____lualib = require("lualib_bundle")
local __TS__Class = ____lualib.__TS__Class
local __TS__New = ____lualib.__TS__New
local __TS__ArrayFind = ____lualib.__TS__ArrayFind
local __TS__NumberIsNaN = ____lualib.__TS__NumberIsNaN
local __TS__ArrayFilter = ____lualib.__TS__ArrayFilter
local __TS__ArrayAt = ____lualib.__TS__ArrayAt
local Set = ____lualib.Set
local __TS__Iterator = ____lualib.__TS__Iterator
local __TS__ArraySetLength = ____lualib.__TS__ArraySetLength
local __TS__ArraySlice = ____lualib.__TS__ArraySlice
local __TS__ArrayMap = ____lualib.__TS__ArrayMap
local __TS__ArrayReduce = ____lualib.__TS__ArrayReduce
local __TS__ArrayEvery = ____lualib.__TS__ArrayEvery
local __TS__ObjectRest = ____lualib.__TS__ObjectRest
local __TS__ObjectAssign = ____lualib.__TS__ObjectAssign
local __TS__NumberToFixed = ____lualib.__TS__NumberToFixed
local ____exports = {}
local mayBeCheck, periodOf, isNear, asCheck, SHORTEST_PERIOD_SECONDS, TOLERANCE, TOLERANCE_SECONDS
local ____bounded_2Dmap = require("model.bounded-map")
local BoundedMap = ____bounded_2Dmap.BoundedMap
local ____explanation = require("explain.core.explanation")
local explanationOf = ____explanation.explanationOf
local NEXT_STEPS = ____explanation.NEXT_STEPS
function mayBeCheck(self, ____bindingPattern0, ____bindingPattern1)
    local stated
    stated = ____bindingPattern0.stated
    local sides
    local reset
    reset = ____bindingPattern1.reset
    sides = ____bindingPattern1.sides
    local ____sides_13 = sides
    local client = ____sides_13.client
    local server = ____sides_13.server
    local isOpened = server.hasSyn
    local isSilent = client.octets == 0 and not client.hasFin and not server.hasFin
    return not stated and isOpened and isSilent and reset.from == "client"
end
function periodOf(self, held)
    local gaps = __TS__ArrayMap(
        __TS__ArraySlice(held, 1),
        function(____, ____bindingPattern0, at)
            local began
            began = ____bindingPattern0.began
            local ____began_16 = began
            local ____opt_14 = held[at + 1]
            return ____began_16 - (____opt_14 and ____opt_14.began or 0 / 0)
        end
    )
    local period = __TS__ArrayReduce(
        gaps,
        function(____, sum, gap) return sum + gap end,
        0
    ) / #gaps
    local isFixed = period >= SHORTEST_PERIOD_SECONDS and __TS__ArrayEvery(
        gaps,
        function(____, gap) return isNear(nil, gap, period) end
    )
    return isFixed and period or nil
end
function isNear(self, gap, period)
    return math.abs(gap - period) <= math.max(TOLERANCE * period, TOLERANCE_SECONDS)
end
function asCheck(self, finding, period)
    local ____finding_17 = finding
    local _code = ____finding_17.reasonCode
    local _reason = ____finding_17.reason
    local rest = __TS__ObjectRest(____finding_17, {reasonCode = true, reason = true})
    local check = __TS__ObjectAssign({}, rest, {cause = "health-check", certainty = "high"})
    local seconds = __TS__NumberToFixed(period, 1)
    return __TS__ObjectAssign(
        {},
        check,
        {
            unackedOctets = 0,
            benign = true,
            alternatives = {{cause = finding.cause, certainty = finding.certainty}},
            explanation = explanationOf(nil, check, ("the client opens such a connection every " .. seconds) .. " s, and each is reset without data"),
            nextStep = NEXT_STEPS["health-check"]
        }
    )
end
local HOST_LIMIT = 16000
local PROXY_LIMIT = 4000
local RESETS_OF_PROXY = 64
--- A proxy passes a reset on at once.
local PASSED_ON_SECONDS = 0.05
--- What is done to several connections at once is done within this.
local CLUSTER_SECONDS = 0.05
--- Fewer resets together are no event.
local CLUSTER_SIZE = 4
local CLUSTERS_OF_HOST = 16
local SHOWN_FRAMES = 8
--- What is remembered of the hosts of one capture.
____exports.HostMemory = __TS__Class()
local HostMemory = ____exports.HostMemory
HostMemory.name = "HostMemory"
function HostMemory.prototype.____constructor(self, idleTimers)
    self.timesToLive = __TS__New(BoundedMap, HOST_LIMIT)
    self.resets = __TS__New(BoundedMap, PROXY_LIMIT)
    self.bursts = __TS__New(BoundedMap, HOST_LIMIT)
    self.began = 0 / 0
    self.findCluster = function(____, ____bindingPattern0)
        local server
        local client
        local reset
        reset = ____bindingPattern0.reset
        client = ____bindingPattern0.client
        server = ____bindingPattern0.server
        local source = reset.from == "client" and client or server
        local ____opt_0 = self.bursts:get(source.address)
        local found = ____opt_0 and __TS__ArrayFind(
            self.bursts:get(source.address),
            function(____, ____bindingPattern0)
                local began
                began = ____bindingPattern0.began
                return reset.seconds >= began and reset.seconds - began <= CLUSTER_SECONDS
            end
        )
        if found == nil or found.count < CLUSTER_SIZE then
            return nil
        end
        return {count = found.count, peers = found.peers.size, frames = found.frames}
    end
    self.timeToLiveOf = function(____, address)
        local found = self.timesToLive:get(address)
        local ____Number_isNaN_result_2
        if __TS__NumberIsNaN(found) then
            ____Number_isNaN_result_2 = nil
        else
            ____Number_isNaN_result_2 = found
        end
        return ____Number_isNaN_result_2
    end
    self.findResetBehind = function(____, ____bindingPattern0)
        local reset
        local before
        local server
        server = ____bindingPattern0.server
        before = ____bindingPattern0.before
        reset = ____bindingPattern0.reset
        local ____opt_3 = before[1]
        local began = ____opt_3 and ____opt_3.seconds or 0 / 0
        local found = __TS__ArrayFilter(
            self.resets:get(server.address) or ({}),
            function(____, one)
                local seconds = reset.seconds - one.seconds
                if one.frame == reset.frame then
                    return false
                end
                return seconds >= 0 and seconds <= PASSED_ON_SECONDS and one.began >= began
            end
        )
        local ____temp_7
        if #found == 1 then
            local ____opt_5 = found[1]
            ____temp_7 = ____opt_5 and ____opt_5.frame
        else
            ____temp_7 = nil
        end
        return ____temp_7
    end
    self.idleTimers = idleTimers
end
function HostMemory.prototype.addLiveReset(self, source, ____bindingPattern0)
    local seconds
    local frame
    local began
    local peer
    peer = ____bindingPattern0.peer
    began = ____bindingPattern0.began
    frame = ____bindingPattern0.frame
    seconds = ____bindingPattern0.seconds
    local bursts = self.bursts:get(source) or ({})
    local last = __TS__ArrayAt(bursts, -1)
    if last ~= nil and seconds - last.began <= CLUSTER_SECONDS then
        if began >= last.began then
            return
        end
        last.count = last.count + 1
        if last.peers.size < SHOWN_FRAMES then
            last.peers:add(peer)
        end
        if #last.frames < SHOWN_FRAMES then
            local ____last_frames_8 = last.frames
            ____last_frames_8[#____last_frames_8 + 1] = frame
        end
        return
    end
    bursts[#bursts + 1] = {
        began = seconds,
        frames = {frame},
        peers = __TS__New(Set, {peer}),
        count = 1
    }
    if #bursts > CLUSTERS_OF_HOST then
        table.remove(bursts, 1)
    end
    self.bursts:set(source, bursts)
end
function HostMemory.prototype.addSynAck(self, address, timeToLive)
    local before = self.timesToLive:get(address)
    if before == timeToLive then
        return
    end
    self.timesToLive:set(address, before == nil and timeToLive or 0 / 0)
end
function HostMemory.prototype.addReset(self, address, reset)
    local resets = self.resets:get(address)
    if resets == nil then
        self.resets:set(address, {reset})
        return
    end
    resets[#resets + 1] = reset
    if #resets > RESETS_OF_PROXY then
        table.remove(resets, 1)
    end
end
--- So many connections at equal intervals are no accident.
local SERIES_LENGTH = 4
local GROUP_LIMIT = 4000
--- Who checks whether a service lives asks for few ports of a host; who scans, for many.
local MOST_PORTS = 3
SHORTEST_PERIOD_SECONDS = 0.5
TOLERANCE = 0.05
TOLERANCE_SECONDS = 0.05
--- Recognises health checks: connections of one client to one port, opened and reset without data at
-- a fixed period. Findings that may be of a series are held back until that is known.
____exports.HealthChecks = __TS__Class()
local HealthChecks = ____exports.HealthChecks
HealthChecks.name = "HealthChecks"
function HealthChecks.prototype.____constructor(self, emit)
    self.emit = emit
    self.groups = __TS__New(
        BoundedMap,
        GROUP_LIMIT,
        function(____, group) return self:release(group) end
    )
end
function HealthChecks.prototype.add(self, finding, history)
    local ____opt_9 = history.before[1]
    local began = ____opt_9 and ____opt_9.seconds or 0 / 0
    if not mayBeCheck(nil, finding, history) or __TS__NumberIsNaN(began) then
        self:emit(finding)
        return
    end
    if history.portsAsked > MOST_PORTS then
        self:emit(finding)
        return
    end
    local key = (((finding.client.address .. " ") .. finding.server.address) .. " ") .. tostring(finding.server.port)
    local group = self.groups:get(key) or ({held = {}, period = nil, last = began})
    self.groups:set(key, group)
    self:decide(group, {finding = finding, began = began})
end
HealthChecks.prototype["end"] = function(self)
    for ____, group in __TS__Iterator(self.groups:values()) do
        self:release(group)
    end
end
function HealthChecks.prototype.decide(self, group, one)
    local ____group_11 = group
    local period = ____group_11.period
    local last = ____group_11.last
    group.last = one.began
    if period ~= nil and isNear(nil, one.began - last, period) then
        self:emit(asCheck(nil, one.finding, period))
        return
    end
    group.period = nil
    local ____group_held_12 = group.held
    ____group_held_12[#____group_held_12 + 1] = one
    if #group.held < SERIES_LENGTH then
        return
    end
    group.period = periodOf(nil, group.held)
    if group.period == nil then
        local oldest = table.remove(group.held, 1)
        if oldest ~= nil then
            self:emit(oldest.finding)
        end
        return
    end
    for ____, ____value in ipairs(group.held) do
        local finding = ____value.finding
        self:emit(asCheck(nil, finding, group.period))
    end
    __TS__ArraySetLength(group.held, 0)
end
function HealthChecks.prototype.release(self, group)
    for ____, ____value in ipairs(group.held) do
        local finding = ____value.finding
        self:emit(finding)
    end
    __TS__ArraySetLength(group.held, 0)
end
return ____exports
 end,
["explain.core.explanation"] = function(...) 
local ____exports = {}
local isSure
local ____words = require("explain.core.words")
local actorOf = ____words.actorOf
function isSure(self, certainty)
    return certainty == "high" or certainty == "medium"
end
local ACTS = {
    stated = {claimed = "stated the cause"},
    ["closed-port"] = {seen = "refused the SYN"},
    ["firewall-reject"] = {seen = "refused the SYN"},
    ["half-open"] = {seen = "answered a segment as if it belonged to no connection"},
    ["old-connection"] = {claimed = "reset an old connection to start a new one"},
    scan = {seen = "ended a probe of a port with an RST"},
    ["unread-data"] = {claimed = "closed without reading all data"},
    ["data-after-close"] = {seen = "rejected data that came too late"},
    ["application-abort"] = {seen = "ended the connection with an RST"},
    ["after-close"] = {seen = "reset a connection that had ended"},
    ["idle-timeout"] = {seen = "reset an idle connection"},
    ["keepalive-failure"] = {seen = "reset a connection that no longer answered"},
    ["zero-window"] = {seen = "reset a connection whose window stayed closed"},
    ["accept-queue-overflow"] = {seen = "reset the connection right after the handshake"},
    ["inexact-rst"] = {seen = "sent an RST without the exact sequence number"},
    ["stale-state"] = {seen = "sent an RST with an outdated sequence number"},
    injected = {claimed = "injected the RST"},
    proxied = {claimed = "passed on a reset"},
    ["health-check"] = {claimed = "ended a health check"},
    ["after-tls-alert"] = {seen = "reset the connection after a TLS alert"},
    ["syn-in-window"] = {seen = "answered a SYN inside the window with an RST"},
    ["retransmission-give-up"] = {seen = "reset a connection after retransmissions"},
    multipath = {seen = "reset the connection with an MPTCP reason"},
    ["untranslated-answer"] = {claimed = "rejected a segment whose address or port was not translated"},
    unsolicited = {claimed = "reset a SYN-ACK that it had not asked for"}
}
--- The explanation of a finding in one sentence without a full stop: who did what, and what shows it.
-- Nothing else names the sender of an RST, so that no sentence contradicts `resetBy`; `observed` says
-- only what the packets show, and is absent where nothing explains the RST.
function ____exports.explanationOf(self, ____bindingPattern0, observed)
    local resetBy
    local certainty
    local cause
    cause = ____bindingPattern0.cause
    certainty = ____bindingPattern0.certainty
    resetBy = ____bindingPattern0.resetBy
    if observed == nil then
        return "nothing in the capture explains the RST"
    end
    if cause == "unknown" then
        return "nothing in the capture explains the RST for certain; one hint: " .. observed
    end
    local act = ACTS[cause]
    local words = act.seen ~= nil and act.seen or (isSure(nil, certainty) and "" or "may have ") .. act.claimed
    return (((actorOf(nil, resetBy) .. " ") .. words) .. ": ") .. observed
end
--- What shows that an RST states its cause.
function ____exports.observedStatement(self, ____bindingPattern0)
    local statement
    local frame
    frame = ____bindingPattern0.frame
    statement = ____bindingPattern0.statement
    local ____statement_0 = statement
    local format = ____statement_0.format
    local isShapeOnly = ____statement_0.isShapeOnly
    if format == "multipath" then
        return ("the RST in frame " .. tostring(frame)) .. " has an MPTCP reset option"
    end
    if format == "netscaler-window" then
        return ("the window of the RST in frame " .. tostring(frame)) .. " is a reset code of NetScaler"
    end
    return isShapeOnly and ((("the payload of the RST in frame " .. tostring(frame)) .. " has the shape of the format \"") .. format) .. "\"" or ((("the payload of the RST in frame " .. tostring(frame)) .. " has the format \"") .. format) .. "\""
end
--- What to do next, by the cause, as a sentence without a full stop.
____exports.NEXT_STEPS = {
    stated = "Check the sender's log for the stated reason; an RST and its payload can be forged",
    ["closed-port"] = "Check whether the service runs and listens on that address and port",
    ["firewall-reject"] = "Check the rules and the log of the firewalls on the path",
    ["half-open"] = "Check whether the sender of the RST restarted, or a NAT or load balancer lost its state",
    ["old-connection"] = "Find out why the client reused the port so soon; the next SYN usually succeeds",
    scan = "Find out who the client is; scanners and health checks do this",
    ["unread-data"] = "Check whether the application at that end closes before it has read all data",
    ["data-after-close"] = "Check the application protocol: one end closed while the other still had data to send",
    ["application-abort"] = "Check the application's log: it may have aborted the connection, or been terminated",
    ["after-close"] = "No action needed: the connection had ended",
    ["idle-timeout"] = "Check the idle timeouts on the path and at both ends; send keep-alives more often than the shortest",
    ["keepalive-failure"] = "Check whether the silent end, or the path to it, was down at that time",
    ["zero-window"] = "Check why the application at the end with the closed window did not read",
    ["accept-queue-overflow"] = "Check the server's listen backlog and how fast it accepts (ListenOverflows, tcp_abort_on_overflow)",
    ["inexact-rst"] = "Capture at the end with the source address of the RST, to see whether it sent the RST",
    ["stale-state"] = "Check for a middlebox that resets connections it no longer follows",
    injected = "Capture at both ends, to check whether the end with the RST's source address sent it",
    proxied = "Look for the reset behind the proxy: the cause is there",
    ["health-check"] = "No action needed, unless the checks are too frequent",
    ["after-tls-alert"] = "Look up the alert; check the certificates and TLS versions of both ends",
    ["syn-in-window"] = "Find out why the client opened a new connection while the old one was open",
    ["retransmission-give-up"] = "Check the path from the sender: its data did not arrive, or no ACK came back",
    multipath = "Look up the MPTCP reason; other subflows may still be open",
    ["untranslated-answer"] = "Check that answers come back through the translator (NAT, load balancer, service address) that changed the request; look for asymmetric paths and for conntrack entries in state INVALID",
    unsolicited = "No action needed: somebody sends SYNs with this address as a forged source, and gets no further",
    unknown = "Capture again: for longer, in both directions, and closer to the end that sends the RST"
}
--- What to do next where it is known under which name people search for it.
____exports.NEXT_STEPS_OF_SITUATIONS = {
    ["keep-alive race"] = "Let the client or the load balancer close idle connections sooner than the server does: raise the server's keep-alive timeout above theirs, and retry requests that are safe to repeat",
    ["upload refused"] = "Raise the limit that the server applies to uploads (for nginx, client_max_body_size), or let it read the rest of the request before it closes",
    ["blocked by name"] = "Try another server name to the same address, and ask who filters by name on the path: a firewall, a proxy or a censor",
    ["load balancer idle timeout"] = "Send keep-alives more often than the shortest idle timeout on the path; else raise that timeout",
    ["process ended"] = "Look in that host's logs for a process that ended, was killed or was restarted at this time",
    ["reset together"] = "Look at what happened at that host at this time: a session or a program ended, or a device acted on all these connections"
}
return ____exports
 end,
["explain.core.words"] = function(...) 
local ____lualib = require("lualib_bundle")
local __TS__ArrayFilter = ____lualib.__TS__ArrayFilter
local __TS__ArrayMap = ____lualib.__TS__ArrayMap
local __TS__NumberToFixed = ____lualib.__TS__NumberToFixed
local __TS__ArrayUnshift = ____lualib.__TS__ArrayUnshift
local __TS__StringIncludes = ____lualib.__TS__StringIncludes
local ____exports = {}
local RESETTER_NAMES
local ____finding_2Dnames = require("model.finding-names")
local RESETTERS = ____finding_2Dnames.RESETTERS
--- Who sent an RST, as the subject of a sentence.
function ____exports.actorOf(self, resetBy)
    if resetBy == "unknown" then
        return "an unknown sender"
    end
    return ((resetBy == "middle" and "a" or "the") .. " ") .. RESETTER_NAMES[resetBy]
end
--- What an RST states, in one cell.
function ____exports.describeStatement(self, ____bindingPattern0)
    local pen
    local reasonCode
    local reason
    reason = ____bindingPattern0.reason
    reasonCode = ____bindingPattern0.reasonCode
    pen = ____bindingPattern0.pen
    local owner = (pen == nil or pen == 0) and "" or ", pen " .. tostring(pen)
    if reason ~= nil then
        return reasonCode == nil and reason or (((reason .. " (") .. tostring(reasonCode)) .. owner) .. ")"
    end
    return reasonCode == nil and "no code captured" or (("code " .. tostring(reasonCode)) .. owner) .. " (unregistered)"
end
--- `2,000`.
function ____exports.groupDigits(self, count)
    local digits = __TS__NumberToFixed(count, 0)
    local groups = {}
    while #digits > 3 do
        __TS__ArrayUnshift(
            groups,
            string.sub(digits, -3)
        )
        digits = string.sub(digits, 1, -4)
    end
    return table.concat(
        {
            digits,
            unpack(groups)
        },
        ","
    )
end
RESETTER_NAMES = {client = "client", server = "server", middle = "middlebox", unknown = "unknown"}
--- Who sent an RST, as a name in a table.
function ____exports.showResetter(self, resetBy)
    return RESETTER_NAMES[resetBy]
end
--- Who sent how many RSTs: `2 by the client, sender unknown: 3`.
function ____exports.listResetters(self, countOfResetter)
    local present = __TS__ArrayFilter(
        RESETTERS,
        function(____, resetBy) return countOfResetter(nil, resetBy) > 0 end
    )
    local parts = __TS__ArrayMap(
        present,
        function(____, resetBy)
            local count = ____exports.groupDigits(
                nil,
                countOfResetter(nil, resetBy)
            )
            return resetBy == "unknown" and "sender unknown: " .. count or (count .. " by ") .. ____exports.actorOf(nil, resetBy)
        end
    )
    return table.concat(parts, ", ")
end
--- The cause in one cell: the name, the words and the code that are stated, and the situation.
function ____exports.describeCause(self, finding)
    local ____finding_0 = finding
    local alternatives = ____finding_0.alternatives
    local cause = ____finding_0.cause
    local situation = ____finding_0.situation
    local stated = ____finding_0.stated
    local guess = alternatives[1]
    local name = cause == "unknown" and guess ~= nil and "unknown, perhaps " .. guess.cause or (stated and (cause .. ": ") .. ____exports.describeStatement(nil, finding) or cause)
    return situation == nil and name or ((name .. " (") .. situation) .. ")"
end
--- What is said of a connection whose handshake was not captured.
____exports.CLIENT_IS_GUESS = "cannot tell which end is the client: the handshake was not captured, and the lower port is taken for the server's"
--- What is said of a connection that had to make room for others and went on.
____exports.WAS_FORGOTTEN = "its beginning was captured and then forgotten: too many connections were open at once"
--- The same of one whose reset was judged at once.
____exports.WAS_CUT_SHORT = "what follows the RST was not waited for: there was too much else to remember"
--- A display filter of Wireshark for some frames.
function ____exports.frameFilter(self, frames)
    return ("frame.number in {" .. table.concat(frames, ", ")) .. "}"
end
function ____exports.showSeconds(self, seconds)
    if seconds >= 100 then
        return __TS__NumberToFixed(seconds, 0) .. " s"
    end
    return seconds >= 0.1 and __TS__NumberToFixed(seconds, 1) .. " s" or __TS__NumberToFixed(seconds * 1000, 1) .. " ms"
end
--- `1 connection`, `2,000 connections`.
function ____exports.countOf(self, count, noun)
    return ((____exports.groupDigits(nil, count) .. " ") .. noun) .. (count == 1 and "" or "s")
end
--- An address and a port as they are written together.
function ____exports.showEndpoint(self, ____bindingPattern0)
    local port
    local address
    address = ____bindingPattern0.address
    port = ____bindingPattern0.port
    return __TS__StringIncludes(address, ":") and (("[" .. address) .. "]:") .. tostring(port) or (address .. ":") .. tostring(port)
end
return ____exports
 end,
["model.finding-names"] = function(...) 
local ____exports = {}
--- Why a connection was reset: the closed set of names, the most specific first.
____exports.CAUSES = {
    "stated",
    "closed-port",
    "firewall-reject",
    "half-open",
    "old-connection",
    "scan",
    "unread-data",
    "data-after-close",
    "application-abort",
    "after-close",
    "idle-timeout",
    "keepalive-failure",
    "zero-window",
    "accept-queue-overflow",
    "inexact-rst",
    "stale-state",
    "injected",
    "proxied",
    "health-check",
    "after-tls-alert",
    "syn-in-window",
    "retransmission-give-up",
    "multipath",
    "untranslated-answer",
    "unsolicited",
    "unknown"
}
--- From the best; undecidable is what the wire cannot tell, however good the capture is.
____exports.CERTAINTIES = {"high", "medium", "low", "undecidable"}
--- Who sent the RST segment, whatever its address says.
____exports.RESETTERS = {"client", "server", "middle", "unknown"}
--- How far the connection was when it was reset.
____exports.STAGES = {
    "connecting",
    "established",
    "data",
    "closing",
    "closed",
    "unknown"
}
--- Under which names people search for what happened, beyond its cause.
____exports.SITUATIONS = {
    "keep-alive race",
    "upload refused",
    "blocked by name",
    "load balancer idle timeout",
    "process ended",
    "reset together"
}
--- How far a client had come when its connection was reset, as studies of tampering count it.
____exports.BUCKETS = {
    "post-SYN",
    "post-ACK",
    "post-PSH",
    "later",
    "unknown"
}
--- How a cause is stated, if it is: by the id of a format, or by one of these.
____exports.STATEMENT_FORMATS = {"multipath", "netscaler-window"}
--- How a connection failed that no RST ended: what was not answered, or what an ICMP error says.
____exports.FAILURES = {
    "destination-unreachable",
    "time-exceeded",
    "packet-too-big",
    "unanswered-syn",
    "unanswered-syn-ack",
    "unacknowledged-data",
    "unacknowledged-fin"
}
--- ICMP for each version of IP: types and codes differ.
____exports.ICMP_FAMILIES = {"icmp", "icmpv6"}
return ____exports
 end,
["explain.core.judge"] = function(...) 
local ____lualib = require("lualib_bundle")
local __TS__ObjectAssign = ____lualib.__TS__ObjectAssign
local __TS__StringStartsWith = ____lualib.__TS__StringStartsWith
local __TS__ArrayFilter = ____lualib.__TS__ArrayFilter
local __TS__SparseArrayNew = ____lualib.__TS__SparseArrayNew
local __TS__SparseArrayPush = ____lualib.__TS__SparseArrayPush
local __TS__SparseArraySpread = ____lualib.__TS__SparseArraySpread
local __TS__ArrayReduce = ____lualib.__TS__ArrayReduce
local __TS__ArraySome = ____lualib.__TS__ArraySome
local __TS__ArrayMap = ____lualib.__TS__ArrayMap
local __TS__ArraySplice = ____lualib.__TS__ArraySplice
local __TS__NumberToFixed = ____lualib.__TS__NumberToFixed
local __TS__Number = ____lualib.__TS__Number
local ____exports = {}
local matchAll, bySureness, addLacks, firstFrameOf, chooseStatement, isOwn, rankOf, stateFinding, lower, unknownFinding, ignoredOf, alternativesOf, framesOf, inOrder, finish, withLacks, ALL_NEEDS, CANNOT_TELL
local ____finding_2Dnames = require("model.finding-names")
local CERTAINTIES = ____finding_2Dnames.CERTAINTIES
local ____contradictions = require("explain.core.contradictions")
local findContradictions = ____contradictions.findContradictions
local ____explanation = require("explain.core.explanation")
local explanationOf = ____explanation.explanationOf
local NEXT_STEPS = ____explanation.NEXT_STEPS
local NEXT_STEPS_OF_SITUATIONS = ____explanation.NEXT_STEPS_OF_SITUATIONS
local observedStatement = ____explanation.observedStatement
local ____lost_2Ddata = require("explain.core.lost-data")
local countLostOctets = ____lost_2Ddata.countLostOctets
local ____pattern = require("explain.core.pattern")
local patternOf = ____pattern.patternOf
local ____registry_2Dwords = require("explain.core.registry-words")
local codeOfCause = ____registry_2Dwords.codeOfCause
local ____reset_2Dkind = require("explain.core.reset-kind")
local kindOf = ____reset_2Dkind.kindOf
local ____sender = require("explain.core.sender")
local senderOf = ____sender.senderOf
local ____signature = require("explain.core.signature")
local findLacks = ____signature.findLacks
local ____signature_2Dtable = require("explain.core.signature-table")
local SIGNATURES = ____signature_2Dtable.SIGNATURES
local ____situation = require("explain.core.situation")
local situationOf = ____situation.situationOf
local ____timing = require("explain.core.timing")
local silenceBefore = ____timing.silenceBefore
local ____words = require("explain.core.words")
local CLIENT_IS_GUESS = ____words.CLIENT_IS_GUESS
local WAS_CUT_SHORT = ____words.WAS_CUT_SHORT
local WAS_FORGOTTEN = ____words.WAS_FORGOTTEN
function matchAll(self, history, surroundings)
    local fitting = {}
    local missing = {}
    for ____, signature in ipairs(SIGNATURES) do
        do
            local match = signature:match(history, surroundings)
            if match == nil then
                goto __continue6
            end
            local lacks = findLacks(
                nil,
                history,
                signature.needs,
                firstFrameOf(nil, match)
            )
            if #lacks == 0 then
                fitting[#fitting + 1] = {signature = signature, match = match}
            else
                missing[#missing + 1] = (((CANNOT_TELL .. " ") .. signature.cause) .. ": ") .. table.concat(lacks, ", ")
            end
        end
        ::__continue6::
    end
    return {
        candidates = bySureness(nil, fitting),
        missing = missing
    }
end
function bySureness(self, fitting)
    if #fitting < 2 then
        return fitting
    end
    local sorted = {}
    for ____, certainty in ipairs(CERTAINTIES) do
        for ____, one in ipairs(fitting) do
            if one.match.certainty == certainty then
                sorted[#sorted + 1] = one
            end
        end
    end
    return sorted
end
function addLacks(self, doubts, missing, cause)
    if #missing == 0 then
        return doubts
    end
    local ofSame = ((CANNOT_TELL .. " ") .. cause) .. ":"
    local ____array_7 = __TS__SparseArrayNew(unpack(doubts))
    __TS__SparseArrayPush(
        ____array_7,
        unpack(__TS__ArrayFilter(
            missing,
            function(____, lack) return not __TS__StringStartsWith(lack, ofSame) end
        ))
    )
    return {__TS__SparseArraySpread(____array_7)}
end
function firstFrameOf(self, ____bindingPattern0)
    local evidence
    evidence = ____bindingPattern0.evidence
    return __TS__ArrayReduce(
        evidence,
        function(____, first, ____bindingPattern0)
            local frame
            frame = ____bindingPattern0.frame
            return math.min(first, frame)
        end,
        math.huge
    )
end
function chooseStatement(self, history)
    local best
    for ____, one in ipairs(history.statements) do
        do
            if one.statement.isIgnored or not isOwn(nil, history, one) then
                goto __continue24
            end
            if best == nil or rankOf(nil, one.statement) < rankOf(nil, best.statement) then
                best = one
            end
        end
        ::__continue24::
    end
    return best
end
function isOwn(self, ____bindingPattern0, ____bindingPattern1)
    local after
    local reset
    reset = ____bindingPattern0.reset
    after = ____bindingPattern0.after
    local frame
    frame = ____bindingPattern1.frame
    if frame == reset.frame then
        return true
    end
    return __TS__ArraySome(
        after,
        function(____, one) return one.rst and one.from == reset.from and one.frame == frame end
    )
end
function rankOf(self, ____bindingPattern0)
    local format
    format = ____bindingPattern0.format
    if format == "netscaler-window" then
        return 3
    end
    if format == "multipath" then
        return 2
    end
    return format == "text" and 1 or 0
end
function stateFinding(self, history, ____bindingPattern0, ____bindingPattern1)
    local statement
    local frame
    frame = ____bindingPattern0.frame
    statement = ____bindingPattern0.statement
    local candidates
    candidates = ____bindingPattern1.candidates
    local ____statement_8 = statement
    local format = ____statement_8.format
    local reason = ____statement_8.reason
    local reasonCode = ____statement_8.reasonCode
    local pen = ____statement_8.pen
    local benign = ____statement_8.benign
    local certainty = ____statement_8.certainty
    local missing = ____statement_8.missing
    local contradictions = findContradictions(nil, history, statement)
    local isByMiddlebox = __TS__ArraySome(
        candidates,
        function(____, ____bindingPattern0)
            local match
            match = ____bindingPattern0.match
            return match.resetBy == "middle"
        end
    )
    return finish(
        nil,
        history,
        observedStatement(nil, {frame = frame, statement = statement}),
        {
            resetBy = isByMiddlebox and "middle" or senderOf(nil, history),
            cause = format == "multipath" and "multipath" or "stated",
            certainty = #contradictions > 0 and lower(nil, certainty) or certainty,
            statement = {
                stated = true,
                format = format,
                reasonCode = reasonCode,
                pen = pen,
                reason = reason
            },
            evidence = inOrder(nil, {history.reset.frame, frame}),
            benign = benign,
            alternatives = alternativesOf(nil, candidates, "stated"),
            missing = missing,
            contradictions = contradictions
        }
    )
end
function lower(self, certainty)
    return certainty == "high" and "medium" or "low"
end
function unknownFinding(self, history, ____bindingPattern0, cluster)
    local candidates
    local missing
    missing = ____bindingPattern0.missing
    candidates = ____bindingPattern0.candidates
    local isAlone = #history.before == 0
    local ____isAlone_13
    if isAlone then
        ____isAlone_13 = {"nothing of the connection was captured before the RST"}
    else
        local ____findLacks_12 = findLacks
        local ____history_11 = history
        local ____opt_9 = history.before[1]
        ____isAlone_13 = ____findLacks_12(nil, ____history_11, ALL_NEEDS, ____opt_9 and ____opt_9.frame or 0)
    end
    local lacks = ____isAlone_13
    local isComplete = #lacks == 0
    local sender = senderOf(nil, history)
    local isSound = isComplete and kindOf(nil, history).kind ~= "odd"
    local reasons = __TS__ArrayMap(
        lacks,
        function(____, lack) return "cannot tell the cause: " .. lack end
    )
    local ____finish_27 = finish
    local ____history_25 = history
    local ____opt_14 = candidates[1]
    local ____temp_26 = ____opt_14 and ____opt_14.match.observed
    local ____temp_19 = (isSound or sender == "middle") and sender or "unknown"
    local ____temp_20 = isComplete and "low" or "undecidable"
    local ____temp_21 = {stated = false}
    local ____inOrder_result_22 = inOrder(
        nil,
        {
            history.reset.frame,
            unpack(cluster and cluster.frames or ({}))
        }
    )
    local ____temp_23 = cluster == nil and ({}) or ({situation = "reset together"})
    local ____alternativesOf_result_24 = alternativesOf(nil, candidates, "unknown")
    local ____array_18 = __TS__SparseArrayNew(unpack(missing))
    __TS__SparseArrayPush(
        ____array_18,
        unpack(isComplete and ({"no known signature fits well"}) or reasons)
    )
    return ____finish_27(
        nil,
        ____history_25,
        ____temp_26,
        __TS__ObjectAssign(
            {
                resetBy = ____temp_19,
                cause = "unknown",
                certainty = ____temp_20,
                statement = ____temp_21,
                evidence = ____inOrder_result_22
            },
            ____temp_23,
            {
                benign = false,
                alternatives = ____alternativesOf_result_24,
                missing = {__TS__SparseArraySpread(____array_18)}
            }
        )
    )
end
function ignoredOf(self, history)
    local ignored = __TS__ArrayFilter(
        history.statements,
        function(____, ____bindingPattern0)
            local statement
            statement = ____bindingPattern0.statement
            return statement.isIgnored
        end
    )
    return __TS__ArrayMap(
        __TS__ArrayFilter(
            ignored,
            function(____, one) return isOwn(nil, history, one) end
        ),
        function(____, ____bindingPattern0)
            local missing
            local format
            local frame
            frame = ____bindingPattern0.frame
            format = ____bindingPattern0.statement.format
            missing = ____bindingPattern0.statement.missing
            return ((((("the " .. format) .. " payload of the RST in frame ") .. tostring(frame)) .. " is malformed (") .. table.concat(missing, ", ")) .. ")"
        end
    )
end
function alternativesOf(self, candidates, found)
    local alternatives = {}
    for ____, ____value in ipairs(candidates) do
        local signature = ____value.signature
        local match = ____value.match
        do
            local ____signature_28 = signature
            local cause = ____signature_28.cause
            if cause == found or __TS__ArraySome(
                alternatives,
                function(____, one) return one.cause == cause end
            ) then
                goto __continue44
            end
            alternatives[#alternatives + 1] = {cause = cause, certainty = match.certainty}
        end
        ::__continue44::
    end
    return alternatives
end
function framesOf(self, ____bindingPattern0, ____bindingPattern1)
    local reset
    reset = ____bindingPattern0.reset
    local otherFrames
    local evidence
    evidence = ____bindingPattern1.evidence
    otherFrames = ____bindingPattern1.otherFrames
    if otherFrames == nil then
        otherFrames = {}
    end
    local frames = __TS__ArrayMap(
        evidence,
        function(____, ____bindingPattern0)
            local frame
            frame = ____bindingPattern0.frame
            return frame
        end
    )
    for ____, frame in ipairs(otherFrames) do
        frames[#frames + 1] = frame
    end
    frames[#frames + 1] = reset.frame
    return inOrder(nil, frames)
end
function inOrder(self, frames)
    local sorted = {}
    for ____, frame in ipairs(frames) do
        local at = #sorted
        while at > 0 and (sorted[at] or 0) > frame do
            at = at - 1
        end
        if at == 0 or sorted[at] ~= frame then
            __TS__ArraySplice(sorted, at, 0, frame)
        end
    end
    return sorted
end
function finish(self, history, observed, verdict)
    local ____history_29 = history
    local stream = ____history_29.stream
    local reset = ____history_29.reset
    local resetTime = ____history_29.resetTime
    local client = ____history_29.client
    local server = ____history_29.server
    local stage = ____history_29.stage
    local ____verdict_30 = verdict
    local resetBy = ____verdict_30.resetBy
    local cause = ____verdict_30.cause
    local certainty = ____verdict_30.certainty
    local statement = ____verdict_30.statement
    local evidence = ____verdict_30.evidence
    local benign = ____verdict_30.benign
    local alternatives = ____verdict_30.alternatives
    local ____verdict_31 = verdict
    local missing = ____verdict_31.missing
    local contradictions = ____verdict_31.contradictions
    if contradictions == nil then
        contradictions = {}
    end
    local situation = ____verdict_31.situation
    local usual = situation == nil and NEXT_STEPS[cause] or NEXT_STEPS_OF_SITUATIONS[situation]
    local ____verdict_32 = verdict
    local nextStep = ____verdict_32.nextStep
    if nextStep == nil then
        nextStep = usual
    end
    local ____opt_33 = silenceBefore(nil, history)
    local idle = ____opt_33 and ____opt_33.seconds
    local ignored = ignoredOf(nil, history)
    local finding = {stream = stream, frame = reset.frame}
    if resetTime ~= nil then
        finding.time = resetTime
    end
    finding.client = client
    finding.server = server
    finding.resetBy = resetBy
    finding.cause = cause
    finding.certainty = certainty
    finding.stated = statement.stated
    if statement.format ~= nil then
        finding.format = statement.format
    end
    if statement.reasonCode ~= nil then
        finding.reasonCode = statement.reasonCode
    end
    if statement.pen ~= nil then
        finding.pen = statement.pen
    end
    if statement.reason ~= nil then
        finding.reason = statement.reason
    end
    finding.evidence = evidence
    finding.unackedOctets = benign and 0 or countLostOctets(nil, history, cause)
    finding.benign = benign
    finding.alternatives = alternatives
    finding.missing = withLacks(nil, missing, history)
    finding.stage = stage
    if situation ~= nil then
        finding.situation = situation
    end
    finding.pattern = patternOf(nil, history)
    if idle ~= nil then
        finding.idleSeconds = __TS__Number(__TS__NumberToFixed(idle, 6))
    end
    finding.contradictions = contradictions
    if #ignored > 0 then
        finding.ignored = ignored
    end
    finding.explanation = explanationOf(nil, verdict, observed)
    finding.nextStep = nextStep
    return finding
end
function withLacks(self, missing, ____bindingPattern0)
    local isCutShort
    local isForgotten
    local isClientKnown
    isClientKnown = ____bindingPattern0.isClientKnown
    isForgotten = ____bindingPattern0.isForgotten
    isCutShort = ____bindingPattern0.isCutShort
    if isClientKnown and not isForgotten and not isCutShort then
        return missing
    end
    local all = {unpack(missing)}
    if not isClientKnown then
        all[#all + 1] = CLIENT_IS_GUESS
    end
    if isForgotten then
        all[#all + 1] = WAS_FORGOTTEN
    end
    if isCutShort then
        all[#all + 1] = WAS_CUT_SHORT
    end
    return all
end
ALL_NEEDS = {"both-directions", "no-loss", "timestamps", "handshake"}
--- The best explanation of one reset, and how certain it is.
function ____exports.judge(self, model, history, surroundings)
    local judgement = matchAll(nil, history, surroundings)
    local candidates = judgement.candidates
    local missing = judgement.missing
    local stated = chooseStatement(nil, history)
    if stated ~= nil then
        return stateFinding(nil, history, stated, judgement)
    end
    local cluster = surroundings:findCluster(history)
    local best = candidates[1]
    if best == nil or best.match.certainty == "low" then
        return unknownFinding(nil, history, judgement, cluster)
    end
    local match = best.match
    local signature = best.signature
    local ____signature_0 = signature
    local cause = ____signature_0.cause
    local ____match_1 = match
    local certainty = ____match_1.certainty
    local benign = ____match_1.benign
    if benign == nil then
        benign = false
    end
    local nextStep = ____match_1.nextStep
    local doubts = ____match_1.doubts
    if doubts == nil then
        doubts = {}
    end
    local ____temp_2
    if certainty == "undecidable" then
        ____temp_2 = nil
    else
        ____temp_2 = codeOfCause(nil, model, cause)
    end
    local code = ____temp_2
    local resetBy = match.resetBy or senderOf(nil, history)
    local situation = match.situation or situationOf(nil, history, resetBy, cluster ~= nil and not benign)
    return finish(
        nil,
        history,
        match.observed,
        __TS__ObjectAssign(
            {
                resetBy = resetBy,
                cause = cause,
                certainty = certainty,
                statement = {stated = false, reasonCode = code and code.reasonCode, reason = code and code.reason},
                evidence = framesOf(nil, history, match)
            },
            situation == nil and ({}) or ({situation = situation}),
            {
                benign = benign,
                alternatives = alternativesOf(nil, candidates, cause),
                missing = certainty == "high" and doubts or addLacks(nil, doubts, missing, cause)
            },
            nextStep == nil and ({}) or ({nextStep = nextStep})
        )
    )
end
CANNOT_TELL = "cannot tell whether it is"
return ____exports
 end,
["explain.core.timing"] = function(...) 
local ____lualib = require("lualib_bundle")
local __TS__ArrayFindIndex = ____lualib.__TS__ArrayFindIndex
local __TS__ArrayForEach = ____lualib.__TS__ArrayForEach
local __TS__ArraySlice = ____lualib.__TS__ArraySlice
local __TS__ArrayMap = ____lualib.__TS__ArrayMap
local ____exports = {}
local secondsBetween, isInOrder, findSilence
local ____history = require("explain.core.history")
local lastWhere = ____history.lastWhere
local otherSide = ____history.otherSide
local rememberLast = ____history.rememberLast
function secondsBetween(self, asked, answered)
    local seconds = (answered and answered.seconds or 0 / 0) - (asked and asked.seconds or 0 / 0)
    return seconds >= 0 and seconds or nil
end
function isInOrder(self, events)
    do
        local at = 1
        while at < #events do
            local ____opt_5 = events[at + 1]
            local ____temp_9 = ____opt_5 and ____opt_5.seconds or 0
            local ____opt_7 = events[at]
            if ____temp_9 < (____opt_7 and ____opt_7.seconds or 0) then
                return false
            end
            at = at + 1
        end
    end
    return true
end
function findSilence(self, ____bindingPattern0)
    local reset
    local before
    before = ____bindingPattern0.before
    reset = ____bindingPattern0.reset
    local longest
    local first = reset
    do
        local at = #before - 1
        while at >= 0 do
            local last = before[at + 1] or reset
            local seconds = first.seconds - last.seconds
            if longest == nil or seconds > longest.seconds then
                longest = {seconds = seconds, last = last, first = first}
            end
            if last.from ~= otherSide(nil, reset.from) then
                break
            end
            first = last
            at = at - 1
        end
    end
    return longest ~= nil and longest.seconds >= 0 and longest or nil
end
--- An answer within so much is prompt, whatever the path.
local ALWAYS_PROMPT_SECONDS = 0.2
--- So much may an answer take where the path's own time is not known.
local UNKNOWN_PATH_SECONDS = 1
--- Queues make later round trips longer than that of the handshake.
local PATH_FACTOR = 3
--- Seconds from the capturing point to an end and back, by the handshake; undefined where that was
-- not seen. A SYN that was sent again counts from its last transmission.
local function roundTripOfHandshake(self, ____bindingPattern0, side)
    local before
    before = ____bindingPattern0.before
    local first = __TS__ArrayFindIndex(
        before,
        function(____, ____bindingPattern0)
            local syn
            local from
            from = ____bindingPattern0.from
            syn = ____bindingPattern0.syn
            return from ~= side and syn
        end
    )
    local at = __TS__ArrayFindIndex(
        before,
        function(____, ____bindingPattern0, place)
            local rst
            local from
            from = ____bindingPattern0.from
            rst = ____bindingPattern0.rst
            return place > first and from == side and not rst
        end
    )
    if first < 0 or at < 0 then
        return nil
    end
    local asked = lastWhere(
        nil,
        before,
        function(____, ____bindingPattern0)
            local syn
            local from
            from = ____bindingPattern0.from
            syn = ____bindingPattern0.syn
            return from ~= side and syn
        end,
        at
    )
    return secondsBetween(nil, asked, before[at + 1])
end
--- The shortest time from the capturing point to an end and back, in seconds: by the handshake, and by
-- all data that the end acknowledged; undefined where neither was seen.
function ____exports.roundTripTo(self, history, side)
    local ____history_4 = history
    local before = ____history_4.before
    if not isInOrder(nil, before) then
        return nil
    end
    local shortest = roundTripOfHandshake(nil, history, side)
    __TS__ArrayForEach(
        before,
        function(____, answered, at)
            if answered.from ~= side or answered.rst or answered.acknowledgment == nil then
                return
            end
            local asked = lastWhere(
                nil,
                before,
                function(____, ____bindingPattern0)
                    local ____end
                    local length
                    local from
                    from = ____bindingPattern0.from
                    length = ____bindingPattern0.length
                    ____end = ____bindingPattern0["end"]
                    return from ~= side and length > 0 and ____end == answered.acknowledgment
                end,
                at
            )
            local seconds = secondsBetween(nil, asked, answered)
            if seconds ~= nil and (shortest == nil or seconds < shortest) then
                shortest = seconds
            end
        end
    )
    return shortest
end
--- Whether `answer` came as soon as the path allows. Without times it is not known: false.
function ____exports.isPrompt(self, history, asked, answer)
    local path = roundTripOfHandshake(nil, history, answer.from)
    local limit = path == nil and UNKNOWN_PATH_SECONDS or math.max(ALWAYS_PROMPT_SECONDS, PATH_FACTOR * path)
    return answer.seconds - asked.seconds <= limit
end
--- Paths and ticks add so much to a timer; what delays the last ACK takes so much away.
local LATE_SECONDS = 2
local EARLY_SECONDS = 1
--- Whether a silence, in seconds, ends when a timer runs out.
function ____exports.isTimeOf(self, timerSeconds, seconds)
    return seconds >= timerSeconds - EARLY_SECONDS and seconds <= timerSeconds + LATE_SECONDS
end
--- The longest silence at the end: before the RST, or before segments that got no other answer
-- than the RST. Undefined where there was nothing before, or no time.
____exports.silenceBefore = rememberLast(nil, findSilence)
--- Gaps between events that follow one another, in seconds.
function ____exports.gapsOf(self, events)
    return __TS__ArrayMap(
        __TS__ArraySlice(events, 1),
        function(____, ____bindingPattern0, at)
            local seconds
            seconds = ____bindingPattern0.seconds
            local ____seconds_12 = seconds
            local ____opt_10 = events[at + 1]
            return ____seconds_12 - (____opt_10 and ____opt_10.seconds or 0 / 0)
        end
    )
end
return ____exports
 end,
["explain.core.situation"] = function(...) 
local ____exports = {}
local ____history = require("explain.core.history")
local CONTENT = ____history.CONTENT
local lastWhere = ____history.lastWhere
--- A filter that reads a name decides within this.
local DECISION_SECONDS = 0.1
--- The ClientHello or HTTP request, which names a server, right before the RST.
function ____exports.namedBefore(self, ____bindingPattern0)
    local reset
    local before
    before = ____bindingPattern0.before
    reset = ____bindingPattern0.reset
    local last = lastWhere(
        nil,
        before,
        function(____, ____bindingPattern0)
            local rst
            local length
            length = ____bindingPattern0.length
            rst = ____bindingPattern0.rst
            return length > 0 and not rst
        end
    )
    if last == nil or last.from ~= "client" then
        return nil
    end
    local isNamed = last.content == CONTENT.CLIENT_HELLO or last.content == CONTENT.REQUEST
    return isNamed and reset.seconds - last.seconds <= DECISION_SECONDS and last or nil
end
--- What people search for, where no signature names it.
function ____exports.situationOf(self, history, resetBy, isOfCluster)
    if resetBy == "middle" and ____exports.namedBefore(nil, history) ~= nil then
        return "blocked by name"
    end
    return isOfCluster and "reset together" or nil
end
return ____exports
 end,
["explain.core.signature-table"] = function(...) 
local ____exports = {}
local ____abort_2Dafter_2Down_2Dclose = require("explain.core.signatures.abort-after-own-close")
local abortAfterOwnClose = ____abort_2Dafter_2Down_2Dclose.abortAfterOwnClose
local ____accept_2Dqueue_2Doverflow = require("explain.core.signatures.accept-queue-overflow")
local acceptQueueOverflow = ____accept_2Dqueue_2Doverflow.acceptQueueOverflow
local ____after_2Dclose = require("explain.core.signatures.after-close")
local afterClose = ____after_2Dclose.afterClose
local ____after_2Dtls_2Dalert = require("explain.core.signatures.after-tls-alert")
local afterTlsAlert = ____after_2Dtls_2Dalert.afterTlsAlert
local ____application_2Dabort = require("explain.core.signatures.application-abort")
local applicationAbort = ____application_2Dabort.applicationAbort
local ____closed_2Dport = require("explain.core.signatures.closed-port")
local closedPort = ____closed_2Dport.closedPort
local ____data_2Dafter_2Dclose = require("explain.core.signatures.data-after-close")
local dataAfterClose = ____data_2Dafter_2Dclose.dataAfterClose
local ____firewall_2Dreject = require("explain.core.signatures.firewall-reject")
local firewallReject = ____firewall_2Dreject.firewallReject
local ____half_2Dopen = require("explain.core.signatures.half-open")
local halfOpen = ____half_2Dopen.halfOpen
local ____idle_2Dtimeout = require("explain.core.signatures.idle-timeout")
local idleTimeout = ____idle_2Dtimeout.idleTimeout
local ____inexact_2Drst = require("explain.core.signatures.inexact-rst")
local inexactRst = ____inexact_2Drst.inexactRst
local ____injected = require("explain.core.signatures.injected")
local injected = ____injected.injected
local ____injected_2Dseries = require("explain.core.signatures.injected-series")
local injectedSeries = ____injected_2Dseries.injectedSeries
local ____keepalive_2Dfailure = require("explain.core.signatures.keepalive-failure")
local keepaliveFailure = ____keepalive_2Dfailure.keepaliveFailure
local ____old_2Dconnection = require("explain.core.signatures.old-connection")
local oldConnection = ____old_2Dconnection.oldConnection
local ____proxied = require("explain.core.signatures.proxied")
local proxied = ____proxied.proxied
local ____retransmission_2Dgive_2Dup = require("explain.core.signatures.retransmission-give-up")
local retransmissionGiveUp = ____retransmission_2Dgive_2Dup.retransmissionGiveUp
local ____scan = require("explain.core.signatures.scan")
local scan = ____scan.scan
local ____stale_2Dstate = require("explain.core.signatures.stale-state")
local staleState = ____stale_2Dstate.staleState
local ____syn_2Din_2Dwindow = require("explain.core.signatures.syn-in-window")
local synInWindow = ____syn_2Din_2Dwindow.synInWindow
local ____unread_2Ddata = require("explain.core.signatures.unread-data")
local unreadData = ____unread_2Ddata.unreadData
local ____unsolicited = require("explain.core.signatures.unsolicited")
local unsolicited = ____unsolicited.unsolicited
local ____untranslated_2Danswer = require("explain.core.signatures.untranslated-answer")
local untranslatedAnswer = ____untranslated_2Danswer.untranslatedAnswer
local ____zero_2Dwindow = require("explain.core.signatures.zero-window")
local zeroWindow = ____zero_2Dwindow.zeroWindow
--- All signatures by their precedence: of several that fit with the same certainty the first one is
-- the cause, the others are alternatives. What is stated goes before all of them.
____exports.SIGNATURES = {
    untranslatedAnswer,
    unsolicited,
    oldConnection,
    synInWindow,
    staleState,
    inexactRst,
    firewallReject,
    injectedSeries,
    injected,
    closedPort,
    scan,
    acceptQueueOverflow,
    keepaliveFailure,
    zeroWindow,
    retransmissionGiveUp,
    idleTimeout,
    dataAfterClose,
    afterTlsAlert,
    proxied,
    halfOpen,
    afterClose,
    applicationAbort,
    abortAfterOwnClose,
    unreadData
}
return ____exports
 end,
["explain.core.signatures.zero-window"] = function(...) 
local ____lualib = require("lualib_bundle")
local __TS__ArraySlice = ____lualib.__TS__ArraySlice
local __TS__SparseArrayNew = ____lualib.__TS__SparseArrayNew
local __TS__SparseArrayPush = ____lualib.__TS__SparseArrayPush
local __TS__SparseArraySpread = ____lualib.__TS__SparseArraySpread
local ____exports = {}
local ____history = require("explain.core.history")
local otherSide = ____history.otherSide
local ____reset_2Dkind = require("explain.core.reset-kind")
local kindOf = ____reset_2Dkind.kindOf
local ____retries = require("explain.core.retries")
local unansweredProbes = ____retries.unansweredProbes
--- The other end takes no data for so long that the sender gives up.
____exports.zeroWindow = {
    cause = "zero-window",
    reference = "RFC 9293 section 3.8.6.1",
    needs = {"both-directions", "no-loss", "timestamps"},
    match = function(____, history)
        local ____kindOf_result_0 = kindOf(nil, history)
        local kind = ____kindOf_result_0.kind
        if kind == "odd" then
            return nil
        end
        local ____unansweredProbes_result_1 = unansweredProbes(nil, history)
        local shut = ____unansweredProbes_result_1[1]
        local probes = __TS__ArraySlice(____unansweredProbes_result_1, 1)
        if shut == nil then
            return nil
        end
        local ____temp_3 = kind == "abort" and "high" or "medium"
        local ____array_2 = __TS__SparseArrayNew(
            shut,
            unpack(probes)
        )
        __TS__SparseArrayPush(____array_2, history.reset)
        return {
            certainty = ____temp_3,
            evidence = {__TS__SparseArraySpread(____array_2)},
            observed = ((("the " .. otherSide(nil, history.reset.from)) .. " kept its window closed through ") .. tostring(#probes)) .. " probes with exponential backoff"
        }
    end
}
return ____exports
 end,
["explain.core.retries"] = function(...) 
local ____lualib = require("lualib_bundle")
local __TS__ArraySlice = ____lualib.__TS__ArraySlice
local __TS__ArrayFilter = ____lualib.__TS__ArrayFilter
local __TS__ArrayEvery = ____lualib.__TS__ArrayEvery
local __TS__ArrayAt = ____lualib.__TS__ArrayAt
local __TS__ArrayMap = ____lualib.__TS__ArrayMap
local __TS__ArraySome = ____lualib.__TS__ArraySome
local __TS__ArrayIndexOf = ____lualib.__TS__ArrayIndexOf
local __TS__ArrayFind = ____lualib.__TS__ArrayFind
local ____exports = {}
local retriesOf, backsOff, untakenData, RETRANSMISSIONS, RETRANSMISSIONS_OF_CONTROL, LEAST_GROWTH, LEAST_SHARE
local ____history = require("explain.core.history")
local lastIndexWhere = ____history.lastIndexWhere
local lastWhere = ____history.lastWhere
local otherSide = ____history.otherSide
local ____reset_2Dkind = require("explain.core.reset-kind")
local kindOf = ____reset_2Dkind.kindOf
local ____timing = require("explain.core.timing")
local gapsOf = ____timing.gapsOf
function retriesOf(self, history, side)
    local retries = ____exports.unacknowledged(nil, history.before, history.sides, side)
    return retries ~= nil and ____exports.hasGivenUp(nil, retries) and retries or nil
end
--- Whether a host gives up after so many transmissions.
function ____exports.hasGivenUp(self, ____bindingPattern0)
    local tries
    tries = ____bindingPattern0.tries
    local ____opt_3 = __TS__ArrayAt(tries, -1)
    local hasData = (____opt_3 and ____opt_3.length or 0) > 0
    return #tries > (hasData and RETRANSMISSIONS or RETRANSMISSIONS_OF_CONTROL)
end
--- All transmissions of what an end last sent, where they back off and nobody acknowledged it; however
-- few they are, they are three.
function ____exports.unacknowledged(self, events, sides, side)
    local last = lastWhere(
        nil,
        events,
        function(____, ____bindingPattern0)
            local isProbe
            local sequence
            local ____end
            local rst
            local from
            from = ____bindingPattern0.from
            rst = ____bindingPattern0.rst
            ____end = ____bindingPattern0["end"]
            sequence = ____bindingPattern0.sequence
            isProbe = ____bindingPattern0.isProbe
            return from == side and not rst and ____end > sequence and not isProbe
        end
    )
    local isTaken = last == nil or (sides[otherSide(nil, side)].ack or 0) >= last["end"]
    if isTaken then
        return nil
    end
    local tries = __TS__ArrayFilter(
        events,
        function(____, ____bindingPattern0)
            local ____end
            local sequence
            local rst
            local from
            from = ____bindingPattern0.from
            rst = ____bindingPattern0.rst
            sequence = ____bindingPattern0.sequence
            ____end = ____bindingPattern0["end"]
            return from == side and not rst and sequence == last.sequence and ____end > sequence
        end
    )
    if not backsOff(
        nil,
        gapsOf(nil, tries)
    ) then
        return nil
    end
    local what = last.syn and (last.ack and "SYN-ACK" or "SYN") or (last.length > 0 and "data" or "FIN")
    return {tries = tries, what = what}
end
function backsOff(self, gaps)
    local growths = __TS__ArrayMap(
        __TS__ArraySlice(gaps, 1),
        function(____, gap, at) return gap / (gaps[at + 1] or 0 / 0) end
    )
    local isGrowing = __TS__ArrayEvery(
        __TS__ArraySlice(growths, 1),
        function(____, growth) return growth >= LEAST_SHARE end
    )
    return isGrowing and __TS__ArraySome(
        growths,
        function(____, growth) return growth >= LEAST_GROWTH end
    )
end
function untakenData(self, ____bindingPattern0, side)
    local sides
    local before
    before = ____bindingPattern0.before
    sides = ____bindingPattern0.sides
    local last = lastWhere(
        nil,
        before,
        function(____, ____bindingPattern0)
            local isProbe
            local length
            local rst
            local from
            from = ____bindingPattern0.from
            rst = ____bindingPattern0.rst
            length = ____bindingPattern0.length
            isProbe = ____bindingPattern0.isProbe
            return from == side and not rst and length > 0 and not isProbe
        end
    )
    if last == nil or (sides[otherSide(nil, side)].ack or 0) >= last["end"] then
        return {}
    end
    return __TS__ArrayFilter(
        before,
        function(____, ____bindingPattern0)
            local length
            local sequence
            local rst
            local from
            from = ____bindingPattern0.from
            rst = ____bindingPattern0.rst
            sequence = ____bindingPattern0.sequence
            length = ____bindingPattern0.length
            return from == side and not rst and sequence == last.sequence and length > 0
        end
    )
end
--- What the RST's sender sent at the end, after the last segment of the other side.
function ____exports.ownTrail(self, ____bindingPattern0)
    local reset
    local before
    before = ____bindingPattern0.before
    reset = ____bindingPattern0.reset
    local last = lastIndexWhere(
        nil,
        before,
        function(____, ____bindingPattern0)
            local from
            from = ____bindingPattern0.from
            return from ~= reset.from
        end
    )
    return __TS__ArraySlice(before, last + 1)
end
--- Segments that only ask whether the other end is there: one octet or none, already sent before.
function ____exports.probesOf(self, events)
    return __TS__ArrayFilter(
        events,
        function(____, ____bindingPattern0)
            local isProbe
            isProbe = ____bindingPattern0.isProbe
            return isProbe
        end
    )
end
--- No system sends keep-alives more often than this.
local LEAST_INTERVAL_SECONDS = 0.9
--- The same of a trail that has nothing else: at most one octet with one number, again and again.
function ____exports.repeatedProbes(self, trail)
    local first = unpack(trail, 1, 1)
    local function isAlike(____, ____bindingPattern0)
        local fin
        local syn
        local length
        local sequence
        sequence = ____bindingPattern0.sequence
        length = ____bindingPattern0.length
        syn = ____bindingPattern0.syn
        fin = ____bindingPattern0.fin
        return sequence == (first and first.sequence) and length == first.length and length <= 1 and not syn and not fin
    end
    if not __TS__ArrayEvery(trail, isAlike) then
        return {}
    end
    local isSlow = __TS__ArrayEvery(
        gapsOf(nil, trail),
        function(____, seconds) return seconds >= LEAST_INTERVAL_SECONDS end
    )
    return isSlow and trail or ({})
end
RETRANSMISSIONS = 5
RETRANSMISSIONS_OF_CONTROL = 2
LEAST_GROWTH = 1.5
LEAST_SHARE = 0.85
local SURE_PROBES = 3
--- All transmissions of what the RST's sender, or the other end, last sent, where they are so many,
-- with exponential backoff up to a longest gap and without an acknowledgment, that a host gives up
-- (RFC 9293 section 3.8.3, RFC 6298 section 5); undefined without.
function ____exports.unansweredRetransmissions(self, history)
    local ____history_2 = history
    local reset = ____history_2.reset
    return retriesOf(nil, history, reset.from)
end
--- The same of the end that got the RST: the path was broken, and then came the answer.
function ____exports.unansweredByPeer(self, history)
    return retriesOf(
        nil,
        history,
        otherSide(nil, history.reset.from)
    )
end
--- Fewer, but both ends sent theirs in vain: the path between them broke.
local RETRANSMISSIONS_OF_BOTH = 2
--- The retransmissions of the RST's sender where no ACK came back to either end any more.
function ____exports.unansweredByBoth(self, history)
    local ____history_5 = history
    local reset = ____history_5.reset
    local own = untakenData(nil, history, reset.from)
    if #own <= RETRANSMISSIONS_OF_BOTH then
        return {}
    end
    local others = untakenData(
        nil,
        history,
        otherSide(nil, reset.from)
    )
    return #others > RETRANSMISSIONS_OF_BOTH and own or ({})
end
--- The segment with which the other end closed its window, and the probes of the RST's sender after
-- it, where they back off and the window stayed closed (RFC 9293 section 3.8.6.1); else none. What
-- the RST answers came after that.
function ____exports.unansweredProbes(self, history)
    local ____history_6 = history
    local reset = ____history_6.reset
    if not __TS__ArraySome(
        history.before,
        function(____, ____bindingPattern0)
            local isProbe
            local from
            from = ____bindingPattern0.from
            isProbe = ____bindingPattern0.isProbe
            return isProbe and from == reset.from
        end
    ) then
        return {}
    end
    local kind = kindOf(nil, history)
    local peer = otherSide(nil, reset.from)
    local ____end = kind.kind == "answer" and __TS__ArrayIndexOf(history.before, kind.to) or #history.before
    local before = __TS__ArraySlice(history.before, 0, ____end)
    local opened = lastIndexWhere(
        nil,
        before,
        function(____, ____bindingPattern0)
            local window
            local from
            from = ____bindingPattern0.from
            window = ____bindingPattern0.window
            return from == peer and window > 0
        end
    )
    local shut = __TS__ArrayFind(
        __TS__ArraySlice(before, opened + 1),
        function(____, ____bindingPattern0)
            local from
            from = ____bindingPattern0.from
            return from == peer
        end
    )
    local probes = __TS__ArrayFilter(
        ____exports.probesOf(
            nil,
            __TS__ArraySlice(before, opened + 1)
        ),
        function(____, ____bindingPattern0)
            local from
            from = ____bindingPattern0.from
            return from == reset.from
        end
    )
    local gaps = gapsOf(nil, probes)
    local grows = (__TS__ArrayAt(gaps, -1) or 0) >= LEAST_GROWTH * (gaps[1] or math.huge)
    return (shut == nil or #probes < SURE_PROBES or not grows) and ({}) or ({
        shut,
        unpack(probes)
    })
end
return ____exports
 end,
["explain.core.reset-kind"] = function(...) 
local ____lualib = require("lualib_bundle")
local __TS__ArrayFilter = ____lualib.__TS__ArrayFilter
local __TS__ArrayIndexOf = ____lualib.__TS__ArrayIndexOf
local __TS__NumberIsNaN = ____lualib.__TS__NumberIsNaN
local __TS__ArrayIncludes = ____lualib.__TS__ArrayIncludes
local ____exports = {}
local kindOfBare, isOfNoConnection, isAnswerable, SURE_COPIES
local ____history = require("explain.core.history")
local lastWhere = ____history.lastWhere
local otherSide = ____history.otherSide
local rememberLast = ____history.rememberLast
local ____timing = require("explain.core.timing")
local isPrompt = ____timing.isPrompt
function ____exports.kindOfReset(self, history, reset, earlier)
    local ____history_0 = history
    local sides = ____history_0.sides
    local peer = otherSide(nil, reset.from)
    if not reset.ack then
        return kindOfBare(nil, history, reset, earlier)
    end
    local isFirst = reset.isSequenceZero or sides[reset.from].segments == 0
    if isFirst then
        local to = lastWhere(
            nil,
            earlier,
            function(____, ____bindingPattern0)
                local ____end
                local rst
                local from
                from = ____bindingPattern0.from
                rst = ____bindingPattern0.rst
                ____end = ____bindingPattern0["end"]
                return from == peer and not rst and ____end == reset.acknowledgment
            end
        )
        if to ~= nil and (to.syn or reset.isSequenceZero) then
            return {kind = "answer", to = to, isBare = false}
        end
    end
    local isOwn = reset.sequence == sides[reset.from].next
    return (isOwn or reset.sequence == sides[peer].ack) and ({kind = "abort"}) or ({kind = "odd"})
end
function kindOfBare(self, history, reset, earlier)
    local ____history_1 = history
    local sides = ____history_1.sides
    local own = sides[reset.from]
    local peer = otherSide(nil, reset.from)
    local isOwnNext = own.segments > 0 and own.hasFin == false and reset.sequence == own.next
    local last = lastWhere(
        nil,
        earlier,
        function(____, ____bindingPattern0)
            local rst
            local from
            from = ____bindingPattern0.from
            rst = ____bindingPattern0.rst
            return from == peer and not rst
        end
    )
    local taken = own.ack or 0
    local to = lastWhere(
        nil,
        earlier,
        function(____, event) return event.from == peer and event.acknowledgment == reset.sequence and (event == last or event.length > 0 and event["end"] > taken) end
    )
    local mayAnswer = to ~= nil and isAnswerable(nil, history, {to = to, reset = reset, earlier = earlier})
    if isOwnNext and not mayAnswer and not isOfNoConnection(nil, history, reset) then
        return {kind = "abort"}
    end
    return to == nil and ({kind = "odd"}) or ({kind = "answer", to = to, isBare = true})
end
function isOfNoConnection(self, ____bindingPattern0, ____bindingPattern1)
    local sides
    sides = ____bindingPattern0.sides
    local window
    local identification
    local from
    from = ____bindingPattern1.from
    identification = ____bindingPattern1.identification
    window = ____bindingPattern1.window
    local usual = sides[from].identification or 0
    return window == 0 and identification == 0 and usual ~= 0
end
function isAnswerable(self, history, ____bindingPattern0)
    local earlier
    local reset
    local to
    to = ____bindingPattern0.to
    reset = ____bindingPattern0.reset
    earlier = ____bindingPattern0.earlier
    if reset.window ~= 0 then
        return false
    end
    local copies = __TS__ArrayFilter(
        earlier,
        function(____, ____bindingPattern0)
            local ____end
            local sequence
            local from
            from = ____bindingPattern0.from
            sequence = ____bindingPattern0.sequence
            ____end = ____bindingPattern0["end"]
            return from == to.from and sequence == to.sequence and ____end == to["end"]
        end
    )
    if not reset.isAcknowledgmentZero and #copies < SURE_COPIES then
        return false
    end
    local own = lastWhere(
        nil,
        earlier,
        function(____, ____bindingPattern0)
            local rst
            local from
            from = ____bindingPattern0.from
            rst = ____bindingPattern0.rst
            return from == reset.from and not rst
        end
    )
    local isTaken = own ~= nil and __TS__ArrayIndexOf(earlier, own) > __TS__ArrayIndexOf(earlier, to) and (own.acknowledgment or 0) >= to["end"]
    return not isTaken and isPrompt(nil, history, to, reset)
end
____exports.kindOf = rememberLast(
    nil,
    function(____, history) return ____exports.kindOfReset(nil, history, history.reset, history.before) end
)
SURE_COPIES = 3
--- Differences of the usual first values 64, 128 and 255: one host may use two of them.
local SAME_HOST_DIFFERENCES = {0, 64, 127, 191}
--- Whether two times to live cannot be those of one host on one path.
function ____exports.isForeign(self, timeToLive, usual)
    if __TS__NumberIsNaN(timeToLive) then
        return false
    end
    return usual ~= nil and not __TS__ArrayIncludes(
        SAME_HOST_DIFFERENCES,
        math.abs(timeToLive - usual)
    )
end
return ____exports
 end,
["explain.core.signatures.untranslated-answer"] = function(...) 
local ____exports = {}
local matchRelated, matchRefused, AT_ONCE_SECONDS
local ____refused_2Danswer = require("explain.core.refused-answer")
local findRefusedAnswer = ____refused_2Danswer.findRefusedAnswer
local ____reset_2Dkind = require("explain.core.reset-kind")
local kindOf = ____reset_2Dkind.kindOf
local ____words = require("explain.core.words")
local showEndpoint = ____words.showEndpoint
function matchRelated(self, history)
    local ____history_0 = history
    local relation = ____history_0.relation
    local reset = ____history_0.reset
    local kind = kindOf(nil, history)
    if relation == nil or kind.kind ~= "answer" then
        return nil
    end
    local ____relation_1 = relation
    local frame = ____relation_1.frame
    local client = ____relation_1.client
    local server = ____relation_1.server
    local stream = ____relation_1.stream
    local by = ____relation_1.by
    return {
        certainty = by == "answer" and "high" or "medium",
        evidence = {kind.to, reset},
        otherFrames = {frame},
        observed = by == "answer" and (((("the SYN-ACK answers the SYN that " .. showEndpoint(nil, client)) .. " had sent to ") .. showEndpoint(nil, server)) .. ", in stream ") .. tostring(stream) or (((("its sequence numbers go on where those of stream " .. tostring(stream)) .. " ended, from ") .. showEndpoint(nil, client)) .. " to ") .. showEndpoint(nil, server)
    }
end
function matchRefused(self, history)
    local ____history_2 = history
    local reset = ____history_2.reset
    local refused = findRefusedAnswer(nil, history)
    if refused == nil then
        return nil
    end
    local accepted = refused.accepted
    local again = refused.again
    local isOfKernel = refused.isOfKernel
    local syn = refused.syn
    if again ~= nil then
        return {certainty = "medium", evidence = {accepted, reset, again}, observed = "the client reset the SYN-ACK, and sent the same SYN again, as when the answer arrives there from an address that it had not called"}
    end
    if reset.ack or not isOfKernel or not (reset.seconds - syn.seconds < AT_ONCE_SECONDS) then
        return nil
    end
    return {certainty = "undecidable", evidence = {syn, accepted, reset}, observed = "the client reset the SYN-ACK at once, sooner than a program gives up: it may have come from an address that the client had not called", doubts = {"only a capture at the client, or its next SYN, can show whether it knew the answer"}}
end
--- The answer reaches the client from another address or port than it called: no translator changed it back.
____exports.untranslatedAnswer = {
    cause = "untranslated-answer",
    reference = "RFC 3022 section 4.1; kubernetes issues 74839, 122174",
    needs = {},
    match = function(____, history) return matchRelated(nil, history) or matchRefused(nil, history) end
}
AT_ONCE_SECONDS = 0.002
return ____exports
 end,
["explain.core.refused-answer"] = function(...) 
local ____lualib = require("lualib_bundle")
local __TS__ArraySome = ____lualib.__TS__ArraySome
local __TS__ArrayFind = ____lualib.__TS__ArrayFind
local ____exports = {}
local ____history = require("explain.core.history")
local lastWhere = ____history.lastWhere
--- No kernel sends a SYN again sooner (RFC 6298 section 2.1).
local LEAST_TIMEOUT_SECONDS = 0.5
function ____exports.findRefusedAnswer(self, history)
    local ____history_0 = history
    local after = ____history_0.after
    local before = ____history_0.before
    local isClientKnown = ____history_0.isClientKnown
    local relation = ____history_0.relation
    local reset = ____history_0.reset
    local sides = ____history_0.sides
    local ____sides_1 = sides
    local client = ____sides_1.client
    local server = ____sides_1.server
    local isAccepted = client.hasSyn and server.hasSyn and client.ack == nil
    local isAnswer = reset.from == "client" and reset.sequence == 1
    local isFirst = not __TS__ArraySome(
        before,
        function(____, ____bindingPattern0)
            local rst
            rst = ____bindingPattern0.rst
            return rst
        end
    )
    if not isClientKnown or not isAccepted or not isAnswer or not isFirst or relation ~= nil then
        return nil
    end
    if client.octets + server.octets > 0 then
        return nil
    end
    local syn = __TS__ArrayFind(
        before,
        function(____, ____bindingPattern0)
            local isSyn
            local from
            from = ____bindingPattern0.from
            isSyn = ____bindingPattern0.syn
            return from == "client" and isSyn
        end
    )
    local accepted = lastWhere(
        nil,
        before,
        function(____, ____bindingPattern0)
            local isSyn
            local from
            from = ____bindingPattern0.from
            isSyn = ____bindingPattern0.syn
            return from == "server" and isSyn
        end
    )
    if syn == nil or accepted == nil then
        return nil
    end
    local again = __TS__ArrayFind(
        after,
        function(____, ____bindingPattern0)
            local seconds
            local sequence
            local fin
            local isSyn
            local from
            from = ____bindingPattern0.from
            isSyn = ____bindingPattern0.syn
            fin = ____bindingPattern0.fin
            sequence = ____bindingPattern0.sequence
            seconds = ____bindingPattern0.seconds
            return from == "client" and isSyn and not fin and sequence == 0 and seconds - reset.seconds >= LEAST_TIMEOUT_SECONDS
        end
    )
    local isAlike = not (math.abs(reset.timeToLive - syn.timeToLive) > 0)
    return {syn = syn, accepted = accepted, again = again, isOfKernel = client.windowScale >= 0 and isAlike}
end
return ____exports
 end,
["explain.core.signatures.unsolicited"] = function(...) 
local ____lualib = require("lualib_bundle")
local __TS__ObjectAssign = ____lualib.__TS__ObjectAssign
local ____exports = {}
local ____reset_2Dkind = require("explain.core.reset-kind")
local kindOf = ____reset_2Dkind.kindOf
--- A SYN is answered, or sent again, within this.
local HANDSHAKE_SECONDS = 3
--- A SYN-ACK that nobody asked for: backscatter of a flood with forged addresses.
____exports.unsolicited = {
    cause = "unsolicited",
    reference = "Moore, Voelker, Savage: Inferring Internet Denial-of-Service Activity, USENIX Security 2001",
    needs = {},
    match = function(____, history, ____bindingPattern0)
        local began
        began = ____bindingPattern0.began
        local ____history_0 = history
        local reset = ____history_0.reset
        local before = ____history_0.before
        local sides = ____history_0.sides
        local relation = ____history_0.relation
        local first = unpack(before, 1, 1)
        local kind = kindOf(nil, history)
        if first == nil or not first.syn or not first.ack or relation ~= nil then
            return nil
        end
        if kind.kind ~= "answer" or not kind.to.syn or sides[reset.from].segments > 0 then
            return nil
        end
        local isSure = first.seconds - began >= HANDSHAKE_SECONDS
        return __TS__ObjectAssign({certainty = isSure and "medium" or "undecidable", evidence = {kind.to, reset}, observed = "the SYN-ACK answers no SYN in the capture", benign = isSure}, isSure and ({}) or ({nextStep = "Capture for longer, to see whether this host had sent the SYN"}))
    end
}
return ____exports
 end,
["explain.core.signatures.unread-data"] = function(...) 
local ____lualib = require("lualib_bundle")
local __TS__ObjectAssign = ____lualib.__TS__ObjectAssign
local __TS__SparseArrayNew = ____lualib.__TS__SparseArrayNew
local __TS__SparseArrayPush = ____lualib.__TS__SparseArrayPush
local __TS__SparseArraySpread = ____lualib.__TS__SparseArraySpread
local __TS__ArrayFilter = ____lualib.__TS__ArrayFilter
local __TS__ArrayAt = ____lualib.__TS__ArrayAt
local ____exports = {}
local matchInsteadOfFin, refusedUpload, IN_FLIGHT_OCTETS, ANSWER_SECONDS
local ____history = require("explain.core.history")
local CONTENT = ____history.CONTENT
local lastWhere = ____history.lastWhere
local otherSide = ____history.otherSide
local ____lost_2Ddata = require("explain.core.lost-data")
local hasFullWindowClue = ____lost_2Ddata.hasFullWindowClue
local unansweredData = ____lost_2Ddata.unansweredData
local ____reset_2Dkind = require("explain.core.reset-kind")
local kindOf = ____reset_2Dkind.kindOf
local ____sender = require("explain.core.sender")
local isDoubtful = ____sender.isDoubtful
function matchInsteadOfFin(self, ____bindingPattern0)
    local sides
    local before
    local reset
    reset = ____bindingPattern0.reset
    before = ____bindingPattern0.before
    sides = ____bindingPattern0.sides
    local peer = otherSide(nil, reset.from)
    local data = lastWhere(
        nil,
        before,
        function(____, ____bindingPattern0)
            local length
            local from
            from = ____bindingPattern0.from
            length = ____bindingPattern0.length
            return from == peer and length > 0
        end
    )
    if not sides[peer].hasFin or sides[reset.from].hasFin or data == nil then
        return nil
    end
    return {certainty = "undecidable", evidence = {data, reset}, observed = "it came instead of a FIN, as when an end closes before it has read all"}
end
function refusedUpload(self, ____bindingPattern0)
    local before
    local reset
    reset = ____bindingPattern0.reset
    before = ____bindingPattern0.before
    if reset.from ~= "server" or reset.acknowledgment == nil then
        return nil
    end
    local taken = reset.acknowledgment
    local late = __TS__ArrayFilter(
        before,
        function(____, ____bindingPattern0)
            local ____end
            local length
            local from
            from = ____bindingPattern0.from
            length = ____bindingPattern0.length
            ____end = ____bindingPattern0["end"]
            return from == "client" and length > 0 and ____end > taken
        end
    )
    local last = __TS__ArrayAt(late, -1)
    local answer = lastWhere(
        nil,
        before,
        function(____, ____bindingPattern0)
            local length
            local from
            from = ____bindingPattern0.from
            length = ____bindingPattern0.length
            return from == "server" and length > 0
        end
    )
    if last == nil or answer == nil then
        return nil
    end
    local octets = last["end"] - taken
    local isSoon = reset.seconds - answer.seconds <= ANSWER_SECONDS
    local isAfterwards = (answer.acknowledgment or 0) > 1 and #late > 1
    return octets > IN_FLIGHT_OCTETS and isSoon and isAfterwards and ({octets = octets, last = last, answer = answer}) or nil
end
IN_FLIGHT_OCTETS = 2920
ANSWER_SECONDS = 1
--- An application closes while data waits that it has not read.
____exports.unreadData = {
    cause = "unread-data",
    reference = "RFC 9293 section 3.6.1, RFC 2525 section 2.17",
    needs = {"both-directions", "no-loss"},
    match = function(____, history)
        local ____history_0 = history
        local reset = ____history_0.reset
        if kindOf(nil, history).kind ~= "abort" or isDoubtful(nil, history) then
            return nil
        end
        local ____unansweredData_result_1 = unansweredData(nil, history)
        local octets = ____unansweredData_result_1.octets
        local last = ____unansweredData_result_1.last
        local answeredBefore = ____unansweredData_result_1.answeredBefore
        local refused = refusedUpload(nil, history)
        if refused ~= nil then
            local isNamed = refused.answer.content == CONTENT.REFUSAL
            return __TS__ObjectAssign(
                {
                    certainty = "medium",
                    evidence = {refused.last, refused.answer, reset},
                    observed = ("it came right after an answer, while " .. tostring(refused.octets)) .. " octets beyond its acknowledgment number were on their way",
                    situation = "upload refused"
                },
                isNamed and ({}) or ({doubts = {"cannot read the answer: it may be encrypted"}})
            )
        end
        if octets == 0 or last == nil then
            return matchInsteadOfFin(nil, history)
        end
        local ____array_2 = __TS__SparseArrayNew(unpack(answeredBefore and ({answeredBefore}) or ({})))
        __TS__SparseArrayPush(____array_2, last, reset)
        local evidence = {__TS__SparseArraySpread(____array_2)}
        if hasFullWindowClue(nil, history, octets) then
            return {
                certainty = "medium",
                evidence = evidence,
                observed = ((("the " .. reset.from) .. "'s window shrank while ") .. tostring(octets)) .. " octets arrived, so not all of them had been read"
            }
        end
        return {
            certainty = "undecidable",
            evidence = evidence,
            observed = tostring(octets) .. " octets that had arrived were not answered"
        }
    end
}
return ____exports
 end,
["explain.core.sender"] = function(...) 
local ____lualib = require("lualib_bundle")
local __TS__StringStartsWith = ____lualib.__TS__StringStartsWith
local __TS__ArrayIncludes = ____lualib.__TS__ArrayIncludes
local __TS__SparseArrayNew = ____lualib.__TS__SparseArrayNew
local __TS__SparseArrayPush = ____lualib.__TS__SparseArrayPush
local __TS__SparseArraySpread = ____lualib.__TS__SparseArraySpread
local __TS__NumberIsNaN = ____lualib.__TS__NumberIsNaN
local __TS__ArraySlice = ____lualib.__TS__ArraySlice
local __TS__ArrayFind = ____lualib.__TS__ArrayFind
local __TS__NumberToFixed = ____lualib.__TS__NumberToFixed
local __TS__ArraySome = ____lualib.__TS__ArraySome
local __TS__ArrayFilter = ____lualib.__TS__ArrayFilter
local ____exports = {}
local findClues, isCounted, isOneHost, findSender, isBelieved, lastOf, showMilliseconds, NEXT_STEP, CLUES
local ____history = require("explain.core.history")
local lastWhere = ____history.lastWhere
local otherSide = ____history.otherSide
local rememberLast = ____history.rememberLast
local ____reset_2Dkind = require("explain.core.reset-kind")
local kindOf = ____reset_2Dkind.kindOf
local kindOfReset = ____reset_2Dkind.kindOfReset
local ____timing = require("explain.core.timing")
local roundTripTo = ____timing.roundTripTo
local silenceBefore = ____timing.silenceBefore
function findClues(self, history)
    if isCounted(nil, history) or isOneHost(nil, history) then
        return {}
    end
    local clues = {}
    for ____, findClue in ipairs(CLUES) do
        local clue = findClue(nil, history)
        if clue ~= nil then
            clues[#clues + 1] = clue
        end
    end
    return clues
end
function isCounted(self, ____bindingPattern0)
    local sides
    local reset
    reset = ____bindingPattern0.reset
    sides = ____bindingPattern0.sides
    local own = sides[reset.from]
    if not own.countsUp or own.identification == nil or reset.identification == nil then
        return false
    end
    local step = ((reset.identification - own.identification) % 65536)
    return ____exports.isAsFar(nil, own, reset.timeToLive) and step > 0 and step <= NEXT_STEP
end
function isOneHost(self, ____bindingPattern0)
    local server
    local client
    client = ____bindingPattern0.client
    server = ____bindingPattern0.server
    return client.address == server.address or __TS__StringStartsWith(client.address, "127.")
end
--- How much the clues weigh together.
function ____exports.weigh(self, clues)
    local sum = 0
    local confirming = 0
    for ____, ____value in ipairs(clues) do
        local weight = ____value.weight
        sum = sum + weight
        if weight == 0 then
            confirming = confirming + 1
        end
    end
    return sum < 2 and sum or sum + confirming
end
function findSender(self, history)
    local ____history_0 = history
    local reset = ____history_0.reset
    local sides = ____history_0.sides
    local isClientKnown = ____history_0.isClientKnown
    local weight = ____exports.weigh(
        nil,
        ____exports.cluesOf(nil, history)
    )
    if weight >= 2 then
        return "middle"
    end
    if weight == 1 then
        return "unknown"
    end
    local isAsked = reset.from == "server" and isClientKnown
    local isKnown = sides[reset.from].segments > 0 or isAsked or isBelieved(nil, history)
    return isKnown and reset.from or "unknown"
end
function isBelieved(self, history)
    return kindOf(nil, history).kind == "answer"
end
--- Whether a segment came as far as those of an end; a text may not say how far any came, and of an
-- end of which nothing was captured nobody knows.
function ____exports.isAsFar(self, ____bindingPattern0, timeToLive)
    local highestTimeToLive
    local lowestTimeToLive
    lowestTimeToLive = ____bindingPattern0.lowestTimeToLive
    highestTimeToLive = ____bindingPattern0.highestTimeToLive
    local isUnknown = __TS__NumberIsNaN(timeToLive) or highestTimeToLive < lowestTimeToLive
    return isUnknown or timeToLive >= lowestTimeToLive and timeToLive <= highestTimeToLive
end
function lastOf(self, before, reset)
    local last = lastWhere(
        nil,
        before,
        function(____, ____bindingPattern0)
            local from
            from = ____bindingPattern0.from
            return from == reset.from
        end
    )
    return last == nil and ({}) or ({last})
end
function showMilliseconds(self, seconds)
    return __TS__NumberToFixed(seconds * 1000, 1) .. " ms"
end
--- What speaks against the end whose source address the RST has. What is usual for one system is no
-- clue: Windows, macOS and iOS leave timestamps out of every RST, and a host without the connection
-- answers with identification 0.
____exports.cluesOf = rememberLast(nil, findClues)
NEXT_STEP = 64
--- Who sent the RST, by its headers and what came before and after it.
____exports.senderOf = rememberLast(nil, findSender)
--- Whether anything speaks against the end whose address the RST has.
function ____exports.isDoubtful(self, history)
    return ____exports.weigh(
        nil,
        ____exports.cluesOf(nil, history)
    ) > 0
end
--- Differences of the usual first values 64, 128 and 255: one host may use two of them.
local SAME_HOST_DIFFERENCES = {64, 127, 191}
--- So many segments show how far away a host is.
local SURE_SEGMENTS = 2
--- After so much silence a host has no reason to change its time to live.
local SILENT_SECONDS = 5
local function timeToLive(self, history)
    local ____history_1 = history
    local reset = ____history_1.reset
    local sides = ____history_1.sides
    local before = ____history_1.before
    local ____sides_reset_from_2 = sides[reset.from]
    local lowestTimeToLive = ____sides_reset_from_2.lowestTimeToLive
    local highestTimeToLive = ____sides_reset_from_2.highestTimeToLive
    local segments = ____sides_reset_from_2.segments
    local own = reset.timeToLive
    if segments == 0 or ____exports.isAsFar(nil, sides[reset.from], own) then
        return nil
    end
    local isBelow = own < lowestTimeToLive
    local nearest = isBelow and lowestTimeToLive or highestTimeToLive
    local difference = math.abs(own - nearest)
    local ____opt_3 = silenceBefore(nil, history)
    local silence = ____opt_3 and ____opt_3.seconds or 0
    local isUsual = difference == 1 or __TS__ArrayIncludes(SAME_HOST_DIFFERENCES, difference)
    local isSure = not isUsual or difference > 1 and silence >= SILENT_SECONDS
    local range = lowestTimeToLive == highestTimeToLive and tostring(lowestTimeToLive) or (tostring(lowestTimeToLive) .. " to ") .. tostring(highestTimeToLive)
    local ____temp_6 = isSure and segments >= SURE_SEGMENTS and 2 or 1
    local ____array_5 = __TS__SparseArrayNew(unpack(lastOf(nil, before, reset)))
    __TS__SparseArrayPush(____array_5, reset)
    return {
        weight = ____temp_6,
        evidence = {__TS__SparseArraySpread(____array_5)},
        observed = (((("its TTL is " .. tostring(own)) .. ", while all other segments from the ") .. reset.from) .. " have ") .. range
    }
end
--- Packets of a host to others count its identification up too.
local LARGE_STEP = 4096
local function identification(self, history)
    local ____history_7 = history
    local reset = ____history_7.reset
    local sides = ____history_7.sides
    local before = ____history_7.before
    local own = sides[reset.from]
    local isKnown = own.identification ~= nil and reset.identification ~= nil
    if not isKnown or not own.countsUp or kindOf(nil, history).kind == "answer" then
        return nil
    end
    local step = (((reset.identification or 0) - (own.identification or 0)) % 65536)
    if step > 0 and step < LARGE_STEP then
        return nil
    end
    local ____array_8 = __TS__SparseArrayNew(unpack(lastOf(nil, before, reset)))
    __TS__SparseArrayPush(____array_8, reset)
    return {
        weight = 1,
        evidence = {__TS__SparseArraySpread(____array_8)},
        observed = (((("its IP identification is " .. tostring(reset.identification)) .. ", while the ") .. reset.from) .. " had counted up to ") .. tostring(own.identification)
    }
end
--- Segments on their way to the end, of which one may have been copied.
local IN_FLIGHT = 24
--- Some middleboxes make the RST from a packet that they saw, and leave its fields as they were.
local function copied(self, ____bindingPattern0)
    local sides
    local before
    local reset
    reset = ____bindingPattern0.reset
    before = ____bindingPattern0.before
    sides = ____bindingPattern0.sides
    local own = sides[reset.from]
    if own.segments == 0 or own.identification == reset.identification then
        return nil
    end
    local seen = lastWhere(
        nil,
        __TS__ArraySlice(before, -IN_FLIGHT),
        function(____, ____bindingPattern0)
            local id
            local rst
            local from
            from = ____bindingPattern0.from
            rst = ____bindingPattern0.rst
            id = ____bindingPattern0.identification
            return from ~= reset.from and not rst and id ~= nil and id > 1 and id == reset.identification
        end
    )
    if seen == nil then
        return nil
    end
    local isWindow = reset.window > 0 and seen.window == reset.window and own.maximumWindow ~= reset.window
    local isPayload = reset.length > 0 and reset.length == seen.length
    return {
        weight = (isWindow or isPayload) and 3 or 2,
        evidence = {seen, reset},
        observed = (((("its IP identification" .. (isWindow and " and window are those" or " is that")) .. " of the segment from the ") .. seen.from) .. " in frame ") .. tostring(seen.frame)
    }
end
--- Below this, the capturing point stands beside the end, and says nothing of a path.
local SHORTEST_PATH_SECONDS = 0.008
--- A handshake may take longer than the path: the server had to do something first.
local LEAST_SHARE = 0.5
--- The RST came sooner than the end can have seen what it answers.
local function tooSoon(self, history)
    local ____history_9 = history
    local reset = ____history_9.reset
    local before = ____history_9.before
    local ____opt_10 = before[1]
    if not (____opt_10 and ____opt_10.syn) then
        return nil
    end
    if reset.hasTimestamps and ____exports.isAsFar(nil, history.sides[reset.from], reset.timeToLive) then
        return nil
    end
    local known = reset.acknowledgment or reset.filledAcknowledgment
    local asked = __TS__ArrayFind(
        before,
        function(____, ____bindingPattern0)
            local acknowledgment
            local ____end
            local length
            local from
            from = ____bindingPattern0.from
            length = ____bindingPattern0.length
            ____end = ____bindingPattern0["end"]
            acknowledgment = ____bindingPattern0.acknowledgment
            local ____temp_13 = from ~= reset.from and length > 0
            if ____temp_13 then
                local ____temp_12
                if known == nil then
                    ____temp_12 = acknowledgment == reset.sequence
                else
                    ____temp_12 = ____end == known
                end
                ____temp_13 = ____temp_12
            end
            return ____temp_13
        end
    )
    if asked == nil then
        return nil
    end
    local path = roundTripTo(nil, history, reset.from)
    if path == nil or path < SHORTEST_PATH_SECONDS then
        return nil
    end
    local seconds = reset.seconds - asked.seconds
    if not (seconds >= 0 and seconds < LEAST_SHARE * path) then
        return nil
    end
    return {
        weight = 3,
        evidence = {asked, reset},
        observed = ((((("it answers data within " .. showMilliseconds(nil, seconds)) .. ", while the ") .. reset.from) .. " is ") .. showMilliseconds(nil, path)) .. " away and back"
    }
end
local function timestamps(self, history)
    local ____history_14 = history
    local reset = ____history_14.reset
    local sides = ____history_14.sides
    if not sides[reset.from].hasTimestamps or reset.hasTimestamps then
        return nil
    end
    if kindOf(nil, history).kind == "answer" or reset.window == 0 then
        return nil
    end
    return {weight = 0, evidence = {reset}, observed = "it has no timestamps, unlike all other segments from the " .. reset.from}
end
local function dontFragment(self, ____bindingPattern0)
    local sides
    local reset
    reset = ____bindingPattern0.reset
    sides = ____bindingPattern0.sides
    local own = sides[reset.from]
    local ____reset_dontFragment_15
    if reset.dontFragment then
        ____reset_dontFragment_15 = own.neverDontFragment
    else
        ____reset_dontFragment_15 = own.alwaysDontFragment
    end
    local isOther = ____reset_dontFragment_15
    if own.segments < SURE_SEGMENTS or not isOther then
        return nil
    end
    return {weight = 0, evidence = {reset}, observed = (("its DF bit is " .. (reset.dontFragment and "" or "not ")) .. "set, unlike that of all other segments from the ") .. reset.from}
end
--- Packets that overtake one another on the way to the capture do so within this.
local REORDERING_SECONDS = 0.001
--- What was on its way to a broken or reordered capture comes within this.
local SURELY_LATER_SECONDS = 0.2
local SURELY_LATER = 2
--- The end sends what only a live connection sends, although an RST is its last word.
function ____exports.goesOnAfter(self, ____bindingPattern0)
    local sides
    local after
    local reset
    reset = ____bindingPattern0.reset
    after = ____bindingPattern0.after
    sides = ____bindingPattern0.sides
    return __TS__ArrayFind(
        after,
        function(____, ____bindingPattern0)
            local hops
            local seconds
            local syn
            local rst
            local from
            from = ____bindingPattern0.from
            rst = ____bindingPattern0.rst
            syn = ____bindingPattern0.syn
            seconds = ____bindingPattern0.seconds
            hops = ____bindingPattern0.timeToLive
            return from == reset.from and not rst and not syn and seconds - reset.seconds > REORDERING_SECONDS and ____exports.isAsFar(nil, sides[reset.from], hops)
        end
    )
end
local function goesOn(self, history)
    local ____history_16 = history
    local reset = ____history_16.reset
    local before = ____history_16.before
    local after = ____history_16.after
    local later = ____exports.goesOnAfter(nil, history)
    if later == nil then
        return nil
    end
    local isOld = __TS__ArraySome(
        before,
        function(____, ____bindingPattern0)
            local id
            local ____end
            local sequence
            local from
            from = ____bindingPattern0.from
            sequence = ____bindingPattern0.sequence
            ____end = ____bindingPattern0["end"]
            id = ____bindingPattern0.identification
            return from == later.from and sequence == later.sequence and ____end == later["end"] and id ~= nil and id == later.identification
        end
    )
    if isOld then
        return nil
    end
    local others = __TS__ArrayFilter(
        after,
        function(____, ____bindingPattern0)
            local seconds
            local rst
            local from
            from = ____bindingPattern0.from
            rst = ____bindingPattern0.rst
            seconds = ____bindingPattern0.seconds
            return from == reset.from and not rst and seconds - reset.seconds > SURELY_LATER_SECONDS
        end
    )
    return {weight = #others >= SURELY_LATER and 2 or 1, evidence = {reset, later}, observed = ("the " .. reset.from) .. " went on with the connection afterwards"}
end
--- What guesses sequence numbers sends its RSTs together.
local SPREAD_SECONDS = 0.1
--- RSTs that answer segments have the numbers of those; others of one sender have only one.
local function spread(self, history)
    local ____history_17 = history
    local reset = ____history_17.reset
    local before = ____history_17.before
    local after = ____history_17.after
    local sides = ____history_17.sides
    if #after == 0 then
        return nil
    end
    if kindOf(nil, history).kind == "answer" and reset.window == 0 then
        return nil
    end
    local others = __TS__ArrayFilter(
        after,
        function(____, event, at)
            local ____temp_22 = event.rst and event.from == reset.from and event.sequence > math.max(reset.sequence, sides[reset.from].next) and event.seconds - reset.seconds <= SPREAD_SECONDS
            if ____temp_22 then
                local ____kindOfReset_21 = kindOfReset
                local ____history_19 = history
                local ____event_20 = event
                local ____array_18 = __TS__SparseArrayNew(unpack(before))
                __TS__SparseArrayPush(
                    ____array_18,
                    unpack(__TS__ArraySlice(after, 0, at))
                )
                ____temp_22 = ____kindOfReset_21(
                    nil,
                    ____history_19,
                    ____event_20,
                    {__TS__SparseArraySpread(____array_18)}
                ).kind ~= "answer"
            end
            return ____temp_22
        end
    )
    if #others == 0 then
        return nil
    end
    return {
        weight = 1,
        evidence = {
            reset,
            unpack(others)
        },
        observed = tostring(#others + 1) .. " RSTs have different sequence numbers, as if these were guessed"
    }
end
--- An RST with acknowledgment number 0 beside one that acknowledges: no host sends both.
local function withZero(self, ____bindingPattern0)
    local after
    local reset
    reset = ____bindingPattern0.reset
    after = ____bindingPattern0.after
    if not reset.ack then
        return nil
    end
    local other = __TS__ArrayFind(
        after,
        function(____, ____bindingPattern0)
            local seconds
            local isAcknowledgmentZero
            local ack
            local rst
            local from
            from = ____bindingPattern0.from
            rst = ____bindingPattern0.rst
            ack = ____bindingPattern0.ack
            isAcknowledgmentZero = ____bindingPattern0.isAcknowledgmentZero
            seconds = ____bindingPattern0.seconds
            return rst and ack and from == reset.from and isAcknowledgmentZero ~= reset.isAcknowledgmentZero and seconds - reset.seconds <= SPREAD_SECONDS
        end
    )
    if other == nil then
        return nil
    end
    return {weight = 3, evidence = {reset, other}, observed = "one RST acknowledges data and another one has the acknowledgment number 0"}
end
--- The other end got an RST too, before it can have answered this one.
local function both(self, history)
    local ____history_23 = history
    local reset = ____history_23.reset
    local after = ____history_23.after
    local peer = otherSide(nil, reset.from)
    local other = __TS__ArrayFind(
        after,
        function(____, ____bindingPattern0)
            local rst
            local from
            from = ____bindingPattern0.from
            rst = ____bindingPattern0.rst
            return rst and from == peer
        end
    )
    if other == nil then
        return nil
    end
    local path = roundTripTo(nil, history, peer)
    if path == nil or path < SHORTEST_PATH_SECONDS then
        return nil
    end
    if other.seconds - reset.seconds >= LEAST_SHARE * path then
        return nil
    end
    return {weight = 0, evidence = {reset, other}, observed = "both ends got an RST at the same time"}
end
CLUES = {
    timeToLive,
    identification,
    copied,
    tooSoon,
    goesOn,
    spread,
    withZero,
    both,
    timestamps,
    dontFragment
}
return ____exports
 end,
["explain.core.lost-data"] = function(...) 
local ____lualib = require("lualib_bundle")
local __TS__ArrayFilter = ____lualib.__TS__ArrayFilter
local __TS__ArraySlice = ____lualib.__TS__ArraySlice
local __TS__ArraySome = ____lualib.__TS__ArraySome
local __TS__ArrayReduce = ____lualib.__TS__ArrayReduce
local __TS__ArrayMap = ____lualib.__TS__ArrayMap
local ____exports = {}
local rejectedByAnswer, rejectedOf, isData, onceEach, isSurvived, unackedOf, sentBy, overtakenOf, findUnanswered, HANDOVER_SECONDS, WINDOW_LIMIT
local ____history = require("explain.core.history")
local CONTENT = ____history.CONTENT
local lastIndexWhere = ____history.lastIndexWhere
local lastWhere = ____history.lastWhere
local otherSide = ____history.otherSide
local rememberLast = ____history.rememberLast
local ____reset_2Dkind = require("explain.core.reset-kind")
local kindOf = ____reset_2Dkind.kindOf
local ____sender = require("explain.core.sender")
local isAsFar = ____sender.isAsFar
function rejectedByAnswer(self, history)
    local ____history_1 = history
    local before = ____history_1.before
    local reset = ____history_1.reset
    local kind = kindOf(nil, history)
    if kind.kind ~= "answer" or not kind.isBare then
        return 0
    end
    local data = __TS__ArrayFilter(
        before,
        function(____, event) return event.from ~= reset.from and isData(nil, event) and event.acknowledgment == reset.sequence end
    )
    return onceEach(nil, data)
end
function rejectedOf(self, ____bindingPattern0)
    local sides
    local reset
    local before
    before = ____bindingPattern0.before
    reset = ____bindingPattern0.reset
    sides = ____bindingPattern0.sides
    local fin = lastWhere(
        nil,
        before,
        function(____, event) return event.from == reset.from and event.fin end
    )
    if fin == nil then
        return 0
    end
    local taken = math.max(sides[reset.from].ack or 0, fin.acknowledgment or 0)
    local late = __TS__ArrayFilter(
        before,
        function(____, event) return event.from ~= reset.from and event["end"] > taken and isData(nil, event) end
    )
    return onceEach(nil, late)
end
function isData(self, ____bindingPattern0)
    local content
    local isProbe
    local rst
    local length
    length = ____bindingPattern0.length
    rst = ____bindingPattern0.rst
    isProbe = ____bindingPattern0.isProbe
    content = ____bindingPattern0.content
    return length > 0 and not rst and not isProbe and content ~= CONTENT.CLOSING_ALERT
end
function onceEach(self, events)
    if #events < 2 then
        local ____opt_2 = events[1]
        return ____opt_2 and ____opt_2.length or 0
    end
    local unique = __TS__ArrayFilter(
        events,
        function(____, ____bindingPattern0, at)
            local sequence
            sequence = ____bindingPattern0.sequence
            return not __TS__ArraySome(
                __TS__ArraySlice(events, at + 1),
                function(____, later) return later.sequence == sequence end
            )
        end
    )
    return __TS__ArrayReduce(
        unique,
        function(____, sum, ____bindingPattern0)
            local length
            length = ____bindingPattern0.length
            return sum + length
        end,
        0
    )
end
function isSurvived(self, ____bindingPattern0)
    local after
    local reset
    reset = ____bindingPattern0.reset
    after = ____bindingPattern0.after
    if #after == 0 then
        return false
    end
    local peer = otherSide(nil, reset.from)
    local function goesOn(____, side)
        return __TS__ArraySome(
            after,
            function(____, ____bindingPattern0)
                local syn
                local rst
                local from
                from = ____bindingPattern0.from
                rst = ____bindingPattern0.rst
                syn = ____bindingPattern0.syn
                return from == side and not rst and not syn
            end
        )
    end
    local isReset = __TS__ArraySome(
        after,
        function(____, ____bindingPattern0)
            local rst
            local from
            from = ____bindingPattern0.from
            rst = ____bindingPattern0.rst
            return from == peer and rst
        end
    )
    return goesOn(nil, reset.from) and goesOn(nil, peer) and not isReset
end
function unackedOf(self, history, side)
    local ____history_4 = history
    local before = ____history_4.before
    local sides = ____history_4.sides
    local reset = ____history_4.reset
    local ____temp_5
    if reset.from == side then
        ____temp_5 = nil
    else
        ____temp_5 = reset.acknowledgment
    end
    local inReset = ____temp_5
    local acked = math.max(
        1,
        sides[otherSide(nil, side)].ack or 1,
        inReset or 1
    )
    local ____sentBy_result_6 = sentBy(nil, history, side)
    local ____end = ____sentBy_result_6["end"]
    local octets = ____sentBy_result_6.octets
    local unacked = math.min(
        octets,
        math.max(0, ____end - acked)
    )
    if unacked == 0 then
        return 0
    end
    local idle = __TS__ArrayFilter(
        before,
        function(____, event) return event.from == side and event["end"] > acked and event.length > 0 end
    )
    return #idle > 0 and not __TS__ArraySome(idle, isData) and 0 or unacked
end
function sentBy(self, ____bindingPattern0, side)
    local after
    local sides
    sides = ____bindingPattern0.sides
    after = ____bindingPattern0.after
    local own = sides[side]
    local ____end = own.next - (own.hasFin and 1 or 0)
    if #after == 0 then
        return {["end"] = ____end, octets = own.octets}
    end
    local late = __TS__ArrayFilter(
        after,
        function(____, ____bindingPattern0)
            local timeToLive
            local sequence
            local length
            local rst
            local from
            from = ____bindingPattern0.from
            rst = ____bindingPattern0.rst
            length = ____bindingPattern0.length
            sequence = ____bindingPattern0.sequence
            timeToLive = ____bindingPattern0.timeToLive
            return from == side and not rst and length > 0 and sequence >= ____end and sequence - ____end < WINDOW_LIMIT and isAsFar(nil, own, timeToLive)
        end
    )
    return {
        ["end"] = math.max(
            ____end,
            unpack(__TS__ArrayMap(
                late,
                function(____, ____bindingPattern0)
                    local length
                    local sequence
                    sequence = ____bindingPattern0.sequence
                    length = ____bindingPattern0.length
                    return sequence + length
                end
            ))
        ),
        octets = __TS__ArrayReduce(
            late,
            function(____, sum, ____bindingPattern0)
                local length
                length = ____bindingPattern0.length
                return sum + length
            end,
            own.octets
        )
    }
end
function overtakenOf(self, history)
    local ____history_7 = history
    local before = ____history_7.before
    local reset = ____history_7.reset
    local sides = ____history_7.sides
    local peer = otherSide(nil, reset.from)
    if kindOf(nil, history).kind == "odd" or sides[peer].hasFin then
        return 0
    end
    local taken = sides[peer].ack or 0
    local answered = 0
    for ____, ____value in ipairs(before) do
        local from = ____value.from
        local length = ____value.length
        local acknowledgment = ____value.acknowledgment
        if acknowledgment == nil then
            acknowledgment = 0
        end
        if from == peer and length > 0 then
            answered = math.max(answered, acknowledgment)
        end
    end
    local late = __TS__ArrayFilter(
        before,
        function(____, event) return event.from == reset.from and isData(nil, event) and event["end"] > answered and event["end"] <= taken and reset.seconds - event.seconds <= HANDOVER_SECONDS end
    )
    return onceEach(nil, late)
end
function findUnanswered(self, ____bindingPattern0)
    local reset
    local before
    before = ____bindingPattern0.before
    reset = ____bindingPattern0.reset
    local peer = otherSide(nil, reset.from)
    local at = lastIndexWhere(
        nil,
        before,
        function(____, ____bindingPattern0)
            local length
            local from
            from = ____bindingPattern0.from
            length = ____bindingPattern0.length
            return from == reset.from and length > 0
        end
    )
    local ____temp_8
    if at < 0 then
        ____temp_8 = nil
    else
        ____temp_8 = before[at + 1]
    end
    local answeredBefore = ____temp_8
    local first
    local last
    do
        local place = at + 1
        while place < #before do
            do
                local event = before[place + 1]
                if event == nil or event.from ~= peer or not isData(nil, event) then
                    goto __continue40
                end
                if first == nil then
                    first = event
                end
                last = event
            end
            ::__continue40::
            place = place + 1
        end
    end
    local octets = (first == nil or last == nil) and 0 or last["end"] - first.sequence
    return {
        octets = math.max(0, octets),
        last = last,
        answeredBefore = answeredBefore
    }
end
HANDOVER_SECONDS = 0.01
WINDOW_LIMIT = 2 ^ 24
--- Octets of data that may never have reached an application: not acknowledged, or acknowledged
-- but followed by the RST at once, which throws away what was not read yet (RFC 9293 section
-- 3.10.7.4). 0 where only one direction was captured: then it is not known what was taken.
function ____exports.countLostOctets(self, history, cause)
    local ____history_0 = history
    local reset = ____history_0.reset
    local sides = ____history_0.sides
    local isOneWay = sides.client.segments == 0 or sides.server.segments == 0
    if isOneWay then
        return rejectedByAnswer(nil, history)
    end
    if isSurvived(nil, history) then
        return 0
    end
    local unread = cause == "unread-data" and ____exports.unansweredData(nil, history).octets or 0
    return unackedOf(nil, history, reset.from) + overtakenOf(nil, history) + math.max(
        unread,
        rejectedOf(nil, history),
        unackedOf(
            nil,
            history,
            otherSide(nil, reset.from)
        )
    )
end
--- What came from the other end since the last data of the RST's sender.
____exports.unansweredData = rememberLast(nil, findUnanswered)
--- A receiver says of less room than this nothing new (RFC 9293 section 3.8.6.2.2).
local SHOWN_SEGMENTS = 2
local USUAL_SEGMENT_OCTETS = 1460
--- Whether the window that the RST's sender advertised last is smaller than its largest by at least
-- half of those octets, and by two segments: hosts count what they store, and grow the window
-- meanwhile. What one step of the window scale can hide does not count.
function ____exports.hasFullWindowClue(self, ____bindingPattern0, octets)
    local sides
    local reset
    local before
    before = ____bindingPattern0.before
    reset = ____bindingPattern0.reset
    sides = ____bindingPattern0.sides
    local ____sides_reset_from_9 = sides[reset.from]
    local maximumWindow = ____sides_reset_from_9.maximumWindow
    local windowFactor = ____sides_reset_from_9.windowFactor
    local last = lastWhere(
        nil,
        before,
        function(____, ____bindingPattern0)
            local syn
            local from
            from = ____bindingPattern0.from
            syn = ____bindingPattern0.syn
            return from == reset.from and not syn
        end
    )
    if windowFactor == nil or last == nil or octets <= 2 * windowFactor then
        return false
    end
    local shrunk = (maximumWindow - last.window) * windowFactor
    return shrunk >= octets / 2 and shrunk >= SHOWN_SEGMENTS * USUAL_SEGMENT_OCTETS
end
return ____exports
 end,
["explain.core.signatures.syn-in-window"] = function(...) 
local ____exports = {}
local LARGEST_PLAIN_WINDOW
local ____history = require("explain.core.history")
local lastWhere = ____history.lastWhere
local ____reset_2Dkind = require("explain.core.reset-kind")
local kindOf = ____reset_2Dkind.kindOf
local ____side = require("explain.core.side")
local distance = ____side.distance
--- Whether a SYN falls into the window of a connection that was open before.
function ____exports.isSynInWindow(self, ____bindingPattern0, syn)
    local previousNext
    previousNext = ____bindingPattern0.previousNext
    if previousNext == nil then
        return false
    end
    local ahead = distance(nil, syn.sequence, previousNext[syn.from])
    return ahead >= 0 and ahead <= LARGEST_PLAIN_WINDOW
end
--- A SYN inside the window of an open connection, which the receiver resets.
____exports.synInWindow = {
    cause = "syn-in-window",
    reference = "RFC 9293 section 3.10.7.4",
    needs = {"handshake"},
    match = function(____, history)
        local ____history_0 = history
        local reset = ____history_0.reset
        local before = ____history_0.before
        local previousNext = ____history_0.previousNext
        if previousNext == nil then
            return nil
        end
        local syn = lastWhere(
            nil,
            before,
            function(____, event) return event.syn and not event.ack and event.from ~= reset.from end
        )
        if syn == nil or not ____exports.isSynInWindow(nil, history, syn) then
            return nil
        end
        if history.sides[reset.from].segments > 0 or kindOf(nil, history).kind == "abort" then
            return nil
        end
        return {certainty = "high", evidence = {syn, reset}, observed = "another connection between the same ports was still open"}
    end
}
LARGEST_PLAIN_WINDOW = 65535
return ____exports
 end,
["explain.core.signatures.stale-state"] = function(...) 
local ____lualib = require("lualib_bundle")
local __TS__SparseArrayNew = ____lualib.__TS__SparseArrayNew
local __TS__SparseArrayPush = ____lualib.__TS__SparseArrayPush
local __TS__SparseArraySpread = ____lualib.__TS__SparseArraySpread
local ____exports = {}
local ____history = require("explain.core.history")
local lastWhere = ____history.lastWhere
local ____reset_2Dkind = require("explain.core.reset-kind")
local kindOf = ____reset_2Dkind.kindOf
local ____sender = require("explain.core.sender")
local senderOf = ____sender.senderOf
--- So much had the end sent while a middlebox still thought that it had sent nothing.
local MUCH_OCTETS = 1000
--- A middlebox that saw only how the connection began resets it with the number of then.
____exports.staleState = {
    cause = "stale-state",
    reference = "Fortinet FD47803",
    needs = {"handshake"},
    match = function(____, history)
        local ____history_0 = history
        local reset = ____history_0.reset
        local before = ____history_0.before
        local sides = ____history_0.sides
        local isOld = reset.sequence <= 1 and sides[reset.from].next > MUCH_OCTETS
        if not isOld or kindOf(nil, history).kind ~= "odd" then
            return nil
        end
        local last = lastWhere(
            nil,
            before,
            function(____, ____bindingPattern0)
                local from
                from = ____bindingPattern0.from
                return from == reset.from
            end
        )
        local ____array_1 = __TS__SparseArrayNew(unpack(last and ({last}) or ({})))
        __TS__SparseArrayPush(____array_1, reset)
        return {
            certainty = "high",
            evidence = {__TS__SparseArraySpread(____array_1)},
            observed = ((("its sequence number is that of the start of the connection, although the " .. reset.from) .. " had sent ") .. tostring(sides[reset.from].next - 1)) .. " octets",
            resetBy = senderOf(nil, history) == "middle" and "middle" or "unknown"
        }
    end
}
return ____exports
 end,
["explain.core.signatures.scan"] = function(...) 
local ____exports = {}
local matchHalfOpen, matchConnect, matchProbe, MANY_PORTS
local ____refused_2Danswer = require("explain.core.refused-answer")
local findRefusedAnswer = ____refused_2Danswer.findRefusedAnswer
local ____reset_2Dkind = require("explain.core.reset-kind")
local kindOf = ____reset_2Dkind.kindOf
function matchHalfOpen(self, history)
    local ____history_0 = history
    local reset = ____history_0.reset
    local portsAsked = ____history_0.portsAsked
    local refused = findRefusedAnswer(nil, history)
    if refused == nil or refused.again ~= nil then
        return nil
    end
    local isSure = not refused.isOfKernel or portsAsked >= MANY_PORTS
    return {
        certainty = isSure and "high" or "undecidable",
        evidence = {refused.syn, refused.accepted, reset},
        observed = "the SYN was accepted, but the client never sent an ACK",
        resetBy = "client",
        benign = true
    }
end
function matchConnect(self, history)
    local ____history_1 = history
    local reset = ____history_1.reset
    local sides = ____history_1.sides
    local isClientKnown = ____history_1.isClientKnown
    local isEmpty = sides.client.octets + sides.server.octets == 0
    if not isClientKnown or reset.from ~= "client" or not isEmpty or not sides.server.hasSyn then
        return nil
    end
    local ports = history.portsAsked
    if ports < MANY_PORTS or kindOf(nil, history).kind ~= "abort" then
        return nil
    end
    return {
        certainty = "medium",
        evidence = {reset},
        observed = ("the client asked for " .. tostring(ports)) .. " or more ports of this server, and reset without sending data",
        benign = true
    }
end
function matchProbe(self, history)
    local ____history_2 = history
    local before = ____history_2.before
    local sides = ____history_2.sides
    local reset = ____history_2.reset
    local kind = kindOf(nil, history)
    local probe = unpack(before, 1, 1)
    local isAlone = #before == 1
    if probe == nil or not isAlone or sides[reset.from].segments > 0 then
        return nil
    end
    if kind.kind ~= "answer" or kind.to ~= probe or probe.syn or probe.length > 0 then
        return nil
    end
    if not probe.ack then
        local name = probe.fin and "FIN" or "no flag that a connection has"
        return {certainty = "high", evidence = {probe, reset}, observed = ("a lone segment with " .. name) .. " and without ACK was answered, as a port scan sends it", benign = true}
    end
    local ports = history.portsAsked
    if ports < MANY_PORTS or probe.hasTimestamps then
        return nil
    end
    return {
        certainty = "medium",
        evidence = {probe, reset},
        observed = ("lone ACKs went to " .. tostring(ports)) .. " or more ports of this host",
        benign = true
    }
end
MANY_PORTS = 4
--- Somebody looks which ports are open.
____exports.scan = {
    cause = "scan",
    reference = "Zeek conn_state RSTOS0, RSTRH; nmap.org, Port Scanning Techniques",
    needs = {},
    match = function(____, history) return matchHalfOpen(nil, history) or matchConnect(nil, history) or matchProbe(nil, history) end
}
return ____exports
 end,
["explain.core.signatures.retransmission-give-up"] = function(...) 
local ____lualib = require("lualib_bundle")
local __TS__ArrayIncludes = ____lualib.__TS__ArrayIncludes
local __TS__ArraySome = ____lualib.__TS__ArraySome
local __TS__SparseArrayNew = ____lualib.__TS__SparseArrayNew
local __TS__SparseArrayPush = ____lualib.__TS__SparseArrayPush
local __TS__SparseArraySpread = ____lualib.__TS__SparseArraySpread
local ____exports = {}
local matchBrokenPath
local ____reset_2Dkind = require("explain.core.reset-kind")
local kindOf = ____reset_2Dkind.kindOf
local ____retries = require("explain.core.retries")
local unansweredByBoth = ____retries.unansweredByBoth
local unansweredRetransmissions = ____retries.unansweredRetransmissions
function matchBrokenPath(self, history)
    local tries = unansweredByBoth(nil, history)
    if #tries == 0 then
        return nil
    end
    local ____array_2 = __TS__SparseArrayNew(unpack(tries))
    __TS__SparseArrayPush(____array_2, history.reset)
    return {
        certainty = "medium",
        evidence = {__TS__SparseArraySpread(____array_2)},
        observed = "both ends sent the same data again and again, and neither got an ACK"
    }
end
--- Something is sent again and again without an acknowledgment, until its sender gives up.
____exports.retransmissionGiveUp = {
    cause = "retransmission-give-up",
    reference = "RFC 9293 section 3.8.3",
    needs = {"no-loss", "timestamps"},
    match = function(____, history)
        local retries = unansweredRetransmissions(nil, history)
        if retries == nil then
            return matchBrokenPath(nil, history)
        end
        local tries = retries.tries
        local what = retries.what
        local ____history_0 = history
        local reset = ____history_0.reset
        local sides = ____history_0.sides
        local isFirst = sides[reset.from].segments == #tries
        local isItsOwn = __TS__ArraySome(
            tries,
            function(____, ____bindingPattern0)
                local ____end
                local sequence
                sequence = ____bindingPattern0.sequence
                ____end = ____bindingPattern0["end"]
                return __TS__ArrayIncludes({sequence, ____end}, reset.sequence)
            end
        )
        if kindOf(nil, history).kind == "odd" and not isFirst and not isItsOwn then
            return nil
        end
        local ____array_1 = __TS__SparseArrayNew(unpack(tries))
        __TS__SparseArrayPush(____array_1, reset)
        return {
            certainty = "medium",
            evidence = {__TS__SparseArraySpread(____array_1)},
            observed = ((("the same " .. what) .. " was sent ") .. tostring(#tries)) .. " times, and nobody answered"
        }
    end
}
return ____exports
 end,
["explain.core.signatures.proxied"] = function(...) 
local ____exports = {}
local ____reset_2Dkind = require("explain.core.reset-kind")
local kindOf = ____reset_2Dkind.kindOf
--- A proxy passes on the reset that it got from behind.
____exports.proxied = {
    cause = "proxied",
    reference = "draft-ietf-tcpm-rst-diagnostic-payload, \"Reset received from the peer\"",
    needs = {"both-directions", "timestamps"},
    match = function(____, history, ____bindingPattern0)
        local findResetBehind
        findResetBehind = ____bindingPattern0.findResetBehind
        if history.reset.from ~= "server" or kindOf(nil, history).kind ~= "abort" then
            return nil
        end
        local frame = findResetBehind(nil, history)
        if frame == nil then
            return nil
        end
        return {
            certainty = "medium",
            evidence = {history.reset},
            otherFrames = {frame},
            observed = "the server had itself been reset by the host behind it just before, in frame " .. tostring(frame)
        }
    end
}
return ____exports
 end,
["explain.core.signatures.old-connection"] = function(...) 
local ____lualib = require("lualib_bundle")
local __TS__ArrayFind = ____lualib.__TS__ArrayFind
local __TS__SparseArrayNew = ____lualib.__TS__SparseArrayNew
local __TS__SparseArrayPush = ____lualib.__TS__SparseArrayPush
local __TS__SparseArraySpread = ____lualib.__TS__SparseArraySpread
local ____exports = {}
local ____history = require("explain.core.history")
local lastWhere = ____history.lastWhere
local ____sender = require("explain.core.sender")
local senderOf = ____sender.senderOf
--- A new SYN meets a connection that the server still has, and the client resets that.
____exports.oldConnection = {
    cause = "old-connection",
    reference = "RFC 9293 section 3.5.1, figure 9; RFC 5961 section 4",
    needs = {"handshake"},
    match = function(____, history)
        local ____history_0 = history
        local reset = ____history_0.reset
        local before = ____history_0.before
        local after = ____history_0.after
        local sides = ____history_0.sides
        if reset.from ~= "client" or reset.ack or sides.server.hasSyn then
            return nil
        end
        local syn = lastWhere(
            nil,
            before,
            function(____, ____bindingPattern0)
                local isSyn
                local from
                from = ____bindingPattern0.from
                isSyn = ____bindingPattern0.syn
                return from == "client" and isSyn
            end
        )
        local challenge = lastWhere(
            nil,
            before,
            function(____, ____bindingPattern0)
                local from
                from = ____bindingPattern0.from
                return from == "server"
            end
        )
        if syn == nil or (challenge and challenge.acknowledgment) == nil then
            return nil
        end
        if challenge.syn or challenge.rst or challenge.acknowledgment - syn.sequence <= 1 then
            return nil
        end
        if reset.sequence ~= challenge.acknowledgment then
            return nil
        end
        local retry = __TS__ArrayFind(
            after,
            function(____, ____bindingPattern0)
                local isSyn
                local from
                from = ____bindingPattern0.from
                isSyn = ____bindingPattern0.syn
                return from == "client" and isSyn
            end
        )
        local accepted = __TS__ArrayFind(
            after,
            function(____, ____bindingPattern0)
                local isSyn
                local from
                from = ____bindingPattern0.from
                isSyn = ____bindingPattern0.syn
                return from == "server" and isSyn
            end
        )
        local ____array_3 = __TS__SparseArrayNew(
            syn,
            challenge,
            reset,
            unpack(retry and ({retry}) or ({}))
        )
        __TS__SparseArrayPush(
            ____array_3,
            unpack(accepted and ({accepted}) or ({}))
        )
        return {
            certainty = "high",
            evidence = {__TS__SparseArraySpread(____array_3)},
            observed = "the SYN was answered with an ACK of another connection",
            resetBy = senderOf(nil, history) == "client" and "client" or "unknown"
        }
    end
}
return ____exports
 end,
["explain.core.signatures.keepalive-failure"] = function(...) 
local ____lualib = require("lualib_bundle")
local __TS__ArrayAt = ____lualib.__TS__ArrayAt
local __TS__SparseArrayNew = ____lualib.__TS__SparseArrayNew
local __TS__SparseArrayPush = ____lualib.__TS__SparseArrayPush
local __TS__SparseArraySpread = ____lualib.__TS__SparseArraySpread
local ____exports = {}
local isHeard, isSteady, TOLERANCE, TOLERANCE_SECONDS
local ____history = require("explain.core.history")
local otherSide = ____history.otherSide
local ____reset_2Dkind = require("explain.core.reset-kind")
local kindOf = ____reset_2Dkind.kindOf
local ____retries = require("explain.core.retries")
local ownTrail = ____retries.ownTrail
local probesOf = ____retries.probesOf
local repeatedProbes = ____retries.repeatedProbes
local ____timing = require("explain.core.timing")
local gapsOf = ____timing.gapsOf
function isHeard(self, ____bindingPattern0)
    local sides
    local reset
    reset = ____bindingPattern0.reset
    sides = ____bindingPattern0.sides
    return sides[otherSide(nil, reset.from)].segments > 0
end
function isSteady(self, gaps)
    local longest = math.max(unpack(gaps))
    local shortest = math.min(unpack(gaps))
    return shortest > 0 and longest - shortest <= math.max(TOLERANCE * longest, TOLERANCE_SECONDS)
end
local FEWEST_PROBES = 2
local SURE_PROBES = 3
TOLERANCE = 0.1
TOLERANCE_SECONDS = 0.05
--- Probes of a silent connection stay without an answer.
____exports.keepaliveFailure = {
    cause = "keepalive-failure",
    reference = "RFC 9293 section 3.8.4",
    needs = {"no-loss", "timestamps"},
    match = function(____, history)
        local ____history_0 = history
        local reset = ____history_0.reset
        if kindOf(nil, history).kind ~= "abort" then
            return nil
        end
        local trail = ownTrail(nil, history)
        if #trail < FEWEST_PROBES then
            return nil
        end
        local known = probesOf(nil, trail)
        local probes = #known > 0 and known or repeatedProbes(nil, trail)
        if #probes < (isHeard(nil, history) and FEWEST_PROBES or SURE_PROBES) or __TS__ArrayAt(trail, -1) ~= __TS__ArrayAt(probes, -1) then
            return nil
        end
        local ____isSteady_3 = isSteady
        local ____gapsOf_2 = gapsOf
        local ____array_1 = __TS__SparseArrayNew(unpack(probes))
        __TS__SparseArrayPush(____array_1, reset)
        if not ____isSteady_3(
            nil,
            ____gapsOf_2(
                nil,
                {__TS__SparseArraySpread(____array_1)}
            )
        ) then
            return nil
        end
        local ____temp_5 = #probes >= SURE_PROBES and isHeard(nil, history) and "high" or "medium"
        local ____array_4 = __TS__SparseArrayNew(unpack(probes))
        __TS__SparseArrayPush(____array_4, reset)
        return {
            certainty = ____temp_5,
            evidence = {__TS__SparseArraySpread(____array_4)},
            observed = tostring(#probes) .. " probes at equal intervals got no answer"
        }
    end
}
return ____exports
 end,
["explain.core.signatures.injected-series"] = function(...) 
local ____lualib = require("lualib_bundle")
local __TS__ArrayFilter = ____lualib.__TS__ArrayFilter
local __TS__ArrayMap = ____lualib.__TS__ArrayMap
local __TS__ArrayFind = ____lualib.__TS__ArrayFind
local ____exports = {}
local matchSeries, countsUp, matchAccepted, TOGETHER_SECONDS
function matchSeries(self, ____bindingPattern0)
    local after
    local reset
    reset = ____bindingPattern0.reset
    after = ____bindingPattern0.after
    if #after < 2 then
        return nil
    end
    local second, third = unpack(
        __TS__ArrayFilter(
            after,
            function(____, ____bindingPattern0)
                local seconds
                local from
                local ack
                local rst
                rst = ____bindingPattern0.rst
                ack = ____bindingPattern0.ack
                from = ____bindingPattern0.from
                seconds = ____bindingPattern0.seconds
                return rst and ack == reset.ack and from == reset.from and not (seconds - reset.seconds > TOGETHER_SECONDS)
            end
        ),
        1,
        2
    )
    if second == nil or third == nil then
        return nil
    end
    local series = {reset, second, third}
    local windows = __TS__ArrayMap(
        series,
        function(____, ____bindingPattern0)
            local window
            window = ____bindingPattern0.window
            return window
        end
    )
    local distances = __TS__ArrayMap(
        series,
        function(____, ____bindingPattern0)
            local timeToLive
            timeToLive = ____bindingPattern0.timeToLive
            return timeToLive
        end
    )
    local isOfWindows = countsUp(nil, windows) and reset.window > 0
    if not isOfWindows and not countsUp(nil, distances) then
        return nil
    end
    return {
        certainty = "high",
        evidence = series,
        observed = isOfWindows and ("three RSTs have the windows " .. table.concat(windows, ", ")) .. ", which no host sends" or ("three RSTs have the TTLs " .. table.concat(distances, ", ")) .. ", which no host sends",
        resetBy = "middle"
    }
end
function countsUp(self, ____bindingPattern0)
    local third
    local second
    local first
    first = ____bindingPattern0[1]
    if first == nil then
        first = 0
    end
    second = ____bindingPattern0[2]
    if second == nil then
        second = 0
    end
    third = ____bindingPattern0[3]
    if third == nil then
        third = 0
    end
    return second > first and third - second == second - first
end
function matchAccepted(self, ____bindingPattern0)
    local sides
    local after
    local before
    local reset
    reset = ____bindingPattern0.reset
    before = ____bindingPattern0.before
    after = ____bindingPattern0.after
    sides = ____bindingPattern0.sides
    if sides[reset.from].segments > 0 then
        return nil
    end
    local syn = __TS__ArrayFind(
        before,
        function(____, ____bindingPattern0)
            local isSyn
            local from
            from = ____bindingPattern0.from
            isSyn = ____bindingPattern0.syn
            return isSyn and from ~= reset.from
        end
    )
    if syn == nil then
        return nil
    end
    local next = __TS__ArrayFind(
        after,
        function(____, ____bindingPattern0)
            local rst
            local isSyn
            isSyn = ____bindingPattern0.syn
            rst = ____bindingPattern0.rst
            return isSyn and not rst
        end
    )
    if next == nil or next.from ~= reset.from or not next.ack then
        return nil
    end
    if next.acknowledgment ~= syn["end"] then
        return nil
    end
    local isOther = math.abs(next.timeToLive - reset.timeToLive) > 0 or next.identification ~= reset.identification
    return {certainty = isOther and "high" or "low", evidence = {syn, reset, next}, observed = "the SYN was refused, and the same SYN was accepted afterwards", resetBy = "middle"}
end
TOGETHER_SECONDS = 0.05
--- RSTs that no one host sends: a series that counts up, or one before the SYN is accepted after all.
____exports.injectedSeries = {
    cause = "injected",
    reference = "gfw.report, Unconditional Port 443 Block, 20 August 2025",
    needs = {},
    match = function(____, history) return matchSeries(nil, history) or matchAccepted(nil, history) end
}
return ____exports
 end,
["explain.core.signatures.injected"] = function(...) 
local ____lualib = require("lualib_bundle")
local __TS__ArrayFlatMap = ____lualib.__TS__ArrayFlatMap
local __TS__SparseArrayNew = ____lualib.__TS__SparseArrayNew
local __TS__SparseArrayPush = ____lualib.__TS__SparseArrayPush
local __TS__SparseArraySpread = ____lualib.__TS__SparseArraySpread
local __TS__ArrayMap = ____lualib.__TS__ArrayMap
local ____exports = {}
local ____sender = require("explain.core.sender")
local cluesOf = ____sender.cluesOf
local goesOnAfter = ____sender.goesOnAfter
local weigh = ____sender.weigh
local ____situation = require("explain.core.situation")
local namedBefore = ____situation.namedBefore
local ____timing = require("explain.core.timing")
local silenceBefore = ____timing.silenceBefore
--- After a silence, it is a timer that ends connections.
local IDLE_SECONDS = 5
--- So much weight is beyond doubt.
local SURE_WEIGHT = 4
local LIKELY_WEIGHT = 2
--- An RST that the end whose address it has never sent.
____exports.injected = {
    cause = "injected",
    reference = "Weaver, Sommer, Paxson: Detecting Forged TCP Reset Packets, NDSS 2009",
    needs = {"both-directions", "timestamps"},
    match = function(____, history)
        local ____history_0 = history
        local reset = ____history_0.reset
        local clues = cluesOf(nil, history)
        local weight = weigh(nil, clues)
        if weight == 0 then
            return nil
        end
        local silence = silenceBefore(nil, history)
        local isIdle = silence ~= nil and silence.seconds >= IDLE_SECONDS
        if isIdle and goesOnAfter(nil, history) == nil then
            return nil
        end
        local isAlone = weight == LIKELY_WEIGHT and #clues == 1
        local isLikely = weight >= LIKELY_WEIGHT and (not isAlone or namedBefore(nil, history) ~= nil)
        local isSure = weight >= SURE_WEIGHT and #clues > 2
        local ____temp_2 = isSure and "high" or (isLikely and "medium" or "low")
        local ____array_1 = __TS__SparseArrayNew(unpack(__TS__ArrayFlatMap(
            clues,
            function(____, ____bindingPattern0)
                local evidence
                evidence = ____bindingPattern0.evidence
                return evidence
            end
        )))
        __TS__SparseArrayPush(____array_1, reset)
        return {
            certainty = ____temp_2,
            evidence = {__TS__SparseArraySpread(____array_1)},
            observed = table.concat(
                __TS__ArrayMap(
                    clues,
                    function(____, ____bindingPattern0)
                        local observed
                        observed = ____bindingPattern0.observed
                        return observed
                    end
                ),
                "; "
            ),
            resetBy = weight >= LIKELY_WEIGHT and "middle" or "unknown"
        }
    end
}
return ____exports
 end,
["explain.core.signatures.inexact-rst"] = function(...) 
local ____lualib = require("lualib_bundle")
local __TS__ArrayFind = ____lualib.__TS__ArrayFind
local __TS__ArrayFilter = ____lualib.__TS__ArrayFilter
local __TS__ArraySlice = ____lualib.__TS__ArraySlice
local ____exports = {}
local matchBelow, SHOWN
local ____history = require("explain.core.history")
local otherSide = ____history.otherSide
local ____reset_2Dkind = require("explain.core.reset-kind")
local kindOf = ____reset_2Dkind.kindOf
local ____sender = require("explain.core.sender")
local senderOf = ____sender.senderOf
local ____side = require("explain.core.side")
local distance = ____side.distance
function matchBelow(self, ____bindingPattern0)
    local after
    local reset
    reset = ____bindingPattern0.reset
    after = ____bindingPattern0.after
    local later = __TS__ArrayFilter(
        after,
        function(____, ____bindingPattern0)
            local length
            local rst
            local from
            from = ____bindingPattern0.from
            rst = ____bindingPattern0.rst
            length = ____bindingPattern0.length
            return from ~= reset.from and not rst and length > 0
        end
    )
    if #later == 0 then
        return nil
    end
    return {
        certainty = "high",
        evidence = {
            reset,
            unpack(__TS__ArraySlice(later, 0, SHOWN))
        },
        observed = ("its sequence number is one octet too low, so the " .. otherSide(nil, reset.from)) .. " ignored it and went on sending"
    }
end
--- RFC 7323 section 2.3: where the SYN was not captured, any scale is possible.
local LARGEST_FACTOR = 2 ^ 14
--- An RST inside the window, but not at its edge, is not believed but asked about.
____exports.inexactRst = {
    cause = "inexact-rst",
    reference = "RFC 5961 section 3.2",
    needs = {"both-directions"},
    match = function(____, history)
        local ____history_0 = history
        local reset = ____history_0.reset
        local after = ____history_0.after
        local sides = ____history_0.sides
        local peer = otherSide(nil, reset.from)
        local expected = sides[peer].ack
        if expected == nil or kindOf(nil, history).kind ~= "odd" then
            return nil
        end
        local isBelow = reset.sequence == expected - 1 and sides[reset.from].hasFin
        if isBelow then
            return matchBelow(nil, history)
        end
        local ahead = distance(nil, reset.sequence, expected)
        local ____sides_peer_1 = sides[peer]
        local maximumWindow = ____sides_peer_1.maximumWindow
        local windowFactor = ____sides_peer_1.windowFactor
        if windowFactor == nil then
            windowFactor = LARGEST_FACTOR
        end
        if ahead <= 0 or ahead > maximumWindow * windowFactor then
            return nil
        end
        local challenge = __TS__ArrayFind(
            after,
            function(____, ____bindingPattern0)
                local rst
                local from
                from = ____bindingPattern0.from
                rst = ____bindingPattern0.rst
                return from == peer and not rst
            end
        )
        if (challenge and challenge.acknowledgment) ~= expected or challenge.length > 0 then
            return nil
        end
        local final = __TS__ArrayFind(
            after,
            function(____, ____bindingPattern0)
                local sequence
                local rst
                local from
                from = ____bindingPattern0.from
                rst = ____bindingPattern0.rst
                sequence = ____bindingPattern0.sequence
                return from == reset.from and rst and sequence == expected
            end
        )
        return {
            certainty = "high",
            evidence = {
                reset,
                challenge,
                unpack(final and ({final}) or ({}))
            },
            observed = ((("the " .. peer) .. " sent a challenge ACK, and ") .. (final == nil and "no RST" or "an RST")) .. " with the exact sequence number followed",
            resetBy = final ~= nil and reset.from or (senderOf(nil, history) == "middle" and "middle" or "unknown")
        }
    end
}
SHOWN = 4
return ____exports
 end,
["explain.core.signatures.idle-timeout"] = function(...) 
local ____lualib = require("lualib_bundle")
local __TS__ArrayFilter = ____lualib.__TS__ArrayFilter
local __TS__ArraySome = ____lualib.__TS__ArraySome
local __TS__ArrayFind = ____lualib.__TS__ArrayFind
local __TS__ObjectAssign = ____lualib.__TS__ObjectAssign
local __TS__ArrayAt = ____lualib.__TS__ArrayAt
local __TS__ArrayFindIndex = ____lualib.__TS__ArrayFindIndex
local __TS__ArraySlice = ____lualib.__TS__ArraySlice
local __TS__ArrayIncludes = ____lualib.__TS__ArrayIncludes
local __TS__ArrayMap = ____lualib.__TS__ArrayMap
local __TS__SparseArrayNew = ____lualib.__TS__SparseArrayNew
local __TS__SparseArrayPush = ____lualib.__TS__SparseArrayPush
local __TS__SparseArraySpread = ____lualib.__TS__SparseArraySpread
local __TS__NumberToFixed = ____lualib.__TS__NumberToFixed
local ____exports = {}
local isClosedBefore, matchBoth, matchExpiry, matchForgotten, isOwnAnswer, isReadingOn, timersAt, candidates, evidenceOf, show, SHORTEST_FORGETTING_SECONDS, TOGETHER_SECONDS, LONGEST_SHARE, OF_MIDDLEBOXES
local ____history = require("explain.core.history")
local otherSide = ____history.otherSide
local ____reset_2Dkind = require("explain.core.reset-kind")
local kindOf = ____reset_2Dkind.kindOf
local ____sender = require("explain.core.sender")
local isDoubtful = ____sender.isDoubtful
local senderOf = ____sender.senderOf
local ____timing = require("explain.core.timing")
local isPrompt = ____timing.isPrompt
local isTimeOf = ____timing.isTimeOf
local roundTripTo = ____timing.roundTripTo
local silenceBefore = ____timing.silenceBefore
function isClosedBefore(self, ____bindingPattern0, ____bindingPattern1)
    local before
    before = ____bindingPattern0.before
    local last
    last = ____bindingPattern1.last
    local fins = __TS__ArrayFilter(
        before,
        function(____, ____bindingPattern0)
            local frame
            local fin
            fin = ____bindingPattern0.fin
            frame = ____bindingPattern0.frame
            return fin and frame <= last.frame
        end
    )
    return __TS__ArraySome(
        fins,
        function(____, ____bindingPattern0)
            local from
            from = ____bindingPattern0.from
            return from == "client"
        end
    ) and __TS__ArraySome(
        fins,
        function(____, ____bindingPattern0)
            local from
            from = ____bindingPattern0.from
            return from == "server"
        end
    )
end
function matchBoth(self, history, silence, ____bindingPattern0)
    local idleTimers
    idleTimers = ____bindingPattern0.idleTimers
    local ____history_0 = history
    local reset = ____history_0.reset
    local after = ____history_0.after
    local peer = otherSide(nil, reset.from)
    local other = __TS__ArrayFind(
        after,
        function(____, ____bindingPattern0)
            local rst
            local from
            from = ____bindingPattern0.from
            rst = ____bindingPattern0.rst
            return rst and from == peer
        end
    )
    if other == nil or other.seconds - reset.seconds > TOGETHER_SECONDS then
        return nil
    end
    local path = roundTripTo(nil, history, peer) or 0
    local isAnswer = other.seconds - reset.seconds >= path / 2
    if isAnswer and not isDoubtful(nil, history) then
        return nil
    end
    local timers = timersAt(nil, silence, idleTimers, OF_MIDDLEBOXES)
    return {
        certainty = #timers == 0 and "medium" or "high",
        evidence = evidenceOf(nil, silence, {reset, other}),
        observed = (("after " .. show(nil, silence)) .. " of silence both ends got an RST at the same time") .. candidates(nil, timers),
        resetBy = "middle",
        situation = "load balancer idle timeout"
    }
end
function matchExpiry(self, history, silence, ____bindingPattern0)
    local findCluster
    local idleTimers
    idleTimers = ____bindingPattern0.idleTimers
    findCluster = ____bindingPattern0.findCluster
    local ____history_1 = history
    local reset = ____history_1.reset
    local isAnswer = silence.first ~= reset or kindOf(nil, history).kind == "odd"
    local sender = senderOf(nil, history)
    local isByMiddlebox = sender == "middle"
    local own = isByMiddlebox and ({}) or timersAt(nil, silence, idleTimers, {"closes"})
    local timers = #own > 0 and own or timersAt(nil, silence, idleTimers, OF_MIDDLEBOXES)
    if isAnswer or #timers == 0 and not isByMiddlebox then
        return nil
    end
    if not isByMiddlebox and findCluster(nil, history) ~= nil then
        return nil
    end
    return __TS__ObjectAssign(
        {
            certainty = isByMiddlebox and #timers > 0 and "high" or "medium",
            evidence = evidenceOf(nil, silence, {reset}),
            observed = #timers == 0 and ("the RST came after " .. show(nil, silence)) .. " of silence, and nothing had been asked" or (("the RST came after " .. show(nil, silence)) .. " of silence, the time of a known idle timer") .. candidates(nil, timers),
            resetBy = sender
        },
        isByMiddlebox and ({situation = "load balancer idle timeout"}) or ({})
    )
end
function matchForgotten(self, history, silence, ____bindingPattern0)
    local idleTimers
    idleTimers = ____bindingPattern0.idleTimers
    local ____history_2 = history
    local reset = ____history_2.reset
    local before = ____history_2.before
    local sender = senderOf(nil, history)
    local isByMiddlebox = sender == "middle"
    local isLong = silence.seconds >= SHORTEST_FORGETTING_SECONDS
    if silence.first == reset or kindOf(nil, history).kind == "odd" then
        return nil
    end
    if not (isLong or isByMiddlebox) then
        return nil
    end
    if not isPrompt(
        nil,
        history,
        __TS__ArrayAt(before, -1) or silence.first,
        reset
    ) then
        return nil
    end
    local isHalfClosed = __TS__ArraySome(
        before,
        function(____, ____bindingPattern0)
            local frame
            local fin
            fin = ____bindingPattern0.fin
            frame = ____bindingPattern0.frame
            return fin and frame <= silence.last.frame
        end
    )
    local timers = __TS__ArrayFilter(
        idleTimers,
        function(____, ____bindingPattern0)
            local act
            local seconds
            seconds = ____bindingPattern0.seconds
            act = ____bindingPattern0.act
            return act == (isHalfClosed and "forgets half-closed" or "forgets") and seconds <= silence.seconds and silence.seconds <= seconds * LONGEST_SHARE
        end
    )
    local isShown = #timers > 0 or isByMiddlebox
    local isOpen = not isHalfClosed or isByMiddlebox or isReadingOn(nil, history)
    return __TS__ObjectAssign(
        {
            certainty = (not isShown or isOwnAnswer(nil, history, isHalfClosed)) and "low" or (isOpen and "medium" or "undecidable"),
            evidence = evidenceOf(nil, silence, {reset}),
            observed = (("the first segment after " .. show(nil, silence)) .. " of silence was answered with an RST") .. candidates(nil, timers),
            resetBy = isByMiddlebox and "middle" or "unknown"
        },
        (isHalfClosed or #timers == 0) and ({}) or ({situation = "load balancer idle timeout"})
    )
end
function isOwnAnswer(self, ____bindingPattern0, isHalfClosed)
    local sides
    local reset
    reset = ____bindingPattern0.reset
    sides = ____bindingPattern0.sides
    return sides[reset.from].hasFin and not isHalfClosed
end
function isReadingOn(self, ____bindingPattern0)
    local before
    before = ____bindingPattern0.before
    local at = __TS__ArrayFindIndex(
        before,
        function(____, ____bindingPattern0)
            local fin
            fin = ____bindingPattern0.fin
            return fin
        end
    )
    local fin = before[at + 1]
    local later = __TS__ArraySlice(before, at + 1)
    return __TS__ArraySome(
        later,
        function(____, ____bindingPattern0)
            local rst
            local acknowledgment
            local from
            from = ____bindingPattern0.from
            acknowledgment = ____bindingPattern0.acknowledgment
            if acknowledgment == nil then
                acknowledgment = 0
            end
            rst = ____bindingPattern0.rst
            return fin ~= nil and from == fin.from and not rst and acknowledgment > (fin.acknowledgment or 0)
        end
    )
end
function timersAt(self, ____bindingPattern0, timers, acts)
    local seconds
    seconds = ____bindingPattern0.seconds
    return __TS__ArrayFilter(
        timers,
        function(____, timer) return __TS__ArrayIncludes(acts, timer.act) and timer.seconds >= SHORTEST_FORGETTING_SECONDS and isTimeOf(nil, timer.seconds, seconds) end
    )
end
function candidates(self, timers)
    if #timers == 0 then
        return ""
    end
    return (" (" .. table.concat(
        __TS__ArrayMap(
            timers,
            function(____, ____bindingPattern0)
                local product
                local seconds
                seconds = ____bindingPattern0.seconds
                product = ____bindingPattern0.product
                return (tostring(seconds) .. " s: ") .. product
            end
        ),
        "; "
    )) .. ")"
end
function evidenceOf(self, ____bindingPattern0, resets)
    local first
    local last
    last = ____bindingPattern0.last
    first = ____bindingPattern0.first
    local ____array_3 = __TS__SparseArrayNew(
        last,
        unpack(__TS__ArrayIncludes(resets, first) and ({}) or ({first}))
    )
    __TS__SparseArrayPush(
        ____array_3,
        unpack(resets)
    )
    return {__TS__SparseArraySpread(____array_3)}
end
function show(self, ____bindingPattern0)
    local seconds
    seconds = ____bindingPattern0.seconds
    return __TS__NumberToFixed(seconds, seconds < 10 and 1 or 0) .. " s"
end
--- Less than this is no timer of a middlebox that follows connections.
local SHORTEST_SECONDS = 5
SHORTEST_FORGETTING_SECONDS = 58
TOGETHER_SECONDS = 0.1
LONGEST_SHARE = 4
OF_MIDDLEBOXES = {"resets", "forgets"}
--- A silent connection was ended by a timer, or forgotten, by a middlebox or by an end.
____exports.idleTimeout = {
    cause = "idle-timeout",
    reference = "AWS NLB, Azure Load Balancer and firewall documentation: idle timeouts",
    needs = {"both-directions", "no-loss", "timestamps"},
    match = function(____, history, surroundings)
        local silence = silenceBefore(nil, history)
        if silence == nil or silence.seconds < SHORTEST_SECONDS then
            return nil
        end
        if isClosedBefore(nil, history, silence) then
            return nil
        end
        return matchBoth(nil, history, silence, surroundings) or matchExpiry(nil, history, silence, surroundings) or matchForgotten(nil, history, silence, surroundings)
    end
}
return ____exports
 end,
["explain.core.signatures.half-open"] = function(...) 
local ____lualib = require("lualib_bundle")
local __TS__SparseArrayNew = ____lualib.__TS__SparseArrayNew
local __TS__SparseArrayPush = ____lualib.__TS__SparseArrayPush
local __TS__SparseArraySpread = ____lualib.__TS__SparseArraySpread
local __TS__ObjectAssign = ____lualib.__TS__ObjectAssign
local ____exports = {}
local wasOpen, hadTimeToRestart, isFinTaken, isReopened, matchAlone, RESTART_SECONDS, FORGETTING_SECONDS
local ____history = require("explain.core.history")
local otherSide = ____history.otherSide
local ____reset_2Dkind = require("explain.core.reset-kind")
local kindOf = ____reset_2Dkind.kindOf
local ____retries = require("explain.core.retries")
local unansweredByPeer = ____retries.unansweredByPeer
local unansweredProbes = ____retries.unansweredProbes
local unansweredRetransmissions = ____retries.unansweredRetransmissions
local ____sender = require("explain.core.sender")
local goesOnAfter = ____sender.goesOnAfter
local senderOf = ____sender.senderOf
local ____timing = require("explain.core.timing")
local isPrompt = ____timing.isPrompt
local silenceBefore = ____timing.silenceBefore
function wasOpen(self, history)
    local ____history_3 = history
    local reset = ____history_3.reset
    local sides = ____history_3.sides
    local reopenedBy = ____history_3.reopenedBy
    local own = sides[reset.from]
    local isNew = own.segments == 1 and own.hasSyn
    local isOld = reopenedBy == reset.from
    return not (isNew or isOld or own.hasFin or isFinTaken(nil, history))
end
function hadTimeToRestart(self, history)
    local ____opt_4 = silenceBefore(nil, history)
    local seconds = ____opt_4 and ____opt_4.seconds or 0
    local isGivenUp = unansweredRetransmissions(nil, history) ~= nil or #unansweredProbes(nil, history) > 0
    return seconds >= RESTART_SECONDS and seconds < FORGETTING_SECONDS and not isGivenUp
end
function isFinTaken(self, ____bindingPattern0)
    local sides
    local reset
    reset = ____bindingPattern0.reset
    sides = ____bindingPattern0.sides
    local peer = reset.from == "client" and sides.server or sides.client
    return peer.hasFin and (sides[reset.from].ack or 0) >= peer.next
end
function isReopened(self, ____bindingPattern0)
    local reset
    local reopenedBy
    reopenedBy = ____bindingPattern0.reopenedBy
    reset = ____bindingPattern0.reset
    return reopenedBy == otherSide(nil, reset.from)
end
function matchAlone(self, history)
    local kind = kindOf(nil, history)
    if kind.kind ~= "answer" or history.isClientKnown or kind.to.length == 0 then
        return nil
    end
    return {certainty = "undecidable", evidence = {kind.to, history.reset}, observed = "data was answered as if it belonged to no connection", doubts = {("cannot tell whether the " .. history.reset.from) .. " ever knew the connection: nothing of it was captured before"}}
end
RESTART_SECONDS = 1
FORGETTING_SECONDS = 58
--- One end does not know the connection any more, and answers a segment of it.
____exports.halfOpen = {
    cause = "half-open",
    reference = "RFC 9293 section 3.5.1",
    needs = {"no-loss", "timestamps"},
    match = function(____, history)
        local ____history_0 = history
        local reset = ____history_0.reset
        local sides = ____history_0.sides
        local kind = kindOf(nil, history)
        if kind.kind ~= "answer" or kind.to.syn or reset.window ~= 0 then
            return nil
        end
        if sides[reset.from].segments == 0 then
            return matchAlone(nil, history)
        end
        if not wasOpen(nil, history) or not isPrompt(nil, history, kind.to, reset) then
            return nil
        end
        local silence = silenceBefore(nil, history)
        local retries = unansweredByPeer(nil, history)
        local asked = (retries == nil or retries.what == "SYN-ACK") and ({}) or retries.tries
        local sender = senderOf(nil, history)
        local isSound = sender == reset.from and goesOnAfter(nil, history) == nil
        local isShown = #asked > 0 or isReopened(nil, history) or hadTimeToRestart(nil, history)
        local ____temp_2 = not isSound and "low" or (isShown and "high" or "medium")
        local ____array_1 = __TS__SparseArrayNew(unpack(silence and ({silence.last}) or ({})))
        __TS__SparseArrayPush(
            ____array_1,
            unpack(asked)
        )
        __TS__SparseArrayPush(____array_1, kind.to, reset)
        return __TS__ObjectAssign(
            {
                certainty = ____temp_2,
                evidence = {__TS__SparseArraySpread(____array_1)},
                observed = #asked > 0 and ("the same segment had been sent " .. tostring(#asked)) .. " times without an answer before" or "no FIN had been taken, so the connection should have been open"
            },
            isSound and ({}) or ({resetBy = sender})
        )
    end
}
return ____exports
 end,
["explain.core.signatures.firewall-reject"] = function(...) 
local ____exports = {}
local ____reset_2Dkind = require("explain.core.reset-kind")
local isForeign = ____reset_2Dkind.isForeign
local kindOf = ____reset_2Dkind.kindOf
--- A SYN that is refused on the way: as by a closed port, but not from the host's distance.
____exports.firewallReject = {
    cause = "firewall-reject",
    reference = "Linux net/netfilter/nf_reject_ipv4.c",
    needs = {"handshake"},
    match = function(____, history, ____bindingPattern0)
        local timeToLiveOf
        timeToLiveOf = ____bindingPattern0.timeToLiveOf
        local ____history_0 = history
        local reset = ____history_0.reset
        local sides = ____history_0.sides
        local server = ____history_0.server
        local kind = kindOf(nil, history)
        if reset.from ~= "server" or sides.server.segments > 0 then
            return nil
        end
        if kind.kind ~= "answer" or kind.isBare or not kind.to.syn then
            return nil
        end
        local usual = timeToLiveOf(nil, server.address)
        if usual == nil then
            return {certainty = "low", evidence = {kind.to, reset}, observed = "a firewall can refuse a SYN as a host does", resetBy = "unknown"}
        end
        if not isForeign(nil, reset.timeToLive, usual) then
            return nil
        end
        return {
            certainty = "medium",
            evidence = {kind.to, reset},
            observed = (("the refusal has a TTL of " .. tostring(reset.timeToLive)) .. ", while the host accepts other SYNs with ") .. tostring(usual),
            resetBy = "middle"
        }
    end
}
return ____exports
 end,
["explain.core.signatures.data-after-close"] = function(...) 
local ____lualib = require("lualib_bundle")
local __TS__ArrayFilter = ____lualib.__TS__ArrayFilter
local __TS__ArrayEvery = ____lualib.__TS__ArrayEvery
local __TS__ArraySlice = ____lualib.__TS__ArraySlice
local __TS__SparseArrayNew = ____lualib.__TS__SparseArrayNew
local __TS__SparseArrayPush = ____lualib.__TS__SparseArrayPush
local __TS__SparseArraySpread = ____lualib.__TS__SparseArraySpread
local __TS__ObjectAssign = ____lualib.__TS__ObjectAssign
local __TS__ArrayIndexOf = ____lualib.__TS__ArrayIndexOf
local __TS__ArraySome = ____lualib.__TS__ArraySome
local ____exports = {}
local sayAlert, matchTakenAlert, isSilentFor, isRace, SHOWN, CLOSING_ALERT, FORGOTTEN_SECONDS, IDLE_SECONDS, CROSSING_SECONDS
local ____history = require("explain.core.history")
local CONTENT = ____history.CONTENT
local lastWhere = ____history.lastWhere
local ____reset_2Dkind = require("explain.core.reset-kind")
local kindOf = ____reset_2Dkind.kindOf
local ____sender = require("explain.core.sender")
local isDoubtful = ____sender.isDoubtful
function sayAlert(self, ____bindingPattern0)
    local from
    from = ____bindingPattern0.from
    return ("a TLS alert, such as close_notify, arrived after the " .. from) .. "'s FIN"
end
function matchTakenAlert(self, ____bindingPattern0, fin)
    local reset
    local before
    before = ____bindingPattern0.before
    reset = ____bindingPattern0.reset
    local later = __TS__ArraySlice(
        before,
        __TS__ArrayIndexOf(before, fin) + 1
    )
    local data = __TS__ArrayFilter(
        later,
        function(____, ____bindingPattern0)
            local isProbe
            local length
            local from
            from = ____bindingPattern0.from
            length = ____bindingPattern0.length
            isProbe = ____bindingPattern0.isProbe
            return from ~= reset.from and length > 0 and not isProbe
        end
    )
    local areAlerts = __TS__ArrayEvery(
        data,
        function(____, ____bindingPattern0)
            local content
            content = ____bindingPattern0.content
            return content == CONTENT.CLOSING_ALERT
        end
    )
    if #data == 0 or not areAlerts then
        return nil
    end
    local ____array_4 = __TS__SparseArrayNew(
        fin,
        unpack(__TS__ArraySlice(data, -SHOWN))
    )
    __TS__SparseArrayPush(____array_4, reset)
    return __TS__ObjectAssign(
        {
            evidence = {__TS__SparseArraySpread(____array_4)},
            observed = sayAlert(nil, fin)
        },
        CLOSING_ALERT
    )
end
function isSilentFor(self, ____bindingPattern0, fin, first)
    local before
    before = ____bindingPattern0.before
    local last = before[__TS__ArrayIndexOf(before, first)] or fin
    return first.seconds - last.seconds >= FORGOTTEN_SECONDS
end
function isRace(self, ____bindingPattern0, fin, first)
    local sides
    local before
    local reset
    reset = ____bindingPattern0.reset
    before = ____bindingPattern0.before
    sides = ____bindingPattern0.sides
    local last = before[__TS__ArrayIndexOf(before, fin)]
    local hadClosed = __TS__ArraySome(
        before,
        function(____, one) return one.fin and one.from == "client" and one.frame < fin.frame end
    )
    if reset.from ~= "server" or last == nil or hadClosed then
        return false
    end
    local isIdle = fin.seconds - last.seconds >= IDLE_SECONDS and sides.server.octets > 0
    return isIdle and math.abs(first.seconds - fin.seconds) <= CROSSING_SECONDS
end
SHOWN = 4
CLOSING_ALERT = {certainty = "high", benign = true, nextStep = "No action needed: the connection had ended, and no data is missing"}
--- Data reaches an end that has closed: it is lost. The closing alert of TLS is no loss.
____exports.dataAfterClose = {
    cause = "data-after-close",
    reference = "RFC 1122 section 4.2.2.13, RFC 9293 section 3.6.1",
    needs = {"both-directions"},
    match = function(____, history)
        local ____history_0 = history
        local reset = ____history_0.reset
        local before = ____history_0.before
        local sides = ____history_0.sides
        local fin = lastWhere(
            nil,
            before,
            function(____, event) return event.from == reset.from and event.fin end
        )
        if fin == nil or kindOf(nil, history).kind == "odd" then
            return nil
        end
        local taken = math.max(sides[reset.from].ack or 0, fin.acknowledgment or 0)
        local late = __TS__ArrayFilter(
            before,
            function(____, ____bindingPattern0)
                local isProbe
                local ____end
                local length
                local from
                from = ____bindingPattern0.from
                length = ____bindingPattern0.length
                ____end = ____bindingPattern0["end"]
                isProbe = ____bindingPattern0.isProbe
                return from ~= reset.from and length > 0 and ____end > taken and not isProbe
            end
        )
        local first = unpack(late, 1, 1)
        if first == nil then
            return matchTakenAlert(nil, history, fin)
        end
        if __TS__ArrayEvery(
            late,
            function(____, ____bindingPattern0)
                local content
                content = ____bindingPattern0.content
                return content == CONTENT.CLOSING_ALERT
            end
        ) then
            local ____array_1 = __TS__SparseArrayNew(
                fin,
                unpack(__TS__ArraySlice(late, -SHOWN))
            )
            __TS__SparseArrayPush(____array_1, reset)
            return __TS__ObjectAssign(
                {
                    evidence = {__TS__SparseArraySpread(____array_1)},
                    observed = sayAlert(nil, fin)
                },
                CLOSING_ALERT
            )
        end
        local isForgotten = isSilentFor(nil, history, fin, first) or isDoubtful(nil, history)
        local ____temp_3 = isForgotten and "undecidable" or "high"
        local ____array_2 = __TS__SparseArrayNew(
            fin,
            unpack(__TS__ArraySlice(late, -SHOWN))
        )
        __TS__SparseArrayPush(____array_2, reset)
        return __TS__ObjectAssign(
            {
                certainty = ____temp_3,
                evidence = {__TS__SparseArraySpread(____array_2)},
                observed = ("it arrived after the " .. reset.from) .. "'s FIN"
            },
            isRace(nil, history, fin, first) and ({situation = "keep-alive race"}) or ({})
        )
    end
}
FORGOTTEN_SECONDS = 58
IDLE_SECONDS = 4
CROSSING_SECONDS = 1
return ____exports
 end,
["explain.core.signatures.closed-port"] = function(...) 
local ____lualib = require("lualib_bundle")
local __TS__ObjectAssign = ____lualib.__TS__ObjectAssign
local __TS__NumberToFixed = ____lualib.__TS__NumberToFixed
local __TS__ArrayAt = ____lualib.__TS__ArrayAt
local ____exports = {}
local matchLate, matchIgnored
local ____history = require("explain.core.history")
local lastWhere = ____history.lastWhere
local ____reset_2Dkind = require("explain.core.reset-kind")
local isForeign = ____reset_2Dkind.isForeign
local kindOf = ____reset_2Dkind.kindOf
local ____syn_2Din_2Dwindow = require("explain.core.signatures.syn-in-window")
local isSynInWindow = ____syn_2Din_2Dwindow.isSynInWindow
function matchLate(self, syn, reset)
    return {
        certainty = "low",
        evidence = {syn, reset},
        observed = ("the SYN was refused only after " .. __TS__NumberToFixed(reset.seconds - syn.seconds, 1)) .. " s, as by a NAT or a proxy whose own attempt to connect failed",
        resetBy = "unknown"
    }
end
function matchIgnored(self, ____bindingPattern0)
    local before
    local reset
    reset = ____bindingPattern0.reset
    before = ____bindingPattern0.before
    local syn = lastWhere(
        nil,
        before,
        function(____, ____bindingPattern0)
            local isSyn
            local from
            from = ____bindingPattern0.from
            isSyn = ____bindingPattern0.syn
            return isSyn and from == "client"
        end
    )
    if syn == nil or __TS__ArrayAt(before, -1) ~= syn or reset.acknowledgment == syn["end"] then
        return nil
    end
    local isOff = not reset.ack or reset.isAcknowledgmentZero or reset.acknowledgment == syn.sequence
    if not isOff then
        return nil
    end
    return {certainty = "medium", evidence = {syn, reset}, observed = "it was answered with an RST that does not acknowledge the SYN, which the client ignores: it tries again until its own timeout", nextStep = "Check whether the service runs; then report the wrong acknowledgment number to who made the server's TCP (RFC 9293 section 3.10.7.1)"}
end
local UNKNOWN_HOST = "cannot tell whether the host refused or a firewall in front of it: the capture has no SYN-ACK from the host to compare the TTL with"
--- A host refuses at once; what takes longer than a SYN's first retransmissions gave up on somebody else.
local LONGEST_REFUSAL_SECONDS = 3
--- A SYN to a port on which nothing listens: RST and ACK of its number.
____exports.closedPort = {
    cause = "closed-port",
    reference = "RFC 9293 section 3.10.7.1",
    needs = {"handshake"},
    match = function(____, history, ____bindingPattern0)
        local timeToLiveOf
        timeToLiveOf = ____bindingPattern0.timeToLiveOf
        local ____history_0 = history
        local reset = ____history_0.reset
        local sides = ____history_0.sides
        if reset.from ~= "server" or sides.server.segments > 0 then
            return nil
        end
        local kind = kindOf(nil, history)
        if kind.kind ~= "answer" then
            return matchIgnored(nil, history)
        end
        if kind.isBare or not kind.to.syn or isSynInWindow(nil, history, kind.to) then
            return nil
        end
        local seconds = reset.seconds - kind.to.seconds
        if seconds > LONGEST_REFUSAL_SECONDS then
            return matchLate(nil, kind.to, reset)
        end
        local usual = timeToLiveOf(nil, history.server.address)
        if isForeign(nil, reset.timeToLive, usual) then
            return nil
        end
        return __TS__ObjectAssign({certainty = "high", evidence = {kind.to, reset}, observed = "it was answered with RST and ACK, as when nothing listens on the port"}, usual == nil and ({doubts = {UNKNOWN_HOST}}) or ({}))
    end
}
return ____exports
 end,
["explain.core.signatures.application-abort"] = function(...) 
local ____lualib = require("lualib_bundle")
local __TS__ArrayMap = ____lualib.__TS__ArrayMap
local __TS__ObjectAssign = ____lualib.__TS__ObjectAssign
local __TS__SparseArrayNew = ____lualib.__TS__SparseArrayNew
local __TS__SparseArrayPush = ____lualib.__TS__SparseArrayPush
local __TS__SparseArraySpread = ____lualib.__TS__SparseArraySpread
local __TS__ArraySome = ____lualib.__TS__ArraySome
local __TS__ArraySlice = ____lualib.__TS__ArraySlice
local ____exports = {}
local matchCancelled, matchOwn, matchUndecidable, isClosedByPeer, matchProcessEnd, isStillReceiving, isOver, mayHideAlert, LATEST, LEAST_DECISION_SECONDS, INSTEAD_OF_FIN
local ____history = require("explain.core.history")
local CONTENT = ____history.CONTENT
local otherSide = ____history.otherSide
local ____lost_2Ddata = require("explain.core.lost-data")
local unansweredData = ____lost_2Ddata.unansweredData
local ____refused_2Danswer = require("explain.core.refused-answer")
local findRefusedAnswer = ____refused_2Danswer.findRefusedAnswer
local ____reset_2Dkind = require("explain.core.reset-kind")
local kindOf = ____reset_2Dkind.kindOf
local ____sender = require("explain.core.sender")
local cluesOf = ____sender.cluesOf
local senderOf = ____sender.senderOf
local weigh = ____sender.weigh
function matchCancelled(self, history)
    local ____history_1 = history
    local reset = ____history_1.reset
    local refused = findRefusedAnswer(nil, history)
    if refused == nil or refused.again ~= nil or not refused.isOfKernel then
        return nil
    end
    if reset.ack then
        return nil
    end
    local isSlow = reset.seconds - refused.syn.seconds >= LEAST_DECISION_SECONDS
    return __TS__ObjectAssign({certainty = isSlow and "medium" or "undecidable", evidence = {refused.syn, reset}, observed = "the client never sent an ACK, as when a program gives up connecting before the SYN-ACK comes", benign = isSlow}, isSlow and ({nextStep = "No action needed, unless connecting takes too long: programs give up, or try several addresses at once"}) or ({}))
end
function matchOwn(self, history, surroundings)
    local ____history_2 = history
    local reset = ____history_2.reset
    local sides = ____history_2.sides
    local ____unansweredData_result_3 = unansweredData(nil, history)
    local octets = ____unansweredData_result_3.octets
    local last = ____unansweredData_result_3.last
    local ____array_4 = __TS__SparseArrayNew(unpack(last and ({last}) or ({})))
    __TS__SparseArrayPush(____array_4, reset)
    local evidence = {__TS__SparseArraySpread(____array_4)}
    local isBare = not reset.ack and sides[reset.from].hasTimestamps and not reset.hasTimestamps
    local isShown = octets == 0 and not mayHideAlert(nil, history) and not isBare
    if isClosedByPeer(nil, history) and isShown then
        return __TS__ObjectAssign({evidence = evidence}, INSTEAD_OF_FIN)
    end
    local ____isClosedByPeer_result_5
    if isClosedByPeer(nil, history) then
        ____isClosedByPeer_result_5 = nil
    else
        ____isClosedByPeer_result_5 = matchProcessEnd(nil, history, surroundings)
    end
    local ended = ____isClosedByPeer_result_5
    if ended ~= nil then
        return ended
    end
    if not isShown or isStillReceiving(nil, history) then
        return matchUndecidable(nil, history)
    end
    return {
        certainty = "medium",
        evidence = evidence,
        observed = ("no data from the " .. otherSide(nil, reset.from)) .. " was left unanswered"
    }
end
function matchUndecidable(self, history)
    local ____unansweredData_result_6 = unansweredData(nil, history)
    local last = ____unansweredData_result_6.last
    local ____array_7 = __TS__SparseArrayNew(unpack(last and ({last}) or ({})))
    __TS__SparseArrayPush(____array_7, history.reset)
    return {
        certainty = "undecidable",
        evidence = {__TS__SparseArraySpread(____array_7)},
        observed = "the capture cannot show why, or whether all data was read"
    }
end
function isClosedByPeer(self, ____bindingPattern0)
    local sides
    local reset
    reset = ____bindingPattern0.reset
    sides = ____bindingPattern0.sides
    local peer = otherSide(nil, reset.from)
    local own = sides[reset.from]
    local taken = math.max(own.ack or 0, reset.acknowledgment or 0)
    local isTaken = taken >= sides[peer].next - 1
    return sides[peer].hasFin and isTaken and (sides[peer].ack or 0) >= own.next - (own.hasFin and 1 or 0)
end
function matchProcessEnd(self, history, ____bindingPattern0)
    local findCluster
    findCluster = ____bindingPattern0.findCluster
    local cluster = findCluster(nil, history)
    if cluster == nil or cluster.peers < 2 then
        return nil
    end
    return {
        certainty = "medium",
        evidence = {history.reset},
        otherFrames = cluster.frames,
        observed = ("this host reset " .. tostring(cluster.count)) .. " live connections within milliseconds, as when a program ends",
        situation = "process ended"
    }
end
function isStillReceiving(self, ____bindingPattern0)
    local reset
    local before
    before = ____bindingPattern0.before
    reset = ____bindingPattern0.reset
    local ____reset_8 = reset
    local acknowledgment = ____reset_8.acknowledgment
    return __TS__ArraySome(
        before,
        function(____, ____bindingPattern0)
            local ____end
            local length
            local from
            from = ____bindingPattern0.from
            length = ____bindingPattern0.length
            ____end = ____bindingPattern0["end"]
            return from ~= reset.from and length > 0 and acknowledgment ~= nil and ____end > acknowledgment
        end
    )
end
function isOver(self, ____bindingPattern0)
    local sides
    sides = ____bindingPattern0.sides
    return sides.client.hasFin and sides.server.hasFin
end
function mayHideAlert(self, ____bindingPattern0)
    local before
    before = ____bindingPattern0.before
    return __TS__ArraySome(
        __TS__ArraySlice(before, -LATEST),
        function(____, ____bindingPattern0)
            local content
            content = ____bindingPattern0.content
            return content == CONTENT.CUT
        end
    )
end
LATEST = 6
--- An application ends a connection by an RST instead of a FIN.
____exports.applicationAbort = {
    cause = "application-abort",
    reference = "RFC 9293 section 3.10.5",
    needs = {"both-directions", "no-loss"},
    match = function(____, history, surroundings)
        local ____history_0 = history
        local reset = ____history_0.reset
        local sides = ____history_0.sides
        local cancelled = matchCancelled(nil, history)
        if cancelled ~= nil then
            return cancelled
        end
        local clues = cluesOf(nil, history)
        local isAbort = kindOf(nil, history).kind == "abort" and sides[reset.from].segments > 0
        if not isAbort or isOver(nil, history) or weigh(nil, clues) > 1 then
            return nil
        end
        if weigh(nil, clues) == 0 then
            return matchOwn(nil, history, surroundings)
        end
        return __TS__ObjectAssign(
            {},
            matchUndecidable(nil, history),
            {
                resetBy = senderOf(nil, history),
                doubts = __TS__ArrayMap(
                    clues,
                    function(____, ____bindingPattern0)
                        local observed
                        observed = ____bindingPattern0.observed
                        return "cannot tell who sent the RST: " .. observed
                    end
                )
            }
        )
    end
}
LEAST_DECISION_SECONDS = 0.002
INSTEAD_OF_FIN = {certainty = "medium", observed = "the other end had closed, and all data was acknowledged: an RST in place of a FIN", benign = true, nextStep = "No action needed: some servers and clients close by an RST once the other end has closed"}
return ____exports
 end,
["explain.core.signatures.after-tls-alert"] = function(...) 
local ____exports = {}
local alertName, NAMES
local ____history = require("explain.core.history")
local CONTENT = ____history.CONTENT
local lastWhere = ____history.lastWhere
local ____timing = require("explain.core.timing")
local isPrompt = ____timing.isPrompt
function alertName(self, description)
    local name = NAMES[description]
    return name == nil and tostring(description) or ((name .. " (") .. tostring(description)) .. ")"
end
--- Segments after the alert that may still be on their way.
local LATEST = 6
--- A fatal TLS alert, and then the RST.
____exports.afterTlsAlert = {
    cause = "after-tls-alert",
    reference = "RFC 8446 section 6.2",
    needs = {"timestamps"},
    match = function(____, history)
        local ____history_0 = history
        local before = ____history_0.before
        local reset = ____history_0.reset
        local alert = lastWhere(
            nil,
            before,
            function(____, ____bindingPattern0, at)
                local content
                content = ____bindingPattern0.content
                return content == CONTENT.FATAL_ALERT and at >= #before - LATEST
            end
        )
        if alert == nil or not isPrompt(nil, history, alert, reset) then
            return nil
        end
        return {
            certainty = "high",
            evidence = {alert, reset},
            observed = (("the " .. alert.from) .. " had just sent the fatal alert ") .. alertName(nil, alert.alert)
        }
    end
}
NAMES = {
    [10] = "unexpected_message",
    [20] = "bad_record_mac",
    [22] = "record_overflow",
    [40] = "handshake_failure",
    [42] = "bad_certificate",
    [43] = "unsupported_certificate",
    [44] = "certificate_revoked",
    [45] = "certificate_expired",
    [46] = "certificate_unknown",
    [47] = "illegal_parameter",
    [48] = "unknown_ca",
    [49] = "access_denied",
    [50] = "decode_error",
    [51] = "decrypt_error",
    [70] = "protocol_version",
    [71] = "insufficient_security",
    [80] = "internal_error",
    [86] = "inappropriate_fallback",
    [109] = "missing_extension",
    [110] = "unsupported_extension",
    [112] = "unrecognized_name",
    [113] = "bad_certificate_status_response",
    [115] = "unknown_psk_identity",
    [116] = "certificate_required",
    [120] = "no_application_protocol"
}
return ____exports
 end,
["explain.core.signatures.after-close"] = function(...) 
local ____lualib = require("lualib_bundle")
local __TS__ArrayFilter = ____lualib.__TS__ArrayFilter
local __TS__ArraySlice = ____lualib.__TS__ArraySlice
local __TS__SparseArrayNew = ____lualib.__TS__SparseArrayNew
local __TS__SparseArrayPush = ____lualib.__TS__SparseArrayPush
local __TS__SparseArraySpread = ____lualib.__TS__SparseArraySpread
local __TS__ArraySome = ____lualib.__TS__ArraySome
local ____exports = {}
local isAllTaken, isStillSent
local ____history = require("explain.core.history")
local lastIndexWhere = ____history.lastIndexWhere
local otherSide = ____history.otherSide
local ____reset_2Dkind = require("explain.core.reset-kind")
local kindOf = ____reset_2Dkind.kindOf
function isAllTaken(self, ____bindingPattern0, side)
    local sides
    local reset
    reset = ____bindingPattern0.reset
    sides = ____bindingPattern0.sides
    local ____temp_3
    if reset.from == side then
        ____temp_3 = nil
    else
        ____temp_3 = reset.acknowledgment
    end
    local inReset = ____temp_3
    local taken = math.max(
        sides[otherSide(nil, side)].ack or 0,
        inReset or 0
    )
    return taken >= sides[side].next - (sides[side].hasFin and 1 or 0)
end
function isStillSent(self, ____bindingPattern0)
    local reset
    local before
    before = ____bindingPattern0.before
    reset = ____bindingPattern0.reset
    local at = lastIndexWhere(
        nil,
        before,
        function(____, ____bindingPattern0)
            local fin
            local from
            from = ____bindingPattern0.from
            fin = ____bindingPattern0.fin
            return from == reset.from and fin
        end
    )
    local later = at < 0 and ({}) or __TS__ArraySlice(before, at + 1)
    return __TS__ArraySome(
        later,
        function(____, ____bindingPattern0)
            local isProbe
            local length
            local from
            from = ____bindingPattern0.from
            length = ____bindingPattern0.length
            isProbe = ____bindingPattern0.isProbe
            return from ~= reset.from and length > 0 and not isProbe
        end
    )
end
--- Nothing is left to lose: both ends sent all they had, and all was taken; or an end that is done
-- answers what comes late. An RST of a live end instead of its own FIN is an abort.
____exports.afterClose = {
    cause = "after-close",
    reference = "RFC 9293 section 3.10.7.1",
    needs = {"both-directions"},
    match = function(____, history)
        local ____history_0 = history
        local reset = ____history_0.reset
        local before = ____history_0.before
        local sides = ____history_0.sides
        if not sides.client.hasFin and not sides.server.hasFin then
            return nil
        end
        local kind = kindOf(nil, history)
        local fins = __TS__ArraySlice(
            __TS__ArrayFilter(
                before,
                function(____, ____bindingPattern0)
                    local fin
                    fin = ____bindingPattern0.fin
                    return fin
                end
            ),
            -2
        )
        local isTaken = isAllTaken(nil, history, "client") and isAllTaken(nil, history, "server")
        if #fins == 0 or not isTaken or kind.kind == "odd" then
            return nil
        end
        local areBoth = sides.client.hasFin and sides.server.hasFin
        local isAnswer = kind.kind == "answer" and sides[reset.from].hasFin
        if not areBoth and (not isAnswer or isStillSent(nil, history)) then
            return nil
        end
        local ____temp_2 = areBoth and "high" or "medium"
        local ____array_1 = __TS__SparseArrayNew(unpack(fins))
        __TS__SparseArrayPush(____array_1, reset)
        return {
            certainty = ____temp_2,
            evidence = {__TS__SparseArraySpread(____array_1)},
            observed = (areBoth and "both ends" or "the " .. reset.from) .. " had sent FIN, and all data was acknowledged",
            benign = true
        }
    end
}
return ____exports
 end,
["explain.core.signatures.accept-queue-overflow"] = function(...) 
local ____lualib = require("lualib_bundle")
local __TS__ArrayEvery = ____lualib.__TS__ArrayEvery
local __TS__SparseArrayNew = ____lualib.__TS__SparseArrayNew
local __TS__SparseArrayPush = ____lualib.__TS__SparseArrayPush
local __TS__SparseArraySpread = ____lualib.__TS__SparseArraySpread
local ____exports = {}
local ____history = require("explain.core.history")
local lastWhere = ____history.lastWhere
local ____reset_2Dkind = require("explain.core.reset-kind")
local kindOf = ____reset_2Dkind.kindOf
local ____sender = require("explain.core.sender")
local isDoubtful = ____sender.isDoubtful
local ____timing = require("explain.core.timing")
local isPrompt = ____timing.isPrompt
--- The server answers the handshake's last ACK by an RST of no connection.
____exports.acceptQueueOverflow = {
    cause = "accept-queue-overflow",
    reference = "Linux ip-sysctl, tcp_abort_on_overflow",
    needs = {"handshake", "both-directions", "no-loss", "timestamps"},
    match = function(____, history)
        local ____history_0 = history
        local reset = ____history_0.reset
        local sides = ____history_0.sides
        local before = ____history_0.before
        local kind = kindOf(nil, history)
        if reset.from ~= "server" or kind.kind ~= "answer" or not kind.isBare then
            return nil
        end
        if reset.window ~= 0 or reset.length > 0 or kind.to.syn or kind.to.fin or reset.sequence ~= 1 then
            return nil
        end
        local ____sides_1 = sides
        local server = ____sides_1.server
        local client = ____sides_1.client
        local isFresh = __TS__ArrayEvery(
            before,
            function(____, ____bindingPattern0)
                local syn
                local from
                from = ____bindingPattern0.from
                syn = ____bindingPattern0.syn
                return from == "client" or syn
            end
        )
        if not server.hasSyn or not client.hasSyn or server.octets > 0 or not isFresh then
            return nil
        end
        if client.hasFin or isDoubtful(nil, history) or not isPrompt(nil, history, kind.to, reset) then
            return nil
        end
        local accepted = lastWhere(
            nil,
            before,
            function(____, ____bindingPattern0)
                local from
                from = ____bindingPattern0.from
                return from == "server"
            end
        )
        local ____array_2 = __TS__SparseArrayNew(unpack(accepted and ({accepted}) or ({})))
        __TS__SparseArrayPush(____array_2, kind.to, reset)
        return {
            certainty = "medium",
            evidence = {__TS__SparseArraySpread(____array_2)},
            observed = "the SYN was accepted, but the next segment was answered as if it belonged to no connection"
        }
    end
}
return ____exports
 end,
["explain.core.signatures.abort-after-own-close"] = function(...) 
local ____lualib = require("lualib_bundle")
local __TS__ArrayAt = ____lualib.__TS__ArrayAt
local __TS__NumberToFixed = ____lualib.__TS__NumberToFixed
local ____exports = {}
local ____reset_2Dkind = require("explain.core.reset-kind")
local kindOf = ____reset_2Dkind.kindOf
local ____sender = require("explain.core.sender")
local isDoubtful = ____sender.isDoubtful
--- Closing and aborting are then one decision, as Windows programs take it.
local AT_ONCE_SECONDS = 1
--- An end sends its FIN and, before anything came back, an RST: that needs no other direction.
____exports.abortAfterOwnClose = {
    cause = "application-abort",
    reference = "RFC 9293 section 3.10.5",
    needs = {"timestamps"},
    match = function(____, history)
        local ____history_0 = history
        local before = ____history_0.before
        local reset = ____history_0.reset
        local fin = __TS__ArrayAt(before, -1)
        if fin == nil or not fin.fin or fin.from ~= reset.from then
            return nil
        end
        if not reset.ack or reset.sequence ~= fin["end"] or isDoubtful(nil, history) then
            return nil
        end
        local isAtOnce = reset.seconds - fin.seconds <= AT_ONCE_SECONDS
        if not isAtOnce or kindOf(nil, history).kind ~= "abort" then
            return nil
        end
        return {
            certainty = "medium",
            evidence = {fin, reset},
            observed = ("it came " .. __TS__NumberToFixed((reset.seconds - fin.seconds) * 1000, 2)) .. " ms after the FIN of the same end"
        }
    end
}
return ____exports
 end,
["explain.core.signature"] = function(...) 
local ____lualib = require("lualib_bundle")
local __TS__ArrayFilter = ____lualib.__TS__ArrayFilter
local __TS__NumberIsNaN = ____lualib.__TS__NumberIsNaN
local __TS__ArrayEvery = ____lualib.__TS__ArrayEvery
local ____exports = {}
--- After so many segments in a row a hole in the capture is over.
local SOUND_EVENTS = 16
--- What a capture must have before a signature may be believed, and the words for its lack.
local NEEDS = {
    ["both-directions"] = {
        isMet = function(____, ____bindingPattern0)
            local sides
            sides = ____bindingPattern0.sides
            return sides.client.segments > 0 and sides.server.segments > 0
        end,
        lack = "only one direction was captured before the RST"
    },
    ["no-loss"] = {
        isMet = function(____, ____bindingPattern0, first)
            local before
            local sides
            sides = ____bindingPattern0.sides
            before = ____bindingPattern0.before
            local hole = math.max(sides.client.holeFrame, sides.server.holeFrame)
            if hole == 0 then
                return true
            end
            local between = #__TS__ArrayFilter(
                before,
                function(____, ____bindingPattern0)
                    local frame
                    frame = ____bindingPattern0.frame
                    return frame > hole and frame < first
                end
            )
            return between >= SOUND_EVENTS
        end,
        lack = "segments are missing from the capture"
    },
    timestamps = {
        isMet = function(____, ____bindingPattern0)
            local reset
            local before
            before = ____bindingPattern0.before
            reset = ____bindingPattern0.reset
            return not __TS__NumberIsNaN(reset.seconds) and __TS__ArrayEvery(
                before,
                function(____, ____bindingPattern0)
                    local seconds
                    seconds = ____bindingPattern0.seconds
                    return not __TS__NumberIsNaN(seconds)
                end
            )
        end,
        lack = "the packets have no capture times"
    },
    handshake = {
        isMet = function(____, ____bindingPattern0)
            local isClientKnown
            isClientKnown = ____bindingPattern0.isClientKnown
            return isClientKnown
        end,
        lack = "the capture began after the handshake"
    }
}
--- What the capture lacks of `needs`, in their order; the evidence begins with the frame `first`.
function ____exports.findLacks(self, history, needs, first)
    local lacks = {}
    for ____, need in ipairs(needs) do
        local ____NEEDS_need_0 = NEEDS[need]
        local isMet = ____NEEDS_need_0.isMet
        local lack = ____NEEDS_need_0.lack
        if not isMet(nil, history, first) then
            lacks[#lacks + 1] = lack
        end
    end
    return lacks
end
--- What products do with a silent connection.
____exports.IDLE_ACTS = {"closes", "resets", "forgets", "forgets half-closed"}
return ____exports
 end,
["explain.core.pattern"] = function(...) 
local ____lualib = require("lualib_bundle")
local __TS__ArrayFilter = ____lualib.__TS__ArrayFilter
local __TS__ArraySlice = ____lualib.__TS__ArraySlice
local __TS__ArraySome = ____lualib.__TS__ArraySome
local __TS__ArrayMap = ____lualib.__TS__ArrayMap
local ____exports = {}
local resetsOf, nameOf, TOGETHER_SECONDS, SHOWN_RSTS
function resetsOf(self, ____bindingPattern0)
    local after
    local reset
    reset = ____bindingPattern0.reset
    after = ____bindingPattern0.after
    if #after == 0 then
        return nameOf(nil, reset, false)
    end
    local later = __TS__ArrayFilter(
        after,
        function(____, ____bindingPattern0)
            local seconds
            local rst
            local from
            from = ____bindingPattern0.from
            rst = ____bindingPattern0.rst
            seconds = ____bindingPattern0.seconds
            return rst and from == reset.from and not (seconds - reset.seconds > TOGETHER_SECONDS)
        end
    )
    local all = __TS__ArraySlice(
        {
            reset,
            unpack(later)
        },
        0,
        SHOWN_RSTS
    )
    local isMixed = __TS__ArraySome(
        all,
        function(____, one) return one.isAcknowledgmentZero ~= reset.isAcknowledgmentZero end
    )
    local names = __TS__ArrayMap(
        all,
        function(____, one) return nameOf(nil, one, isMixed) end
    )
    return table.concat(names, "; ")
end
function nameOf(self, ____bindingPattern0, isMixed)
    local isAcknowledgmentZero
    local ack
    ack = ____bindingPattern0.ack
    isAcknowledgmentZero = ____bindingPattern0.isAcknowledgmentZero
    return ("RST" .. (ack and "+ACK" or "")) .. (isMixed and isAcknowledgmentZero and "0" or "")
end
TOGETHER_SECONDS = 1
SHOWN_RSTS = 3
--- The reset as studies of tampering write it (Cloudflare, "Global, Passive Detection of Connection
-- Tampering", SIGCOMM 2023): what the client had sent, and the RSTs that it got or sent.
function ____exports.patternOf(self, history)
    local ____history_0 = history
    local before = ____history_0.before
    local isClientKnown = ____history_0.isClientKnown
    local data = 0
    local isAccepted = false
    for ____, ____value in ipairs(before) do
        local from = ____value.from
        local rst = ____value.rst
        local isProbe = ____value.isProbe
        local length = ____value.length
        local syn = ____value.syn
        local ack = ____value.ack
        do
            if from ~= "client" or rst or isProbe then
                goto __continue3
            end
            if length > 0 then
                data = data + 1
            end
            if not syn and ack then
                isAccepted = true
            end
        end
        ::__continue3::
    end
    local resets = resetsOf(nil, history)
    if not isClientKnown and data ~= 1 then
        return {bucket = "unknown", segments = "? \226\134\146 " .. resets}
    end
    if data > 1 then
        return {bucket = "later", segments = "PSH+ACK; Data \226\134\146 " .. resets}
    end
    if data == 1 then
        return {bucket = "post-PSH", segments = "PSH+ACK \226\134\146 " .. resets}
    end
    return isAccepted and ({bucket = "post-ACK", segments = "SYN; ACK \226\134\146 " .. resets}) or ({bucket = "post-SYN", segments = "SYN \226\134\146 " .. resets})
end
return ____exports
 end,
["explain.core.contradictions"] = function(...) 
local ____lualib = require("lualib_bundle")
local __TS__ArrayIncludes = ____lualib.__TS__ArrayIncludes
local __TS__ArrayFilter = ____lualib.__TS__ArrayFilter
local __TS__ArrayFlatMap = ____lualib.__TS__ArrayFlatMap
local __TS__NumberToFixed = ____lualib.__TS__NumberToFixed
local __TS__ArraySlice = ____lualib.__TS__ArraySlice
local __TS__ArraySome = ____lualib.__TS__ArraySome
local __TS__ArrayAt = ____lualib.__TS__ArrayAt
local ____exports = {}
local timeoutWithoutSilence, hasRetransmission, dataWithoutData, synWithoutSyn, closedButAlive, SHORTEST_TIMEOUT_SECONDS
local ____history = require("explain.core.history")
local lastWhere = ____history.lastWhere
local otherSide = ____history.otherSide
local ____registry_2Dwords = require("explain.core.registry-words")
local MEANINGS = ____registry_2Dwords.MEANINGS
local ____timing = require("explain.core.timing")
local silenceBefore = ____timing.silenceBefore
function timeoutWithoutSilence(self, history)
    local silence = silenceBefore(nil, history)
    if silence == nil or silence.seconds >= SHORTEST_TIMEOUT_SECONDS then
        return nil
    end
    local ____history_sides_0 = history.sides
    local client = ____history_sides_0.client
    local server = ____history_sides_0.server
    if client.holeFrame + server.holeFrame > 0 or hasRetransmission(nil, history) then
        return nil
    end
    return ("a timeout is stated, although the connection was not idle: there was a segment " .. __TS__NumberToFixed(silence.seconds, 3)) .. " s before the RST"
end
function hasRetransmission(self, ____bindingPattern0)
    local before
    before = ____bindingPattern0.before
    return __TS__ArraySome(
        before,
        function(____, event, at) return event.length > 0 and __TS__ArraySome(
            __TS__ArraySlice(before, 0, at),
            function(____, ____bindingPattern0)
                local length
                local sequence
                local from
                from = ____bindingPattern0.from
                sequence = ____bindingPattern0.sequence
                length = ____bindingPattern0.length
                return length > 0 and from == event.from and sequence == event.sequence
            end
        ) end
    )
end
function dataWithoutData(self, ____bindingPattern0)
    local sides
    local reset
    reset = ____bindingPattern0.reset
    sides = ____bindingPattern0.sides
    local peer = otherSide(nil, reset.from)
    local ____temp_1
    if sides[peer].octets > 0 then
        ____temp_1 = nil
    else
        ____temp_1 = ("data is stated as the cause, although the " .. peer) .. " had sent none"
    end
    return ____temp_1
end
function synWithoutSyn(self, ____bindingPattern0)
    local before
    local reset
    reset = ____bindingPattern0.reset
    before = ____bindingPattern0.before
    local peer = otherSide(nil, reset.from)
    local last = lastWhere(
        nil,
        before,
        function(____, ____bindingPattern0)
            local from
            from = ____bindingPattern0.from
            return from == peer
        end
    )
    local ____temp_2
    if last == nil or __TS__ArraySome(
        before,
        function(____, ____bindingPattern0)
            local syn
            local from
            from = ____bindingPattern0.from
            syn = ____bindingPattern0.syn
            return from == peer and syn
        end
    ) then
        ____temp_2 = nil
    else
        ____temp_2 = ("a SYN is stated as the cause, although the " .. peer) .. " had sent none"
    end
    return ____temp_2
end
function closedButAlive(self, ____bindingPattern0)
    local before
    local sides
    local reset
    reset = ____bindingPattern0.reset
    sides = ____bindingPattern0.sides
    before = ____bindingPattern0.before
    local last = __TS__ArrayAt(before, -1)
    if sides[reset.from].octets == 0 or (last and last.from) ~= reset.from then
        return nil
    end
    return ("the RST states that there is no connection, although the " .. reset.from) .. " had just sent a segment of it"
end
SHORTEST_TIMEOUT_SECONDS = 1
local CHECKS = {{meanings = MEANINGS.timeout, contradict = timeoutWithoutSilence}, {meanings = MEANINGS.dataUnread, contradict = dataWithoutData}, {meanings = MEANINGS.synInWindow, contradict = synWithoutSyn}, {meanings = MEANINGS.closed, contradict = closedButAlive}}
--- Where what an RST states does not fit what was captured before it.
function ____exports.findContradictions(self, history, ____bindingPattern0)
    local meaning
    meaning = ____bindingPattern0.meaning
    local isWhole = history.sides.client.segments > 0 and history.sides.server.segments > 0
    if meaning == nil or not isWhole then
        return {}
    end
    return __TS__ArrayFlatMap(
        __TS__ArrayFilter(
            CHECKS,
            function(____, ____bindingPattern0)
                local meanings
                meanings = ____bindingPattern0.meanings
                return __TS__ArrayIncludes(meanings, meaning)
            end
        ),
        function(____, ____bindingPattern0)
            local contradict
            contradict = ____bindingPattern0.contradict
            return contradict(nil, history) or ({})
        end
    )
end
return ____exports
 end,
["explain.core.story"] = function(...) 
local ____lualib = require("lualib_bundle")
local __TS__ArraySlice = ____lualib.__TS__ArraySlice
local __TS__SparseArrayNew = ____lualib.__TS__SparseArrayNew
local __TS__SparseArrayPush = ____lualib.__TS__SparseArrayPush
local __TS__SparseArraySpread = ____lualib.__TS__SparseArraySpread
local __TS__ArrayIncludes = ____lualib.__TS__ArrayIncludes
local __TS__ArrayFindIndex = ____lualib.__TS__ArrayFindIndex
local __TS__ArrayMap = ____lualib.__TS__ArrayMap
local __TS__StringPadStart = ____lualib.__TS__StringPadStart
local __TS__NumberIsNaN = ____lualib.__TS__NumberIsNaN
local __TS__NumberToFixed = ____lualib.__TS__NumberToFixed
local ____exports = {}
local shownOf, describeEnd, linesOf, stageOf, ladderOf, describeSegment, STEPS_BEFORE, STEPS_AFTER
local ____columns = require("model.columns")
local alignColumns = ____columns.alignColumns
local ____failure_2Dwords = require("explain.core.failure-words")
local describeFailure = ____failure_2Dwords.describeFailure
local ____words = require("explain.core.words")
local actorOf = ____words.actorOf
local countOf = ____words.countOf
local describeCause = ____words.describeCause
local frameFilter = ____words.frameFilter
local showEndpoint = ____words.showEndpoint
local showSeconds = ____words.showSeconds
function shownOf(self, ____bindingPattern0)
    local after
    local reset
    local before
    before = ____bindingPattern0.before
    reset = ____bindingPattern0.reset
    after = ____bindingPattern0.after
    local ____array_0 = __TS__SparseArrayNew(unpack(__TS__ArraySlice(before, -STEPS_BEFORE)))
    __TS__SparseArrayPush(
        ____array_0,
        reset,
        unpack(__TS__ArraySlice(after, 0, STEPS_AFTER))
    )
    return {__TS__SparseArraySpread(____array_0)}
end
function describeEnd(self, stage)
    if stage == "closed" then
        return "Not reset: both ends closed the connection."
    end
    if stage == "closing" then
        return "Not reset: one end closed the connection, and the other did not."
    end
    return "Not reset, and not closed either, as far as it was captured."
end
function linesOf(self, ____bindingPattern0, ____bindingPattern1, ____bindingPattern2)
    local evidence
    local server
    local client
    local stream
    stream = ____bindingPattern0.stream
    client = ____bindingPattern0.client
    server = ____bindingPattern0.server
    evidence = ____bindingPattern0.evidence
    local shown
    local sentences
    sentences = ____bindingPattern1.sentences
    shown = ____bindingPattern1.shown
    local bold
    bold = ____bindingPattern2.bold
    local ____array_2 = __TS__SparseArrayNew(
        bold(
            nil,
            (((("Stream " .. tostring(stream)) .. ": client ") .. showEndpoint(nil, client)) .. ", server ") .. showEndpoint(nil, server)
        ),
        "",
        unpack(sentences)
    )
    __TS__SparseArrayPush(
        ____array_2,
        "",
        unpack(ladderOf(nil, evidence, shown))
    )
    __TS__SparseArrayPush(
        ____array_2,
        "",
        "Wireshark: " .. (#evidence > 0 and frameFilter(nil, evidence) or "tcp.stream == " .. tostring(stream)),
        ""
    )
    return {__TS__SparseArraySpread(____array_2)}
end
--- All that is said of a reset, one sentence each.
function ____exports.sentencesOf(self, finding)
    local ____finding_3 = finding
    local alternatives = ____finding_3.alternatives
    local contradictions = ____finding_3.contradictions
    local ignored = ____finding_3.ignored
    if ignored == nil then
        ignored = {}
    end
    local missing = ____finding_3.missing
    local others = __TS__ArrayMap(
        alternatives,
        function(____, ____bindingPattern0)
            local certainty
            local cause
            cause = ____bindingPattern0.cause
            certainty = ____bindingPattern0.certainty
            return ((cause .. " (") .. certainty) .. ")"
        end
    )
    local ____array_4 = __TS__SparseArrayNew(
        ((((((describeCause(nil, finding) .. ", certainty ") .. finding.certainty) .. ": reset in frame ") .. tostring(finding.frame)) .. " by ") .. actorOf(nil, finding.resetBy)) .. ".",
        ("Explanation: " .. finding.explanation) .. ".",
        unpack(__TS__ArrayMap(
            contradictions,
            function(____, sentence) return ("But " .. sentence) .. "." end
        ))
    )
    __TS__SparseArrayPush(
        ____array_4,
        unpack(__TS__ArrayMap(
            ignored,
            function(____, sentence) return ("Ignored: " .. sentence) .. "." end
        ))
    )
    __TS__SparseArrayPush(
        ____array_4,
        stageOf(nil, finding),
        ((("Pattern: " .. finding.pattern.segments) .. " (") .. finding.pattern.bucket) .. ").",
        unpack(finding.unackedOctets > 0 and ({countOf(nil, finding.unackedOctets, "octet") .. " may be lost."}) or ({}))
    )
    __TS__SparseArrayPush(
        ____array_4,
        unpack(finding.benign and ({"Benign: no data was lost."}) or ({}))
    )
    __TS__SparseArrayPush(
        ____array_4,
        unpack(#others > 0 and ({("Also possible: " .. table.concat(others, ", ")) .. "."}) or ({}))
    )
    __TS__SparseArrayPush(
        ____array_4,
        unpack(__TS__ArrayMap(
            missing,
            function(____, lack) return ("Note: " .. lack) .. "." end
        ))
    )
    __TS__SparseArrayPush(____array_4, ("Next step: " .. finding.nextStep) .. ".")
    return {__TS__SparseArraySpread(____array_4)}
end
--- The same of a failure without an RST.
function ____exports.sentencesOfFailure(self, failure)
    local ____failure_5 = failure
    local explanation = ____failure_5.explanation
    local stage = ____failure_5.stage
    local unackedOctets = ____failure_5.unackedOctets
    local missing = ____failure_5.missing
    local nextStep = ____failure_5.nextStep
    local ____array_6 = __TS__SparseArrayNew(
        ((describeFailure(nil, failure) .. ", certainty ") .. failure.certainty) .. ": no RST ended the connection.",
        ("Explanation: " .. explanation) .. ".",
        ("Stage of the connection: " .. stage) .. ".",
        unpack(unackedOctets > 0 and ({countOf(nil, unackedOctets, "octet") .. " were not acknowledged."}) or ({}))
    )
    __TS__SparseArrayPush(
        ____array_6,
        unpack(__TS__ArrayMap(
            missing,
            function(____, lack) return ("Note: " .. lack) .. "." end
        ))
    )
    __TS__SparseArrayPush(____array_6, ("Next step: " .. nextStep) .. ".")
    return {__TS__SparseArraySpread(____array_6)}
end
function stageOf(self, ____bindingPattern0)
    local idleSeconds
    local stage
    stage = ____bindingPattern0.stage
    idleSeconds = ____bindingPattern0.idleSeconds
    local idle = idleSeconds == nil and "" or ", idle for " .. showSeconds(nil, idleSeconds)
    return (("Stage of the connection: " .. stage) .. idle) .. "."
end
function ladderOf(self, evidence, shown)
    local ____opt_7 = shown[1]
    local start = ____opt_7 and ____opt_7.seconds or 0 / 0
    local rows = __TS__ArrayMap(
        shown,
        function(____, event) return {
            __TS__ArrayIncludes(evidence, event.frame) and "*" or " ",
            __TS__StringPadStart(
                tostring(event.frame),
                5
            ),
            __TS__NumberIsNaN(event.seconds - start) and "" or __TS__StringPadStart(
                __TS__NumberToFixed(event.seconds - start, 6),
                12
            ),
            event.from == "client" and "client -->" or "       <--",
            event.from == "client" and "      " or "server",
            describeSegment(nil, event)
        } end
    )
    return alignColumns(nil, rows, " ")
end
function describeSegment(self, event)
    local ____array_9 = __TS__SparseArrayNew(unpack(event.syn and ({"SYN"}) or ({})))
    __TS__SparseArrayPush(
        ____array_9,
        unpack(event.fin and ({"FIN"}) or ({}))
    )
    __TS__SparseArrayPush(
        ____array_9,
        unpack(event.rst and ({"RST"}) or ({}))
    )
    __TS__SparseArrayPush(
        ____array_9,
        unpack(event.ack and ({"ACK"}) or ({}))
    )
    local flags = {__TS__SparseArraySpread(____array_9)}
    local ____array_10 = __TS__SparseArrayNew(
        table.concat(flags, ", "),
        "seq " .. tostring(event.sequence),
        unpack(event.acknowledgment == nil and ({}) or ({"ack " .. tostring(event.acknowledgment)}))
    )
    __TS__SparseArrayPush(
        ____array_10,
        unpack(event.length == 0 and ({}) or ({tostring(event.length) .. " octets"}))
    )
    __TS__SparseArrayPush(
        ____array_10,
        "win " .. tostring(event.window),
        unpack(__TS__NumberIsNaN(event.timeToLive) and ({}) or ({"ttl " .. tostring(event.timeToLive)}))
    )
    return table.concat(
        {__TS__SparseArraySpread(____array_10)},
        "  "
    )
end
STEPS_BEFORE = 12
STEPS_AFTER = 6
--- One reset connection: what happened, what shows it, and its last segments.
function ____exports.storyLines(self, finding, history, style)
    return linesOf(
        nil,
        finding,
        {
            sentences = ____exports.sentencesOf(nil, finding),
            shown = shownOf(nil, history)
        },
        style
    )
end
--- The segments of a story alone, a line each.
function ____exports.segmentLines(self, ____bindingPattern0, history)
    local evidence
    evidence = ____bindingPattern0.evidence
    return ladderOf(
        nil,
        evidence,
        shownOf(nil, history)
    )
end
--- The same of a connection that failed without an RST.
function ____exports.failureLines(self, failure, ____bindingPattern0, style)
    local events
    events = ____bindingPattern0.events
    local ____failure_1 = failure
    local evidence = ____failure_1.evidence
    local first = __TS__ArrayFindIndex(
        events,
        function(____, ____bindingPattern0)
            local frame
            frame = ____bindingPattern0.frame
            return __TS__ArrayIncludes(evidence, frame)
        end
    )
    local before = math.max(
        0,
        math.min(first - 1, #events - STEPS_BEFORE)
    )
    local shown = __TS__ArraySlice(
        __TS__ArraySlice(events, before),
        0,
        STEPS_BEFORE + STEPS_AFTER
    )
    return linesOf(
        nil,
        failure,
        {
            sentences = ____exports.sentencesOfFailure(nil, failure),
            shown = shown
        },
        style
    )
end
--- The same of a connection that ended otherwise, or not at all.
function ____exports.conversationLines(self, ____bindingPattern0, style)
    local events
    local stage
    local server
    local client
    local stream
    stream = ____bindingPattern0.stream
    client = ____bindingPattern0.client
    server = ____bindingPattern0.server
    stage = ____bindingPattern0.stage
    events = ____bindingPattern0.events
    local sentences = {
        describeEnd(nil, stage),
        ("Stage of the connection: " .. stage) .. "."
    }
    local shown = __TS__ArraySlice(events, -STEPS_BEFORE - STEPS_AFTER)
    return linesOf(nil, {stream = stream, client = client, server = server, evidence = {}}, {sentences = sentences, shown = shown}, style)
end
return ____exports
 end,
["explain.core.failure-words"] = function(...) 
local ____exports = {}
--- What to look at next after a failure.
____exports.NEXT_STEPS_OF_FAILURES = {
    ["destination-unreachable"] = "Check routes and filter rules where the ICMP error came from, and whether the destination is up",
    ["time-exceeded"] = "Look for a routing loop, with traceroute from both ends; a traceroute that uses TCP does this on purpose",
    ["packet-too-big"] = "Check that ICMP errors reach the sender and that it heeds them, or lower the MSS on the path (a tunnel takes its part of each packet)",
    ["unanswered-syn"] = "Capture at the server, to see whether the SYNs arrive: a filter that drops them, a wrong address, a host that is down and a full backlog look alike from here",
    ["unanswered-syn-ack"] = "Check the path from the server back to the client: its SYN-ACKs do not arrive, or the ACKs do not; SYNs with forged source addresses look alike",
    ["unacknowledged-data"] = "Capture at the other end, to see whether the data arrives; where only large segments get lost, check the MTU of the path",
    ["unacknowledged-fin"] = "Check whether the other end went away, or whether a NAT or firewall on the path has forgotten the connection; all data was acknowledged"
}
--- The failure in one cell; with what the ICMP error says.
function ____exports.describeFailure(self, ____bindingPattern0)
    local icmp
    local failure
    failure = ____bindingPattern0.failure
    icmp = ____bindingPattern0.icmp
    return icmp == nil and failure or (failure .. ": ") .. icmp.words
end
return ____exports
 end,
["model.columns"] = function(...) 
local ____lualib = require("lualib_bundle")
local __TS__ArrayForEach = ____lualib.__TS__ArrayForEach
local __TS__StringPadEnd = ____lualib.__TS__StringPadEnd
local __TS__ArrayMap = ____lualib.__TS__ArrayMap
local __TS__StringTrimEnd = ____lualib.__TS__StringTrimEnd
local ____exports = {}
--- A longer cell makes no column wider, so that one text from outside cannot multiply a table.
local WIDEST = 120
--- Pads each column but the last to its widest cell, so that a table reads as one. Behind a cell of
-- more than `widest` characters the rest of its row stands further to the right.
function ____exports.alignColumns(self, rows, gap, widest)
    if gap == nil then
        gap = " "
    end
    if widest == nil then
        widest = WIDEST
    end
    local widths = {}
    for ____, row in ipairs(rows) do
        __TS__ArrayForEach(
            row,
            function(____, cell, at)
                widths[at + 1] = math.min(
                    widest,
                    math.max(widths[at + 1] or 0, #cell)
                )
            end
        )
    end
    return __TS__ArrayMap(
        rows,
        function(____, row) return __TS__StringTrimEnd(table.concat(
            __TS__ArrayMap(
                row,
                function(____, cell, at) return __TS__StringPadEnd(cell, widths[at + 1] or 0) end
            ),
            gap or ","
        )) end
    )
end
return ____exports
 end,
["explain.core.finding-table"] = function(...) 
local ____lualib = require("lualib_bundle")
local __TS__Class = ____lualib.__TS__Class
local Map = ____lualib.Map
local __TS__New = ____lualib.__TS__New
local __TS__ArrayMap = ____lualib.__TS__ArrayMap
local __TS__ArraySlice = ____lualib.__TS__ArraySlice
local __TS__ArrayFlatMap = ____lualib.__TS__ArrayFlatMap
local __TS__SparseArrayNew = ____lualib.__TS__SparseArrayNew
local __TS__SparseArrayPush = ____lualib.__TS__SparseArrayPush
local __TS__SparseArraySpread = ____lualib.__TS__SparseArraySpread
local __TS__Spread = ____lualib.__TS__Spread
local __TS__ArraySort = ____lualib.__TS__ArraySort
local Set = ____lualib.Set
local __TS__StringSlice = ____lualib.__TS__StringSlice
local __TS__ArrayReduce = ____lualib.__TS__ArrayReduce
local __TS__ArrayFindIndex = ____lualib.__TS__ArrayFindIndex
local __TS__ArrayIndexOf = ____lualib.__TS__ArrayIndexOf
local __TS__StringPadStart = ____lualib.__TS__StringPadStart
local __TS__StringCharAt = ____lualib.__TS__StringCharAt
local __TS__ArrayFilter = ____lualib.__TS__ArrayFilter
local __TS__ArrayEvery = ____lualib.__TS__ArrayEvery
local __TS__ArraySome = ____lualib.__TS__ArraySome
local ____exports = {}
local lineOfEvent, newGroup, keyOf, beginningOf, kindOf, traitsOf, headlineOf, compareGroups, ranksOf, rowOf, cutCause, withFormats, describeOthers, showPorts, examplesOf, linesOfExample, SHOWN_EXAMPLES, SHOWN_PORTS, COMPARED_CHARACTERS, LONGEST_CAUSE, RESETS, LOST_OCTETS, OTHERS
local ____columns = require("model.columns")
local alignColumns = ____columns.alignColumns
local ____finding_2Dnames = require("model.finding-names")
local CAUSES = ____finding_2Dnames.CAUSES
local CERTAINTIES = ____finding_2Dnames.CERTAINTIES
local ____words = require("explain.core.words")
local countOf = ____words.countOf
local describeCause = ____words.describeCause
local frameFilter = ____words.frameFilter
local listResetters = ____words.listResetters
local showEndpoint = ____words.showEndpoint
local showResetter = ____words.showResetter
function lineOfEvent(self, ____bindingPattern0)
    local count
    local first
    first = ____bindingPattern0.first
    count = ____bindingPattern0.count
    local ____first_8 = first
    local client = ____first_8.client
    local evidence = ____first_8.evidence
    local server = ____first_8.server
    local situation = ____first_8.situation
    local host = first.resetBy == "client" and client or server
    return (((((("One event (" .. tostring(situation)) .. "): ") .. countOf(nil, count, "connection")) .. " of ") .. host.address) .. " reset within 50 ms, from frame ") .. tostring(evidence[1])
end
function newGroup(self, first, isOthers)
    return {
        isOthers = isOthers,
        first = first,
        ports = __TS__New(Set),
        count = 0,
        lostOctets = 0,
        losers = 0
    }
end
function keyOf(self, finding, kind)
    local ____finding_9 = finding
    local cause = ____finding_9.cause
    local format = ____finding_9.format
    if format == nil then
        format = ""
    end
    local reasonCode = ____finding_9.reasonCode
    local pen = ____finding_9.pen
    local reason = ____finding_9.reason
    local situation = ____finding_9.situation
    if situation == nil then
        situation = ""
    end
    local server = ____finding_9.server
    local ____finding_10 = finding
    local alternatives = ____finding_10.alternatives
    local stated = ____finding_10.stated
    local ____temp_13
    if cause == "unknown" then
        local ____opt_11 = alternatives[1]
        ____temp_13 = ____opt_11 and ____opt_11.cause or ""
    else
        ____temp_13 = ""
    end
    local guess = ____temp_13
    local words = stated and ((((tostring(reasonCode or "") .. "\n") .. tostring(pen or "")) .. "\n") .. beginningOf(nil, reason)) .. "\n" or ""
    local place = (((guess .. "\n") .. situation) .. "\n") .. server.address
    return ((((((kind .. "\n") .. format) .. "\n") .. words) .. place) .. "\n") .. traitsOf(nil, finding)
end
function beginningOf(self, reason)
    if reason == nil then
        reason = ""
    end
    return __TS__StringSlice(reason, 0, COMPARED_CHARACTERS)
end
function kindOf(self, ____bindingPattern0)
    local reasonCode
    local stated
    local cause
    cause = ____bindingPattern0.cause
    stated = ____bindingPattern0.stated
    reasonCode = ____bindingPattern0.reasonCode
    if not stated then
        return cause
    end
    return (cause .. " by ") .. (reasonCode == nil and "text" or "code")
end
function traitsOf(self, ____bindingPattern0)
    local benign
    local resetBy
    local certainty
    certainty = ____bindingPattern0.certainty
    resetBy = ____bindingPattern0.resetBy
    benign = ____bindingPattern0.benign
    return (((certainty .. "\n") .. resetBy) .. "\n") .. (benign and "benign" or "")
end
function headlineOf(self, groups, counts)
    local total = __TS__ArrayReduce(
        groups,
        function(____, sum, ____bindingPattern0)
            local count
            count = ____bindingPattern0.count
            return sum + count
        end,
        0
    )
    local benign = __TS__ArrayReduce(
        groups,
        function(____, sum, ____bindingPattern0)
            local count
            local first
            first = ____bindingPattern0.first
            count = ____bindingPattern0.count
            return sum + (first.benign and count or 0)
        end,
        0
    )
    local octets = __TS__ArrayReduce(
        groups,
        function(____, sum, ____bindingPattern0)
            local lostOctets
            lostOctets = ____bindingPattern0.lostOctets
            return sum + lostOctets
        end,
        0
    )
    local losers = __TS__ArrayReduce(
        groups,
        function(____, sum, group) return sum + group.losers end,
        0
    )
    local resetters = listResetters(
        nil,
        function(____, resetBy) return counts:get(resetBy) or 0 end
    )
    local lost = losers == 0 and "No sign of lost data." or ((tostring(losers) .. " may have lost data (") .. countOf(nil, octets, "octet")) .. ")."
    return (((((countOf(nil, total, "connection") .. " reset (") .. resetters) .. "), ") .. tostring(benign)) .. " of them benign. ") .. lost
end
function compareGroups(self, a, b)
    local left = ranksOf(nil, a)
    local right = ranksOf(nil, b)
    local at = __TS__ArrayFindIndex(
        left,
        function(____, rank, place) return rank ~= right[place + 1] end
    )
    return (left[at + 1] or 0) - (right[at + 1] or 0)
end
function ranksOf(self, ____bindingPattern0)
    local count
    local losers
    local first
    first = ____bindingPattern0.first
    losers = ____bindingPattern0.losers
    count = ____bindingPattern0.count
    return {
        first.benign and 1 or 0,
        losers > 0 and 0 or 1,
        -count,
        __TS__ArrayIndexOf(CERTAINTIES, first.certainty),
        __TS__ArrayIndexOf(CAUSES, first.cause),
        first.frame
    }
end
function rowOf(self, ____bindingPattern0)
    local lostOctets
    local count
    local ports
    local first
    local isOthers
    isOthers = ____bindingPattern0.isOthers
    first = ____bindingPattern0.first
    ports = ____bindingPattern0.ports
    count = ____bindingPattern0.count
    lostOctets = ____bindingPattern0.lostOctets
    local cause = isOthers and describeOthers(nil, first) or describeCause(nil, first)
    local benign = first.benign and cause .. " (benign)" or cause
    local server = ports.size == 1 and showEndpoint(nil, first.server) or showPorts(nil, first, ports.size)
    return {
        __TS__StringPadStart(
            tostring(count),
            #RESETS
        ),
        cutCause(nil, benign),
        first.certainty,
        showResetter(nil, first.resetBy),
        isOthers and OTHERS or server,
        __TS__StringPadStart(
            tostring(lostOctets),
            #LOST_OCTETS
        ),
        tostring(first.frame)
    }
end
function cutCause(self, cause)
    if #cause <= LONGEST_CAUSE then
        return cause
    end
    local last = LONGEST_CAUSE - #"..."
    local isQuoted = false
    local ____end = 0
    while ____end < last do
        local character = __TS__StringCharAt(cause, ____end)
        local next = ____end + (isQuoted and character == "\\" and 2 or 1)
        if next > last - (isQuoted and 1 or 0) then
            break
        end
        if character == "\"" then
            isQuoted = not isQuoted
        end
        ____end = next
    end
    return (__TS__StringSlice(cause, 0, ____end) .. (isQuoted and "\"" or "")) .. "..."
end
function withFormats(self, groups)
    local rows = __TS__ArrayMap(groups, rowOf)
    return __TS__ArrayMap(
        rows,
        function(____, row, at)
            local ____opt_14 = groups[at + 1]
            local format = ____opt_14 and ____opt_14.first.format
            local others = __TS__ArrayFilter(
                groups,
                function(____, _, place)
                    local ____opt_16 = rows[place + 1]
                    return (____opt_16 and ____opt_16[2]) == row[2]
                end
            )
            local isOfOne = __TS__ArrayEvery(
                others,
                function(____, ____bindingPattern0)
                    local first
                    first = ____bindingPattern0.first
                    return first.format == format
                end
            )
            if isOfOne or format == nil then
                return row
            end
            return __TS__ArrayMap(
                row,
                function(____, cell, column) return column == 1 and ((cell .. " [") .. format) .. "]" or cell end
            )
        end
    )
end
function describeOthers(self, ____bindingPattern0)
    local stated
    local cause
    cause = ____bindingPattern0.cause
    stated = ____bindingPattern0.stated
    return stated and (cause .. ": ") .. OTHERS or cause
end
function showPorts(self, ____bindingPattern0, count)
    local server
    server = ____bindingPattern0.server
    return ((server.address .. ", ") .. tostring(count < SHOWN_PORTS and count or tostring(SHOWN_PORTS) .. " or more")) .. " ports"
end
function examplesOf(self, groups)
    local examples = {}
    for ____, ____value in ipairs(groups) do
        local first = ____value.first
        local isNew = not __TS__ArraySome(
            examples,
            function(____, ____bindingPattern0)
                local cause
                cause = ____bindingPattern0.cause
                return cause == first.cause
            end
        )
        if not first.benign and isNew then
            examples[#examples + 1] = first
        end
    end
    return __TS__ArraySlice(examples, 0, SHOWN_EXAMPLES)
end
function linesOfExample(self, finding)
    local ____finding_18 = finding
    local stream = ____finding_18.stream
    local explanation = ____finding_18.explanation
    local nextStep = ____finding_18.nextStep
    local evidence = ____finding_18.evidence
    local contradictions = ____finding_18.contradictions
    local ignored = ____finding_18.ignored
    if ignored == nil then
        ignored = {}
    end
    local ____array_19 = __TS__SparseArrayNew(
        ((((describeCause(nil, finding) .. ", for example stream ") .. tostring(stream)) .. ": ") .. explanation) .. ".",
        unpack(__TS__ArrayMap(
            contradictions,
            function(____, sentence) return ("  But " .. sentence) .. "." end
        ))
    )
    __TS__SparseArrayPush(
        ____array_19,
        unpack(__TS__ArrayMap(
            ignored,
            function(____, sentence) return ("  Ignored: " .. sentence) .. "." end
        ))
    )
    __TS__SparseArrayPush(
        ____array_19,
        ("  " .. nextStep) .. ".",
        "  Wireshark: " .. frameFilter(nil, evidence)
    )
    return {__TS__SparseArraySpread(____array_19)}
end
--- The first screen is 24 lines.
local SHOWN_GROUPS = 12
SHOWN_EXAMPLES = 3
SHOWN_PORTS = 1000
--- Of one cause, or of one kind of statement; further ones are counted together.
local GROUP_LIMIT = 1024
COMPARED_CHARACTERS = 200
local EVENT_LIMIT = 256
local SHOWN_EVENTS = 3
LONGEST_CAUSE = 60
RESETS = "Resets"
LOST_OCTETS = "Lost octets"
local HEAD = {
    RESETS,
    "Cause",
    "Certainty",
    "Reset by",
    "Server",
    LOST_OCTETS,
    "First frame"
}
--- Collects findings in groups, so that its memory does not grow with the capture.
____exports.FindingTable = __TS__Class()
local FindingTable = ____exports.FindingTable
FindingTable.name = "FindingTable"
function FindingTable.prototype.____constructor(self)
    self.groups = __TS__New(Map)
    self.sizes = __TS__New(Map)
    self.counts = __TS__New(Map)
    self.events = __TS__New(Map)
end
function FindingTable.prototype.add(self, finding)
    local ____finding_0 = finding
    local resetBy = ____finding_0.resetBy
    local server = ____finding_0.server
    local unackedOctets = ____finding_0.unackedOctets
    local group = self:groupOf(finding)
    if finding.frame < group.first.frame then
        group.first = finding
    end
    group.count = group.count + 1
    if group.ports.size < SHOWN_PORTS then
        group.ports:add(server.port)
    end
    group.lostOctets = group.lostOctets + unackedOctets
    if unackedOctets > 0 then
        group.losers = group.losers + 1
    end
    self.counts:set(
        resetBy,
        (self.counts:get(resetBy) or 0) + 1
    )
    self:addEvent(finding)
end
function FindingTable.prototype.groupOf(self, finding)
    local kind = kindOf(nil, finding)
    local key = keyOf(nil, finding, kind)
    local known = self.groups:get(key)
    if known ~= nil then
        return known
    end
    local size = self.sizes:get(kind) or 0
    local isOthers = size >= GROUP_LIMIT
    local place = isOthers and (("others\n" .. kind) .. "\n") .. traitsOf(nil, finding) or key
    local group = self.groups:get(place) or newGroup(nil, finding, isOthers)
    if not isOthers then
        self.sizes:set(kind, size + 1)
    end
    self.groups:set(place, group)
    return group
end
function FindingTable.prototype.addEvent(self, finding)
    local ____finding_1 = finding
    local evidence = ____finding_1.evidence
    local situation = ____finding_1.situation
    if situation ~= "process ended" and situation ~= "reset together" then
        return
    end
    local key = (situation .. " ") .. tostring(evidence[1])
    local event = self.events:get(key) or ({first = finding, count = 0})
    event.count = event.count + 1
    if self.events:has(key) or self.events.size < EVENT_LIMIT then
        self.events:set(key, event)
    end
end
function FindingTable.prototype.lines(self, ____bindingPattern0)
    local dim
    local bold
    bold = ____bindingPattern0.bold
    dim = ____bindingPattern0.dim
    local summary = self:summary()
    if summary == nil then
        return {}
    end
    local headline = summary.headline
    local head = summary.head
    local rows = summary.rows
    local events = summary.events
    local hidden = summary.hidden
    local examples = summary.examples
    local ____table = alignColumns(
        nil,
        {
            head,
            unpack(__TS__ArrayMap(
                rows,
                function(____, ____bindingPattern0)
                    local cells
                    cells = ____bindingPattern0.cells
                    return cells
                end
            ))
        },
        "  "
    )
    local ____array_4 = __TS__SparseArrayNew(
        headline,
        "",
        bold(nil, ____table[1] or ""),
        unpack(__TS__ArrayMap(
            __TS__ArraySlice(____table, 1),
            function(____, row, at)
                local ____opt_2 = rows[at + 1]
                return (____opt_2 and ____opt_2.isBenign) == true and dim(nil, row) or row
            end
        ))
    )
    __TS__SparseArrayPush(
        ____array_4,
        unpack(events)
    )
    __TS__SparseArrayPush(
        ____array_4,
        unpack(hidden > 0 and ({("and " .. countOf(nil, hidden, "more group")) .. ": --json lists all"}) or ({}))
    )
    __TS__SparseArrayPush(
        ____array_4,
        unpack(__TS__ArrayFlatMap(
            examples,
            function(____, finding) return {
                "",
                unpack(linesOfExample(nil, finding))
            } end
        ))
    )
    return {__TS__SparseArraySpread(____array_4)}
end
function FindingTable.prototype.summary(self)
    if self.groups.size == 0 then
        return nil
    end
    local groups = __TS__ArraySort(
        {__TS__Spread(self.groups:values())},
        compareGroups
    )
    local shown = __TS__ArraySlice(groups, 0, SHOWN_GROUPS)
    return {
        headline = headlineOf(nil, groups, self.counts),
        head = HEAD,
        rows = __TS__ArrayMap(
            withFormats(nil, shown),
            function(____, cells, at)
                local ____cells_7 = cells
                local ____opt_5 = shown[at + 1]
                return {cells = ____cells_7, isBenign = (____opt_5 and ____opt_5.first.benign) == true}
            end
        ),
        events = __TS__ArrayMap(
            __TS__ArraySlice(
                {__TS__Spread(self.events:values())},
                0,
                SHOWN_EVENTS
            ),
            lineOfEvent
        ),
        hidden = #groups - #shown,
        examples = examplesOf(nil, shown)
    }
end
OTHERS = "others"
return ____exports
 end,
}
local ____entry = require("entry", ...)
return ____entry
