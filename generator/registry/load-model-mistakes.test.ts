import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  CAUSES,
  copyOfRegistry,
  DEFINITION,
  edit,
  toldOf,
} from "../../test/support/registry-folder.js";

const ROOT =
  '<registry xmlns="http://www.iana.org/assignments" xmlns:rstdiag="urn:rstdiag:registry" id="tcp-failure-causes">';
const GIVE_REGISTRY = 'give a <registry> of namespace "http://www.iana.org/assignments"';
const NO_DOCTYPE =
  "a document type or entity declaration is refused; give a registry as IANA publishes it, which has none";
const OVERRIDE =
  "the text has the control, invisible, stacked or bidirectional-override character U+202E; delete it";

/** Puts line numbers in the place of `{0}`, the line of the edit, `{-1}`, the one above, ... */
function withLines(message: string, line: number): string {
  return message.replace(/\{(-?\d+)\}/g, (_place, offset) => String(line + Number(offset)));
}

describe("a mistake in the causes is told with its line and a remedy", () => {
  it.each([
    [
      "not well-formed XML",
      "</title>",
      "</titel>",
      "{0}:35: not well-formed XML: unexpected close tag; correct the markup, for instance with xmllint",
    ],
    [
      "a bare ampersand",
      "Not authorized",
      "R&D",
      '{0}:19: not well-formed XML: "&" begins no entity here; write &amp; for the character',
    ],
    [
      "an undefined entity",
      "Not authorized",
      "&lol;",
      "{0}:22: not well-formed XML: undefined entity; correct the markup, for instance with xmllint",
    ],
    [
      "a wrong namespace",
      ROOT,
      '<registry xmlns="urn:x" xmlns:rstdiag="urn:rstdiag:registry" id="tcp-failure-causes">',
      `{0}:1: the root element is <registry> of namespace "urn:x"; ${GIVE_REGISTRY}`,
    ],
    [
      "another id",
      ROOT,
      ROOT.replace("-causes", "-reasons"),
      '{0}:1: no registry of this file has the id or title "tcp-failure-causes"; give one of these: tcp-failure-reasons',
    ],
    [
      "no title",
      "<title>TCP Failure Causes</title>",
      "",
      "{-1}:1: the registry has no title; add <title>",
    ],
    [
      "a group that nobody describes",
      'rstdiag:group="timeout"',
      'rstdiag:group="time-out"',
      '{0}:3: the group "time-out" is not in the definition; add it to groups, or use one of timeout, policy, abort, state, fault, resources, network',
    ],
    [
      "an unknown origin",
      'rstdiag:origin="any"',
      'rstdiag:origin="middlebox"',
      '{0}:3: the origin "middlebox" is not known; use one of endpoint, service-function, any',
    ],
    [
      "a meaning that is no name",
      'rstdiag:meaning="connection-timeout"',
      'rstdiag:meaning="Connection timeout"',
      '{0}:3: the meaning "Connection timeout" is not a name; use lower-case letters, digits and hyphens, such as connection-timeout',
    ],
    [
      "a missing value",
      "<value>9</value>",
      "",
      "{-1}:3: the record has no value; add <value> with the reason code",
    ],
    [
      "an empty value",
      "<value>9</value>",
      "<value/>",
      "{-1}:3: the record has no value; add <value> with the reason code",
    ],
    [
      "a missing description",
      "<description>Not authorized</description>",
      "",
      "{-2}:3: the record has no description; add <description> with the cause",
    ],
    [
      "a value out of range",
      "<value>9</value>",
      "<value>65536</value>",
      "{0}:5: the value 65536 is out of range; use 1 to 65535",
    ],
    [
      "a value that is no number",
      "<value>9</value>",
      "<value>nine</value>",
      '{0}:5: the value "nine" is not a decimal number; use one number from 1 to 65535, or a range such as 18-65535',
    ],
    [
      "a range of values that has the code of another record",
      "<value>9</value>",
      "<value>17-65535</value>",
      "{40}:5: code 17 is listed twice, first in line {0}; keep one record",
    ],
    [
      "a duplicate value",
      "<value>9</value>",
      "<value>8</value>",
      "{0}:5: code 8 is listed twice, first in line {-5}; keep one record",
    ],
    [
      "code 0 used for a cause",
      "<description>Reserved</description>",
      "<description>Unspecified</description>",
      '{-1}:5: code 0 is used for the cause "Unspecified", but it is reserved; use 1 to 65535, or describe 0 as "Reserved"',
    ],
    ["a bidirectional override", "Not authorized", "Not\u202e authorized", `{0}:5: ${OVERRIDE}`],
    [
      "one as a character reference",
      "Not authorized",
      "Not&#x202E; authorized",
      `{0}:5: ${OVERRIDE}`,
    ],
    ["one in a note", "Codes in the 8-14", "Codes &#8238;in the 8-14", `{0}:3: ${OVERRIDE}`],
    [
      "one in a reference",
      'data="rfc9293" section="3.1"',
      'data="rfc9293" section="&#x202E;3.1"',
      `{-3}:3: ${OVERRIDE}`,
    ],
    [
      "a character that nobody sees",
      "Not authorized",
      "Not&#x200B; authorized",
      "{0}:5: the text has the control, invisible, stacked or bidirectional-override character U+200B; delete it",
    ],
    [
      "a letter of a tag",
      "Not authorized",
      "Not&#xE0041; authorized",
      "{0}:5: the text has the control, invisible, stacked or bidirectional-override character U+E0041; delete it",
    ],
    [
      "a record with two values",
      "<value>14</value>",
      "<value>14</value><value>15</value>",
      '{0}:22: the record has a second value, "15"; make it a record of its own',
    ],
    [
      "a control character",
      "Not authorized",
      "Not&#x85; authorized",
      "{0}:5: the text has the control, invisible, stacked or bidirectional-override character U+0085; delete it",
    ],
    [
      "an octet that XML refuses",
      "Not authorized",
      "Not\u0007 authorized",
      "{0}:21: not well-formed XML: disallowed character; correct the markup, for instance with xmllint",
    ],
    [
      "a description too long",
      "Not authorized",
      "x".repeat(201),
      "{0}:5: the text has 201 characters, more than 200; shorten it",
    ],
    ["a DOCTYPE", "<registry ", "<!DOCTYPE registry>\n<registry ", `{0}:1: ${NO_DOCTYPE}`],
    [
      "an entity declaration",
      "<registry ",
      '<!DOCTYPE registry [<!ENTITY x "y">]>\n<registry ',
      `{0}:1: ${NO_DOCTYPE}`,
    ],
    [
      "an external entity",
      "<registry ",
      '<!DOCTYPE registry [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n<registry ',
      `{0}:1: ${NO_DOCTYPE}`,
    ],
    [
      "a billion laughs",
      "<registry ",
      '<!DOCTYPE registry [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>\n<registry ',
      `{0}:1: ${NO_DOCTYPE}`,
    ],
    [
      "a namespace that would command the terminal",
      ROOT,
      "<registry xmlns:rstdiag='urn:rstdiag:registry' xmlns='urn:&#10;\u009b2J'>",
      `{0}:1: the root element is <registry> of namespace "urn:<U+000A><U+009B>2J"; ${GIVE_REGISTRY}`,
    ],
  ])("%s", (_what, from, to, message) => {
    const folder = copyOfRegistry();
    const line = edit(join(folder, CAUSES), from, to);
    expect(toldOf(folder)).toEqual([`registry/${CAUSES}:${withLines(message, line)}`]);
  });
});

