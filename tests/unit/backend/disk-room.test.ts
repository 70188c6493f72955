import { pino } from 'pino';
import { expect, test } from 'vitest';
import { createDiskRoom } from '../../../src-backend/store/disk-room.ts';

const room = createDiskRoom(import.meta.dirname, pino({ level: 'silent' }));
/** More than any disk has. */
const much = new (class extends Uint8Array {
  override get byteLength() {
    return 2 ** 60;
  }
})();

test.each([
  'insert into "message" ("id") values ($1)',
  'select "id" from "workspace_log" where "id" = $1 for update',
  'WITH next AS (SELECT id FROM job) UPDATE job SET state = $1',
  'BEGIN; DELETE FROM pgboss.job; COMMIT;',
])('what writes is refused before there is no room for it: %s', (statement) => {
  expect(() => room.ensureFor(statement, [much])).toThrow(expect.objectContaining({ code: '53100' }));
  expect(() => room.ensureFor(statement, ['x'])).not.toThrow();
});

test.each(['select "updated_at", "deleted" from "message"', 'rollback', 'commit'])(
  'what reads goes on: %s',
  (statement) => {
    expect(() => room.ensureFor(statement, [much])).not.toThrow();
  },
);
