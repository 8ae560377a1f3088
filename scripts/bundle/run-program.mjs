import {spawn} from 'node:child_process';
import process from 'node:process';

/**
 * Runs a program with this Node on this terminal until it ends: signals to this process reach it, and this process
 * ends as the program does, with the same exit code or by the same signal.
 *
 * @param {string} program path of the program
 * @param {string[]} programArguments
 */
export const runProgram = (program, programArguments) => {
	const child = spawn(process.execPath, [program, ...programArguments], {stdio: 'inherit'});
	const forward = signal => {
		child.kill(signal);
	};
	process.on('SIGINT', () => {
		// A terminal sends Ctrl-C to the program as well; passing it on would make it two.
		if (!process.stdin.isTTY) {
			forward('SIGINT');
		}
	});
	for (const signal of ['SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGCONT']) {
		process.on(signal, forward);
	}
	process.on('SIGTSTP', () => {
		forward('SIGTSTP');
		process.kill(process.pid, 'SIGSTOP');
	});
	child.on('exit', (code, signal) => {
		if (signal === null) {
			process.exitCode = code;
			return;
		}
		process.removeAllListeners(signal);
		process.kill(process.pid, signal);
	});
};
