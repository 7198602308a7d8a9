/** What a person can mend on their machine: one clear sentence and the exit code a command ends with. Never a bug of ours. */

export const exitCodes = { general: 1, portTaken: 3, missingTool: 4, notStarted: 5 } as const;

export class SetupError extends Error {
  readonly exitCode: number;

  constructor(message: string, exitCode: number = exitCodes.general) {
    super(message);
    this.name = 'SetupError';
    this.exitCode = exitCode;
  }
}

/** Runs a command's body; a SetupError becomes its sentence on stderr and its exit code, anything else is thrown on as a bug. */
export const runCommand = async (body: () => Promise<void>): Promise<void> => {
  try {
    await body();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = error.exitCode;
  }
};
