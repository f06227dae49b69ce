// @ts-check
// Takes the place of native-watchdog in the browser host: the original is compiled at installation. Ends an extension host whose server is gone.
const period = 3_000;

/** @param {number} pid */
function start(pid) {
  setInterval(() => {
    try {
      process.kill(pid, 0);
    } catch {
      process.exit(87);
    }
  }, period).unref();
}

exports.start = start;
