import type {Warning} from '../detectors/warning.ts';
import type {WarningLog} from '../detectors/warning-log.ts';
import type {RowKey} from './look.ts';

/** What fired again is a row of its own beside the times that are over. */
export function warningKeyOf({id, resolvedAt}: Warning): RowKey {
	return resolvedAt === undefined ? id : `${id} ${resolvedAt}`;
}

/**
 * The warning of a row; one that has cleared since it was opened is the newest with its id, and one that another speaks for
 * by now is still that.
 */
export function warningOf({firing, resolved}: WarningLog, key: RowKey | undefined): Warning | undefined {
	return (
		firing.find(({id}) => id === key) ??
		firing.flatMap(({absorbed}) => absorbed).find(({id}) => id === key) ??
		resolved.findLast(warning => warning.id === key || warningKeyOf(warning) === key)
	);
}
