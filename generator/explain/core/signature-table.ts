import type { Signature } from "./signature.js";
import { abortAfterOwnClose } from "./signatures/abort-after-own-close.js";
import { acceptQueueOverflow } from "./signatures/accept-queue-overflow.js";
import { afterClose } from "./signatures/after-close.js";
import { afterTlsAlert } from "./signatures/after-tls-alert.js";
import { applicationAbort } from "./signatures/application-abort.js";
import { closedPort } from "./signatures/closed-port.js";
import { dataAfterClose } from "./signatures/data-after-close.js";
import { firewallReject } from "./signatures/firewall-reject.js";
import { halfOpen } from "./signatures/half-open.js";
import { idleTimeout } from "./signatures/idle-timeout.js";
import { inexactRst } from "./signatures/inexact-rst.js";
import { injected } from "./signatures/injected.js";
import { injectedSeries } from "./signatures/injected-series.js";
import { keepaliveFailure } from "./signatures/keepalive-failure.js";
import { oldConnection } from "./signatures/old-connection.js";
import { proxied } from "./signatures/proxied.js";
import { retransmissionGiveUp } from "./signatures/retransmission-give-up.js";
import { scan } from "./signatures/scan.js";
import { staleState } from "./signatures/stale-state.js";
import { synInWindow } from "./signatures/syn-in-window.js";
import { unreadData } from "./signatures/unread-data.js";
import { unsolicited } from "./signatures/unsolicited.js";
import { untranslatedAnswer } from "./signatures/untranslated-answer.js";
import { zeroWindow } from "./signatures/zero-window.js";

/**
 * All signatures by their precedence: of several that fit with the same certainty the first one is
 * the cause, the others are alternatives. What is stated goes before all of them.
 */
export const SIGNATURES: readonly Signature[] = [
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
  unreadData,
];
