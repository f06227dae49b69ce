/** Numbers are written in one way everywhere: in hovers, hints, findings, tables and the panel. */
export { durationText, ends, levelText, logText, lossText, pullText, shortNumber, withError } from '../../report/numbers.js';
