import type { FitAnswer } from '../../report/answer.js';
import type { CertificateReport } from '../../report/estimates.js';
import { durationText, shortNumber } from '../../report/numbers.js';

/** What speaks for the estimates, in small print: a line for the MLE, one for the MAP, and one on the data. */
export function certificateText({ mle, map, dataHash, fitSeconds }: FitAnswer): string {
  const lines = [
    ...(mle ? [`MLE: ${evidenceText(mle)}`] : []),
    ...(map ? [`MAP: ${evidenceText(map)}`] : []),
    [...(dataHash === undefined ? [] : [`data ${dataHash}`]), `fit ${durationText(fitSeconds)}`].join(', '),
  ];
  return `*Certificate: ${lines.join(' · ')}*`;
}

function evidenceText({ iterations, certificate }: { readonly iterations: number; readonly certificate: CertificateReport }): string {
  const { method, gradientNorm, smallestEigenvalue, starts, agreeing } = certificate;
  const parts = [
    `${method}, ${String(iterations)} ${iterations === 1 ? 'step' : 'steps'}`,
    ...(gradientNorm === null ? [] : [`${offText(gradientNorm)} off`]),
    ...(smallestEigenvalue === null ? [] : [`smallest eigenvalue ${shortNumber(Number(smallestEigenvalue.toPrecision(2)))}`]),
    starts === 1 ? 'one start' : `${String(agreeing)} of ${String(starts)} starts agree`,
  ];
  return parts.join(', ');
}

const offText = (norm: number): string => (norm < 1e-8 ? 'less than 10^−8 standard errors' : `${norm.toPrecision(1)} standard errors`);
