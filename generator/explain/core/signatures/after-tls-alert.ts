import { CONTENT, lastWhere } from "../history.js";
import type { Signature } from "../signature.js";
import { isPrompt } from "../timing.js";

/** Segments after the alert that may still be on their way. */
const LATEST = 6;

/** A fatal TLS alert, and then the RST. */
export const afterTlsAlert: Signature = {
  cause: "after-tls-alert",
  reference: "RFC 8446 section 6.2",
  needs: ["timestamps"],
  match: (history) => {
    const { before, reset } = history;
    const alert = lastWhere(
      before,
      ({ content }, at) => content === CONTENT.FATAL_ALERT && at >= before.length - LATEST,
    );
    if (alert === undefined || !isPrompt(history, alert, reset)) return undefined;
    return {
      certainty: "high",
      evidence: [alert, reset],
      observed: `the ${alert.from} had just sent the fatal alert ${alertName(alert.alert)}`,
    };
  },
};

/** Fatal alerts (IANA, "TLS Alerts"). */
const NAMES: Readonly<Record<number, string>> = {
  10: "unexpected_message",
  20: "bad_record_mac",
  22: "record_overflow",
  40: "handshake_failure",
  42: "bad_certificate",
  43: "unsupported_certificate",
  44: "certificate_revoked",
  45: "certificate_expired",
  46: "certificate_unknown",
  47: "illegal_parameter",
  48: "unknown_ca",
  49: "access_denied",
  50: "decode_error",
  51: "decrypt_error",
  70: "protocol_version",
  71: "insufficient_security",
  80: "internal_error",
  86: "inappropriate_fallback",
  109: "missing_extension",
  110: "unsupported_extension",
  112: "unrecognized_name",
  113: "bad_certificate_status_response",
  115: "unknown_psk_identity",
  116: "certificate_required",
  120: "no_application_protocol",
};

function alertName(description: number): string {
  const name = NAMES[description];
  return name === undefined ? String(description) : `${name} (${description})`;
}