describe("a mistake in the definition is told with its line and a remedy", () => {
  it.each([
    [
      "an unknown registry named by the format",
      "zero: tcp-failure-causes",
      "zero: tcp-causes",
      '{0}:7: the registry "tcp-causes" is unknown; use one of tcp-failure-causes, linux-rst-reasons, or add it to the registries',
    ],
    [
      "fields that do not add up to the length",
      "octets: 8",
      "octets: 12",
      '{-1}:5: the fields of "diagnostic" have 64 bits, but its length is 96 bits; correct the fields, or make the length 8 octets',
    ],
    [
      "an unknown key",
      "vendors: vendors\n",
      "vendors: vendors\nvendor: x",
      '{1}:1: the key "vendor" is unknown here; remove it or correct its spelling',
    ],
    [
      "a revision that is not listed",
      "default: draft-02",
      "default: draft-99",
      '{0}:5: the revision "draft-99" of "tcp-failure-causes" is not listed; use one of draft-02, draft-03',
    ],
    [
      "one that every object has",
      "default: draft-02",
      "default: toString",
      '{0}:5: the revision "toString" of "tcp-failure-causes" is not listed; use one of draft-02, draft-03',
    ],
    [
      "a group whose title a menu would not show as it is",
      "title: Policy",
      'title: "Policy//Rules"',
      '{0}:13: "title": must have another form; see the form in rst-diagnostic-payload.schema.json',
    ],
    [
      "a colour that is none",
      '"#D55E00"',
      "red",
      '{0}:28: "colour": must have another form; see the form in rst-diagnostic-payload.schema.json',
    ],
    [
      "an override character in a text",
      "title: TCP RST Diagnostic Payload",
      'title: "\\u202eTCP"',
      `{0}:1: ${OVERRIDE}`,
    ],
    [
      "not well-formed YAML",
      "vendors: vendors\n",
      "vendors: vendors\nvendors: x",
      "{1}:1: not well-formed YAML: Map keys must be unique; correct the markup",
    ],
  ])("%s", (_what, from, to, message) => {
    const folder = copyOfRegistry();
    const line = edit(join(folder, DEFINITION), from, to);
    expect(toldOf(folder)).toEqual([`registry/${DEFINITION}:${withLines(message, line)}`]);
  });
});
