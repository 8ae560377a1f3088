import process from 'node:process';
import {runFuzzer} from './run-fuzzer.ts';

process.exitCode = await runFuzzer(process.argv.slice(2));
