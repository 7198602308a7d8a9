/** What a person can mend on their machine: one clear sentence and the exit code a command ends with. Never a bug of ours. */

export const exitCodes = { general: 1, usage: 2, portTaken: 3, missingTool: 4, notStarted: 5 } as const;

export class SetupError extends Error {
  readonly exitCode: number;

  constructor(message: string, exitCode: number = exitCodes.general) {
    super(message);
    this.name = 'SetupError';
    this.exitCode = exitCode;
  }
}

/** Runs a command's body; a SetupError or a mistyped option becomes its sentence on stderr and its exit code, a bug is thrown on. */
export const runCommand = async (body: () => Promise<void>): Promise<void> => {
  try {
    await body();
  } catch (error) {
    const failure = isMistypedOption(error) ? new SetupError(error.message, exitCodes.usage) : error;
    if (!(failure instanceof SetupError)) throw failure;
    process.stderr.write(`${failure.message}\n`);
    process.exitCode = failure.exitCode;
  }
};

const isMistypedOption = (error: unknown): error is Error =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('ERR_PARSE_ARGS');
