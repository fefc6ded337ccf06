export const part: number;
