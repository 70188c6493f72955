import { expect, it } from 'vitest';
import { startCheckSchema } from '../../../src-shared/protocol/queries.ts';
import { full, held, inside, stranger } from './answers.ts';

it.each([inside, stranger, full, held, { allowed: false, reason: 'no-department' }])(
  'every answer to whether a conversation may begin crosses the wire as it was given: %o',
  (answer) => {
    expect(startCheckSchema.parse(JSON.parse(JSON.stringify(answer)))).toEqual(answer);
  },
);
