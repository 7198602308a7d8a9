export declare function isNodeEnough(version: string): boolean;
export declare function demandPlatform(machine: { readonly platform: string; readonly nodeVersion: string }): void;
export declare function demandNpm(): void;
