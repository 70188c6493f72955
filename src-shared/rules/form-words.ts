import type { FormField, FormProblem } from '../protocol/forms.ts';

/** What is wrong with an answer, in the words of the form's page and script. Their language is that of the sites: Portuguese. */
export function formProblemWords({ kind }: Pick<FormField, 'kind'>, problem: FormProblem): string {
  switch (problem) {
    case 'required':
      return kind === 'choice' ? 'Escolha uma opção' : 'Preencha este campo';
    case 'contact':
      return 'Preencha o e-mail ou o telefone, para podermos responder';
    case 'too-long':
      return 'O texto é longo demais';
    case 'wrong':
      switch (kind) {
        case 'email':
          return 'Confira o e-mail: ele deve ser como nome@exemplo.com.br';
        case 'phone':
          return 'Confira o telefone: DDD e número, como (11) 98765-4321';
        case 'cpf':
          return 'Este CPF não é válido';
        default:
          return 'Confira este campo';
      }
  }
}
