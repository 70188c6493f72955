import { FORM_LIMITS, type FormField, type FormProblem } from '../../../../src-shared/protocol/forms.ts';
import { formatAsTyped } from '../../../../src-shared/rules/field-value.ts';
import { formProblemWords } from '../../../../src-shared/rules/form-words.ts';
import { element } from '../../livechat/widget/dom.ts';

/** One question of the form: its label, what is typed into, and what is wrong with it. */
export interface FieldView {
  field: FormField;
  row: HTMLElement;
  control: HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;
  say(problem: FormProblem | undefined): void;
}

export function fieldView(field: FormField): FieldView {
  const { key, label, required, kind } = field;
  const id = `campo-${key}`;
  const control = controlOf(field, {
    id,
    name: key,
    'aria-required': required ? 'true' : null,
    'aria-describedby': `${id}-problema`,
  });
  if ((kind === 'phone' || kind === 'cpf') && control instanceof HTMLInputElement) {
    control.addEventListener('input', () => {
      // Signs are put between the digits only while one types at the end: elsewhere the caret would jump.
      if (control.selectionStart === control.value.length) control.value = formatAsTyped(kind, control.value);
    });
  }
  const bad = element('div', { class: 'bad', id: `${id}-problema` });
  const words = required ? [label] : [`${label} `, element('small', {}, '(opcional)')];
  return {
    field,
    row: element('div', { class: 'field' }, element('label', { for: id }, ...words), control, bad),
    control,
    say(problem) {
      bad.textContent = problem === undefined ? '' : formProblemWords(field, problem);
      control.setAttribute('aria-invalid', problem === undefined ? 'false' : 'true');
    },
  };
}

type Attributes = Record<string, string | null>;

function controlOf({ kind, choices }: FormField, named: Attributes): FieldView['control'] {
  const maxlength = String(FORM_LIMITS.answer);
  switch (kind) {
    case 'message':
      return element('textarea', { ...named, maxlength, rows: '5' });
    case 'choice':
      return element(
        'select',
        named,
        element('option', { value: '' }, 'Escolha'),
        ...choices.map((choice) => element('option', { value: choice }, choice)),
      );
    case 'email':
      return element('input', { ...named, maxlength, type: 'email', autocomplete: 'email' });
    case 'phone':
      return element('input', { ...named, maxlength, type: 'tel', autocomplete: 'tel-national' });
    case 'cpf':
      return element('input', { ...named, maxlength, inputmode: 'numeric' });
    case 'name':
      return element('input', { ...named, maxlength, autocomplete: 'name' });
    case 'text':
      return element('input', { ...named, maxlength });
  }
}
