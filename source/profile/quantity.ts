import type {Bytes, Count, Fraction, Milliseconds, Nanoseconds} from './units.ts';

/**
 * Numbers as people read them: few digits, always a unit, the same width from one sample to the next where it can be.
 */

/** `12,481` */
export function formatCount(count: Count): string {
	const whole = Math.round(Math.abs(count)).toString();
	const sign = count < 0 && whole !== '0' ? '-' : '';
	return sign + whole.replace(/\B(?=(\d{3})+$)/gu, ',');
}

/** `+38`, `-1,204`, `0` */
export function formatChange(count: Count): string {
	const text = formatCount(count);
	return text !== '0' && count > 0 ? `+${text}` : text;
}

/** A rate per second or minute: `0.4`, `55`, `1,204`; below ten with one decimal, never more than that is known. */
export function formatRate(value: number): string {
	const magnitude = Math.abs(value);
	if (magnitude >= 9.95 || magnitude === 0) {
		return formatCount(value);
	}

	return magnitude < 0.05 ? `${value < 0 ? '-' : ''}<0.1` : value.toFixed(1);
}

/** `180µs`, `27ms`, `1.5s`, `3m20s`, `2h05m`, `4d 3h` */
export function formatDuration(nanoseconds: Nanoseconds): string {
	const magnitude = Math.abs(nanoseconds);
	if (magnitude < 999.5) {
		return `${Math.round(nanoseconds)}ns`;
	}

	if (magnitude < 999.5e3) {
		return `${threeDigits(nanoseconds / 1e3)}µs`;
	}

	if (magnitude < 999.5e6) {
		return `${threeDigits(nanoseconds / 1e6)}ms`;
	}

	const seconds = nanoseconds / 1e9;
	return magnitude < 59.95e9 ? `${threeDigits(seconds)}s` : formatLong(Math.round(seconds));
}

function threeDigits(value: number): string {
	return Math.abs(value) < 9.95 ? value.toFixed(1) : Math.round(value).toString();
}

function formatLong(seconds: number): string {
	const pad = (value: number) => Math.floor(value).toString().padStart(2, '0');
	if (seconds < 3600) {
		return `${Math.floor(seconds / 60)}m${pad(seconds % 60)}s`;
	}

	if (seconds < 86_400) {
		return `${Math.floor(seconds / 3600)}h${pad((seconds % 3600) / 60)}m`;
	}

	return `${Math.floor(seconds / 86_400)}d ${Math.floor((seconds % 86_400) / 3600)}h`;
}

/** A time that somebody chose, without a fraction that says nothing: `2s`, `500ms`. */
export function formatInterval(milliseconds: Milliseconds): string {
	return formatMilliseconds(milliseconds).replace('.0', '');
}

export function formatMilliseconds(milliseconds: Milliseconds): string {
	return formatDuration(milliseconds * 1e6);
}

/** Delay per second of wall time: `4.2 s/s` is 4.2 goroutines waiting on average. */
export function formatDelayRate(nanosecondsPerSecond: Nanoseconds): string {
	const seconds = nanosecondsPerSecond / 1e9;
	if (seconds >= 0.0995) {
		return `${seconds < 9.95 ? seconds.toFixed(1) : formatCount(seconds)} s/s`;
	}

	return nanosecondsPerSecond < 1e3
		? '0 s/s'
		: `${formatDuration(nanosecondsPerSecond).replace(/([a-zµ]+)$/u, ' $1')}/s`;
}

/** `412 MiB`, `1.2 GiB` */
export function formatBytes(bytes: Bytes): string {
	const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
	let value = bytes;
	let unit = 0;
	while (Math.abs(value) >= 999.5 && unit < units.length - 1) {
		value /= 1024;
		unit++;
	}

	const digits = unit > 0 && Math.abs(value) < 9.95 ? value.toFixed(1) : formatCount(value);
	return `${digits} ${units[unit]}`;
}

/** `0.3%`, `14%`; `<0.1%` for the smallest share that is not nothing. */
export function formatShare(fraction: Fraction): string {
	const percent = fraction * 100;
	if (percent > 0 && percent < 0.05) {
		return '<0.1%';
	}

	return `${percent < 9.95 ? percent.toFixed(1) : Math.round(percent)}%`;
}
