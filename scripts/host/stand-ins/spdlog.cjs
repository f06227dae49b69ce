// @ts-check
// Takes the place of @vscode/spdlog in the browser host: the original is compiled at installation. Without either the Output panel stays empty.
const { appendFile, mkdir } = require('node:fs/promises');
const path = require('node:path');

const levels = ['trace', 'debug', 'info', 'warning', 'error', 'critical', 'off'];

/** @param {string} pattern @param {string} level @param {string} message */
function format(pattern, level, message) {
  const now = new Date(Date.now() - new Date().getTimezoneOffset() * 60_000).toISOString();
  const parts = {
    Y: now.slice(0, 4),
    m: now.slice(5, 7),
    d: now.slice(8, 10),
    H: now.slice(11, 13),
    M: now.slice(14, 16),
    S: now.slice(17, 19),
    e: now.slice(20, 23),
  };
  const values = new Map(Object.entries({ ...parts, l: level, v: message }));
  return pattern.replace(/%([A-Za-z])/g, (whole, key) => values.get(key) ?? whole);
}

class Logger {
  #file;
  #level = 2;
  #pattern = '%Y-%m-%d %H:%M:%S.%e [%l] %v\n';
  #written = Promise.resolve();

  /** @param {string} _type @param {string} _name @param {string} file */
  constructor(_type, _name, file) {
    this.#file = file;
  }

  /** @param {number} level @param {string} message */
  #log(level, message) {
    if (level < this.#level) return;
    const text = format(this.#pattern, String(levels[level]), message);
    // One after the other, so that lines keep their order; a log that cannot be written must not end the host.
    this.#written = this.#written.then(() => appendFile(this.#file, text)).catch(() => undefined);
  }

  trace = (/** @type {string} */ message) => this.#log(0, message);
  debug = (/** @type {string} */ message) => this.#log(1, message);
  info = (/** @type {string} */ message) => this.#log(2, message);
  warn = (/** @type {string} */ message) => this.#log(3, message);
  error = (/** @type {string} */ message) => this.#log(4, message);
  critical = (/** @type {string} */ message) => this.#log(5, message);
  getLevel = () => this.#level;
  setLevel = (/** @type {number} */ level) => void (this.#level = level);
  setPattern = (/** @type {string} */ pattern) => void (this.#pattern = `${pattern}\n`);
  clearFormatters = () => void (this.#pattern = '%v');
  flush = () => undefined;
  drop = () => undefined;
}

/** @param {string} name @param {string} file */
async function createLogger(name, file) {
  await mkdir(path.dirname(file), { recursive: true });
  return new Logger('rotating', name, file);
}

// Assigned one by one: an `import` of this module finds its names in no other form.
exports.version = 0;
exports.setLevel = () => undefined;
exports.setFlushOn = () => undefined;
exports.Logger = Logger;
exports.createRotatingLogger = createLogger;
exports.createAsyncRotatingLogger = createLogger;
