import { expect, test } from 'vitest';
import { readAudit } from '../../scripts/audit.mjs';

const report = (vulnerabilities: object) => JSON.stringify({ vulnerabilities, metadata: { vulnerabilities: {} } });

test('what is high or critical in a package of the product is found by name, the rest is not', () => {
  const found = {
    ws: { name: 'ws', severity: 'high', range: '<8.17.1' },
    zod: { name: 'zod', severity: 'critical', range: '*' },
    pg: { name: 'pg', severity: 'moderate', range: '*' },
  };
  expect(readAudit(report(found))).toEqual({ asked: true, why: null, found: ['ws <8.17.1: high', 'zod *: critical'] });
  expect(readAudit(report({}))).toEqual({ asked: true, why: null, found: [] });
});

test('no answer is not the same as a good one', () => {
  const refused = JSON.stringify({ message: '405 Method Not Allowed', statusCode: 405, error: { summary: '' } });
  expect(readAudit(refused)).toEqual({ asked: false, why: '405 Method Not Allowed', found: [] });
  for (const said of ['', 'npm error network', '{}', 'null']) expect(readAudit(said).asked, said).toBe(false);
});
