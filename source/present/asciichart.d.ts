declare module 'asciichart' {
	const asciichart: {
		/** Lines joined by newlines, the scale on the left. NaN leaves a hole. */
		plot(
			series: number[],
			options: {
				height?: number;
				min?: number;
				max?: number;
				format?: (value: number) => string;
				symbols?: readonly string[];
			},
		): string;
	};
	export default asciichart;
}
