import type { Model } from "../model/model.js";
import { makeTcpdumpTests } from "../samples/tcpdump-tests.js";
import { makeWiresharkTests } from "../samples/wireshark-tests.js";
import type { Generator, UpstreamTests } from "../targets/rendering/target.js";
import { cView } from "../targets/tcpdump/c-view.js";
import { changesFor } from "../targets/tcpdump/release.js";

/** What the patches of a Model add to the test suites of tcpdump and Wireshark. */
export function makeUpstreamTests(
  model: Model,
  options: Pick<Generator, "tcpdumpGuesses">,
): UpstreamTests {
  const view = cView(model, options);
  const guesses = options.tcpdumpGuesses === true;
  const testsOf = (name: "4.99" | "5.0") =>
    makeTcpdumpTests(model, { printer: changesFor(name, view), guesses });
  return { "4.99": testsOf("4.99"), "5.0": testsOf("5.0"), wireshark: makeWiresharkTests(model) };
}
