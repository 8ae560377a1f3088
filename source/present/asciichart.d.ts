declare module 'asciichart' {
	const asciichart: {
		/** Lines joined by newlines, the scale on the left. Throws on NaN and on no values. */
		plot(
			series: number[],
			options: {
				height?: number;
				min?: number;
				max?: number;
				offset?: number;
				format?: (value: number) => string;
				symbols?: readonly string[];
			},
		): string;
	};
	export default asciichart;
}
