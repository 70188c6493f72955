/** Addresses as people paste them: «Paulo <paulo@casa.example>» is the address alone. Each one once, whatever its case. */
export function plainAddresses(entries: readonly string[]): string[] {
  const plain = entries.map((entry) => (/<([^<>]+)>\s*$/.exec(entry)?.[1] ?? entry).trim()).filter(Boolean);
  return [...new Map(plain.map((address) => [address.toLowerCase(), address])).values()];
}
