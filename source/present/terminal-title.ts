import {baseName} from '../profile/function-name.ts';
import {safeText} from '../profile/safe-text.ts';
import type {Session} from '../session/session.ts';

/** `✖2 ▲1 checkout`: what one sees of the pane when one does not look at it. */
export function terminalTitle({warnings, target}: Session): string {
	const count = (severity: 'critical' | 'warning') =>
		warnings.firing.filter(warning => warning.severity === severity).length;
	const marks = [
		...(count('critical') > 0 ? [`✖${count('critical')}`] : []),
		...(count('warning') > 0 ? [`▲${count('warning')}`] : []),
	];
	const name = target.executable === undefined ? target.address : baseName(target.executable);
	return [...marks, safeText(name)].join(' ');
}
