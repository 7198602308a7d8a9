/** What a person can mend: one sentence and an exit code. Mirrors SetupError, which this part cannot import before packages are there. */

export class Failure extends Error {
  /**
   * @param {string} message one sentence with the mend
   * @param {number} [exitCode]
   */
  constructor(message, exitCode = 4) {
    super(message);
    this.exitCode = exitCode;
  }
}
