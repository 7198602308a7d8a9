export declare function commandFile(folder: string, name: string): string | undefined;
export declare function summaryOf(source: string): string;
export declare function commandList(folder: string): string;
