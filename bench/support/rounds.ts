import type { Answer, PeerProcess, Reply } from './peerProcess.js';

/** A contestant for a case: a running peer and the function that it runs. */
export interface Contestant {
  readonly label: string;
  readonly process: PeerProcess;
  readonly method: string;
}

export interface Contest {
  readonly name: string;
  readonly rounds: number;
  /** No round begins after this many seconds, but three have been. */
  readonly seconds: number;
}

/** All replies of a contestant: one per round, or a single error. */
export interface Outcome {
  readonly contestant: Contestant;
  readonly answers: readonly Answer[];
  readonly error?: string;
}

/** A quick fit is repeated within a round until it has taken about this many seconds. */
const MEASURABLE = 0.1;
/** Contestants slower than this are warm after one fit. */
const SLOW = 3;

interface Standing {
  readonly contestant: Contestant;
  readonly answers: Answer[];
  repeats: number;
  error?: string;
}

/** Warms everyone up, then lets them fit in rounds that begin with another contestant each; a contestant that fails is out. */
export async function contest(contestants: readonly Contestant[], { name, rounds, seconds }: Contest): Promise<Outcome[]> {
  const standings: Standing[] = contestants.map((contestant) => ({ contestant, answers: [], repeats: 1 }));
  for (const standing of standings) await warm(standing, name);
  const began = performance.now();
  for (let round = 0; round < rounds && (round < 3 || performance.now() - began < 1000 * seconds); round++) {
    for (let i = 0; i < standings.length; i++) {
      const standing = standings[(i + round) % standings.length];
      if (standing) keep(standing, await ask(standing, name));
    }
  }
  return standings;
}

async function warm(standing: Standing, name: string): Promise<void> {
  for (const isLast of [false, true]) {
    const reply = await ask(standing, name);
    if (isError(reply)) return keep(standing, reply);
    if (reply.seconds > SLOW) return;
    standing.repeats = isLast ? standing.repeats : Math.min(Math.max(Math.ceil(MEASURABLE / reply.seconds), 1), 500);
  }
}

const isError = (reply: Reply): reply is { readonly error: string } => 'error' in reply;

function ask({ contestant, repeats, error }: Standing, name: string): Promise<Reply> {
  return error === undefined ? contestant.process.fit(name, contestant.method, repeats) : Promise.resolve({ error });
}

function keep(standing: Standing, reply: Reply): void {
  if (isError(reply)) standing.error = reply.error;
  else standing.answers.push(reply);
}
