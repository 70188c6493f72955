/** A workspace for load: departments with a WhatsApp number each, and people who all serve one department. */
export const APP_SECRET = 'secret-of-the-bench';
export const PASSWORD = 'senha-da-medida-2026';

export const phoneNumberIdOf = (department: number): string => String(106_540_352_000_000 + department);
export const emailOf = (person: number): string => `agente${person}@medida.example`;

const nameOf = (department: number): string => `Departamento ${department + 1}`;

/** A provision file. Person number n serves department n modulo `departments`. */
export function operationFile({
  departments,
  people,
  capacity,
}: {
  departments: number;
  people: number;
  capacity: number;
}): object {
  const numbers = Array.from({ length: departments }, (_, department) => department);
  return {
    workspace: { name: 'Loja Medida', timeZone: 'America/Sao_Paulo' },
    departments: numbers.map((department) => ({ name: nameOf(department), distribution: 'automatic' })),
    people: Array.from({ length: people }, (_, person) => ({
      name: `Agente ${person}`,
      email: emailOf(person),
      password: PASSWORD,
      role: 'agent',
      departments: [nameOf(person % departments)],
      capacity,
    })),
    connections: numbers.map((department) => ({
      channel: 'whatsapp',
      name: `WhatsApp ${department + 1}`,
      department: nameOf(department),
      displayPhoneNumber: `+55 11 4000-${String(department).padStart(4, '0')}`,
      phoneNumberId: phoneNumberIdOf(department),
      businessAccountId: '102290129340398',
      accessToken: 'token-of-the-bench',
      appSecret: APP_SECRET,
      verifyToken: 'verify-token-of-the-bench',
      graphUrl: 'http://127.0.0.1:1/v26.0',
    })),
  };
}
