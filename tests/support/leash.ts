/** Preloaded into the services that a test starts: ends the process when the test that started it is gone, however that went. */
const parent = process.ppid;
const lookEveryMs = 500;

setInterval(() => {
  if (process.ppid !== parent) process.exit(1);
}, lookEveryMs).unref();
