import {bunVersion} from './targets.ts';

const line = '-'.repeat(80);

/** What the licences of a binary say beyond those of the bundle. */
export const bunLicence = `${line}
bun ${bunVersion} (MIT), unchanged, only in the executable files
${line}

Bun is MIT-licensed. It holds libraries with licences of their own, among them JavaScriptCore (LGPL-2) and TinyCC
(LGPL-2.1), linked statically. All of them, their licences and their sources are listed at
https://github.com/oven-sh/bun/blob/bun-v${bunVersion}/LICENSE.md, with how to build Bun with another JavaScriptCore. An
executable with that Bun is made by scripts/build-binary.mjs of goroutop's sources, after naming it in
scripts/binary/targets.ts.
`;
