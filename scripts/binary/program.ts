/** What the binary runs: the program, and before it what only Bun needs. */
import './known-time-zone.ts';
import './hide-arguments.ts';
import './compile-hot-code.ts';
import '../../cli.tsx';
