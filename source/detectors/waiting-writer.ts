import {isSameFunction} from '../profile/receiver-type.ts';
import type {Nanoseconds} from '../profile/units.ts';
import type {History} from '../series/history.ts';
import {type SiteRate, siteRatesNow} from './site-rates-now.ts';
import type {Thresholds} from './thresholds.ts';

/**
 * How long a writer of an RWMutex waits on average before the section that `releaser` ends; undefined where that is no
 * such section, or where it hardly waits. All new readers wait behind it, and the mutex profile counts their waits from
 * there on at its Unlock, however short its own section is: whoever holds them up is a reader.
 */
export function waitingWriter(
	history: History,
	releaser: SiteRate,
	{writerWaitMilliseconds}: Thresholds['mutex-contention'],
): Nanoseconds | undefined {
	if (!isCallOf('sync.(*RWMutex).Unlock', releaser)) {
		return undefined;
	}

	const section = releaser.site.site.frame.functionName;
	const writer = siteRatesNow(history, 'block')?.find(
		rate =>
			isCallOf('sync.(*RWMutex).Lock', rate) && isSameFunction(rate.site.site.frame.functionName, section),
	);
	const wait = writer === undefined ? 0 : writer.delayNanoseconds / writer.contentions;
	return wait >= writerWaitMilliseconds * 1e6 ? wait : undefined;
}

function isCallOf(functionName: string, {stack}: SiteRate): boolean {
	return stack?.some(frame => frame.functionName === functionName) ?? false;
}
