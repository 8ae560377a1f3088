/**
 * The one place that knows about two kinds of integer, for what pprof-format reads (the head of a profile, labels): it returns a plain number for varints of up to four
 * bytes and a bigint, never sign-extended, for longer ones.
 */
export type WireInteger = number | bigint;

/** An `int64` field as a number. Values beyond 2^53 lose their last bits. */
export function signedNumber(value: WireInteger): number {
	return typeof value === 'bigint' ? Number(BigInt.asIntN(64, value)) : value;
}

/** A `uint64` field as a number. Values beyond 2^53 lose their last bits: enough for the counted-up ids Go writes. */
export function unsignedNumber(value: WireInteger): number {
	return typeof value === 'bigint' ? Number(BigInt.asUintN(64, value)) : value;
}
