import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { type Order, type Report, reportSchema } from './orders.ts';

/** Hundreds of desktops in a few processes. */
export interface Fleet {
  connect(url: string, desktops: Extract<Order, { order: 'connect' }>['desktops']): Promise<void>;
  /** Of what has been since the last one. */
  report(): Promise<Report>;
  close(): void;
}

export function openFleet(processes: number): Fleet {
  const children = Array.from({ length: processes }, () => fork(join(import.meta.dirname, 'desktops', 'main.ts')));
  return {
    async connect(url, desktops) {
      const share = (index: number) => desktops.filter((_, at) => at % processes === index);
      await Promise.all(children.map((child, index) => ask(child, { order: 'connect', url, desktops: share(index) })));
    },
    async report() {
      const answers = await Promise.all(children.map((child) => ask(child, { order: 'report' })));
      const reports = answers.map((answer) => reportSchema.parse(answer));
      return {
        slowest: reports.flatMap(({ slowest }) => slowest),
        away: reports.flatMap(({ away }) => away),
        received: reports.flatMap(({ received }) => received),
        doubled: reports.reduce((sum, { doubled }) => sum + doubled, 0),
      };
    },
    close() {
      for (const child of children) child.kill();
    },
  };
}

function ask(child: ChildProcess, order: Order): Promise<unknown> {
  return new Promise((done, fail) => {
    const ended = (code: number | null) => fail(new Error(`a process of desktops ended with ${code}`));
    child.once('exit', ended);
    child.once('message', (answer) => {
      child.off('exit', ended);
      done(answer);
    });
    child.send(order);
  });
}
