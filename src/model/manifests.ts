/** What a project's manifests say about the names in its imports. Folders and files are relative to the root. */

/** `paths` and `baseUrl` of a tsconfig.json or jsconfig.json. */
export interface PathMap {
  /** Files in this folder and below it are meant. */
  readonly folder: string;
  /** Names that are not relative may start here. */
  readonly base?: string;
  readonly patterns: readonly {
    /** With at most one `*`. */
    readonly pattern: string;
    /** Paths with at most one `*`, best first. */
    readonly targets: readonly string[];
  }[];
}

/** An npm package of the project itself: a workspace, or the project as a whole. */
export interface OwnPackage {
  readonly name: string;
  readonly folder: string;
  /** `exports`, `main` and the like: from `.` or `./sub` (or `#inner`, of `imports`), with at most one `*`, to files, best first. */
  readonly entries: readonly { readonly pattern: string; readonly targets: readonly string[] }[];
}

/** A crate of the project itself. */
export interface OwnCrate {
  /** As code names it: with underscores. */
  readonly name: string;
  /** The file of its library: `src/lib.rs`. */
  readonly root: string;
}

export interface Manifests {
  readonly paths: readonly PathMap[];
  readonly packages: readonly OwnPackage[];
  readonly crates: readonly OwnCrate[];
}

export const NO_MANIFESTS: Manifests = { paths: [], packages: [], crates: [] };
