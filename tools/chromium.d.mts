export const findChromium: () => string | undefined;
export const needChromium: (report: (line: string) => void) => string | undefined;
