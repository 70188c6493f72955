import { describe, expect, it } from 'vitest';
import { createRateLimit } from '../../../src-backend/http/rate-limit.ts';

describe('The rate limit of a visitor', () => {
  it('lets a burst through, then says how long to wait', () => {
    const limit = createRateLimit({ burst: 3, perSecond: 2 }, () => 0);
    expect([1, 2, 3].map(() => limit.take('ana'))).toEqual([0, 0, 0]);
    expect(limit.take('ana')).toBe(500);
    expect(limit.take('bia')).toBe(0);
  });

  it('refills with time, never beyond the burst', () => {
    let now = 0;
    const limit = createRateLimit({ burst: 2, perSecond: 1 }, () => now);
    limit.take('ana');
    limit.take('ana');
    now = 1_000;
    expect(limit.take('ana')).toBe(0);
    expect(limit.take('ana')).toBe(1_000);
    now = 3_600_000;
    expect([1, 2, 3].map(() => limit.take('ana'))).toEqual([0, 0, 1_000]);
  });

  it('still limits a busy visitor after tens of thousands of others came by', () => {
    let now = 0;
    const limit = createRateLimit({ burst: 1, perSecond: 0.001 }, () => now);
    limit.take('ana');
    for (let index = 0; index < 25_000; index += 1) limit.take(`visitante ${index}`);
    now = 1;
    expect(limit.take('ana')).toBeGreaterThan(0);
  });
});
