import type { Model } from "../../model/model.js";
import { filteredGroups } from "./cause-filter.js";
import { tableField } from "./profile-text.js";
import { RESET_COLOURS } from "./reset-colours.js";

interface Graph {
  readonly title: string;
  readonly filter: string;
  readonly colour: string;
}

/** As a line above the bars. */
const RESETS: Graph = { title: "TCP resets", filter: "tcp.flags.reset == 1", colour: "#333333" };

const MALFORMED: Graph = {
  title: "Malformed reason",
  filter: "rstdiag.malformed",
  colour: RESET_COLOURS.malformed,
};

const NO_REASON: Graph = {
  title: "No reason",
  filter: "tcp.flags.reset == 1 && !rstdiag",
  colour: RESET_COLOURS.reasonless,
};

/**
 * The lines of Wireshark's `io_graphs`: a line for all resets, and bars of which each reset is in
 * one. Newer versions have further columns, with defaults.
 */
export function graphLines(model: Model): readonly string[] {
  const groups = filteredGroups(model).map(({ filter, ...group }) => ({
    ...group,
    filter: `rstdiag.status == "valid" && (${filter})`,
  }));
  const grouped = groups.map(({ filter }) => ` && !(${filter})`).join("");
  const other: Graph = {
    title: "Other reason",
    filter: `rstdiag && !rstdiag.malformed${grouped}`,
    colour: RESET_COLOURS.other,
  };
  const bars = [...groups, other, MALFORMED, NO_REASON];
  return [graphLine("Line", RESETS), ...bars.map((bar) => graphLine("Stacked Bar", bar))];
}

function graphLine(style: string, { title, filter, colour }: Graph): string {
  const columns = ["Enabled", title, filter, colour, style, "Packets", "", "None", "1"];
  return columns.map(tableField).join(",");
}
