import { describe, expect, it } from "vitest";
import {
  forRelease,
  selectArchive,
  selectEntries,
  toSourceLine,
  toSourceStanza,
} from "./apt-entries.js";
import { parseSourceDescription } from "./source-description.js";

it("picks the distribution's own entries, each once", () => {
  const targets = [
    "Debian|main|/etc/apt/sources.list.d/debian.sources:1|http://deb.debian.org/debian/",
    "Debian|main|/etc/apt/sources.list.d/debian.sources:1|http://deb.debian.org/debian/",
    "Debian|contrib|/etc/apt/sources.list:9|http://deb.debian.org/debian/",
    "Debian|main|/etc/apt/sources.list:1|cdrom:[Debian 12]/",
    "Debian Backports|main|/etc/apt/sources.list:2|http://deb.debian.org/debian/",
    "LP-PPA-x|main|/etc/apt/sources.list:3|http://ppa.launchpad.net/x/",
    "$(ORIGIN)|main|/etc/apt/sources.list:4|https://deb.nodesource.com/",
    "Ubuntu|main|/etc/apt/sources.list:5|http://archive.ubuntu.com/ubuntu/",
  ];
  expect(selectEntries(targets.join("\n"))).toEqual([
    { path: "/etc/apt/sources.list.d/debian.sources", position: 1 },
    { path: "/etc/apt/sources.list", position: 5 },
  ]);
});

describe("another release of Debian", () => {
  it("is in the first archive that is Debian's, and not in that of its security updates", () => {
    const targets = [
      "Ubuntu|main|/etc/apt/sources.list:5|http://archive.ubuntu.com/ubuntu/",
      "Debian|main|/etc/apt/sources.list:1|http://deb.debian.org/debian-security/",
      "Debian|main|/etc/apt/sources.list:2|http://deb.debian.org/debian/",
      "Debian|main|/etc/apt/sources.list:3|http://mirror.example.org/debian/",
    ];
    expect(selectArchive(targets.join("\n"))).toEqual([
      { path: "/etc/apt/sources.list", position: 2 },
    ]);
    expect(selectArchive(targets.slice(0, 2).join("\n"))).toEqual([]);
  });

  it.each([
    ["Types: deb-src\nSuites: bookworm bookworm-updates\nURIs: x\n", "Suites: sid\nURIs: x"],
    ["deb-src [signed-by=/k.gpg] http://x/debian bookworm main\n", "http://x/debian sid main"],
  ])("takes the place of the one in an entry", (entry, wanted) => {
    expect(forRelease(entry, "sid")).toContain(wanted);
    expect(forRelease(entry, undefined)).toBe(entry);
  });
});

describe("deb822 entries", () => {
  const sources = `# comment

Types: deb deb-src
URIs: http://deb.debian.org/debian
# inner
Suites: bookworm
Components: main contrib
Signed-By:
 -----BEGIN PGP PUBLIC KEY BLOCK-----
 .
 abc

types: deb
Architectures: amd64
URIs: http://deb.debian.org/debian-security
Suites: bookworm-security
components: main
Check-Valid-Until: no
`;

  it("keep their options, a key among them", () => {
    expect(toSourceStanza(sources, 1)).toBe(`Types: deb-src
URIs: http://deb.debian.org/debian
Suites: bookworm
Signed-By:
 -----BEGIN PGP PUBLIC KEY BLOCK-----
 .
 abc
Components: main
`);
  });

  it("are counted without comments, their fields known in any case", () => {
    expect(toSourceStanza(sources, 2)).toBe(`Types: deb-src
URIs: http://deb.debian.org/debian-security
Suites: bookworm-security
Check-Valid-Until: no
Components: main
`);
    expect(toSourceStanza(sources, 3)).toBe("");
  });
});

it.each([
  [
    "deb http://a.example/debian bookworm main contrib",
    "deb-src http://a.example/debian bookworm main\n",
  ],
  [
    "deb [arch=amd64 signed-by=/k.gpg] http://a.example/debian bookworm main # why",
    "deb-src [arch=amd64 signed-by=/k.gpg] http://a.example/debian bookworm main\n",
  ],
  ["# deb http://a.example/debian bookworm main", ""],
])("turns the line %s", (line, expected) => {
  expect(toSourceLine(`# first\n${line}\n`, 2)).toBe(expected);
});

describe("parseSourceDescription", () => {
  const sha256 = "ad75a6ed3dc0d9732945b2e5483cb41dc8b4b528a169315e499c6861952e73b3";
  const description = `-----BEGIN PGP SIGNED MESSAGE-----
Hash: SHA512

Format: 3.0 (quilt)
Source: tcpdump
Version: 1:4.99.3-1
Checksums-Sha1:
 8110fb566415caa5f9e887e6bd233f5f929983a3 1901814 tcpdump_4.99.3.orig.tar.gz
Checksums-Sha256:
 ${sha256.replaceAll("a", "b")} 442 tcpdump_4.99.3.orig.tar.gz.asc
 ${sha256} 1901814 tcpdump_4.99.3.orig.tar.gz
Files:
 491aeb15c1c72d59b9288a5a6953e8a9 1901814 tcpdump_4.99.3.orig.tar.gz
`;

  it("finds the upstream tarball, not its signature", () => {
    expect(parseSourceDescription(description)).toEqual({
      version: "1:4.99.3-1",
      upstreamVersion: "4.99.3",
      tarball: { name: "tcpdump_4.99.3.orig.tar.gz", sha256 },
    });
  });

  it("finds nothing where there is none", () => {
    expect(parseSourceDescription("Version: 1\n")).toBeUndefined();
  });
});
