import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { type Answer, answerSchema, type Order, type Report } from './orders.ts';

/** Agents in a few processes, each with as many lines. */
export interface Crew {
  connect(url: string, agents: Extract<Order, { order: 'connect' }>['agents']): Promise<void>;
  report(): Promise<Report>;
  close(): void;
}

export function openCrew(processes: number): Crew {
  const children = Array.from({ length: processes }, () => fork(join(import.meta.dirname, 'agents', 'main.ts')));

  return {
    async connect(url, agents) {
      await Promise.all(
        children.map((child, index) =>
          ask(child, { order: 'connect', url, agents: agents.filter((_, at) => at % processes === index) }),
        ),
      );
    },
    async report() {
      const answers = await Promise.all(children.map((child) => ask(child, { order: 'report' })));
      const reports = answers.filter((answer) => answer.answer === 'report');
      return {
        answer: 'report',
        times: reports.flatMap(({ times }) => times),
        received: reports.flatMap(({ received }) => received),
        doubled: sum(reports.map(({ doubled }) => doubled)),
        astray: sum(reports.map(({ astray }) => astray)),
        linesLost: sum(reports.map(({ linesLost }) => linesLost)),
      };
    },
    close() {
      for (const child of children) child.kill();
    },
  };
}

function ask(child: ChildProcess, order: Order): Promise<Answer> {
  return new Promise((done, fail) => {
    const ended = (code: number | null) => fail(new Error(`a process of agents ended with ${code}`));
    child.once('exit', ended);
    child.once('message', (raw) => {
      child.off('exit', ended);
      done(answerSchema.parse(raw));
    });
    child.send(order);
  });
}

const sum = (numbers: number[]): number => numbers.reduce((all, one) => all + one, 0);
