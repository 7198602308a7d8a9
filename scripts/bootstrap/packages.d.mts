type Locked = { readonly version?: string; readonly link?: boolean; readonly optional?: boolean; readonly devOptional?: boolean };
type Lock = { readonly packages?: Readonly<Record<string, Locked>> };
export declare function isInstalled(wanted: Lock, installed: Lock): boolean;
export declare function ensurePackages(spec: {
  readonly folder: string;
  readonly name: string;
  readonly lockFolder: string;
}): Promise<void>;
export declare function nodeProgram(root: string): string;
