/** The names that a module takes from `source` by `import {name} from 'source'`, in all its imports of it, sorted. */
export function importedNames(code: string, source: string): readonly string[];
