/** «Mariana de Albuquerque» → MA, «Distribuidora Fênix Ltda» → DF; a number gives its DDD; at most two characters. */
export function initialsOf(name: string): string {
  const digits = name.replace(/\D/g, '');
  if (digits.length >= 8 && /^[\d\s()+.-]+$/.test(name)) {
    return (digits.length > 11 && digits.startsWith('55') ? digits.slice(2) : digits).slice(0, 2);
  }
  const words = name
    .split(/[\s·|/,()-]+/u)
    .map((word) => word.replace(/^[^\p{L}\p{N}]+/u, ''))
    .filter((word) => word !== '' && !/^(d[aeo]s?|e)$/iu.test(word));
  const first = words[0];
  if (first === undefined) return '?';
  const [a = ''] = first;
  const [b = ''] = words[1] ?? '';
  return (a + b).toLocaleUpperCase('pt-BR');
}
