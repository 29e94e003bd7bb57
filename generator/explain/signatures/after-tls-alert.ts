import { CONTENT } from "../content.js";
import type { Signature } from "../signature.js";
import { isPrompt } from "../timing.js";
import { alertName } from "../tls-alerts.js";

/** Segments after the alert that may still be on their way. */
const LATEST = 6;

/** A fatal TLS alert, and then the RST. */
export const afterTlsAlert: Signature = {
  cause: "after-tls-alert",
  reference: "RFC 8446 section 6.2",
  needs: ["timestamps"],
  match: (history) => {
    const { before, reset } = history;
    const alert = before.slice(-LATEST).findLast(({ content }) => content === CONTENT.FATAL_ALERT);
    if (alert === undefined || !isPrompt(history, alert, reset)) return undefined;
    return {
      certainty: "high",
      evidence: [alert, reset],
      shows: `the ${alert.from} had just sent the fatal TLS alert ${alertName(alert.alert)}`,
    };
  },
};
