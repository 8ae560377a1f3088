import type {Metafile} from 'esbuild';

/** Folders of the packages that gave at least one byte to the bundle, sorted. Paths in `metafile` start at `root`. */
export function bundledPackageFolders(metafile: Metafile, root: string): readonly string[];
