/** Reads typed settings from the environment: frozen, and with every problem at once. */
import { type CalendarDate, parseCalendarDate } from '@mutua/kernel';
import { Secret } from './secret.ts';

export type Environment = Readonly<Record<string, string | undefined>>;
export type Parsed<T> = { readonly value: T } | { readonly expected: string };

/** One variable and how its text becomes a value. `absent` is undefined where the variable is required. */
export type Setting<T> = { readonly variable: string; readonly parse: (text: string) => Parsed<T>; readonly absent?: () => T };
export type Schema = Readonly<Record<string, Setting<unknown>>>;
export type Settings<S extends Schema> = { readonly [K in keyof S]: S[K] extends Setting<infer T> ? T : never };

/** Every problem of a configuration, one line each; values are never shown. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(
      `the configuration has ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`,
    );
    this.problems = problems;
  }
}

export const string = (variable: string): Setting<string> => ({ variable, parse: (value) => ({ value }) });

export const secret = (variable: string): Setting<Secret> => ({ variable, parse: (text) => ({ value: new Secret(text) }) });

/** A whole number within bounds, both included. */
export const int = (variable: string, { min, max }: { min: number; max: number }): Setting<number> => ({
  variable,
  parse: (text) => {
    const value = Number(text);
    return /^-?\d+$/.test(text) && value >= min && value <= max ? { value } : { expected: `a whole number from ${min} to ${max}` };
  },
});

export const port = (variable: string): Setting<number> => int(variable, { min: 0, max: 65_535 });

export const boolean = (variable: string): Setting<boolean> => ({
  variable,
  parse: (text) => (text === 'true' || text === 'false' ? { value: text === 'true' } : { expected: 'true or false' }),
});

export const date = (variable: string): Setting<CalendarDate> => ({
  variable,
  parse: (text) => {
    const value = parseCalendarDate(text);
    return value === undefined ? { expected: 'a date, YYYY-MM-DD' } : { value };
  },
});

/** A URL whose scheme is one of `schemes`. */
export const url = (variable: string, schemes: readonly string[]): Setting<string> => ({
  variable,
  parse: (text) =>
    URL.canParse(text) && schemes.includes(new URL(text).protocol.slice(0, -1))
      ? { value: text }
      : { expected: `a URL with the scheme ${schemes.join(' or ')}` },
});

/** As `url`, for URLs that carry a password. */
export const secretUrl = (variable: string, schemes: readonly string[]): Setting<Secret> => {
  const plain = url(variable, schemes);
  return {
    variable,
    parse: (text) => {
      const parsed = plain.parse(text);
      return 'value' in parsed ? { value: new Secret(parsed.value) } : parsed;
    },
  };
};

export const oneOf = <T extends string>(variable: string, choices: readonly T[]): Setting<T> => ({
  variable,
  parse: (text) => {
    const value = choices.find((choice) => choice === text);
    return value === undefined ? { expected: `one of ${choices.join(', ')}` } : { value };
  },
});

/** Comma-separated, blanks trimmed, empty entries dropped; at least one entry. */
export const list = (variable: string): Setting<readonly string[]> => ({
  variable,
  parse: (text) => {
    const value = text
      .split(',')
      .map((entry) => entry.trim())
      .filter((entry) => entry !== '');
    return value.length > 0 ? { value } : { expected: 'a comma-separated list' };
  },
});

/** A JSON document checked by `accept`, which answers undefined for what it does not take. */
export const json = <T>(variable: string, accept: (value: unknown) => T | undefined, expected: string): Setting<T> => ({
  variable,
  parse: (text) => {
    try {
      const value = accept(JSON.parse(text));
      return value === undefined ? { expected } : { value };
    } catch {
      return { expected };
    }
  },
});

export const optional = <T>(setting: Setting<T>): Setting<T | undefined> => ({ ...setting, absent: () => undefined });

export const withDefault = <T>(setting: Setting<T>, value: T): Setting<T> => ({ ...setting, absent: () => value });

/** Reads all settings of the schema or throws one ConfigError with every problem. An empty variable counts as absent. */
export const loadConfig = <S extends Schema>(schema: S, env: Environment): Settings<S> => {
  const problems: string[] = [];
  const read = <T>(setting: Setting<T>): T | undefined => {
    const text = env[setting.variable];
    if (text === undefined || text === '') {
      if (setting.absent) return setting.absent();
      problems.push(`${setting.variable} is missing`);
      return undefined;
    }
    const parsed = setting.parse(text);
    if ('value' in parsed) return parsed.value;
    problems.push(`${setting.variable}: expected ${parsed.expected}`);
    return undefined;
  };
  const entries = Object.entries(schema).map(([name, setting]) => [name, read(setting)] as const);
  if (problems.length > 0) throw new ConfigError(problems);
  return Object.freeze(Object.fromEntries(entries)) as Settings<S>;
};
