/** One file of a source package, with what makes sure that it is the one. */
export interface SourceFile {
  readonly name: string;
  /** In hexadecimal. */
  readonly sha256: string;
}

/** What a Debian source control file (`.dsc`) says of a package's upstream source. */
export interface SourceDescription {
  /** The distribution's, `4.99.3-1`. */
  readonly version: string;
  /** The project's own, `4.99.3`. */
  readonly upstreamVersion: string;
  readonly tarball: SourceFile;
}

/**
 * Reads a `.dsc` (deb-src-control(5), dsc(5)), clear-signed or not; `undefined` where it names
 * no version or no upstream tarball.
 */
export function parseSourceDescription(text: string): SourceDescription | undefined {
  const version = /^Version:\s*(\S+)\s*$/m.exec(text)?.[1];
  const files = /^Checksums-Sha256:[^\S\n]*\n((?:[^\S\n].*\n)+)/m.exec(text)?.[1];
  // Tarballs of components are `.orig-NAME.tar`, and signatures end in `.asc`.
  const tarball = /^\s+([0-9a-f]{64})\s+\d+\s+(\S+\.orig\.tar\.(?:gz|xz|bz2|lzma|zst))$/m.exec(
    files ?? "",
  );
  const [, sha256, name] = tarball ?? [];
  if (version === undefined || sha256 === undefined || name === undefined) return undefined;
  const upstreamVersion = version.replace(/^\d+:/, "").replace(/-[^-]*$/, "");
  return { version, upstreamVersion, tarball: { name, sha256 } };
}
